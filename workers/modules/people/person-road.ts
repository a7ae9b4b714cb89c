import { type SQL, sql } from 'drizzle-orm';
import {
  auditLog,
  deadLetters,
  deliveries,
  idempotencyKeys,
  invocations,
  promisedAnswers,
  responseSessions,
  responses,
} from '../../../db/schema/index.ts';
import type { PersonHooks, PersonScope, PersonTable } from '../../core/people.ts';

/** What stands for a name. */
const NAMELESS = 'erased';

/**
 * A query (`n`, `find`, `put`) for what JSON says of a person, as jsonb prints it: ids and names as the values of the keys that hold
 * them everywhere, so that a word that is also somebody's name stays a word.
 */
const traces = (of: PersonScope, tombstone: string): SQL => sql`
  select row_number() over () as n, f.find, f.put from (
    select distinct v.find, v.put from (${of.accounts}) a cross join lateral (values
      ('"account": ' || to_jsonb(a.platform_id)::text, '"account": ' || to_jsonb(${tombstone}::text)::text),
      (to_jsonb(a.key)::text, to_jsonb(${tombstone}::text)::text),
      (to_jsonb('account:' || a.key)::text, to_jsonb('account:' || ${tombstone}::text)::text),
      ('"login": ' || to_jsonb(a.login)::text, ${`"login": "${NAMELESS}"`}),
      ('"name": ' || to_jsonb(a.login)::text, ${`"name": "${NAMELESS}"`}),
      ('"author": ' || to_jsonb(a.login)::text, ${`"author": "${NAMELESS}"`}),
      ('"displayName": ' || to_jsonb(a.display_name)::text, ${`"displayName": "${NAMELESS}"`}),
      ('"name": ' || to_jsonb(a.display_name)::text, ${`"name": "${NAMELESS}"`}),
      ('"author": ' || to_jsonb(a.display_name)::text, ${`"author": "${NAMELESS}"`})) as v (find, put)
    union select to_jsonb(m.id)::text, to_jsonb(${tombstone}::text)::text from (${of.members}) m
    union select to_jsonb(${of.person}::text)::text, to_jsonb(${tombstone}::text)::text) f`;

/** Puts the tombstone where a column (jsonb) of rows `t` names the person. */
const scrub = (table: SQL, column: string, holds: SQL, of: PersonScope, tombstone: string): SQL => {
  const json = sql`t.${sql.identifier(column)}`;
  return sql`
    with recursive traces as (${traces(of, tombstone)}),
    touched as (
      select t.id, ${json}::text as body from ${table} t
      where (${holds}) and exists (select from traces where position(traces.find in ${json}::text) > 0)),
    scrubbed as (
      select id, 0::bigint as n, body from touched
      union all
      select s.id, traces.n, replace(s.body, traces.find, traces.put) from scrubbed s join traces on traces.n = s.n + 1)
    update ${table} t set ${sql.identifier(column)} = s.body::jsonb
    from scrubbed s where s.id = t.id and s.n = (select max(n) from traces)`;
};

const inTheirs = (of: PersonScope): SQL => sql`t.community_id in (${of.communities})`;

/** Whether an event, as jsonb has it, is by one of their accounts. */
const isBy = (event: SQL, of: PersonScope): SQL => sql`exists (
  select from (${of.accounts}) a
  where ${event} ->> 'platform' = a.platform and ${event} #>> '{author,account}' = a.platform_id)`;

/** An event of which is left that it was, and where. */
const anonymous = (invocation: SQL, tombstone: string): SQL => sql`
  (${invocation} - 'said' - 'text') || jsonb_build_object('args', '', 'event', (${invocation} -> 'event') || jsonb_build_object(
    'text', '', 'attachments', '[]'::jsonb, 'mentions', '[]'::jsonb, 'data', '{}'::jsonb, 'answer', '{"by": "none"}'::jsonb,
    'author', ${invocation} #> '{event,author}' || jsonb_build_object('account', ${tombstone}::text, 'login', ${NAMELESS}::text,
      'displayName', ${NAMELESS}::text, 'badges', '[]'::jsonb)))`;

/**
 * Commands they used: the ids stay, so that none runs again. What is not said yet is withheld.
 */
const invocationsOfPeople: PersonTable = {
  table: 'invocations',
  columns: ['invocation'],
  by: 'account',
  export: (of) => sql`
    select jsonb_build_object('command', t.command, 'at', t.created_at, 'text', t.invocation #>> '{event,text}', 'reply', d.reply) as row
    from ${invocations} t left join ${deliveries} d on d.id = t.id
    where ${inTheirs(of)} and ${isBy(sql`(t.invocation -> 'event')`, of)}`,
  erase: (of, tombstone) => [
    sql`update ${deliveries} d set outcome = '{"outcome": null, "settingsChanged": false}', reply = null, said = null,
        status = case when d.status in ('pending', 'claimed') then 'withheld' else d.status end,
        reason = case when d.status in ('pending', 'claimed') then 'erased' else d.reason end
      from ${invocations} t where t.id = d.id and ${inTheirs(of)} and ${isBy(sql`(t.invocation -> 'event')`, of)}`,
    sql`update ${invocations} t set invocation = ${anonymous(sql`t.invocation`, tombstone)}
      where ${inTheirs(of)} and ${isBy(sql`(t.invocation -> 'event')`, of)}`,
    scrub(sql`${invocations}`, 'invocation', inTheirs(of), of, tombstone),
  ],
};

/** The actor, the thing and how it was, with the tombstone in all of them: one erased person stays one. */
const auditOfPeople: PersonTable = {
  table: 'audit_log',
  columns: ['actor', 'target', 'before', 'after'],
  by: 'account',
  export: (of) => sql`
    select to_jsonb(t) as row from ${auditLog} t where exists (
      select from (${of.accounts}) a
      where coalesce(t.actor -> 'as', t.actor -> 'onBehalfOf', t.actor) @> jsonb_build_object('platform', a.platform, 'account', a.platform_id)
        or t.target = 'account:' || a.key) or t.actor ->> 'person' = ${of.person}::text`,
  erase: (of, tombstone) => [
    // How things were that are gone with them.
    sql`update ${auditLog} t set before = null, after = null
      where ${inTheirs(of)} and (
        exists (select from (${of.members}) m where position(m.id::text in t.before::text || t.after::text) > 0)
        or exists (select from (${of.accounts}) a where t.target = 'account:' || a.key
          or coalesce(t.actor -> 'as', t.actor -> 'onBehalfOf', t.actor) @> jsonb_build_object('platform', a.platform, 'account', a.platform_id)
            and t.target ~ '^(?:quote|reminder|bookmark):'))`,
    sql`update ${auditLog} t set target = 'account:' || ${tombstone}::text from (${of.accounts}) a where t.target = 'account:' || a.key`,
    ...['actor', 'before', 'after'].map((column) => scrub(sql`${auditLog}`, column, sql`true`, of, tombstone)),
  ],
};

/** Letters that no try could bring through: theirs go. */
const letters = (of: PersonScope): SQL => isBy(sql`coalesce(t.body -> 'event', t.body #> '{invocation,event}')`, of);

/** What the road keeps of what people did: at most for a month, but for the audit log. A join moves nothing here, as all of it goes by accounts. */
export const roadOfPeople: PersonHooks = [
  invocationsOfPeople,
  {
    table: 'deliveries',
    columns: ['outcome', 'reply', 'said'],
    by: 'account',
    erase: (of, tombstone) => [
      // Answers to others that name or mention them; what was said in chat stays there, and here it has been read.
      sql`update ${deliveries} t set reply = null, said = null where ${inTheirs(of)} and exists (
        select from (${of.accounts}) a where length(a.display_name) > 2 and position(a.display_name in concat(t.reply, t.said)) > 0
          or length(a.login) > 2 and position(a.login in concat(t.reply, t.said)) > 0
          or position('"account": ' || to_jsonb(a.platform_id)::text in t.said::text) > 0)
        and t.status not in ('pending', 'claimed')`,
      ...['outcome', 'said'].map((column) => scrub(sql`${deliveries}`, column, inTheirs(of), of, tombstone)),
    ],
  },
  auditOfPeople,
  {
    table: 'dead_letters',
    columns: ['body'],
    by: 'account',
    erase: (of) => [sql`delete from ${deadLetters} t where ${letters(of)}`],
  },
  {
    table: 'promised_answers',
    columns: ['invocation'],
    by: 'account',
    erase: (of) => [sql`delete from ${promisedAnswers} t where ${isBy(sql`(t.invocation -> 'event')`, of)}`],
  },
  {
    table: 'idempotency_keys',
    columns: ['outcome'],
    by: 'account',
    erase: (of) => [
      sql`delete from ${idempotencyKeys} t where ${inTheirs(of)} and (
        exists (select from (${of.members}) m where position(m.id::text in t.outcome::text) > 0)
        or exists (select from (${of.accounts}) a where position(a.key in t.outcome::text) > 0))`,
    ],
  },
  {
    table: 'responses',
    columns: ['response'],
    by: 'account',
    erase: (of) => [
      sql`delete from ${responses} t using ${responseSessions} s
        where s.id = t.session_id and s.community_id in (${of.communities}) and exists (
          select from (${of.accounts}) a where length(a.display_name) > 2 and position(a.display_name in t.response::text) > 0
            or position('"account": ' || to_jsonb(a.platform_id)::text in t.response::text) > 0)`,
    ],
  },
];
