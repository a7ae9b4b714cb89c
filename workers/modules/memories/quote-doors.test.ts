import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../db/client.ts';
import { migrateForCost } from '../../../tests/cost/database.ts';
import type { Actor } from '../../core/actors.ts';
import type { ApiCall, ApiEnv } from '../../core/api.ts';
import { ERROR_STATUS, WaddleError } from '../../core/errors.ts';
import type { CommunityId } from '../../core/ids.ts';
import type { Level } from '../../core/levels.ts';
import type { Command, CommandCall, Ctx, Effect, VerbCtx } from '../../core/modules.ts';
import { parseOptions, takeWord } from '../../core/options.ts';
import type { StreamState } from '../../core/stream.ts';
import { type Language, speak } from '../../core/words.ts';
import { effectStatement, inTurn, recordedOf, turnOf } from '../../router/effects.ts';
import { quoteRoutes } from './quote-api.ts';
import { quoteCommands } from './quote-commands.ts';
import { quoteWords } from './quote-words.ts';

const NOW = Date.UTC(2026, 10, 26, 23, 30);
const [command] = quoteCommands as [Command];

const db = openDatabase(
  inject('databaseUrl'),
  () => undefined,
  () => Date.now(),
);
beforeAll(migrateForCost);

const person = (name: string, level: Level): Actor & { kind: 'account' } => ({
  kind: 'account',
  platform: 'twitch',
  account: `door-${name}`,
  login: name,
  displayName: name,
  level,
});

async function aCommunity(language: Language = 'en', zone = 'Europe/Berlin') {
  const id = crypto.randomUUID() as CommunityId;
  await db.run('test', (d) =>
    d.execute(
      sql`insert into communities (id, slug, name, language) values (${id}::uuid, ${`d-${id}`}, 'Q', ${language})`,
    ),
  );
  const as = (actor: Actor): VerbCtx => {
    const ctx: Partial<VerbCtx> = {
      now: NOW,
      random: () => 0,
      log: () => undefined,
      actor,
      prefix: '!',
      community: { id, zone, language, slug: 'q', name: 'Q' },
      read: (name, query) => db.run(name, query),
      effect: async <Outcome>(effect: Effect): Promise<Outcome> => {
        const statement = effectStatement(effect, { community: id, actor, keep: [] });
        return recordedOf(await db.run('test', (d) => inTurn(d, turnOf(effect, id), statement))).outcome as Outcome;
      },
    };
    return ctx as VerbCtx;
  };

  /** What `!quote …` answers. */
  async function says(line: string, who = 'ann', level: Level = 'everyone', stream?: StreamState | Error) {
    const ctx: Partial<Ctx> = {
      ...as(person(who, level)),
      say: speak(quoteWords, language),
      stream: (stream && {
        streamOf: async () => {
          if (stream instanceof Error) throw stream;
          return stream;
        },
      }) as unknown as Ctx['stream'],
    };
    const { word, rest } = takeWord(line);
    const sub = command.subcommands?.[word];
    const options = parseOptions((sub ?? command).options ?? {}, sub ? rest : line);
    if (!options.ok) return 'usage';
    const call = { options: options.values, event: { channel: '1' } } as unknown as CommandCall;
    return (await (sub ?? command).run(call, ctx as Ctx)).text;
  }

  /** What the routes answer. */
  async function asks(method: string, path: string, body?: unknown, actor: Actor = { kind: 'service' }) {
    const app = new Hono<ApiEnv>()
      .use(async (c, next) => {
        c.set('api', { require: () => undefined, in: async () => as(actor) } as unknown as ApiCall);
        await next();
      })
      .onError((error, c) => {
        if (!(error instanceof WaddleError)) throw error;
        return c.json({ error: error.code }, ERROR_STATUS[error.code]);
      })
      .route('/', quoteRoutes);
    const response = await app.request(`/quotes${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
    return { status: response.status, json: (await response.json()) as any };
  }
  const approval = () =>
    db.run('test', (d) =>
      d.execute(
        sql`insert into module_settings (community_id, module, value) values (${id}::uuid, 'memories', '{"quoteApproval":true}')`,
      ),
    );
  return { says, asks, approval };
}

describe('!quote', () => {
  it('is added, shown, changed, searched, counted, taken away and brought back', async () => {
    const { says } = await aCommunity();
    expect(await says('')).toContain('no quotes here yet');
    expect(await says('add “Hello there” — @Bob')).toBe('Added #1: "Hello there" — Bob [2026-11-27]');
    expect(await says('add hello THERE!')).toBe('That is quote #1 already, so it was not kept again.');
    const live = { live: true, title: 'Fun', category: 'Chess' };
    expect(await says('add I never lose', 'ann', 'everyone', live)).toBe(
      'Added #2: "I never lose" [Chess, 2026-11-27]',
    );
    expect(await says('add Off the air', 'ann', 'everyone', { ...live, live: false })).toContain('"Off the air" [2026');
    expect(await says('add Out of reach', 'ann', 'everyone', new Error('gone'))).toContain('#4');
    for (const typed of ['1', '#1', ' 01']) expect(await says(typed)).toBe('#1: "Hello there" — Bob [2026-11-27]');
    expect(await says('99999999999999')).toContain('No quote here fits');
    expect(await says('9')).toContain('no quote #9');
    expect(await says('edit #1 "Hi there" - Bea')).toBe('Changed #1: "Hi there" — Bea [2026-11-27]');
    expect(await says('edit 1 x', 'zoe')).toContain('can be changed by who added it');
    expect(await says('author 1 Cy')).toContain('— Cy [');
    expect(await says('author 1 -')).toBe('Changed #1: "Hi there" [2026-11-27]');
    expect(await says('category 1 Fun')).toContain('Changed #1');
    expect(await says('undo 1')).toContain('Took the last change back: #1');
    expect(await says('search losing')).toBe('#2: "I never lose" [Chess, 2026-11-27]');
    expect(await says('lose')).toContain('#2');
    expect(await says('count')).toBe('There are 4 quotes here.');
    expect(await says('delete 1')).toContain('!quote undo 1');
    expect(await says('1')).toContain('no quote #1');
    expect(await says('undo 1')).toContain('"Hi there"');
    expect(await says('delete x')).toContain('"x" is no number');
    expect(await says('delete')).toBe('usage');
  });

  it('lists and votes', async () => {
    const { says } = await aCommunity();
    for (let n = 1; n <= 4; n++) await says(`add "Words ${n}" - bob`);
    expect(await says('by @BOB')).toMatch(/^3 of 4: #4: .* · #3: .* · #2: /);
    expect(await says('by nobody')).toBe('There is no quote by nobody here.');
    expect(await says('top')).toContain('Nobody has voted');
    expect(await says('vote 2 UP', 'zoe')).toBe('Quote #2 has 1 up and 0 down.');
    expect(await says('vote 2 up', 'bob')).toContain('your own');
    expect(await says('vote 2 sideways', 'zoe')).toContain('up, down or clear');
    expect(await says('vote 9 up', 'zoe')).toContain('no quote #9');
    expect(await says('top')).toBe('Best quotes: #2: "Words 2" — bob [2026-11-27] (+1)');
  });

  it('has what waits approved, and does not say it before', async () => {
    const { says, approval } = await aCommunity();
    await approval();
    expect(await says('add secret words')).toBe('Quote #1 waits until a moderator approves it.');
    expect(await says('1')).not.toContain('secret');
    expect(await says('secret')).toContain('No quote here fits');
    expect(await says('1', 'mia', 'moderator')).toContain('secret words');
    expect(await says('pending', 'mia', 'moderator')).toContain('1 waiting: #1: "secret words"');
    expect(await says('count')).toBe('There are 0 quotes here. 1 more wait for a moderator.');
    expect(await says('approve 1', 'mia', 'moderator')).toContain('Approved #1: "secret words"');
    expect(await says('pending', 'mia', 'moderator')).toBe('No quote is waiting.');
  });

  it('speaks German', async () => {
    const { says } = await aCommunity('de');
    expect(await says('add „Hallo“ – Bob')).toBe('Hinzugefügt: #1: „Hallo“ — Bob [2026-11-27]');
  });

  it('answers whatever is typed', async () => {
    const { says } = await aCommunity();
    for (const odd of [
      '\u0000',
      'a\u0000b',
      '\ud800',
      "'; drop",
      '🐧',
      '"',
      '%_',
      '{number}',
      '-1',
      '0',
      '#',
      'a'.repeat(3_000),
    ])
      for (const part of ['', 'add ', 'edit 1 ', 'author 1 ', 'category 1 ', 'search ', 'by ', 'vote 1 ', 'undo '])
        expect(typeof (await says(part + odd, 'mia', 'moderator')), part + odd).toBe('string');
  });
});

describe('the routes', () => {
  it('do what chat does', async () => {
    const { asks } = await aCommunity();
    const added = await asks('POST', '', {
      communityId: 'x',
      text: 'First',
      author: 'Bob',
      category: 'Fun',
      saidAt: '2026-01-02T03:04:05+01:00',
    });
    expect(added).toMatchObject({
      status: 201,
      json: { quote: { number: 1, category: 'fun', saidAt: '2026-01-02T02:04:05.000Z' } },
    });
    expect(await asks('POST', '', { communityId: 'x', text: 'first!' })).toMatchObject({ status: 409 });
    for (const text of ['Second', 'Third']) await asks('POST', '', { communityId: 'x', text });
    const page = await asks('GET', '/x?limit=2');
    expect(page.json.data.map(({ number }: { number: number }) => number)).toEqual([3, 2]);
    const rest = await asks('GET', `/x?limit=2&cursor=${page.json.next}`);
    expect(rest.json).toMatchObject({ data: [{ number: 1 }], next: null });
    expect((await asks('GET', '/x?q=first&category=FUN&author=bob')).json.data).toMatchObject([{ number: 1 }]);
    expect((await asks('GET', '/x?status=pending')).json.data).toEqual([]);
    expect((await asks('GET', '/x/1')).json.quote).toMatchObject({ text: 'First' });
    expect((await asks('GET', '/x/9')).status).toBe(404);
    expect((await asks('GET', '/x/random?category=fun')).json.quote).toMatchObject({ number: 1 });
    expect((await asks('GET', '/x/random?category=none')).status).toBe(404);
    expect((await asks('GET', '/x/categories')).json).toEqual({ data: [{ category: 'fun', quotes: 1 }] });
    expect((await asks('PATCH', '/x/1', { author: '', category: null })).json.quote).toMatchObject({
      author: '',
      category: null,
    });
    expect((await asks('POST', '/x/1/undo')).json.quote).toMatchObject({ author: 'Bob', category: 'fun' });
    expect((await asks('POST', '/x/1/vote', { vote: 'up' })).status).toBe(422);
    const zoe: Actor = { kind: 'service', onBehalfOf: person('zoe', 'everyone') };
    expect((await asks('POST', '/x/1/vote', { vote: 'up' }, zoe)).json).toEqual({ number: 1, up: 1, down: 0 });
    expect((await asks('PATCH', '/x/1', { text: 'Not yours' }, zoe)).status).toBe(403);
    expect((await asks('POST', '/x/1/approve', undefined, zoe)).status).toBe(403);
    expect((await asks('POST', '/x/1/approve')).status).toBe(409);
    expect((await asks('GET', '/x/stats')).json).toMatchObject({
      approved: 3,
      pending: 0,
      authors: 1,
      categories: 1,
      latest: { number: 3 },
      top: { number: 1 },
    });
    expect((await asks('DELETE', '/x/1')).json).toMatchObject({ isDeleted: true });
    expect((await asks('DELETE', '/x/1')).status).toBe(404);
    expect((await asks('POST', '/x/1/undo')).json).toMatchObject({ isDeleted: false });
  });

  it('refuse by name what cannot be', async () => {
    const { asks } = await aCommunity();
    const base = { communityId: 'x', text: 'Fine' };
    for (const body of [
      { ...base, text: '' },
      { ...base, text: 'a\u0000b' },
      { ...base, text: 'a'.repeat(5_001) },
      { ...base, user_id: 1 },
    ])
      expect((await asks('POST', '', body)).status).toBe(400);
    for (const path of ['/x/0', '/x/9999999999', '/x/one', '/x?limit=0', '/x?cursor=e30x', '/x?q=%00'])
      expect((await asks('GET', path)).status, path).toBe(400);
    expect((await asks('POST', '', { ...base, text: '🐧'.repeat(5_000) })).status).toBe(201);
  });
});
