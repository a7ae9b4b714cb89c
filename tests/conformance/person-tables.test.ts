import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { modules } from '../../workers/modules/index.ts';
import { freshDatabase } from '../support/fresh-database.ts';

let client: pg.Client;
beforeAll(async () => {
  const url = await freshDatabase();
  await migrate({ url, folder: 'db/migrations' });
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(() => client?.end());

const names = async (sql: string): Promise<string[]> =>
  (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);

const claimed = new Set(
  modules.flatMap(({ person = [] }) =>
    person.flatMap(({ table, columns }) => columns.map((name) => `${table}.${name}`)),
  ),
);

/**
 * Columns that were looked at: words of the system, ids of things, secrets and their hashes, and what a community says of itself. What
 * people of a community write into its own commands, keywords, timers and settings is the community's. A new column is either claimed by
 * a module's `person` hooks, or put here by somebody who has looked.
 */
const REVIEWED: Readonly<Record<string, string>> = {
  accounts: 'platform',
  activity_flushes: 'channel',
  aliases: 'expansion name',
  api_keys: 'community_ids key_hash key_start name platforms scopes',
  archive_imports: 'digest',
  archive_parts: 'kind rows',
  audit_log: 'action',
  bookmark_visits: 'visitor',
  bookmarks: 'code image metadata metadata_reason site tags url url_key',
  channels: 'bot_account broken_reason login platform platform_id',
  chat_activity: 'channel',
  command_overrides: 'command',
  command_permits: 'command',
  command_usage: 'command',
  commands: 'name replies text',
  communities: 'join_mode kind language limits name prefix profile slug visibility zone',
  counters: 'name',
  dead_letters: 'channel command kind message_id queue reason settled tries',
  deliveries: 'id platform_message_ids reason status',
  greetings: 'channel id kind thanked_by what',
  http_modules: 'name sealed_secret summary url',
  hype: 'channel',
  idempotency_keys: 'id request_hash',
  inbound_webhooks: 'name platform platform_id room sealed_secret template token_hash token_start verifier',
  installation_settings: 'sign_up',
  installations: 'broken_reason platform scopes sealed_access_token sealed_refresh_token',
  invites: 'role token_hash',
  invocations: 'command id trace',
  join_requests: 'status',
  keyword_rules: 'action match name pattern platforms',
  link_codes: 'code_hash status',
  local_logins: 'password_hash',
  member_roles: 'role',
  member_zones: 'zone',
  memory_numbers: 'kind',
  module_settings: 'module value',
  oauth_states: 'browser_hash nonce platform purpose return_to sealed_verifier state_hash',
  one_time_links: 'purpose token_hash',
  outbox: 'channel',
  passkey_challenges: 'browser_hash challenge',
  passkeys: 'id public_key transports',
  promised_answers: 'invocation_id',
  public_pages: 'state token_hash',
  quotes: 'category game normalised status title',
  recovery_codes: 'code_hash',
  reminder_firings: 'delivery_id status',
  reminders: 'deliverer recurrence status zone',
  response_sessions: 'event opener',
  responses: 'part',
  schema_migrations: 'checksum name',
  security_counts: 'kind',
  sessions: 'method token_hash',
  timers: 'live name order schedule target texts',
  totps: 'sealed_secret',
  websub_leases: 'channel reason state token_hash topic',
};

function isReviewed(column: string): boolean {
  const [table = '', name = ''] = column.split('.');
  return (REVIEWED[table] ?? '').split(' ').includes(name);
}

it('every column that refers to a member, an account or a person is some module’s', async () => {
  const keyed = await names(`
    select c.conrelid::regclass || '.' || a.attname as name
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.contype = 'f' and c.confrelid in ('members'::regclass, 'accounts'::regclass, 'persons'::regclass) order by 1`);
  expect(keyed.length).toBeGreaterThan(25);
  expect(keyed.filter((column) => !claimed.has(column))).toEqual([]);
});

it('every column that could hold somebody’s id, name or words is some module’s, or was looked at', async () => {
  const free = await names(`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and data_type in ('text', 'jsonb', 'ARRAY', 'json', 'character varying') order by 1`);
  const gone = Object.entries(REVIEWED).flatMap(([table, listed]) =>
    listed.split(' ').map((name) => `${table}.${name}`),
  );
  expect(gone.filter((column) => !free.includes(column) || claimed.has(column))).toEqual([]);
  expect(free.filter((column) => !claimed.has(column) && !isReviewed(column))).toEqual([]);
});

it('what modules claim is there', async () => {
  const there = new Set(
    await names(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
    ),
  );
  expect(Array.from(claimed).filter((column) => !there.has(column))).toEqual([]);
});
