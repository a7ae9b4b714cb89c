import { normaliseName } from '../core/commands.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import { Registry } from '../core/registry.ts';
import type { Road } from '../core/road.ts';
import { markBroken } from './broken-links.ts';
import { Channels } from './channels.ts';
import { ingest } from './ingest.ts';
import { runInline } from './inline.ts';
import { Observer } from './observe.ts';
import { OpenFeeds } from './open-feeds.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import { Snapshots } from './snapshots.ts';

/** The road as the platforms' doors see it. */
export function buildRoad(services: Services): Road {
  const feeds = new OpenFeeds(services);
  const snapshots = new Snapshots(services.clock, feeds);
  const channels = new Channels(
    services,
    (key, snapshot) => snapshots.put(key, snapshot),
    (key) => snapshots.rulesOf(key),
  );
  const edge = { services, channels, snapshots, observer: new Observer(services), feeds };
  services.pushed.add((key) => snapshots.forget(key));
  return {
    clock: services.clock,
    isPlain: (channel, text) => snapshots.isPlain(channel, text),
    bring: (event) => ingest(edge, event),
    suggest: (event) => suggest(services, channels, event),
    answer: (invocation, waitUntil) => runInline(services, invocation, waitUntil),
    echo: async (channel, line) => {
      await channelStub(services, channel).echo(line);
    },
    revoked: (channel, reason) => markBroken(services, channel, reason),
    report: (event, fields) => services.log('warn', event, fields),
  };
}

/** Most choices that Discord and Slack show. */
const MOST_CHOICES = 25;

/** Names of commands that begin with, and then that contain, what was typed; nothing for options that suggest nothing. */
async function suggest(
  services: Services,
  channels: Channels,
  event: ChatEvent<'autocomplete'>,
): Promise<readonly string[]> {
  const { linked } = await channels.snapshot(event);
  if (!linked) return [];
  const registry = new Registry(await channelStub(services, keyOf(event)).commands());
  const { command, option, typed } = event.data;
  const found = registry.find(command, event.platform);
  const options =
    found?.subcommand === undefined ? found?.entry.options : found.entry.subcommands[found.subcommand]?.options;
  // The platform's own command for reaching any other by its name is in no registry.
  if (found && options?.[option]?.suggest !== 'commands') return [];
  const names = registry.visibleTo(event.author.level, event.platform).map(({ name }) => name);
  const wanted = normaliseName(typed);
  const first = names.filter((name) => name.startsWith(wanted));
  return [...first, ...names.filter((name) => !first.includes(name) && name.includes(wanted))].slice(0, MOST_CHOICES);
}
