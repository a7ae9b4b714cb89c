import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, status } from '../db/migrate.ts';
import { type CloudflareApi, startCloudflareApi } from '../tests/support/cloudflare.ts';
import { freshDatabase } from '../tests/support/fresh-database.ts';
import { type Account, emptyAccount, runStandIn } from '../tests/support/wrangler.ts';
import { readOptions } from './deploy/options.ts';
import { deploy } from './deploy/run.ts';
import type { Tools } from './deploy/step.ts';
import { readConfig } from './deploy/tools.ts';
import { readEvents, type Wrangler, wranglerAt } from './deploy/wrangler.ts';
import { ROOT } from './local/build.ts';
import { freshSecret } from './local/vars.ts';

const PUBLIC_URL = 'https://waddlebot.ann.workers.dev';
const PASSWORD = 'npg_Vm3yQ8tRz1Lk';
const CONFIG = readConfig();

let folder: string;
let env: Record<string, string>;
let files: Map<string, string>;
let lines: string[];
let now: number;
/** What the edge answers to a path; by default the Worker that the account has. */
let answer: (path: string, userAgent: string) => Promise<Response> | Response;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-deploy-test-'));
  await setAccount(() => {});
  env = {
    PUBLIC_URL,
    DATABASE_URL: `postgres://waddle:${PASSWORD}@ep-cool-duck-123456-pooler.eu-central-1.aws.neon.tech/neondb`,
    SESSION_SECRET: freshSecret(),
    ENCRYPTION_KEY: freshSecret(),
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'slack-client-secret',
    SLACK_SIGNING_SECRET: 'slack-$IGNING-secret',
    HOME: folder,
  };
  files = new Map();
  lines = [];
  now = 1_800_000_000_000;
  answer = async (path) =>
    path === '/ready'
      ? Response.json({ status: 'ready', database: true, objects: true, version: (await account()).worker?.versionId })
      : Response.json({ name: 'waddlebot', status: 'alive' });
});
afterEach(() => rm(folder, { recursive: true }));

const accountFile = () => path.join(folder, 'account.json');
const account = async () => JSON.parse(await readFile(accountFile(), 'utf8')) as Account;
async function setAccount(change: (account: Account) => void): Promise<void> {
  const before = await account().catch(emptyAccount);
  change(before);
  await writeFile(accountFile(), JSON.stringify(before));
}
const commands = async () => (await account()).calls.map(({ args }) => args.join(' '));

/** wrangler as a program of its own, as in a real deployment … */
const spawned: Wrangler = (args, input) =>
  wranglerAt([process.execPath, path.join(ROOT, 'tests/support/wrangler.ts')], ROOT, {
    PATH: process.env.PATH,
    STAND_IN_ACCOUNT: accountFile(),
  })(args, input);

/** … and the same without the half second that each start takes. */
const inProcess: Wrangler = async (args, input = '') => {
  const before = await account();
  const { code, stdout, stderr, told } = await runStandIn(before, [...args], async () => input);
  await writeFile(accountFile(), JSON.stringify(before));
  return { ok: code === 0, stdout, output: stripVTControlCharacters(stdout + stderr), events: readEvents(told) };
};

/** `npm run deploy -- <args>` with a stand-in for each thing outside. */
function run(args: readonly string[] = [], tools: Partial<Tools> = {}): Promise<number> {
  lines = [];
  const standIn: Tools = {
    wrangler: inProcess,
    fetch: async (url, init) =>
      answer(String(url).slice(PUBLIC_URL.length), new Headers(init?.headers).get('user-agent') ?? ''),
    migrate: async () => [],
    migrationStatus: async () => [{ name: '0000_road.sql', state: 'applied' }],
    registerDiscord: undefined,
    config: CONFIG,
    env,
    readFile: async (file) => files.get(file) ?? null,
    gitKnows: async () => 'ignored',
    print: (line) => lines.push(...line.split('\n')),
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    ...tools,
  };
  return deploy(readOptions(args), standIn);
}
const lineOf = (step: string) => lines.find((line) => line.startsWith(step)) ?? '';
const said = () => lines.join('\n');

describe('a whole deployment', () => {
  it('makes the queues, migrates, puts code and secrets online in one version, asks it, and says what is next', async () => {
    const direct = await freshDatabase();
    env.DATABASE_DIRECT_URL = direct;
    expect(await run([], { migrate, migrationStatus: status, wrangler: spawned })).toBe(0);

    const { queues, worker } = await account();
    expect(queues.map(({ name }) => name)).toEqual(CONFIG.queues);
    expect(queues.find(({ name }) => name === 'waddlebot-dead-letters')?.retentionSeconds).toBe(14 * 86_400);
    expect(
      (await status({ url: direct, folder: path.join(ROOT, 'db/migrations') })).every((m) => m.state === 'applied'),
    ).toBe(true);
    const { HOME: _, DATABASE_DIRECT_URL: __, ...secrets } = env;
    expect(worker).toMatchObject({ secrets, isDraft: false });
    expect(await commands()).toEqual([
      'whoami --json',
      'deploy --dry-run',
      ...CONFIG.queues.map((name) =>
        name === 'waddlebot-dead-letters'
          ? `queues create ${name} --message-retention-period-secs 1209600`
          : `queues create ${name}`,
      ),
      expect.stringMatching(/^deploy --secrets-file /),
    ]);
    expect(lineOf('environment')).toMatch(/account Ann, the database answers, \d+ migrations to apply/);
    expect(lineOf('ready')).toContain(`version ${worker?.versionId} answers at ${PUBLIC_URL}`);
    expect(said()).toContain('npm run connect slack');
    expect(said()).not.toContain('npm run connect twitch');
  });

  it('can be repeated: what is there is left as it is', async () => {
    env.DATABASE_DIRECT_URL = await freshDatabase();
    await run([], { migrate, migrationStatus: status });
    const first = await account();
    expect(await run([], { migrate, migrationStatus: status })).toBe(0);
    expect(lineOf('queues')).toMatch(/^queues +already there: /);
    expect(lineOf('database')).toMatch(/^database +already there: /);
    expect((await account()).queues).toEqual(first.queues);
    expect((await account()).worker?.secrets).toEqual(first.worker?.secrets);
  });

  it('makes only the queue that is missing', async () => {
    await setAccount((a) => a.queues.push({ name: 'waddlebot-invocations' }));
    await run(['--only', 'queues']);
    expect(lineOf('queues')).toMatch(/done: made waddlebot-deliveries.*\(already there: waddlebot-invocations\)/);
  });

  it('leaves no secret in an argument, in a line, or on the disk', async () => {
    const before = readdirSync(tmpdir());
    await run();
    const { calls } = await account();
    for (const secret of [env.SESSION_SECRET, env.ENCRYPTION_KEY, env.SLACK_SIGNING_SECRET, PASSWORD]) {
      expect(JSON.stringify(calls)).not.toContain(secret);
      expect(said()).not.toContain(secret);
    }
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith('waddlebot-secrets-') && !before.includes(name)),
    ).toEqual([]);
  });

  it('leaves no secret on the disk when the upload fails, either', async () => {
    const before = readdirSync(tmpdir());
    await setAccount((a) => (a.failures.deploy = 'network'));
    expect(await run([], { wrangler: spawned })).toBe(1);
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith('waddlebot-secrets-') && !before.includes(name)),
    ).toEqual([]);
  });

  it('hides a secret even where somebody else’s words quote it', async () => {
    expect(
      await run([], {
        migrate: async () => {
          throw new Error(`cannot reach ${env.DATABASE_URL}, password ${PASSWORD}`);
        },
      }),
    ).toBe(1);
    expect(lineOf('database')).toContain('FAILED: cannot reach [DATABASE_URL], password [DATABASE_URL]');
  });
});

describe('the environment', () => {
  const nothingWasTouched = async () => {
    const { queues, worker } = await account();
    expect({ queues, worker }).toEqual({ queues: [], worker: undefined });
  };

  it('names everything that is missing or weak at once, before anything is changed', async () => {
    env = { PUBLIC_URL, ENCRYPTION_KEY: 'changeme-changeme-changeme-changeme' };
    expect(await run()).toBe(1);
    for (const problem of [
      'DATABASE_URL is missing',
      'SESSION_SECRET is missing',
      'ENCRYPTION_KEY is a known example',
    ]) {
      expect(said()).toContain(problem);
    }
    expect(said()).not.toContain('changeme');
    expect(said()).not.toContain('wrangler secret put');
    expect(said()).toContain('Not done: build, queues, database, secrets, worker, discord, ready.');
    expect(await commands()).toEqual([]);
  });

  it.each([
    ['PUBLIC_URL', 'http://waddlebot.example.org', 'has to be https:'],
    ['PUBLIC_URL', 'https://127.0.0.1', 'points at this machine'],
    ['PUBLIC_URL', `${PUBLIC_URL}/`, `has to be the address alone: ${PUBLIC_URL}`],
    ['DATABASE_URL', 'postgres://a:b@127.0.0.1:5432/db', 'points at this machine'],
  ])('refuses %s=%s', async (name, value, words) => {
    env[name] = value;
    expect(await run()).toBe(1);
    expect(lineOf('environment')).toContain(`FAILED: ${name} ${words}`);
    await nothingWasTouched();
  });

  it('says who is on, who is off, and what the others lack', async () => {
    env.KICK_CLIENT_ID = '01J';
    await run();
    expect(said()).toContain('on:  slack');
    expect(said()).toContain('off: kick, without KICK_CLIENT_SECRET');
  });

  it('wants a login', async () => {
    await setAccount((a) => (a.loggedIn = false));
    expect(await run()).toBe(1);
    expect(lineOf('environment')).toContain('FAILED: nobody is logged in at Cloudflare');
    expect(said()).toContain('npx wrangler login');
    await nothingWasTouched();
  });

  it('wants to know which account, where there are several', async () => {
    await setAccount((a) => a.accounts.push({ id: 'b2', name: 'Bob’s' }));
    expect(await run()).toBe(1);
    expect(said()).toContain('Say which one by CLOUDFLARE_ACCOUNT_ID: a1 (Ann), b2 (Bob’s).');
    env.CLOUDFLARE_ACCOUNT_ID = 'b2';
    expect(await run()).toBe(0);
    expect(lineOf('environment')).toContain('account Bob’s');
  });

  it('tells a token that Cloudflare refuses from a network that is down', async () => {
    await setAccount((a) => (a.failures.whoami = 'authentication'));
    expect(await run()).toBe(1);
    expect(said()).toContain('Queues › Edit');
    await setAccount((a) => (a.failures.whoami = 'network'));
    expect(await run()).toBe(1);
    expect(said()).toContain('Cloudflare could not be reached');
  });

  it('asks the database before anything is changed', async () => {
    env.DATABASE_DIRECT_URL = 'postgres://a:b@127.0.0.1:1/db';
    expect(await run([], { migrate, migrationStatus: status })).toBe(1);
    expect(lineOf('environment')).toMatch(/FAILED: Cannot connect to database "db" on 127\.0\.0\.1:1: .*ECONNREFUSED/);
    await nothingWasTouched();
  });

  it('refuses a database whose history does not fit before anything is changed', async () => {
    expect(await run([], { migrationStatus: async () => [{ name: '0001_road.sql', state: 'edited' }] })).toBe(1);
    expect(lineOf('environment')).toContain('0001_road.sql is edited');
    await nothingWasTouched();
  });

  it('reads .env.production; the environment wins, and that is said', async () => {
    const { SESSION_SECRET, HOME, ...given } = env;
    files.set(
      '.env.production',
      Object.entries({ ...given, SESSION_SECRET: freshSecret() })
        .map(([name, value]) => `${name}='${value}'`)
        .join('\n'),
    );
    env = { HOME: HOME as string, SESSION_SECRET: SESSION_SECRET as string };
    expect(await run()).toBe(0);
    expect((await account()).worker?.secrets).toEqual({ ...given, SESSION_SECRET });
    expect(said()).toContain('from the environment, not from .env.production: SESSION_SECRET');
    expect(said()).toContain('node --env-file=.env.production scripts/run.mjs scripts/connect.ts slack');
  });

  it('refuses an env file that git knows or could take in', async () => {
    files.set('.env.production', '');
    expect(await run([], { gitKnows: async () => 'tracked' })).toBe(1);
    expect(said()).toContain('git rm --cached .env.production');
    expect(await run([], { gitKnows: async () => 'untracked' })).toBe(1);
    expect(said()).toContain('Add .env.production to .gitignore');
  });

  it('refuses an env file that is not there, when it was asked for', async () => {
    expect(await run(['--env-file', 'gone'])).toBe(1);
    expect(lineOf('environment')).toContain('there is no file gone');
  });

  it('gives the Worker no name twice: what wrangler.toml sets is no secret', async () => {
    env.ENVIRONMENT = 'development';
    await run();
    expect((await account()).worker?.secrets).not.toHaveProperty('ENVIRONMENT');
  });
});

describe('a step that fails', () => {
  it('changes nothing when the Worker does not build', async () => {
    await setAccount((a) => (a.failures['deploy --dry-run'] = 'build'));
    expect(await run()).toBe(1);
    expect(lineOf('build')).toContain(
      'FAILED: the Worker does not build: Build failed with 1 error: workers/index.ts:1:9',
    );
    expect((await account()).queues).toEqual([]);
  });

  it('goes on from there once it is mended', async () => {
    await setAccount((a) => (a.failures['queues create'] = 'quota'));
    expect(await run()).toBe(1);
    expect(lineOf('queues')).toContain('FAILED: queue waddlebot-');
    expect(lineOf('queues')).toContain('You have exceeded the maximum number of queues');
    expect(said()).toContain('Not done: database, secrets, worker, discord, ready.');
    await setAccount((a) => (a.failures = {}));
    expect(await run()).toBe(0);
  });

  it.each([
    ['network', 'Cloudflare could not be reached'],
    ['rate limit', 'Wait five minutes'],
    ['authentication', 'Make an API token'],
  ] as const)('says what to do when the upload fails by %s', async (failure, words) => {
    await setAccount((a) => (a.failures.deploy = failure));
    expect(await run()).toBe(1);
    expect(lineOf('worker')).toContain('FAILED: the upload: ');
    expect(said()).toContain(`What to do: ${words}`.slice(0, 12));
    expect(said()).toContain(words);
    expect(said()).toContain('Not done: discord, ready.');
  });

  it('says which plan is needed', async () => {
    await setAccount((a) => (a.plan = 'free'));
    expect(await run()).toBe(1);
    expect(lineOf('queues')).toContain('done: made');
    expect(lineOf('worker')).toContain('CPU limits are not supported for the Free plan');
    expect(said()).toContain('Workers Paid plan');
  });

  it('leaves the Worker alone when a migration fails', async () => {
    const failing = async () => {
      throw new Error('0007_more.sql, statement 1 of 2: relation "ducks" does not exist');
    };
    expect(await run([], { migrate: failing })).toBe(1);
    expect(lineOf('database')).toContain('0007_more.sql, statement 1 of 2');
    expect((await account()).worker).toBeUndefined();
  });
});

describe('chosen steps', () => {
  it('sets secrets alone by standard input', async () => {
    await run();
    await setAccount((a) => (a.calls = []));
    env.SLACK_SIGNING_SECRET = 'a-rotated-one';
    expect(await run(['--only', 'secrets'], { wrangler: spawned })).toBe(0);
    const { calls, worker } = await account();
    expect(calls.map(({ args }) => args.join(' '))).toEqual(['whoami --json', 'secret bulk']);
    expect(worker?.secrets.SLACK_SIGNING_SECRET).toBe('a-rotated-one');
  });

  it('says how to set them after a rollback', async () => {
    await run();
    await setAccount((a) => (a.rolledBack = true));
    expect(await run(['--only', 'secrets'])).toBe(1);
    expect(said()).toContain('After a rollback secrets can only go up together with code');
    expect(await run()).toBe(0);
  });

  it('leaves the secrets that are there when they are skipped', async () => {
    await run();
    const before = (await account()).worker?.secrets;
    env.SLACK_SIGNING_SECRET = 'another';
    expect(await run(['--skip', 'secrets,queues', '--skip', 'database'])).toBe(0);
    expect((await account()).worker?.secrets).toEqual(before);
    expect((await commands()).at(-1)).toBe('deploy');
  });

  it('needs no login for what is not Cloudflare’s', async () => {
    await setAccount((a) => (a.loggedIn = false));
    expect(await run(['--only', 'database'])).toBe(0);
    expect(await commands()).toEqual([]);
  });

  it('knows its steps', () => {
    expect(() => readOptions(['--only', 'queue'])).toThrow(/There is no step "queue"\.\nusage: /);
  });
});

describe('--dry-run', () => {
  it('builds, says what it would do, and changes nothing', async () => {
    const migrationStatus = async () => [{ name: '0009_new.sql', state: 'pending' as const }];
    expect(await run(['--dry-run'], { migrationStatus })).toBe(0);
    expect(await commands()).toEqual(['whoami --json', 'deploy --dry-run']);
    expect(lineOf('queues')).toContain('would make what is not there of waddlebot-');
    expect(lineOf('database')).toContain('would apply 0009_new.sql');
    expect(lineOf('secrets')).toContain('would set DATABASE_URL, ENCRYPTION_KEY, PUBLIC_URL');
    expect(said()).toContain('Nothing was changed.');
  });

  it('builds even where the environment is not ready, and says so by its exit code', async () => {
    env = {};
    expect(await run(['--dry-run'])).toBe(1);
    expect(lineOf('build')).toContain('done: the Worker has 900.00 KiB, 200.00 KiB gzipped');
    expect(said()).toContain('Not done: queues, ');
  });
});

describe('Discord', () => {
  const discord = { DISCORD_APPLICATION_ID: '42', DISCORD_PUBLIC_KEY: '0a'.repeat(32), DISCORD_BOT_TOKEN: 'bot-token' };

  it('is skipped while it is off, and where there is nothing to register with', async () => {
    await run();
    expect(lineOf('discord')).toContain('skipped because DISCORD_APPLICATION_ID');
    Object.assign(env, discord);
    await run();
    expect(lineOf('discord')).toContain('skipped because there is no scripts/discord-register.ts');
  });

  it('gets its commands registered', async () => {
    Object.assign(env, discord);
    const asked: unknown[] = [];
    const registerDiscord: Tools['registerDiscord'] = async (options) => {
      asked.push(options);
      return { count: 7 };
    };
    expect(await run([], { registerDiscord })).toBe(0);
    expect(lineOf('discord')).toContain('done: 7 slash commands');
    expect(asked).toEqual([
      { DISCORD_APPLICATION_ID: '42', DISCORD_BOT_TOKEN: 'bot-token', DISCORD_API_URL: 'https://discord.com/api/v10' },
    ]);
  });

  it('says so when Discord refuses them', async () => {
    Object.assign(env, discord);
    const registerDiscord = async () => {
      throw new Error('401: Unauthorized');
    };
    expect(await run([], { registerDiscord })).toBe(1);
    expect(lineOf('discord')).toContain('FAILED: Discord did not take the commands: 401: Unauthorized');
    expect(said()).toContain('npm run deploy -- --only discord');
  });
});

describe('the question whether it is ready', () => {
  const page = (status: number) => new Response('<html>', { status });

  it('is asked again while the address is new and while an older version answers', async () => {
    const started = now;
    const answers = [
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })),
      () => page(404),
      () => Response.json({ status: 'ready', version: 'an-older-one' }),
      () => Response.json({ status: 'not ready', database: false, objects: true }, { status: 503 }),
    ];
    const worker = answer;
    answer = (path, userAgent) => answers.shift()?.() ?? worker(path, userAgent);
    expect(await run()).toBe(0);
    expect(now - started).toBeGreaterThan(4 * 2_000);
  });

  it('takes a Worker that does not tell its version', async () => {
    answer = () => Response.json({ status: 'ready' });
    expect(await run()).toBe(0);
    expect(lineOf('ready')).toContain('it does not tell its version');
  });

  it.each([
    [
      'a name that does not exist',
      () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ENOTFOUND') })),
      'does not answer: ENOTFOUND',
      'wrangler says it is at https://waddlebot.ann.workers.dev',
    ],
    [
      'an older version',
      () => Response.json({ status: 'ready', version: 'old' }),
      'still answered by version old',
      'wrangler deployments list',
    ],
    [
      'a database that is away',
      () => Response.json({ status: 'not ready', database: false }, { status: 503 }),
      'not ready: the database did not answer',
      'wrangler tail',
    ],
    [
      'a Worker that refuses its settings',
      () =>
        Response.json(
          { error: { code: 'UNAVAILABLE', message: 'WaddleBot cannot start: X is missing' } },
          { status: 503 },
        ),
      'cannot start: X is missing',
      'Mend the settings',
    ],
    ['a guard before the Worker', () => page(403), 'is answered with 403, not by the Worker', 'Bot Fight Mode'],
    ['nothing there', () => page(404), 'is answered with 404', 'takes a few minutes'],
  ])('gives up on %s after five minutes, with the reason', async (_, edge, reason, next) => {
    answer = edge;
    const started = now;
    expect(await run()).toBe(1);
    expect(now - started).toBeLessThanOrEqual(5 * 60_000);
    expect(now - started).toBeGreaterThan(4 * 60_000);
    expect(lineOf('ready')).toContain(reason);
    expect(said()).toContain(next);
  });

  it('is asked as Kick asks, where Kick is on', async () => {
    Object.assign(env, { KICK_CLIENT_ID: 'k', KICK_CLIENT_SECRET: 's' });
    const worker = answer;
    answer = (path, userAgent) => (userAgent.startsWith('Go-http-client') ? page(403) : worker(path, userAgent));
    expect(await run()).toBe(1);
    expect(lineOf('ready')).toContain('answered with 403 when asked as Kick asks');
    expect(said()).toContain('Bot Fight Mode');
    answer = worker;
    expect(await run()).toBe(0);
  });
});

describe('with the real wrangler', () => {
  let api: CloudflareApi;
  beforeEach(async () => {
    api = await startCloudflareApi();
  });
  afterEach(() => api.stop());

  it('deploys what wrangler.toml says, twice', { timeout: 300_000 }, async () => {
    const wrangler = wranglerAt([process.execPath, path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js')], ROOT, {
      PATH: process.env.PATH,
      HOME: folder,
      CLOUDFLARE_API_BASE_URL: api.url,
      CLOUDFLARE_API_TOKEN: 'a-token',
      // Without it wrangler would remember this account for this checkout.
      CLOUDFLARE_ACCOUNT_ID: 'a1',
    });
    answer = () => Response.json({ status: 'ready', version: api.uploads.at(-1)?.versionId });

    expect(await run([], { wrangler }), said()).toBe(0);
    expect([...api.queues.keys()]).toEqual(CONFIG.queues);
    expect(api.queues.get('waddlebot-dead-letters')?.settings).toEqual({ message_retention_period: 1_209_600 });
    expect(api.crons).toContain('* * * * *');
    const { HOME: _, ...secrets } = env;
    const bound = api.uploads[0]?.metadata.bindings.filter(({ type }) => type === 'secret_text') ?? [];
    expect(Object.fromEntries(bound.map(({ name, text }) => [name, text]))).toEqual(secrets);

    expect(await run(['--skip', 'build'], { wrangler }), said()).toBe(0);
    expect(lineOf('queues')).toMatch(/^queues +already there: /);
    expect(lineOf('ready')).toContain(`version ${api.uploads[1]?.versionId} answers`);
  });
});

it('hands Discord’s commands to the real registering script in the form it takes', async () => {
  const { registerCommands } = await import('./discord-register.ts');
  const asked: string[] = [];
  const fetcher: typeof fetch = async (url, init) => {
    asked.push(`${init?.method} ${url} ${new Headers(init?.headers).get('authorization')}`);
    return Response.json([]);
  };
  Object.assign(env, {
    DISCORD_APPLICATION_ID: '42',
    DISCORD_PUBLIC_KEY: '0a'.repeat(32),
    DISCORD_BOT_TOKEN: 'bot-token',
  });
  await run(['--only', 'discord'], { registerDiscord: (vars) => registerCommands(vars, fetcher) });
  expect(asked).toEqual(['PUT https://discord.com/api/v10/applications/42/commands Bot bot-token']);
});

it('has an SQL statement in docs/deploy.md for each thing it says, and the database takes them', async () => {
  const url = await freshDatabase();
  await migrate({ url, folder: path.join(ROOT, 'db/migrations') });
  const page = await readFile(path.join(ROOT, 'docs/deploy.md'), 'utf8');
  const statements = Array.from(page.matchAll(/^```sql\n(.*?)^```$/gms), ([, sql]) => sql as string);
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
    expect((await client.query('select slug from communities')).rows).toEqual([{ slug: 'ducks' }]);
  } finally {
    await client.end();
  }
});
