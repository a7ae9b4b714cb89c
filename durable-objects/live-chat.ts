import { DurableObject } from 'cloudflare:workers';
import { backoffSeconds } from '../workers/core/backoff.ts';
import type { Intake, LiveChatPage, VideoLook } from '../workers/core/intake.ts';

/** What the Intake spends of YouTube's units for each question. */
export const COSTS = { look: 1, read: 5 } as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A video is never looked at more often than this, ms. */
const LOOK_EVERY_MS = MINUTE;
/** What is planned may be moved, so it is looked at once a day at least, ms. */
const LOOK_AHEAD_MS = 24 * HOUR;
/** A broadcast that has not begun this long after its time is given up; YouTube's hub tells when it begins after all, ms. */
const OVERDUE_FOR_MS = 24 * HOUR;
/** A broadcast without a chat is only waited out, ms. */
const LOOK_WITHOUT_CHAT_MS = 10 * MINUTE;
/** However soon the Intake says a page may be followed by the next, ms. */
const MIN_PACE_MS = 1_000;
/** No answer of the Intake's is worth waiting for longer than a day of YouTube's, ms. */
const MAX_WAIT_MS = 25 * HOUR;

interface Watch {
  readonly channel: string;
  readonly videoId: string;
  /** When somebody first asked to watch it, ms since epoch; so are all times here. */
  readonly watchedSince: number;
  /** The chat that is read; null while the video is only looked at. */
  readonly chat: Chat | null;
  /** Chats that ended or were closed while the video went on. */
  readonly closedChat: { readonly liveChatId: string; readonly at: number } | null;
  readonly lookedAt: number;
  readonly looks: number;
  readonly reads: number;
  /** Events brought down the road. */
  readonly taken: number;
  /** Failures since something last worked. */
  readonly failures: number;
  readonly lastFailure: { readonly at: number; readonly reason: string } | null;
  /** When the next question is due. */
  readonly nextAt: number;
}

interface Chat {
  readonly liveChatId: string;
  readonly pageToken: string | null;
  readonly since: number;
}

export interface LiveChatStatus {
  readonly channel: string;
  readonly videoId: string;
  readonly is: 'waiting' | 'reading';
  readonly liveChatId: string | null;
  readonly watchedForMs: number;
  /** YouTube's units spent on this video. */
  readonly units: number;
  readonly taken: number;
  readonly failures: number;
  readonly lastFailure: { readonly at: number; readonly reason: string } | null;
  /** Negative when a question is overdue. */
  readonly nextInMs: number;
}

/**
 * One broadcast, named by its video's id: waits for its start, reads its chat at YouTube's pace, and is gone after its end.
 * The alarm drives it, one question at a time, and what comes next is stored before the alarm ends: whatever dies in
 * between is asked again from the same place, and events that come twice are known by their ids.
 */
export class LiveChat extends DurableObject<object> {
  /** Replaced by tests, which have no time to wait for alarms. */
  clock: () => number = Date.now;
  random: () => number = Math.random;

  /** Watches a video; asked for once more, looks again unless that was done within the minute. */
  async watch(
    { channel, videoId }: { readonly channel: string; readonly videoId: string },
    now: number,
  ): Promise<void> {
    const held = this.#load();
    if (!held) return this.#keep({ ...NOTHING_YET, channel, videoId, watchedSince: now, nextAt: now });
    const nextAt = held.chat ? held.nextAt : Math.min(held.nextAt, held.lookedAt + LOOK_EVERY_MS);
    // An alarm that failed too often is gone, and nothing else would wake this object.
    const isLost = (await this.ctx.storage.getAlarm()) === null;
    if (isLost || nextAt !== held.nextAt) await this.#keep({ ...held, nextAt });
  }

  /** What is being done here; null where nothing is (any more). */
  status(now: number): LiveChatStatus | null {
    const watch = this.#load();
    if (!watch) return null;
    const { channel, videoId, chat, looks, reads, taken, failures, lastFailure } = watch;
    return {
      channel,
      videoId,
      is: chat ? 'reading' : 'waiting',
      liveChatId: chat?.liveChatId ?? null,
      watchedForMs: now - watch.watchedSince,
      units: looks * COSTS.look + reads * COSTS.read,
      taken,
      failures,
      lastFailure,
      nextInMs: watch.nextAt - now,
    };
  }

  /** Never throws: the runtime gives up on an alarm after six failures, and a broadcast has more time than that. */
  override async alarm(): Promise<void> {
    const watch = this.#load();
    if (!watch) return;
    const now = this.clock();
    if (watch.nextAt > now) return this.ctx.storage.setAlarm(watch.nextAt);
    const next = watch.chat ? await this.#read(watch, watch.chat) : await this.#look(watch);
    if (next) await this.#keep(next);
    else await this.ctx.storage.deleteAll();
  }

  async #look(watch: Watch): Promise<Watch | null> {
    const { channel, videoId } = watch;
    const look = await this.#intake.lookAtVideo({ channel, videoId }).catch(notAnswered);
    const now = this.clock();
    const looked: Watch = { ...watch, lookedAt: now, looks: watch.looks + 1 };
    switch (look.is) {
      case 'video':
      case 'ended':
      case 'missing':
        return null;
      case 'unknown':
        return this.#failed(looked, look, now, LOOK_EVERY_MS);
      case 'upcoming': {
        const startsAt = look.startsAt ?? watch.watchedSince;
        return now - startsAt > OVERDUE_FOR_MS ? null : worked(looked, now + untilNextLook(startsAt, now));
      }
      case 'live':
        return live(looked, look, now);
    }
  }

  async #read(watch: Watch, chat: Chat): Promise<Watch> {
    const { channel, videoId } = watch;
    const page = await this.#intake.readLiveChat({ channel, videoId, ...chat }).catch(notTaken);
    const now = this.clock();
    const read: Watch = { ...watch, reads: watch.reads + 1 };
    switch (page.is) {
      case 'page': {
        const taken = watch.taken + page.taken;
        return {
          ...worked(read, now + bounded(page.afterMs, MIN_PACE_MS)),
          taken,
          chat: { ...chat, pageToken: page.nextPageToken },
        };
      }
      // Whether the broadcast is over, too, the video knows.
      case 'ended': {
        const closedChat = { liveChatId: chat.liveChatId, at: now };
        return { ...worked(read, Math.max(now, watch.lookedAt + LOOK_EVERY_MS)), chat: null, closedChat };
      }
      case 'failed':
        return this.#failed(read, page, now, 0);
    }
  }

  #failed(
    watch: Watch,
    { reason, afterMs }: { readonly reason: string; readonly afterMs: number },
    now: number,
    atLeastMs: number,
  ): Watch {
    const failures = watch.failures + 1;
    const backoffMs = backoffSeconds(failures, this.random) * 1_000;
    const nextAt = now + Math.max(bounded(afterMs, atLeastMs), backoffMs);
    return { ...watch, failures, lastFailure: { at: now, reason }, nextAt };
  }

  get #intake(): Intake {
    return (this.ctx as unknown as { readonly exports: { readonly Intake: Intake } }).exports.Intake;
  }

  #load(): Watch | undefined {
    return this.ctx.storage.kv.get<Watch>('watch');
  }

  async #keep(watch: Watch): Promise<void> {
    this.ctx.storage.kv.put('watch', watch);
    await this.ctx.storage.setAlarm(watch.nextAt);
  }
}

const NOTHING_YET = {
  chat: null,
  closedChat: null,
  lookedAt: 0,
  looks: 0,
  reads: 0,
  taken: 0,
  failures: 0,
  lastFailure: null,
} as const;

const bounded = (ms: number, atLeastMs: number): number => Math.min(Math.max(ms, atLeastMs), MAX_WAIT_MS);

const worked = (watch: Watch, nextAt: number): Watch => ({ ...watch, failures: 0, nextAt });

/** Half of what is left before the planned start, for streamers are early; a quarter of the delay after it. */
function untilNextLook(startsAt: number, now: number): number {
  const ms = startsAt > now ? (startsAt - now) / 2 : (now - startsAt) / 4;
  return Math.min(Math.max(Math.round(ms), LOOK_EVERY_MS), LOOK_AHEAD_MS);
}

/** The broadcast runs: its chat is read from its start, or from when it was first watched if that was later. */
function live(watch: Watch, look: VideoLook & { readonly is: 'live' }, now: number): Watch {
  const { liveChatId, startedAt } = look;
  const { closedChat } = watch;
  if (liveChatId === null) return worked(watch, now + LOOK_WITHOUT_CHAT_MS);
  if (closedChat?.liveChatId === liveChatId) {
    // Most likely the end, which the video learns of a little later than its chat.
    const waitMs = Math.min(Math.max(now - closedChat.at, LOOK_EVERY_MS), LOOK_WITHOUT_CHAT_MS);
    return worked(watch, now + waitMs);
  }
  const since = closedChat?.at ?? Math.max(startedAt, watch.watchedSince);
  return { ...worked(watch, now), chat: { liveChatId, pageToken: null, since } };
}

/** An Intake that throws is asked again, about the same. */
const notAnswered = (error: unknown): VideoLook => ({ is: 'unknown', reason: nameOf(error), afterMs: 0 });
const notTaken = (error: unknown): LiveChatPage => ({ is: 'failed', reason: nameOf(error), afterMs: 0 });
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'no answer');
