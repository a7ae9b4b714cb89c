import type { ChannelSettings } from '../workers/core/channel-settings.ts';
import type { ChatEvent } from '../workers/core/events.ts';
import type { RefusalReason } from '../workers/core/invocation.ts';
import type { Level } from '../workers/core/levels.ts';
import { atLeast } from '../workers/core/levels.ts';
import { parseOptions, takeOptions } from '../workers/core/options.ts';
import type { FoundCommand } from '../workers/core/registry.ts';
import { type AdmittedEntry, EVENT } from './admission-log.ts';
import type { Claim } from './limits.ts';

/** What a command goes by in counts and limits: its id, with the subcommand. */
export const pathOf = ({ entry, subcommand }: FoundCommand): string =>
  subcommand === undefined ? entry.id : `${entry.id} ${subcommand}`;

/** What a command goes by among people. */
export const nameOf = ({ entry, subcommand }: FoundCommand): string =>
  subcommand === undefined ? entry.name : `${entry.name} ${subcommand}`;

export const webhookWindow = (event: ChatEvent): string =>
  `webhook:${(event.data as ChatEvent<'webhook'>['data']).webhookId}`;

/** What an entry takes of the channel's limits; it is the same before it is admitted and after the object slept. */
export function claimOf(
  { account, command, room, cooldowns, window }: AdmittedEntry,
  { commandLimit, channelLimit, replyLimit, webhookLimit }: ChannelSettings,
  of: { readonly room: boolean } = { room: true },
): Claim<RefusalReason> {
  const isCommand = !command.startsWith(EVENT);
  return {
    cooldowns,
    windows: [
      ...(isCommand
        ? ([
            { key: `command:${account}:${command}`, limit: commandLimit, reason: 'command-limit' },
            { key: 'channel', limit: channelLimit, reason: 'channel-limit' },
          ] as const)
        : []),
      ...(window === undefined ? [] : ([{ key: window, limit: webhookLimit, reason: 'webhook-limit' }] as const)),
      // An interaction's answer appears in its own place and floods no room.
      ...(room === null || !of.room
        ? []
        : ([{ key: `room:${room}`, limit: replyLimit, reason: 'reply-limit' }] as const)),
    ],
  };
}

/** A cooldown that a command waits for and starts. */
interface Wait {
  readonly key: string;
  /** 0: it starts none of these. */
  readonly seconds: number;
  readonly isOfGroup: boolean;
}

/** What a command waits for: its own cooldowns, as far as it has any, and its group's in any case. */
export function waitsOf(found: FoundCommand, account: string, level: Level): readonly Wait[] {
  const { entry, rule } = found;
  const { user, channel, group = 0, exempt } = rule.cooldown;
  if (atLeast(level, exempt)) return [];
  const command = pathOf(found);
  const waits = [
    { key: `user:${account}:${command}`, seconds: user, isOfGroup: false },
    { key: `channel:${command}`, seconds: channel, isOfGroup: false },
    { key: `group:${entry.group ?? command}`, seconds: group, isOfGroup: entry.group !== undefined },
  ];
  return waits.filter(({ seconds, isOfGroup }) => seconds > 0 || isOfGroup);
}

/** Each once, and as long as the longest: an alias and what it stands for may be of one group. */
export const startedBy = (waits: readonly Wait[], now: number): AdmittedEntry['cooldowns'] => {
  const shortestFirst = waits.filter(({ seconds }) => seconds > 0).toSorted((a, b) => a.seconds - b.seconds);
  return [...new Map(shortestFirst.map(({ key, seconds }) => [key, now + seconds * 1000]))];
};

/** A wait that was made shorter is so for who waits already; a group's is as long as the command says that started it. */
export const mostOf = ({ key, seconds, isOfGroup }: Wait): readonly [key: string, mostMs: number | null] => [
  key,
  isOfGroup ? null : seconds * 1000,
];

/** Whether a use is more than a wrong one, which is answered with how it goes. */
export function isWellUsed(event: ChatEvent, { rule, rest }: FoundCommand): boolean {
  const named = event.kind === 'command' ? (event.data as ChatEvent<'command'>['data']).options : undefined;
  return (named && rest === '' ? takeOptions(rule.options, named) : parseOptions(rule.options, rest)).ok;
}
