import type { EventKind, Person } from '../core/events.ts';
import { guard } from '../core/guard.ts';
import type { Invocation } from '../core/invocation.ts';
import type { LateAnswer, OutgoingMessage, PlatformClient, ReadBack, SendOutcome } from '../core/platforms.ts';
import type { Reply } from '../core/replies.ts';
import { isProgram } from '../core/sessions.ts';
import { keepAnswer } from './responses.ts';
import { openAnswer } from './sealed-answers.ts';
import type { PlatformPort, Services } from './services.ts';

/** A refused message is tried this often, a place in the budget is waited for as long as the answer is worth it. */
const MAX_TRIES = 8;
/** How often the trace of an unclear message is looked for. */
const MAX_READ_BACKS = 2;

/** Where one answer stands. */
export interface Progress {
  /** Parts that are known to be posted. */
  readonly from: number;
  /** Messages that were tried before, refused ones and looks for unclear ones counted together. */
  readonly tries: number;
  /** When part `from` was sent with unclear outcome, ms since epoch. */
  readonly unclearSince?: number;
}

export const START: Progress = { from: 0, tries: 0 };

export type PartsOutcome =
  | { readonly ended: 'sent'; readonly messageIds: readonly string[] }
  | { readonly ended: 'refused' | 'unknown'; readonly reason: string; readonly messageIds: readonly string[] }
  | {
      readonly ended: 'later';
      readonly afterMs: number;
      readonly reason: string;
      readonly next: Progress;
      readonly messageIds: readonly string[];
    };

/** Whether an answer has a place waiting for it, which no other line of chat can take. */
export const isInteraction = ({ event }: Invocation): boolean =>
  event.answer.by !== 'api' && event.answer.by !== 'none';

/** Whether an answer is kept for a program instead of being shown on the platform. Keeping one twice keeps it once. */
export const isForSession = ({ event }: Invocation): boolean => event.answer.by === 'session';

export function portOf(services: Services, invocation: Invocation): PlatformPort {
  const port = services.platforms[invocation.event.platform];
  if (!port) throw new Error(`platform ${invocation.event.platform} is off`);
  return port;
}

const verbatim = (text: string): string => text;

/** A reply that begins with whom it is for. */
const mentioning = (reply: Reply, { displayName }: Pick<Person, 'displayName'>): Reply => {
  const to = (text: string): string => `@${displayName} ${text}`;
  const [first, ...more] = reply.parts ?? [];
  return { ...reply, text: to(reply.text), ...(first === undefined ? {} : { parts: [to(first), ...more] }) };
};

/** The messages an answer becomes on its platform, with where they go. */
export function messagesOf(services: Services, invocation: Invocation, reply: Reply): OutgoingMessage[] {
  const { event } = invocation;
  const { style } = invocation;
  const isQuoted = style === undefined || style === 'reply' || style === 'ephemeral';
  const quotes = isQuoted && event.kind === 'message' && event.answer.by === 'api' && event.via === undefined;
  const spoken = style === 'mention' && event.author.displayName !== '' ? mentioning(reply, event.author) : reply;
  const isPrivate = reply.ephemeral ?? invocation.visibility === 'ephemeral';
  // To a program that speaks for itself nothing can be shown in private: its room hears it.
  const onlyFor = isPrivate && (isForSession(invocation) || !isProgram(event.author.account));
  const { traits: own } = portOf(services, invocation);
  // A program gets plain text: what is markup where it shows it, it knows itself.
  const traits = isForSession(invocation) ? { ...own, escape: verbatim } : own;
  const { mention } = reply;
  const ping = mention && !isForSession(invocation) ? traits.mention?.(mention.account) : undefined;
  const addressed = mention && ping === undefined ? mentioning(spoken, mention) : spoken;
  // It stands in front of what the guard lets through, so it is taken off what that may be long.
  const { limits } = traits;
  const within = ping ? { ...traits, limits: { ...limits, length: limits.length - ping.length - 1 } } : traits;
  return guard(addressed, within, invocation.prefix).map((text, i) => ({
    deliveryId: `${invocation.id}#${i}`,
    channel: event.channel,
    privileged: invocation.privileged,
    room: event.room,
    text: ping !== undefined && i === 0 ? `${ping} ${text}` : text,
    ...(mention && ping !== undefined && i === 0 ? { pings: mention.account } : {}),
    ...(quotes ? { replyTo: event.id } : {}),
    ...(onlyFor ? { onlyFor: event.author.account } : {}),
  }));
}

/** Sends what is left of an answer, part by part, and says where it stopped. */
export async function sendParts(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  progress: Progress,
): Promise<PartsOutcome> {
  const { traits } = portOf(services, invocation);
  const messages = messagesOf(services, invocation, reply);
  const messageIds: string[] = [];
  const stop = (reason: string, afterMs: number, next: Progress): PartsOutcome =>
    next.tries > MAX_TRIES
      ? { ended: next.unclearSince === undefined ? 'refused' : 'unknown', reason, messageIds }
      : { ended: 'later', reason, afterMs, next, messageIds };

  const standing =
    progress.from === 0 && progress.unclearSince === undefined ? await roomStanding(services, invocation) : 'own';
  if (standing === 'foreign')
    return { ended: 'refused', reason: 'the bot sees no such room in this channel', messageIds };
  if (standing === 'unknown')
    return stop('whose room it is', ASKED_AGAIN_MS, { ...progress, tries: progress.tries + 1 });

  for (let i = progress.from; i < messages.length; i++) {
    const message = messages[i] as OutgoingMessage;
    let isRepeat = false;
    if (i === progress.from && progress.unclearSince !== undefined) {
      const found = await readBack(services, invocation, message, i, progress.unclearSince);
      if (found === 'posted') {
        messageIds.push('');
        continue;
      }
      if (found === 'unclear') {
        if (progress.tries >= MAX_READ_BACKS)
          return { ended: 'unknown', reason: 'no trace of it was found', messageIds };
        const next = { ...progress, from: i, tries: progress.tries + 1 };
        return { ended: 'later', reason: 'unclear', afterMs: 2 * traits.readBackDelayMs, next, messageIds };
      }
      isRepeat = found === 'repeatable';
    }
    const sent = await sendPart(services, invocation, message, i, progress);
    if (sent.outcome === 'already') {
      messageIds.push('');
    } else if (sent.outcome === 'denied') {
      return stop('send budget', sent.retryAfterMs, { ...sameDoubt(progress, i), from: i, tries: progress.tries + 1 });
    } else if (sent.outcome === 'sent') {
      messageIds.push(sent.messageId);
    } else if (sent.outcome === 'refused') {
      if (sent.retryAfterMs === undefined) return { ended: 'refused', reason: sent.reason, messageIds };
      // What was refused now may have been posted by an earlier try whose fate is not known.
      const doubt = isRepeat ? sameDoubt(progress, i) : {};
      return stop(sent.reason, sent.retryAfterMs, { ...doubt, from: i, tries: progress.tries + 1 });
    } else {
      // A repeat is only safe for a while after the first try, so that one's time stays.
      const next = isRepeat
        ? { ...progress, from: i, tries: progress.tries + 1 }
        : { from: i, tries: 0, unclearSince: services.clock() };
      return stop(sent.reason, traits.readBackDelayMs, next);
    }
  }
  return { ended: 'sent', messageIds };
}

/** What speaks without being asked, in a room that was written down. */
const UNASKED: readonly EventKind[] = ['timer', 'reminder', 'webhook'];
const ASKED_AGAIN_MS = 2_000;

/**
 * Whether what is said unasked goes into a room of the channel's own. Who put it there was asked for proof; an archive of another
 * installation names any room, and a bot's token may open those of all communities.
 */
async function roomStanding(services: Services, invocation: Invocation): Promise<'own' | 'foreign' | 'unknown'> {
  const { kind, channel, room } = invocation.event;
  const { client } = portOf(services, invocation);
  if (!UNASKED.includes(kind) || !client.ownsRoom) return 'own';
  const owns = await client.ownsRoom(channel, room).catch(() => null);
  return owns === null ? 'unknown' : owns ? 'own' : 'foreign';
}

/** A part's open question goes along until it is answered. */
const sameDoubt = (progress: Progress, part: number): { readonly unclearSince?: number } =>
  part === progress.from && progress.unclearSince !== undefined ? { unclearSince: progress.unclearSince } : {};

const lateAnswer = async (
  services: Services,
  invocation: Invocation,
  message: OutgoingMessage,
  part: number,
): Promise<LateAnswer> => ({
  answer: await openAnswer(services, invocation),
  message,
  part,
  deferredAs: invocation.event.kind === 'command' ? invocation.visibility : null,
});

async function readBack(
  services: Services,
  invocation: Invocation,
  message: OutgoingMessage,
  part: number,
  since: number,
): Promise<ReadBack> {
  if (isForSession(invocation)) return 'repeatable';
  const { client } = portOf(services, invocation);
  if (!isInteraction(invocation)) return client.readBack(message, since);
  return client.readBackAnswer?.(await lateAnswer(services, invocation, message, part), since) ?? 'unclear';
}

type Sent =
  | SendOutcome
  | { readonly outcome: 'already' }
  | { readonly outcome: 'denied'; readonly retryAfterMs: number };

async function sendPart(
  services: Services,
  invocation: Invocation,
  message: OutgoingMessage,
  part: number,
  progress: Progress,
): Promise<Sent> {
  const { answer } = invocation.event;
  if (answer.by === 'session') return keepPart(services, invocation, answer.sessionId, message);
  const { client } = portOf(services, invocation);
  if (isInteraction(invocation)) return client.respond(await lateAnswer(services, invocation, message, part));
  return sendWithinBudget(services, client, message, progress);
}

/** @throws when the database does not take it: then it is tried again like all work that failed. */
async function keepPart(
  services: Services,
  { community }: Invocation,
  sessionId: string,
  { deliveryId, text, onlyFor }: OutgoingMessage,
): Promise<SendOutcome> {
  const response = { text, ...(onlyFor === undefined ? {} : { ephemeral: true as const }) };
  const kept = await keepAnswer(services, { sessionId, communityId: community.id, part: deliveryId, response });
  return kept === 'ended'
    ? { outcome: 'refused', reason: 'its session has ended' }
    : { outcome: 'sent', messageId: '' };
}

/** Sends one message at its place in the account's budget, and tells the budget what the platform said of it. */
async function sendWithinBudget(
  services: Services,
  client: PlatformClient,
  message: OutgoingMessage,
  progress: Progress,
): Promise<Sent> {
  const { upstream, limits, units } = client.budget(message);
  const stub = services.bindings.UPSTREAM.getByName(upstream);
  // A message found not to be there may be sent once more: it asks for its place under another name.
  const { unclearSince, tries } = progress;
  const name = `${message.deliveryId}@${unclearSince === undefined ? 0 : `${unclearSince}:${tries}`}`;
  const permit = await stub.acquire(name, limits, services.clock(), units);
  if (permit.permit === 'already') return { outcome: 'already' };
  if (permit.permit === 'denied') return { outcome: 'denied', retryAfterMs: permit.retryAfterMs };
  if (permit.waitMs > 0) await scheduler.wait(permit.waitMs);
  const sent = await client.send(message);
  if (sent.outcome === 'refused') await stub.release(name);
  if (sent.outcome !== 'unclear' && sent.holds && sent.holds.length > 0) await stub.hold(sent.holds, services.clock());
  return sent;
}
