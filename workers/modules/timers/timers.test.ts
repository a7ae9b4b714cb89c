import { type SQL, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { beforeAll, describe, expect, it } from 'vitest';
import { aMessage } from '../../../tests/support/channel.ts';
import { type OwnTables, ownTables } from '../../../tests/support/own-tables.ts';
import { actorOfEvent } from '../../core/actors.ts';
import type { ApiCall, ApiEnv } from '../../core/api.ts';
import { ERROR_STATUS, WaddleError } from '../../core/errors.ts';
import type { ChatEvent } from '../../core/events.ts';
import type { ChannelKey, CommunityId, Platform } from '../../core/ids.ts';
import type { Invocation } from '../../core/invocation.ts';
import type { Ctx, Effect } from '../../core/modules.ts';
import { parseOptions } from '../../core/options.ts';
import { onlyRoomOf, timersIn } from '../../core/timers.ts';
import { speak } from '../../core/words.ts';
import { effectStatement, recordedOf } from '../../router/effects.ts';
import { routes } from './api.ts';
import { timer } from './commands.ts';
import type { ListedTimer } from './state.ts';
import { MAX_TIMERS } from './state.ts';
import { findTimer } from './timers.ts';
import { words } from './words.ts';

/** A Thursday, 13:00 in Berlin. */
const NOW = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let tables: OwnTables;
const rows = <Row extends Record<string, unknown>>(query: SQL): Promise<Row[]> => tables.rows<Row>(query);
beforeAll(async () => {
  tables = await ownTables();
});

let turn = 0;

/** A community of its own, with a channel on each of three platforms, and what was done there. */
class Place {
  readonly id = crypto.randomUUID() as CommunityId;
  readonly ids: Record<string, string> = {};
  now = NOW;
  language: 'en' | 'de' = 'en';
  readonly agenda: number[] = [];
  /** Rooms that the platforms were asked about; null: they do not answer. */
  asked: string[] | null = [];
  /** Effects, and those among them after which Channels were told. */
  effects = 0;
  told = 0;

  static async make(): Promise<Place> {
    const place = new Place();
    const slug = `timers-${place.id}`;
    await rows(
      sql`insert into communities (id, slug, name, zone) values (${place.id}::uuid, ${slug}, 'T', 'Europe/Berlin')`,
    );
    for (const platform of ['twitch', 'discord', 'slack']) {
      const platformId = `t${Date.now()}${turn++}`;
      place.ids[platform] = platformId;
      await rows(sql`insert into channels (id, community_id, platform, platform_id, login)
        values (gen_random_uuid(), ${place.id}::uuid, ${platform}, ${platformId}, ${platformId})`);
    }
    return place;
  }

  event(platform: Platform = 'twitch', room?: string): ChatEvent<'message'> {
    const channel = this.ids[platform] ?? 'none';
    return aMessage(`m${turn++}`, '', this.now, { platform, channel, room: room ?? channel });
  }

  ctx(event = this.event()): Ctx {
    let effects = 0;
    const ctx: Partial<Ctx> = {
      now: this.now,
      random: () => 0,
      log: () => undefined,
      community: { id: this.id, slug: 's', name: 'T', language: this.language, zone: 'Europe/Berlin' },
      prefix: '!',
      actor: actorOfEvent(event),
      read: (name, query) => tables.run(name, query),
      agenda: async (kind, at) => {
        expect(kind).toBe('timers');
        this.agenda.push(at);
      },
      ownsRoom: async ({ channel, room }) => {
        if (this.asked === null) throw new WaddleError('UPSTREAM', 'Discord did not answer. Try again in a minute.');
        this.asked.push(`${channel} ${room}`);
        return room.startsWith('own-');
      },
      effect: async <Outcome>(effect: Effect) => {
        expect(++effects, 'one effect per invocation').toBe(1);
        this.effects++;
        const statement = effectStatement(effect, { community: this.id, actor: actorOfEvent(event), keep: [] });
        const { outcome, settingsChanged } = recordedOf(await rows(statement));
        if (settingsChanged) this.told++;
        return outcome as Outcome;
      },
      say: speak(words, this.language),
    };
    return ctx as Ctx;
  }

  /** What `!timer …` answers. */
  async timer(typed: string, event = this.event()): Promise<string> {
    const [, action = '', args = ''] = /^(\S*)\s*([\s\S]*)$/.exec(typed) ?? [];
    const part = timer.subcommands?.[action];
    if (!part) throw new Error(`no subcommand ${action}`);
    const options = parseOptions(part.options ?? {}, args);
    if (!options.ok) throw new Error(`${options.option}: ${options.reason}`);
    const before = this.effects;
    const reply = await part.run({ event, invocation: {} as Invocation, options: options.values }, this.ctx(event));
    if (part.effect !== 'database') expect(this.effects).toBe(before);
    return reply.text;
  }

  find = (name: string): Promise<ListedTimer | null> => findTimer(this.ctx(), name);

  async api(method: string, path: string, body?: unknown) {
    const call: ApiCall = {
      now: this.now,
      actor: { kind: 'service' },
      reach: { communities: null, platforms: null },
      signedIn: null,
      require: () => undefined,
      may: () => true,
      allows: () => true,
      reaches: () => true,
      requirePlatform: (platform) => {
        if (platform === 'kick') throw new WaddleError('FORBIDDEN', 'Not there.');
      },
      in: async () => this.ctx(),
    };
    const app = new Hono<ApiEnv>()
      .use(async (c, next) => {
        c.set('api', call);
        await next();
      })
      .route('/', routes)
      .onError((error, c) => {
        if (!(error instanceof WaddleError)) throw error;
        return c.json({ code: error.code, message: error.message }, ERROR_STATUS[error.code]);
      });
    const response = await app.request(`/timers/demo${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
    return { status: response.status, json: (await response.json()) as any };
  }

  audit = () =>
    rows<{ action: string; before: unknown; after: unknown }>(
      sql`select action, before, after from audit_log where community_id = ${this.id}::uuid order by id`,
    );
}

describe('a timer made in chat', () => {
  it('speaks in the channel it was made in, one interval from then, and is told to the agenda a minute ahead', async () => {
    const place = await Place.make();
    expect(await place.timer('add Follow 10m Follow us, $(user)!')).toBe(
      'Added the timer follow. It is due first 2026-11-26 13:10 (Europe/Berlin), in 10 min, here.',
    );
    const { twitch } = place.ids;
    expect(await place.find('FOLLOW')).toMatchObject({
      name: 'follow',
      texts: ['Follow us, $(user)!'],
      schedule: { every: 10 },
      target: { channel: `twitch:${twitch}`, room: twitch },
      nextAt: NOW + 10 * MINUTE,
      enabled: true,
      minLines: 0,
    });
    expect(place.agenda).toEqual([NOW + 9 * MINUTE]);
    expect(await place.audit()).toMatchObject([{ action: 'timer.add', before: null, after: { name: 'follow' } }]);
  });

  it('speaks by cron in the community’s zone, quoted in any quotes', async () => {
    const place = await Place.make();
    for (const [i, cron] of ['"0 18 * * 5"', '“0 18 * * 5”', '„0 18 * * 5“'].entries())
      expect(await place.timer(`add t${i} ${cron} It is Friday`)).toContain(
        'due first 2026-11-27 18:00 (Europe/Berlin)',
      );
    expect(await place.find('t2')).toMatchObject({ schedule: { cron: '0 18 * * 5' }, nextAt: NOW + 29 * HOUR });
  });

  it('speaks in the room of Discord or Slack it was made in', async () => {
    const place = await Place.make();
    await place.timer('add d 10m Hello', place.event('discord', 'room-1'));
    expect((await place.find('d'))?.target).toEqual({ channel: `discord:${place.ids.discord}`, room: 'room-1' });
    await place.timer('options d where=everywhere', place.event('discord', 'room-1'));
    expect((await place.find('d'))?.target).toBeNull();
    await place.timer('options d where=here', place.event('slack', 'C1'));
    expect((await place.find('d'))?.target).toEqual({ channel: `slack:${place.ids.slack}`, room: 'C1' });
  });

  it.each([
    ['add a/b 10m x', '"a/b" cannot be a timer'],
    ['add x 90s y', '"90s" is no interval. Type 1m, 10m, 1h30m'],
    ['add x 59s y', '"59s" is no interval'],
    [
      'add x 0 18 * * 5 y',
      '"0" is no interval. Type 1m, 10m, 1h30m, 2d … up to 30d, in whole minutes, or a cron expression in quotes',
    ],
    ['add x 31d y', '"31d" is no interval'],
    ['add x often y', '"often" is no interval'],
    ['add x "0 18 * * 8" y', '"0 18 * * 8" is no cron expression. It has five fields'],
    ['add x "0 0 18 * * 5" y', '"0 0 18 * * 5" is no cron expression'],
    ['add x "0 0 31 2 *" y', 'No day is ever as "0 0 31 2 *" says'],
    [`add x 10m ${'y'.repeat(501)}`, 'That has 501 characters. A text of a timer has at most 500'],
    ['add x 10m \u200B\u2800', 'A timer has to say something'],
  ])('is refused in words: %j', async (typed, said) => {
    const place = await Place.make();
    expect(await place.timer(typed)).toContain(said);
    expect(await place.find('x')).toBeNull();
    expect(place.agenda).toEqual([]);
  });

  it('is there once by its name, and in one community alone', async () => {
    const [place, other] = [await Place.make(), await Place.make()];
    await place.timer('add x 10m one');
    expect(await place.timer('add Ｘ 10m two')).toContain('There is a timer x already');
    expect(await other.timer('list')).toContain('There are no timers yet');
    for (const typed of ['edit x y', 'text add x y', 'remove x', 'on x', 'off x', 'now x', 'options x lines=1'])
      expect(await other.timer(typed)).toContain('There is no timer x');
    expect(await other.timer('undo x')).toContain('nothing to take back');
    expect((await place.find('x'))?.texts).toEqual(['one']);
  });

  it('is one of fifty at most', async () => {
    const place = await Place.make();
    for (let i = 0; i < MAX_TIMERS; i++) await place.timer(`add t${i} 10m x`);
    expect(await place.timer('add more 10m x')).toContain('This community has 50 timers');
    expect(await place.timer('add t1 10m x')).toContain('There is a timer t1 already');
    await place.timer('remove t1');
    expect(await place.timer('add more 10m x')).toContain('Added');
    expect(await place.timer('undo t1')).toContain('This community has 50 timers');
  });

  it('speaks German where the community does', async () => {
    const place = await Place.make();
    place.language = 'de';
    expect(await place.timer('add x 10m Hallo')).toBe(
      'Neuer Timer: x. Zum ersten Mal fällig 2026-11-26 13:10 (Europe/Berlin), in 10 min, hier.',
    );
  });
});

describe('looking at timers', () => {
  it('lists and shows them, with when they are due next in the community’s zone', async () => {
    const place = await Place.make();
    await place.timer('add b "0 18 * * 5" Friday');
    await place.timer('add a 1h30m One');
    await place.timer('text add a Two');
    await place.timer('options b zone=America/New_York lines=5 live=live jitter=30s');
    expect(await place.timer('list')).toBe('Timers: a (1h30m), b (0 18 * * 5)');
    expect(await place.timer('show a')).toBe(
      `The timer a (every=1h30m where=twitch:${place.ids.twitch} order=rotate) is due next 2026-11-26 14:30 (Europe/Berlin), in 1 h 30 min and says: 1: One | 2: Two`,
    );
    expect(await place.timer('show b')).toContain(
      'is due next 2026-11-28 00:00 (Europe/Berlin), in 1 d 11 h and says: Friday',
    );
    expect(await place.timer('options b')).toBe(
      `Options of b: cron="0 18 * * 5" zone=America/New_York where=twitch:${place.ids.twitch} lines=5 live=live jitter=30`,
    );
    await place.timer('off b');
    expect(await place.timer('list')).toBe('Timers: a (1h30m), b (off)');
    expect(await place.timer('show b')).toContain('is off. It says: Friday');
    expect(await place.timer('show c')).toContain('There is no timer c');
  });
});

describe('changing a timer', () => {
  it('changes its texts without touching its beat, nor the lease of whoever fires it', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    await rows(sql`update timers set leased_until = now() where community_id = ${place.id}::uuid`);
    place.now += 5 * MINUTE;
    expect(await place.timer('edit x two')).toBe(
      'Changed the timer x. It is due next 2026-11-26 13:10 (Europe/Berlin), in 5 min.',
    );
    await place.timer('text add x three');
    expect(await place.timer('text remove x 3')).toContain('no such text');
    await place.timer('text remove x 1');
    expect(await place.timer('text remove x 1')).toContain('the only text of x');
    expect(await place.timer('text remove x one')).toContain('!timer text remove x <number>');
    expect(await place.timer('text swap x one')).toContain('!timer text add x <text…>');
    expect(await place.find('x')).toMatchObject({ texts: ['three'], nextAt: NOW + 10 * MINUTE });
    const [row] = await rows(
      sql`select leased_until is not null as leased from timers where community_id = ${place.id}::uuid`,
    );
    expect(row).toEqual({ leased: true });
    expect(place.agenda).toHaveLength(1);
  });

  it('takes ten texts', async () => {
    const place = await Place.make();
    await place.timer('add x 10m 1');
    for (let i = 2; i <= 10; i++) await place.timer(`text add x ${i}`);
    expect(await place.timer('text add x 11')).toContain('The timer x has 10 texts');
    expect((await place.find('x'))?.texts).toHaveLength(10);
  });

  it('begins a new beat with a new schedule, free of whoever fires the old one', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    await rows(sql`update timers set leased_until = now() where community_id = ${place.id}::uuid`);
    place.now += 5 * MINUTE;
    await place.timer('options x every=1h');
    expect(await place.find('x')).toMatchObject({ schedule: { every: 60 }, nextAt: NOW + 65 * MINUTE });
    const [row] = await rows(sql`select leased_until from timers where community_id = ${place.id}::uuid`);
    expect(row).toEqual({ leased_until: null });
    await place.timer('options x cron="0 18 * * 5" zone=America/New_York');
    expect(await place.find('x')).toMatchObject({
      schedule: { cron: '0 18 * * 5', zone: 'America/New_York' },
      nextAt: NOW + 35 * HOUR,
    });
    await place.timer('options x zone=-');
    expect(await place.find('x')).toMatchObject({ schedule: { cron: '0 18 * * 5' }, nextAt: NOW + 29 * HOUR });
    expect(place.agenda).toEqual([9, 64, 35 * 60 - 1, 29 * 60 - 1].map((minutes) => NOW + minutes * MINUTE));
  });

  it('counts its interval from when it was switched on', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    expect(await place.timer('off x')).toBe('The timer x is off now.');
    expect(await place.find('x')).toMatchObject({ enabled: false, nextAt: null });
    expect(await place.timer('edit x two')).toContain('It is off: !timer on x switches it on');
    expect(await place.timer('now x')).toContain('Switch it on first');
    place.now += HOUR;
    expect(await place.timer('on x')).toContain('The timer x is on. It is due next 2026-11-26 14:10');
    place.now += MINUTE;
    await place.timer('on x');
    expect((await place.find('x'))?.nextAt).toBe(NOW + HOUR + 10 * MINUTE);
  });

  it('makes it due at once by now', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    place.now += 3 * MINUTE;
    expect(await place.timer('now x')).toContain('The timer x is due now');
    expect((await place.find('x'))?.nextAt).toBe(NOW + 3 * MINUTE);
    expect(place.agenda.at(-1)).toBe(NOW + 3 * MINUTE);
  });

  it('reads options in any order, the last of two that say different things', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    await place.timer('options x LINES=5 live=offline Jitter=2m order=random lines=7 cron="0 0 * * *" every=20');
    expect(await place.find('x')).toMatchObject({
      minLines: 7,
      live: 'offline',
      jitter: 120,
      order: 'random',
      schedule: { every: 20 },
    });
    await place.timer('options x lines=- live=always jitter=- order=reset');
    expect(await place.find('x')).toMatchObject({ minLines: 0, live: null, jitter: 0, order: 'rotate' });
  });

  it.each([
    [
      'options x loud=yes',
      'There is no option "loud". There are: every, cron, zone, where, lines, live, jitter, order.',
    ],
    ['options x lines=1001', '"1001" is nothing for lines. It takes: 0 to 1000.'],
    ['options x lines=-1', '"-1" is nothing for lines'],
    ['options x jitter=301', 'jitter. It takes: 0 to 300, in seconds.'],
    ['options x live=maybe', 'It takes: live, offline, always.'],
    ['options x every=30s', '"30s" is nothing for every'],
    ['options x every=-', '"-" is nothing for every'],
    ['options x zone=Mars/Base', '"Mars/Base" is nothing for zone'],
    ['options x zone=Europe/Berlin', 'needs no time zone'],
    ['options x cron="0 18 * *"', '"0 18 * *" is no cron expression'],
    ['options x cron="0 0 30 2 *"', 'No day is ever as "0 0 30 2 *" says'],
    ['options x where=there', '"there" is nothing for where'],
  ])('is told what is wrong: %j', async (typed, said) => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    const before = await place.find('x');
    expect(await place.timer(typed)).toContain(said);
    expect(await place.find('x')).toEqual(before);
    expect(await place.audit()).toHaveLength(1);
  });

  it('refuses under the invocation’s own name what was refused for how things stood', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    for (const typed of ['text remove x 1', 'edit none y', 'undo none', 'on none', 'remove none', 'add x 10m y']) {
      const { effects } = place;
      await place.timer(typed);
      expect([typed, place.effects]).toEqual([typed, effects + 1]);
    }
  });

  it('changes nothing where somebody else did between the look and the change', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    const said = await Promise.all(['2', '3', '4', '5', '6', '7'].map((text) => place.timer(`text add x ${text}`)));
    const changed = said.filter((words) => words.startsWith('Changed'));
    expect((await place.find('x'))?.texts).toHaveLength(1 + changed.length);
    expect(await place.audit()).toHaveLength(1 + changed.length);
    const event = place.event();
    const ctx = place.ctx(event);
    const late: Ctx = {
      ...ctx,
      effect: async (effect) => {
        await place.timer('edit x changed');
        return ctx.effect(effect);
      },
    };
    const reply = await timer.subcommands?.off?.run(
      { event, invocation: {} as Invocation, options: { name: 'x' } },
      late,
    );
    expect(reply?.text).toContain('Somebody else has just changed x');
    expect(await place.find('x')).toMatchObject({ enabled: true, texts: ['changed'] });
  });
});

describe('undo', () => {
  it('takes the last change back, and an undo as well', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    place.now += MINUTE;
    await place.timer('options x every=1h lines=3');
    await place.timer('now x');
    expect(await place.timer('undo x')).toContain('Took the last change of x back');
    expect(await place.find('x')).toMatchObject({
      schedule: { every: 10 },
      minLines: 0,
      nextAt: place.now + 10 * MINUTE,
    });
    await place.timer('undo x');
    expect(await place.find('x')).toMatchObject({ schedule: { every: 60 }, minLines: 3, nextAt: place.now + HOUR });
  });

  it('brings back what was removed as the same timer, and takes away what was added', async () => {
    const place = await Place.make();
    await place.timer('add x 10m one');
    const before = await place.find('x');
    await place.timer('remove x');
    expect(await place.find('x')).toBeNull();
    await place.timer('undo x');
    expect(await place.find('x')).toEqual({ ...before, state: expect.any(String) });
    await place.timer('undo x');
    expect(await place.find('x')).toBeNull();
    const other = await Place.make();
    await other.timer('add y 10m one');
    await other.timer('undo y');
    expect(await other.find('y')).toBeNull();
    expect(await other.timer('undo y')).toContain('Took the last change');
    expect((await other.find('y'))?.texts).toEqual(['one']);
  });
});

describe('Channels', () => {
  it('are told where timers begin or end to speak or to count lines, and of nothing else', async () => {
    const place = await Place.make();
    const tells = async (typed: string): Promise<boolean> => {
      const { told } = place;
      await place.timer(typed);
      return place.told > told;
    };
    expect(await tells('add x 10m one')).toBe(true);
    expect(await tells('edit x two')).toBe(false);
    expect(await tells('options x every=20m jitter=5')).toBe(false);
    expect(await tells('options x lines=5')).toBe(true);
    expect(await tells('options x lines=6')).toBe(false);
    expect(await tells('options x where=everywhere')).toBe(true);
    expect(await tells('off x')).toBe(true);
    expect(await tells('options x lines=0')).toBe(false);
    expect(await tells('remove x')).toBe(false);
    expect(await tells('undo x')).toBe(false);
    expect(await tells('on x')).toBe(true);
    expect(await tells('now x')).toBe(false);
    expect(await tells('remove x')).toBe(true);
    expect(await tells('undo x')).toBe(true);
  });
});

describe('what a Channel knows of timers', () => {
  const twitch = 'twitch:1' as ChannelKey;
  const discord = 'discord:2' as ChannelKey;
  const everywhere = { enabled: true, minLines: 0, target: null };
  const there = { enabled: true, minLines: 5, target: { channel: discord, room: 'r' } };

  it('is whether any speak there, and whether any of them ask for lines', () => {
    expect(timersIn([], twitch)).toBe('none');
    expect(timersIn([everywhere, there], twitch)).toBe('speaking');
    expect(timersIn([everywhere, there], discord)).toBe('counting');
    expect(timersIn([everywhere], discord)).toBe('none');
    expect(timersIn([everywhere, { ...everywhere, minLines: 1 }], twitch)).toBe('counting');
    expect(timersIn([{ ...everywhere, enabled: false }], twitch)).toBe('none');
  });

  it('is the room where there is but one', () => {
    expect(onlyRoomOf('kick:7' as ChannelKey)).toBe('7');
    expect(onlyRoomOf(discord)).toBeNull();
  });
});

describe('the API', () => {
  it('adds, lists, shows, changes, removes and takes back', async () => {
    const place = await Place.make();
    const schedule = { cron: '0  18 * * 5', zone: 'America/New_York' };
    const added = await place.api('POST', '', { name: 'Drops', texts: ['a', 'b'], schedule, minLines: 2 });
    expect(added).toMatchObject({
      status: 201,
      json: {
        name: 'drops',
        schedule: { cron: '0 18 * * 5', zone: 'America/New_York' },
        target: null,
        minLines: 2,
        live: null,
        nextAt: '2026-11-27T23:00:00.000Z',
      },
    });
    expect((await place.api('GET', '/DROPS')).json.next).toEqual(
      Array.from({ length: 10 }, (_, i) =>
        new Date(Date.parse('2026-11-27T23:00:00Z') + i * 7 * 24 * HOUR).toISOString(),
      ),
    );
    const put = await place.api('PUT', '/drops', { texts: ['c'], schedule: { cron: '0 18 * * 5' }, enabled: false });
    expect(put.json).toMatchObject({
      texts: ['c'],
      schedule: { cron: '0 18 * * 5' },
      minLines: 0,
      enabled: false,
      nextAt: null,
    });
    expect((await place.api('GET', '/drops')).json.next).toEqual([]);
    expect((await place.api('POST', '/drops/undo')).json).toMatchObject({
      name: 'drops',
      timer: { texts: ['a', 'b'], nextAt: '2026-11-27T23:00:00.000Z' },
    });
    await place.api('POST', '', { name: 'a', texts: ['x'], schedule: { every: 5 } });
    const first = await place.api('GET', '?limit=1');
    expect(first.json.data.map(({ name }: { name: string }) => name)).toEqual(['a']);
    const second = await place.api('GET', `?limit=1&cursor=${first.json.next}`);
    expect(second.json).toMatchObject({ data: [{ name: 'drops' }], next: null });
    expect(await place.api('DELETE', '/drops')).toEqual({ status: 200, json: { name: 'drops' } });
    expect((await place.api('GET', '/drops')).status).toBe(404);
    expect((await place.api('POST', '/drops/undo')).json.timer.name).toBe('drops');
  });

  it('keeps the beat where the schedule stays', async () => {
    const place = await Place.make();
    await place.api('POST', '', { name: 'x', texts: ['a'], schedule: { every: 10 } });
    place.now += 3 * MINUTE;
    const put = await place.api('PUT', '/x', { texts: ['b'], schedule: { every: 10 } });
    expect(put.json.nextAt).toBe('2026-11-26T12:10:00.000Z');
  });

  it('puts no timer into a channel or a room that nobody has proven to be the community’s', async () => {
    const [place, other] = [await Place.make(), await Place.make()];
    const add = (target: unknown) =>
      place.api('POST', '', { name: 'x', texts: ['a'], schedule: { every: 10 }, target });
    const theirs = `twitch:${other.ids.twitch}`;
    expect(await add({ channel: theirs })).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    expect(await add({ channel: `twitch:${place.ids.twitch}`, room: 'elsewhere' })).toMatchObject({ status: 400 });
    for (const room of ['r1', undefined])
      expect(await add({ channel: `discord:${place.ids.discord}`, room })).toMatchObject({ status: 400 });
    expect(await add({ channel: 'kick:1' })).toMatchObject({ status: 403 });
    expect(await place.find('x')).toBeNull();
    expect((await add({ channel: `twitch:${place.ids.twitch}` })).json.target.room).toBe(place.ids.twitch);
    expect(
      (await place.api('PUT', '/x', { texts: ['a'], schedule: { every: 10 }, target: { channel: theirs } })).status,
    ).toBe(404);

    await place.timer('add d 10m Hello', place.event('discord', 'r1'));
    const kept = {
      texts: ['b'],
      schedule: { every: 10 },
      target: { channel: `discord:${place.ids.discord}`, room: 'r1' },
    };
    expect((await place.api('PUT', '/d', kept)).json).toMatchObject({ texts: ['b'], target: { room: 'r1' } });
    const moved = { ...kept, target: { ...kept.target, room: 'r2' } };
    expect(await place.api('PUT', '/d', moved)).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('GET /channels/{id}/rooms') },
    });
  });

  it('puts one into a room that the platform says is the channel’s own, and asks about nobody else’s', async () => {
    const [place, other] = [await Place.make(), await Place.make()];
    const body = { texts: ['a'], schedule: { every: 10 } };
    const discord = (room: string, of = place) => ({ channel: `discord:${of.ids.discord}`, room });
    const add = (target: unknown) => place.api('POST', '', { ...body, name: 'x', target });
    // Whether a room is in another's guild is not even asked: nobody learns it.
    expect(await add(discord('own-1', other))).toMatchObject({ status: 404 });
    expect(place.asked).toEqual([]);
    expect(await add(discord('own-1'))).toMatchObject({ status: 201, json: { target: discord('own-1') } });
    const move = (target: unknown) => place.api('PUT', '/x', { ...body, target });
    expect((await move(discord('own-1', other))).status).toBe(404);
    expect((await move({ ...discord('own-2'), channel: `slack:${place.ids.slack}` })).json.target.room).toBe('own-2');
    expect(place.asked).toEqual([`discord:${place.ids.discord} own-1`, `slack:${place.ids.slack} own-2`]);
    // What nobody can tell is not done; what is so already needs no telling.
    place.asked = null;
    expect(await move(discord('own-3'))).toMatchObject({
      status: 502,
      json: { message: 'Discord did not answer. Try again in a minute.' },
    });
    const kept = { channel: `slack:${place.ids.slack}`, room: 'own-2' };
    expect(await place.api('PUT', '/x', { ...body, texts: ['b'], target: kept })).toMatchObject({
      status: 200,
      json: { texts: ['b'], target: kept },
    });
  });

  it.each([
    [{ every: 0 }],
    [{ every: 1.5 }],
    [{ every: 43_201 }],
    [{ every: 10, zone: 'UTC' }],
    [{ cron: '0 18 * *' }],
    [{ cron: '0 0 30 2 *' }],
    [{ cron: '0 18 * * 5', zone: '+02:00' }],
    [{}],
  ])('refuses a schedule that is none: %j', async (schedule) => {
    const place = await Place.make();
    expect((await place.api('POST', '', { name: 'x', texts: ['a'], schedule })).status).toBe(400);
    expect(await place.find('x')).toBeNull();
  });

  it('refuses what else cannot be', async () => {
    const place = await Place.make();
    const fine = { name: 'x', texts: ['a'], schedule: { every: 10 } };
    for (const wrong of [
      { texts: [] },
      { texts: [' '] },
      { texts: Array(11).fill('a') },
      { texts: ['é'.repeat(501)] },
      { name: 'a b' },
      { minLines: -1 },
    ])
      expect((await place.api('POST', '', { ...fine, ...wrong })).status).toBe(400);
    await place.api('POST', '', fine);
    expect(await place.api('POST', '', fine)).toMatchObject({ status: 409, json: { code: 'CONFLICT' } });
    for (const [method, path] of [
      ['GET', '/y'],
      ['DELETE', '/y'],
      ['POST', '/y/undo'],
      ['GET', '/a%20b'],
      ['DELETE', '/a%20b'],
    ])
      expect((await place.api(method as string, path as string)).status).toBe(404);
    expect((await place.api('PUT', '/y', { texts: ['a'], schedule: { every: 10 } })).status).toBe(404);
    expect((await place.api('GET', '?cursor=IgAi')).status).toBe(400);
  });
});
