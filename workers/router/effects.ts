import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Drizzle } from '../../db/client.ts';
import { accountsBeside } from '../../db/members.ts';
import { accounts, members } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { personOf } from '../core/actors.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId } from '../core/ids.ts';
import type { Effect } from '../core/modules.ts';
import { type AuditLine, audited, NOTED, tellChange } from './audited.ts';
import type { Services } from './services.ts';
import { pushSettings } from './settings.ts';

/** A change of settings that nobody told the Channels of is told by cron after this, ms. */
const TELL_AFTER_MS = 60_000;

/** What an effect came to, as it is kept for a second run. */
export interface Recorded {
  readonly outcome: unknown;
  readonly settingsChanged: boolean;
}

/** What an effect came to as it ran. */
export interface Done extends Recorded {
  /** What the audit log got of it; null where nothing happened, or had happened before. */
  readonly noted: AuditLine | null;
}

/** For whom an effect runs. */
export interface EffectOf {
  readonly community: CommunityId;
  readonly actor: Actor;
  /** Further ctes, over `outcome (value, changed)`: where what it came to is kept. */
  readonly keep: readonly SQL[];
}

/** jsonb for `Recorded`, over the cte `outcome`. */
export const RECORDED = sql`jsonb_build_object('outcome', value, 'settingsChanged', changed)`;

/** To be called before a statement that may change settings: whoever commits and dies is made up for by cron. */
export async function announceSettings(services: Services, effect: Effect, now: number): Promise<void> {
  if (effect.changesSettings) await announceOutbox(services, now);
}

/** The same for a statement of its own that writes to the outbox. */
export async function announceOutbox(services: Pick<Services, 'bindings'>, now: number): Promise<void> {
  await services.bindings.AGENDA.getByName('outbox').announce(now + TELL_AFTER_MS);
}

/**
 * One statement that does everything an effect is: the actor's account and member, the effect's own ctes, its outcome, the
 * community's new version with a line in the outbox, and the audit log. It returns `value`, `changed` and `noted`.
 */
export function effectStatement(effect: Effect, { community, actor, keep }: EffectOf): SQL {
  const person = personOf(actor);
  const ctes = [
    // What nobody in particular did makes nobody a member.
    sql`account as (
      insert into ${accounts} (id, platform, platform_id, login, display_name)
      select ${uuidv7()}::uuid, ${person?.platform ?? ''}, ${person?.account ?? ''}, ${person?.login ?? ''}, ${person?.displayName ?? ''}
      where ${person?.account ?? ''}::text <> ''
      on conflict (platform, platform_id) do update
        set login = excluded.login, display_name = excluded.display_name, updated_at = now()
      returning id, person_id)`,
    // A person is one member, whichever of their accounts they come with.
    sql`member_known as (
      select m.id from account cross join lateral (${accountsBeside(sql`account`)}) mine
        join ${members} m on m.account_id = mine.id and m.community_id = ${community}::uuid
      order by m.id limit 1)`,
    sql`member_added as (
      insert into ${members} (id, community_id, account_id)
      select ${uuidv7()}::uuid, ${community}::uuid, account.id from account where not exists (select from member_known)
      on conflict (community_id, account_id) do update set account_id = excluded.account_id
      returning id)`,
    sql`member as (select id from member_known union all select id from member_added)`,
    ...effect.ctes,
    sql`outcome as materialized (select ${effect.outcome} as value, ${effect.changesSettings ?? sql`false`} as changed)`,
    sql`bumped as (
      update communities set settings_version = settings_version + 1${effect.sets ? sql`, ${effect.sets}` : sql``}
      where id = ${community}::uuid and (select changed from outcome) returning settings_version)`,
    sql`told as (
      insert into outbox (community_id, version) select ${community}::uuid, settings_version from bumped)`,
    ...(effect.audit ? [audited(effect.audit, community, actor)] : []),
    ...keep,
  ];
  return sql`with ${sql.join(ctes, sql`, `)} select value, changed${effect.audit ? sql`, ${NOTED}` : sql``} from outcome`;
}

/** Statements to be run before the effect's own, in its transaction. Who changes settings writes the community's row in any case. */
export const turnOf = ({ alone, changesSettings, before = [] }: Effect, community: CommunityId): readonly SQL[] => [
  // Rows that refer to a community hold on to its key, which this leaves alone: else two would wait for each other.
  ...(alone || changesSettings ? [sql`select from communities where id = ${community}::uuid for no key update`] : []),
  ...before,
];

/** What `effectStatement` returned. */
export function recordedOf(rows: readonly unknown[]): Done {
  const row = rows[0] as { readonly value: unknown; readonly changed: boolean; readonly noted?: AuditLine | null };
  return { outcome: row.value, settingsChanged: row.changed, noted: row.noted ?? null };
}

/** Runs a statement after others, in one transaction and one round trip. @returns its rows */
export async function inTurn(db: Drizzle, before: readonly SQL[], statement: SQL): Promise<readonly unknown[]> {
  const [first, ...rest] = before;
  if (!first) return (await db.execute(statement)).rows;
  const done = await db.batch([db.execute(first), ...[...rest, statement].map((one) => db.execute(one))]);
  return done.at(-1)?.rows ?? [];
}

/** Runs an effect of WaddleBot's own: what makes it happen once is a condition in its ctes. */
export const systemEffect = <Outcome>(
  services: Services,
  community: CommunityId,
  effect: Effect,
  now: number,
): Promise<Outcome> => effectBy<Outcome>(services, community, { kind: 'system' }, effect, now);

/** Runs an effect of somebody's, who may do it by a condition in its ctes; what makes it happen once is another. */
export async function effectBy<Outcome>(
  services: Services,
  community: CommunityId,
  actor: Actor,
  effect: Effect,
  now: number,
): Promise<Outcome> {
  await announceSettings(services, effect, now);
  const statement = effectStatement(effect, { community, actor, keep: [] });
  const name = `${actor.kind}.effect`;
  const rows = await services.db.run(name, (db) => inTurn(db, turnOf(effect, community), statement));
  const { outcome, settingsChanged, noted } = recordedOf(rows);
  tellChange(services, community, actor, noted);
  if (!settingsChanged) return outcome as Outcome;
  if (actor.kind === 'system') await pushSettings(services, community);
  else await told(services, community);
  return outcome as Outcome;
}

/** It has happened: what cannot be told now is told by cron, from the outbox. */
async function told(services: Services, community: CommunityId): Promise<void> {
  services.lookUps.forget(community);
  await pushSettings(services, community).catch((error: unknown) =>
    services.log('warn', 'settings.not-pushed', { error: describeError(error) }),
  );
}
