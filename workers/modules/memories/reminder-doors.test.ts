import { type SQL, sql } from 'drizzle-orm';
import { Hono } from 'hono';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../db/client.ts';
import { migrateForCost } from '../../../tests/cost/database.ts';
import { aMessage } from '../../../tests/support/channel.ts';
import type { Actor } from '../../core/actors.ts';
import { actorOfEvent } from '../../core/actors.ts';
import type { ApiCall, ApiEnv } from '../../core/api.ts';
import { ERROR_STATUS, WaddleError } from '../../core/errors.ts';
import type { ChatEvent } from '../../core/events.ts';
import type { ChannelKey, CommunityId } from '../../core/ids.ts';
import type { Invocation } from '../../core/invocation.ts';
import type { Command, Ctx, Effect } from '../../core/modules.ts';
import { parseOptions } from '../../core/options.ts';
import { speak } from '../../core/words.ts';
import { effectStatement, inTurn, recordedOf, turnOf } from '../../router/effects.ts';
import { reminderRoutes } from './reminder-api.ts';
import { reminderCommands } from './reminder-commands.ts';
import { reminderWords } from './reminder-words.ts';

/** A Thursday, 13:00 in Berlin. */
const NOW = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;
const PROGRAM: Actor = { kind: 'key', id: 'k1', name: 'Program' };
const aProgramFor = (event: ChatEvent): Actor => ({ ...PROGRAM, onBehalfOf: actorOfEvent(event) });

const db = openDatabase(
  inject('databaseUrl'),
  () => undefined,
  () => Date.now(),
);
const rows = async (query: SQL) => (await db.run('test', (d) => d.execute(query))).rows;
beforeAll(migrateForCost);

let turn = 0;

/** A community of its own, with what is typed and called there. */
class Place {
  readonly id = crypto.randomUUID() as CommunityId;
  readonly channel = `twitch:${this.id}` as ChannelKey;
  readonly agenda: number[] = [];
  language: 'en' | 'de' = 'en';
  now = NOW;
  last: unknown;

  static async make(): Promise<Place> {
    const place = new Place();
    await rows(
      sql`insert into communities (id, slug, name, zone) values (${place.id}::uuid, ${place.id}, 'R', 'Europe/Berlin')`,
    );
    for (const platform of ['twitch', 'discord'])
      await rows(sql`insert into channels (id, community_id, platform, platform_id, login)
        values (gen_random_uuid(), ${place.id}::uuid, ${platform}, ${place.id}, 'r')`);
    return place;
  }

  event(name = 'pia', more: Partial<ChatEvent<'message'>> = {}): ChatEvent<'message'> {
    const author = {
      account: name,
      login: name,
      displayName: name.toUpperCase(),
      level: 'everyone',
      badges: [],
    } as const;
    return aMessage(`m${turn++}`, '', this.now, { channel: this.id, room: this.id, author, ...more });
  }

  ctx(actor: Actor, recorded?: unknown): Ctx {
    let effects = 0;
    const ctx: Partial<Ctx> = {
      now: this.now,
      actor,
      prefix: '!',
      community: { id: this.id, slug: 'r', name: 'R', language: this.language, zone: 'Europe/Berlin' },
      read: (name, query) => db.run(name, query),
      agenda: async (_, at) => void this.agenda.push(at),
      wake: async () => undefined,
      ownsRoom: async ({ room }) => room.startsWith('own-'),
      findPerson: async (typed) => (typed === '@sam' ? { account: 'sam-id', login: 'sam', displayName: 'Sam' } : null),
      effect: async <Outcome>(effect: Effect) => {
        expect(++effects, 'one effect per invocation').toBe(1);
        if (recorded !== undefined) return recorded as Outcome;
        const statement = effectStatement(effect, { community: this.id, actor, keep: [] });
        const ran = await db.run('test', (d) => inTurn(d, turnOf(effect, this.id), statement));
        this.last = recordedOf(ran).outcome;
        return this.last as Outcome;
      },
      say: speak(reminderWords, this.language),
    };
    return ctx as Ctx;
  }

  /** What is answered to a line without its prefix. */
  async says(line: string, event = this.event(), admittedAt = this.now, recorded?: unknown): Promise<string> {
    const [, name = '', first = '', more = ''] = /^(\S+)\s*(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
    const command = reminderCommands.find((one) => one.name === name) as Command;
    const sub = command.subcommands?.[first];
    const part = sub ?? command;
    const options = parseOptions(part.options ?? {}, sub ? more : line.slice(name.length));
    if (!options.ok) return `usage: ${options.option}`;
    const invocation = { admittedAt } as Invocation;
    return (await part.run({ event, invocation, options: options.values }, this.ctx(actorOfEvent(event), recorded)))
      .text;
  }

  /** The same invocation once more: what it came to is known, as its id is. */
  again = (event: ChatEvent<'message'>, line: string): Promise<string> => this.says(line, event, NOW, this.last);

  targets = async () =>
    (await rows(sql`select target, text from reminders where community_id = ${this.id}::uuid order by number`)) as {
      readonly target: unknown;
      readonly text: string;
    }[];

  async api(
    method: string,
    path: string,
    { body, actor = aProgramFor(this.event()) }: { readonly body?: unknown; readonly actor?: Actor } = {},
  ) {
    const call: ApiCall & { readonly now: number } = {
      actor,
      now: this.now,
      reach: { communities: null, platforms: null },
      signedIn: null,
      require: () => undefined,
      may: () => true,
      allows: () => true,
      reaches: () => true,
      requirePlatform: (platform) => {
        if (platform === 'kick') throw new WaddleError('FORBIDDEN', 'Not there.');
      },
      in: async (named) => {
        if (named !== this.id) throw new WaddleError('NOT_FOUND', 'No such community.');
        return this.ctx(actor);
      },
    };
    const app = new Hono<ApiEnv>()
      .use(async (c, next) => {
        c.set('api', call);
        await next();
      })
      .route('/', reminderRoutes)
      .onError((error, c) => {
        if (!(error instanceof WaddleError)) throw error;
        return c.json({ code: error.code, message: error.message }, ERROR_STATUS[error.code]);
      });
    const response = await app.request(`/reminders${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
    return { status: response.status, json: (await response.json()) as any };
  }

  create = (body: Readonly<Record<string, unknown>> = {}, actor?: Actor) =>
    this.api('POST', '', {
      body: { communityId: this.id, text: 'Tea', channel: this.channel, ...body },
      ...(actor ? { actor } : {}),
    });

  /** As firing leaves it behind. */
  fired = (number: number, dueAt: number, status: 'queued' | 'waiting' = 'queued') =>
    rows(sql`
      with moved as (
        update reminders set fired = fired + 1, status = 'done', next_at = null
        where community_id = ${this.id}::uuid and number = ${number} returning id)
      insert into reminder_firings (reminder_id, due_at, status) select id, ${dueAt}::bigint, ${status} from moved`);
}

describe('!remind', () => {
  it('tells when, in words', async () => {
    const place = await Place.make();
    expect(await place.says('remind me tomorrow 18:00 tea')).toBe(
      'Reminder #1: tomorrow at 18:00 (Fri 27 Nov, Europe/Berlin), in 1 d 5 h.',
    );
    expect(place.agenda).toEqual([Date.parse('2026-11-27T17:00:00Z') - MINUTE]);
    place.language = 'de';
    expect(await place.says('remind mich morgen 18:00 Tee')).toMatch(/^Erinnerung #2: .*18:00/);
  });

  it('mentions the one who asks, somebody else, or nobody', async () => {
    const place = await Place.make();
    for (const who of ['me ', 'mich ', '', '@sam ', 'here ', 'hier ']) await place.says(`remind ${who}10m tea`);
    const pia = { account: 'pia', displayName: 'PIA' };
    const mentions = [pia, pia, pia, { account: 'sam-id', displayName: 'Sam' }, null, null];
    expect(await place.targets()).toEqual(
      mentions.map((each) => ({ text: 'tea', target: { channel: place.channel, room: place.id, mentions: each } })),
    );
    expect(await place.says('remind @nobody 10m tea')).toContain('"@nobody"');
    expect(await place.targets()).toHaveLength(6);
  });

  it('speaks in the room where it was set', async () => {
    const place = await Place.make();
    await place.says('remind me 10m tea', place.event('pia', { platform: 'discord', room: 'r9' }));
    expect(await place.targets()).toMatchObject([{ target: { channel: `discord:${place.id}`, room: 'r9' } }]);
  });

  it('is said where it is moved to, for who it was for', async () => {
    const place = await Place.make();
    const target = async (number = 0) => (await place.targets())[number]?.target;
    for (const who of ['me', 'here', '@sam']) await place.says(`remind ${who} 10m tea`);
    const there = (name = 'pia') => place.event(name, { platform: 'discord', room: 'r9' });
    const asMod = there('mod');
    const byMod = { ...asMod, author: { ...asMod.author, level: 'moderator' as const } };
    const discord = { channel: `discord:${place.id}`, room: 'r9' };
    expect(await place.says('remind move 2', byMod)).toMatch(/^Reminder #2 is said here from now on: /);
    expect(await target(1)).toEqual({ ...discord, mentions: null });
    // Who is mentioned is not lost without a word.
    for (const number of [1, 3]) expect(await place.says(`remind move ${number}`, byMod)).toContain('not known here');
    expect(await target(0)).toMatchObject({ channel: place.channel, mentions: { account: 'pia' } });
    await rows(sql`
      with p as (insert into persons (id, display_name) values (gen_random_uuid(), 'Pia') returning id)
      insert into accounts (id, platform, platform_id, login, display_name, person_id)
      select gen_random_uuid(), platform, name, name, upper(name), p.id
      from p, (values ('twitch', ${`pia-${place.id}`}), ('discord', ${`pia2-${place.id}`}), ('twitch', ${`pia3-${place.id}`})) one (platform, name)`);
    const pia = place.event(`pia-${place.id}`);
    await place.says('remind me 20m cake', pia);
    expect(await place.says('remind move 4', there(`pia2-${place.id}`))).toContain('said here from now on');
    expect(await target(3)).toMatchObject({ ...discord, mentions: { account: `pia2-${place.id}` } });
    expect(await place.says('remind show 4', there(`pia2-${place.id}`))).toContain('#4 "cake"');
    expect(await place.says('remind show 4', place.event(`pia3-${place.id}`))).toContain('#4 "cake"');
    expect(await place.says('remind undo 4', pia)).toContain('as it was');
    expect(await target(3)).toMatchObject({ channel: place.channel, mentions: { account: `pia-${place.id}` } });
    expect(await place.says('remind move 4', place.event('kim'))).toContain('somebody else’s');
    expect(await place.says('remind move 9')).toContain('no reminder #9');
  });

  it('shows the next three times of a series', async () => {
    const place = await Place.make();
    const answer = await place.says('remind me every monday 9am standup');
    expect(answer).toBe(
      'Reminder #1: every Monday at 09:00. Next: Mon 30 Nov 09:00, Mon 7 Dec 09:00, Mon 14 Dec 09:00 (Europe/Berlin).',
    );
    expect(await place.says('remind skip 1')).toContain('Mon 7 Dec 09:00, Mon 14 Dec 09:00, Mon 21 Dec 09:00');
    expect(await place.says('remind show #1')).toContain('"standup"');
    place.now += 5 * 24 * 60 * MINUTE;
    expect(await place.says('remind cancel 1')).toBe('Reminder #1 is cancelled: standup');
    expect(await place.says('remind show 1')).toBe('#1 "standup": it was cancelled.');
  });

  it('means times in the person’s own zone, else the community’s', async () => {
    const place = await Place.make();
    expect(await place.says('timezone')).toMatch(/Europe\/Berlin.*13:00/);
    expect(await place.says('timezone tokyo')).toMatch(/Asia\/Tokyo.*21:00/);
    expect(await place.says('timezone')).toMatch(/^Your time zone is Asia\/Tokyo/);
    await place.says('remind me tomorrow 18:00 tea');
    expect(place.agenda).toEqual([Date.parse('2026-11-27T09:00:00Z') - MINUTE]);
    expect(await place.says('timezone CST')).toContain('America/Chicago, Asia/Shanghai');
    expect(await place.says('timezone Atlantis')).toContain('"Atlantis"');
    expect(await place.says('timezone -')).toContain('Europe/Berlin');
    expect(await place.says('timezone')).toContain('no time zone of your own');
  });

  it('puts off what was said last, or what is named', async () => {
    const place = await Place.make();
    await place.says('remind me 10m tea');
    await place.fired(1, NOW);
    place.now += MINUTE;
    expect(await place.says('remind snooze 10m')).toMatch(/^Reminder #1 comes again: .*13:11/);
    expect(await place.says('remind snooze 1 2h')).toMatch(/15:01/);
    expect(await place.says('remind snooze 1')).toMatch(/13:11/);
    expect(await place.says('remind snooze 1 tomorrow 9:00')).toMatch(/09:00/);
    for (const typed of ['0m', 'soon', 'every day 9am'])
      expect(await place.says(`remind snooze 1 ${typed}`)).toContain(`"${typed}"`);
  });

  it.each([
    ['remind me', 'Say when and what'],
    ['remind', 'usage: what'],
    ['remind cancel x', '"x" is no number'],
    ['remind cancel 7', 'no reminder #7'],
    ['remind show 99999999999', 'is no number'],
    ['remind skip 7', 'no reminder #7'],
    ['remind snooze', 'was said yet'],
    ['remind me 10m', 'needs a text'],
    [`remind me 10m ${'x'.repeat(501)}`, '501 characters'],
    ['reminders', 'no open reminders'],
  ])('answers %s', async (line, text) => {
    const place = await Place.make();
    expect(await place.says(line)).toContain(text);
    expect(await place.targets()).toEqual([]);
  });

  it('says the same where it is run again later, and sets nothing more', async () => {
    const place = await Place.make();
    const event = place.event();
    const first = await place.says('remind me in 30s tea', event);
    place.now += 20_000;
    expect(await place.again(event, 'remind me in 30s tea')).toBe(first);
    expect(await place.targets()).toHaveLength(1);
  });

  it('lists one’s own, the next first', async () => {
    const place = await Place.make();
    for (const line of ['2h later', '1h sooner']) await place.says(`remind me ${line}`);
    await place.says('remind me 3h theirs', place.event('sam'));
    expect(await place.says('reminders')).toBe('Your reminders: #2 Thu 26 Nov 14:00 sooner; #1 Thu 26 Nov 15:00 later');
    for (let n = 0; n < 8; n++) await place.says('remind me 1d more');
    expect(await place.says('reminders')).toMatch(/… and 2 more$/);
    expect(await place.says('remind show 3')).toContain('somebody else’s');
  });
});

describe('POST /reminders', () => {
  it.each([
    [{ when: 'tomorrow 18:00' }, '2026-11-27T17:00:00.000Z'],
    [{ when: 'tomorrow 18:00', timezone: 'asia/tokyo' }, '2026-11-27T09:00:00.000Z'],
    [{ at: '2026-12-24T18:00:00' }, '2026-12-24T17:00:00.000Z'],
    [{ at: '2026-12-24T18:00', timezone: 'UTC' }, '2026-12-24T18:00:00.000Z'],
    [{ at: '2026-12-24T18:00:00-05:00' }, '2026-12-24T23:00:00.000Z'],
    [{ rrule: 'FREQ=WEEKLY;BYDAY=MO', start: '2026-11-02T09:00:00' }, '2026-11-30T08:00:00.000Z'],
    [{ rrule: 'DTSTART;TZID=America/New_York:20261101T090000\nRRULE:FREQ=DAILY' }, '2026-11-26T14:00:00.000Z'],
  ])('takes %j', async (when, nextAt) => {
    const place = await Place.make();
    const { status, json } = await place.create(when);
    expect([status, json.nextAt, json.next[0]]).toEqual([201, nextAt, nextAt]);
    expect(json).toMatchObject({ number: 1, owner: 'twitch:pia', target: { channel: place.channel, mention: 'pia' } });
  });

  it.each([
    [{}, 400],
    [{ when: 'tomorrow', at: '2026-12-24T18:00:00Z' }, 400],
    [{ at: '2020-01-01T00:00:00Z' }, 400],
    [{ at: '+275760-01-01T00:00:00Z' }, 400],
    [{ at: '2026-02-30T00:00:00Z' }, 400],
    [{ at: '2026-12-24T18:00:00+99:99' }, 400],
    [{ at: '2026-12-24T18:00:00', start: '2026-12-24T18:00:00' }, 400],
    [{ at: '2026-12-24T18:00:00', timezone: 'CST' }, 400],
    [{ rrule: 'FREQ=SECONDLY' }, 400],
    [{ rrule: 'FREQ=DAILY;UNTIL=20200101T000000Z', start: '2019-12-01T00:00:00' }, 400],
    [{ when: '10m tea' }, 400],
    [{ when: '10m', text: '' }, 400],
    [{ when: '10m', channel: 'twitch:elsewhere' }, 404],
    [{ when: '10m', channel: 'kick:1' }, 403],
    [{ when: '10m', channel: undefined }, 400],
    [{ when: '10m', room: 'other' }, 400],
    [{ when: '10m', mention: 'twitch:nobody' }, 400],
    [{ when: '10m', mention: 'slack:U1' }, 400],
    [{ when: '10m', userId: 'x' }, 400],
    [{ when: '10m', mention: 'twitch:a\0' }, 400],
    [{ when: '10m', deliverer: 'external', room: '\ud800' }, 400],
    [{ when: '10m', text: '\0' }, 400],
    [{ when: '\0' }, 400],
    [{ at: '2026-12-24T18:00:00', timezone: '\ud800' }, 400],
    [{ when: '10m', communityId: 'other' }, 404],
  ])('refuses %j', async (body, status) => {
    const place = await Place.make();
    expect((await place.create(body)).status).toBe(status);
    expect(await place.targets()).toEqual([]);
  });

  it('needs a person, and speaks in no room of many but the channel’s own', async () => {
    const place = await Place.make();
    expect((await place.create({ when: '10m' }, PROGRAM)).status).toBe(422);
    const discord = { when: '10m', channel: `discord:${place.id}`, room: 'r9', mention: 'here' };
    expect(await place.create(discord)).toMatchObject({ status: 400, json: { code: 'INVALID' } });
    expect(await place.create({ ...discord, room: 'own-1' })).toMatchObject({
      status: 201,
      json: { target: { channel: discord.channel, room: 'own-1' } },
    });
    expect((await place.create({ ...discord, room: 'own-1', channel: 'discord:elsewhere' })).status).toBe(404);
    expect((await place.create({ ...discord, deliverer: 'external' })).json.target).toMatchObject({ room: 'r9' });
    const nowhere = await place.create({
      when: '10m',
      channel: undefined,
      deliverer: 'external',
      mention: 'twitch:pia',
    });
    expect(nowhere).toMatchObject({ status: 201, json: { target: { channel: null, room: null, mention: 'pia' } } });
  });
});

describe('the other routes', () => {
  it('look at, change, put off, skip and cancel one', async () => {
    const place = await Place.make();
    await place.create({ rrule: 'FREQ=DAILY;COUNT=10', start: '2026-11-26T18:00:00' });
    const one = `/${place.id}/1`;
    expect((await place.api('GET', one)).json.next).toHaveLength(5);
    expect((await place.api('PATCH', one, { body: { text: 'Coffee' } })).json).toMatchObject({
      text: 'Coffee',
      recurrence: { wall: '2026-11-26T18:00:00', rule: 'FREQ=DAILY;COUNT=10' },
    });
    expect((await place.api('POST', `${one}/skip`)).json.nextAt).toBe('2026-11-27T17:00:00.000Z');
    expect((await place.api('POST', `${one}/snooze`, { body: { for: '10m' } })).json.next.slice(0, 2)).toEqual([
      '2026-11-26T12:10:00.000Z',
      '2026-11-27T17:00:00.000Z',
    ]);
    expect((await place.api('PATCH', one, { body: { at: '2026-12-01T10:00:00Z' } })).json).toMatchObject({
      recurrence: null,
    });
    expect((await place.api('DELETE', one)).json.status).toBe('cancelled');
    expect((await place.api('DELETE', one)).status).toBe(409);
    for (const body of [{}, { timezone: 'UTC' }, { text: '' }])
      expect((await place.api('PATCH', one, { body })).status).toBe(400);
    for (const method of ['GET', 'DELETE']) expect((await place.api(method, `/${place.id}/2`)).status).toBe(404);
  });

  it('move one to another place or person, and nowhere it may not speak', async () => {
    const place = await Place.make();
    await place.create({ when: '10m' });
    const one = `/${place.id}/1`;
    const change = (body: object) => place.api('PATCH', one, { body });
    const discord = `discord:${place.id}`;
    const own = { channel: discord, room: 'own-1', mention: 'here' };
    const [before] = await place.targets();
    for (const [body, status] of [
      [{ room: 'own-1' }, 400],
      [{ channel: discord, room: 'own-1' }, 400],
      [{ ...own, room: 'r9' }, 400],
      [{ ...own, channel: 'discord:elsewhere' }, 404],
      [{ ...own, channel: 'twitch:elsewhere', room: undefined }, 404],
      [{ ...own, channel: 'kick:1', room: undefined }, 403],
      [{ mention: 'twitch:nobody' }, 400],
      [{ mention: 'slack:U1' }, 400],
      [{ ...own, mention: 'me' }, 400],
    ] as const)
      expect([body, (await change(body)).status]).toEqual([body, status]);
    expect(await place.targets()).toEqual([before]);
    expect((await change({ mention: 'here' })).json.target).toMatchObject({ room: place.id, mention: null });
    expect((await change({ channel: discord, room: 'own-1' })).json.target).toMatchObject({
      channel: discord,
      room: 'own-1',
    });
    expect(
      (await change({ ...own, channel: place.channel, room: undefined, mention: 'me' })).json.target,
    ).toMatchObject({
      channel: place.channel,
      room: place.id,
      mention: 'pia',
    });
    expect((await place.api('POST', `${one}/undo`)).json.target).toMatchObject({ channel: discord, mention: null });
    // Another time and another place at once.
    expect((await change({ ...own, room: 'own-2', at: '2026-12-01T10:00:00Z' })).json).toMatchObject({
      target: { room: 'own-2' },
      nextAt: '2026-12-01T10:00:00.000Z',
    });
  });

  it('list, by community, person and what became of them, page by page', async () => {
    const place = await Place.make();
    for (let n = 0; n < 3; n++) await place.create({ when: '10m' });
    await place.api('DELETE', `/${place.id}/2`);
    const first = await place.api('GET', `/${place.id}?limit=2`);
    expect(first.json.data).toHaveLength(2);
    expect((await place.api('GET', `/${place.id}?limit=2&cursor=${first.json.next}`)).json).toMatchObject({
      data: [{ number: 3 }],
      next: null,
    });
    expect((await place.api('GET', `/${place.id}?status=cancelled`)).json.data).toMatchObject([{ number: 2 }]);
    expect((await place.api('GET', `/${place.id}/user/twitch:pia`)).json.data).toHaveLength(3);
    expect((await place.api('GET', `/${place.id}/user/discord:pia`)).json.data).toEqual([]);
    expect((await place.api('GET', `/${place.id}/stats`)).json).toMatchObject({ open: 2, cancelled: 1, people: 1 });
  });

  it('tell what waits for an outside deliverer, and take its word once', async () => {
    const place = await Place.make();
    await place.create({ when: '10m', deliverer: 'external' });
    await place.fired(1, NOW - MINUTE, 'waiting');
    const pending = `/pending?communityId=${place.id}`;
    const { data } = (await place.api('GET', pending, { actor: PROGRAM })).json;
    expect(data).toMatchObject([{ dueAt: '2026-11-26T11:59:00.000Z', reminder: { text: 'Tea' } }]);
    const sent = (actor: Actor, id = data[0].id) => place.api('POST', `/${id}/sent`, { actor });
    expect(await sent(PROGRAM)).toEqual({ status: 200, json: { id: data[0].id, status: 'sent' } });
    expect((await sent(PROGRAM)).status).toBe(200);
    expect((await sent({ kind: 'service' })).status).toBe(409);
    expect((await sent(PROGRAM, `${place.id}.1.1`)).status).toBe(404);
    expect((await sent(PROGRAM, 'nonsense')).status).toBe(404);
    expect((await place.api('GET', pending)).json.data).toEqual([]);
  });

  it('preview when something would be due, and set nothing', async () => {
    const place = await Place.make();
    const preview = async (body: unknown) => place.api('POST', '/preview', { body });
    const spoken = await preview({ when: 'every monday 9am', timezone: 'Europe/Berlin', count: 2 });
    expect(spoken.json).toMatchObject({
      next: ['2026-11-30T08:00:00.000Z', '2026-12-07T08:00:00.000Z'],
      timezone: 'Europe/Berlin',
    });
    const rule = { rrule: 'FREQ=DAILY;COUNT=2', start: '2026-03-28T02:30:00', timezone: 'Europe/Berlin' };
    expect((await preview({ ...rule, now: '2026-03-01T00:00:00Z', count: 9 })).json.next).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
    ]);
    for (const body of [
      {},
      { when: 'tomorrow', now: 'x' },
      { when: 'tomorrow', count: 0 },
      { when: 'tomorrow', timezone: 'x' },
    ])
      expect((await preview(body)).status).toBe(400);
    expect(await place.targets()).toEqual([]);
  });
});
