import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ChangeEntry, FeedEntry } from '../workers/core/feed.ts';
import { channelKey } from '../workers/core/ids.ts';
import { type Following, follow, lineOf, type Paint } from './feed.ts';

const plain: Paint = (_, text) => text;
const marked: Paint = (colour, text) => `<${colour}>${text}</>`;

const place = {
  id: 'e1',
  channel: channelKey('twitch', '1000001'),
  room: '1000001',
  at: new Date(2027, 0, 15, 8, 5, 9).getTime(),
};
const author = { account: '7', displayName: 'Pia' };
const message = (text: string): FeedEntry => ({ ...place, is: 'message', author, text });

describe('a line', () => {
  it.each<[FeedEntry, string]>([
    [message('Good morning'), 'Pia             Good morning'],
    [{ ...place, is: 'command', author, text: '!ping' }, 'Pia             !ping'],
    [
      { ...place, is: 'refusal', author, text: '!ping', reason: 'cooldown' },
      'Pia             !ping  (refused: cooldown)',
    ],
    [{ ...place, is: 'event', kind: 'follow', author: null }, '-               follow'],
    [
      { ...place, is: 'reply', command: 'ping', text: 'Pong!', status: 'sent', tookMs: 119.6 },
      'waddlebot       Pong!  (ping, sent, 120 ms)',
    ],
    [
      { ...place, is: 'reply', command: 'ping', text: 'Pong!', status: 'withheld', reason: 'late', tookMs: 1 },
      'waddlebot       Pong!  (ping, withheld: late, 1 ms)',
    ],
  ])('says when, where, who and what: %j', (entry, end) => {
    expect(lineOf(entry, plain)).toBe(`08:05:09  twitch   1000001     ${end}`);
  });

  it('says who changed what', () => {
    const { id, at } = place;
    const change = { id, at, is: 'change', action: 'command.edit', target: 'command:\u001b[2J1' } as const;
    const line = (by: ChangeEntry['by']) => lineOf({ ...change, by }, plain);
    expect(line({ account: 'twitch:7', displayName: 'Pia' })).toBe(
      '08:05:09  hub                  Pia             command.edit  command:[2J1',
    );
    expect(line(null)).toBe('08:05:09  hub                  -               command.edit  command:[2J1');
  });

  it('is one, and steers no terminal, whatever people write', () => {
    const evil = message('a\u001b[2Jb\nc\u202ed\u0007\u009b31m');
    expect(lineOf({ ...evil, room: '1\u001b]0;x' } as FeedEntry, plain)).toMatch(/a\[2Jb cd31m$/);
    expect(lineOf(evil, plain)).not.toMatch(/\p{Cc}/u);
  });

  it('is coloured by its kind', () => {
    expect(lineOf(message('hi'), marked)).toMatch(/^<dim>.*<\/> {2}Pia {13}hi$/);
    expect(lineOf({ ...place, is: 'command', author, text: '!ping' }, marked)).toContain('<cyan>!ping</>');
    const reply = { ...place, is: 'reply', command: 'ping', text: 'Pong!', tookMs: 1 } as const;
    expect(lineOf({ ...reply, status: 'sent' }, marked)).toContain('<green>');
    expect(lineOf({ ...reply, status: 'refused' }, marked)).toContain('<red>');
  });
});

let server: Server;
let sockets: WebSocketServer;
let asked: IncomingMessage[];
let refuse: { status: number; body: string } | null;
let onConnect: (socket: WebSocket, connection: number) => void;
let stop: AbortController;
let printed: string[];
let noted: string[];

beforeEach(async () => {
  asked = [];
  refuse = null;
  printed = [];
  noted = [];
  stop = new AbortController();
  server = createServer();
  sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    asked.push(request);
    if (refuse) return void socket.end(`HTTP/1.1 ${refuse.status} No\r\nConnection: close\r\n\r\n${refuse.body}`);
    sockets.handleUpgrade(request, socket, head, (opened) => onConnect(opened, asked.length));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  stop.abort();
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

const following = (more: Partial<Following> = {}): Promise<void> =>
  follow({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: 'the service key',
    community: 'demo',
    recent: false,
    print: (line) => void printed.push(line.slice(-3)),
    note: (line) => void noted.push(line),
    paint: plain,
    signal: stop.signal,
    random: () => -0.98,
    ...more,
  });

const say = (socket: WebSocket, frame: unknown) => socket.send(JSON.stringify(frame));
const hello = (seq: number, gap = false) => ({ type: 'hello', epoch: 'e', seq, gap });
const entries = (...seqs: number[]) => ({
  type: 'entries',
  entries: seqs.map((seq) => ({ ...message(`n${String(seq).padStart(2, '0')}`), seq })),
});

const until = (holds: () => boolean): Promise<void> => expect.poll(holds, { interval: 5 }).toBe(true);
const queries = () => asked.map(({ url = '' }) => new URL(url, 'http://x').search);

describe('a view of the feed', () => {
  it('prints what it is told, with the service’s key or a scoped one, until it is ended', async () => {
    onConnect = (socket) => {
      say(socket, hello(3));
      say(socket, entries(4, 5));
    };
    for (const key of ['the service key', 'wbk_key']) {
      stop = new AbortController();
      const ended = following({ key });
      await until(() => printed.length >= 2);
      stop.abort();
      await ended;
      expect(printed.splice(0)).toEqual(['n04', 'n05']);
    }
    expect(queries()).toEqual(['?community=demo', '?community=demo']);
    expect(asked.map(({ headers }) => [headers['x-service-key'], headers.authorization])).toEqual([
      ['the service key', undefined],
      [undefined, 'Bearer wbk_key'],
    ]);
    expect(asked.map(({ headers }) => headers.origin)).toEqual([undefined, undefined]);
  });

  it('comes back by itself and goes on where it was, however it was cut off', async () => {
    onConnect = (socket, connection) => {
      if (connection === 1) {
        say(socket, hello(3));
        say(socket, entries(4, 5));
        setTimeout(() => socket.terminate(), 20);
      } else if (connection === 2) {
        say(socket, hello(5));
        setTimeout(() => socket.close(1001, 'a deploy'), 20);
      } else {
        say(socket, hello(5));
        say(socket, entries(6));
      }
    };
    const ended = following();
    await until(() => printed.length === 3);
    stop.abort();
    await ended;
    expect(printed).toEqual(['n04', 'n05', 'n06']);
    expect(queries()).toEqual([
      '?community=demo',
      '?community=demo&after=5&epoch=e',
      '?community=demo&after=5&epoch=e',
    ]);
    expect(noted.join('\n')).toMatch(/trying again.*\n.*a deploy/);
    expect(noted.join('\n')).not.toContain('missing');
  });

  it('says where something is missing, and goes on from there', async () => {
    onConnect = (socket, connection) => {
      say(socket, connection === 1 ? hello(3) : hello(90, true));
      if (connection === 1) setTimeout(() => socket.terminate(), 20);
      else if (connection === 2) setTimeout(() => socket.terminate(), 20);
    };
    const ended = following();
    await until(() => asked.length === 3);
    stop.abort();
    await ended;
    expect(noted.some((line) => line.includes('missing'))).toBe(true);
    expect(queries()[2]).toBe('?community=demo&after=90&epoch=e');
  });

  it('begins with what is kept where that is asked for', async () => {
    onConnect = (socket) => say(socket, hello(0));
    const ended = following({ recent: true });
    await until(() => asked.length === 1);
    stop.abort();
    await ended;
    expect(queries()).toEqual(['?community=demo&after=0']);
  });

  it('ends with WaddleBot’s own words where trying again would not help', async () => {
    refuse = { status: 403, body: JSON.stringify({ error: { code: 'FORBIDDEN', message: 'This key may not.' } }) };
    await expect(following()).rejects.toThrow('This key may not.');
    expect(asked).toHaveLength(1);
  });

  it('tries again where it would', async () => {
    refuse = { status: 503, body: 'away' };
    const ended = following();
    await until(() => asked.length >= 3);
    stop.abort();
    await ended;
    expect(noted[0]).toContain('answered 503');
  });

  it('ends while it waits to try again', async () => {
    server.closeAllConnections();
    const url = 'http://127.0.0.1:1';
    const ended = following({ url, random: () => 1 });
    await until(() => noted.length === 1);
    stop.abort();
    await ended;
    expect(noted[0]).toContain('cannot be reached (ECONNREFUSED)');
  });
});
