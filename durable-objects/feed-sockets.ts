import { hears } from '../workers/core/changes.ts';
import type { Hearing } from '../workers/core/feed.ts';
import type { ChannelKey, Platform } from '../workers/core/ids.ts';
import type { Limit, Ring } from '../workers/core/windows.ts';
import { hasRoom, take } from '../workers/core/windows.ts';
import type { CatchUp, NumberedEntry } from './feed-ring.ts';
import type { FeedTicket } from './feed-tickets.ts';

/** Sockets of one community. */
export const MOST_SOCKETS = 100;
/** Entries of one frame. */
const FRAME_ENTRIES = 200;
/** What a client may say, as there is nothing to be said. */
const SAYS: Limit = { count: 20, windowMs: 10_000 };
/** A socket is closed after this, ms, so that who listens shows again that they may. */
const OPEN_FOR_MS = 3600_000;
/** A person's is closed after this, ms: sessions end and roles are lost in ways that no object is told of. */
const PERSONS_FOR_MS = 5 * 60_000;

const NORMAL = 1000;
const GOING_AWAY = 1001;
const POLICY = 1008;
const BROKEN = 1011;
/** Stand for a close without a code, and for none at all (RFC 6455 §7.4.1). */
const NOT_SENT = [1005, 1006];

/** What a socket is known by, kept with it while the object sleeps. */
interface Listening extends FeedTicket {
  /** ms since epoch. */
  readonly since: number;
  /** When the client said something, ms since epoch. */
  readonly said: Ring;
}

/** The open sockets of a community's feed. The runtime holds them, so that they outlive the object's memory. */
export class FeedSockets {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
  }

  get open(): readonly WebSocket[] {
    return this.#ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
  }

  /** Opens a socket that is told what it missed first. @returns the client's end */
  accept(caughtUp: CatchUp, listening: Omit<Listening, 'said'>): WebSocket {
    const { 0: client, 1: server } = new WebSocketPair();
    server.serializeAttachment({ ...listening, said: [] } satisfies Listening);
    this.#ctx.acceptWebSocket(server);
    // Answered by the runtime while the object sleeps, at no cost.
    this.#ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
    send(server, [helloOf(caughtUp), ...framesOf(caughtUp.entries, listening)]);
    return client;
  }

  /** Tells all of new entries. */
  tell(entries: readonly NumberedEntry[]): void {
    const frames = new Map<string, readonly string[]>();
    for (const socket of this.open) {
      const { platforms, areas } = listeningOf(socket);
      const named = JSON.stringify([platforms, areas]);
      const own = frames.get(named) ?? framesOf(entries, { platforms, areas });
      frames.set(named, own);
      send(socket, own);
    }
  }

  /** Tells all where they stand. */
  greet(caughtUp: CatchUp): void {
    for (const socket of this.open) send(socket, [helloOf(caughtUp)]);
  }

  /** A client said something. @param now ms since epoch */
  hear(socket: WebSocket, now: number): void {
    // What was said before a close was heard of.
    if (socket.readyState !== WebSocket.OPEN) return;
    const listening = listeningOf(socket);
    const said = [...listening.said];
    if (!hasRoom(said, SAYS, now)) {
      close(socket, POLICY, 'Too many messages: a feed is listened to.');
      return;
    }
    take(said, SAYS, now);
    socket.serializeAttachment({ ...listening, said } satisfies Listening);
    send(socket, [JSON.stringify({ type: 'error', message: 'A feed takes no messages but ping. Leave them out.' })]);
  }

  /** A client closed its end: the other end is closed with it (RFC 6455 §7.1.5), which the runtime leaves to us. */
  left(socket: WebSocket, code: number): void {
    close(socket, NOT_SENT.includes(code) ? NORMAL : code, '');
  }

  /** Closes those that have been open for long. @param now ms since epoch */
  closeOld(now: number): void {
    for (const socket of this.open) {
      const { since, isPersons } = listeningOf(socket);
      if (since <= now - (isPersons ? PERSONS_FOR_MS : OPEN_FOR_MS))
        close(socket, GOING_AWAY, 'Connect again: that is asked for every now and then.');
    }
  }

  /** Closes those of people: who still may listen connects again, and hears what they may now. */
  closePersons(): void {
    for (const socket of this.open)
      if (listeningOf(socket).isPersons) close(socket, GOING_AWAY, 'Connect again: somebody’s rights changed.');
  }
}

const listeningOf = (socket: WebSocket): Listening => socket.deserializeAttachment() as Listening;

const helloOf = ({ epoch, seq, gap }: CatchUp): string => JSON.stringify({ type: 'hello', epoch, seq, gap });

function framesOf(entries: readonly NumberedEntry[], hearing: Hearing): readonly string[] {
  const { platforms } = hearing;
  const own = entries.filter((entry) =>
    entry.is === 'change' ? hears(hearing, entry) : platforms === null || platforms.includes(platformOf(entry.channel)),
  );
  return Array.from({ length: Math.ceil(own.length / FRAME_ENTRIES) }, (_, frame) =>
    JSON.stringify({ type: 'entries', entries: own.slice(frame * FRAME_ENTRIES, (frame + 1) * FRAME_ENTRIES) }),
  );
}

const platformOf = (channel: ChannelKey): Platform => channel.slice(0, channel.indexOf(':')) as Platform;

/** One socket that cannot be sent to is closed, as it has a hole now, and is nobody else's trouble. */
function send(socket: WebSocket, frames: readonly string[]): void {
  try {
    for (const frame of frames) socket.send(frame);
  } catch {
    close(socket, BROKEN, 'This connection broke. Connect again.');
  }
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // It is closed already.
  }
}
