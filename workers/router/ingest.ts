import type { ChannelSnapshot } from '../core/channel-settings.ts';
import { describeError } from '../core/errors.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import type { ChannelKey } from '../core/ids.ts';
import type { Admission, Brought } from '../core/invocation.ts';
import { withEvent } from '../core/invocation.ts';
import { SingleFlight } from '../core/single-flight.ts';
import type { Channels } from './channels.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';

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
  readonly #loading = new SingleFlight<ChannelKey, ChannelSnapshot>();

  /** Sure of plain chatter without a call: nothing wants it, and it speaks neither to the bot nor to anybody. */
  isPlain(key: ChannelKey, text: string, now: number): boolean {
    const held = this.#held.get(key);
    if (!held || held.until <= now) return false;
    const { linked, prefix, wants } = held.snapshot;
    return !linked || !(wants.includes('message') || text.startsWith(prefix) || text.startsWith('@'));
  }

  async get(services: Services, channels: Channels, event: ChatEvent): Promise<ChannelSnapshot> {
    const key = keyOf(event);
    const now = services.clock();
    const held = this.#held.get(key);
    if (held && held.until > now) return held.snapshot;
    return this.#loading.run(key, async () => {
      const snapshot = await channels.snapshot(event);
      if (this.#held.size >= SNAPSHOTS_KEPT) this.#held.delete(this.#held.keys().next().value as ChannelKey);
      this.#held.set(key, { snapshot, until: now + SNAPSHOT_FOR_MS });
      return snapshot;
    });
  }
}

const isAddressed = (event: ChatEvent): boolean => Boolean((event.data as ChatEvent<'message'>['data']).addressed);

/**
 * Whether the Channel has to see an event: what starts with the prefix or speaks to the bot always, the rest where something
 * wants its kind.
 */
function concernsChannel(event: ChatEvent, snapshot: ChannelSnapshot): boolean {
  if (event.kind === 'command' || snapshot.wants.includes(event.kind)) return true;
  return event.kind === 'message' && (event.text.startsWith(snapshot.prefix) || isAddressed(event));
}

/** A line of the bot's own account, which the platform sends back like anybody's: the proof that it was posted. */
const isEcho = (event: ChatEvent, { botAccount }: ChannelSnapshot): boolean =>
  event.kind === 'message' && botAccount !== null && event.author.account === botAccount;

/**
 * Brings one event to its Channel, if anything wants it there. Interactions come back to be run by the caller.
 * @throws when it could not be decided (the queue refused, an object died): the platform has to send it again.
 */
export async function ingest(
  services: Services,
  channels: Channels,
  snapshots: Snapshots,
  event: ChatEvent,
): Promise<Brought> {
  if (event.kind === 'message' && event.text === '' && event.attachments.length === 0) return { decision: 'ignored' };
  if (event.kind !== 'command') {
    const snapshot = await snapshots.get(services, channels, event);
    if (!snapshot.linked) return { decision: 'ignored' };
    if (isEcho(event, snapshot)) {
      const { text, replyTo, at } = event;
      await channelStub(services, keyOf(event)).echo({ text, replyTo, at });
      return { decision: 'ignored' };
    }
    if (!concernsChannel(event, snapshot)) return { decision: 'ignored' };
  }
  const admission = await admitWithLevel(services, channels, event);
  if (admission.decision !== 'inline') return admission;
  return { decision: 'inline', invocation: withEvent(admission.admitted, event) };
}

/** The event may not carry what decides the level (Slack's roles): then it is looked up, remembered, and asked once more. */
async function admitWithLevel(services: Services, channels: Channels, event: ChatEvent): Promise<Admission> {
  const admission = await channels.admit(event);
  if (admission.decision !== 'refused' || admission.reason !== 'level' || admission.levelIsKnown) return admission;
  const level = await services.platforms[event.platform]?.client
    .lookUpLevel(event.channel, event.author.account)
    .catch((error: unknown) => {
      const { platform, correlationId } = event;
      services.log('warn', 'level.lookup-failed', { platform, error: describeError(error), correlationId });
      return null;
    });
  if (!level) return admission;
  // That somebody is nobody special is worth remembering, too: else each of their tries would cost a look-up.
  await channelStub(services, keyOf(event)).learnLevel(event.author.account, level, services.clock());
  if (level === 'everyone') return admission;
  return channels.admit(event);
}
