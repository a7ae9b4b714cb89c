import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { expect, inject } from 'vitest';
import { openDatabase } from '../../db/client.ts';
import type { AccountActor, Actor } from '../../workers/core/actors.ts';
import type { ApiCall, ApiEnv } from '../../workers/core/api.ts';
import { ERROR_STATUS, WaddleError } from '../../workers/core/errors.ts';
import type { CommunityId } from '../../workers/core/ids.ts';
import type { Invocation } from '../../workers/core/invocation.ts';
import type { Level } from '../../workers/core/levels.ts';
import type { Ctx, Effect, JobCtx } from '../../workers/core/modules.ts';
import { parseOptions } from '../../workers/core/options.ts';
import type { PageRead } from '../../workers/core/pages.ts';
import { speak } from '../../workers/core/words.ts';
import { bookmarkRoutes } from '../../workers/modules/memories/bookmark-api.ts';
import { bookmarkCommands } from '../../workers/modules/memories/bookmark-commands.ts';
import { findBookmark } from '../../workers/modules/memories/bookmark-listing.ts';
import { bookmarkJobs } from '../../workers/modules/memories/bookmark-metadata.ts';
import { bookmarkWords } from '../../workers/modules/memories/bookmark-words.ts';
import { effectStatement, inTurn, recordedOf, turnOf } from '../../workers/router/effects.ts';
import { aMessage } from './channel.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');

const db = openDatabase(
  inject('databaseUrl'),
  () => undefined,
  () => Date.now(),
);
export const rows = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  (await db.run('test', (d) => d.execute<Row>(query))).rows;

export const person = (name: string, level: Level = 'everyone'): AccountActor => ({
  kind: 'account',
  platform: 'twitch',
  account: `bm-${name}`,
  login: name,
  displayName: name,
  level,
});
export const MOD = person('mod', 'moderator');
export const PIA = person('pia');
export const SAM = person('sam');

interface JobData {
  readonly id: string;
}

export const A_PAGE: PageRead & { ok: true } = {
  ok: true,
  url: 'https://example.com/fish',
  title: 'Fish of the sea',
  description: 'All the fish that penguins like',
  image: 'https://example.com/fish.png',
  site: 'Example',
  language: 'en',
};

/** A community of its own: what its people say, what programs ask, and the jobs that come of it. */
export class Place {
  readonly id = crypto.randomUUID() as CommunityId;
  readonly jobs: JobData[] = [];
  readonly publicUrl = 'https://waddle.example';
  language: 'en' | 'de' = 'en';

  static async make(): Promise<Place> {
    const place = new Place();
    await rows(sql`insert into communities (id, slug, name) values (${place.id}::uuid, ${`bm-${place.id}`}, 'B')`);
    return place;
  }

  /** As the road runs it, but for the invocation's id. */
  async #effect<Outcome>(effect: Effect, actor: Actor): Promise<Outcome> {
    const statement = effectStatement(effect, { community: this.id, actor, keep: [] });
    const done = await db.run('test', (d) => inTurn(d, turnOf(effect, this.id), statement));
    return recordedOf(done).outcome as Outcome;
  }

  ctx(actor: Actor = PIA): Ctx {
    const ctx: Partial<Ctx> = {
      now: NOW,
      random: Math.random,
      community: { id: this.id, slug: 's', name: 'B', language: this.language, zone: 'UTC' },
      prefix: '!',
      actor,
      read: (name, query) => db.run(name, query),
      effect: (effect) => this.#effect(effect, actor),
      enqueue: async ({ module, name, data }) => {
        expect([module, name]).toEqual(['memories', 'bookmarkMetadata']);
        this.jobs.push(data as JobData);
      },
      say: speak(bookmarkWords, this.language),
      publicUrl: this.publicUrl,
    };
    return ctx as Ctx;
  }

  /** What `!bookmark …` answers. */
  async says(typed: string, actor: Actor = PIA): Promise<string> {
    const [bookmark] = bookmarkCommands;
    const [, action = '', args = ''] = /^(\S*)\s*([\s\S]*)$/.exec(typed) ?? [];
    const sub = bookmark?.subcommands?.[action];
    const part = sub ?? bookmark;
    const options = parseOptions(part?.options ?? {}, sub ? args : typed);
    if (!options.ok) throw new Error(`${options.option}: ${options.reason}`);
    const call = { event: aMessage('m', '', NOW), invocation: {} as Invocation, options: options.values };
    return (await part?.run(call, this.ctx(actor)))?.text ?? '';
  }

  find = (number: number) => findBookmark(this.ctx(), number);

  /** Does a job as the queue does. @param read what the page says, and what happens meanwhile */
  async does(
    job: JobData | undefined,
    read: () => PageRead | Promise<PageRead> = () => A_PAGE,
    community: CommunityId = this.id,
  ): Promise<string[]> {
    const asked: string[] = [];
    const ctx: Partial<JobCtx> = {
      now: NOW,
      community,
      read: (name, query) => db.run(name, query),
      effect: (of, effect) => {
        expect(of).toBe(community);
        return this.#effect(effect, { kind: 'system' });
      },
      readPage: async (url) => {
        asked.push(url);
        return read();
      },
    };
    await bookmarkJobs.bookmarkMetadata(job, ctx as JobCtx);
    return asked;
  }

  async api(method: string, path: string, body?: unknown, actor: Actor = { kind: 'service' }) {
    const call = { require: () => undefined, in: async () => this.ctx(actor) } as unknown as ApiCall;
    const app = new Hono<ApiEnv>()
      .use(async (c, next) => {
        c.set('api', call);
        await next();
      })
      .route('/', bookmarkRoutes)
      .onError((error, c) => {
        if (!(error instanceof WaddleError)) throw error;
        return c.json({ code: error.code, message: error.message }, ERROR_STATUS[error.code]);
      });
    const response = await app.request(`/bookmarks${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
    return { status: response.status, json: (await response.json()) as any };
  }

  audit = () =>
    rows<{ action: string }>(sql`select action from audit_log where community_id = ${this.id}::uuid order by id`);
}
