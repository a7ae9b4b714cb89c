import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { EventLog } from '../log.ts';
import type { Answer } from '../routes.ts';
import { record } from './errors.ts';
import { CLOSE, Connection, type GatewayCore, OP } from './gateway-connection.ts';
import { type Dispatched, INTENT, KNOWN_INTENTS, Session } from './gateway-session.ts';
import type { GatewayControls, GatewayOptions, GatewayStats, Violation } from './gateway-types.ts';
import type { GuildEvents } from './guild-events.ts';
import type { Guilds } from './guilds.ts';
import { memberObject, userObject } from './objects.ts';
import type { GatewayEvent } from './posts.ts';
import { shardOf } from './snowflake.ts';

export interface GatewayRules {
  options: GatewayOptions;
  applicationId: string;
  flags: number;
  allowedIntents: number;
  guilds: Guilds;
  events: GuildEvents;
  log: EventLog;
  now(): number;
  token(): string;
  resetToken(): void;
  stopped: AbortSignal;
  /** `ws://host:port`. */
  origin: string;
}

const PRIVILEGED = INTENT.GUILD_MEMBERS | INTENT.GUILD_PRESENCES | INTENT.MESSAGE_CONTENT;
// After these the documentation asks for a new session.
const ENDING: readonly number[] = [4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];
const GATEWAY_PATH = '/gateway';
const RESUME_PATH = '/gateway/resume';

/** Discord's Gateway: sockets come and go, sessions outlive them. */
export class Gateway implements GatewayCore {
  readonly heartbeatMs: number;
  readonly sends: { limit: number; windowMs: number };
  readonly violations: Violation[] = [];
  readonly stats: Omit<GatewayStats, 'open' | 'sessions'> = {
    connections: 0,
    identifies: 0,
    resumes: 0,
    resumed: 0,
    heartbeats: 0,
    dispatches: 0,
    mostSends: 0,
  };
  #rules: GatewayRules;
  #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  #connections = new Set<Connection>();
  #sessions = new Map<string, Session>();
  #budget = { used: 0, resetAt: 0 };
  #identifiedAt = new Map<number, number>();
  #refusals = { count: 0, status: 503 };
  #waiting = new Set<() => void>();

  constructor(rules: GatewayRules) {
    this.#rules = rules;
    this.heartbeatMs = rules.options.heartbeatMs ?? 41_250;
    this.sends = rules.options.sends ?? { limit: 120, windowMs: 60_000 };
    rules.stopped.addEventListener('abort', () => {
      for (const socket of this.#server.clients) socket.terminate();
    });
  }

  now = (): number => this.#rules.now();

  /** GET /gateway/bot */
  bot(): Answer {
    const { options, now, origin } = this.#rules;
    const { total, windowMs } = this.#identifyLimit();
    const { used, resetAt } = this.#currentBudget();
    const session_start_limit = {
      total,
      remaining: Math.max(0, total - used),
      reset_after: used === 0 ? 0 : Math.min(windowMs, resetAt - now()),
      max_concurrency: options.maxConcurrency ?? 1,
    };
    return { json: { url: origin + GATEWAY_PATH, shards: options.shards ?? 1, session_start_limit } };
  }

  /** An HTTP request that asks for a WebSocket. */
  upgrade(incoming: IncomingMessage, raw: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const path = pathname.replace(/\/$/, '');
    const refused = this.#refusals.count > 0;
    if (refused) this.#refusals.count -= 1;
    const status = refused ? this.#refusals.status : path === GATEWAY_PATH || path === RESUME_PATH ? 0 : 404;
    if (status !== 0) {
      raw.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#server.handleUpgrade(incoming, raw, head, (socket) => {
      this.stats.connections += 1;
      const connection = new Connection(socket, raw, this, path === RESUME_PATH);
      this.#connections.add(connection);
      this.#note('connect', { path, query: searchParams.toString() });
      if (!['9', '10'].includes(searchParams.get('v') ?? ''))
        connection.refuse(CLOSE.INVALID_VERSION, `version ${searchParams.get('v')}`);
      else if (searchParams.get('encoding') !== 'json' || searchParams.has('compress'))
        connection.refuse(CLOSE.DECODE, 'this Gateway speaks uncompressed JSON only');
    });
  }

  /** Tells every session that hears of it; resolves to how many had it at once. */
  dispatch(event: GatewayEvent): number {
    return this.#alive().filter((session) => session.hears(event) && this.#tell(session, event)).length;
  }

  identify(connection: Connection, d: Record<string, unknown>): void {
    this.stats.identifies += 1;
    const refusal = this.#identifyRefusal(d);
    if (refusal) connection.refuse(...refusal);
    else if (this.#spendIdentify(connection, shardOfIdentify(d)[0])) this.#start(connection, d);
  }

  resume(connection: Connection, d: Record<string, unknown>): void {
    this.stats.resumes += 1;
    const session = this.#alive().find(({ id }) => id === d.session_id);
    const seq = Number.isInteger(d.seq) ? Number(d.seq) : -1;
    const missed = session?.after(seq);
    this.#note('resume', { session: d.session_id, seq: d.seq, known: session !== undefined, missed: missed?.length });
    if (d.token !== this.#rules.token()) {
      connection.refuse(CLOSE.AUTHENTICATION_FAILED, 'resume with a bad token');
    } else if (session && (seq < 0 || seq > session.seq)) {
      this.#sessions.delete(session.id);
      connection.refuse(CLOSE.INVALID_SEQ, `resume with ${String(d.seq)}, the last was ${session.seq}`);
    } else if (session && missed) {
      this.#replay(connection, session, missed);
    } else {
      connection.send({ op: OP.INVALID_SESSION, d: false });
    }
  }

  /** GUILD_MEMBERS_CHUNK: all members only with the members intent (Discord: request guild members). */
  requestMembers({ session }: Connection, d: Record<string, unknown>): void {
    const guild = this.#rules.guilds.guild(String(d.guild_id));
    if (!session || !guild) return;
    const asked = [d.user_ids ?? []].flat().map(String);
    const wantsAll = d.query === '' && Number(d.limit) === 0;
    if (wantsAll && (session.intents & INTENT.GUILD_MEMBERS) === 0) {
      this.violation('asked for all members without the members intent');
      return;
    }
    const members = (guild.members ?? []).filter(({ id, username }) =>
      asked.length > 0 ? asked.includes(id) : username.startsWith(String(d.query ?? '')),
    );
    const not_found = asked.filter((id) => !members.some((member) => member.id === id));
    const chunk = { guild_id: guild.id, members: members.map(memberObject), chunk_index: 0, chunk_count: 1 };
    this.#tell(session, { t: 'GUILD_MEMBERS_CHUNK', guildId: guild.id, d: { ...chunk, not_found, nonce: d.nonce } });
  }

  heartbeat(): void {
    this.stats.heartbeats += 1;
  }

  sent(withinWindow: number): void {
    this.stats.mostSends = Math.max(this.stats.mostSends, withinWindow);
  }

  violation(detail: string, code?: number): void {
    this.violations.push({ at: this.now(), detail, ...(code === undefined ? {} : { code }) });
    this.#note('violation', { detail, code });
  }

  closed(connection: Connection, code: number, byClient: boolean): void {
    this.#connections.delete(connection);
    const { session } = connection;
    this.#note('close', { code, byClient, session: session?.id });
    if (!session) return;
    const holder = this.#holder(session);
    if (holder && holder !== connection) return;
    // Discord: initiating a disconnect: 1000 and 1001 end the session, any other end leaves it to be resumed.
    const ends = byClient ? code === 1000 || code === 1001 : ENDING.includes(code);
    if (ends) this.#sessions.delete(session.id);
    else session.droppedAt ??= this.now();
  }

  /** Ends every session; what still connects must identify with the new token. */
  terminate(): void {
    for (const connection of this.#connections) connection.close(CLOSE.AUTHENTICATION_FAILED);
    this.#sessions.clear();
  }

  readonly controls: GatewayControls = this.#controls();

  #controls(): GatewayControls {
    const open = () => [...this.#connections].filter((connection) => connection.open);
    const gateway = this;
    return {
      get url() {
        return gateway.#rules.origin + GATEWAY_PATH;
      },
      get stats() {
        return { ...gateway.stats, open: open().length, sessions: gateway.#alive().length };
      },
      violations: this.violations,
      connected: (withinMs = 10_000) => this.#connected(withinMs),
      dropAll: (code) => this.#dropAll(code),
      zombie() {
        for (const connection of open()) connection.zombie = true;
      },
      invalidate: (resumable) => {
        for (const connection of open()) {
          connection.send({ op: OP.INVALID_SESSION, d: resumable });
          if (!resumable && connection.session) this.#sessions.delete(connection.session.id);
        }
      },
      reconnect() {
        for (const connection of open()) connection.send({ op: OP.RECONNECT, d: null });
      },
      requestHeartbeat() {
        for (const connection of open()) connection.send({ op: OP.HEARTBEAT, d: null });
      },
      garbage(data, { raw = false } = {}) {
        for (const connection of open()) connection.garbage(data, raw);
      },
      closeAtByte(bytes) {
        for (const connection of open()) connection.cutAt(bytes);
      },
      repeat(count) {
        for (const connection of open())
          for (const dispatched of connection.session?.sent.slice(-count) ?? []) connection.dispatch(dispatched);
      },
      reorder() {
        for (const connection of open()) connection.reorder();
      },
      refuseUpgrades: (count, status = 503) => {
        this.#refusals = { count, status };
      },
      forgetSessions: () => this.#sessions.clear(),
      dispatch: (event) => this.dispatch(event),
    };
  }

  #identifyRefusal(d: Record<string, unknown>): [code: number, detail: string] | undefined {
    const { options, token, allowedIntents } = this.#rules;
    const intents = Number(d.intents);
    const [shard, shards] = shardOfIdentify(d);
    const { properties } = d;
    if (d.token !== token()) return [CLOSE.AUTHENTICATION_FAILED, 'identify with a bad token'];
    if (Object.keys(record(properties)).length === 0) return [CLOSE.DECODE, 'identify without properties'];
    if (!Number.isInteger(d.intents) || intents < 0 || (intents & ~KNOWN_INTENTS) !== 0)
      return [CLOSE.INVALID_INTENTS, `intents ${String(d.intents)}`];
    const disallowed = intents & PRIVILEGED & ~allowedIntents;
    if (disallowed !== 0) return [CLOSE.DISALLOWED_INTENTS, `privileged intents ${disallowed}`];
    if (!Number.isInteger(shard) || !Number.isInteger(shards) || shard < 0 || shard >= shards)
      return [CLOSE.INVALID_SHARD, `shard ${String(d.shard)}`];
    if (shards < (options.shardsRequired ?? 1)) return [CLOSE.SHARDING_REQUIRED, `only ${shards} shards`];
    return undefined;
  }

  /** Takes one identify of the day and of this moment; false when there was none left. */
  #spendIdentify(connection: Connection, shard: number): boolean {
    const { options, now } = this.#rules;
    const budget = this.#currentBudget();
    if (budget.used >= this.#identifyLimit().total) {
      this.violation('identify budget exceeded: the token is reset');
      this.#rules.resetToken();
      return false;
    }
    budget.used += 1;
    const key = shard % (options.maxConcurrency ?? 1);
    const before = this.#identifiedAt.get(key);
    this.#identifiedAt.set(key, now());
    if (before === undefined || now() - before >= (options.identifyWindowMs ?? 5_000)) return true;
    this.violation(`identify ${now() - before} ms after another one`);
    connection.send({ op: OP.INVALID_SESSION, d: false });
    return false;
  }

  #identifyLimit() {
    return this.#rules.options.identifies ?? { total: 1_000, windowMs: 24 * 60 * 60_000 };
  }

  #currentBudget() {
    if (this.#budget.resetAt <= this.now())
      this.#budget = { used: 0, resetAt: this.now() + this.#identifyLimit().windowMs };
    return this.#budget;
  }

  #start(connection: Connection, d: Record<string, unknown>): void {
    const session = new Session({
      id: randomBytes(16).toString('hex'),
      intents: Number(d.intents),
      shard: shardOfIdentify(d),
      botId: this.#rules.applicationId,
      buffer: this.#rules.options.buffer ?? 10_000,
    });
    this.#sessions.set(session.id, session);
    connection.session = session;
    this.#note('identify', { session: session.id, shard: session.shard, intents: session.intents });
    this.#greet(session);
    this.#wake();
  }

  #replay(connection: Connection, session: Session, missed: readonly Dispatched[]): void {
    if (!connection.resuming) this.violation('resumed at the general URL instead of resume_gateway_url');
    this.#holder(session)?.close(4000, 'Session moved.');
    connection.session = session;
    session.droppedAt = undefined;
    this.stats.resumed += 1;
    for (const dispatched of missed) connection.dispatch(dispatched);
    this.#tell(session, { t: 'RESUMED', d: { _trace: ['stand-in'] } });
    this.#wake();
  }

  /** READY, then the guilds of the shard. */
  #greet(session: Session): void {
    const { applicationId, flags, guilds, events, origin } = this.#rules;
    const bot = guilds.users.get(guilds.botId);
    const ours = guilds.joined.filter(({ id }) => shardOf(id, session.shard[1]) === session.shard[0]);
    const ready = {
      v: 10,
      user: bot && { ...userObject(bot), verified: true, mfa_enabled: false, email: null },
      guilds: ours.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: origin + RESUME_PATH,
      shard: session.shard,
      application: { id: applicationId, flags },
      session_type: 'normal',
      private_channels: [],
      relationships: [],
      user_settings: {},
      _trace: ['stand-in'],
    };
    this.#tell(session, { t: 'READY', d: ready });
    if ((session.intents & INTENT.GUILDS) === 0) return;
    const both = INTENT.GUILD_MEMBERS | INTENT.GUILD_PRESENCES;
    const allMembers = (session.intents & both) === both;
    for (const guild of ours)
      this.#tell(session, { t: 'GUILD_CREATE', guildId: guild.id, d: events.created(guild, allMembers) });
  }

  #tell(session: Session, event: GatewayEvent): boolean {
    this.stats.dispatches += 1;
    const dispatched = session.add(event);
    return this.#holder(session)?.dispatch(dispatched) ?? false;
  }

  #holder(session: Session): Connection | undefined {
    return [...this.#connections].find((connection) => connection.session === session && connection.open);
  }

  #alive(): Session[] {
    const life = this.#rules.options.sessionLifeMs ?? 120_000;
    for (const session of this.#sessions.values())
      if (session.droppedAt !== undefined && this.now() - session.droppedAt >= life) this.#sessions.delete(session.id);
    return [...this.#sessions.values()];
  }

  #dropAll(code?: number): void {
    for (const connection of this.#connections) connection.close(code);
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  async #connected(withinMs: number): Promise<void> {
    const isConnected = () => this.#alive().some((session) => this.#holder(session));
    if (isConnected()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(done);
        reject(new Error(`No Gateway session within ${withinMs} ms`));
      }, withinMs);
      const done = () => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
    });
  }

  #note(op: string, data: Record<string, unknown>): void {
    this.#rules.log.add('notice', `gateway-${op}`, data);
  }
}

function shardOfIdentify({ shard }: Record<string, unknown>): [id: number, count: number] {
  if (shard === undefined) return [0, 1];
  const given: unknown[] = Array.isArray(shard) ? shard : [];
  return [Number(given[0]), Number(given[1])];
}
