import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { migrateForCost } from '../../../tests/cost/database.ts';
import { db } from '../../../tests/support/answers.ts';
import { A_COMMUNITY } from '../../../tests/support/channel.ts';
import type { CommunityId } from '../../core/ids.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { UndoLine, Undos } from '../../core/undo.ts';
import { effectStatement, inTurn, recordedOf, turnOf } from '../../router/effects.ts';
import { undo as ofWording } from '../wording/audit-undo.ts';
import { wordSentence } from '../wording/sentences.ts';
import { undo as ofCommunity } from './audit-undo.ts';
import { ban, unban } from './bans.ts';
import { giveRole, takeRole } from './roles.ts';
import { editCommunity, readCommunity } from './settings.ts';

beforeAll(migrateForCost);

const ANN = { platform: 'twitch', account: '77' } as const;
const UNDOS: Undos = { ...ofCommunity, ...ofWording };

const rowsOf = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) =>
  (await db.run('test', (d) => d.execute<Row>(query))).rows;

/** A community with a member, and what a verb gets of a program that may do everything there. */
async function aPlace() {
  const community = crypto.randomUUID() as CommunityId;
  await rowsOf(sql`insert into communities (id, slug, name) values (${community}::uuid, ${community}, 'Undone')`);
  const actor = { kind: 'service' } as const;
  const ctx = {
    now: Date.now(),
    community: { ...A_COMMUNITY, id: community },
    actor,
    sentences: () => [{ key: 'general.ping', text: 'pong' }],
    read: (name, query) => db.run(name, query),
    agenda: async () => {},
    effect: async (effect) => {
      const statement = effectStatement(effect, { community, actor, keep: [] });
      const rows = await db.run('test.effect', (d) => inTurn(d, turnOf(effect, community), statement));
      return recordedOf(rows).outcome;
    },
  } as Pick<VerbCtx, 'now' | 'community' | 'actor' | 'sentences' | 'read' | 'agenda' | 'effect'> as VerbCtx;
  await giveRole(ctx, ANN, 'viewer');
  const [member] = await rowsOf<{ id: string }>(
    sql`select id from members where community_id = ${community}::uuid limit 1`,
  );
  const lines = () =>
    rowsOf<UndoLine & Record<string, unknown>>(
      sql`select id, action, target, before, after from audit_log where community_id = ${community}::uuid order by id desc`,
    );
  return { ctx, community, member: member?.id ?? '', lines };
}
type Place = Awaited<ReturnType<typeof aPlace>>;

/** As the route does once it has looked: what it saw may be long past. */
const takeBack = (line: UndoLine | undefined, { ctx }: Place): Promise<string> =>
  line && UNDOS[line.action]
    ? (UNDOS[line.action] as Undos[string]).run(line, ctx).catch(({ code }: { code: string }) => code)
    : Promise.reject(new Error('no such line'));

const roleOf = async ({ community }: Place) =>
  (
    await rowsOf<{ role: string }>(
      sql`select r.role from member_roles r join members m on m.id = r.member_id where m.community_id = ${community}::uuid`,
    )
  ).map(({ role }) => role);
const bansIn = ({ member }: Place) => rowsOf(sql`select reason from community_bans where member_id = ${member}::uuid`);
const ownWords = ({ community }: Place) =>
  rowsOf(sql`select value from module_settings where community_id = ${community}::uuid and module = 'wording'`);

/** Two changes one after the other of what is looked at. */
const THINGS: Readonly<
  Record<string, readonly [(place: Place) => Promise<unknown>, (place: Place) => Promise<unknown>, typeof bansIn]>
> = {
  'a role that was given': [
    ({ ctx }) => giveRole(ctx, ANN, 'editor'),
    ({ ctx }) => giveRole(ctx, ANN, 'moderator'),
    async (place) => (await roleOf(place)).map((role) => ({ role })),
  ],
  'a role that was taken': [
    ({ ctx }) => takeRole(ctx, ANN),
    ({ ctx }) => giveRole(ctx, ANN, 'admin'),
    async (place) => (await roleOf(place)).map((role) => ({ role })),
  ],
  'a ban': [
    ({ ctx, member }) => ban(ctx, member, 'spam'),
    async ({ ctx, member }) => {
      await unban(ctx, member);
      await ban(ctx, member, 'more spam');
    },
    bansIn,
  ],
  'the end of a ban': [
    async ({ ctx, member }) => {
      await ban(ctx, member, 'spam');
      await unban(ctx, member);
    },
    async ({ ctx, member }) => {
      await ban(ctx, member, 'more spam');
      await unban(ctx, member);
    },
    bansIn,
  ],
  settings: [
    ({ ctx }) => editCommunity(ctx, { zone: 'Europe/Berlin' }),
    ({ ctx }) => editCommunity(ctx, { name: 'Somebody else’s' }),
    async ({ ctx }) => [{ ...(await readCommunity(ctx)) }],
  ],
  'a sentence': [
    ({ ctx }) => wordSentence(ctx, { key: 'general.ping', text: 'one' }),
    ({ ctx }) => wordSentence(ctx, { key: 'general.ping', text: 'two' }),
    ownWords,
  ],
};

describe('a line that was the last when it was looked at', () => {
  it.each(Object.entries(THINGS))('stays where somebody was faster: %s', async (_, [change, another, now]) => {
    const place = await aPlace();
    await change(place);
    const [line] = await place.lines();
    await another(place);
    const after = await now(place);
    const written = (await place.lines()).length;
    expect(['overtaken', 'CONFLICT']).toContain(await takeBack(line, place));
    expect(await now(place)).toEqual(after);
    expect(await place.lines()).toHaveLength(written);
  });

  it.each(Object.entries(THINGS))('is taken back by one of two at once: %s', async (_, [change, , now]) => {
    const place = await aPlace();
    const before = await now(place);
    await change(place);
    const [line] = await place.lines();
    const both = await Promise.all([takeBack(line, place), takeBack(line, place)]);
    expect(both).toContain('done');
    expect(both.filter((result) => result === 'done')).toHaveLength(1);
    const undone = await place.lines();
    expect(undone[1]?.id).toBe(line?.id);
    if (line?.action !== 'member.unban' && line?.action !== 'wording.set') expect(await now(place)).toEqual(before);
  });

  it('stays where their role was changed by another door, as by an account of theirs that nobody knew', async () => {
    const place = await aPlace();
    await takeRole(place.ctx, ANN);
    const [line] = await place.lines();
    await rowsOf(sql`insert into member_roles (member_id, role) values (${place.member}::uuid, 'admin')`);
    expect(await takeBack(line, place)).toBe('overtaken');
    expect(await roleOf(place)).toEqual(['admin']);
  });
});
