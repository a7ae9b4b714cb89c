import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../tests/cost/database.ts';
import { cases } from '../../tests/fuzz/cases.ts';
import { NOW, TwoPeople } from '../../tests/support/two-people.ts';
import type { Role } from '../core/levels.ts';
import { claimAccount } from './claim.ts';
import { mergePersons } from './merge.ts';
import { partFrom } from './split.ts';

beforeAll(migrateForCost);

describe('an account that is claimed', () => {
  it('becomes the person’s, and its member theirs with all that it did', async () => {
    const two = await TwoPeople.open();
    const ann = await two.someone(await two.person());
    const alt = await two.someone(null, 'kick');
    const quote = await two.quote(alt.member);
    const reminder = await two.reminder(alt.member);
    expect(await claimAccount(two.services, { person: ann.person as never, accountId: alt.account })).toEqual({
      result: 'joined',
    });
    expect(await two.rows(sql`select created_by from quotes where id = ${quote}::uuid`)).toEqual([
      { created_by: ann.member },
    ]);
    expect(await two.rows(sql`select member_id from reminders where id = ${reminder}::uuid`)).toEqual([
      { member_id: ann.member },
    ]);
    expect(await two.rows(sql`select id from members where id = ${alt.member}::uuid`)).toEqual([]);
    expect(await claimAccount(two.services, { person: ann.person as never, accountId: alt.account })).toEqual({
      result: 'own-already',
    });
  });

  it('is one person’s of several who claim it at once', async () => {
    const two = await TwoPeople.open();
    const people = await Promise.all([1, 2, 3, 4].map(async () => two.someone(await two.person())));
    const alt = await two.someone(null, 'kick');
    await two.reminder(alt.member);
    const claims = await Promise.all(
      people.map(({ person }) => claimAccount(two.services, { person: person as never, accountId: alt.account })),
    );
    const results = claims.map(({ result }) => result);
    expect(results.filter((result) => result === 'joined')).toHaveLength(1);
    expect(results.filter((result) => result === 'other-person')).toHaveLength(3);
    const winner = people[results.indexOf('joined')];
    expect(claims.find(({ other }) => other)?.other).toBe(winner?.person);
    expect(await two.rows(sql`select member_id from reminders where community_id = ${two.community}::uuid`)).toEqual([
      { member_id: winner?.member },
    ]);
  });

  it('leaves everything to its owner where it is somebody’s', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await two.quote(bob.member);
    const before = await two.everything();
    expect(await claimAccount(two.services, { person: ann.person as never, accountId: bob.account })).toEqual({
      result: 'other-person',
      other: bob.person,
    });
    expect(await two.everything()).toEqual(before);
  });
});

describe('two persons that become one', () => {
  it('have one vote where both voted, and the counts follow', async () => {
    const two = await TwoPeople.open();
    const [ann, bob, cleo] = [
      await two.someone(await two.person()),
      await two.someone(await two.person()),
      await two.someone(await two.person()),
    ];
    const both = await two.quote(cleo.member, { [ann.member]: 1, [bob.member]: -1, [cleo.member]: 1 });
    const one = await two.quote(cleo.member, { [bob.member]: 1 });
    const merge = await mergePersons(two.services, { person: ann.person as never, other: bob.person as never });
    const counts = () =>
      two.rows(sql`select up, down from quotes where id in (${both}::uuid, ${one}::uuid) order by number`);
    expect(await counts()).toEqual([
      { up: 2, down: 0 },
      { up: 1, down: 0 },
    ]);
    expect(await partFrom(two.services, ann.person as never, { merge: merge as string })).toBe(true);
    expect(await counts()).toEqual([
      { up: 2, down: 1 },
      { up: 1, down: 0 },
    ]);
    expect(await partFrom(two.services, ann.person as never, { merge: merge as string })).toBe(false);
  });

  it('hold the stronger role, and part with no more than is still held', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await two.role(ann.member, 'viewer');
    await two.role(bob.member, 'admin');
    const merge = await mergePersons(two.services, { person: ann.person as never, other: bob.person as never });
    expect(await two.roleOf(ann.member)).toBe('admin');
    // Somebody lowers it meanwhile.
    await two.role(ann.member, 'editor');
    await partFrom(two.services, ann.person as never, { merge: merge as string });
    expect([await two.roleOf(ann.member), await two.roleOf(bob.member)]).toEqual(['editor', 'editor']);
  });

  it('find no role again that was taken from them', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await two.role(bob.member, 'admin');
    const merge = await mergePersons(two.services, { person: ann.person as never, other: bob.person as never });
    await two.rows(sql`delete from member_roles where member_id = ${ann.member}::uuid`);
    await partFrom(two.services, ann.person as never, { merge: merge as string });
    expect([await two.roleOf(ann.member), await two.roleOf(bob.member)]).toEqual([null, null]);
  });

  it('are banned both where one was, and part without shedding a ban', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await two.ban(bob.member);
    const merge = await mergePersons(two.services, { person: ann.person as never, other: bob.person as never });
    expect(await two.isBanned(ann.member)).toBe(true);
    await partFrom(two.services, ann.person as never, { merge: merge as string });
    expect([await two.isBanned(ann.member), await two.isBanned(bob.member)]).toEqual([false, true]);

    const again = await mergePersons(two.services, { person: ann.person as never, other: bob.person as never });
    await two.rows(sql`delete from community_bans where member_id = ${ann.member}::uuid`);
    await two.ban(ann.member, NOW + 1000);
    await partFrom(two.services, ann.person as never, { merge: again as string });
    expect([await two.isBanned(ann.member), await two.isBanned(bob.member)]).toEqual([true, true]);
  });

  it('are both banned after a split where that was decided while they were one person', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    const merge = await mergePersons(two.services, { person: ann.person as never, other: bob.person as never });
    await two.ban(ann.member, NOW + 1000);
    await partFrom(two.services, ann.person as never, { merge: merge as string });
    expect([await two.isBanned(ann.member), await two.isBanned(bob.member)]).toEqual([true, true]);
  });

  it('are those two again after a split, whoever they were joined with before', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person('Ann')), await two.someone(await two.person('Bob'))];
    const alt = await two.someone(null, 'kick');
    for (const { member } of [ann, bob, alt]) {
      await two.quote(member, { [ann.member]: 1, [alt.member]: -1 });
      await two.reminder(member);
      await two.note(member, bob.person);
    }
    const atFirst = await two.everything();
    await claimAccount(two.services, { person: bob.person as never, accountId: alt.account });
    const before = await two.everything();
    const merge = await mergePersons(two.services, { person: ann.person as never, other: bob.person as never });
    expect(await partFrom(two.services, ann.person as never, { merge: merge as string })).toBe(true);
    expect(await two.everything()).toEqual(before);
    expect(await partFrom(two.services, bob.person as never, { account: alt.account })).toBe(true);
    expect(await two.everything()).toEqual(atFirst);
  });

  it('are one at most once where two ask for it in opposite ways at once', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await two.quote(bob.member);
    const merges = await Promise.all([
      mergePersons(two.services, { person: ann.person as never, other: bob.person as never }),
      mergePersons(two.services, { person: bob.person as never, other: ann.person as never }),
    ]);
    expect(merges.filter((merge) => merge !== null)).toHaveLength(1);
  });
});

describe('an account that leaves', () => {
  it('is not the last way to sign in', async () => {
    const two = await TwoPeople.open();
    const ann = await two.someone(await two.person());
    expect(await partFrom(two.services, ann.person as never, { account: ann.account })).toBe(false);
    const local = await two.someone(ann.person, 'local');
    expect(await partFrom(two.services, ann.person as never, { account: ann.account })).toBe(false);
    await two.rows(sql`insert into local_logins (person_id, name, name_key, password_hash)
      values (${ann.person}::uuid, 'ann', ${`ann-${ann.platformId}`}, 'x')`);
    expect(await partFrom(two.services, ann.person as never, { account: local.account })).toBe(false);
    expect(await partFrom(two.services, ann.person as never, { account: ann.account })).toBe(true);
  });

  it('that was the first one leaves what it did with the person, who goes by another', async () => {
    const two = await TwoPeople.open();
    const ann = await two.someone(await two.person());
    const alt = await two.someone(null, 'kick');
    await two.quote(ann.member);
    const theirs = await two.quote(alt.member);
    await claimAccount(two.services, { person: ann.person as never, accountId: alt.account });
    expect(await partFrom(two.services, ann.person as never, { account: ann.account })).toBe(true);
    expect(await two.rows(sql`select account_id from members where id = ${ann.member}::uuid`)).toEqual([
      { account_id: alt.account },
    ]);
    expect(await two.rows(sql`select created_by from quotes where id = ${theirs}::uuid`)).toEqual([
      { created_by: ann.member },
    ]);
    expect(await two.rows(sql`select id, is_primary from accounts where person_id = ${ann.person}::uuid`)).toEqual([
      { id: alt.account, is_primary: true },
    ]);
  });

  it('belongs to nobody else', async () => {
    const two = await TwoPeople.open();
    const [ann, bob] = [await two.someone(await two.person()), await two.someone(await two.person())];
    await two.someone(bob.person);
    expect(await partFrom(two.services, ann.person as never, { account: bob.account })).toBe(false);
  });
});

const ROLE = fc.constantFrom<(Role | null)[]>(null, 'owner', 'admin', 'moderator', 'editor', 'viewer');
const side = fc.record({
  quotes: fc.nat(3),
  reminders: fc.nat(3),
  bookmarks: fc.nat(2),
  zone: fc.constantFrom(null, 'UTC', 'Europe/Berlin', 'Asia/Tokyo'),
  role: ROLE,
  isBanned: fc.boolean(),
  cheeredAt: fc.option(fc.integer({ min: NOW - 1000, max: NOW })),
  votes: fc.array(fc.constantFrom<(1 | -1 | 0)[]>(1, -1, 0), { minLength: 4, maxLength: 4 }),
});

it('a split right after a merge changes nothing, whatever both have', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(side, side, fc.boolean(), async (ours, theirs, isClaim) => {
      const two = await TwoPeople.open();
      const ann = await two.someone(await two.person('Ann'));
      const other = await two.someone(isClaim ? null : await two.person('Bob'), 'kick');
      const cleo = await two.someone(null, 'slack');
      for (const [who, has] of [
        [ann, ours],
        [other, theirs],
      ] as const) {
        for (let i = 0; i < has.quotes; i++) await two.quote(who.member);
        for (let i = 0; i < has.reminders; i++) await two.reminder(who.member);
        for (let i = 0; i < has.bookmarks; i++) await two.bookmark(who.member);
        if (has.zone) await two.zone(who.member, has.zone);
        if (has.role) await two.role(who.member, has.role);
        if (has.isBanned) await two.ban(who.member);
        if (has.cheeredAt !== null) await two.cheer(who.member, has.cheeredAt);
      }
      for (let i = 0; i < 4; i++) {
        const votes = Object.fromEntries(
          (
            [
              [ann.member, ours.votes[i]],
              [other.member, theirs.votes[i]],
            ] as const
          ).filter(([, vote]) => vote !== 0),
        ) as Record<string, 1 | -1>;
        await two.quote(cleo.member, votes);
      }
      const before = await two.everything();
      const person = ann.person as never;
      if (isClaim) {
        expect(await claimAccount(two.services, { person, accountId: other.account })).toEqual({ result: 'joined' });
        expect(await two.rows(sql`select 1 from members where id = ${other.member}::uuid`)).toEqual([]);
        expect(await partFrom(two.services, person, { account: other.account })).toBe(true);
      } else {
        const merge = await mergePersons(two.services, { person, other: other.person as never });
        expect(await two.rows(sql`select 1 from members where id = ${other.member}::uuid`)).toEqual([]);
        expect(await partFrom(two.services, person, { merge: merge as string })).toBe(true);
      }
      expect(await two.everything()).toEqual(before);
    }),
    { numRuns: cases(200) },
  );
});
