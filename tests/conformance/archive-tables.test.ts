import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { ARCHIVED } from '../../workers/archive/tables.ts';
import { freshDatabase } from '../support/fresh-database.ts';

/** Tables of which nothing travels, and why. A new table is some module's `archive`, or is put here by somebody who has thought of it. */
const LEFT: Readonly<Record<string, string>> = {
  accounts: 'they travel with members, by what the platforms call them',
  activity_flushes: 'it tells which flushes of that installation were added',
  api_keys: 'keys are secrets of that installation',
  archive_imports: 'what somebody brought is not the community’s yet',
  archive_parts: 'what somebody brought is not the community’s yet',
  audit_log: 'who did what is evidence of that installation, and a file that anybody may have changed is none',
  bookmark_visits: 'who went where is salted by the day; how often is with the bookmark',
  channels: 'nobody’s consent travels: they are linked anew',
  dead_letters: 'work under way',
  deliveries: 'work under way',
  greetings: 'whom to thank is forgotten within a day',
  hype: 'the meter of the moment',
  idempotency_keys: 'they repeat calls of a day',
  installation_settings: 'the installation’s',
  installations: 'tokens, which platforms gave that installation',
  invites: 'links that let in are secrets of that installation',
  invocations: 'what was executed there is not executed again',
  join_requests: 'who asks is a person of that installation, and asks again',
  link_codes: 'proofs under way',
  local_logins: 'how people sign in there',
  oauth_states: 'proofs under way',
  one_time_links: 'proofs under way',
  operators: 'the installation’s',
  outbox: 'work under way',
  passkey_challenges: 'proofs under way',
  passkeys: 'how people sign in there',
  person_merges: 'who is one person is proved anew',
  persons: 'who is one person is proved anew',
  promised_answers: 'work under way',
  public_pages: 'what anybody may read is decided anew, and its link is a secret of that installation',
  recovery_codes: 'how people sign in there',
  reminder_firings: 'what was said there was said; how often is with the reminder',
  response_sessions: 'work under way',
  responses: 'work under way',
  schema_migrations: 'the installation’s',
  security_counts: 'the installation’s',
  sessions: 'how people sign in there',
  totps: 'how people sign in there',
  unnamed_accounts: 'what a person wishes is said by them, wherever they are',
  websub_leases: 'the installation’s subscriptions',
};

let client: pg.Client;
beforeAll(async () => {
  const url = await freshDatabase();
  await migrate({ url, folder: 'db/migrations' });
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(() => client?.end());

async function columnsByTable(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select table_name as name, array_agg(column_name::text) as columns from information_schema.columns
     where table_schema = 'public' group by 1`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

it('every table is in an archive, or left out for a reason', async () => {
  const tables = Array.from((await columnsByTable()).keys());
  const travelling = ARCHIVED.map(({ table }) => table);
  expect([...travelling, ...Object.keys(LEFT)].sort()).toEqual(tables.sort());
});

it('every column of a table that travels does so, or is left out for a reason', async () => {
  const columns = await columnsByTable();
  for (const { table, columns: travelling, left } of ARCHIVED)
    expect([...travelling, ...Object.keys(left)].sort(), table).toEqual([...(columns.get(table) ?? [])].sort());
});

it('nothing that opens anything travels', () => {
  const travelling = ARCHIVED.flatMap(({ table, columns }) => columns.map((column) => `${table}.${column}`));
  expect(travelling.filter((column) => /token|secret|hash|sealed|password/.test(column))).toEqual([]);
});
