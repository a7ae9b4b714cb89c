import type { CommunityFacts } from '../../core/channel-settings.ts';
import { printDuration } from '../../core/durations.ts';
import { type ChatEvent, NOBODY } from '../../core/events.ts';
import type { InvocationId, Platform } from '../../core/ids.ts';
import type { Invocation, Trace } from '../../core/invocation.ts';
import type { ReminderTarget } from '../../core/reminders.ts';
import { nextAfter, type Recurrence } from '../../core/time/recurrence.ts';
import { speak } from '../../core/words.ts';
import { firingWords } from './firing-words.ts';

/** What was to be said longer ago than this is not said any more, ms. */
const WORTH_SAYING_MS = 24 * 3600_000;
/** A delay that nobody needs to be told of, ms. */
const ON_TIME_MS = 90_000;
/** Times of one series that are looked at after an outage; what is more is not written down one by one. */
const MOST_MISSED = 500;

/** A reminder that is due, with what has to be known to say it. */
export interface DueReminder {
  readonly id: string;
  readonly number: number;
  readonly text: string;
  readonly target: ReminderTarget;
  readonly deliverer: 'bot' | 'external';
  readonly recurrence: Recurrence | null;
  /** ms since epoch. */
  readonly dueAt: number;
  readonly community: CommunityFacts;
  readonly prefix: string;
  /** Null where its channel is not linked any more. */
  readonly linked: { readonly privileged: boolean } | null;
}

/** What one that is due comes to. Times are ms since epoch, `nextAt` ISO. */
export interface Fired {
  readonly reminderId: string;
  readonly communityId: string;
  /** When it was due: whoever finds it due then may fire it. */
  readonly dueAt: number;
  readonly nextAt: string | null;
  /** The time for which it is said; null where it is too late for all of them. */
  readonly sayAt: number | null;
  readonly status: 'queued' | 'waiting' | 'missed';
  /** Earlier times that nobody was there for. */
  readonly missed: readonly number[];
  readonly deliveryId: string;
  readonly invocation: Invocation | null;
  readonly trace: Trace | null;
}

/**
 * What a reminder comes to: of the times that passed while nobody was there the last is said, as late as it is, if that is worth
 * anything; the others are missed.
 *
 * @param isWatched whether its community's feed is to be told what became of it
 */
export function due(reminder: DueReminder, now: number, isWatched: boolean): Fired {
  const { id, community, dueAt, recurrence, deliverer, linked } = reminder;
  const passed = [dueAt];
  let next = recurrence && nextAfter(recurrence, dueAt);
  while (recurrence && next && next.at <= now && passed.length < MOST_MISSED) {
    passed.push(next.at);
    next = nextAfter(recurrence, next.at);
  }
  if (recurrence && next && next.at <= now) next = nextAfter(recurrence, now);
  const last = passed.at(-1) as number;
  const isSaid = now - last <= WORTH_SAYING_MS && (linked !== null || deliverer === 'external');
  const sayAt = isSaid ? last : null;
  const status = !isSaid ? 'missed' : deliverer === 'external' ? 'waiting' : 'queued';
  const said = status === 'queued' ? invocationOf(reminder, last, now, isWatched) : null;
  return {
    reminderId: id,
    communityId: community.id,
    dueAt,
    nextAt: next ? new Date(next.at).toISOString() : null,
    sayAt,
    status,
    missed: passed.slice(0, -1),
    deliveryId: said?.id ?? `reminder:${id}:${last}`,
    invocation: said,
    trace: said && { at: last, received: now, admitted: now },
  };
}

function invocationOf(reminder: DueReminder, at: number, now: number, isWatched: boolean): Invocation {
  const { id, number, target, community, prefix, linked } = reminder;
  const colon = target.channel.indexOf(':');
  const event: ChatEvent<'reminder'> = {
    id: `reminder-${id}-${at}`,
    platform: target.channel.slice(0, colon) as Platform,
    channel: target.channel.slice(colon + 1),
    room: target.room,
    kind: 'reminder',
    author: NOBODY,
    text: '',
    attachments: [],
    mentions: [],
    data: { reminderId: id, number },
    at,
    receivedAt: now,
    correlationId: `reminder-${id}`,
    redelivered: false,
    answer: { by: 'api' },
  };
  return {
    v: 1,
    id: `${target.channel}:reminder-${id}-${at}:0` as InvocationId,
    event,
    command: 'remind',
    name: 'remind',
    said: { text: textOf(reminder, now - at), ...(target.mentions ? { mention: target.mentions } : {}) },
    prefix,
    ...(isWatched ? { watched: true } : {}),
    args: '',
    effect: 'none',
    visibility: 'public',
    community,
    privileged: linked?.privileged ?? false,
    admittedAt: Math.max(now, at),
  };
}

function textOf({ text, target, community }: DueReminder, lateMs: number): string {
  const say = speak(firingWords, community.language);
  const late = lateMs > ON_TIME_MS ? ` ${say('late', { by: printDuration(Math.round(lateMs / 1000)) })}` : '';
  return `${say(target.mentions ? 'remind' : 'announce', { text })}${late}`;
}
