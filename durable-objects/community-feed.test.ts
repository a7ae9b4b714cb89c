import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cases } from '../tests/fuzz/cases.ts';
import { hearingOfRole } from '../workers/core/changes.ts';
import type { FeedEntry } from '../workers/core/feed.ts';
import { type CommunityId, channelKey, type Platform } from '../workers/core/ids.ts';
import { type FeedListener, listenRequest } from './feed-listener.ts';
import type { FeedTicket } from './feed-tickets.ts';
import { Feeds } from './feeds.ts';

/** In 2096: alarms ring when the test fires them, and never by themselves. */
const NOW = 4_000_000_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(NOW);
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterAll(() => void vi.useRealTimers());

const passes = (ms: number) => void vi.setSystemTime(Date.now() + ms);

const said = (text: string, platform: Platform = 'twitch'): FeedEntry => ({
  id: `${platform}:1000001:${crypto.randomUUID()}`,
  channel: channelKey(platform, '1000001'),
  room: '1000001',
  at: Date.now(),
  is: 'message',
  author: { account: '7001', displayName: 'Pia' },
  text,
});
const several = (count: number) => Array.from({ length: count }, (_, i) => said(`line ${i}`));

interface Hello {
  readonly epoch: string;
  readonly seq: number;
  readonly gap: boolean;
}
type Frame =
  | ({ readonly type: 'hello' } & Hello)
  | { readonly type: 'entries'; readonly entries: readonly (FeedEntry & { readonly seq: number })[] }
  | { readonly type: 'error'; readonly message: string };

const settled = () => scheduler.wait(5);
async function until(what: string, holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (holds()) return;
    await settled();
  }
  throw new Error(`did not happen: ${what}`);
}

/** A client as docs/feed.md describes it: all it remembers is the epoch and the last number. */
class Client {
  readonly frames: Frame[] = [];
  readonly socket: WebSocket;
  pongs = 0;
  closed: { readonly code: number; readonly reason: string } | null = null;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => {
      if (data === 'pong') this.pongs++;
      else this.frames.push(JSON.parse(String(data)) as Frame);
    });
    socket.addEventListener('close', ({ code, reason }) => {
      this.closed ??= { code, reason };
    });
    socket.addEventListener('error', () => {
      this.closed ??= { code: 1006, reason: '' };
    });
    socket.accept();
  }

  get entries() {
    return this.frames.flatMap((frame) => (frame.type === 'entries' ? frame.entries : []));
  }
  get seqs(): number[] {
    return this.entries.map(({ seq }) => seq);
  }
  get texts(): string[] {
    return this.entries.map((entry) => (entry.is === 'message' ? entry.text : entry.is));
  }
  get hellos(): Hello[] {
    return this.frames.filter((frame) => frame.type === 'hello');
  }
  get errors(): string[] {
    return this.frames.flatMap((frame) => (frame.type === 'error' ? [frame.message] : []));
  }
  /** Where to go on from. */
  get position() {
    const [{ epoch, seq } = { epoch: '', seq: 0 }] = this.hellos.slice(-1);
    return { epoch, after: Math.max(seq, ...this.seqs) };
  }

  /** All that was sent before has arrived. */
  async heard(): Promise<void> {
    const before = this.pongs;
    this.socket.send('ping');
    await until('a pong', () => this.pongs > before || this.closed !== null);
  }

  async leave(): Promise<void> {
    this.socket.close(1000, 'done');
    await until('a close', () => this.closed !== null);
    await settled();
  }
}

/** A community's object and who listens to it. */
class TestCommunity {
  readonly id = crypto.randomUUID() as CommunityId;

  get stub() {
    return env.COMMUNITY.getByName(this.id);
  }

  ask(listener: Partial<FeedListener> = {}): Promise<Response> {
    const now = Date.now();
    const all = { platforms: null, areas: null, isPersons: false };
    return this.stub.fetch(listenRequest({ position: null, ticketHash: null, now, ...all, ...listener }));
  }

  async listen(listener: Partial<FeedListener> = {}): Promise<Client> {
    const response = await this.ask(listener);
    if (!response.webSocket) throw new Error(`answered ${response.status}: ${await response.text()}`);
    const client = new Client(response.webSocket);
    await until('a hello', () => client.hellos.length > 0);
    return client;
  }

  async publish(...entries: readonly (FeedEntry | string)[]): Promise<boolean> {
    const { open } = await this.stub.publish(
      entries.map((entry) => (typeof entry === 'string' ? said(entry) : entry)),
      Date.now(),
    );
    return open;
  }

  evict(): Promise<void> {
    return evictDurableObject(this.stub);
  }

  /** When the alarm is set for, ms from now. */
  async alarmIn(): Promise<number | null> {
    const at = await runInDurableObject(this.stub, (_, { storage }) => storage.getAlarm());
    return at === null ? null : at - Date.now();
  }

  /** Lets the time pass until the alarm is due, and fires it. */
  async alarm(): Promise<void> {
    passes(Math.max(0, (await this.alarmIn()) ?? 0));
    await runDurableObjectAlarm(this.stub);
  }

  /** Whether isolates are told that this feed is open. */
  async isOpen(): Promise<boolean> {
    return (await env.FEEDS.getByName('feeds').current(Date.now())).includes(this.id);
  }
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('who listens', () => {
  it('is greeted, and told what is published from then on', async () => {
    const community = new TestCommunity();
    await community.publish('before');
    const client = await community.listen();
    expect(client.hellos).toEqual([{ type: 'hello', epoch: expect.any(String), seq: 1, gap: false }]);
    await community.publish('one', 'two');
    await community.publish('three');
    await client.heard();
    expect(client.texts).toEqual(['one', 'two', 'three']);
    expect(client.seqs).toEqual([2, 3, 4]);
    expect(client.entries[0]).toMatchObject({
      channel: 'twitch:1000001',
      is: 'message',
      author: { displayName: 'Pia' },
    });
  });

  it('is told the same entry once', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    const entry = said('once');
    await community.publish(entry, entry);
    await community.publish(entry, 'twice');
    await client.heard();
    expect(client.texts).toEqual(['once', 'twice']);
  });

  it('gets at most 200 entries in a frame', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    await community.publish(...several(450));
    await client.heard();
    const sizes = client.frames.flatMap((frame) => (frame.type === 'entries' ? [frame.entries.length] : []));
    expect(sizes).toEqual([200, 200, 50]);
    expect(client.seqs).toEqual(upTo(450));
  });

  it('hears nothing of platforms that are not for them', async () => {
    const community = new TestCommunity();
    const client = await community.listen({ platforms: ['slack', 'kick'] });
    const all = await community.listen();
    await community.publish(said('a'), said('b', 'slack'), said('c', 'kick'), said('d', 'discord'));
    await client.heard();
    await all.heard();
    expect(client.texts).toEqual(['b', 'c']);
    expect(all.texts).toEqual(['a', 'b', 'c', 'd']);
    const again = await community.listen({ platforms: ['slack'], position: { ...client.position, after: 0 } });
    await again.heard();
    expect(again.texts).toEqual(['b']);
    await community.evict();
    await community.publish(said('e'), said('f', 'slack'));
    await again.heard();
    expect(again.texts).toEqual(['b', 'f']);
  });

  it('is one of a hundred: the next is told that there is no place', async () => {
    const community = new TestCommunity();
    const clients = await Promise.all(Array.from({ length: 100 }, () => community.listen()));
    const refused = await community.ask();
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('All 100 places')]);
    await clients[0]?.leave();
    expect((await community.ask()).status).toBe(101);
  });

  it('does not suffer from others whose socket is broken', async () => {
    const community = new TestCommunity();
    const [good, broken, other] = [await community.listen(), await community.listen(), await community.listen()];
    await runInDurableObject(community.stub, (_, ctx) => {
      const sockets = ctx.getWebSockets();
      const send = vi.fn(() => {
        throw new Error('this one is slow');
      });
      Object.assign(sockets[1] as WebSocket, { send });
    });
    await community.publish('one');
    await community.publish('two');
    await Promise.all([good.heard(), other.heard()]);
    expect([good.texts, other.texts]).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
    await until('the broken one is closed', () => broken.closed !== null);
    expect(broken.closed?.code).toBe(1011);
  });
});

describe('what a client says', () => {
  it('is answered with pong where it is ping, without waking anybody', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    await community.evict();
    for (let i = 0; i < 30; i++) await client.heard();
    expect([client.pongs, client.errors, client.closed]).toEqual([30, [], null]);
  });

  it('is an error, and too much of it closes the socket, also over a loss of memory', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    for (let i = 0; i < 10; i++) client.socket.send('{"type":"hi"}');
    await until('the errors', () => client.errors.length === 10);
    expect(client.errors[0]).toContain('takes no messages');
    await community.evict();
    passes(9 * SECOND);
    for (let i = 0; i < 10; i++) client.socket.send(new Uint8Array([1, 2, 3]));
    await until('the errors', () => client.errors.length === 20);
    expect(client.closed).toBeNull();
    client.socket.send('one more');
    await until('a close', () => client.closed !== null);
    expect(client.closed).toMatchObject({ code: 1008 });
    expect(client.errors).toHaveLength(20);
  });

  it('may go on slowly for ever', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    for (let i = 1; i <= 50; i++) {
      client.socket.send('hello?');
      await until('an error', () => client.errors.length === i);
      passes(SECOND);
    }
    expect(client.closed).toBeNull();
  });
});

describe('who was cut off', () => {
  it('gets exactly what they missed, and then what is new', async () => {
    const community = new TestCommunity();
    const first = await community.listen();
    await community.publish('one', 'two');
    await first.heard();
    await first.leave();
    await community.publish('three', 'four');
    await community.evict();
    const second = await community.listen({ position: first.position });
    await community.publish('five');
    await second.heard();
    expect(second.hellos).toMatchObject([{ gap: false, seq: 2 }]);
    expect(second.texts).toEqual(['three', 'four', 'five']);
  });

  it('misses nothing of a minute of 200 entries a second, published meanwhile by two isolates', async () => {
    const community = new TestCommunity();
    const first = await community.listen();
    await community.publish(...several(10));
    await first.heard();
    await first.leave();
    for (let quarter = 0; quarter < 240; quarter++) {
      passes(250);
      await Promise.all([community.publish(...several(25)), community.publish(...several(25))]);
      if (quarter % 60 === 59) await community.evict();
    }
    // It comes back while more is published.
    const [second] = await Promise.all([
      community.listen({ position: first.position }),
      community.publish(...several(50)),
      community.publish(...several(50)),
    ]);
    await community.publish(...several(7));
    await second.heard();
    expect(second.hellos).toMatchObject([{ gap: false }]);
    expect(second.seqs).toEqual(upTo(12_117, 11));
  });

  it('is told of a gap where it is not all there any more', async () => {
    const community = new TestCommunity();
    const first = await community.listen();
    await community.publish('one');
    await first.heard();
    const watcher = await community.listen();
    await first.leave();
    for (let i = 0; i < 60; i++)
      await community.publish(...several(100).map((entry) => ({ ...entry, text: '漢'.repeat(2_000) }) as FeedEntry));
    const second = await community.listen({ position: first.position });
    await second.heard();
    expect(second.hellos).toMatchObject([{ gap: true }]);
    expect(second.seqs).toEqual(upTo(6_001, (second.hellos[0]?.seq ?? 0) + 1));
    expect(second.seqs.length).toBeGreaterThan(1_000);
    expect(watcher.closed).toBeNull();
  });

  it('is told of a gap where nobody listened for a minute, as nothing was published since then', async () => {
    const community = new TestCommunity();
    const first = await community.listen();
    await community.publish('one');
    await first.heard();
    await first.leave();
    passes(MINUTE);
    const inTime = await community.listen({ position: first.position });
    expect(inTime.hellos).toMatchObject([{ gap: false, seq: 1 }]);
    await inTime.leave();
    passes(MINUTE + 1);
    await community.evict();
    const late = await community.listen({ position: first.position });
    expect(late.hellos).toMatchObject([{ gap: true, seq: 2 }]);
    await community.publish('two');
    await late.heard();
    expect(late.seqs).toEqual([3]);
    // It was told once.
    const again = await community.listen({ position: { ...late.position, after: late.hellos[0]?.seq ?? 0 } });
    await again.heard();
    expect([again.hellos[0]?.gap, again.texts]).toEqual([false, ['two']]);
  });

  it('is told of a gap where the storage was lost', async () => {
    const community = new TestCommunity();
    const first = await community.listen();
    await community.publish('one', 'two');
    await first.heard();
    await first.leave();
    await runInDurableObject(community.stub, (_, { storage }) => storage.deleteAll());
    await community.evict();
    await community.publish('three');
    const second = await community.listen({ position: first.position });
    await second.heard();
    expect(second.hellos).toMatchObject([{ gap: true, seq: 0 }]);
    expect(second.hellos[0]?.epoch).not.toBe(first.hellos[0]?.epoch);
    expect(second.texts).toEqual(['three']);
  });
});

describe('hibernation', () => {
  it('keeps the socket while the object is gone: the next entry arrives', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    const memory = await runInDurableObject(community.stub, (inner) => inner);
    for (const text of ['one', 'two', 'three']) {
      await community.evict();
      await community.publish(text);
    }
    await client.heard();
    expect(await runInDurableObject(community.stub, (inner) => inner === memory)).toBe(false);
    expect(client.texts).toEqual(['one', 'two', 'three']);
    expect(client.hellos).toHaveLength(1);
    expect(client.closed).toBeNull();
  });

  it('goes on where the object died with its sockets', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    await community.publish('one');
    await client.heard();
    await abortAllDurableObjects();
    await community.publish('two');
    const again = await community.listen({ position: client.position });
    await community.publish('three');
    await again.heard();
    expect(again.hellos).toMatchObject([{ gap: false }]);
    expect(again.texts).toEqual(['two', 'three']);
  });

  it('lets twenty sockets have 200 entries a second, through losses of memory', async () => {
    const community = new TestCommunity();
    const clients = await Promise.all(Array.from({ length: 20 }, () => community.listen()));
    for (let quarter = 0; quarter < 40; quarter++) {
      passes(250);
      await community.publish(...several(50));
      if (quarter % 10 === 9) await community.evict();
    }
    for (const client of clients) {
      await client.heard();
      expect(client.seqs).toEqual(upTo(2_000));
    }
  });
});

describe('what isolates are told', () => {
  it('is that the feed is open while somebody listens, renewed every minute', async () => {
    const community = new TestCommunity();
    expect(await community.isOpen()).toBe(false);
    const client = await community.listen();
    await until('it is open', () => true);
    expect(await community.isOpen()).toBe(true);
    expect(await community.publish('one')).toBe(true);
    for (let minute = 0; minute < 10; minute++) {
      await community.evict();
      expect(await community.alarmIn()).toBe(MINUTE);
      await community.alarm();
      expect(await community.isOpen()).toBe(true);
    }
    await client.heard();
    expect(client.hellos).toHaveLength(1);
  });

  it('costs a minute of being watched an alarm and a row, and as much for what Feeds keeps', async () => {
    const community = new TestCommunity();
    await community.listen();
    await settled();
    const spies = await runInDurableObject(community.stub, (_, { storage }) => [
      vi.spyOn(Object.getPrototypeOf(storage.kv), 'put'),
      vi.spyOn(Object.getPrototypeOf(storage), 'setAlarm'),
      vi.spyOn(Object.getPrototypeOf(storage.sql), 'exec'),
    ]);
    for (let minute = 0; minute < 10; minute++) await community.alarm();
    const [put, setAlarm, exec] = spies.map(({ mock }) => mock.calls);
    const written = exec?.filter(([query]) => /^(INSERT|DELETE|UPDATE)/.test(String(query)));
    for (const spy of spies) spy.mockRestore();
    expect([put?.length, setAlarm?.length, written?.length]).toEqual([10, 10, 5]);
  });

  it('is no call for each who listens besides', async () => {
    const open = vi.spyOn(Feeds.prototype, 'open');
    const community = new TestCommunity();
    for (let i = 0; i < 5; i++) {
      await community.listen();
      await settled();
      passes(SECOND);
    }
    expect(open).toHaveBeenCalledTimes(1);
    open.mockRestore();
  });

  it('may have lapsed where the object was woken too late, which is told', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    await settled();
    passes(151 * SECOND);
    await community.alarm();
    await community.publish('one');
    await client.heard();
    expect(client.hellos.map(({ gap }) => gap)).toEqual([false, true]);
    expect(client.seqs).toEqual([(client.hellos[1]?.seq ?? 0) + 1]);
    await client.leave();
    const again = await community.listen({ position: client.position });
    expect(again.hellos).toMatchObject([{ gap: false }]);
  });

  it('is that it is off, a minute after the last has left', async () => {
    const community = new TestCommunity();
    const [first, second] = [await community.listen(), await community.listen()];
    await first.leave();
    passes(59 * SECOND);
    await second.leave();
    passes(MINUTE);
    expect(await community.isOpen()).toBe(true);
    expect(await community.publish('one')).toBe(true);
    passes(1);
    expect(await community.isOpen()).toBe(false);
    expect(await community.publish('two')).toBe(false);
  });

  it('is nothing while nobody ever listened', async () => {
    const community = new TestCommunity();
    expect(await community.publish('one')).toBe(false);
    expect(await community.isOpen()).toBe(false);
  });

  it('goes on where somebody comes back within the minute', async () => {
    const community = new TestCommunity();
    const first = await community.listen();
    await first.leave();
    passes(50 * SECOND);
    await community.listen();
    passes(50 * SECOND);
    expect(await community.isOpen()).toBe(true);
  });

  it('ends where the object died with its sockets, a minute after that was noticed', async () => {
    const community = new TestCommunity();
    await community.listen();
    await abortAllDurableObjects();
    await community.alarm();
    passes(MINUTE);
    expect(await community.isOpen()).toBe(true);
    passes(1);
    expect(await community.isOpen()).toBe(false);
  });

  it('is tried again where it failed, and what may have been missed meanwhile is told', async () => {
    const community = new TestCommunity();
    const broken = vi.spyOn(Feeds.prototype, 'open').mockImplementation(() => {
      throw new Error('away');
    });
    const client = await community.listen();
    await until('it was tried', () => broken.mock.calls.length > 0);
    await settled();
    for (let i = 0; i < 3; i++) await community.alarm();
    expect(broken).toHaveBeenCalledTimes(4);
    await client.heard();
    // Ten seconds are what it may take; then each who listens hears of it.
    expect(client.hellos.map(({ gap }) => gap)).toEqual([false, true]);
    broken.mockRestore();
    await community.alarm();
    expect(await community.isOpen()).toBe(true);
    expect(await community.alarmIn()).toBe(MINUTE);
  });
});

describe('time', () => {
  it('closes a socket after an hour, so that who listens shows again that they may', async () => {
    const community = new TestCommunity();
    const client = await community.listen();
    for (let minute = 0; minute < 59; minute++) await community.alarm();
    const other = await community.listen();
    expect(client.closed).toBeNull();
    await community.alarm();
    await until('a close', () => client.closed !== null);
    expect(client.closed).toMatchObject({ code: 1001 });
    expect(other.closed).toBeNull();
    expect(await community.isOpen()).toBe(true);
  });

  it('forgets entries after a day, and then sleeps', async () => {
    const community = new TestCommunity();
    await community.publish('one');
    expect(await community.alarmIn()).toBe(24 * HOUR);
    passes(2 * HOUR);
    await community.publish('two');
    expect(await community.alarmIn()).toBe(22 * HOUR);
    const rows = () =>
      runInDurableObject(community.stub, (_, { storage }) => storage.sql.exec('SELECT 1 FROM feed').toArray().length);
    await community.evict();
    await community.alarm();
    expect([await rows(), await community.alarmIn()]).toEqual([1, 2 * HOUR]);
    await community.alarm();
    expect([await rows(), await community.alarmIn()]).toEqual([0, null]);
    await community.publish('three');
    expect(await community.alarmIn()).toBe(24 * HOUR);
  });

  it('rings for what is due first', async () => {
    const community = new TestCommunity();
    await community.publish('one');
    passes(24 * HOUR - 90 * SECOND);
    const client = await community.listen();
    expect(await community.alarmIn()).toBe(MINUTE);
    await community.alarm();
    expect(await community.alarmIn()).toBe(30 * SECOND);
    await community.alarm();
    expect(await community.alarmIn()).toBe(MINUTE);
    const again = await community.listen({ position: { ...client.position, after: 0 } });
    await again.heard();
    expect(again.texts).toEqual([]);
  });
});

const changed = (action: string, target: string): FeedEntry => ({
  id: `change ${crypto.randomUUID()}`,
  at: Date.now(),
  is: 'change',
  action,
  target,
  by: { account: 'twitch:7001', displayName: 'Pia' },
});

describe('changes', () => {
  const actions = ({ entries }: Client) => entries.map((entry) => (entry.is === 'change' ? entry.action : entry.is));
  const all = () => [
    changed('command.edit', 'command:1'),
    changed('role.give', 'account:kick:9'),
    changed('memories.set', 'module:memories'),
    changed('event.bring', 'channel:twitch:1'),
  ];

  it('are heard by who may read there, and what is said by who may read that, as it happens and afterwards', async () => {
    const community = new TestCommunity();
    const viewer = await community.listen({ ...hearingOfRole('viewer'), isPersons: true });
    const moderator = await community.listen({ ...hearingOfRole('moderator'), isPersons: true });
    const program = await community.listen({ platforms: ['slack'], areas: ['roles'] });
    await community.publish('a', said('b', 'slack'), ...all());
    const late = await community.listen({
      ...hearingOfRole('viewer'),
      isPersons: true,
      position: { epoch: null, after: 0 },
    });
    for (const client of [viewer, moderator, program, late]) await client.heard();
    expect(actions(viewer)).toEqual(['command.edit']);
    expect(actions(late)).toEqual(['command.edit']);
    expect(actions(moderator)).toEqual([
      'message',
      'message',
      'command.edit',
      'role.give',
      'memories.set',
      'event.bring',
    ]);
    expect(actions(program)).toEqual(['message', 'role.give']);
  });

  it('are heard as the ticket says, whatever else is asked for', async () => {
    const community = new TestCommunity();
    await community.stub.keepFeedTicket(
      'hash',
      { ...hearingOfRole('editor'), isPersons: true },
      Date.now() + MINUTE,
      Date.now(),
    );
    const client = await community.listen({ ticketHash: 'hash', platforms: null, areas: null });
    await community.publish('a', ...all());
    await client.heard();
    expect(actions(client)).toEqual(['command.edit']);
  });
});

describe('a person', () => {
  it('connects again after five minutes, a program after an hour', async () => {
    const community = new TestCommunity();
    const program = await community.listen();
    const person = await community.listen({ isPersons: true });
    for (let minute = 1; minute < 5; minute++) {
      passes(MINUTE);
      await community.alarm();
    }
    await person.heard();
    expect(person.closed).toBeNull();
    passes(MINUTE);
    await community.alarm();
    await until('a close', () => person.closed !== null);
    expect(person.closed?.code).toBe(1001);
    await program.heard();
    expect(program.closed).toBeNull();
  });

  it('connects again at once where somebody’s rights were taken away, a program does not', async () => {
    const community = new TestCommunity();
    const program = await community.listen();
    const person = await community.listen({ isPersons: true });
    await community.evict();
    await community.stub.askFeedPersonsAgain();
    await until('a close', () => person.closed !== null);
    expect(person.closed).toEqual({ code: 1001, reason: expect.stringContaining('Connect again') });
    await program.heard();
    expect(program.closed).toBeNull();
  });
});

describe('a ticket', () => {
  const keep = (community: TestCommunity, ticket: Partial<FeedTicket> = {}, hash = 'hash') => {
    const all = { platforms: null, areas: null, isPersons: false };
    return community.stub.keepFeedTicket(hash, { ...all, ...ticket }, Date.now() + MINUTE, Date.now());
  };

  it('lets in once, to what it is for', async () => {
    const community = new TestCommunity();
    await keep(community, { platforms: ['slack'] });
    await community.evict();
    const client = await community.listen({ ticketHash: 'hash' });
    await community.publish(said('a'), said('b', 'slack'));
    await client.heard();
    expect(client.texts).toEqual(['b']);
    const again = await community.ask({ ticketHash: 'hash' });
    expect([again.status, await again.text()]).toEqual([401, expect.stringContaining('Ask for another one')]);
  });

  it('lets nobody in after a minute, or to another community', async () => {
    const community = new TestCommunity();
    await keep(community);
    expect((await new TestCommunity().ask({ ticketHash: 'hash' })).status).toBe(401);
    passes(MINUTE);
    expect((await community.ask({ ticketHash: 'hash' })).status).toBe(401);
  });

  it('is not used up where there is no place', async () => {
    const community = new TestCommunity();
    const clients = await Promise.all(Array.from({ length: 100 }, () => community.listen()));
    await keep(community);
    expect((await community.ask({ ticketHash: 'hash' })).status).toBe(503);
    await clients[0]?.leave();
    expect((await community.ask({ ticketHash: 'hash' })).status).toBe(101);
  });

  it('is forgotten when it is over', async () => {
    const community = new TestCommunity();
    await keep(community);
    passes(MINUTE);
    await keep(community, {}, 'other');
    const kept = await runInDurableObject(community.stub, (_, { storage }) =>
      storage.sql.exec('SELECT hash FROM live_tickets').toArray(),
    );
    expect(kept).toEqual([{ hash: 'other' }]);
  });
});

/** Somebody who listens now and then, and goes on where they were. */
class Listener {
  readonly #community: TestCommunity;
  client: Client | null = null;
  #position: FeedListener['position'] = null;
  /** How much had happened when they came first. */
  #since = 0;
  readonly #heard: string[] = [];
  /** A gap that was told: after so much was heard, when so much had happened. */
  readonly #gaps: { readonly heard: number; readonly happened: number }[] = [];

  constructor(community: TestCommunity) {
    this.#community = community;
  }

  get hasListened(): boolean {
    return this.#position !== null;
  }

  async connect(happened: number): Promise<void> {
    if (this.#position === null) this.#since = happened;
    this.client = await this.#community.listen({ position: this.#position });
  }

  /** Takes over what arrived, or what has arrived so far. */
  async take(happened: number, arrived = true): Promise<void> {
    if (arrived) await this.client?.heard();
    for (const frame of this.client?.frames.splice(0) ?? []) {
      if (frame.type === 'hello') {
        if (frame.gap) this.#gaps.push({ heard: this.#heard.length, happened });
        this.#position = { epoch: frame.epoch, after: frame.seq };
      } else if (frame.type === 'entries') {
        for (const { id, seq } of frame.entries) {
          const { epoch, after } = this.#position ?? { epoch: null, after: 0 };
          expect(seq).toBeGreaterThan(after);
          this.#position = { epoch, after: seq };
          this.#heard.push(id);
        }
      }
    }
  }

  async leave(happened: number, arrived: boolean): Promise<void> {
    await this.take(happened, arrived);
    await this.client?.leave();
    await this.take(happened, false);
    this.client = null;
  }

  /** What was heard is what happened since they came, once and in order; where something is left out, that was told. */
  expectAllOf(happened: readonly string[]): void {
    expect(new Set(this.#heard).size).toBe(this.#heard.length);
    let next = this.#since;
    const skip = (until: number, heard: number) => {
      if (until === next) return;
      const told = this.#gaps.some((gap) => gap.heard <= heard && gap.happened >= until);
      expect(told, `${until - next} entries are missing before number ${heard} of what was heard`).toBe(true);
    };
    this.#heard.forEach((id, heard) => {
      const at = happened.indexOf(id, next);
      expect(at).toBeGreaterThanOrEqual(next);
      skip(at, heard);
      next = at + 1;
    });
    if (this.client) skip(happened.length, this.#heard.length);
  }
}

it('tells every client every entry once and in order, or of a gap, whatever happens', async () => {
  const who = fc.nat(1);
  const count = fc.integer({ min: 1, max: 30 });
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ is: fc.constant('publish' as const), count }) },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('connect' as const), who, count }) },
    { weight: 3, arbitrary: fc.record({ is: fc.constant('cut' as const), who, arrived: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ is: fc.constant('evict' as const) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('crash' as const) }) },
    { weight: 1, arbitrary: fc.record({ is: fc.constant('alarm' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ is: fc.constant('pass' as const), ms: fc.constantFrom(SECOND, 30 * SECOND, 2 * MINUTE) }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), async (steps) => {
      vi.setSystemTime(NOW);
      const community = new TestCommunity();
      const listeners = [new Listener(community), new Listener(community)];
      const happened: string[] = [];
      /** What isolates do: nothing is published while they are not told that the feed is open. */
      const happens = async (entries: number) => {
        const isOpen = await community.isOpen();
        const batch = several(entries);
        happened.push(...batch.map(({ id }) => id));
        if (isOpen) await community.publish(...batch);
      };
      for (const step of steps) {
        switch (step.is) {
          case 'publish':
            await happens(step.count);
            break;
          case 'connect': {
            const listener = listeners[step.who] as Listener;
            await listener.leave(happened.length, true);
            const comesBack = listener.hasListened && (await community.isOpen());
            await Promise.all([listener.connect(happened.length), comesBack ? happens(step.count) : undefined]);
            while (!(await community.isOpen())) await settled();
            break;
          }
          case 'cut':
            await listeners[step.who]?.leave(happened.length, step.arrived);
            break;
          case 'evict':
            await community.evict().catch(() => undefined);
            break;
          case 'crash':
            for (const listener of listeners) {
              await listener.take(happened.length);
              listener.client = null;
            }
            await abortAllDurableObjects();
            break;
          case 'alarm':
            await runDurableObjectAlarm(community.stub);
            break;
          case 'pass': {
            const end = Date.now() + step.ms;
            // Alarms that would have rung meanwhile have rung.
            for (;;) {
              const alarmIn = await community.alarmIn();
              if (alarmIn === null || Date.now() + alarmIn > end) break;
              await community.alarm();
              for (const listener of listeners) await listener.take(happened.length);
            }
            vi.setSystemTime(end);
          }
        }
        for (const listener of listeners) await listener.take(happened.length);
      }
      for (const listener of listeners) {
        listener.expectAllOf(happened);
        await listener.client?.leave();
      }
    }),
    { numRuns: cases(200) },
  );
}, 600_000);
