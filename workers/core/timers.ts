import { type ChatEvent, keyOf } from './events.ts';
import type { ChannelKey, Platform } from './ids.ts';
import { isSimulated } from './simulation.ts';

/** When a timer is due. */
export type TimerSchedule =
  /** Every so many minutes, from when it was switched on. */
  | { readonly every: number }
  /** A cron expression of five fields, read in `zone` (IANA), or the community's where none is given. */
  | { readonly cron: string; readonly zone?: string };

/** One room of one channel. */
export interface TimerTarget {
  readonly channel: ChannelKey;
  readonly room: string;
}

/** Platforms whose channels have but one room, the channel itself; elsewhere a timer speaks in one room of many. */
export const ONE_ROOM_PLATFORMS: readonly string[] = ['twitch', 'kick', 'youtube'] satisfies Platform[];

/** Whether a platform's channels have rooms; elsewhere the channel is the only one. */
export const hasManyRooms = (platform: Platform): boolean => !ONE_ROOM_PLATFORMS.includes(platform);

/** The one room of a channel; null where it has many. */
export function onlyRoomOf(channel: ChannelKey): string | null {
  const colon = channel.indexOf(':');
  return ONE_ROOM_PLATFORMS.includes(channel.slice(0, colon)) ? channel.slice(colon + 1) : null;
}

/**
 * Where something is said again that was typed there: on platforms whose channels have one room, that one, wherever in it the
 * line stood. What was tried out stays where it was tried out.
 */
export function placeOf(event: Pick<ChatEvent, 'platform' | 'channel' | 'room'>): TimerTarget {
  const channel = keyOf(event);
  return { channel, room: isSimulated(event) ? event.room : (onlyRoomOf(channel) ?? event.room) };
}

/** What a Channel has to know of timers: whether any speak in it, and whether any of them ask how much people wrote. */
export type TimersHere = 'none' | 'speaking' | 'counting';

/** @param timers a community's timers, of which some may speak in this channel */
export function timersIn(
  timers: readonly { readonly enabled: boolean; readonly minLines: number; readonly target: TimerTarget | null }[],
  channel: ChannelKey,
): TimersHere {
  const here = timers.filter(
    ({ enabled, target }) => enabled && (target === null ? onlyRoomOf(channel) !== null : target.channel === channel),
  );
  if (here.length === 0) return 'none';
  return here.some(({ minLines }) => minLines > 0) ? 'counting' : 'speaking';
}

/** A timer that is due, for one channel: what the Channel decides on. */
export interface TimerDue {
  readonly timerId: string;
  readonly name: string;
  /** When it was due, ms since epoch: one timer is due at a time once. */
  readonly dueAt: number;
  /** When it is to speak: `dueAt` and its jitter, ms since epoch. */
  readonly speakAt: number;
  readonly room: string;
  readonly text: string;
  /** Lines of people since it last spoke in this channel. */
  readonly minLines: number;
  readonly live?: 'live' | 'offline';
}

/** Why a timer that was due stayed silent, or that it did not. */
export type TimerVerdict =
  | 'queued'
  /** This occurrence was decided before. */
  | 'duplicate'
  | 'few-lines'
  /** The channel is not (or is) live. */
  | 'live'
  /** Guests of a raid are arriving. */
  | 'raid'
  | 'reply-limit'
  | 'unlinked'
  /** The Channel has no settings of this build: load them, hand them in with `configure`, ask again. */
  | 'unconfigured'
  /** Whether the channel is live is not known yet: look it up, tell the Channel, ask again. */
  | 'live-unknown';
