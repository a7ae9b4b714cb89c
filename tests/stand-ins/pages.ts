import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ENCODED } from './pages/encoded.ts';
import { BROKEN, DRIP, ENDLESS, NO_TITLE, PDF, SCRIPT_IN_TITLE, WRONG_CHARSET } from './pages/hostile.ts';
import { ORDINARY } from './pages/ordinary.ts';
import type { Page, Stream } from './pages/page.ts';

/** What was asked of a path, and how much of the answer went out. */
interface PageRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Bytes of the body, as far as it was taken. */
  sent: number;
  /** Whether the answer is over: ended, or given up by who asked. */
  isOver: boolean;
}

/** A small web on loopback: ordinary pages at `/ordinary/<name>`, hostile ones at `/hostile/<name>`, and whatever a test adds. */
export interface PagesStandIn {
  readonly url: string;
  /** `host:port`, as FETCH_ALLOW_HOSTS takes it. */
  readonly host: string;
  /** Oldest first. */
  readonly requests: readonly PageRequest[];
  /** Puts a page at a path, as slow and as large as it says, and returns its URL. */
  serve(path: string, page: Page): string;
  stop(): Promise<void>;
}

const isStream = (body: Page['body']): body is Stream => typeof body === 'object' && !(body instanceof Uint8Array);

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z\d]+/g, '-');

/** Where an ordinary page is. */
export const ordinaryPath = (name: string): string => `/ordinary/${slug(name)}`;

/** 1 GB of blanks behind a title, packed into 1 MB. */
const gzipBomb = (): Page => {
  const part = gzipSync(Buffer.alloc(100_000_000, ' '));
  const title = gzipSync('<title>Small parcel</title>');
  return {
    headers: { 'content-encoding': 'gzip' },
    body: Buffer.concat([title, ...Array.from({ length: 10 }, () => part)]),
  };
};

const redirect = (location: string): Page => ({ status: 302, headers: { location }, body: '' });

function hostilePages(): ReadonlyMap<string, Page> {
  return new Map([
    ['/hostile/endless', ENDLESS],
    ['/hostile/redirects', redirect('/hostile/redirects')],
    ['/hostile/to-loopback', redirect('http://127.0.0.1/admin')],
    ['/hostile/wrong-charset', WRONG_CHARSET],
    ['/hostile/script', SCRIPT_IN_TITLE],
    ['/hostile/no-title', NO_TITLE],
    ['/hostile/bomb', gzipBomb()],
    ['/hostile/annual%20report.pdf', PDF],
    ['/hostile/drip', DRIP],
    ['/hostile/broken', BROKEN],
  ]);
}

async function send(outgoing: ServerResponse, page: Page, request: PageRequest, stopped: AbortSignal): Promise<void> {
  const gone = new AbortController();
  const signal = AbortSignal.any([gone.signal, stopped]);
  outgoing.once('close', () => {
    request.isOver = true;
    gone.abort();
  });
  const wait = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  const write = async (chunk: string | Uint8Array) => {
    request.sent += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.length;
    if (!outgoing.write(chunk)) await once(outgoing, 'drain', { signal }).catch(() => undefined);
  };
  if (page.delayMs) await wait(page.delayMs);
  const { type = 'text/html' } = page;
  outgoing.writeHead(page.status ?? 200, { ...(type === null ? {} : { 'content-type': type }), ...page.headers });
  const { body } = page;
  if (!isStream(body)) await write(body);
  else {
    if (body.start) await write(body.start);
    for (let i = 0; i < body.times && !signal.aborted; i++) {
      if (body.everyMs) await wait(body.everyMs);
      await write(body.chunk);
    }
  }
  outgoing.end();
}

export async function startPages(): Promise<PagesStandIn> {
  const ordinary = [...ORDINARY, ...ENCODED].map((page) => [ordinaryPath(page.name), page] as const);
  const pages = new Map<string, Page>([...ordinary, ...hostilePages()]);
  const requests: PageRequest[] = [];
  const ending = new AbortController();
  const http = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const request = { path, headers: incoming.headers, sent: 0, isOver: false };
    requests.push(request);
    const page = pages.get(path) ?? { status: 404, body: '<title>Not found</title>' };
    send(outgoing, page, request, ending.signal).catch(() => outgoing.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    serve(path, page) {
      pages.set(path, page);
      return `http://${host}${path}`;
    },
    async stop() {
      ending.abort();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}
