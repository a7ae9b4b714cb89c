import { DurableObject } from 'cloudflare:workers';
import type { FeedEntry } from '../workers/core/feed.ts';
import type { Limit, Window } from '../workers/core/windows.ts';
import { giveBack, nextAllowed, remaining, take, windowFor } from '../workers/core/windows.ts';
import { CommunityFeed } from './community-feed.ts';
import type { FeedTicket } from './feed-tickets.ts';
import type { Feeds } from './feeds.ts';

/** A place under the community's limit, or how long to wait for one. */
export type CommandPlace = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number };

interface KeptCommands {
  readonly window: Window;
  readonly takenAt: Map<string, number>;
}

const KEPT = 'commands';
/** Platforms and queues send again within minutes what was not taken the first time, ms. */
const TAKEN_FOR_MS = 5 * 60_000;
/** Ids that outlive the object's memory: those of the last commands, which are the ones that may come again. */
const IDS_KEPT = 200;
/** A socket that ended without a close (RFC 6455 §7.4.1). */
const BROKEN_OFF = 1006;
/** An idle object loses its memory after this, ms. */
const ASLEEP_AFTER_MS = 10_000;

interface CommunityEnv {
  readonly FEEDS: DurableObjectNamespace<Feeds>;
}

/**
 * What the channels of one community share, named by the community's id: the limit on its commands, and its live feed
 * (`community-feed.ts`).
 *
 * Every command of every channel asks here, so not every one writes a row: what is unwritten is forgotten in a sleep,
 * and whoever wakes without a row starts empty. A sleep takes ten idle seconds, and no more is left unwritten than lets
 * all the sleeps that fit into one window forget half of the limit. So the worst case in any window is 1.5 × the limit
 * (for a limit above 120, half of it more than the counter itself may let through), a quiet community costs no row at
 * all, and a busy one a row for several commands.
 */
export class Community extends DurableObject<CommunityEnv> {
  /** What time it is where nobody says so: sockets and alarms. Replaced by tests. */
  clock: () => number = () => Date.now();
  readonly #feed: CommunityFeed;
  #window: Window = [];
  /** When commands took their places, ms since epoch, oldest first. */
  #takenAt: Map<string, number> = new Map();
  #unwritten = 0;

  constructor(ctx: DurableObjectState, env: CommunityEnv) {
    super(ctx, env);
    this.#feed = new CommunityFeed(ctx, env.FEEDS);
    const kept = ctx.storage.kv.get<KeptCommands>(KEPT);
    if (!kept) return;
    this.#window = kept.window;
    this.#takenAt = kept.takenAt;
  }

  /**
   * Takes one place for the command `id`, however often it asks within five minutes; a refusal takes nothing.
   * @param now ms since epoch
   */
  takeCommand(id: string, limit: Limit, now: number): CommandPlace {
    this.#forgetTaken(now);
    if (this.#takenAt.has(id)) return { allowed: true };
    this.#window = windowFor(limit, now, this.#window);
    const retryAfterMs = nextAllowed(this.#window, limit, now) - now;
    if (retryAfterMs > 0) return { allowed: false, retryAfterMs };
    take(this.#window, limit, now);
    this.#takenAt.set(id, now);
    this.#unwritten++;
    if (this.#unwritten > mayBeUnwritten(limit)) this.#keep();
    return { allowed: true };
  }

  /**
   * Whether there is a place for one more command, of which nothing is taken.
   * @param now ms since epoch
   */
  placeFor(limit: Limit, now: number): CommandPlace {
    const retryAfterMs = nextAllowed(windowFor(limit, now, this.#window), limit, now) - now;
    return retryAfterMs > 0 ? { allowed: false, retryAfterMs } : { allowed: true };
  }

  /** How many more commands there is a place for, as far as this object's memory goes; nothing is taken. @param now ms since epoch */
  placesLeft(limit: Limit, now: number): number {
    return remaining(windowFor(limit, now, this.#window), limit, now);
  }

  /**
   * Gives back the place of a command that came to nothing; a second call changes nothing. Not worth a row: where the
   * place was written already, whoever wakes counts it, and still knows the id that may use it.
   * @param now ms since epoch
   */
  giveBackCommand(id: string, limit: Limit, now: number): void {
    const takenAt = this.#takenAt.get(id);
    if (takenAt === undefined) return;
    this.#takenAt.delete(id);
    this.#window = windowFor(limit, now, this.#window);
    giveBack(this.#window, takenAt);
  }

  /** Connects who listens to the feed (`listenRequest`), after the Worker has seen that they may. */
  override fetch(request: Request): Response {
    return this.#feed.connect(request, this.clock());
  }

  /**
   * Keeps what happened and tells all who listen; what is known already, by its id, is told once.
   * @param now ms since epoch
   * @returns whether anybody listens, or did within the last minute: else nothing needs to be published
   */
  publish(entries: readonly FeedEntry[], now: number): { open: boolean } {
    return this.#feed.publish(entries, now);
  }

  /** Forgets, in the feed, what these accounts (`platform:id`) did. Asked again, it changes nothing. */
  forgetAuthors(keys: readonly string[]): void {
    this.#feed.forgetAuthors(keys);
  }

  /** Lets who brings the ticket of this hash (SHA-256, hex) listen, once. Times in ms since epoch. */
  keepFeedTicket(hash: string, ticket: FeedTicket, expiresAt: number, now: number): void {
    this.#feed.keepTicket(hash, ticket, expiresAt, now);
  }

  /** Somebody's rights here were taken away: people who listen connect again, as far as they still may. */
  askFeedPersonsAgain(): void {
    this.#feed.askPersonsAgain();
  }

  override webSocketMessage(socket: WebSocket): void {
    this.#feed.hear(socket, this.clock());
  }

  override async webSocketClose(socket: WebSocket, code: number): Promise<void> {
    await this.#feed.closed(socket, code, this.clock());
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.#feed.closed(socket, BROKEN_OFF, this.clock());
  }

  override async alarm(): Promise<void> {
    await this.#feed.alarm(this.clock());
  }

  #forgetTaken(now: number): void {
    for (const [id, at] of this.#takenAt) {
      if (at > now - TAKEN_FOR_MS) return;
      this.#takenAt.delete(id);
    }
  }

  #keep(): void {
    const takenAt = new Map([...this.#takenAt].slice(-IDS_KEPT));
    this.ctx.storage.kv.put<KeptCommands>(KEPT, { window: this.#window, takenAt });
    this.#unwritten = 0;
  }
}

/** Half of the limit, shared by the sleeps that fit into a window. */
const mayBeUnwritten = ({ count, windowMs }: Limit): number =>
  Math.floor(count / 2 / Math.max(1, Math.floor(windowMs / ASLEEP_AFTER_MS)));
