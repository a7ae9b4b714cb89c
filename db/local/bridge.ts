import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { WebSocketServer } from 'ws';
import { type Answer, answerSql, isAuthorised, UNAUTHORISED } from './neon-http.ts';
import { tunnel } from './tunnel.ts';

export interface BridgeOptions {
  /** `postgres://user:password@host:port/database` of the database behind the bridge. */
  upstream: string;
  /** Any free one when not given. */
  port?: number;
  log?: (line: string) => void;
}

export interface Bridge {
  /** What the Worker gets as DATABASE_URL: the upstream's user, password and database at the bridge's address. */
  url: string;
  port: number;
  /** Cuts the database off: requests under way are reset, new ones fail, until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Connections now open to the database. */
  connections(): number;
  /** Statements taken over HTTP so far. */
  readonly queries: number;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;
const POOL_SIZE = 20;
const POOL_WAIT_MS = 60_000;
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Speaks Neon's HTTP and WebSocket protocols on 127.0.0.1 in front of an ordinary PostgreSQL, so that the unmodified
 * driver works with it.
 *
 * Web pages the developer visits are kept out: no request with an Origin or a foreign Host is served, no CORS header sent.
 */
export async function startBridge({ upstream, port = 0, log = () => {} }: BridgeOptions): Promise<Bridge> {
  const upstreamUrl = new URL(upstream);
  const address = { host: upstreamUrl.hostname, port: Number(upstreamUrl.port || 5432) };
  const tunnels = new Set<Socket>();
  const underWay = new Set<Socket>();
  const lent = new Set<pg.PoolClient>();
  let pool = newPool();
  let paused = false;
  let queries = 0;

  function newPool(): pg.Pool {
    const made = new pg.Pool({
      connectionString: upstream,
      max: POOL_SIZE,
      connectionTimeoutMillis: POOL_WAIT_MS,
      allowExitOnIdle: true,
    });
    made.on('error', (error) => log(`an idle database connection broke: ${error.message}`));
    // Without a listener, a connection that breaks while it is lent would end the process.
    made.on('connect', (client) => client.on('error', () => {}));
    made.on('acquire', (client) => lent.add(client));
    made.on('release', (_error, client) => lent.delete(client));
    return made;
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const refused = refusal(request);
    if (refused) return refused;
    if (request.url?.split('?')[0] !== '/sql') return { status: 404, body: { message: 'not found' } };
    if (request.method !== 'POST') return { status: 405, body: { message: 'use POST' } };
    if (!isAuthorised(request.headers, upstreamUrl)) return UNAUTHORISED;
    const body = await readBody(request);
    if (body === undefined) return { status: 413, body: { message: 'the request is larger than 64 MB' } };
    if (paused) return { status: 500, body: { message: 'the database cannot be reached: paused', code: null } };
    const answered = await answerSql(pool, request.headers, body);
    queries += answered.queries;
    return answered;
  }

  const server = createServer((request, response) => {
    underWay.add(request.socket);
    response.on('close', () => underWay.delete(request.socket));
    answer(request).then(
      (answered) => send(response, answered),
      (error) => {
        log(`a request failed: ${error}`);
        request.socket.destroy();
      },
    );
  });

  const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const known = /^\/v[12](\?|$)/.test(request.url ?? '');
    const refused = refusal(request) ?? (known ? undefined : { status: 404, body: {} });
    if (refused || paused) {
      stream.end(`HTTP/1.1 ${refused?.status ?? 503} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    webSockets.handleUpgrade(request, stream, head, (webSocket) => {
      const socket = tunnel(webSocket, address);
      tunnels.add(socket);
      socket.on('close', () => tunnels.delete(socket));
    });
  });

  /** Breaks what is open towards the database, and tells those who wait by resetting their connections. */
  async function cut(): Promise<void> {
    const severed = pool;
    for (const socket of underWay) socket.resetAndDestroy();
    for (const socket of tunnels) socket.resetAndDestroy();
    for (const webSocket of webSockets.clients) webSocket.terminate();
    for (const client of lent) client.connection.stream.destroy();
    await severed.end();
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const listening = (server.address() as AddressInfo).port;
  const url = new URL(upstream);
  url.host = `127.0.0.1:${listening}`;
  log(`the database bridge listens on 127.0.0.1:${listening}`);

  return {
    url: url.href,
    port: listening,
    async pause() {
      if (paused) return;
      paused = true;
      await cut();
    },
    async resume() {
      if (!paused) return;
      pool = newPool();
      paused = false;
    },
    connections: () => (paused ? 0 : pool.totalCount) + tunnels.size,
    get queries() {
      return queries;
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      if (!paused) await cut();
      paused = true;
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A browser always sends an Origin across sites, and a rebound DNS name shows in Host. */
function refusal(request: IncomingMessage): Answer | undefined {
  if (request.headers.origin !== undefined) return { status: 403, body: { message: 'browsers are not served' } };
  if (!LOOPBACK_HOST.test(request.headers.host ?? '')) return { status: 403, body: { message: 'unknown Host' } };
  return undefined;
}

/** The whole body, or undefined as soon as it is known to be over the limit. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  // The rest of a refused body is let through unread, or the sender would see a reset instead of the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const content = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) });
  response.end(content);
}
