import type { ChannelSnapshot } from '../core/channel-settings.ts';
import { describeError } from '../core/errors.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import type { ChannelKey } from '../core/ids.ts';
import type { Admission } from '../core/invocation.ts';
import { within } from '../core/within.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import { loadChannelSettings } from './settings.ts';

/** How long the edge may go by what it was told of a channel, ms. */
const SNAPSHOT_FOR_MS = 30_000;
const SNAPSHOTS_KEPT = 5_000;

interface HeldSnapshot {
  readonly snapshot: ChannelSnapshot;
  readonly until: number;
}

/** What the isolate knows of channels, so that a plain message nobody wants costs no call at all. */
export class Snapshots {
  readonly #held = new Map<ChannelKey, HeldSnapshot>();
  readonly #loading = new Map<ChannelKey, Promise<ChannelSnapshot>>();

  async get(services: Services, event: ChatEvent): Promise<ChannelSnapshot> {
    const key = keyOf(event);
    const now = services.clock();
    const held = this.#held.get(key);
    if (held && held.until > now) return held.snapshot;
    let loading = this.#loading.get(key);
    if (!loading) {
      loading = this.#load(services, event, now).finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    return loading;
  }

  async #load(services: Services, event: ChatEvent, now: number): Promise<ChannelSnapshot> {
    const key = keyOf(event);
    const channel = channelStub(services, key);
    let snapshot = await channel.snapshot(services.build, now);
    if (!snapshot) {
      await channel.configure(await settingsInTime(services, event), now);
      snapshot = await channel.snapshot(services.build, now);
    }
    if (!snapshot) throw new Error('channel took no settings');
    if (this.#held.size >= SNAPSHOTS_KEPT) this.#held.delete(this.#held.keys().next().value as ChannelKey);
    this.#held.set(key, { snapshot, until: now + SNAPSHOT_FOR_MS });
    return snapshot;
  }
}

/** A platform waits three seconds for its answer; a database that hangs must not use them up. */
const SETTINGS_WITHIN_MS = 1_500;

const settingsInTime = (services: Services, event: ChatEvent) =>
  within(
    SETTINGS_WITHIN_MS,
    'loading the channel’s settings',
    loadChannelSettings(services, event.platform, event.channel),
  );

const isAddressed = (event: ChatEvent): boolean => Boolean((event.data as ChatEvent<'message'>['data']).addressed);

/** Whether an event may be a command: what starts with the prefix or speaks to the bot goes to the Channel, always. */
function mayBeCommand(event: ChatEvent, snapshot: ChannelSnapshot): boolean {
  if (event.kind === 'command') return true;
  return event.kind === 'message' && (event.text.startsWith(snapshot.prefix) || isAddressed(event));
}

/**
 * Brings one event to its Channel, if anything wants it there. Interactions come back to be run by the caller.
 * @throws when it could not be decided (the queue refused, an object died): the platform has to send it again.
 */
export async function ingest(services: Services, snapshots: Snapshots, event: ChatEvent): Promise<Admission> {
  if (event.kind === 'message' && event.text === '' && event.attachments.length === 0) return { decision: 'ignored' };
  const inline = event.answer.by !== 'api';
  if (!inline) {
    const snapshot = await snapshots.get(services, event);
    if (!snapshot.linked || !mayBeCommand(event, snapshot)) return { decision: 'ignored' };
  }
  return admit(services, event, inline);
}

async function admit(services: Services, event: ChatEvent, inline: boolean): Promise<Admission> {
  const channel = channelStub(services, keyOf(event));
  const ask = async (asked: ChatEvent): Promise<Admission> =>
    (await channel.admit(asked, { build: services.build, inline }, services.clock())) as Admission;
  let admission = await ask(event);
  if (admission.decision === 'unconfigured') {
    await channel.configure(await settingsInTime(services, event), services.clock());
    admission = await ask(event);
  }
  if (admission.decision !== 'refused' || admission.reason !== 'level') return admission;
  // The event may not carry what decides the level (Slack's roles): look it up, remember it, ask once more.
  const level = await services.platforms[event.platform]?.client
    .lookUpLevel(event.channel, event.author.account)
    .catch((error: unknown) => {
      services.log('warn', 'level.lookup-failed', {
        platform: event.platform,
        error: describeError(error),
        correlationId: event.correlationId,
      });
      return null;
    });
  if (!level || level === 'everyone') return admission;
  await channel.learnLevel(event.author.account, level, services.clock());
  return ask(event);
}
