import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { answerFor } from '../tests/support/intake.ts';
import type { LiveChatAsk, LiveChatPage, VideoLook } from '../workers/core/intake.ts';
import { UNITS } from '../workers/platforms/youtube/quota.ts';
import { COSTS } from './live-chat.ts';

/** In 2096: alarms ring when the test fires them, and never by themselves. */
const NOW = 4_000_000_000_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const CHANNEL = 'UCdemo0000000000000000000';
const LIVE: VideoLook = { is: 'live', liveChatId: 'chat-1', startedAt: NOW - MINUTE };

/** A broadcast whose alarms the test fires, and whose YouTube it plays. */
class Broadcast {
  readonly videoId = crypto.randomUUID();
  readonly looks: number[] = [];
  readonly reads: LiveChatAsk[] = [];
  now = NOW;
  look: () => VideoLook | Promise<VideoLook> = () => LIVE;
  read: (ask: LiveChatAsk) => LiveChatPage | Promise<LiveChatPage> = () => this.page();

  constructor() {
    answerFor(this.videoId, {
      lookAtVideo: async () => {
        this.looks.push(this.now);
        return this.look();
      },
      readLiveChat: async (ask) => {
        this.reads.push(ask);
        return this.read(ask);
      },
    });
  }

  get stub() {
    return env.LIVE_CHAT.getByName(this.videoId);
  }

  page(afterMs = 5 * SECOND, taken = 0): LiveChatPage {
    return { is: 'page', nextPageToken: `page-${this.reads.length}`, afterMs, taken };
  }

  watch(): Promise<void> {
    return this.stub.watch({ channel: CHANNEL, videoId: this.videoId }, this.now);
  }

  status() {
    return this.stub.status(this.now);
  }

  /** When the alarm is set for, as ms from now; null where there is none. */
  async dueIn(): Promise<number | null> {
    const at = await runInDurableObject(this.stub, (_, { storage }) => storage.getAlarm());
    return at === null ? null : at - this.now;
  }

  /** Lets the time pass until the alarm is due, and fires it. */
  async next(): Promise<void> {
    this.now += Math.max(0, (await this.dueIn()) ?? 0);
    await this.fire();
  }

  async fire(): Promise<void> {
    await runInDurableObject(this.stub, (chat) => {
      Object.assign(chat, { clock: () => this.now, random: () => 1 });
    });
    await runDurableObjectAlarm(this.stub);
  }

  /** Watched, found live, and ready to read. */
  static async live(): Promise<Broadcast> {
    const broadcast = new Broadcast();
    await broadcast.watch();
    await broadcast.next();
    return broadcast;
  }

  async isGone(): Promise<boolean> {
    const stored = await runInDurableObject(this.stub, (_, { storage }) => [...storage.kv.list()].length);
    return stored === 0 && (await this.dueIn()) === null && (await this.status()) === null;
  }
}

describe('a video that is watched', () => {
  it('is looked at at once', async () => {
    const broadcast = new Broadcast();
    await broadcast.watch();
    expect(await broadcast.dueIn()).toBe(0);
    expect(await broadcast.status()).toMatchObject({ channel: CHANNEL, is: 'waiting', units: 0 });
  });

  it.each(['video', 'ended', 'missing'] as const)('that is %s is forgotten', async (is) => {
    const broadcast = new Broadcast();
    broadcast.look = () => ({ is });
    await broadcast.watch();
    await broadcast.next();
    expect(broadcast.looks).toHaveLength(1);
    expect(await broadcast.isGone()).toBe(true);
  });

  it('is one watch however often it is asked for, and looked at once a minute at most', async () => {
    const broadcast = new Broadcast();
    broadcast.look = () => ({ is: 'upcoming', startsAt: NOW + 10 * HOUR });
    for (let i = 0; i < 3; i++) await broadcast.watch();
    await broadcast.next();
    expect(await broadcast.dueIn()).toBe(5 * HOUR);
    broadcast.now += 10 * SECOND;
    await broadcast.watch();
    expect(await broadcast.dueIn()).toBe(50 * SECOND);
    await broadcast.next();
    broadcast.now += HOUR;
    await broadcast.watch();
    expect(await broadcast.dueIn()).toBeLessThanOrEqual(0);
    await broadcast.next();
    expect(broadcast.looks).toEqual([NOW, NOW + MINUTE, NOW + MINUTE + HOUR]);
  });

  it('may be watched again after it was forgotten', async () => {
    const broadcast = new Broadcast();
    broadcast.look = () => ({ is: 'ended' });
    await broadcast.watch();
    await broadcast.next();
    broadcast.look = () => LIVE;
    await broadcast.watch();
    await broadcast.next();
    expect(await broadcast.status()).toMatchObject({ is: 'reading', liveChatId: 'chat-1' });
  });
});

describe('a planned broadcast', () => {
  /** Looks until the given time, with the broadcast planned for `startsAt`. */
  async function looksUntil(end: number, startsAt: number | null): Promise<Broadcast> {
    const broadcast = new Broadcast();
    broadcast.look = () => ({ is: 'upcoming', startsAt });
    await broadcast.watch();
    for (let looks = 0; looks < 100; looks++) {
      const due = await broadcast.dueIn();
      if (due === null || broadcast.now + due > end) break;
      await broadcast.next();
    }
    return broadcast;
  }
  const gapsOf = ({ looks }: Broadcast) => looks.slice(1).map((at, i) => at - (looks[i] as number));

  it('is looked at once a day while it is far ahead', async () => {
    const broadcast = await looksUntil(NOW + 5 * 24 * HOUR, NOW + 30 * 24 * HOUR);
    expect(gapsOf(broadcast)).toEqual([24, 24, 24, 24, 24].map((hours) => hours * HOUR));
  });

  it('is looked at more often as its time comes, never more than once a minute, and costs little', async () => {
    const startsAt = NOW + 20 * HOUR;
    const broadcast = await looksUntil(startsAt, startsAt);
    expect(Math.min(...gapsOf(broadcast))).toBe(MINUTE);
    expect(Math.max(...gapsOf(broadcast))).toBe(10 * HOUR);
    expect(broadcast.looks.at(-1)).toBeGreaterThan(startsAt - 2 * MINUTE);
    expect(broadcast.looks.length).toBeLessThan(15);
  });

  it('that is late is found soon after it begins', async () => {
    const startsAt = NOW + HOUR;
    const broadcast = await looksUntil(startsAt + 20 * MINUTE, startsAt);
    expect(await broadcast.dueIn()).toBeLessThanOrEqual(5 * MINUTE);
    expect(Math.min(...gapsOf(broadcast))).toBe(MINUTE);
  });

  it.each([
    ['at its time', NOW + HOUR],
    ['without a time', null],
  ])('%s that never begins is given up after a day', async (_, startsAt) => {
    const broadcast = await looksUntil(NOW + 5 * 24 * HOUR, startsAt);
    expect(await broadcast.isGone()).toBe(true);
    const last = broadcast.looks.at(-1) as number;
    expect(last - (startsAt ?? NOW)).toBeGreaterThan(24 * HOUR);
    expect(last - (startsAt ?? NOW)).toBeLessThan(36 * HOUR);
    expect(broadcast.looks.length).toBeLessThan(50);
  });
});

describe('a live chat', () => {
  it('is read from the start of the broadcast, or of the watch if that came later', async () => {
    const early = new Broadcast();
    early.look = () => ({ is: 'upcoming', startsAt: NOW + 2 * MINUTE });
    await early.watch();
    await early.next();
    early.look = () => ({ is: 'live', liveChatId: 'chat-1', startedAt: NOW + 30 * SECOND });
    await early.next();
    await early.next();
    expect(early.reads[0]).toMatchObject({ liveChatId: 'chat-1', pageToken: null, since: NOW + 30 * SECOND });

    const late = new Broadcast();
    late.look = () => ({ is: 'live', liveChatId: 'chat-1', startedAt: NOW - 3 * HOUR });
    await late.watch();
    await late.next();
    await late.next();
    expect(late.reads[0]).toEqual({
      channel: CHANNEL,
      videoId: late.videoId,
      liveChatId: 'chat-1',
      pageToken: null,
      since: NOW,
    });
  });

  it('is read page after page, at the pace YouTube asks for', async () => {
    const broadcast = await Broadcast.live();
    const paces = [5 * SECOND, 12_345, 0];
    for (const pace of paces) {
      broadcast.read = () => broadcast.page(pace, 2);
      await broadcast.next();
      expect(await broadcast.dueIn()).toBe(Math.max(pace, SECOND));
    }
    expect(broadcast.reads.map(({ pageToken }) => pageToken)).toEqual([null, 'page-1', 'page-2']);
    expect(await broadcast.status()).toMatchObject({ is: 'reading', taken: 6, failures: 0 });
  });

  it('is not read before its time, should the alarm come early', async () => {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    broadcast.now += 4 * SECOND;
    await broadcast.fire();
    expect(broadcast.reads).toHaveLength(1);
    expect(await broadcast.dueIn()).toBe(SECOND);
  });

  it('is not disturbed by another wish to watch it', async () => {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    broadcast.now += SECOND;
    await broadcast.watch();
    expect(await broadcast.dueIn()).toBe(4 * SECOND);
    expect(broadcast.looks).toHaveLength(1);
  });

  it('starts over where its place is lost', async () => {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    broadcast.read = () => ({ is: 'page', nextPageToken: null, afterMs: 5 * SECOND, taken: 0 });
    await broadcast.next();
    await broadcast.next();
    expect(broadcast.reads.map(({ pageToken }) => pageToken)).toEqual([null, 'page-1', null]);
    expect(new Set(broadcast.reads.map(({ since }) => since))).toEqual(new Set([NOW]));
  });

  it('knows what it cost', async () => {
    const broadcast = await Broadcast.live();
    for (let i = 0; i < 3; i++) await broadcast.next();
    expect(await broadcast.status()).toMatchObject({ units: UNITS.lookAtVideo + 3 * UNITS.readLiveChat });
    expect(COSTS).toEqual({ look: UNITS.lookAtVideo, read: UNITS.readLiveChat });
  });

  it('that there is none of is waited out', async () => {
    const broadcast = new Broadcast();
    broadcast.look = () => ({ is: 'live', liveChatId: null, startedAt: NOW });
    await broadcast.watch();
    await broadcast.next();
    expect(await broadcast.status()).toMatchObject({ is: 'waiting', nextInMs: 10 * MINUTE });
    broadcast.look = () => ({ is: 'ended' });
    await broadcast.next();
    expect(await broadcast.isGone()).toBe(true);
  });
});

describe('the end of a chat', () => {
  async function ended(): Promise<Broadcast> {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    broadcast.now += 2 * HOUR;
    broadcast.read = () => ({ is: 'ended', reason: 'liveChatEnded' });
    await broadcast.next();
    return broadcast;
  }

  it('has the video looked at once more, and everything forgotten when that is over, too', async () => {
    const broadcast = await ended();
    broadcast.look = () => ({ is: 'ended' });
    await broadcast.next();
    expect(broadcast.looks).toEqual([NOW, broadcast.now]);
    expect(await broadcast.isGone()).toBe(true);
  });

  it('is waited for, without reading, while the video still says that it is live', async () => {
    const broadcast = await ended();
    for (let i = 0; i < 6; i++) await broadcast.next();
    const gaps = broadcast.looks.slice(1).map((at, i) => at - (broadcast.looks[i] as number));
    expect(gaps.slice(1)).toEqual([1, 1, 2, 4, 8].map((minutes) => minutes * MINUTE));
    expect(broadcast.reads).toHaveLength(2);
    await broadcast.next();
    expect(await broadcast.dueIn()).toBe(10 * MINUTE);
  });

  it('lets a new chat of the same broadcast be read from there on', async () => {
    const broadcast = await ended();
    const closedAt = broadcast.now;
    broadcast.look = () => ({ is: 'live', liveChatId: 'chat-2', startedAt: NOW });
    broadcast.read = () => broadcast.page();
    await broadcast.next();
    await broadcast.next();
    expect(broadcast.reads.at(-1)).toMatchObject({ liveChatId: 'chat-2', pageToken: null, since: closedAt });
  });
});

describe('what fails', () => {
  it('is asked again from the same place, later and later, and not before YouTube allows', async () => {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    broadcast.read = () => ({ is: 'failed', reason: 'backendError', afterMs: 3 * SECOND });
    const waits: (number | null)[] = [];
    for (let i = 0; i < 5; i++) {
      await broadcast.next();
      waits.push(await broadcast.dueIn());
    }
    expect(waits).toEqual([3, 3, 4, 8, 15].map((seconds) => seconds * SECOND));
    expect(new Set(broadcast.reads.slice(1).map(({ pageToken }) => pageToken))).toEqual(new Set(['page-1']));
    expect(await broadcast.status()).toMatchObject({
      failures: 5,
      lastFailure: { at: broadcast.now, reason: 'backendError' },
    });
    broadcast.read = () => broadcast.page();
    await broadcast.next();
    expect(await broadcast.status()).toMatchObject({ failures: 0 });
  });

  it('for want of units waits for the next day of YouTube’s', async () => {
    const broadcast = await Broadcast.live();
    broadcast.read = () => ({ is: 'failed', reason: 'quotaExceeded', afterMs: 9 * HOUR });
    await broadcast.next();
    expect(await broadcast.dueIn()).toBe(9 * HOUR);
  });

  it('before anything was known of the video is asked again, once a minute at most', async () => {
    const broadcast = new Broadcast();
    broadcast.look = () => ({ is: 'unknown', reason: 'TimeoutError', afterMs: 5 * SECOND });
    await broadcast.watch();
    await broadcast.next();
    expect(await broadcast.dueIn()).toBe(MINUTE);
    broadcast.look = () => LIVE;
    await broadcast.next();
    expect(await broadcast.status()).toMatchObject({ is: 'reading', failures: 0 });
  });

  it('by throwing is asked again, however often, and never stops the alarms', async () => {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    const fails = () => Promise.reject(new TypeError('pia said !ping'));
    broadcast.read = fails;
    for (let i = 0; i < 12; i++) await broadcast.next();
    expect(broadcast.reads.slice(1).every(({ pageToken }) => pageToken === 'page-1')).toBe(true);
    expect(await broadcast.status()).toMatchObject({ failures: 12, lastFailure: { reason: 'TypeError' } });
    broadcast.read = () => broadcast.page();
    await broadcast.next();
    expect(await broadcast.status()).toMatchObject({ failures: 0 });

    const unknown = new Broadcast();
    unknown.look = fails;
    await unknown.watch();
    for (let i = 0; i < 8; i++) await unknown.next();
    expect(await unknown.status()).toMatchObject({ is: 'waiting', failures: 8 });
  });
});

describe('a loss of memory', () => {
  it('loses neither the page, nor the pace, nor what was spent', async () => {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    const before = await broadcast.status();
    await evictDurableObject(broadcast.stub);
    expect(await broadcast.status()).toEqual(before);
    await broadcast.next();
    expect(broadcast.reads.at(-1)).toMatchObject({ pageToken: 'page-1', since: NOW });
  });

  it('in the middle of a page has the same page read again', async () => {
    const broadcast = await Broadcast.live();
    await broadcast.next();
    broadcast.read = async () => {
      await abortAllDurableObjects();
      return broadcast.page();
    };
    await expect(broadcast.next()).rejects.toThrow();
    broadcast.read = () => broadcast.page();
    await broadcast.watch();
    await broadcast.next();
    expect(broadcast.reads.map(({ pageToken }) => pageToken)).toEqual([null, 'page-1', 'page-1']);
  });
});
