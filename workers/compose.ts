import { openDatabase } from '../db/client.ts';
import { normaliseName } from './core/commands.ts';
import { channelKey } from './core/ids.ts';
import { consoleLog } from './core/log.ts';
import { buildOf, entryOf } from './core/modules.ts';
import type { Keyring } from './core/sealed.ts';
import type { Bindings, Settings } from './env.ts';
import { missingFor, parseSettings } from './env.ts';
import { modules } from './modules/index.ts';
import { upstreamCaller } from './platforms/call.ts';
import { createSlackClient, isSlackUnauthorised, slackTraits } from './platforms/slack/client.ts';
import { rotateToken } from './platforms/slack/oauth.ts';
import { createTwitchClient, twitchTraits } from './platforms/twitch/client.ts';
import { requestAppToken } from './platforms/twitch/oauth.ts';
import { loadToken, storeToken } from './router/installations.ts';
import type { BuiltinCommand, PlatformPort, Services } from './router/services.ts';
import { channelStub } from './router/services.ts';
import type { TokenSource } from './router/tokens.ts';
import { noToken, Tokens } from './router/tokens.ts';

/** The built-in commands by name. Two modules that declare one name are a mistake of ours, told at start. */
function collectBuiltins(): ReadonlyMap<string, BuiltinCommand> {
  const builtins = new Map<string, BuiltinCommand>();
  const taken = new Set<string>();
  for (const module of modules) {
    for (const command of module.commands) {
      for (const name of [command.name, ...(command.aliases ?? [])]) {
        if (taken.has(normaliseName(name))) throw new Error(`two commands are named "${name}"`);
        taken.add(normaliseName(name));
      }
      builtins.set(command.name, { command, module });
    }
  }
  return builtins;
}

/** Puts the road together from the environment: once per isolate, no I/O. */
export function compose(env: Bindings & Readonly<Record<string, unknown>>): Services {
  const settings = parseSettings(env);
  const clock = () => Date.now();
  const log = consoleLog;
  const builtins = collectBuiltins();
  const entries = Array.from(builtins.values(), ({ command }) => entryOf(command));
  const base = {
    settings,
    bindings: env,
    db: openDatabase(settings.DATABASE_URL, log, clock),
    tokens: new Tokens(env.UPSTREAM, clock),
    log,
    clock,
    random: Math.random,
    builtins,
    entries,
    build: buildOf(entries),
  };
  return {
    ...base,
    platforms: {
      ...(missingFor('twitch', settings).length === 0 ? { twitch: twitchPort(base) } : {}),
      ...(missingFor('slack', settings).length === 0 ? { slack: slackPort(base) } : {}),
    },
  };
}

type Base = Omit<Services, 'platforms'>;

const keyring = (settings: Settings): Keyring => ({
  current: settings.ENCRYPTION_KEY,
  ...(settings.ENCRYPTION_KEY_PREVIOUS ? { previous: settings.ENCRYPTION_KEY_PREVIOUS } : {}),
});

/** `fetch` must be called without a receiver on workerd. */
const fetcher: typeof fetch = (input, init) => fetch(input, init);

function twitchPort(services: Base): PlatformPort {
  const { settings, db, tokens, clock, log } = services;
  const clientId = settings.TWITCH_CLIENT_ID as string;
  const clientSecret = settings.TWITCH_CLIENT_SECRET as string;
  const keys = keyring(settings);
  const source: TokenSource = {
    upstream: 'twitch:app',
    // An app token can always be asked for anew, so a database that is away does not silence the bot.
    load: () =>
      loadToken(db, keys, 'twitch', 'app').then(
        (stored) => stored?.access ?? null,
        () => null,
      ),
    refresh: async () => {
      const access = await requestAppToken(
        { authUrl: settings.TWITCH_AUTH_URL, clientId, clientSecret },
        fetcher,
        clock(),
      );
      await storeToken(db, keys, 'twitch', 'app', { access }).catch(() => log('warn', 'twitch.app-token-not-kept'));
      return access;
    },
  };
  const call = upstreamCaller({ get: (stale) => tokens.get(source, stale) }, fetcher);
  return {
    traits: twitchTraits,
    client: createTwitchClient({
      apiUrl: settings.TWITCH_API_URL,
      clientId,
      botUserId: settings.TWITCH_BOT_USER_ID as string,
      clock,
      call,
      echoed: (message, since) => channelStub(services, channelKey('twitch', message.channel)).echoed(message, since),
    }),
  };
}

function slackPort(services: Base): PlatformPort {
  const { settings, db, tokens, clock } = services;
  const keys = keyring(settings);
  const sourceOf = (team: string): TokenSource => ({
    upstream: `slack:${team}`,
    load: async () => {
      const stored = await loadToken(db, keys, 'slack', team);
      if (!stored) throw noToken(`Slack workspace ${team}`, 'Connect it with `npm run connect slack`.');
      return stored.access;
    },
    refresh: async () => {
      const stored = await loadToken(db, keys, 'slack', team);
      if (!stored?.refresh)
        throw noToken(
          `Slack workspace ${team}`,
          'Its token was refused; connect it again with `npm run connect slack`.',
        );
      const next = await rotateToken(
        {
          apiUrl: settings.SLACK_API_URL,
          clientId: settings.SLACK_CLIENT_ID as string,
          clientSecret: settings.SLACK_CLIENT_SECRET as string,
          refreshToken: stored.refresh,
        },
        fetcher,
        clock(),
      );
      await storeToken(db, keys, 'slack', team, next);
      return next.access;
    },
  });
  return {
    traits: slackTraits,
    client: createSlackClient({
      apiUrl: settings.SLACK_API_URL,
      fetch: fetcher,
      callFor: (team) => {
        const source = sourceOf(team);
        return upstreamCaller({ get: (stale) => tokens.get(source, stale) }, fetcher, isSlackUnauthorised);
      },
    }),
  };
}
