import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs, styleText } from 'node:util';
import WebSocket from 'ws';
import type { ChatEntry, FeedEntry } from '../workers/core/feed.ts';
import { placeOf } from './local/place.ts';
import { type Env, Refused } from './local/surroundings.ts';

const USAGE = `The live feed of a community, in a terminal (docs/feed.md). Ctrl-C ends it.

  npm run feed -- [--community demo] [--recent] [--seconds 60] [--url https://bot.example.org --key wbk_…]

  --community  slug or id; demo unless said
  --recent     begins with what is kept of the last day
  --seconds    ends by itself after so long
  --url, --key of another WaddleBot than the running \`npm start\`; a key with feed:read, or its SERVICE_API_KEY`;

/** A line is dead that says nothing, not even pong, for so long, ms; and how often it is asked. */
const SILENT_FOR_MS = 45_000;
const PING_EVERY_MS = 15_000;
const CONNECT_WITHIN_MS = 10_000;
const LEFT_WITHIN_MS = 1_000;
const MAX_BACKOFF_MS = 30_000;
/** Answers that are the same the next time. */
const FINAL = [400, 401, 403, 404, 426];

type Frame =
  | { readonly type: 'hello'; readonly epoch: string; readonly seq: number; readonly gap: boolean }
  | { readonly type: 'entries'; readonly entries: readonly (FeedEntry & { readonly seq: number })[] };

export type Paint = (colour: 'dim' | 'cyan' | 'green' | 'magenta' | 'red' | 'yellow', text: string) => string;

export interface Following {
  /** Of WaddleBot. */
  readonly url: string;
  readonly key: string;
  readonly community: string;
  /** Whether to begin with what is kept. */
  readonly recent: boolean;
  readonly print: (line: string) => void;
  /** What is not of the feed itself. */
  readonly note: (line: string) => void;
  readonly paint: Paint;
  readonly signal: AbortSignal;
  readonly random?: () => number;
}

/** What people write must not steer a terminal, or turn a line around. */
const shown = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');

/** One line an entry: time, platform, room, who, what. */
export function lineOf(entry: FeedEntry, paint: Paint): string {
  const time = new Date(entry.at).toLocaleTimeString('en-GB');
  if (entry.is === 'change') {
    const who = shown(entry.by?.displayName ?? '-').padEnd(14);
    const where = paint('dim', `${time}  ${'hub'.padEnd(7)}  ${''.padEnd(10)}`);
    return `${where}  ${who}  ${paint('cyan', `${shown(entry.action)}  ${shown(entry.target)}`)}`;
  }
  const platform = entry.channel.slice(0, entry.channel.indexOf(':'));
  const who = 'author' in entry ? (entry.author?.displayName ?? '-') : 'waddlebot';
  const place = paint('dim', `${time}  ${shown(platform).padEnd(7)}  ${shown(entry.room).padEnd(10)}`);
  return `${place}  ${shown(who).padEnd(14)}  ${whatOf(entry, paint)}`;
}

function whatOf(entry: ChatEntry, paint: Paint): string {
  switch (entry.is) {
    case 'message':
      return shown(entry.text);
    case 'event':
      return paint('magenta', shown(entry.kind));
    case 'command':
      return paint('cyan', shown(entry.text));
    case 'refusal':
      return paint('yellow', `${shown(entry.text)}  (refused: ${shown(entry.reason)})`);
    case 'notice':
      return paint('red', `This channel is linked no more: ${shown(entry.reason)}. Somebody has to repair it.`);
    case 'reply': {
      const why = entry.reason === undefined ? '' : `: ${shown(entry.reason)}`;
      const how = `(${shown(entry.command)}, ${entry.status}${why}, ${Math.round(entry.tookMs)} ms)`;
      return paint(entry.status === 'sent' ? 'green' : 'red', `${shown(entry.text)}  ${how}`);
    }
  }
}

/**
 * Follows a feed until the signal, through cuts and deploys: each time it goes on after the last entry it has heard.
 * @throws Refused in WaddleBot's own words, where trying again would not help
 */
export async function follow(following: Following): Promise<void> {
  const { signal, note, random = Math.random } = following;
  let position: { epoch: string | null; after: number } | null = following.recent ? { epoch: null, after: 0 } : null;
  let failures = 0;
  const hear = (frame: Frame): void => {
    failures = 0;
    if (frame.type === 'hello') {
      if (frame.gap) note('… some of what happened before this is missing');
      position = { epoch: frame.epoch, after: frame.seq };
    } else if (frame.type === 'entries') {
      for (const entry of frame.entries) {
        following.print(lineOf(entry, following.paint));
        if (position) position.after = entry.seq;
      }
    }
  };
  while (!signal.aborted) {
    const ended = await listen(following, position, hear);
    if (signal.aborted) return;
    if (ended.status !== undefined && FINAL.includes(ended.status)) throw new Refused(ended.reason);
    const backoffMs = Math.min(MAX_BACKOFF_MS, 1_000 * 2 ** failures++) * (0.5 + random() / 2);
    note(`… ${ended.reason}; trying again in ${(backoffMs / 1_000).toFixed(1)} s`);
    await pause(backoffMs, undefined, { signal }).catch(() => undefined);
  }
}

interface Ended {
  readonly reason: string;
  /** Where it was refused by an answer. */
  readonly status?: number;
}

/** One connection, until it ends. */
function listen(
  { url, key, community, signal }: Following,
  position: { readonly epoch: string | null; readonly after: number } | null,
  hear: (frame: Frame) => void,
): Promise<Ended> {
  const address = new URL('/live', url.replace(/^http/, 'ws'));
  address.searchParams.set('community', community);
  if (position) address.searchParams.set('after', String(position.after));
  if (position?.epoch) address.searchParams.set('epoch', position.epoch);
  const headers = key.startsWith('wbk_') ? { authorization: `Bearer ${key}` } : { 'x-service-key': key };
  const socket = new WebSocket(address.href, { headers, handshakeTimeout: CONNECT_WITHIN_MS });
  const ended = Promise.withResolvers<Ended>();
  const leave = () => {
    socket.close(1000);
    // An answer to that may never come.
    setTimeout(() => socket.terminate(), LEFT_WITHIN_MS).unref();
    ended.resolve({ reason: 'it was ended here' });
  };
  signal.addEventListener('abort', leave, { once: true });
  let heardAt = Date.now();
  const ping = setInterval(() => {
    if (Date.now() - heardAt > SILENT_FOR_MS) socket.terminate();
    else if (socket.readyState === WebSocket.OPEN) socket.send('ping');
  }, PING_EVERY_MS);
  socket.on('message', (data) => {
    heardAt = Date.now();
    const text = String(data);
    if (text !== 'pong') hear(JSON.parse(text) as Frame);
  });
  socket.on('unexpected-response', (request, response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    response.on('end', () => {
      request.destroy();
      const status = response.statusCode ?? 0;
      ended.resolve({ status, reason: wordsIn(body) ?? `WaddleBot answered ${status}` });
    });
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    ended.resolve({ reason: `WaddleBot cannot be reached (${error.code ?? error.message})` });
  });
  socket.on('close', (code, reason) =>
    ended.resolve({ reason: `the connection ended (${reason.toString() || code})` }),
  );
  return ended.promise.finally(() => {
    clearInterval(ping);
    signal.removeEventListener('abort', leave);
  });
}

function wordsIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { readonly error?: { readonly message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}

const option = { type: 'string' } as const;
const OPTIONS = {
  community: { ...option, default: 'demo' },
  url: option,
  key: option,
  seconds: option,
  recent: { type: 'boolean', default: false },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n\n${USAGE}`);
  }
}

async function main(args: readonly string[], env: Env): Promise<void> {
  const { community, recent, seconds, ...asked } = parsed(args);
  if (seconds !== undefined && !/^\d+(\.\d+)?$/.test(seconds)) throw new Refused(`--seconds is a number.\n\n${USAGE}`);
  const place = await placeOf(asked, env, 'made with feed:read, ');
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  // Whoever reads this may stop, as `head` does.
  process.stdout.on('error', () => stop.abort());
  if (seconds !== undefined) setTimeout(() => stop.abort(), Number(seconds) * 1_000).unref();
  const note = (line: string) => console.error(styleText('dim', line, { stream: process.stderr }));
  note(`… the feed of ${community} at ${place.url}; Ctrl-C ends it`);
  await follow({
    ...place,
    community,
    recent,
    print: console.log,
    note,
    paint: (colour, text) => styleText(colour, text, { stream: process.stdout }),
    signal: stop.signal,
  });
}

if (import.meta.main)
  main(process.argv.slice(2), process.env).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
