import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import type { Database } from '../../db/client.ts';
import { auditLog, installationSettings, localLogins, operators, persons } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import type { PersonId } from '../core/ids.ts';
import { at } from './local/logins.ts';
import { keyOf } from './local/names.ts';

export interface Operator {
  readonly person: PersonId;
  readonly displayName: string;
  /** Who named them; null: the first one's link, or the deployment's key. */
  readonly namedBy: PersonId | null;
  /** ISO 8601. */
  readonly createdAt: string;
}

const operatorOf = (o: SQL): SQL => sql`jsonb_build_object('person', ${o}.person_id, 'displayName', p.display_name,
  'namedBy', ${o}.named_by, 'createdAt', to_char(${o}.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/** Whether anybody runs this installation yet. */
export async function hasOperator(db: Database): Promise<boolean> {
  const rows = await db.run('operator.any', (d) => d.select({ person: operators.personId }).from(operators).limit(1));
  return rows.length > 0;
}

/** Who runs this installation, the first one first. */
export async function listOperators(db: Database): Promise<readonly Operator[]> {
  const { rows } = await db.run('operator.list', (d) =>
    d.execute<{ listed: Operator }>(sql`
      select ${operatorOf(sql`o`)} as listed from ${operators} o join ${persons} p on p.id = o.person_id
      order by o.created_at, o.person_id limit 1000`),
  );
  return rows.map(({ listed }) => listed);
}

/** A person as operators name them: whether an id is theirs, which they say, or the name that they sign in with here. */
export function isPerson(named: string, id: SQL): SQL {
  if (z.guid().safeParse(named).success) return sql`${id} = ${named}::uuid`;
  return sql`${id} in (select n.person_id from ${localLogins} n where n.name_key = ${keyOf(named)})`;
}

const audit = (actor: Actor, action: string, from: SQL): SQL => sql`audited as (
  insert into ${auditLog} (id, actor, action, target, before, after)
  select ${uuidv7()}::uuid, ${JSON.stringify(actor)}::jsonb, ${action}, f.target, f.before, f.after from (${from}) f)`;

/**
 * Names somebody an operator. Returns `value`, the operator, or null where there is no such person; naming one again changes
 * nothing.
 */
export const addOperator =
  (named: string, actor: Actor, now: number) =>
  (keep: readonly SQL[]): SQL => {
    const by = actor.kind === 'session' ? actor.person : null;
    return sql`with ${sql.join(
      [
        sql`wanted as (
          select p.id as person_id, p.display_name from ${persons} p
          where ${isPerson(named, sql`p.id`)})`,
        sql`made as (
          insert into ${operators} (person_id, named_by, created_at)
          select person_id, ${by}::uuid, ${at(now)} from wanted on conflict (person_id) do nothing
          returning person_id, named_by, created_at)`,
        audit(
          actor,
          'operator.add',
          sql`select 'person:' || person_id as target, null::jsonb as before, null::jsonb as after from made`,
        ),
        sql`outcome as materialized (
          select (
            select ${operatorOf(sql`o`)} from (
              select * from made union all
              select o.person_id, o.named_by, o.created_at from ${operators} o join wanted using (person_id)) o
            join wanted p on p.person_id = o.person_id limit 1) as value, false as changed)`,
        ...keep,
      ],
      sql`, `,
    )} select value, changed from outcome`;
  };

/**
 * Takes an operator's leave to run the installation. Run it after `OPERATORS_TURN`: the last one stays.
 * Returns `value`: `removed`, `last`, or null where there is no such operator.
 */
export const removeOperator =
  (named: string, actor: Actor) =>
  (keep: readonly SQL[]): SQL =>
    sql`with ${sql.join(
      [
        sql`wanted as (select o.person_id from ${operators} o where ${isPerson(named, sql`o.person_id`)})`,
        sql`removed as (
          delete from ${operators} o using wanted
          where o.person_id = wanted.person_id and (select count(*) from ${operators}) > 1 returning o.person_id)`,
        audit(
          actor,
          'operator.remove',
          sql`select 'person:' || person_id as target, null::jsonb as before, null::jsonb as after from removed`,
        ),
        sql`outcome as materialized (
          select case when exists (select from removed) then to_jsonb('removed'::text)
            when exists (select from wanted) then to_jsonb('last'::text) end as value, false as changed)`,
        ...keep,
      ],
      sql`, `,
    )} select value, changed from outcome`;

export type SignUpRule = (typeof installationSettings.$inferSelect)['signUp'];

/** Sets who may make an account. Run it after `OPERATORS_TURN`, so that what was before is told rightly. Returns `value`, the rule. */
export const setSignUp =
  (rule: SignUpRule, actor: Actor, now: number) =>
  (keep: readonly SQL[]): SQL =>
    sql`with ${sql.join(
      [
        sql`was as (select coalesce((select sign_up from ${installationSettings}), 'open') as sign_up)`,
        sql`made as (
          insert into ${installationSettings} (id, sign_up, updated_at) values (true, ${rule}, ${at(now)})
          on conflict (id) do update set sign_up = excluded.sign_up, updated_at = excluded.updated_at returning sign_up)`,
        audit(
          actor,
          'installation.change',
          sql`select 'installation' as target, jsonb_build_object('signUp', was.sign_up) as before,
            jsonb_build_object('signUp', made.sign_up) as after from was, made where was.sign_up <> made.sign_up`,
        ),
        sql`outcome as materialized (select to_jsonb(sign_up) as value, false as changed from made)`,
        ...keep,
      ],
      sql`, `,
    )} select value, changed from outcome`;
