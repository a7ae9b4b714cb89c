import { inArray, type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import type { Database } from '../../db/client.ts';
import {
  accounts,
  auditLog,
  communities,
  communityBans,
  installationSettings,
  memberRoles,
  members,
  persons,
} from '../../db/schema/index.ts';
import { UNDO_FOR_MS } from '../core/communities.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId, PersonId } from '../core/ids.ts';
import { ROLES, type Role } from '../core/levels.ts';
import { NEW_SETTINGS } from '../modules/community/settings.ts';
import type { Services } from '../router/services.ts';
import { type Acting, actingIn } from './acting.ts';
import { sessionActor } from './actor.ts';
import { noCommunity } from './auth.ts';
import type { Call } from './context.ts';
import { runOnce } from './once.ts';

/** Communities that one person may own, deleted ones among them until they are gone. */
const MOST_OWNED = 10;

/** Names in addresses that are, or may become, pages of ours, or that would be taken for us. */
const RESERVED: ReadonlySet<string> = new Set(
  `about account admin administrator api app assets audit auth billing blog bot bots channel channels check communities
  community dashboard discord docs feed feeds guest health help home hub import imports install invite invites join kick
  legal link live login logout me metrics mine mod moderator new null official openapi operator operators overlay overlays
  owner owners privacy public ready root security service settings setup sign-in sign-out sign-up signin signup slack
  staff static status support system team terms test twitch undefined user users variables waddle waddlebot webhook webhooks
  www youtube`.split(/\s+/),
);

export const newSlug = z
  .string()
  .trim()
  .toLowerCase()
  .max(40)
  .regex(
    /^[a-z0-9](?:-?[a-z0-9]){2,39}$/,
    'has to be 3 to 40 letters a to z, digits and single hyphens, neither first nor last',
  )
  // Communities are found by id or slug: none goes by another's id.
  .refine((text) => !z.guid().safeParse(text).success, 'has to be a name, and no id')
  .refine((text) => !RESERVED.has(text), 'is kept for pages of WaddleBot itself. Take another')
  .describe('Its name in addresses, which stays: 3 to 40 of a–z, 0–9 and -.');

export const newCommunity = z.strictObject({ slug: newSlug, ...NEW_SETTINGS });
export type NewCommunity = z.infer<typeof newCommunity>;

/**
 * Makes a community whose owner is whoever asks.
 * @throws FORBIDDEN where sign-up is closed to them, CONFLICT for a slug that is taken, and for who owns many already
 */
export async function found(services: Services, call: Call, wanted: NewCommunity): Promise<CommunityId> {
  const { signedIn, now } = actingIn(call);
  const { person, isOperator } = signedIn;
  const id = uuidv7();
  const actor = JSON.stringify(sessionActor(signedIn, 'everyone'));
  const { slug, name, language, zone, kind, visibility, joinMode } = wanted;
  const statement = (keep: readonly SQL[]): SQL =>
    sql`with ${sql.join(
      [
        sql`verdict as (select ${verdictOn(person, isOperator)} as value)`,
        sql`made as (
          insert into ${communities} (id, slug, name, language, zone, kind, visibility, join_mode, created_at)
          select ${id}::uuid, ${slug}, ${name}, ${language}, ${zone}, ${kind}, ${visibility}, ${joinMode},
            ${new Date(now).toISOString()}::timestamptz from verdict where verdict.value = 'ok'
          on conflict (slug) do nothing returning id)`,
        sql`first_member as (
          insert into ${members} (id, community_id, account_id)
          select ${uuidv7()}::uuid, made.id, own.id from made, lateral (
            select id from ${accounts} where person_id = ${person}::uuid order by is_primary desc, id limit 1) own
          returning id)`,
        sql`owning as (insert into ${memberRoles} (member_id, role) select id, 'owner' from first_member)`,
        sql`audited as (
          insert into ${auditLog} (id, community_id, actor, action, target, after)
          select ${uuidv7()}::uuid, id, ${actor}::jsonb, 'community.add', 'community:' || id,
            ${JSON.stringify({ slug, name, language, zone, kind, visibility, joinMode })}::jsonb from made)`,
        sql`outcome as materialized (select to_jsonb(coalesce((select id::text from made),
          (select case value when 'ok' then 'taken' else value end from verdict))) as value, false as changed)`,
        ...keep,
      ],
      sql`, `,
    )} select value, changed from outcome`;
  // One after the other for each person, so that two at once are counted.
  const turn = sql`select from ${persons} where id = ${person}::uuid for update`;
  const ran = await runOnce(services, 'community.add', await call.asking(null), null, [turn], statement);
  if (ran.replayed) call.markReplayed();
  switch (ran.outcome) {
    case 'closed':
      throw new WaddleError('FORBIDDEN', 'On this WaddleBot only operators make communities. Ask one of them.');
    case 'many':
      throw new WaddleError(
        'CONFLICT',
        `You own ${MOST_OWNED} communities, and nobody owns more. Transfer one, or delete it: in a week it counts no more.`,
      );
    case 'taken':
      throw new WaddleError('CONFLICT', `A community is called "${slug}" already. Take another slug.`);
    default:
      services.lookUps.forget(ran.outcome as CommunityId);
      return ran.outcome as CommunityId;
  }
}

/** Whether somebody may make a community: `ok`, `closed` where sign-up is, `many` for who owns as many as anybody may. */
export const verdictOn = (person: PersonId, isOperator: boolean): SQL => sql`case
  when not ${isOperator}::boolean and exists (select from ${installationSettings} where sign_up = 'closed') then 'closed'
  when (select count(*) from ${accounts} a join ${members} m on m.account_id = a.id join ${memberRoles} r on r.member_id = m.id
    where a.person_id = ${person}::uuid and r.role = 'owner') >= ${MOST_OWNED} then 'many'
  else 'ok' end`;

export const VERDICTS = ['ok', 'closed', 'many'] as const;

/** The same, before anything is made. */
export async function mayFound(
  db: Database,
  { signedIn: { person, isOperator } }: Pick<Acting, 'signedIn'>,
): Promise<(typeof VERDICTS)[number]> {
  const { rows } = await db.run('community.may-add', (d) =>
    d.execute<{ verdict: (typeof VERDICTS)[number] }>(sql`select ${verdictOn(person, isOperator)} as verdict`),
  );
  return rows[0]?.verdict ?? 'closed';
}

/** How many names are tried for one that is taken. */
const MOST_TRIED = 50;

/** The first of `name`, `name-2`, `name-3` … that no community goes by; null where all of them are taken. */
export async function freeSlug(db: Database, wanted: string): Promise<string | null> {
  const tried = [wanted, ...Array.from({ length: MOST_TRIED }, (_, i) => `${wanted.slice(0, 36)}-${i + 2}`)].filter(
    (name) => newSlug.safeParse(name).success,
  );
  const rows = await db.run('community.slugs', (d) =>
    d.select({ slug: communities.slug }).from(communities).where(inArray(communities.slug, tried)),
  );
  const taken = new Set(rows.map(({ slug }) => slug));
  return tried.find((name) => !taken.has(name)) ?? null;
}

/** A community that somebody belongs to. Times are ms since epoch. */
export interface OwnCommunity {
  readonly id: CommunityId;
  readonly slug: string;
  readonly name: string;
  readonly role: Role;
  /** Until when its owner can have it back; null where it is not deleted. */
  readonly goneAt: number | null;
}

/** The communities in which a person has a role, by slug; those that are deleted only where they own them. */
export async function communitiesOf(
  db: Database,
  { signedIn, now }: Pick<Acting, 'signedIn' | 'now'>,
): Promise<readonly OwnCommunity[]> {
  const { rows } = await db.run('community.mine', (d) =>
    d.execute<{ listed: Omit<OwnCommunity, 'role'> & { readonly place: number } }>(sql`
      select jsonb_build_object('id', c.id, 'slug', c.slug, 'name', c.name, 'place', min(p.place),
        'goneAt', round(extract(epoch from c.deleted_at) * 1000) + ${UNDO_FOR_MS}) as listed
      from ${accounts} a join ${members} m on m.account_id = a.id join ${memberRoles} r on r.member_id = m.id
        join ${communities} c on c.id = m.community_id
        cross join lateral (select array_position(${`{${ROLES.join(',')}}`}::text[], r.role) as place) p
      where a.person_id = ${signedIn.person}::uuid and not exists (select from ${communityBans} b where b.member_id = m.id)
        and (c.deleted_at is null or (r.role = 'owner' and c.deleted_at > ${new Date(now - UNDO_FOR_MS).toISOString()}::timestamptz))
      group by c.id order by c.slug limit 500`),
  );
  return rows.map(({ listed: { place, ...listed } }) => ({ ...listed, role: ROLES[place - 1] ?? 'viewer' }));
}

/**
 * Takes a deletion back, within a week: for who owns it still. The one door that sees what is deleted.
 * @throws NOT_FOUND, in the same words whether there is none, it is another's, or it is not deleted
 */
export async function undelete(db: Database, { signedIn, now, effect }: Acting, named: string): Promise<void> {
  const since = sql`${new Date(now - UNDO_FOR_MS).toISOString()}::timestamptz`;
  const isTheirs = (community: SQL) => sql`exists (
    select from ${accounts} a join ${members} m on m.account_id = a.id join ${memberRoles} r on r.member_id = m.id
    where a.person_id = ${signedIn.person}::uuid and m.community_id = ${community} and r.role = 'owner'
      and not exists (select from ${communityBans} b where b.member_id = m.id))`;
  const { rows } = await db.run('community.deleted', (d) =>
    d.execute<{ id: CommunityId }>(sql`
      select c.id from ${communities} c where (c.slug = ${named} or c.id::text = lower(${named}))
        and c.deleted_at > ${since} and ${isTheirs(sql`c.id`)}`),
  );
  const [row] = rows;
  if (!row) throw noCommunity(named);
  const isBack = await effect<boolean>(row.id, {
    ctes: [
      sql`held as (select deleted_at from ${communities} where id = ${row.id}::uuid and deleted_at > ${since}
        and ${isTheirs(sql`${row.id}::uuid`)})`,
    ],
    outcome: sql`to_jsonb(exists (select from held))`,
    changesSettings: sql`exists (select from held)`,
    sets: sql`deleted_at = null`,
    audit: {
      action: 'community.undelete',
      happened: sql`exists (select from held)`,
      target: sql`${`community:${row.id}`}::text`,
      before: sql`(select jsonb_build_object('deletedAt', deleted_at) from held)`,
      after: sql`null::jsonb`,
    },
  });
  if (!isBack) throw noCommunity(named);
}
