import { App, LogLevel } from '@slack/bolt';
import { Redis } from 'ioredis';
import pg from 'pg';
import { DEFAULT_COMMAND_LIMIT } from '../workers/core/channel-settings.ts';
import type { CommandReply } from '../workers/core/command-options.ts';
import type { CommandEntry } from '../workers/core/commands.ts';
import { NO_COOLDOWN } from '../workers/core/commands.ts';
import { entryOf } from '../workers/core/modules.ts';
import { Registry } from '../workers/core/registry.ts';
import { speak } from '../workers/core/words.ts';
import { general } from '../workers/modules/general/index.ts';

/** The same slash command on Slack's own framework: what somebody would write who knows Bolt, Redis and PostgreSQL well. */
export interface BoltConfig {
  readonly port: number;
  readonly redisPort: number;
  readonly databaseUrl: string;
  readonly signingSecret: string;
  readonly team: string;
}

const REGISTRY_FOR_MS = 30_000;
const SEEN_FOR_SECONDS = 86_400;

/**
 * Everything that Redis decides about one command in one round trip: seen before, cooling down, over the limit of its
 * sliding window; a refusal consumes nothing. KEYS: seen, cooldown, window. ARGV: now, cooldown ms, count, window ms, id.
 */
const ADMIT = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 'duplicate' end
if redis.call('EXISTS', KEYS[2]) == 1 then return 'cooldown' end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[1] - ARGV[4])
if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[3]) then return 'limit' end
redis.call('SET', KEYS[1], '1', 'NX', 'EX', ${SEEN_FOR_SECONDS})
redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[2])
redis.call('ZADD', KEYS[3], ARGV[1], ARGV[5])
redis.call('PEXPIRE', KEYS[3], ARGV[4])
return 'admitted'`;

interface Admitting {
  admit(seen: string, cooldown: string, window: string, ...args: (string | number)[]): Promise<string>;
}

const config = JSON.parse(process.env.BENCH_BOLT ?? '{}') as BoltConfig;
const redis = new Redis({
  host: '127.0.0.1',
  port: config.redisPort,
  enableAutoPipelining: true,
  scripts: { admit: { lua: ADMIT, numberOfKeys: 3 } },
}) as Redis & Admitting;
const pool = new pg.Pool({ connectionString: config.databaseUrl, max: 10 });
const builtins = general.commands.map((command) => entryOf(command));
const say = speak(general.words, 'en');

let held: { readonly registry: Promise<Registry>; readonly until: number } | undefined;

/** The workspace's commands, read from PostgreSQL at most every 30 s. */
function registry(now: number): Promise<Registry> {
  if (held && held.until > now) return held.registry;
  const loading = loadRegistry();
  held = { registry: loading, until: now + REGISTRY_FOR_MS };
  loading.catch(() => (held = undefined));
  return loading;
}

async function loadRegistry(): Promise<Registry> {
  const { rows } = await pool.query<{ id: string; name: string; replies: CommandReply[] }>(
    `select m.id, m.name, m.replies from channels c join commands m on m.community_id = c.community_id
     where c.platform = 'slack' and c.platform_id = $1`,
    [config.team],
  );
  const custom = rows.map(
    ({ id, name, replies }): CommandEntry => ({
      id,
      name,
      replies,
      aliases: [],
      kind: 'custom',
      hidden: false,
      summary: '',
      options: {},
      level: 'everyone',
      cooldown: NO_COOLDOWN,
      effect: 'none',
      visibility: 'public',
      subcommands: {},
    }),
  );
  return new Registry([...builtins, ...custom]);
}

const app = new App({
  signingSecret: config.signingSecret,
  // Without these Bolt would ask Slack who it is, and keep conversations nobody here has.
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BENCH' }),
  tokenVerificationEnabled: false,
  convoStore: false,
  logLevel: LogLevel.ERROR,
});

app.command('/waddlebot', async ({ command, ack }) => {
  const now = Date.now();
  const found = (await registry(now)).find(command.text.trim() || 'help', 'slack');
  if (!found) return ack({ response_type: 'ephemeral', text: 'WaddleBot has no such command here.' });
  const { entry, rule } = found;
  const whose = `${command.team_id}:${command.user_id}:${entry.name}`;
  const { count, windowMs } = DEFAULT_COMMAND_LIMIT;
  const decision = await redis.admit(
    `seen:${command.trigger_id}`,
    `cooldown:${whose}`,
    `window:${whose}`,
    now,
    Math.max(1, rule.cooldown.user * 1_000),
    count,
    windowMs,
    command.trigger_id,
  );
  if (decision === 'duplicate') return ack();
  if (decision !== 'admitted') return ack({ response_type: 'ephemeral', text: 'That was a little fast.' });
  await ack({
    response_type: rule.visibility === 'ephemeral' ? 'ephemeral' : 'in_channel',
    text: entry.replies?.[0]?.text ?? say(entry.name),
  });
});

// The bench is gone: so is its competitor.
process.once('disconnect', () => process.exit());
await app.start({ port: config.port, host: '127.0.0.1' });
process.send?.('ready');
