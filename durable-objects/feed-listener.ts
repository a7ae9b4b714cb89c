import type { Platform } from '../workers/core/ids.ts';
import type { FeedPosition } from './feed-ring.ts';

/** Who is to listen to a community's feed, as the Worker that let them in tells the Community. */
export interface FeedListener {
  /** Where they stopped listening before; null: from now on is enough. */
  readonly position: FeedPosition | null;
  /** Entries of other platforms are not for them; null: all are. With a ticket, what that says counts. */
  readonly platforms: readonly Platform[] | null;
  /** SHA-256 of the ticket they came with, hex; null: they came with a key. */
  readonly ticketHash: string | null;
  /** ms since epoch. */
  readonly now: number;
}

/** The request that connects a listener: an upgrade is no call, so what it is about travels in its address. */
export function listenRequest({ position, platforms, ticketHash, now }: FeedListener): Request {
  const url = new URL('https://community/feed');
  if (position) url.searchParams.set('after', String(position.after));
  if (position?.epoch) url.searchParams.set('epoch', position.epoch);
  if (platforms) url.searchParams.set('platforms', platforms.join());
  if (ticketHash) url.searchParams.set('ticket', ticketHash);
  url.searchParams.set('now', String(now));
  return new Request(url, { headers: { upgrade: 'websocket' } });
}

/** What such a request says; what it leaves out is as open as can be. */
export function listenerOf({ url }: Request, now: number): FeedListener {
  const asked = new URL(url).searchParams;
  const after = asked.get('after');
  const platforms = asked.get('platforms');
  return {
    position: after === null ? null : { after: Number(after), epoch: asked.get('epoch') },
    platforms: platforms === null ? null : (platforms.split(',') as Platform[]),
    ticketHash: asked.get('ticket'),
    now: Number(asked.get('now') ?? now),
  };
}
