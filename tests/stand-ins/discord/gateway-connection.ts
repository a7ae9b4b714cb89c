import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { parseJson } from '../routes.ts';
import { record } from './errors.ts';
import type { Dispatched, Session } from './gateway-session.ts';

/** Discord: Gateway opcodes. */
export const OP = {
  DISPATCH: 0,
  HEARTBEAT: 1,
  IDENTIFY: 2,
  PRESENCE: 3,
  VOICE: 4,
  RESUME: 6,
  RECONNECT: 7,
  REQUEST_MEMBERS: 8,
  INVALID_SESSION: 9,
  HELLO: 10,
  ACK: 11,
  REQUEST_SOUNDS: 31,
} as const;

/** Discord: Gateway close event codes. */
export const CLOSE = {
  UNKNOWN_OP: 4001,
  DECODE: 4002,
  NOT_AUTHENTICATED: 4003,
  AUTHENTICATION_FAILED: 4004,
  ALREADY_AUTHENTICATED: 4005,
  INVALID_SEQ: 4007,
  RATE_LIMITED: 4008,
  SESSION_TIMED_OUT: 4009,
  INVALID_SHARD: 4010,
  SHARDING_REQUIRED: 4011,
  INVALID_VERSION: 4012,
  INVALID_INTENTS: 4013,
  DISALLOWED_INTENTS: 4014,
} as const;

const REASONS: Readonly<Record<number, string>> = {
  4001: 'Unknown opcode.',
  4002: 'Error while decoding payload.',
  4003: 'Not authenticated.',
  4004: 'Authentication failed.',
  4005: 'Already authenticated.',
  4007: 'Invalid seq.',
  4008: 'Rate limited.',
  4009: 'Session timed out.',
  4010: 'Invalid shard.',
  4011: 'Sharding required.',
  4012: 'Invalid API version.',
  4013: 'Invalid intent(s).',
  4014: 'Disallowed intent(s).',
};

const AFTER_IDENTIFY: readonly number[] = [OP.PRESENCE, OP.VOICE, OP.REQUEST_MEMBERS, OP.REQUEST_SOUNDS];
const MAX_PAYLOAD_BYTES = 4_096;
// RFC 6455 §7.4.1
const NO_CLOSE_FRAME = 1006;
// A beat may be late by half an interval before the connection counts as dead.
const PATIENCE = 1.5;

/** What a connection asks of the Gateway around it. */
export interface GatewayCore {
  heartbeatMs: number;
  sends: { limit: number; windowMs: number };
  now(): number;
  identify(connection: Connection, d: Record<string, unknown>): void;
  resume(connection: Connection, d: Record<string, unknown>): void;
  requestMembers(connection: Connection, d: Record<string, unknown>): void;
  heartbeat(): void;
  sent(withinWindow: number): void;
  violation(detail: string, code?: number): void;
  closed(connection: Connection, code: number, byClient: boolean): void;
}

/** One client's socket: its frames in, ours out. */
export class Connection {
  session: Session | undefined;
  readonly resuming: boolean;
  /** Says nothing any more and hears nothing, with the socket open. */
  zombie = false;
  #socket: WebSocket;
  #raw: Duplex;
  #core: GatewayCore;
  #sends: number[] = [];
  #lastBeat = 0;
  #dead: NodeJS.Timeout | undefined;
  #closing = false;
  #cut: number | undefined;
  #held: string | undefined;
  #reordering = false;

  constructor(socket: WebSocket, raw: Duplex, core: GatewayCore, resuming: boolean) {
    this.#socket = socket;
    this.#raw = raw;
    this.#core = core;
    this.resuming = resuming;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (this.open && !this.zombie) this.#take(data, isBinary);
    });
    socket.on('close', (code: number) => this.#leave(code, true));
    // Frames that are not WebSocket's own end the socket; `close` follows.
    socket.on('error', (error) => core.violation(`broken frame: ${error.message}`));
    this.send({ op: OP.HELLO, d: { heartbeat_interval: core.heartbeatMs, _trace: ['stand-in'] }, s: null, t: null });
    this.#expectBeat();
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN && !this.#closing;
  }

  send(payload: Record<string, unknown>): void {
    if (!this.zombie) this.#write(JSON.stringify({ t: null, s: null, ...payload }));
  }

  /** Whether it went out. */
  dispatch({ text }: Dispatched): boolean {
    if (!this.open || this.zombie) return false;
    if (this.#cut !== undefined) return this.#sendCut(text);
    if (this.#reordering && this.#held === undefined) {
      this.#held = text;
      return true;
    }
    this.#write(text);
    if (this.#held !== undefined) this.#write(this.#held);
    this.#held = undefined;
    this.#reordering = false;
    return true;
  }

  /** The next dispatch waits for the one after it. */
  reorder(): void {
    this.#reordering = true;
  }

  /** The next dispatch ends with the TCP connection after this many bytes of its frame. */
  cutAt(bytes: number): void {
    this.#cut = bytes;
  }

  /** Text or a binary frame; `raw` bytes go past the WebSocket protocol. */
  garbage(data: string | Uint8Array, raw: boolean): void {
    if (raw) this.#raw.write(data);
    else this.#socket.send(data);
  }

  /** With a code as Discord closes, without one as a network does. */
  close(code?: number, reason = REASONS[code ?? 0] ?? ''): void {
    if (this.#closing) return;
    this.#leave(code ?? NO_CLOSE_FRAME, false);
    if (code === undefined) this.#socket.terminate();
    else this.#socket.close(code, reason);
  }

  /** Closes for something the client did wrong. */
  refuse(code: number, detail: string): void {
    this.#core.violation(detail, code);
    this.close(code);
  }

  /** Once: whoever ends the connection first decides what becomes of the session. */
  #leave(code: number, byClient: boolean): void {
    if (this.#closing) return;
    this.#closing = true;
    clearTimeout(this.#dead);
    this.#core.closed(this, code, byClient);
  }

  #write(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text);
  }

  #sendCut(text: string): true {
    const part = textFrame(text).subarray(0, this.#cut);
    this.#leave(NO_CLOSE_FRAME, false);
    this.#raw.write(part, () => this.#socket.terminate());
    return true;
  }

  #expectBeat(): void {
    clearTimeout(this.#dead);
    this.#dead = setTimeout(() => {
      if (!this.zombie) this.refuse(CLOSE.SESSION_TIMED_OUT, 'missed heartbeats');
    }, this.#core.heartbeatMs * PATIENCE).unref();
  }

  #take(data: Buffer, isBinary: boolean): void {
    const { now, sends } = this.#core;
    this.#sends = [...this.#sends.filter((at) => now() - at < sends.windowMs), now()];
    this.#core.sent(this.#sends.length);
    const payload = isBinary ? {} : record(parseJson(data.toString('utf8')));
    if (this.#sends.length > sends.limit)
      this.refuse(CLOSE.RATE_LIMITED, `more than ${sends.limit} sends in ${sends.windowMs} ms`);
    else if (data.length > MAX_PAYLOAD_BYTES) this.refuse(CLOSE.DECODE, `payload of ${data.length} bytes`);
    else if (!Number.isInteger(payload.op)) this.refuse(CLOSE.DECODE, 'not a Gateway payload');
    else this.#obey(Number(payload.op), payload.d);
  }

  #obey(op: number, d: unknown): void {
    const starts = op === OP.IDENTIFY || op === OP.RESUME;
    if (op === OP.HEARTBEAT) this.#beat(d);
    else if (starts && this.session) this.refuse(CLOSE.ALREADY_AUTHENTICATED, 'a second identify or resume');
    else if (op === OP.IDENTIFY) this.#core.identify(this, record(d));
    else if (op === OP.RESUME) this.#core.resume(this, record(d));
    else if (!AFTER_IDENTIFY.includes(op)) this.refuse(CLOSE.UNKNOWN_OP, `op ${op}`);
    else if (!this.session) this.refuse(CLOSE.NOT_AUTHENTICATED, `op ${op} before identify`);
    else if (op === OP.REQUEST_MEMBERS) this.#core.requestMembers(this, record(d));
  }

  #beat(d: unknown): void {
    const seq = this.session?.seq ?? 0;
    if (d !== null && !Number.isInteger(d)) this.refuse(CLOSE.DECODE, 'heartbeat without null or a number');
    else if (Number(d) > seq) this.refuse(CLOSE.INVALID_SEQ, `heartbeat with ${String(d)}, ahead of ${seq}`);
    else this.#acknowledge(Number(d));
  }

  #acknowledge(seq: number): void {
    if (seq < this.#lastBeat) this.#core.violation(`heartbeat goes back from ${this.#lastBeat} to ${seq}`);
    this.#lastBeat = seq;
    this.#core.heartbeat();
    this.#expectBeat();
    this.send({ op: OP.ACK });
  }
}

/** A server's text frame (RFC 6455 §5.2), unmasked. */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  header[0] = 0x81;
  header[1] = payload.length < 126 ? payload.length : payload.length < 65_536 ? 126 : 127;
  if (header.length === 4) header.writeUInt16BE(payload.length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([header, payload]);
}
