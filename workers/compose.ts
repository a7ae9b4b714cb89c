import { openDatabase } from '../db/client.ts';
import { clockAhead } from './core/faults.ts';
import type { ChannelKey, Platform } from './core/ids.ts';
import { consoleLog } from './core/log.ts';
import { buildOf } from './core/modules.ts';
import type { WaitUntil } from './core/road.ts';
import type { Bindings } from './env.ts';
import { missingFor, parseSettings } from './env.ts';
import { readPage } from './metadata/read-page.ts';
import { modules } from './modules/index.ts';
import { quoteText } from './modules/memories/quote-reads.ts';
import { timerDueNow } from './modules/timers/due-now.ts';
import { fetchPublicFor } from './net/fetch-public.ts';
import { dohResolver } from './net/resolver.ts';
import { peopleDoor } from './people/door.ts';
import { type DiscordClient, discordTraits } from './platforms/discord/client.ts';
import { kickTraits } from './platforms/kick/client.ts';
import { slackTraits } from './platforms/slack/client.ts';
import { twitchTraits } from './platforms/twitch/client.ts';
import { type YoutubeClient, youtubeTraits } from './platforms/youtube/client.ts';
import { fetcher } from './ports/base.ts';
import { discordPort } from './ports/discord.ts';
import { kickPort } from './ports/kick.ts';
import { slackPort } from './ports/slack.ts';
import { twitchPort } from './ports/twitch.ts';
import { leaseRenewal, youtubePort } from './ports/youtube.ts';
import { builtinEntries, collectBuiltins } from './registered.ts';
import { FeedPublisher } from './router/feed.ts';
import { SendNotes } from './router/health.ts';
import { lookUpsFor } from './router/lookups.ts';
import { Rooms } from './router/rooms.ts';
import type { Behind, RoadParts, Services } from './router/services.ts';
import { Tokens } from './router/tokens.ts';

/** The road, and the clients of platforms that are watched besides being spoken to; null where a platform is off. */
export interface Composition {
  readonly services: Services;
  readonly discord: DiscordClient | null;
  readonly youtube: YoutubeClient | null;
}

/**
 * Puts the road together from the environment: once per isolate, no I/O.
 * @param waitUntil lets work outlive the request that asks for it, whichever that is
 */
export function compose(env: Bindings & Readonly<Record<string, unknown>>, waitUntil: WaitUntil): Composition {
  const behind: Behind = (afterMs, work) =>
    waitUntil((afterMs > 0 ? scheduler.wait(afterMs).then(work) : work()).catch(() => undefined));
  const settings = parseSettings(env);
  const clock = FAULTS ? clockAhead : () => Date.now();
  const log = consoleLog;
  const builtins = collectBuiltins();
  const entries = builtinEntries();
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
    modules,
    health: new SendNotes(env.CHANNEL),
    build: buildOf(entries, modules),
    behind,
    feed: new FeedPublisher({
      community: (id) => ({ publish: async (entries, now) => env.COMMUNITY.getByName(id).publish(entries, now) }),
      unheard: async (channels) => {
        await Promise.all(Array.from(channels, (key) => env.CHANNEL.getByName(key).watch(0, clock())));
      },
      waitUntil,
      log,
      clock,
    }),
    pushed: new Set<(channel: ChannelKey) => void>(),
  };
  const isOn = (platform: Platform) => missingFor(platform, settings).length === 0;
  const discord = isOn('discord') ? discordPort(base) : null;
  const youtube = isOn('youtube') ? youtubePort(base) : null;
  const platforms = {
    ...(isOn('twitch') ? { twitch: twitchPort(base) } : {}),
    ...(discord ? { discord } : {}),
    ...(isOn('slack') ? { slack: slackPort(base) } : {}),
    ...(youtube ? { youtube } : {}),
    ...(isOn('kick') ? { kick: kickPort(base) } : {}),
  };
  const fetchPublic = fetchPublicFor(settings, dohResolver(fetcher), fetcher);
  return {
    services: assemble({ ...base, platforms, renewal: youtube ? leaseRenewal(base) : null, fetchPublic }),
    discord: discord?.client ?? null,
    youtube: youtube?.client ?? null,
  };
}

const TRAITS = {
  twitch: twitchTraits,
  discord: discordTraits,
  slack: slackTraits,
  youtube: youtubeTraits,
  kick: kickTraits,
} as const satisfies Services['traits'];

/** Makes out of the parts what works with several of them. */
function assemble(parts: RoadParts): Services {
  const services: Services = {
    ...parts,
    traits: TRAITS,
    readPage: (url) => readPage(parts.fetchPublic, url),
    quoteText: (community, number) => quoteText(parts.db, community, number),
    timerDue: (of) => timerDueNow(parts.db, of),
    people: (invocation) => peopleDoor(services, invocation),
    lookUps: lookUpsFor(parts),
    rooms: new Rooms(parts),
    over: (other) => assemble({ ...parts, ...other }),
  };
  return services;
}
