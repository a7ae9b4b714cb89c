import type { GatewayEvent } from './posts.ts';

/** All times in milliseconds. Short heartbeats need a wider `sends`, since beats count. */
export interface GatewayOptions {
  /** Default 41,250. */
  heartbeatMs?: number;
  /** How long a session without a socket can be resumed (default 120,000). */
  sessionLifeMs?: number;
  /** Identifies before the bot token is reset (default 1,000 in 24 hours). */
  identifies?: { total: number; windowMs: number };
  /** Shards that may identify at a time (default 1), and how long such a time is (default 5,000). */
  maxConcurrency?: number;
  identifyWindowMs?: number;
  /** What a connection may send, heartbeats included (default 120 in 60,000 ms). */
  sends?: { limit: number; windowMs: number };
  /** The recommended number of shards (default 1). */
  shards?: number;
  /** An identify with fewer shards is refused with 4011 (default 1). */
  shardsRequired?: number;
  /** How many dispatches a session can replay (default 10,000). */
  buffer?: number;
}

/** Something that Discord punishes, or warns of; `code` closed the connection. */
export interface Violation {
  at: number;
  detail: string;
  code?: number;
}

export interface GatewayStats {
  /** Sockets since the start, and those open now. */
  connections: number;
  open: number;
  /** Sessions that can be used or resumed. */
  sessions: number;
  identifies: number;
  resumes: number;
  /** Resumes that replayed. */
  resumed: number;
  heartbeats: number;
  dispatches: number;
  /** The most that one connection sent within its window. */
  mostSends: number;
}

/** The Gateway in a test's hands. Verbs strike every open connection. */
export interface GatewayControls {
  /** `ws://…/gateway`, as GET /gateway/bot gives it. */
  readonly url: string;
  readonly stats: GatewayStats;
  readonly violations: readonly Violation[];
  /** Resolves when a session is there with an open socket. */
  connected(withinMs?: number): Promise<void>;
  /** Closes with a code, or cuts the TCP connections without a close frame. Sessions stay. */
  dropAll(code?: number): void;
  /** No more acknowledgements and events, sockets open; new connections are well again. */
  zombie(): void;
  /** Op 9. Sessions end unless they are resumable. */
  invalidate(resumable: boolean): void;
  /** Op 7. */
  reconnect(): void;
  /** Op 1: a beat is due at once. */
  requestHeartbeat(): void;
  /** A frame of anything, or bytes that are no frame at all. */
  garbage(data: string | Uint8Array, options?: { raw?: boolean }): void;
  /** Cuts the connections in the middle of the next dispatch, after this many bytes of its frame. */
  closeAtByte(bytes: number): void;
  /** Sends the last dispatches once more, with their numbers. */
  repeat(count: number): void;
  /** The next two dispatches change places. */
  reorder(): void;
  /** Answers the next upgrades with a status instead. */
  refuseUpgrades(count: number, status?: number): void;
  /** Forgets every session, as after an outage. */
  forgetSessions(): void;
  /** Any other event; resolves to how many sessions had it at once. */
  dispatch(event: GatewayEvent): number;
}
