import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { noteSecret } from '../support/secrets.ts';
import { type ControlHandlers, controlRoutes } from './control.ts';
import { type Fault, FaultQueue } from './faults.ts';
import { EventLog, summarize } from './log.ts';
import { type Answer, type Route, router, type StandInRequest } from './routes.ts';

const MAX_BODY_BYTES = 1024 * 1024;

export interface ServerOptions {
  name: string;
  /** 0 or left out: any free port. */
  port?: number;
  now: () => number;
  /** Built once the address is known, because platforms hand out URLs that point at themselves. */
  routes(server: StandInServer): Route[];
  control: ControlHandlers;
  notFound(request: StandInRequest): Answer;
  /** How the platform words a bare status, with `retryAfter` in seconds. */
  failure(status: number, retryAfter?: number): Answer;
  /** Takes requests for a WebSocket; their sockets are the platform's to end when the server is `stopped`. */
  upgrade?(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** A running stand-in on 127.0.0.1; `stopped` fires when it ends, `background` is work that `idle` waits for. */
export interface StandInServer {
  url: string;
  port: number;
  log: EventLog;
  faults: FaultQueue;
  stopped: AbortSignal;
  background(work: Promise<unknown>): void;
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** The whole body, or undefined when it is longer than 1 MiB. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** What of an answer is secret: tokens, and the codes that browsers carry back. */
function noteSecretsOf({ json, headers }: Answer): void {
  for (const [name, value] of Object.entries((json ?? {}) as object))
    if (typeof value === 'string' && /^(?:access_token|refresh_token|id_token)$/.test(name)) noteSecret(name, value);
  const to = headers?.location;
  const code = to && URL.canParse(to) ? new URL(to).searchParams.get('code') : null;
  if (code) noteSecret('authorization code', code);
}

function write(outgoing: ServerResponse, answer: Answer): void {
  noteSecretsOf(answer);
  const text = answer.json === undefined ? (answer.text ?? '') : JSON.stringify(answer.json);
  const type = answer.json === undefined ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  outgoing.writeHead(answer.status ?? 200, {
    ...(text === '' ? {} : { 'content-type': type }),
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  outgoing.end(text);
}

/** Starts an HTTP server that answers `routes`, suffers its faults, keeps a log and obeys the control API. */
export async function startServer(options: ServerOptions): Promise<StandInServer> {
  const log = new EventLog(options.now);
  const faults = new FaultQueue();
  const ending = new AbortController();
  const running = new Set<Promise<unknown>>();
  let find: ReturnType<typeof router>;
  const findControl = router(controlRoutes(options.name, log, faults, options.control));

  /** What the fault makes of the answer: another answer, a cut connection, or silence. */
  async function struck(
    fault: Fault | undefined,
    moment: 'before' | 'after',
  ): Promise<Answer | 'drop' | 'hang' | null> {
    if (!fault || fault.kind === 'reject' || fault.when !== moment) return null;
    if (fault.kind === 'drop' || fault.kind === 'hang') return fault.kind;
    if (fault.kind === 'delay') {
      await sleep(fault.ms, undefined, { signal: ending.signal }).catch(() => undefined);
      return null;
    }
    const usual = options.failure(fault.status, fault.retryAfter);
    if (fault.body === undefined) return usual;
    const body = typeof fault.body === 'string' ? { text: fault.body } : { json: fault.body };
    return { status: fault.status, headers: usual.headers, ...body };
  }

  async function answer(request: StandInRequest): Promise<Answer | 'drop' | 'hang'> {
    const found = find(request.method, request.path);
    const names = found ? [found.route.op, ...(found.route.aliases ?? []), request.path] : [request.path];
    const fault = faults.take(names);
    request.params = found?.params ?? {};
    if (fault?.kind === 'reject') request.reject = fault;
    const before = await struck(fault, 'before');
    const usual = before ?? (found ? await found.route.handle(request) : options.notFound(request));
    const result = (before ? null : await struck(fault, 'after')) ?? usual;
    log.add('request', found?.route.op ?? 'unknown', {
      method: request.method,
      path: request.path,
      status: typeof result === 'string' ? 0 : (result.status ?? 200),
      body: summarize(request.body),
      ...(fault ? { fault } : {}),
    });
    return result;
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    if (body === undefined) return write(outgoing, { status: 413 });
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const method = incoming.method ?? 'GET';
    const request: StandInRequest = {
      method,
      path: pathname,
      query: searchParams,
      params: {},
      headers: incoming.headers,
      body,
    };
    if (pathname.startsWith('/_stand-in/')) {
      // A web page in the developer's browser can reach loopback, but must not speak for people in chat.
      if (incoming.headers.origin !== undefined) return write(outgoing, { status: 403 });
      const control = findControl(method, pathname);
      return write(outgoing, control ? await control.route.handle(request) : { status: 404 });
    }
    const result = await answer(request);
    if (result === 'drop') incoming.socket.destroy();
    else if (result !== 'hang') write(outgoing, result);
  }

  const http = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      if (incoming.destroyed && !incoming.complete) return;
      log.add('notice', 'internal-error', { error: String(error) });
      if (outgoing.headersSent) outgoing.destroy();
      else write(outgoing, { status: 500 });
    });
  });
  const { upgrade } = options;
  if (upgrade) http.on('upgrade', (incoming, socket, head) => upgrade(incoming, socket, head));
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;

  const server: StandInServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    faults,
    stopped: ending.signal,
    background(work) {
      const settled = work.catch((error: unknown) => {
        log.add('notice', 'internal-error', { error: String(error) });
      });
      running.add(settled);
      settled.finally(() => running.delete(settled));
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async stop() {
      ending.abort();
      await server.idle();
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
    },
  };
  find = router(options.routes(server));
  return server;
}
