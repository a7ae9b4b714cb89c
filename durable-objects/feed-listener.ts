import type { Platform } from '../workers/core/ids.ts';
import type { Area } from '../workers/core/rights.ts';
import type { FeedPosition } from './feed-ring.ts';
import type { FeedTicket } from './feed-tickets.ts';

/** Who is to listen to a community's feed, as the Worker that let them in tells the Community. With a ticket, what that says of them counts. */
export interface FeedListener extends FeedTicket {
  /** Where they stopped listening before; null: from now on is enough. */
  readonly position: FeedPosition | null;
  /** SHA-256 of the ticket they came with, hex; null: they came with a key. */
  readonly ticketHash: string | null;
  /** ms since epoch. */
  readonly now: number;
}

/** The request that connects a listener: an upgrade is no call, so what it is about travels in its address. */
export function listenRequest({ position, platforms, areas, isPersons, ticketHash, now }: FeedListener): Request {
  const url = new URL('https://community/feed');
  if (position) url.searchParams.set('after', String(position.after));
  if (position?.epoch) url.searchParams.set('epoch', position.epoch);
  if (position?.last !== undefined) url.searchParams.set('last', String(position.last));
  if (platforms) url.searchParams.set('platforms', platforms.join());
  if (areas) url.searchParams.set('areas', areas.join());
  if (isPersons) url.searchParams.set('persons', '');
  if (ticketHash) url.searchParams.set('ticket', ticketHash);
  url.searchParams.set('now', String(now));
  return new Request(url, { headers: { upgrade: 'websocket' } });
}

/** What such a request says; what it leaves out is as open as can be. */
export function listenerOf({ url }: Request, now: number): FeedListener {
  const asked = new URL(url).searchParams;
  const after = asked.get('after');
  const last = asked.get('last');
  const named = (list: string): readonly string[] | null =>
    asked
      .get(list)
      ?.split(',')
      .filter((name) => name !== '') ?? null;
  return {
    position:
      after === null
        ? null
        : { after: Number(after), epoch: asked.get('epoch'), ...(last === null ? {} : { last: Number(last) }) },
    platforms: named('platforms') as readonly Platform[] | null,
    areas: named('areas') as readonly Area[] | null,
    isPersons: asked.has('persons'),
    ticketHash: asked.get('ticket'),
    now: Number(asked.get('now') ?? now),
  };
}
