import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { asc, eq, or, sql } from 'drizzle-orm';
import { type Database, openDatabase } from '../db/client.ts';
import { startBridge } from '../db/local/bridge.ts';
import { communities } from '../db/schema/index.ts';
import { LINKS } from '../workers/connect/flows.ts';
import { type Door, NotConnected, type Step } from '../workers/connect/steps.ts';
import { PLATFORMS, type Platform } from '../workers/core/ids.ts';
import { keyringOf } from '../workers/core/sealed.ts';
import { EnvironmentError, missingFor, parseSettings, type Settings } from '../workers/env.ts';
import { openLoopback } from './connect/loopback.ts';
import { isAlive, readRun } from './local/run-file.ts';
import { localVars } from './local/vars.ts';

const USAGE = `Connects a channel: you agree in the browser, WaddleBot keeps the token encrypted and subscribes to the channel's events.

  npm run connect twitch|discord|slack|youtube|kick [-- --as bot] [--with stream] [--community <slug>] [--channel <name or id>] [--port 3000] [--no-open]

  --as bot      connects the bot's own account (Twitch, Kick, YouTube); do that once, before the first channel
  --with stream also asks for what it takes to set title and category, make clips, raid and the like (Twitch, Kick, YouTube)
  --community   which community the channel joins; needed where there are several
  --channel     refuses anybody else's consent
  --port        of the redirect address http://localhost:<port>/callback, which has to be registered with the platform`;

/** The redirect address is registered with each platform, so its port is fixed. */
const PORT = 3_000;

/** What the terminal calls things. */
const TERMINAL: Door = {
  again: 'run this again',
  channel: (platform) => `npm run connect ${platform}`,
  asBot: (platform, lead = 'Run') => `${lead}: npm run connect ${platform} -- --as bot`,
  withStream: (platform) => `npm run connect ${platform} -- --with stream`,
  elsewhere: (name, slug) =>
    `${name} belongs to the community "${slug}" already, and a channel is in one community at most. Run this again with --community ${slug}, or unlink it there first.`,
};

const MARKS = { done: '✓ ', warning: '! ', refused: '✗ ', next: '' } as const;

const lineOf = ({ is, text, copy }: Step): string => `${MARKS[is]}${text}${copy === undefined ? '' : `\n    ${copy}`}`;

export interface ConnectOptions {
  readonly platform: Platform;
  readonly settings: Settings;
  readonly db: Database;
  readonly community?: string | undefined;
  readonly expected?: string | undefined;
  readonly asBot?: boolean;
  /** Also asks for what it takes to steer the stream. */
  readonly withStream?: boolean;
  /** 0: any free one. */
  readonly port: number;
  readonly say: (line: string) => void;
  /** Takes the person to the consent page. */
  readonly open: (url: string) => void;
  readonly fetch?: typeof fetch;
  readonly pause?: (ms: number) => Promise<void>;
}

/** Goes the whole way of one consent. @throws NotConnected with words that say what to do. */
export async function connect(options: ConnectOptions): Promise<void> {
  const { platform, settings, db, say, asBot = false, withStream = false } = options;
  const missing = missingFor(platform, settings);
  if (missing.length > 0)
    throw new NotConnected(`${missing.join(', ')} not set: docs/platforms/${platform}.md says where to find what.`);
  if (withStream && (asBot || !LINKS[platform].asks.stream))
    throw new NotConnected(
      asBot
        ? 'The bot’s own account steers no stream; the broadcaster’s does. Run this without --as bot, or without --with stream.'
        : 'There is no stream to steer on this platform. Run this without --with stream.',
    );
  const flow = LINKS[platform].flow({
    db,
    actor: { kind: 'system' },
    door: TERMINAL,
    keys: keyringOf(settings.ENCRYPTION_KEY, settings.ENCRYPTION_KEY_PREVIOUS),
    settings,
    communityId: await communityOf(db, options.community),
    expected: options.expected,
    asBot,
    withStream,
    fetch: options.fetch ?? fetch,
    now: Date.now,
    tell: (step) => say(lineOf(step)),
    // From here no object is reached: pages that show it see it when they ask again.
    noted: () => {},
    pause: options.pause ?? pause,
  });
  const loopback = await openLoopback(options.port);
  try {
    const state = randomBytes(24).toString('base64url');
    const { redirectUri } = loopback;
    const { url, verifier } = await flow.start(redirectUri, state);
    const code = loopback.code(state, flow.title);
    say(`WaddleBot asks ${flow.title} for:`);
    for (const [scope, why] of Object.entries(flow.scopes)) say(`  ${scope.padEnd(32)} ${why}`);
    say(`\nAgree in the browser. If none opens, go there yourself:\n  ${url}\n`);
    options.open(url);
    await flow.finish({ code: await code, redirectUri, verifier });
  } finally {
    await loopback.close();
  }
}

/** The community that is meant. @throws NotConnected where that is not clear. */
async function communityOf(db: Database, asked: string | undefined): Promise<string> {
  const found = await db.run('connect.communities', (d) =>
    d
      .select({ id: communities.id, slug: communities.slug })
      .from(communities)
      .where(asked === undefined ? undefined : or(eq(communities.slug, asked), eq(sql`${communities.id}::text`, asked)))
      .orderBy(asc(communities.slug))
      .limit(20),
  );
  const [only, second] = found;
  if (!only)
    throw new NotConnected(
      asked === undefined
        ? 'There is no community yet. Start WaddleBot once, or make one in the hub.'
        : `There is no community "${asked}".`,
    );
  if (second) throw new NotConnected(`Say which community: --community ${found.map(({ slug }) => slug).join(' | ')}`);
  return only.id;
}

/** The default browser, where there is one. */
function openBrowser(url: string): void {
  const [command, ...args] = {
    darwin: ['open'],
    win32: ['rundll32', 'url.dll,FileProtocolHandler'],
  }[process.platform as string] ?? ['xdg-open'];
  spawn(command as string, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

const NAMES = [
  'PUBLIC_URL',
  'DATABASE_URL',
  'SESSION_SECRET',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEY_PREVIOUS',
  'ENVIRONMENT',
  ...['TWITCH', 'DISCORD', 'SLACK', 'KICK', 'GOOGLE', 'YOUTUBE'].flatMap((name) =>
    [
      'CLIENT_ID',
      'CLIENT_SECRET',
      'WEBHOOK_SECRET',
      'BOT_USER_ID',
      'APPLICATION_ID',
      'PUBLIC_KEY',
      'BOT_TOKEN',
      'SIGNING_SECRET',
      'API_URL',
      'AUTH_URL',
      'TOKEN_URL',
      'HUB_URL',
    ].map((part) => `${name}_${part}`),
  ),
];

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      with: { type: 'string' },
      community: { type: 'string' },
      channel: { type: 'string' },
      port: { type: 'string', default: String(PORT) },
      open: { type: 'boolean', default: true },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowNegative: true,
  });
  const platform = PLATFORMS.find((name) => name === positionals[0]);
  const isUnknown = values.with !== undefined && values.with !== 'stream';
  if (values.help || !platform || isUnknown) {
    console.log(USAGE);
    if (!values.help) process.exitCode = 1;
    return;
  }
  const run = await readRun();
  const local = process.env.DATABASE_URL || !run || !isAlive(run.pid) ? undefined : run;
  const vars = await localVars(NAMES);
  const url = local?.databaseUrl ?? vars.DATABASE_URL;
  if (!url)
    throw new NotConnected(
      'WaddleBot is not running here. Start it in another terminal (npm start), or set DATABASE_URL to the database of your deployment.',
    );
  // Neon speaks the driver's own protocol; any other database needs the bridge that does.
  const isForeign = !local && !new URL(url).hostname.endsWith('.neon.tech');
  const bridge = isForeign ? await startBridge({ upstream: url }) : null;
  try {
    const settings = parseSettings({
      ...vars,
      ...local?.vars,
      ...(local ? { PUBLIC_URL: vars.PUBLIC_URL ?? local.url, ENVIRONMENT: 'development' } : {}),
      DATABASE_URL: bridge?.url ?? url,
    });
    await connect({
      platform,
      settings,
      db: openDatabase(bridge?.url ?? url, () => {}, Date.now),
      community: values.community,
      expected: values.channel,
      asBot: values.as === 'bot',
      withStream: values.with === 'stream',
      port: Number(values.port),
      say: (line) => console.log(line),
      open: values.open ? openBrowser : () => {},
    });
  } finally {
    await bridge?.close();
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main();
  } catch (error) {
    console.error(
      error instanceof NotConnected || error instanceof EnvironmentError
        ? error.message
        : `Not connected: ${error instanceof Error ? error.message : error}`,
    );
    process.exitCode = 1;
  }
}
