import { type SQL, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../../db/client.ts';
import { migrateForCost } from '../../../tests/cost/database.ts';
import type { AccountActor, Actor } from '../../core/actors.ts';
import type { ChannelKey, CommunityId } from '../../core/ids.ts';
import type { Level } from '../../core/levels.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { effectStatement, inTurn, recordedOf, turnOf } from '../../router/effects.ts';
import { acknowledgeFiring, readFiring, waitingFirings } from './reminder-firings.ts';
import { findReminder, listReminders, reminderStats } from './reminder-reads.ts';
import type { Schedule } from './reminder-schedule.ts';
import type { Reminder, ReminderChange } from './reminder-state.ts';
import { ownZone, setZone, zoneOf } from './reminder-zones.ts';
import {
  cancelReminder,
  changeReminder,
  createReminder,
  skipReminder,
  snoozeReminder,
  undoReminder,
} from './reminders.ts';

/** A Thursday, 13:00 in Berlin. */
const NOW = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAILY = { wall: '2026-11-26T18:00:00', zone: 'Europe/Berlin', rule: 'FREQ=DAILY;COUNT=4', exdates: [] };

const db = openDatabase(
  inject('databaseUrl'),
  () => undefined,
  () => Date.now(),
);
const rows = async (query: SQL) => (await db.run('test', (d) => d.execute(query))).rows;
beforeAll(migrateForCost);

const person = (name: string, level: Level = 'everyone'): AccountActor => ({
  kind: 'account',
  platform: 'twitch',
  account: name,
  login: name,
  // As the other tests here have them: accounts are everybody's.
  displayName: name.toUpperCase(),
  level,
});
const PROGRAM: Actor = { kind: 'key', id: 'k1', name: 'Program' };

/** A community of its own, and what its people do there. */
class Place {
  readonly id = crypto.randomUUID() as CommunityId;
  readonly channel = `twitch:${this.id}` as ChannelKey;
  readonly agenda: number[] = [];
  readonly woken: number[] = [];
  now = NOW;

  static async make(): Promise<Place> {
    const place = new Place();
    await rows(
      sql`insert into communities (id, slug, name, zone) values (${place.id}::uuid, ${place.id}, 'R', 'Europe/Berlin')`,
    );
    await rows(sql`insert into channels (id, community_id, platform, platform_id, login)
      values (gen_random_uuid(), ${place.id}::uuid, 'twitch', ${place.id}, 'r')`);
    return place;
  }

  ctx(actor: Actor = person('pia')): VerbCtx {
    let effects = 0;
    const ctx: Partial<VerbCtx> = {
      now: this.now,
      actor,
      community: { id: this.id, slug: 'r', name: 'R', language: 'en', zone: 'Europe/Berlin' },
      read: (name, query) => db.run(name, query),
      agenda: async (kind, at) => {
        expect(kind).toBe('reminders');
        this.agenda.push(at);
      },
      wake: async (kind, at) => {
        expect(kind).toBe('reminders');
        this.woken.push(at);
      },
      effect: async <Outcome>(effect: Parameters<VerbCtx['effect']>[0]) => {
        expect(++effects, 'one effect per invocation').toBe(1);
        const statement = effectStatement(effect, { community: this.id, actor, keep: [] });
        const ran = await db.run('test', (d) => inTurn(d, turnOf(effect, this.id), statement));
        return recordedOf(ran).outcome as Outcome;
      },
    };
    return ctx as VerbCtx;
  }

  set(schedule: Partial<Schedule> & { readonly text?: string; readonly deliverer?: 'external' } = {}, actor?: Actor) {
    const { text = 'Tea', deliverer = 'bot', ...when } = schedule;
    const mentions = { account: 'pia', displayName: 'Pia' };
    const target = { channel: this.channel, room: this.id, mentions };
    const whole = { at: this.now + MINUTE, recurrence: null, zone: 'Europe/Berlin', ...when };
    return createReminder(this.ctx(actor), { text, schedule: whole, target, deliverer }, true);
  }

  /** As firing leaves it behind. */
  async fired(number: number, dueAt: number, status: 'queued' | 'waiting' = 'queued', nextAt: number | null = null) {
    await rows(sql`
      with moved as (
        update reminders set fired = fired + 1, status = ${nextAt === null ? 'done' : 'open'},
          next_at = ${nextAt === null ? null : new Date(nextAt).toISOString()}::timestamptz
        where community_id = ${this.id}::uuid and number = ${number} returning id)
      insert into reminder_firings (reminder_id, due_at, status, delivery_id)
      select id, ${dueAt}::bigint, ${status}, ${status === 'queued' ? `${this.id}-${number}` : null} from moved`);
  }

  /** As firing leaves it behind for the second at which it is said. */
  async taken(number: number, dueAt: number, nextAt: number | null = null, status: 'pending' | 'claimed' = 'pending') {
    await this.fired(number, dueAt, 'queued', nextAt);
    const id = `${this.id}-${number}`;
    await rows(sql`insert into invocations (id, community_id, command, invocation, trace, expires_at)
      values (${id}, ${this.id}::uuid, 'remind', '{}'::jsonb, '{}'::jsonb, now() + interval '1 day')`);
    await rows(
      sql`insert into deliveries (id, community_id, status, next_at) values (${id}, ${this.id}::uuid, ${status}, now())`,
    );
  }

  /** What is left of what `taken` wrote. */
  async left(number: number) {
    const [found] = await rows(sql`
      select (select count(*)::integer from reminder_firings f join reminders r on r.id = f.reminder_id
          where r.community_id = ${this.id}::uuid and r.number = ${number}) as firings,
        (select count(*)::integer from deliveries where id = ${`${this.id}-${number}`}) as deliveries,
        (select count(*)::integer from invocations where id = ${`${this.id}-${number}`}) as invocations`);
    return found;
  }
}

function done(change: ReminderChange): Reminder {
  if (change.result !== 'done') throw new Error(change.result);
  return change.reminder;
}

describe('a reminder in its last minute', () => {
  const SOON = NOW + 40_000;
  const NOTHING = { firings: 0, deliveries: 0, invocations: 0 };
  const WEEKLY = { wall: '2026-11-26T13:00:40', zone: 'Europe/Berlin', rule: 'FREQ=WEEKLY', exdates: [] };

  it('is shown as open, due when it is due, until it is said', async () => {
    const place = await Place.make();
    const once = done(await place.set({ at: SOON }));
    const series = done(await place.set({ at: SOON, recurrence: WEEKLY }));
    await place.taken(1, SOON);
    await place.taken(2, SOON, SOON + 7 * DAY);
    expect(await findReminder(place.ctx(), 1)).toEqual(once);
    expect(await findReminder(place.ctx(), 2)).toEqual(series);
    expect(await listReminders(place.ctx(), { status: 'open', limit: 9 })).toHaveLength(2);
    place.now = SOON;
    expect(await findReminder(place.ctx(), 1)).toMatchObject({ status: 'done', nextAt: null, fired: 1 });
    expect(await findReminder(place.ctx(), 2)).toMatchObject({ status: 'open', nextAt: SOON + 7 * DAY, fired: 1 });
  });

  it('is cancelled with what was on its way', async () => {
    const place = await Place.make();
    done(await place.set({ at: SOON }));
    done(await place.set({ at: SOON, recurrence: WEEKLY }));
    await place.taken(1, SOON);
    await place.taken(2, SOON, SOON + 7 * DAY);
    for (const number of [1, 2]) {
      expect(done(await cancelReminder(place.ctx(), number))).toMatchObject({
        status: 'cancelled',
        nextAt: null,
        fired: 0,
      });
      expect(await place.left(number)).toEqual(NOTHING);
    }
  });

  it('is put off, left out or changed, and due again', async () => {
    const place = await Place.make();
    for (const recurrence of [null, WEEKLY, null]) done(await place.set({ at: SOON, recurrence }));
    for (const number of [1, 2, 3]) await place.taken(number, SOON, number === 2 ? SOON + 7 * DAY : null);
    expect(done(await snoozeReminder(place.ctx(), 1, NOW + DAY))).toMatchObject({ nextAt: NOW + DAY, fired: 0 });
    expect(done(await skipReminder(place.ctx(), 2))).toMatchObject({ nextAt: SOON + 7 * DAY, fired: 0 });
    place.woken.length = 0;
    expect(done(await changeReminder(place.ctx(), 3, { text: 'Coffee' }))).toMatchObject({
      text: 'Coffee',
      nextAt: SOON,
    });
    expect(place.woken).toEqual([SOON]);
    for (const number of [1, 2, 3]) expect(await place.left(number)).toEqual(NOTHING);
  });

  it('stays on its way where somebody else wants it gone', async () => {
    const place = await Place.make();
    done(await place.set({ at: SOON }));
    await place.taken(1, SOON);
    expect((await cancelReminder(place.ctx(person('sam')), 1)).result).toBe('not-yours');
    expect(await place.left(1)).toEqual({ firings: 1, deliveries: 1, invocations: 1 });
    const other = await Place.make();
    expect((await cancelReminder(other.ctx(PROGRAM), 1)).result).toBe('missing');
    expect(await place.left(1)).toEqual({ firings: 1, deliveries: 1, invocations: 1 });
  });

  it('is over once somebody is saying it, or has', async () => {
    const place = await Place.make();
    done(await place.set({ at: SOON }));
    done(await place.set({ at: SOON }));
    await place.taken(1, SOON, null, 'claimed');
    await place.taken(2, SOON);
    expect((await cancelReminder(place.ctx(), 1)).result).toBe('over');
    place.now = SOON + 1;
    expect((await cancelReminder(place.ctx(), 2)).result).toBe('over');
    expect(await place.left(1)).toEqual(await place.left(2));
  });
});

describe('setting a reminder', () => {
  it('numbers it, keeps all of it, and tells the agenda before and the alarm after', async () => {
    const place = await Place.make();
    const made = done(await place.set({ text: '  Tea\u200b ' }));
    expect(made).toEqual({
      number: 1,
      text: 'Tea',
      target: { channel: place.channel, room: place.id, mentions: { account: 'pia', displayName: 'Pia' } },
      deliverer: 'bot',
      recurrence: null,
      zone: 'Europe/Berlin',
      nextAt: NOW + MINUTE,
      fired: 0,
      status: 'open',
      owner: 'twitch:pia',
      ownerName: 'PIA',
      undoable: false,
      updatedAt: expect.any(Number),
      state: expect.any(String),
      createdAt: NOW,
    });
    expect(await findReminder(place.ctx(), 1)).toEqual(made);
    expect([place.agenda, place.woken]).toEqual([[NOW], [NOW + MINUTE]]);
    expect(done(await place.set()).number).toBe(2);
  });

  it('keeps a series with its first day', async () => {
    const place = await Place.make();
    const at = Date.parse('2026-11-26T17:00:00Z');
    done(await place.set({ at, recurrence: DAILY }));
    expect(await findReminder(place.ctx(), 1)).toMatchObject({ recurrence: DAILY, nextAt: at });
  });

  it('refuses a text that says nothing or too much', async () => {
    const place = await Place.make();
    expect(await place.set({ text: ' \u200b ' })).toMatchObject({ result: 'empty' });
    expect(await place.set({ text: '🐧'.repeat(501) })).toMatchObject({ result: 'too-long', length: 501 });
    expect(await place.set({ text: '🐧'.repeat(500) })).toMatchObject({ result: 'done' });
  });

  it('counts what each person has open, even where they ask at once', async () => {
    const place = await Place.make();
    await rows(sql`insert into module_settings (community_id, module, value)
      values (${place.id}::uuid, 'memories', '{"remindersPerPerson": 3}')`);
    const all = await Promise.all(Array.from({ length: 8 }, () => place.set()));
    expect(all.filter(({ result }) => result === 'done')).toHaveLength(3);
    expect(all.find(({ result }) => result === 'full')).toMatchObject({ most: 3 });
    const open = await listReminders(place.ctx(), { limit: 10 });
    expect(open.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(await place.set({}, person('sam'))).toMatchObject({ result: 'done', reminder: { number: 4 } });
    await cancelReminder(place.ctx(), 1);
    expect(await place.set()).toMatchObject({ result: 'done', reminder: { number: 5 } });
  });

  it.each(['"none"', '[]', '{"remindersPerPerson": "many"}', '{"remindersPerPerson": 0}'])(
    'goes by the usual number where %s is set',
    async (value) => {
      const place = await Place.make();
      await rows(sql`insert into module_settings (community_id, module, value)
        values (${place.id}::uuid, 'memories', ${value}::jsonb)`);
      expect(await place.set()).toMatchObject({ result: 'done' });
    },
  );

  it('speaks in no channel of another community where nobody proves it', async () => {
    const [ours, theirs] = await Promise.all([Place.make(), Place.make()]);
    const schedule = { at: NOW + MINUTE, recurrence: null, zone: 'UTC' };
    const input = { text: 'Tea', schedule, target: { channel: theirs.channel, room: theirs.id, mentions: null } };
    expect(await createReminder(ours.ctx(), input, false)).toMatchObject({ result: 'no-channel' });
    expect(await createReminder(theirs.ctx(), input, false)).toMatchObject({ result: 'done' });
  });

  it('needs a person', async () => {
    const place = await Place.make();
    await expect(place.set({}, PROGRAM)).rejects.toMatchObject({ code: 'ACTOR_REQUIRED' });
  });
});

describe('whose it is', () => {
  const verbs = {
    cancel: (ctx: VerbCtx) => cancelReminder(ctx, 1),
    snooze: (ctx: VerbCtx) => snoozeReminder(ctx, 1, NOW + DAY),
    skip: (ctx: VerbCtx) => skipReminder(ctx, 1),
    change: (ctx: VerbCtx) => changeReminder(ctx, 1, { text: 'Coffee' }),
    undo: (ctx: VerbCtx) => undoReminder(ctx, 1),
  };
  it.each(Object.entries(verbs))('counts for %s: one’s own, moderators and programs any', async (_, verb) => {
    for (const [actor, result] of [
      [person('sam'), 'not-yours'],
      [person('mia', 'vip'), 'not-yours'],
      [{ ...PROGRAM, onBehalfOf: person('sam') }, 'not-yours'],
      [person('pia'), 'done'],
      [person('mia', 'moderator'), 'done'],
      [PROGRAM, 'done'],
    ] as const) {
      const place = await Place.make();
      done(await place.set({ at: Date.parse('2026-11-26T17:00:00Z'), recurrence: DAILY }));
      done(await snoozeReminder(place.ctx(), 1, Date.parse('2026-11-26T17:30:00Z')));
      const before = await findReminder(place.ctx(), 1);
      expect((await verb(place.ctx(actor))).result).toBe(result);
      if (result !== 'done') expect(await findReminder(place.ctx(), 1)).toEqual(before);
    }
  });

  it.each(Object.entries(verbs))('is told by %s of no other community', async (_, verb) => {
    const [ours, theirs] = await Promise.all([Place.make(), Place.make()]);
    done(await theirs.set());
    expect(await verb(ours.ctx(person('mia', 'owner')))).toMatchObject({ result: 'missing' });
    expect(await findReminder(ours.ctx(), 1)).toBeNull();
  });

  it.each([0, -1, 1.5, 2 ** 31, Number.NaN])('finds nothing under %d', async (number) => {
    const place = await Place.make();
    expect(await findReminder(place.ctx(), number)).toBeNull();
    expect((await cancelReminder(place.ctx(), number)).result).toBe('missing');
    expect((await snoozeReminder(place.ctx(), number, NOW + MINUTE)).result).toBe('missing');
  });
});

describe('cancelling', () => {
  it('happens once', async () => {
    const place = await Place.make();
    done(await place.set());
    expect(done(await cancelReminder(place.ctx(), 1))).toMatchObject({ status: 'cancelled', nextAt: null });
    expect((await cancelReminder(place.ctx(), 1)).result).toBe('cancelled');
    expect((await snoozeReminder(place.ctx(), 1, NOW + MINUTE)).result).toBe('cancelled');
    expect((await changeReminder(place.ctx(), 1, { text: 'x' })).result).toBe('cancelled');
  });
});

describe('snoozing', () => {
  it('puts an open one off, and takes it from whoever fires it', async () => {
    const place = await Place.make();
    done(await place.set());
    await rows(sql`update reminders set leased_until = now() where community_id = ${place.id}::uuid`);
    expect(done(await snoozeReminder(place.ctx(), 1, NOW + 10 * MINUTE))).toMatchObject({ nextAt: NOW + 10 * MINUTE });
    const [row] = await rows(sql`select leased_until from reminders where community_id = ${place.id}::uuid`);
    expect(row).toEqual({ leased_until: null });
    expect(place.woken.at(-1)).toBe(NOW + 10 * MINUTE);
    // Told before anybody knows what it comes to: the next look finds out.
    expect(place.agenda.at(-1)).toBe(place.now);
  });

  it('brings the one back that was said last', async () => {
    const place = await Place.make();
    expect((await snoozeReminder(place.ctx(), null, NOW + MINUTE)).result).toBe('none-fired');
    for (const text of ['one', 'two', 'three', 'theirs'])
      done(await place.set({ text }, text === 'theirs' ? person('sam') : person('pia')));
    await place.fired(1, NOW - 5 * MINUTE);
    await place.fired(2, NOW - MINUTE);
    await place.fired(3, NOW + MINUTE);
    await place.fired(4, NOW - 1);
    expect(done(await snoozeReminder(place.ctx(), null, NOW + MINUTE))).toMatchObject({
      number: 2,
      status: 'open',
      fired: 1,
      nextAt: NOW + MINUTE,
    });
  });

  it('leaves a series as it is, with its end', async () => {
    const place = await Place.make();
    const first = Date.parse('2026-11-26T17:00:00Z');
    done(await place.set({ at: first, recurrence: DAILY }));
    await place.fired(1, first, 'queued', first + DAY);
    place.now = first + MINUTE;
    const snoozed = done(await snoozeReminder(place.ctx(), 1, first + 11 * MINUTE));
    expect(snoozed).toMatchObject({ recurrence: DAILY, nextAt: first + 11 * MINUTE });
  });

  it('makes nobody have more open ones than the community allows', async () => {
    const place = await Place.make();
    await rows(sql`insert into module_settings (community_id, module, value)
      values (${place.id}::uuid, 'memories', '{"remindersPerPerson": 1}')`);
    done(await place.set());
    await place.fired(1, NOW - MINUTE);
    done(await place.set());
    expect(await snoozeReminder(place.ctx(), 1, NOW + MINUTE)).toMatchObject({ result: 'full', most: 1 });
    expect(await snoozeReminder(place.ctx(), 2, NOW + DAY)).toMatchObject({ result: 'done' });
  });
});

describe('skipping', () => {
  const first = Date.parse('2026-11-26T17:00:00Z');
  it('leaves out one time after the other until none is left', async () => {
    const place = await Place.make();
    done(await place.set({ at: first, recurrence: DAILY }));
    for (const n of [1, 2, 3]) {
      const skipped = done(await skipReminder(place.ctx(), 1));
      expect(skipped).toMatchObject({ status: 'open', nextAt: first + n * DAY });
      expect(skipped.recurrence).toMatchObject({ wall: DAILY.wall, rule: DAILY.rule });
      expect(skipped.recurrence?.exdates).toHaveLength(n);
    }
    expect(done(await skipReminder(place.ctx(), 1))).toMatchObject({ status: 'done', nextAt: null });
    expect((await skipReminder(place.ctx(), 1)).result).toBe('over');
  });

  it('drops a time to which it was put off, and no time of the series', async () => {
    const place = await Place.make();
    done(await place.set({ at: first, recurrence: DAILY }));
    done(await snoozeReminder(place.ctx(), 1, NOW + 10 * MINUTE));
    expect(done(await skipReminder(place.ctx(), 1))).toMatchObject({ nextAt: first, recurrence: { exdates: [] } });
  });

  it('leaves one out where several people skip at once', async () => {
    const place = await Place.make();
    done(await place.set({ at: first, recurrence: DAILY }));
    const all = await Promise.all(Array.from({ length: 4 }, () => skipReminder(place.ctx(), 1)));
    const made = all.filter(({ result }) => result === 'done').length;
    expect(await findReminder(place.ctx(), 1)).toMatchObject({ nextAt: first + made * DAY });
    expect(all.every(({ result }) => result === 'done' || result === 'raced')).toBe(true);
  });

  it('refuses what comes once', async () => {
    const place = await Place.make();
    done(await place.set());
    expect((await skipReminder(place.ctx(), 1)).result).toBe('once');
  });
});

describe('changing', () => {
  it('gives it another text and leaves the series alone', async () => {
    const place = await Place.make();
    const at = Date.parse('2026-11-26T17:00:00Z');
    const made = done(await place.set({ at, recurrence: DAILY }));
    expect(done(await changeReminder(place.ctx(), 1, { text: 'Coffee' }))).toEqual({
      ...made,
      text: 'Coffee',
      undoable: true,
      updatedAt: expect.any(Number),
      state: expect.not.stringContaining(made.state),
    });
  });

  it('waits for whoever changed it since it was seen', async () => {
    const place = await Place.make();
    const made = done(await place.set());
    const mine = done(await changeReminder(place.ctx(), 1, { text: 'Coffee' }, { seen: [made.state] }));
    expect(await changeReminder(place.ctx(), 1, { text: 'Milk' }, { seen: [made.state] })).toMatchObject({
      result: 'stale',
      last: { actor: { kind: 'system' } },
    });
    done(await changeReminder(place.ctx(person('mia', 'moderator')), 1, { text: 'Juice' }, { seen: [mine.state] }));
    expect(await changeReminder(place.ctx(), 1, { text: 'Milk' }, { seen: [mine.state] })).toMatchObject({
      result: 'stale',
      last: { actor: { displayName: 'MIA' } },
    });
    expect(await findReminder(place.ctx(), 1)).toMatchObject({ text: 'Juice' });
  });

  it('moves it from where it was seen to be, once', async () => {
    const place = await Place.make();
    const { target: from } = done(await place.set());
    const to = { ...from, mentions: null };
    expect(done(await changeReminder(place.ctx(), 1, { moved: { from, to } })).target).toEqual(to);
    expect((await changeReminder(place.ctx(), 1, { moved: { from, to } })).result).toBe('raced');
    const unlinked = { ...to, channel: 'twitch:elsewhere' as ChannelKey };
    expect((await changeReminder(place.ctx(), 1, { moved: { from: to, to: unlinked } })).result).toBe('no-channel');
    done(await cancelReminder(place.ctx(), 1));
    expect((await changeReminder(place.ctx(), 1, { moved: { from: to, to: unlinked } })).result).toBe('cancelled');
  });

  it('gives it another time', async () => {
    const place = await Place.make();
    done(await place.set({ at: NOW + DAY, recurrence: DAILY }));
    const schedule = { at: NOW + MINUTE, recurrence: null, zone: 'Asia/Tokyo' };
    expect(done(await changeReminder(place.ctx(), 1, { schedule }))).toMatchObject({
      text: 'Tea',
      recurrence: null,
      zone: 'Asia/Tokyo',
      nextAt: NOW + MINUTE,
    });
  });
});

describe('undoing', () => {
  const first = Date.parse('2026-11-26T17:00:00Z');
  const as = ({ text, status, recurrence, zone, nextAt }: Reminder) => ({ text, status, recurrence, zone, nextAt });

  it('takes back whatever was changed last, and that again', async () => {
    const place = await Place.make();
    const made = done(await place.set({ at: first, recurrence: DAILY }));
    const ctx = () => place.ctx();
    const verbs = [
      () => cancelReminder(ctx(), 1),
      () => skipReminder(ctx(), 1),
      () => snoozeReminder(ctx(), 1, NOW + DAY),
      () => changeReminder(ctx(), 1, { text: 'Coffee', schedule: { at: NOW + DAY, recurrence: null, zone: 'UTC' } }),
    ];
    for (const verb of verbs) {
      const changed = done(await verb());
      place.woken.length = 0;
      expect(as(done(await undoReminder(ctx(), 1)))).toEqual(as(made));
      expect(place.woken).toEqual([first]);
      expect(as(done(await undoReminder(ctx(), 1)))).toEqual(as(changed));
      expect(as(done(await undoReminder(ctx(), 1)))).toEqual(as(made));
    }
  });

  it('lets a series go on with its next time, and what comes once go with its own', async () => {
    const place = await Place.make();
    done(await place.set({ at: first, recurrence: DAILY }));
    done(await place.set({ at: first }));
    for (const number of [1, 2]) done(await cancelReminder(place.ctx(), number));
    place.now = first + MINUTE;
    expect(done(await undoReminder(place.ctx(), 1))).toMatchObject({ status: 'open', nextAt: first + DAY });
    expect(await undoReminder(place.ctx(), 2)).toEqual({ result: 'passed', number: 2 });
    expect(await findReminder(place.ctx(), 2)).toMatchObject({ status: 'cancelled' });
  });

  it('has nothing to take back where nothing was changed', async () => {
    const place = await Place.make();
    done(await place.set());
    expect(await undoReminder(place.ctx(), 1)).toEqual({ result: 'unchanged', number: 1 });
    expect(await undoReminder(place.ctx(), 2)).toEqual({ result: 'missing', number: 2 });
  });

  it('gives nobody more open ones than the community allows', async () => {
    const place = await Place.make();
    await rows(sql`insert into module_settings (community_id, module, value)
      values (${place.id}::uuid, 'memories', '{"remindersPerPerson": 1}'::jsonb)`);
    done(await place.set());
    done(await cancelReminder(place.ctx(), 1));
    done(await place.set());
    expect(await undoReminder(place.ctx(), 1)).toMatchObject({ result: 'full', most: 1 });
    done(await cancelReminder(place.ctx(), 2));
    expect(done(await undoReminder(place.ctx(), 1)).status).toBe('open');
  });
});

describe('what is listed', () => {
  it('is the person’s own, the next first', async () => {
    const place = await Place.make();
    for (const minutes of [3, 1, 2]) done(await place.set({ at: NOW + minutes * MINUTE }));
    done(await place.set({}, person('sam')));
    const owner = { platform: 'twitch', account: 'pia' } as const;
    const mine = await listReminders(place.ctx(), { owner, status: 'open', order: 'next', limit: 10 });
    expect(mine.map(({ number }) => number)).toEqual([2, 3, 1]);
    const page = await listReminders(place.ctx(), { after: 2, limit: 1 });
    expect(page.map(({ number }) => number)).toEqual([3]);
  });

  it('is counted by what became of it', async () => {
    const place = await Place.make();
    const none = { open: 0, recurring: 0, done: 0, cancelled: 0, missed: 0, people: 0, fired: 0 };
    expect(await reminderStats(place.ctx())).toEqual(none);
    done(await place.set({ recurrence: DAILY }));
    done(await place.set({}, person('sam')));
    done(await place.set());
    done(await place.set());
    await place.fired(3, NOW - MINUTE);
    await cancelReminder(place.ctx(), 4);
    expect(await reminderStats(place.ctx())).toEqual({
      ...none,
      open: 2,
      recurring: 1,
      done: 1,
      cancelled: 1,
      people: 2,
      fired: 1,
    });
  });
});

describe('an outside deliverer', () => {
  it('sees what is due, the oldest first, until it has told that it was sent', async () => {
    const [place, other] = await Promise.all([Place.make(), Place.make()]);
    for (const n of [1, 2, 3]) done(await place.set({ text: `t${n}`, deliverer: 'external' }));
    done(await place.set());
    await place.fired(1, NOW - MINUTE, 'waiting');
    await place.fired(2, NOW - 2 * MINUTE, 'waiting');
    await place.fired(3, NOW + MINUTE, 'waiting');
    await place.fired(4, NOW - MINUTE);
    const waiting = await waitingFirings(place.ctx(PROGRAM), { limit: 10 });
    expect(waiting.map(({ reminder, dueAt }) => [reminder.text, dueAt])).toEqual([
      ['t2', NOW - 2 * MINUTE],
      ['t1', NOW - MINUTE],
    ]);
    expect(await waitingFirings(other.ctx(PROGRAM), { limit: 10 })).toEqual([]);
    const rest = await waitingFirings(place.ctx(PROGRAM), { after: [NOW - 2 * MINUTE, 2], limit: 10 });
    expect(rest.map(({ reminder }) => reminder.number)).toEqual([1]);

    const id = readFiring(waiting[0]?.id ?? '');
    if (!id) throw new Error('no id');
    expect(id.community).toBe(place.id);
    expect(await acknowledgeFiring(other.ctx(PROGRAM), id)).toBe('missing');
    const twice = [acknowledgeFiring(place.ctx(PROGRAM), id), acknowledgeFiring(place.ctx(PROGRAM), id)];
    expect(await Promise.all(twice)).toEqual(['done', 'done']);
    expect(await acknowledgeFiring(place.ctx({ kind: 'service' }), id)).toBe('other');
    expect(await waitingFirings(place.ctx(PROGRAM), { limit: 10 })).toHaveLength(1);
  });

  it('tells nothing of what the bot says itself', async () => {
    const place = await Place.make();
    done(await place.set());
    await place.fired(1, NOW - MINUTE);
    const id = { community: place.id, number: 1, dueAt: NOW - MINUTE };
    expect(await acknowledgeFiring(place.ctx(PROGRAM), id)).toBe('missing');
  });

  it.each([
    '',
    'x',
    '1.2.3',
    `${'-'.repeat(36)}.1.1`,
    `${crypto.randomUUID()}.1`,
    `${crypto.randomUUID()}.9999999999.1`,
  ])('names no firing by %j', (typed) => expect(readFiring(typed)).toBeNull());
});

describe('a person’s time zone', () => {
  it('is theirs in this community, else the community’s', async () => {
    const [place, other] = await Promise.all([Place.make(), Place.make()]);
    expect([await ownZone(place.ctx()), await zoneOf(place.ctx())]).toEqual([null, 'Europe/Berlin']);
    await setZone(place.ctx(), 'Asia/Tokyo');
    await setZone(place.ctx(), 'Asia/Seoul');
    expect(await zoneOf(place.ctx())).toBe('Asia/Seoul');
    expect([await ownZone(place.ctx(person('sam'))), await ownZone(other.ctx())]).toEqual([null, null]);
    await setZone(place.ctx(), null);
    expect(await ownZone(place.ctx())).toBeNull();
  });
});
