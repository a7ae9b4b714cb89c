import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db/client.ts';
import { type Bridge, startBridge } from '../db/local/bridge.ts';
import { migrate } from '../db/migrate.ts';
import { freshDatabase } from '../tests/support/fresh-database.ts';
import type { ChatEvent } from '../workers/core/events.ts';
import type { CommunityId } from '../workers/core/ids.ts';
import type { Ctx, Effect } from '../workers/core/modules.ts';
import { webhooks } from '../workers/modules/webhooks/index.ts';
import { verifyDelivery } from '../workers/platforms/generic/verify.ts';
import {
  createWebhook,
  findWebhook,
  listWebhooks,
  type NewWebhook,
  removeWebhook,
} from '../workers/router/webhooks.ts';
import { webhookCommand } from './webhook.ts';

const KEYS = { current: 'the encryption key of these tests' };
const PUBLIC_URL = 'https://bot.example.org';

let postgresUrl: string;
let bridge: Bridge;
let db: Database;
let client: pg.Client;

beforeAll(async () => {
  postgresUrl = await freshDatabase();
  await migrate({ url: postgresUrl, folder: 'db/migrations' });
  bridge = await startBridge({ upstream: postgresUrl });
  db = openDatabase(bridge.url, () => {}, Date.now);
  client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await bridge?.close();
});

let made = 0;

/** A community of its own for a test, with a Twitch channel and a Slack workspace. */
async function aCommunity() {
  const n = ++made;
  const slug = `community-${n}`;
  const twitch = String(7_000_000 + n);
  const slack = `T${n}`;
  const { rows } = await client.query<{ id: CommunityId }>(
    'insert into communities (id, slug, name) values (gen_random_uuid(), $1, $1) returning id',
    [slug],
  );
  const id = rows[0]?.id as CommunityId;
  await client.query(
    `insert into channels (id, community_id, platform, platform_id, login)
     values (gen_random_uuid(), $1, 'twitch', $2, 'x'), (gen_random_uuid(), $1, 'slack', $3, 'x')`,
    [id, twitch, slack],
  );
  const asked: NewWebhook = {
    communityId: id,
    platform: 'twitch',
    channel: twitch,
    name: 'Deploys',
    verifier: 'bearer',
  };
  return { id, slug, twitch, slack, asked };
}

/** Makes webhooks without asking whether there is room. */
const fill = (communityId: string, count: number) =>
  client.query(
    `insert into inbound_webhooks (id, community_id, platform, platform_id, room, name, token_hash, token_start, verifier)
     select gen_random_uuid(), $1, 'twitch', 'x', 'x', 'x', gen_random_uuid()::text, 'x', 'bearer'
     from generate_series(1, $2)`,
    [communityId, count],
  );

describe('a webhook that was made', () => {
  it('is found by its token, with the secret that was shown', async () => {
    const { asked, id, twitch } = await aCommunity();
    const { token, secret, ...hook } = await createWebhook(db, KEYS, {
      ...asked,
      name: ' Deploys ',
      verifier: 'standard',
      template: '$(data.type)',
    });
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await findWebhook(db, KEYS, token)).toEqual({
      id: hook.id,
      name: 'Deploys',
      communityId: id,
      platform: 'twitch',
      channel: twitch,
      room: twitch,
      verifier: 'standard',
      secret,
      template: '$(data.type)',
    });
  });

  it.each(['standard', 'github', 'bearer'] as const)('has a secret that its verifier can use: %s', async (verifier) => {
    const { asked } = await aCommunity();
    const { token, secret } = await createWebhook(db, KEYS, { ...asked, verifier });
    expect(secret === null).toBe(verifier === 'bearer');
    const hook = await findWebhook(db, KEYS, token);
    if (!hook) throw new Error('it is not there');
    const unsigned = await verifyDelivery(hook, new Headers(), new Uint8Array(), Date.now());
    expect(unsigned === null).toBe(verifier !== 'bearer');
  });

  it('leaves neither its token nor its secret in the database', async () => {
    const { asked } = await aCommunity();
    const { id, token, secret } = await createWebhook(db, KEYS, { ...asked, verifier: 'github' });
    const { rows } = await client.query<{ row: string }>(
      'select row_to_json(w)::text as row from inbound_webhooks w where id = $1',
      [id],
    );
    expect(rows[0]?.row).not.toContain(token);
    expect(rows[0]?.row).not.toContain(secret);
    expect(rows[0]?.row).toContain(`"${token.slice(0, 6)}"`);
  });

  it('has a secret that opens for itself alone', async () => {
    const { asked } = await aCommunity();
    const [one, two] = [
      await createWebhook(db, KEYS, { ...asked, verifier: 'github' }),
      await createWebhook(db, KEYS, { ...asked, verifier: 'github' }),
    ];
    await client.query(
      'update inbound_webhooks set sealed_secret = (select sealed_secret from inbound_webhooks where id = $1) where id = $2',
      [one.id, two.id],
    );
    await expect(findWebhook(db, KEYS, two.token)).rejects.toThrow();
    expect((await findWebhook(db, KEYS, one.token))?.secret).toBe(one.secret);
  });

  it('is not found by another token, nor by its hash', async () => {
    const { asked } = await aCommunity();
    const { id } = await createWebhook(db, KEYS, asked);
    const { rows } = await client.query<{ hash: string }>(
      'select token_hash as hash from inbound_webhooks where id = $1',
      [id],
    );
    expect(await findWebhook(db, KEYS, rows[0]?.hash as string)).toBeNull();
    expect(await findWebhook(db, KEYS, 'x'.repeat(43))).toBeNull();
  });

  it('is silent while its channel is not linked, or is somebody else’s', async () => {
    const { asked, twitch, id } = await aCommunity();
    const other = await aCommunity();
    const { token } = await createWebhook(db, KEYS, asked);
    const give = (to: string) =>
      client.query(`update channels set community_id = $1 where platform = 'twitch' and platform_id = $2`, [
        to,
        twitch,
      ]);
    await give(other.id);
    expect(await findWebhook(db, KEYS, token)).toBeNull();
    await give(id);
    expect(await findWebhook(db, KEYS, token)).not.toBeNull();
    await client.query(`delete from channels where platform = 'twitch' and platform_id = $1`, [twitch]);
    expect(await findWebhook(db, KEYS, token)).toBeNull();
  });
});

describe('what cannot be made', () => {
  it('is a webhook for a channel of somebody else, or of nobody', async () => {
    const { asked } = await aCommunity();
    const other = await aCommunity();
    for (const channel of [other.twitch, 'nobody'])
      await expect(createWebhook(db, KEYS, { ...asked, channel })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(createWebhook(db, KEYS, { ...asked, platform: 'kick' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await listWebhooks(db, asked.communityId)).toEqual([]);
  });

  it('is one without the room it needs, or with one that is none', async () => {
    const { asked, slack } = await aCommunity();
    const inSlack = { ...asked, platform: 'slack', channel: slack } as const;
    for (const wrong of [
      inSlack,
      { ...inSlack, room: ' ' },
      { ...inSlack, room: 'C'.repeat(200) },
      { ...asked, room: 'elsewhere' },
    ])
      await expect(createWebhook(db, KEYS, wrong)).rejects.toMatchObject({ code: 'INVALID' });
    await createWebhook(db, KEYS, { ...inSlack, room: 'C0DEMO' });
    await createWebhook(db, KEYS, { ...asked, room: asked.channel });
    expect((await listWebhooks(db, asked.communityId)).map(({ room }) => room)).toEqual(['C0DEMO', asked.channel]);
  });

  it('is one without a name, with a very long one, or with a very long template', async () => {
    const { asked } = await aCommunity();
    for (const wrong of [{ name: ' ' }, { name: 'x'.repeat(81) }, { template: 'x'.repeat(1_001) }])
      await expect(createWebhook(db, KEYS, { ...asked, ...wrong })).rejects.toMatchObject({ code: 'INVALID' });
    await createWebhook(db, KEYS, { ...asked, name: '🐧'.repeat(80), template: '🐧'.repeat(1_000) });
  });

  it('is one more than the hundred a community has room for', async () => {
    const { asked, id } = await aCommunity();
    await fill(id, 99);
    await createWebhook(db, KEYS, asked);
    await expect(createWebhook(db, KEYS, asked)).rejects.toMatchObject({ code: 'LIMITED' });
    await createWebhook(db, KEYS, (await aCommunity()).asked);
  });

  it('is the hundred and first while somebody else makes the hundredth', async () => {
    const { asked, id } = await aCommunity();
    await fill(id, 99);
    await client.query('begin');
    await client.query('select from communities where id = $1 for update', [id]);
    await fill(id, 1);
    let settled = false;
    const made = createWebhook(db, KEYS, asked).finally(() => {
      settled = true;
    });
    const refused = expect(made).rejects.toMatchObject({ code: 'LIMITED' });
    // Other databases of this server have locks of their own.
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const waits = async () => (await client.query(waiting)).rows.length > 0;
    while (!settled && !(await waits()));
    await client.query('commit');
    await refused;
  });
});

describe('a community', () => {
  it('sees and removes its own webhooks and no others', async () => {
    const { asked, id } = await aCommunity();
    const other = await aCommunity();
    const { id: hook, token } = await createWebhook(db, KEYS, { ...asked, verifier: 'github' });
    expect(await listWebhooks(db, other.id)).toEqual([]);
    const listed = await listWebhooks(db, id);
    expect(listed).toMatchObject([{ id: hook, name: 'Deploys', tokenStart: token.slice(0, 6), lastUsedAt: null }]);
    expect(JSON.stringify(listed)).not.toContain(token);

    expect(await removeWebhook(db, other.id, hook)).toBe(false);
    expect(await findWebhook(db, KEYS, token)).not.toBeNull();
    expect(await removeWebhook(db, id, hook.toUpperCase())).toBe(true);
    expect(await findWebhook(db, KEYS, token)).toBeNull();
    for (const gone of [hook, 'no id at all', '']) expect(await removeWebhook(db, id, gone)).toBe(false);
  });
});

describe('the module that speaks for webhooks', () => {
  const NOW = Date.UTC(2026, 9, 4, 12);

  /** Runs the handler as `execute` does, with its effect on the real database. */
  async function speak(webhookId: string, communityId: string) {
    const ctx = {
      now: NOW,
      community: { id: communityId },
      say: (_: string, values: Record<string, string>) => values.text,
      effect: async ({ ctes, outcome }: Effect) => {
        const query = sql`with ${sql.join([...ctes], sql`, `)} select ${outcome} as value`;
        const { rows } = await db.run('test.effect', (d) => d.execute<{ value: unknown }>(query));
        return rows[0]?.value;
      },
    };
    const event = { data: { webhookId, name: 'Deploys', say: 'It is out' } };
    return webhooks.on?.webhook?.(event as unknown as ChatEvent<'webhook'>, ctx as unknown as Ctx);
  }

  it('says what was brought and notes when, for its own community’s webhooks alone', async () => {
    const { asked, id } = await aCommunity();
    const other = await aCommunity();
    const hook = await createWebhook(db, KEYS, asked);
    const lastUsedAt = async () => (await listWebhooks(db, id))[0]?.lastUsedAt;
    expect(await speak(hook.id, other.id)).toEqual({ text: 'It is out' });
    expect(await lastUsedAt()).toBeNull();
    expect(await speak(hook.id, id)).toEqual({ text: 'It is out' });
    expect(await lastUsedAt()).toEqual(new Date(NOW));
  });
});

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> =>
  webhookCommand(args, {
    DATABASE_URL: postgresUrl,
    ENCRYPTION_KEY: KEYS.current,
    PUBLIC_URL: `${PUBLIC_URL}/`,
    ...env,
  });

const tokenIn = (out: string): string => /\/webhooks\/in\/([A-Za-z0-9_-]{43})\b/.exec(out)?.[1] ?? '';

describe('npm run webhook', () => {
  it('makes a webhook and prints its address once, with a curl line that works', async () => {
    const { twitch, slug } = await aCommunity();
    const added = await run(['add', '--channel', `twitch:${twitch}`, '--name', 'Deploys']);
    const hook = await findWebhook(db, KEYS, tokenIn(added));
    expect(hook).toMatchObject({ channel: twitch, verifier: 'bearer', secret: null });
    const address = `${PUBLIC_URL}/webhooks/in/${tokenIn(added)}`;
    expect(added).toContain(`curl -H 'content-type: application/json' -d '{"text":"It works!"}' '${address}'`);

    const listed = await run(['list', '--community', slug]);
    expect(listed).toContain(hook?.id);
    expect(listed).not.toContain(tokenIn(added));

    expect(await run(['remove', hook?.id as string, '--community', slug])).toContain('404');
    expect(await findWebhook(db, KEYS, tokenIn(added))).toBeNull();
  });

  it('prints the secret of senders that sign', async () => {
    const { slack } = await aCommunity();
    const added = await run([
      'add',
      '--channel',
      `slack:${slack}`,
      '--room',
      'C1',
      '--name',
      'GitHub',
      '--verifier',
      'github',
      '--template',
      '$(event)',
    ]);
    const hook = await findWebhook(db, KEYS, tokenIn(added));
    expect(hook).toMatchObject({ room: 'C1', verifier: 'github', template: '$(event)' });
    expect(added).toContain(`secret    ${hook?.secret}`);
    expect(added).not.toContain('curl');
  });

  it.each([
    ['nothing', [], /npm run webhook -- add/],
    ['another verb', ['make'], /npm run webhook -- add/],
    ['an option it does not know', ['add', '--chanel', 'x'], /--chanel[\s\S]*npm run webhook -- add/],
    ['no channel', ['add', '--name', 'x'], /--channel <platform>:<id>/],
    ['a platform there is not', ['add', '--channel', 'icq:1', '--name', 'x'], /one of twitch, discord, slack/],
    ['no name', ['add', '--channel', 'twitch:1'], /--name/],
    [
      'a verifier there is not',
      ['add', '--channel', 'twitch:1', '--name', 'x', '--verifier', 'md5'],
      /standard, github, bearer/,
    ],
    [
      'a channel nobody linked',
      ['add', '--channel', 'twitch:1', '--name', 'x'],
      /not linked to a community.*slack:T1,/,
    ],
    ['no id to remove', ['remove'], /remove <id>/],
    ['a community there is not', ['list', '--community', 'nobody'], /no community "nobody"/],
    ['one of many communities', ['list'], /--community <slug>.*community-1/],
    ['a webhook there is not', ['remove', 'x', '--community', 'community-1'], /no webhook x in this community/],
  ] as const)('asked with %s, says what to do', async (_, args, words) => {
    await aCommunity();
    await aCommunity();
    await expect(run(args)).rejects.toThrow(words);
  });

  it('tells what it is missing before anything is made', async () => {
    const { twitch, id } = await aCommunity();
    const add = (env: Readonly<Record<string, string>>) =>
      run(['add', '--channel', `twitch:${twitch}`, '--name', 'x', '--verifier', 'standard'], env);
    await expect(add({ DATABASE_URL: 'mysql://x' })).rejects.toThrow('postgres://');
    await expect(add({ DATABASE_URL: 'postgres://x:y@127.0.0.1:1/x' })).rejects.toThrow('Is the database up');
    const empty = await freshDatabase();
    await expect(add({ DATABASE_URL: empty })).rejects.toThrow('npm run db:migrate');
    expect(await listWebhooks(db, id)).toEqual([]);
  });
});
