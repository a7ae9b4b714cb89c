import { describeError } from '../workers/core/errors.ts';
import type { FeedEntry } from '../workers/core/feed.ts';
import type { CommunityId } from '../workers/core/ids.ts';
import { consoleLog } from '../workers/core/log.ts';
import { listenerOf } from './feed-listener.ts';
import { FeedRing } from './feed-ring.ts';
import { FeedSockets, MOST_SOCKETS } from './feed-sockets.ts';
import { type FeedTicket, FeedTickets } from './feed-tickets.ts';
import { type Feeds, LEASE_MS, LINGERS_MS } from './feeds.ts';

/** While somebody listens, isolates are told so again this often, ms; and where that failed, after this. */
const RENEW_EVERY_MS = 60_000;
const RENEW_AGAIN_MS = 5_000;
/** How long it may take until isolates are told for the first time, ms, before that is something missed. */
const TOLD_WITHIN_MS = 10_000;
/** An alarm that is so late is lost, ms, and set again. */
const LOST_AFTER_MS = 5 * 60_000;

/** What has to outlive the object's memory. */
interface Watch {
  /** Until when isolates publish, as far as is known here, ms since epoch; null: nobody ever listened. */
  readonly openUntil: number | null;
  /** When the alarm is set for, ms since epoch; null: it is not. */
  readonly alarmAt: number | null;
}

const WATCH = 'feed-watch';

/**
 * The feed of one community: the ring, who listens, and that isolates know of it. While nobody has listened for a minute
 * nothing is published; who comes back after that is told of a gap.
 */
export class CommunityFeed {
  readonly #ctx: DurableObjectState;
  readonly #feeds: DurableObjectNamespace<Feeds>;
  readonly #ring: FeedRing;
  readonly #sockets: FeedSockets;
  readonly #tickets: FeedTickets;
  #known: Watch | undefined;

  constructor(ctx: DurableObjectState, feeds: DurableObjectNamespace<Feeds>) {
    this.#ctx = ctx;
    this.#feeds = feeds;
    this.#ring = new FeedRing(ctx.storage);
    this.#sockets = new FeedSockets(ctx);
    this.#tickets = new FeedTickets(ctx.storage.sql);
  }

  /** Opens a socket for who the Worker let in, or whom their ticket lets in. @param clock ms since epoch, unless it is said */
  connect(request: Request, clock: number): Response {
    const { position, ticketHash, now, ...keyed } = listenerOf(request, clock);
    if (this.#sockets.open.length >= MOST_SOCKETS) return new Response(FULL, { status: 503 });
    const listener = ticketHash === null ? keyed : this.#tickets.redeem(ticketHash, now);
    if (!listener) return new Response(NO_TICKET, { status: 401 });
    const isTold = (this.#watch.openUntil ?? 0) > now + LEASE_MS - RENEW_EVERY_MS;
    this.#noteLapse(now);
    const { platforms, areas, isPersons } = listener;
    const caughtUp = this.#ring.since(position, now);
    const client = this.#sockets.accept(caughtUp, { since: now, platforms, areas, isPersons });
    if (!isTold) this.#ctx.waitUntil(this.#renew(now));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Keeps entries, and tells all who listen of those that are new. @param now ms since epoch */
  publish(entries: readonly FeedEntry[], now: number): { open: boolean } {
    const added = this.#ring.append(entries, now);
    this.#note(this.#wakeToForget(now));
    if (added.length > 0) this.#sockets.tell(added);
    return { open: (this.#watch.openUntil ?? 0) >= now };
  }

  /** Takes what these accounts (`platform:id`) did out of what is kept. */
  forgetAuthors(keys: readonly string[]): void {
    this.#ring.forgetAuthors(new Set(keys));
  }

  /** Times in ms since epoch. */
  keepTicket(hash: string, ticket: FeedTicket, expiresAt: number, now: number): void {
    this.#tickets.keep(hash, ticket, expiresAt, now);
  }

  /** Has all people who listen show again that they may, and what. */
  askPersonsAgain(): void {
    this.#sockets.closePersons();
  }

  hear(socket: WebSocket, now: number): void {
    this.#sockets.hear(socket, now);
  }

  /** A socket was closed. @param now ms since epoch */
  async closed(socket: WebSocket, code: number, now: number): Promise<void> {
    this.#sockets.left(socket, code);
    await this.#whenLast(now);
  }

  /** If nobody listens any more, isolates publish for a minute more. */
  async #whenLast(now: number): Promise<void> {
    const { openUntil } = this.#watch;
    if (this.#sockets.open.length > 0 || openUntil === null || openUntil <= now + LINGERS_MS) return;
    this.#note({ openUntil: now + LINGERS_MS });
    try {
      await this.#feedsObject.closed(this.#community, now);
    } catch (error) {
      // The lease ends by itself.
      consoleLog('warn', 'feed.close-not-told', { error: describeError(error) });
    }
  }

  /** Does what is due. @param now ms since epoch */
  async alarm(now: number): Promise<void> {
    // Written with the next one's time: whoever dies before that is woken by this alarm again.
    this.#known = { ...this.#watch, alarmAt: null };
    this.#ring.forget(now);
    this.#sockets.closeOld(now);
    if (this.#sockets.open.length > 0) {
      this.#noteLapse(now);
      await this.#renew(now);
    } else {
      // Sockets that were lost with the object said nothing.
      await this.#whenLast(now);
    }
    const next = this.#wakeToForget(now);
    this.#note(this.#watch.alarmAt === null ? { alarmAt: null, ...next } : next);
  }

  /** Isolates may have stopped to publish for a while: who listened before is told so. */
  #noteLapse(now: number): void {
    const { openUntil } = this.#watch;
    if (openUntil !== null && openUntil >= now) return;
    if (openUntil !== null) this.#sockets.greet(this.#ring.interrupt());
    this.#note({ openUntil: now + TOLD_WITHIN_MS });
  }

  async #renew(now: number): Promise<void> {
    try {
      await this.#feedsObject.open(this.#community, now);
    } catch (error) {
      consoleLog('warn', 'feed.open-not-told', { error: describeError(error) });
      this.#note(this.#wakeAt(now + RENEW_AGAIN_MS, now));
      return;
    }
    const openUntil = Math.max(this.#watch.openUntil ?? 0, now + LEASE_MS);
    this.#note({ openUntil, ...this.#wakeAt(now + RENEW_EVERY_MS, now) });
    // The last may have left meanwhile.
    await this.#whenLast(now);
  }

  #wakeToForget(now: number): Partial<Watch> {
    const { forgetAt } = this.#ring;
    return forgetAt === null ? {} : this.#wakeAt(forgetAt, now);
  }

  /** There is one alarm: it is set for what is due first, and sets itself for what follows. @returns what is to be noted */
  #wakeAt(at: number, now: number): Partial<Watch> {
    const { alarmAt } = this.#watch;
    if (alarmAt !== null && alarmAt <= at && alarmAt > now - LOST_AFTER_MS) return {};
    this.#ctx.waitUntil(this.#ctx.storage.setAlarm(at));
    return { alarmAt: at };
  }

  get #watch(): Watch {
    this.#known ??= this.#ctx.storage.kv.get<Watch>(WATCH) ?? { openUntil: null, alarmAt: null };
    return this.#known;
  }

  /** One row written, where anything changed. */
  #note(changed: Partial<Watch>): void {
    if (Object.keys(changed).length === 0) return;
    this.#known = { ...this.#watch, ...changed };
    this.#ctx.storage.kv.put<Watch>(WATCH, this.#known);
  }

  get #feedsObject(): DurableObjectStub<Feeds> {
    return this.#feeds.getByName('feeds');
  }

  get #community(): CommunityId {
    return this.#ctx.id.name as CommunityId;
  }
}

const FULL = `All ${MOST_SOCKETS} places at this feed are taken. Close a page that shows it, or try again later.`;
const NO_TICKET = 'That ticket opens nothing here: it was used, or it is older than a minute. Ask for another one.';
