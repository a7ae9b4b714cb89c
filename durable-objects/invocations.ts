import type { ChannelSettings, CommunityFacts, HandlerEntry } from '../workers/core/channel-settings.ts';
import type { ChatEvent } from '../workers/core/events.ts';
import { keyOf, NOBODY } from '../workers/core/events.ts';
import type { InvocationId } from '../workers/core/ids.ts';
import { invocationId } from '../workers/core/ids.ts';
import type { Admitted, Invocation, Notice } from '../workers/core/invocation.ts';
import { type KeywordEntry, keywordKey } from '../workers/core/keywords.ts';
import type { Level } from '../workers/core/levels.ts';
import type { FoundCommand } from '../workers/core/registry.ts';
import { usesEffect } from '../workers/core/templates/counters.ts';
import { parse } from '../workers/core/templates/parse.ts';
import type { TimerDue } from '../workers/core/timers.ts';
import { chooseReply } from '../workers/core/weights.ts';

/**
 * The event as a command has it that an alias stands for: options that a platform brought by name are the alias's, and only
 * one command can be the answer of a request; what follows is said in the room.
 */
export function asLink(event: ChatEvent, isFirst: boolean): ChatEvent {
  const answer: ChatEvent['answer'] = event.kind === 'command' && !isFirst ? { by: 'api' } : event.answer;
  if (event.kind !== 'command') return { ...event, answer };
  const { options: _, ...data } = event.data as ChatEvent<'command'>['data'];
  return { ...event, answer, data } as ChatEvent;
}

/** A command that was admitted, without its event. */
export function admittedFor(
  id: InvocationId,
  { entry, subcommand, rule, rest }: FoundCommand,
  settings: ChannelSettings,
  { level, watched }: { readonly level: Level; readonly watched: boolean },
  now: number,
): Admitted {
  return {
    v: 1,
    id,
    command: entry.id,
    ...(subcommand === undefined ? {} : { subcommand }),
    name: entry.name,
    prefix: settings.prefix,
    args: rest,
    ...(watched ? { watched } : {}),
    ...(entry.kind === 'http' ? { http: { module: entry.id, cacheSeconds: entry.cacheSeconds ?? 0 } } : {}),
    ...(entry.replies ? { text: chooseReply(entry.replies, id) } : {}),
    ...(entry.dialect ? { dialect: entry.dialect } : {}),
    ...(entry.style ? { style: entry.style } : {}),
    effect: rule.effect,
    visibility: entry.style === 'ephemeral' ? 'ephemeral' : rule.visibility,
    community: settings.community as CommunityFacts,
    ...wordsOf(settings),
    privileged: settings.privileged,
    admittedAt: now,
    level,
  };
}

/** A community's own words go along where there are any. */
const wordsOf = ({ ownWords }: ChannelSettings): Pick<Invocation, 'ownWords'> =>
  Object.keys(ownWords).length > 0 ? { ownWords } : {};

/** Words instead of the command, for somebody who has to wait. */
export function noticeFor(
  id: InvocationId,
  event: ChatEvent,
  { entry, rule }: FoundCommand,
  settings: ChannelSettings,
  notice: Notice,
  now: number,
): Invocation {
  return {
    v: 1,
    id,
    event,
    command: entry.id,
    name: entry.name,
    notice,
    prefix: settings.prefix,
    args: '',
    effect: 'none',
    visibility: rule.cooldown.notice === 'ephemeral' ? 'ephemeral' : 'public',
    community: settings.community as CommunityFacts,
    ...wordsOf(settings),
    privileged: settings.privileged,
    admittedAt: now,
  };
}

/** An event for one handler. Its id names the module: it stays the same when other modules come and go. */
export function invocationFor(
  handler: HandlerEntry,
  event: ChatEvent,
  settings: ChannelSettings,
  watched: boolean,
  now: number,
): Invocation {
  return {
    v: 1,
    id: invocationId(keyOf(event), event.id, handler.module),
    event,
    command: handler.module,
    handler: { module: handler.module },
    ...(watched ? { watched } : {}),
    ...(handler.settings === undefined ? {} : { moduleSettings: handler.settings }),
    prefix: settings.prefix,
    args: '',
    effect: handler.effect,
    visibility: event.answer.by === 'api' ? 'public' : 'ephemeral',
    community: settings.community as CommunityFacts,
    ...wordsOf(settings),
    privileged: settings.privileged,
    admittedAt: now,
  };
}

/** What all invocations of a text that is no command have in common. */
const ofText = (
  id: InvocationId,
  event: ChatEvent,
  text: string,
  { prefix, community, privileged, ...settings }: ChannelSettings,
  watched: boolean,
) => ({
  v: 1 as const,
  id,
  event,
  text,
  prefix,
  args: event.text,
  effect: usesEffect(parse(text)) ? ('database' as const) : ('none' as const),
  visibility: 'public' as const,
  community: community as CommunityFacts,
  ...wordsOf({ prefix, community, privileged, ...settings }),
  privileged,
  ...(watched ? { watched } : {}),
});

/** A timer's text, said by nobody. */
export function timerInvocation(
  id: InvocationId,
  due: TimerDue,
  settings: ChannelSettings,
  watched: boolean,
  now: number,
): Invocation {
  const { channel } = settings;
  const colon = channel.indexOf(':');
  const event: ChatEvent<'timer'> = {
    id: `timer-${due.timerId}-${due.dueAt}`,
    platform: channel.slice(0, colon) as ChatEvent['platform'],
    channel: channel.slice(colon + 1),
    room: due.room,
    kind: 'timer',
    author: NOBODY,
    text: '',
    attachments: [],
    mentions: [],
    data: { timerId: due.timerId, name: due.name },
    at: due.dueAt,
    receivedAt: now,
    correlationId: `timer-${due.timerId}`,
    redelivered: false,
    answer: { by: 'api' },
  };
  // It is late from when it was to speak.
  const admittedAt = Math.max(now, due.speakAt);
  const command = `timer:${due.timerId}`;
  return { ...ofText(id, event, due.text, settings, watched), command, name: due.name, admittedAt };
}

/** What a rule does besides running a command: it says something, or has the line taken away. */
export function keywordInvocation(
  id: InvocationId,
  event: ChatEvent,
  { name, action, ...rule }: KeywordEntry,
  settings: ChannelSettings,
  watched: boolean,
  now: number,
): Invocation {
  const command = keywordKey({ name, action, ...rule });
  const { text: _, ...shared } = ofText(id, event, action.is === 'reply' ? action.text : '', settings, watched);
  const what =
    action.is === 'reply'
      ? { text: action.text }
      : { command: 'keywords', handler: { module: 'keywords', callback: action.is } };
  return { ...shared, command, name, admittedAt: now, ...what };
}
