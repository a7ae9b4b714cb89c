import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from './errors.ts';
import { type LiveEntry, LiveFeed, MOST_ENTRIES } from './live.ts';
import type { LiveSurroundings } from './live-surroundings.ts';

const NOW = 4_000_000_000_000;

const entry = (seq: number, at = NOW + seq): LiveEntry =>
  ({ id: `twitch:e${seq}`, seq, at, channel: 'twitch:1', room: '1', is: 'message', text: `line ${seq}` }) as LiveEntry;
const several = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => entry(first + i, NOW));

/** The other end of a connection. */
class FakeSocket extends EventTarget {
  readyState = 1;
  readonly sent: string[] = [];
  readonly query: URLSearchParams;
  constructor(query: URLSearchParams) {
    super();
    this.query = query;
  }
  send(text: string): void {
    this.sent.push(text);
  }
  /** Closed by the page: nothing more is heard of it. */
  close(): void {
    this.readyState = 3;
  }
  /** Closed by the other end. */
  drop(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('close'));
  }
  say(frame: unknown): void {
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  hello(seq: number, { gap = false, epoch = 'one' } = {}): void {
    this.say({ type: 'hello', epoch, seq, gap });
  }
  tell(...entries: readonly LiveEntry[]): void {
    this.say({ type: 'entries', entries });
  }
}

/** A browser whose frames are drawn when the test says so. */
class FakeBrowser implements LiveSurroundings {
  readonly sockets: FakeSocket[] = [];
  readonly refused: ApiError[] = [];
  tickets = 0;
  hidden = false;
  chance = 1;
  #frames: (() => void)[] = [];
  #watching: { back: () => void; away: () => void } | null = null;
  async ticket(): Promise<string> {
    this.tickets++;
    const failure = this.refused.shift();
    if (failure) throw failure;
    return `ticket ${this.tickets}`;
  }
  open(query: URLSearchParams): WebSocket {
    const socket = new FakeSocket(query);
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  }
  watch(tell: { back: () => void; away: () => void }): () => void {
    this.#watching = tell;
    return () => {
      this.#watching = null;
    };
  }
  isHidden = () => this.hidden;
  nextFrame(run: () => void): void {
    this.#frames.push(run);
  }
  now = () => Date.now();
  random = () => this.chance;

  get socket(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }
  get isWatching(): boolean {
    return this.#watching !== null;
  }
  draw(): void {
    const frames = this.#frames;
    this.#frames = [];
    for (const run of frames) run();
  }
  goOffline = () => this.#watching?.away();
  comeBack = () => this.#watching?.back();
}

let browser: FakeBrowser;
let feed: LiveFeed;
let leave: () => void;
/** How often somebody was told. */
let told: number;

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const seqs = () => feed.snapshot().entries.map(({ seq }) => seq);
const refusal = (status: number) => new ApiError({ status, code: 'X', message: 'no' });

async function watched(): Promise<void> {
  feed = new LiveFeed('demo', browser);
  told = 0;
  leave = feed.subscribe(() => {
    told++;
  });
  await pass(0);
}

async function opened(): Promise<void> {
  await watched();
  browser.socket.hello(0);
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  browser = new FakeBrowser();
});
afterEach(() => {
  leave();
  vi.useRealTimers();
});

describe('a feed', () => {
  it('begins with the latest that are kept, and says where it stands', async () => {
    await watched();
    expect(feed.snapshot().status).toBe('connecting');
    expect(Object.fromEntries(browser.socket.query)).toEqual({
      community: 'demo',
      ticket: 'ticket 1',
      after: '0',
      last: '1000',
    });
    // More is kept than is shown, which nobody who comes misses.
    browser.socket.hello(4_000, { gap: true });
    browser.socket.tell(...several(4_001, 4_003));
    browser.draw();
    expect(feed.snapshot()).toMatchObject({ status: 'open', lostAt: null, gaps: [] });
    expect(seqs()).toEqual([4_001, 4_002, 4_003]);
  });

  it('tells all that came within a frame at once', async () => {
    await opened();
    const heard: number[][] = [];
    const end = feed.hear((entries) => heard.push(entries.map(({ seq }) => seq)));
    const before = told;
    for (const one of several(1, 50)) browser.socket.tell(one);
    expect(told).toBe(before);
    browser.draw();
    expect(told).toBe(before + 1);
    expect(heard).toEqual([several(1, 50).map(({ seq }) => seq)]);
    end();
  });

  it('takes what comes together while nobody looks', async () => {
    await opened();
    browser.hidden = true;
    browser.socket.tell(entry(1));
    browser.socket.tell(entry(2));
    browser.draw();
    expect(seqs()).toEqual([]);
    await pass(1_000);
    expect(seqs()).toEqual([1, 2]);
  });

  it('keeps the latest thousand', async () => {
    await opened();
    for (let first = 1; first <= 1_401; first += 200) browser.socket.tell(...several(first, first + 199));
    browser.draw();
    expect(feed.snapshot().entries).toHaveLength(MOST_ENTRIES);
    expect(seqs().at(0)).toBe(601);
    expect(seqs().at(-1)).toBe(1_600);
  });

  it('has one connection, however many parts of a page watch, and lets it go a moment after the last', async () => {
    await opened();
    const others = [feed.subscribe(() => {}), feed.hear(() => {})];
    for (const end of others) end();
    // What is ended twice is ended once.
    for (const end of others) end();
    await pass(5_000);
    expect(browser.socket.readyState).toBe(1);
    leave();
    await pass(500);
    leave = feed.subscribe(() => {});
    await pass(5_000);
    expect(browser.sockets).toHaveLength(1);
    leave();
    await pass(1_000);
    expect(browser.socket.readyState).toBe(3);
    expect(browser.isWatching).toBe(false);
    leave = feed.subscribe(() => {});
    await pass(0);
    expect(browser.sockets).toHaveLength(2);
  });
});

describe('a connection that is lost', () => {
  it('is made again, and gets what was missed', async () => {
    await opened();
    browser.socket.tell(...several(1, 3));
    browser.draw();
    await pass(10_000);
    browser.socket.drop();
    expect(feed.snapshot()).toMatchObject({ status: 'open', lostAt: NOW + 10_000 });
    await pass(500);
    expect(Object.fromEntries(browser.socket.query)).toMatchObject({ after: '3', epoch: 'one', ticket: 'ticket 2' });
    browser.socket.hello(3);
    browser.socket.tell(...several(4, 6));
    browser.draw();
    expect(seqs()).toEqual([1, 2, 3, 4, 5, 6]);
    expect(feed.snapshot()).toMatchObject({ status: 'open', lostAt: null, gaps: [] });
    await pass(5_000);
    expect(feed.snapshot().status).toBe('open');
  });

  it('is shown when it stays away, and waits longer with each try, up to 15 s', async () => {
    await opened();
    await pass(10_000);
    browser.refused.push(...Array.from({ length: 8 }, () => refusal(0)));
    const tries: number[] = [];
    browser.socket.drop();
    for (let passed = 0; passed < 60_000; passed += 100) {
      const before = browser.tickets;
      await pass(100);
      if (browser.tickets > before) tries.push(passed + 100);
    }
    expect(tries).toEqual([500, 1_500, 3_500, 7_500, 15_500, 30_500, 45_500]);
    expect(feed.snapshot()).toMatchObject({ status: 'lost', lostAt: NOW + 10_000 });
    await pass(20_000);
    browser.socket.hello(0);
    expect(feed.snapshot()).toMatchObject({ status: 'open', lostAt: null });
  });

  it('is not made by everybody at the same time', async () => {
    await opened();
    browser.chance = 0;
    browser.socket.drop();
    await pass(250);
    expect(browser.tickets).toBe(2);
  });

  it('is not tried in a hurry where it is cut again as soon as it stands', async () => {
    await opened();
    for (const wait of [500, 1_000, 2_000]) {
      browser.socket.drop();
      await pass(wait - 1);
      const before = browser.tickets;
      await pass(1);
      expect(browser.tickets).toBe(before + 1);
      browser.socket.hello(0);
    }
  });

  it('is noticed by its silence', async () => {
    await opened();
    const [first] = browser.sockets as [FakeSocket];
    await pass(20_000);
    expect(first.sent).toEqual(['ping']);
    first.say('pong');
    await pass(20_000);
    expect(first.sent).toEqual(['ping', 'ping']);
    await pass(8_500);
    expect(first.readyState).toBe(3);
    expect(browser.sockets).toHaveLength(2);
    // What the dead one still says counts for nothing.
    browser.socket.hello(0);
    first.tell(entry(1));
    browser.draw();
    expect(seqs()).toEqual([]);
  });

  it('is given up with the network, and tried at once when that comes back', async () => {
    await opened();
    await pass(10_000);
    browser.refused.push(refusal(0), refusal(0), refusal(0));
    browser.goOffline();
    await pass(2_000);
    expect(feed.snapshot().status).toBe('lost');
    browser.refused.length = 0;
    const before = browser.tickets;
    browser.comeBack();
    await pass(0);
    expect(browser.tickets).toBe(before + 1);
    browser.socket.hello(0);
    expect(feed.snapshot().status).toBe('open');
  });

  it('is asked after when somebody comes back to the tab', async () => {
    await opened();
    await pass(9_000);
    browser.comeBack();
    expect(browser.socket.sent).toEqual(['ping']);
    browser.socket.say('pong');
    browser.comeBack();
    expect(browser.socket.sent).toEqual(['ping']);
  });

  it.each([403, 404])('is not asked for again where there is no right to it (%d)', async (status) => {
    browser.refused.push(refusal(status));
    await watched();
    expect(feed.snapshot().status).toBe('refused');
    await pass(60_000);
    feed.retry();
    await pass(0);
    expect(browser.tickets).toBe(1);
  });
});

describe('who was behind', () => {
  it('is told where the connection came late, was lost, or told of a gap, and not where it stood at once', async () => {
    let behind = 0;
    await watched();
    feed.whenBehind(() => behind++);
    await pass(1_000);
    browser.socket.hello(0);
    expect(behind).toBe(0);
    browser.socket.drop();
    await pass(500);
    expect(behind).toBe(0);
    browser.socket.hello(0);
    expect(behind).toBe(1);
    browser.socket.hello(2, { gap: true });
    expect(behind).toBe(2);
    leave();

    await watched();
    feed.whenBehind(() => behind++);
    await pass(1_600);
    browser.socket.hello(0);
    expect(behind).toBe(3);
  });
});

describe('a gap', () => {
  it('is shown where something was missed that nobody kept', async () => {
    await opened();
    browser.socket.tell(...several(1, 2));
    browser.draw();
    await pass(10_000);
    browser.refused.push(refusal(0), refusal(503), refusal(0));
    browser.socket.drop();
    await pass(8_000);
    browser.socket.hello(7, { gap: true });
    browser.socket.tell(entry(8));
    browser.draw();
    expect(feed.snapshot().gaps).toEqual([{ id: 'gap 1', after: 'twitch:e2', from: NOW + 10_000, to: NOW + 18_000 }]);
    expect(seqs()).toEqual([1, 2, 8]);
  });

  it('is shown where isolates may have stopped telling while the page was open', async () => {
    await opened();
    browser.socket.tell(entry(1));
    await pass(5_000);
    browser.socket.hello(2, { gap: true });
    browser.draw();
    expect(feed.snapshot().gaps).toMatchObject([{ after: 'twitch:e1' }]);
    await pass(5_000);
    browser.socket.hello(3, { gap: true });
    browser.draw();
    expect(feed.snapshot().gaps).toMatchObject([{ id: 'gap 1', after: 'twitch:e1', to: NOW + 10_000 }]);
  });

  it('is shown in what was kept before, where a number is left out and time went by', async () => {
    await opened();
    browser.socket.tell(entry(1, NOW), entry(3, NOW + 1_000), entry(5, NOW + 3_600_000), entry(6, NOW + 9_600_000));
    browser.draw();
    expect(feed.snapshot().gaps).toMatchObject([{ after: 'twitch:e3', from: NOW + 1_000, to: NOW + 3_600_000 }]);
  });

  it('of a storage that was lost is one, and what is told again is shown once', async () => {
    await opened();
    browser.socket.tell(...several(1, 3));
    browser.draw();
    browser.socket.drop();
    await pass(500);
    browser.socket.hello(0, { gap: true, epoch: 'two' });
    browser.socket.tell({ ...entry(3), seq: 1 }, { ...entry(4), seq: 2 });
    browser.draw();
    expect(feed.snapshot().entries.map(({ id }) => id)).toEqual(['twitch:e1', 'twitch:e2', 'twitch:e3', 'twitch:e4']);
    expect(feed.snapshot().gaps).toHaveLength(1);
    browser.socket.drop();
    await pass(1_000);
    expect(Object.fromEntries(browser.socket.query)).toMatchObject({ after: '2', epoch: 'two' });
  });

  it('goes with the entries around it', async () => {
    await opened();
    browser.socket.tell(...several(1, 2));
    browser.draw();
    browser.socket.drop();
    await pass(500);
    browser.socket.hello(5_000, { gap: true });
    browser.socket.tell(...several(5_001, 6_000));
    browser.draw();
    expect(feed.snapshot().gaps).toEqual([]);
  });
});
