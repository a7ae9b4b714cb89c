import { DurableObject } from 'cloudflare:workers';
import { describeError, WaddleError } from '../workers/core/errors.ts';
import type { GatewayDispatch, GatewayStart, Intake } from '../workers/core/intake.ts';
import { WANTED_DISPATCHES } from '../workers/core/intake.ts';
import { consoleLog } from '../workers/core/log.ts';
import {
  afterClose,
  IDENTIFIES_KEPT_BACK,
  nextIdentifyAt,
  recentIdentifies,
  reconnectDelayMs,
  STOP_REASONS,
} from './gateway-pace.ts';

/** What has to outlive the socket, the isolate and the deploy. */
interface Stored {
  session: { readonly id: string; readonly url: string; readonly botUserId: string } | null;
  /** Sequence of the last dispatch that was taken. */
  seq: number | null;
  /** Times of identifies in the last day, ms since epoch. */
  identifies: number[];
  /** Why no connection is tried, with which token and intents it was, and when that is looked at again. */
  stopped: { readonly code: number; readonly sign: string; readonly until: number } | null;
  /** Tries in a row that led to no connection: whoever waits for the next one is out of memory before it. Absent in older ones. */
  failures?: number;
}

/** How the Gateway connection does. Times are ms since epoch. */
export interface GatewayStatus {
  readonly state: 'closed' | 'connecting' | 'identifying' | 'resuming' | 'ready' | 'stopped';
  readonly reason: string | null;
  readonly readySince: number | null;
  /** From a heartbeat to its ACK, ms. */
  readonly latencyMs: number | null;
  readonly identifiesToday: number;
  readonly resumes: number;
  readonly waiting: number;
}

/** A dispatch that was heard and is not taken yet, with the session it belongs to. */
interface Heard extends GatewayDispatch {
  readonly session: NonNullable<Stored['session']>;
}

interface Connection {
  readonly socket: WebSocket;
  intervalMs: number | null;
  nextBeatAt: number;
  beatAt: number | null;
  acked: boolean;
  /** Last sequence received, which a heartbeat tells; what was taken may lag behind. */
  received: number | null;
}

/** Close code by which a session stays resumable: anything but 1000 and 1001. */
const CLOSE_TO_RESUME = 4_900;
/** A server that has not answered by then is gone, ms. */
const CONNECT_WITHIN_MS = 10_000;
/** How often the address of a session is tried before the general one. */
const RESUME_ADDRESS_TRIES = 5;
/** A connection has to say HELLO within this, ms. */
const HELLO_WITHIN_MS = 20_000;
/** The sequence is written this often at most: a lost one only means that more is replayed, ms. */
const KEEP_SEQ_EVERY_MS = 2_000;
/** Dispatches held while the road does not take them; beyond, the socket is closed and Discord keeps them for us. */
const INBOX_MAX = 1_000;
const BATCH = 50;
/** A stopped connection is looked at again this often: the operator may have changed what was wrong, ms. */
const LOOK_AGAIN_AFTER_MS = 10 * 60_000;
const BACKSTOP_MS = 60_000;
const MAX_FRAME = 4 * 1024 * 1024;

/**
 * One shard of Discord's Gateway: an outgoing socket that is kept alive by alarm, resumed after whatever cuts it, and
 * identified anew only when Discord has forgotten the session. What it hears goes to the Worker (`Intake`); a dispatch
 * counts as taken only when the road took it, so that a resume brings again what was lost on the way.
 */
export class DiscordGateway extends DurableObject<object> {
  readonly #stored: Stored;
  #connection: Connection | undefined;
  #state: GatewayStatus['state'] = 'closed';
  #reason: string | null = null;
  #readySince: number | null = null;
  #latencyMs: number | null = null;
  #resumes = 0;
  #connectAt = 0;
  #connecting: Promise<void> | undefined;
  #start: GatewayStart | undefined;
  readonly #inbox: Heard[] = [];
  #draining: Promise<void> | undefined;
  #drainFailures = 0;
  #drainAt = 0;
  #keptSeqAt = 0;

  constructor(ctx: DurableObjectState, env: object) {
    super(ctx, env);
    ctx.storage.sql.exec(
      'CREATE TABLE IF NOT EXISTS gateway (id INTEGER PRIMARY KEY CHECK (id = 1), value TEXT NOT NULL)',
    );
    const row = ctx.storage.sql.exec<{ value: string }>('SELECT value FROM gateway').toArray()[0];
    this.#stored = row
      ? (JSON.parse(row.value) as Stored)
      : { session: null, seq: null, identifies: [], stopped: null };
  }

  /** Sees to it that there is a connection. Called by the minute's cron: this object may have died with a deploy. */
  async ensure(): Promise<GatewayStatus> {
    await this.#tick();
    return this.status();
  }

  /** Gives the connection up, as an operator may who takes Discord off; the session stays resumable for a while. */
  async stop(): Promise<void> {
    this.#drop('switched off');
    await this.ctx.storage.deleteAlarm();
  }

  status(): GatewayStatus {
    return {
      state: this.#stored.stopped ? 'stopped' : this.#state,
      reason: this.#stored.stopped ? (STOP_REASONS[this.#stored.stopped.code] ?? null) : this.#reason,
      readySince: this.#readySince,
      latencyMs: this.#latencyMs,
      identifiesToday: recentIdentifies(this.#stored.identifies, Date.now()).length,
      resumes: this.#resumes,
      waiting: this.#inbox.length,
    };
  }

  override async alarm(): Promise<void> {
    await this.#tick();
  }

  /** Does whatever is due, and sets the alarm for what is next. */
  async #tick(): Promise<void> {
    const now = Date.now();
    try {
      this.#beat(now);
      if (!this.#connection && now >= this.#connectAt) await this.#connectOnce();
      if (this.#inbox.length > 0 && now >= this.#drainAt) this.#drain();
      if (this.#connection && now - this.#keptSeqAt >= this.#scaled(KEEP_SEQ_EVERY_MS)) this.#keepSeq(now);
    } finally {
      await this.#setAlarm();
    }
  }

  async #setAlarm(): Promise<void> {
    const now = Date.now();
    const due = [now + BACKSTOP_MS];
    if (this.#connection) due.push(this.#connection.nextBeatAt);
    else due.push(Math.max(now + 1, this.#connectAt));
    if (this.#inbox.length > 0 && !this.#draining) due.push(this.#drainAt);
    await this.ctx.storage.setAlarm(Math.max(now + 1, Math.min(...due)));
  }

  // --- Connecting

  #connectOnce(): Promise<void> {
    this.#connecting ??= this.#connect()
      .catch((error: unknown) => this.#failed(describeError(error)))
      .finally(() => {
        this.#connecting = undefined;
      });
    return this.#connecting;
  }

  async #connect(): Promise<void> {
    this.#state = 'connecting';
    const start = await this.#intake().gatewayStart();
    this.#start = start;
    if (!(await this.#mayTry(start))) return;
    // The address a session is resumed at may be gone; the general one takes a resume, too.
    const isLost = this.#failures() >= RESUME_ADDRESS_TRIES;
    const url = new URL((isLost ? null : this.#stored.session?.url) ?? start.url);
    url.searchParams.set('v', '10');
    url.searchParams.set('encoding', 'json');
    // workerd opens sockets by fetch, which knows http addresses only.
    const address = url.href.replace(/^ws/, 'http');
    // A signal outlives the answer and would cut the socket, so only the wait for it is bounded.
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), CONNECT_WITHIN_MS);
    const response = await fetch(address, { headers: { upgrade: 'websocket' }, signal: giveUp.signal })
      .catch(() => {
        throw new WaddleError('UPSTREAM', 'the Gateway cannot be reached');
      })
      .finally(() => clearTimeout(timer));
    const socket = response.webSocket;
    if (!socket) {
      await response.body?.cancel();
      throw new WaddleError('UPSTREAM', `the Gateway answered ${response.status}`);
    }
    const connection: Connection = {
      socket,
      intervalMs: null,
      nextBeatAt: Date.now() + HELLO_WITHIN_MS,
      beatAt: null,
      acked: true,
      received: this.#stored.seq,
    };
    this.#connection = connection;
    // An answer that comes after the socket was given up belongs to nobody.
    const ours = () => this.#connection === connection;
    socket.addEventListener('message', ({ data }) => {
      if (ours()) this.#hear(connection, data);
    });
    socket.addEventListener('close', ({ code }) => {
      if (ours()) this.#closed(code);
    });
    socket.addEventListener('error', () => {
      if (ours()) this.#closed(1006);
    });
    socket.accept();
  }

  /** Whether it makes sense to try: not while Discord would close the connection for the same reason as before. */
  async #mayTry(start: GatewayStart): Promise<boolean> {
    const { stopped } = this.#stored;
    if (!stopped) return true;
    if (stopped.sign !== (await signOf(start))) {
      this.#stored.stopped = null;
      this.#keep();
      return true;
    }
    this.#state = 'closed';
    this.#connectAt = Date.now() + this.#scaled(LOOK_AGAIN_AFTER_MS);
    return false;
  }

  #failed(reason: string): void {
    this.#connection = undefined;
    this.#state = 'closed';
    this.#reason = reason;
    const failures = this.#countFailure();
    this.#connectAt = Date.now() + this.#scaled(reconnectDelayMs(failures, Math.random));
    consoleLog('warn', 'gateway.not-connected', { reason, failures });
  }

  #closed(code: number): void {
    const now = Date.now();
    const next = afterClose(code);
    this.#connection = undefined;
    this.#state = 'closed';
    this.#readySince = null;
    this.#reason = `closed with ${code}`;
    const failures = this.#countFailure();
    this.#connectAt = now + this.#scaled(reconnectDelayMs(failures - 1, Math.random));
    if (next === 'identify') this.#forgetSession();
    consoleLog(next === 'stop' ? 'error' : 'info', 'gateway.closed', { code, next });
    if (next === 'stop') this.ctx.waitUntil(this.#stopFor(code));
    else this.ctx.waitUntil(this.#setAlarm());
  }

  async #stopFor(code: number): Promise<void> {
    const until = Date.now() + this.#scaled(LOOK_AGAIN_AFTER_MS);
    this.#stored.stopped = { code, sign: this.#start ? await signOf(this.#start) : '', until };
    this.#stored.session = null;
    this.#stored.seq = null;
    this.#connectAt = until;
    this.#keep();
    await this.#setAlarm();
  }

  /** Gives a socket up that is of no use any more; the session is kept and resumed. */
  #drop(reason: string, afterMs = 0): void {
    const socket = this.#connection?.socket;
    this.#connection = undefined;
    this.#state = 'closed';
    this.#readySince = null;
    this.#reason = reason;
    this.#connectAt = Date.now() + afterMs;
    this.#keepSeq(Date.now());
    try {
      socket?.close(CLOSE_TO_RESUME, reason);
    } catch {
      // It was closed already.
    }
    consoleLog('info', 'gateway.dropped', { reason });
    this.ctx.waitUntil(this.#setAlarm());
  }

  // --- The protocol

  #hear(connection: Connection, data: string | ArrayBuffer): void {
    const frame = typeof data === 'string' && data.length <= MAX_FRAME ? parseFrame(data) : null;
    if (!frame) {
      this.#drop('a frame that is none');
      return;
    }
    // An alarm may come late on a busy day; whatever is heard is a moment to beat, too.
    if (frame.op === 0) this.#beat(Date.now());
    if (this.#connection !== connection) return;
    switch (frame.op) {
      case 0:
        this.#heard(connection, frame);
        return;
      case 1:
        this.#sendBeat(connection, Date.now());
        return;
      case 7:
        this.#drop('asked to reconnect');
        return;
      case 9:
        this.#invalidated(frame.d === true);
        return;
      case 10:
        this.#hello(connection, frame.d);
        return;
      case 11: {
        connection.acked = true;
        if (connection.beatAt !== null) this.#latencyMs = Date.now() - connection.beatAt;
        return;
      }
      default:
        return;
    }
  }

  #hello(connection: Connection, d: unknown): void {
    const interval = Number((d as { readonly heartbeat_interval?: unknown } | null)?.heartbeat_interval);
    if (!(interval >= 50 && interval <= 600_000)) {
      this.#drop('a HELLO without an interval');
      return;
    }
    const now = Date.now();
    connection.intervalMs = interval;
    // The first beat is spread, so that bots that lost the same server do not come back in step.
    connection.nextBeatAt = now + Math.floor(interval * Math.random());
    const { session, seq } = this.#stored;
    if (session && this.#start) {
      this.#state = 'resuming';
      this.#send(connection, { op: 6, d: { token: this.#start.token, session_id: session.id, seq: seq ?? 0 } });
      this.ctx.waitUntil(this.#setAlarm());
      return;
    }
    this.#identify(connection, now);
  }

  #identify(connection: Connection, now: number): void {
    const start = this.#start;
    if (!start) {
      this.#drop('no token at hand');
      return;
    }
    const times = recentIdentifies(this.#stored.identifies, now);
    const pace = nextIdentifyAt(
      times.map((at) => now - (now - at) * this.#scale()),
      now,
    );
    const wait = Math.max(
      (pace - now) / this.#scale(),
      start.remaining <= IDENTIFIES_KEPT_BACK ? start.resetAfterMs : 0,
    );
    if (wait > 0) {
      this.#drop('waits for its turn to identify', Math.ceil(wait));
      return;
    }
    // Counted before it is sent: one that is not counted could be repeated without end.
    this.#stored.identifies = [...times, now];
    this.#stored.seq = null;
    this.#keep();
    this.#state = 'identifying';
    this.#send(connection, {
      op: 2,
      d: {
        token: start.token,
        intents: start.intents,
        shard: [0, 1],
        properties: { os: 'cloudflare', browser: 'waddlebot', device: 'waddlebot' },
      },
    });
    this.ctx.waitUntil(this.#setAlarm());
  }

  #invalidated(resumable: boolean): void {
    if (!resumable) this.#forgetSession();
    // Discord: wait between one and five seconds before identifying anew.
    this.#drop('session invalid', this.#scaled(1_000 + Math.random() * 4_000));
  }

  #heard(connection: Connection, frame: Frame): void {
    const { t, s, d } = frame;
    if (t === null || s === null) return;
    if (connection.received === null || s > connection.received) connection.received = s;
    if (t === 'READY') {
      this.#ready(d, s);
      return;
    }
    if (t === 'RESUMED') {
      this.#resumes++;
      this.#isUp();
      return;
    }
    const { session } = this.#stored;
    if (!session) {
      this.#drop('a dispatch before READY');
      return;
    }
    this.#inbox.push({ t, d: WANTED_DISPATCHES.has(t) ? d : null, s, session });
    if (this.#inbox.length > INBOX_MAX) {
      // What is not taken is not lost: it is replayed from the last sequence that was.
      this.#inbox.length = 0;
      this.#drop('the road is closed', this.#scaled(5_000));
      return;
    }
    if (Date.now() >= this.#drainAt) this.#drain();
  }

  #ready(d: unknown, s: number): void {
    const { session_id: id, resume_gateway_url: url, user } = (d ?? {}) as Readonly<Record<string, unknown>>;
    const botUserId = (user as { readonly id?: unknown } | undefined)?.id;
    if (typeof id !== 'string' || typeof url !== 'string' || typeof botUserId !== 'string' || !URL.canParse(url)) {
      this.#drop('a READY that is none');
      return;
    }
    this.#stored.session = { id, url, botUserId };
    this.#stored.seq = s;
    this.#stored.stopped = null;
    this.#keep();
    this.#isUp();
  }

  #isUp(): void {
    this.#state = 'ready';
    this.#reason = null;
    if (this.#failures() > 0) {
      this.#stored.failures = 0;
      this.#keep();
    }
    this.#readySince = Date.now();
    consoleLog('info', 'gateway.ready', { resumes: this.#resumes, identifies: this.#stored.identifies.length });
  }

  // --- The heartbeat

  #beat(now: number): void {
    const connection = this.#connection;
    if (!connection || now < connection.nextBeatAt) return;
    if (connection.intervalMs === null) {
      this.#drop('no HELLO');
      return;
    }
    // No ACK between two beats: the socket looks open and is dead.
    if (!connection.acked) {
      this.#drop('no ACK');
      return;
    }
    this.#sendBeat(connection, now);
  }

  #sendBeat(connection: Connection, now: number): void {
    if (connection.intervalMs === null) return;
    connection.acked = false;
    connection.beatAt = now;
    connection.nextBeatAt = now + connection.intervalMs;
    this.#send(connection, { op: 1, d: connection.received });
  }

  #send(connection: Connection, payload: object): void {
    try {
      connection.socket.send(JSON.stringify(payload));
    } catch {
      this.#drop('the socket is closed');
    }
  }

  // --- What was heard goes down the road

  #drain(): void {
    this.#draining ??= this.#takeAll().finally(() => {
      this.#draining = undefined;
      this.ctx.waitUntil(this.#setAlarm());
    });
  }

  async #takeAll(): Promise<void> {
    while (this.#inbox.length > 0) {
      const { session } = this.#inbox[0] as Heard;
      const batch = this.#inbox.slice(0, BATCH).filter((heard) => heard.session.id === session.id);
      const wanted = batch.filter(({ d }) => d !== null).map(({ t, d, s }) => ({ t, d, s }));
      try {
        if (wanted.length > 0)
          await this.#intake().dispatch({ session: session.id, botUserId: session.botUserId, dispatches: wanted });
      } catch (error) {
        this.#drainFailures++;
        this.#drainAt = Date.now() + this.#scaled(Math.min(30_000, 250 * 2 ** Math.min(this.#drainFailures, 8)));
        consoleLog('warn', 'gateway.not-taken', { error: describeError(error), waiting: this.#inbox.length });
        return;
      }
      this.#drainFailures = 0;
      // When too much was waiting it was all given back, and comes again.
      if (this.#inbox[0] !== batch[0]) continue;
      this.#inbox.splice(0, batch.length);
      if (this.#stored.session?.id !== session.id) continue;
      this.#stored.seq = Math.max(this.#stored.seq ?? 0, ...batch.map(({ s }) => s));
      const now = Date.now();
      if (now - this.#keptSeqAt >= this.#scaled(KEEP_SEQ_EVERY_MS)) this.#keepSeq(now);
    }
  }

  // --- What is kept

  #forgetSession(): void {
    this.#stored.session = null;
    this.#stored.seq = null;
    this.#keep();
  }

  #failures(): number {
    return this.#stored.failures ?? 0;
  }

  #countFailure(): number {
    const failures = this.#failures() + 1;
    this.#stored.failures = failures;
    this.#keep();
    return failures;
  }

  #keepSeq(now: number): void {
    this.#keptSeqAt = now;
    this.#keep();
  }

  #keep(): void {
    this.ctx.storage.sql.exec('INSERT OR REPLACE INTO gateway (id, value) VALUES (1, ?)', JSON.stringify(this.#stored));
  }

  #intake(): Intake {
    return (this.ctx as unknown as { readonly exports: { readonly Intake: Intake } }).exports.Intake;
  }

  /** Fault journeys press hours into seconds; everywhere else this is 1. */
  #scale(): number {
    return FAULTS ? Number((this.env as { readonly GATEWAY_SCALE?: string }).GATEWAY_SCALE ?? 1) : 1;
  }

  #scaled(ms: number): number {
    return ms / this.#scale();
  }
}

interface Frame {
  readonly op: number;
  readonly d: unknown;
  readonly s: number | null;
  readonly t: string | null;
}

function parseFrame(text: string): Frame | null {
  try {
    const { op, d, s, t } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (typeof op !== 'number') return null;
    return {
      op,
      d,
      s: typeof s === 'number' && Number.isSafeInteger(s) && s >= 0 ? s : null,
      t: typeof t === 'string' ? t : null,
    };
  } catch {
    return null;
  }
}

/** Names a token with its intents without telling them. */
async function signOf({ token, intents }: GatewayStart): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${intents}:${token}`));
  return Array.from(new Uint8Array(digest).slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
