import * as z from 'zod';
import type { Agenda } from '../durable-objects/agenda.ts';
import type { Channel } from '../durable-objects/channel.ts';
import type { Community } from '../durable-objects/community.ts';
import type { DiscordGateway } from '../durable-objects/discord-gateway.ts';
import type { Feeds } from '../durable-objects/feeds.ts';
import type { LiveChat } from '../durable-objects/live-chat.ts';
import type { RateLimiter } from '../durable-objects/rate-limiter.ts';
import type { Upstream } from '../durable-objects/upstream.ts';
import type { Activity } from './core/activity.ts';
import type { Platform } from './core/ids.ts';
import type { Invocation } from './core/invocation.ts';
import type { Job } from './core/jobs.ts';
import type { DeadLetter } from './router/letters.ts';
import type { Wakeup } from './router/wakeup.ts';

/** What wrangler.toml binds. */
export interface Bindings {
  readonly CHANNEL: DurableObjectNamespace<Channel>;
  readonly UPSTREAM: DurableObjectNamespace<Upstream>;
  readonly AGENDA: DurableObjectNamespace<Agenda>;
  readonly DISCORD_GATEWAY: DurableObjectNamespace<DiscordGateway>;
  readonly LIVE_CHAT: DurableObjectNamespace<LiveChat>;
  readonly RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  readonly COMMUNITY: DurableObjectNamespace<Community>;
  readonly FEEDS: DurableObjectNamespace<Feeds>;
  readonly INVOCATIONS: Queue<Invocation>;
  readonly DELIVERIES: Queue<Wakeup>;
  readonly ACTIVITY: Queue<Activity>;
  readonly JOBS: Queue<Job>;
  readonly DEAD_LETTERS: Queue<DeadLetter>;
  /** The hub's pages; absent where the Worker runs without them, as in benches. */
  readonly ASSETS?: Fetcher;
}

const MIN_BYTES = 32;
const MIN_DISTINCT = 16;
/** Values that stand in examples everywhere; a secret that anyone can look up protects nothing. */
const KNOWN_EXAMPLES = [
  /change[-_ ]?me/i,
  /^(secret|password|example|default|test|waddlebot)/i,
  /your[-_ ]/i,
  /^(0123456789abcdef)+$/i,
];

/** Bytes a secret decodes to: hex and base64 count what they carry, anything else its own characters. */
function decodedBytes(secret: string): Uint8Array {
  if (/^[0-9a-f]+$/i.test(secret) && secret.length % 2 === 0) {
    return Uint8Array.from(secret.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  if (/^[A-Za-z0-9+/_-]+=*$/.test(secret)) {
    try {
      return Uint8Array.from(atob(secret.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '')), (c) =>
        c.charCodeAt(0),
      );
    } catch {
      // Not base64 after all: its characters are its bytes.
    }
  }
  return new TextEncoder().encode(secret);
}

/** Why a secret would not protect anything, or null. */
export function weaknessOf(secret: string): string | null {
  if (KNOWN_EXAMPLES.some((example) => example.test(secret))) return 'is a known example';
  const bytes = decodedBytes(secret);
  if (bytes.length < MIN_BYTES) return `decodes to ${bytes.length} bytes, ${MIN_BYTES} are needed`;
  if (new Set(bytes).size < MIN_DISTINCT)
    return `has ${new Set(bytes).size} different bytes, ${MIN_DISTINCT} are needed`;
  return null;
}

const secret = z.string().superRefine((value, context) => {
  const weakness = weaknessOf(value);
  if (weakness) context.addIssue({ code: 'custom', message: weakness });
});
const text = z.string().min(1);
const optionalText = z.preprocess((value) => (value === '' ? undefined : value), text.optional());
const optionalSecret = z.preprocess((value) => (value === '' ? undefined : value), secret.optional());
const upstream = (fallback: string) =>
  z
    .preprocess((value) => (value === '' ? undefined : value), z.url().default(fallback))
    .transform((url) => url.replace(/\/+$/, ''));

const UPSTREAMS = {
  TWITCH_API_URL: 'https://api.twitch.tv/helix',
  TWITCH_AUTH_URL: 'https://id.twitch.tv/oauth2',
  DISCORD_API_URL: 'https://discord.com/api/v10',
  DISCORD_AUTH_URL: 'https://discord.com/oauth2',
  SLACK_API_URL: 'https://slack.com/api',
  SLACK_AUTH_URL: 'https://slack.com/oauth/v2',
  YOUTUBE_API_URL: 'https://www.googleapis.com/youtube/v3',
  YOUTUBE_HUB_URL: 'https://pubsubhubbub.appspot.com/subscribe',
  GOOGLE_AUTH_URL: 'https://accounts.google.com/o/oauth2/v2/auth',
  GOOGLE_TOKEN_URL: 'https://oauth2.googleapis.com/token',
  KICK_API_URL: 'https://api.kick.com',
  KICK_AUTH_URL: 'https://id.kick.com',
} as const;
type UpstreamName = keyof typeof UPSTREAMS;
const upstreamOf = <Name extends UpstreamName>(name: Name) => upstream(UPSTREAMS[name]);

/** The real secrets beside which a replaced address would be an open door. */
const SECRETS_OF_UPSTREAM: Readonly<Record<string, readonly string[]>> = {
  TWITCH: ['TWITCH_CLIENT_SECRET'],
  DISCORD: ['DISCORD_BOT_TOKEN', 'DISCORD_CLIENT_SECRET'],
  SLACK: ['SLACK_CLIENT_SECRET'],
  YOUTUBE: ['GOOGLE_CLIENT_SECRET'],
  GOOGLE: ['GOOGLE_CLIENT_SECRET'],
  KICK: ['KICK_CLIENT_SECRET'],
};

/** Loopback, and what is in a network of one's own (RFC 1918, RFC 4193, RFC 6762). */
const isNear = (hostname: string): boolean =>
  /^(?:localhost|.+\.(?:local|lan|home\.arpa)|(?:127|10)(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[(?:::1|f[cd][0-9a-f:]+)\])$/i.test(
    hostname,
  );

const schema = z
  .object({
    ENVIRONMENT: z.enum(['production', 'development']).default('production'),
    PUBLIC_URL: z.url(),
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'is not a postgres:// address'),
    SESSION_SECRET: secret,
    ENCRYPTION_KEY: secret,
    ENCRYPTION_KEY_PREVIOUS: optionalSecret,
    SERVICE_API_KEY: optionalSecret,
    TWITCH_CLIENT_ID: optionalText,
    TWITCH_CLIENT_SECRET: optionalText,
    TWITCH_WEBHOOK_SECRET: z.preprocess(
      (value) => (value === '' ? undefined : value),
      // Twitch takes 10 to 100 ASCII characters.
      secret
        .max(100, 'is longer than the 100 characters Twitch takes')
        .regex(/^[\x20-\x7E]*$/, 'has characters other than ASCII')
        .optional(),
    ),
    TWITCH_BOT_USER_ID: optionalText,
    SLACK_CLIENT_ID: optionalText,
    SLACK_CLIENT_SECRET: optionalText,
    SLACK_SIGNING_SECRET: optionalText,
    DISCORD_APPLICATION_ID: optionalText,
    DISCORD_PUBLIC_KEY: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z
        .string()
        .regex(/^[0-9a-f]{64}$/i, 'is not the 64 hex digits of the Public Key in the Developer Portal')
        .optional(),
    ),
    DISCORD_BOT_TOKEN: optionalText,
    DISCORD_CLIENT_SECRET: optionalText,
    GOOGLE_CLIENT_ID: optionalText,
    GOOGLE_CLIENT_SECRET: optionalText,
    // PubSubHubbub takes secrets of less than 200 bytes; this one is only derived from.
    YOUTUBE_WEBHOOK_SECRET: optionalSecret,
    /** What one message in a live chat costs of the units, as the project’s console shows it. */
    YOUTUBE_UNITS_PER_MESSAGE: z.coerce.number().int().positive().default(200),
    /** Units of the Google project per day; 10,000 unless Google granted more. */
    YOUTUBE_UNITS_PER_DAY: z.coerce.number().int().positive().default(10_000),
    KICK_CLIENT_ID: optionalText,
    KICK_CLIENT_SECRET: optionalText,
    KICK_PUBLIC_KEY: optionalText,
    ALLOW_UPSTREAM_OVERRIDE: z.string().optional(),
    FETCH_ALLOW_HOSTS: optionalText,
    TWITCH_API_URL: upstreamOf('TWITCH_API_URL'),
    TWITCH_AUTH_URL: upstreamOf('TWITCH_AUTH_URL'),
    DISCORD_API_URL: upstreamOf('DISCORD_API_URL'),
    DISCORD_AUTH_URL: upstreamOf('DISCORD_AUTH_URL'),
    SLACK_API_URL: upstreamOf('SLACK_API_URL'),
    SLACK_AUTH_URL: upstreamOf('SLACK_AUTH_URL'),
    YOUTUBE_API_URL: upstreamOf('YOUTUBE_API_URL'),
    YOUTUBE_HUB_URL: upstreamOf('YOUTUBE_HUB_URL'),
    GOOGLE_AUTH_URL: upstreamOf('GOOGLE_AUTH_URL'),
    GOOGLE_TOKEN_URL: upstreamOf('GOOGLE_TOKEN_URL'),
    KICK_API_URL: upstreamOf('KICK_API_URL'),
    KICK_AUTH_URL: upstreamOf('KICK_AUTH_URL'),
  })
  .superRefine((env, context) => {
    if (env.ENVIRONMENT !== 'production') return;
    const refuse = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
    const { protocol, hostname } = new URL(env.PUBLIC_URL);
    if (protocol === 'http:' && !isNear(hostname))
      refuse(
        'PUBLIC_URL',
        'has to be https: over http anybody on the way could take a session. http is for loopback and a LAN',
      );
    if (env.FETCH_ALLOW_HOSTS)
      refuse('FETCH_ALLOW_HOSTS', 'opens loopback to people’s URLs and is for tests only: remove it');
    for (const name of Object.keys(UPSTREAMS) as UpstreamName[]) {
      if (env[name] === UPSTREAMS[name]) continue;
      const secrets = SECRETS_OF_UPSTREAM[name.split('_', 1)[0] as string] ?? [];
      const real = secrets.find((secretName) => env[secretName as keyof typeof env]);
      if (!env[name].startsWith('https://')) refuse(name, 'has to be https in production');
      else if (real && env.ALLOW_UPSTREAM_OVERRIDE !== '1') {
        refuse(name, `would send the real ${real} to another address; set ALLOW_UPSTREAM_OVERRIDE=1 if that is meant`);
      }
    }
  });

export type Settings = z.infer<typeof schema>;

/** Every problem with the environment at once, by name, with the command that fixes it. Never a value. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`WaddleBot cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const GENERATED = new Set([
  'SESSION_SECRET',
  'ENCRYPTION_KEY',
  'ENCRYPTION_KEY_PREVIOUS',
  'SERVICE_API_KEY',
  'TWITCH_WEBHOOK_SECRET',
  'YOUTUBE_WEBHOOK_SECRET',
]);

function adviceFor(name: string): string {
  if (GENERATED.has(name)) return `Run \`npm run secrets\` for a good one, then \`npx wrangler secret put ${name}\`.`;
  return `Set it with \`npx wrangler secret put ${name}\`.`;
}

export function parseSettings(vars: Readonly<Record<string, unknown>>): Settings {
  const parsed = schema.safeParse(vars);
  if (parsed.success) return parsed.data;
  throw new EnvironmentError(
    parsed.error.issues.map((issue) => {
      const name = String(issue.path[0] ?? 'environment');
      const reason =
        vars[name] === undefined ? 'is missing' : issue.code === 'invalid_type' ? 'is not text' : issue.message;
      return `${name} ${reason}. ${adviceFor(name)}`;
    }),
  );
}

/** What each platform cannot do without. Discord's client secret is for sign-in only, Kick's key is published. */
const NEEDED = {
  twitch: ['TWITCH_CLIENT_ID', 'TWITCH_CLIENT_SECRET', 'TWITCH_WEBHOOK_SECRET', 'TWITCH_BOT_USER_ID'],
  discord: ['DISCORD_APPLICATION_ID', 'DISCORD_PUBLIC_KEY', 'DISCORD_BOT_TOKEN'],
  slack: ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'],
  youtube: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'YOUTUBE_WEBHOOK_SECRET'],
  kick: ['KICK_CLIENT_ID', 'KICK_CLIENT_SECRET'],
} as const satisfies Record<Platform, readonly (keyof Settings)[]>;

/** What it takes to link channels in the browser. */
export const neededToLink = (platform: Platform): readonly (keyof Settings)[] =>
  platform === 'discord' ? [...NEEDED.discord, 'DISCORD_CLIENT_SECRET'] : NEEDED[platform];

/** Which platforms have all they need; what is missing is named. */
export const missingFor = (platform: Platform, settings: Settings): string[] =>
  NEEDED[platform].filter((name) => !settings[name]);
