import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { FeedEntry } from '../../workers/core/feed.ts';
import { ask } from '../support/api.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

type Heard = FeedEntry & { readonly seq: number };

/** Somebody who listens, from where they were when they come again. */
class Listener {
  readonly heard: Heard[] = [];
  gaps = 0;
  #position: { epoch: string; after: number } | undefined;
  #socket: WebSocket | undefined;

  async connect(): Promise<void> {
    const query = new URLSearchParams({ community: 'demo' });
    if (this.#position) {
      query.set('epoch', this.#position.epoch);
      query.set('after', String(this.#position.after));
    }
    const url = `${world.worker.url.replace('http', 'ws')}/live?${query}`;
    const socket = new WebSocket(url, { headers: { 'x-service-key': world.secrets.service } });
    this.#socket = socket;
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as {
        type: string;
        epoch: string;
        seq: number;
        gap: boolean;
        entries: Heard[];
      };
      if (frame.type === 'hello') {
        if (frame.gap) this.gaps++;
        this.#position = { epoch: frame.epoch, after: frame.seq };
      }
      if (frame.type !== 'entries') return;
      this.heard.push(...frame.entries);
      if (this.#position) this.#position.after = frame.entries.at(-1)?.seq ?? this.#position.after;
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  }

  /** Is cut off without a word. */
  cut(): void {
    this.#socket?.terminate();
  }

  texts(): string[] {
    return this.heard.flatMap((entry) => (entry.is === 'message' ? [entry.text] : []));
  }
}

let turn = 0;
const viewer = () => ({ id: `83${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
const channelAt = (i: number) => (TWITCH_CHANNELS[i % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number]).id;
const say = (text: string, channel = channelAt(turn)) => world.twitch.chat({ channel, user: viewer(), text });

describe('a feed', () => {
  it('shows what is said, run, refused and answered, within two seconds of being opened', async () => {
    // The isolate knows the channel, and that nothing there wants plain messages.
    const channel = channelAt(1);
    await say('nobody hears this', channel);
    const listener = new Listener();
    await listener.connect();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await say('hello everybody', channel);
    await say('!ping', channel);
    await say('!command add x y', channel);
    await until('all of it', () => listener.heard.some((entry) => entry.is === 'reply' && entry.status === 'sent'));
    for (const what of ['message', 'command', 'refusal'])
      await until(`the ${what}`, () => listener.heard.some(({ is }) => is === what));
    expect(listener.texts()).toEqual(['hello everybody']);
    expect(listener.heard.find(({ is }) => is === 'command')).toMatchObject({
      text: '!ping',
      channel: `twitch:${channel}`,
    });
    expect(listener.heard.find(({ is }) => is === 'reply')).toMatchObject({ text: 'Pong!', command: '!ping' });
    expect(listener.heard.find(({ is }) => is === 'refusal')).toMatchObject({ reason: 'level' });
    listener.cut();
  });

  it('shows reminders as they are said', async () => {
    const listener = new Listener();
    await listener.connect();
    await say('!remind me 2s water the plants', channelAt(2));
    const said = await until('it is said', () =>
      listener.heard.find((entry) => entry.is === 'reply' && entry.text.includes('reminded: water the plants')),
    );
    expect(said).toMatchObject({ is: 'reply', command: 'remind', status: 'sent' });
    listener.cut();
  });

  it('opens for a page by a ticket, once', async () => {
    const { status, json } = await ask<{ ticket: string }>(world, 'POST', '/live/tickets', {
      body: { communityId: 'demo' },
    });
    expect(status).toBe(201);
    const connect = (origin = new URL(world.vars.PUBLIC_URL ?? world.worker.url).origin) =>
      new Promise<number>((resolve, reject) => {
        const url = `${world.worker.url.replace('http', 'ws')}/live?community=demo&ticket=${json.ticket}`;
        const socket = new WebSocket(url, { headers: { origin } });
        socket
          .once('open', () => {
            resolve(101);
            socket.terminate();
          })
          .once('error', reject);
        socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      });
    expect([await connect('https://elsewhere.example'), await connect(), await connect()]).toEqual([403, 101, 401]);
    expect((await fetch(`${world.worker.url}/live?community=demo`)).status).toBe(426);
  });

  it('brings hundreds of messages to twenty listeners, and to one that was cut off, in order, each once', async () => {
    const listeners = Array.from({ length: 20 }, () => new Listener());
    for (const listener of listeners) await listener.connect();
    const [cut] = listeners as [Listener];
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const count = 600;
    for (let i = 0; i < count; i += 20) {
      if (i === 200) cut.cut();
      if (i === 400) await cut.connect();
      await Promise.all(Array.from({ length: 20 }, (_, n) => say(`line ${i + n}`, channelAt(i + n))));
    }
    const lines = (listener: Listener) => listener.texts().filter((text) => text.startsWith('line '));
    await until('everybody heard everything', () => listeners.every((listener) => lines(listener).length >= count));
    for (const listener of listeners) {
      expect(new Set(lines(listener)).size).toBe(count);
      expect(lines(listener)).toHaveLength(count);
      const numbers = listener.heard.map(({ seq }) => seq);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(listener.gaps).toBe(0);
      listener.cut();
    }
  });
});
