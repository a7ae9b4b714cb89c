import type { ChannelSnapshot } from '../core/channel-settings.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import type { FeedEntry } from '../core/feed.ts';
import type { SendStatus } from '../core/health.ts';
import type { Admission, Invocation } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';
import type { OpenFeeds } from './open-feeds.ts';
import type { Services } from './services.ts';

/** Longest text that the feed shows, in UTF-16 units. */
const MOST_TEXT = 500;
/** What people never see happen. */
const UNSEEN: readonly ChatEvent['kind'][] = ['autocomplete', 'component', 'modal', 'shard.disabled'];

/** What nobody typed a command for. */
const SPOKEN_OF_ITSELF: readonly ChatEvent['kind'][] = ['timer', 'reminder'];

/** Whether somebody watches: as the Channel said, or as is known since. */
export const isFeedOpen = (feeds: OpenFeeds, { watched, community }: ChannelSnapshot): boolean =>
  watched || (community !== null && feeds.has(community));

/** Tells a community's feed of an event and what was decided on it, where somebody watches. */
export function tellFeed(
  services: Pick<Services, 'feed'>,
  feeds: OpenFeeds,
  snapshot: ChannelSnapshot,
  event: ChatEvent,
  admission: Admission,
): void {
  const { community } = snapshot;
  if (community === null || !isFeedOpen(feeds, snapshot)) return;
  const entry = entryOf(event, admission);
  if (entry) services.feed.add(community, entry);
}

function entryOf(event: ChatEvent, admission: Admission): FeedEntry | null {
  const { id, room, at, kind, author } = event;
  if (admission.decision === 'duplicate' || UNSEEN.includes(kind)) return null;
  const shared = { id: `${event.platform}:${id}`, channel: keyOf(event), room, at };
  const by = { account: author.account, displayName: author.displayName };
  const text = event.text.slice(0, MOST_TEXT);
  if (kind !== 'message' && kind !== 'command')
    return { ...shared, is: 'event', kind, author: author.account === '' ? null : by };
  if (admission.decision === 'refused' && admission.reason !== 'unknown-command')
    return { ...shared, is: 'refusal', author: by, text, reason: admission.reason };
  const isAdmitted = admission.decision === 'queued' || admission.decision === 'inline';
  return { ...shared, is: isAdmitted ? 'command' : 'message', author: by, text };
}

/** Tells a community's feed what became of an answer, where somebody watched when it was asked for. */
export function tellFeedOfSend(
  services: Pick<Services, 'feed' | 'clock'>,
  invocation: Invocation,
  outcome: { readonly status: SendStatus; readonly reason?: string | undefined; readonly reply: Reply },
): void {
  if (!invocation.watched) return;
  const { event, id, community, prefix, name, command } = invocation;
  const { status, reason, reply } = outcome;
  const now = services.clock();
  services.feed.add(community.id, {
    id: `${id} ${status} ${now}`,
    channel: keyOf(event),
    room: event.room,
    at: now,
    is: 'reply',
    command:
      invocation.handler || SPOKEN_OF_ITSELF.includes(event.kind) ? (name ?? command) : prefix + (name ?? command),
    text: reply.secret ? '…' : reply.text.slice(0, MOST_TEXT),
    status,
    ...(reason === undefined ? {} : { reason }),
    // A queue delays by whole seconds: a timer may speak a little before its time.
    tookMs: Math.max(0, now - event.at),
  });
}
