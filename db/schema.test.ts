import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../tests/support/fresh-database.ts';
import { migrate, status } from './migrate.ts';

let client: pg.Client;
let url: string;

beforeAll(async () => {
  url = await freshDatabase();
  await migrate({ url, folder: 'db/migrations' });
  client = new pg.Client({ connectionString: url });
  await client.connect();
});
afterAll(() => client?.end());

const names = async (sql: string): Promise<string[]> =>
  (await client.query<{ name: string }>(sql)).rows.map(({ name }) => name);

describe('the migrations, on an empty database', () => {
  it('make every table', async () => {
    const tables = await names(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
    expect(tables).toEqual([
      'accounts',
      'activity_flushes',
      'aliases',
      'api_keys',
      'archive_imports',
      'archive_parts',
      'audit_log',
      'bookmark_visits',
      'bookmarks',
      'channels',
      'chat_activity',
      'command_overrides',
      'command_permits',
      'command_usage',
      'commands',
      'communities',
      'community_bans',
      'counters',
      'dead_letters',
      'deliveries',
      'greetings',
      'http_modules',
      'hype',
      'idempotency_keys',
      'inbound_webhooks',
      'installation_settings',
      'installations',
      'invites',
      'invocations',
      'join_requests',
      'keyword_rules',
      'link_codes',
      'local_logins',
      'member_notes',
      'member_roles',
      'member_zones',
      'members',
      'memory_numbers',
      'module_settings',
      'oauth_states',
      'one_time_links',
      'operators',
      'outbox',
      'passkey_challenges',
      'passkeys',
      'person_merges',
      'persons',
      'promised_answers',
      'public_pages',
      'quote_votes',
      'quotes',
      'recovery_codes',
      'reminder_firings',
      'reminders',
      'response_sessions',
      'responses',
      'schema_migrations',
      'security_counts',
      'sessions',
      'timers',
      'totps',
      'unnamed_accounts',
      'websub_leases',
    ]);
  });

  it('make every index that queries go by', async () => {
    const indexes = await names(`select indexname as name from pg_indexes where schemaname = 'public' order by 1`);
    expect(indexes).toEqual(
      expect.arrayContaining([
        'accounts_platform_id_key',
        'aliases_community_name_key',
        'channels_community_idx',
        'channels_platform_id_key',
        'commands_community_name_key',
        'dead_letters_queue_message_key',
        'deliveries_open_idx',
        'deliveries_unseen_idx',
        'greetings_open_idx',
        'inbound_webhooks_token_hash_unique',
        'installations_platform_subject_key',
        'invocations_expires_idx',
        'invocations_pkey',
        'members_community_account_key',
        'outbox_community_idx',
        'websub_leases_renew_idx',
        'websub_leases_token_key',
      ]),
    );
  });

  it('leave no foreign key without an index, for deletes go along them', async () => {
    const missing = await names(`
      select c.conrelid::regclass || '.' || a.attname as name
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and not exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])`);
    expect(missing).toEqual([]);
  });

  it('set the timeouts for every later connection', async () => {
    const show = async (name: string) => (await client.query(`show ${name}`)).rows[0]?.[name] as string;
    expect(await show('statement_timeout')).toBe('30s');
    expect(await show('lock_timeout')).toBe('10s');
    expect(await show('idle_in_transaction_session_timeout')).toBe('5min');
  });

  it('are all applied then, and nothing is pending', async () => {
    const states = (await status({ url, folder: 'db/migrations' })).map(({ state }) => state);
    expect(states.length).toBeGreaterThan(1);
    expect(new Set(states)).toEqual(new Set(['applied']));
  });
});
