import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../db/migrate.ts';
import { freshDatabase } from '../tests/support/fresh-database.ts';
import { keyCommand } from './key.ts';

let postgresUrl: string;
let client: pg.Client;

beforeAll(async () => {
  postgresUrl = await freshDatabase();
  await migrate({ url: postgresUrl, folder: 'db/migrations' });
  client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(`insert into communities (id, slug, name) values (gen_random_uuid(), 'demo', 'Demo')`);
});
afterAll(() => client?.end());

const key = (...args: string[]) => keyCommand(args, { DATABASE_URL: postgresUrl });
const GIVEN = ['--name', 'Overlay', '--community', 'demo', '--scopes', 'commands:read, channels:read'];

describe('npm run key', () => {
  it('makes a key, shows it once, lists it without it, and revokes it', async () => {
    const made = await key('add', ...GIVEN, '--platforms', 'twitch,slack', '--expires', '90d');
    const [, id] = /Made the key "Overlay" \(([0-9a-f-]{36})\), good until/.exec(made) ?? [];
    const [shown] = /wbk_[A-Za-z0-9_-]{43}/.exec(made) ?? [];
    expect(id && shown).toBeTruthy();
    const listed = await key('list');
    expect(listed).toContain(`${id}  Overlay\n  ${shown?.slice(0, 10)}…, good until`);
    expect(listed).toContain('commands:read, channels:read on twitch, slack in');
    expect(listed).not.toContain(shown);
    expect(await key('revoke', id as string)).toContain('Revoked');
    expect(await key('list')).toMatch(/, revoked \d{4}-/);
    const { rows } = await client.query<{ action: string; actor: object }>(
      'select action, actor from audit_log order by id',
    );
    expect(rows).toEqual([
      { action: 'key.add', actor: { kind: 'service' } },
      { action: 'key.revoke', actor: { kind: 'service' } },
    ]);
  });

  it('says what is wrong and what there is', async () => {
    await expect(key('add', ...GIVEN.slice(2))).rejects.toThrow('--name');
    await expect(key('add', ...GIVEN, '--scopes', 'commands:rule')).rejects.toThrow(
      'no scope "commands:rule". There are: channels:read',
    );
    await expect(key('add', ...GIVEN, '--platforms', 'myspace')).rejects.toThrow('no platform "myspace"');
    await expect(key('add', ...GIVEN, '--community', 'nowhere')).rejects.toThrow('no community "nowhere"');
    await expect(key('add', ...GIVEN, '--expires', 'soon')).rejects.toThrow('"soon" is no end of a key');
    await expect(key('add', ...GIVEN, '--expires', '2020-01-01')).rejects.toThrow('is over');
    await expect(key('revoke', 'x')).rejects.toThrow('npm run key -- list');
    await expect(key('revoke', '00000000-0000-4000-8000-000000000000')).rejects.toThrow('There is no key');
    await expect(key('make')).rejects.toThrow('npm run key -- add');
    await expect(key('add', '--colour', 'red')).rejects.toThrow('npm run key -- add');
  });
});
