import { keyOf } from '../core/events.ts';
import { fault } from '../core/faults.ts';
import type { SendStatus } from '../core/health.ts';
import type { Invocation, Trace } from '../core/invocation.ts';
import { MAX_INTERACTION_AGE_MS, MAX_REPLY_AGE_MS } from '../core/invocation.ts';
import { isKeywordKey } from '../core/keywords.ts';
import type { Answer } from '../core/pulse.ts';
import type { Reply } from '../core/replies.ts';
import { isSimulated } from '../core/simulation.ts';
import { sayAgain } from './again.ts';
import type { OpenDelivery } from './delivery-rows.ts';
import { CLAIM_FOR_MS, claimDelivery, keepUnknown, settleDelivery, takeOverClaim } from './delivery-rows.ts';
import type { Progress } from './send.ts';
import { isForSession, isInteraction, messagesOf, portOf, START, sendParts } from './send.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import { tellFeedOfSend } from './tell-feed.ts';

const seconds = (ms: number): number => Math.min(43_200, Math.max(1, Math.ceil(ms / 1000)));

/** A reminder is worth something for a day. */
const MAX_REMINDER_AGE_MS = 24 * 3600_000;

/** Why an answer is not sent at all: it is too late for it, or it belongs to what a test community keeps of a simulation. */
function withheldAs(invocation: Invocation, now: number): 'late' | 'simulated' | null {
  if (isSimulated(invocation.event)) return 'simulated';
  return isTooLate(invocation, now) ? 'late' : null;
}

function isTooLate(invocation: Invocation, now: number): boolean {
  const ofChat = isInteraction(invocation) ? MAX_INTERACTION_AGE_MS : MAX_REPLY_AGE_MS;
  const most = invocation.event.kind === 'reminder' ? MAX_REMINDER_AGE_MS : ofChat;
  return now - invocation.admittedAt > most;
}

async function note(
  services: Services,
  invocation: Invocation,
  status: SendStatus,
  trace: Trace | undefined,
  reply: Reply,
  reason?: string,
): Promise<void> {
  const { event } = invocation;
  const now = services.clock();
  tellFeedOfSend(services, invocation, { status, reason, reply });
  services.log(status === 'sent' ? 'info' : 'warn', 'delivery', {
    status,
    reason,
    platform: event.platform,
    command: invocation.command,
    correlationId: event.correlationId,
    totalMs: now - event.receivedAt,
    executedMs: trace?.executed ? trace.executed - event.receivedAt : undefined,
  });
  // What a session keeps tells nothing of how well the channel's platform takes what is sent there; nor does what nobody sent.
  if (isForSession(invocation) || isSimulated(event)) return;
  const send = { status, tookMs: now - event.at, ...(reason === undefined ? {} : { reason }) };
  await services.health.note(keyOf(event), send, now, answerOf(invocation, status, now));
}

/** What became of a command's answer; null where nobody asked by a command, or it is not known yet. */
function answerOf({ event, handler, notice, command }: Invocation, status: SendStatus, now: number): Answer | null {
  const isTyped = event.kind === 'message' || event.kind === 'command';
  if (!isTyped || handler || notice || isKeywordKey(command) || status === 'later') return null;
  return { askedAt: event.receivedAt, waitedMs: status === 'sent' ? Math.max(0, now - event.receivedAt) : null };
}

/** Delivers an answer that has no row: it travels in the queue message until it is said, refused or too late. */
export async function deliverReply(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  progress: Progress = START,
  trace?: Trace,
): Promise<void> {
  const withheld = withheldAs(invocation, services.clock());
  if (withheld) return note(services, invocation, 'withheld', trace, reply, withheld);
  const outcome = await sendParts(services, invocation, reply, progress);
  if (outcome.ended === 'later') {
    if (outcome.next.unclearSince !== undefined) await expectEchoes(services, invocation);
    await services.bindings.DELIVERIES.send(
      { v: 1, kind: 'reply', invocation, reply, ...outcome.next },
      { delaySeconds: seconds(outcome.afterMs) },
    );
    return note(services, invocation, 'later', trace, reply, outcome.reason);
  }
  await note(services, invocation, outcome.ended, trace, reply, 'reason' in outcome ? outcome.reason : undefined);
  if (outcome.ended === 'unknown') await keepUnknown(services, invocation, reply, trace);
}

/** Delivers an answer with a row behind it. Whoever claims the row sends; everybody else leaves it alone. */
export async function deliverRow(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  trace: Trace,
  progress: Progress = START,
): Promise<void> {
  if (!(await claimDelivery(services, invocation, reply))) {
    // Sent already, or another run is at it, or was and died: then only its line in chat tells how far it came.
    await expectEchoes(services, invocation);
    await wake(services, invocation.id, CLAIM_FOR_MS);
    return;
  }
  trace.claimed = services.clock();
  await fault('deliver:after-claim');
  await continueClaimed(services, invocation, reply, trace, progress);
}

async function continueClaimed(
  services: Services,
  invocation: Invocation,
  reply: Reply,
  trace: Trace,
  progress: Progress,
): Promise<void> {
  const withheld = withheldAs(invocation, services.clock());
  if (withheld) {
    await settleDelivery(services, invocation, trace, { status: 'withheld', reason: withheld });
    return note(services, invocation, 'withheld', trace, reply, withheld);
  }
  const outcome = await sendParts(services, invocation, reply, progress);
  await fault('deliver:after-send');
  const { messageIds } = outcome;
  await note(services, invocation, outcome.ended, trace, reply, 'reason' in outcome ? outcome.reason : undefined);
  if (outcome.ended !== 'later') {
    const reason = 'reason' in outcome ? outcome.reason : undefined;
    if (outcome.ended === 'unknown') await sayAgain(services, invocation, reply);
    return settleDelivery(services, invocation, trace, {
      status: outcome.ended,
      messageIds,
      ...(reason ? { reason } : {}),
    });
  }
  const nextAt = services.clock() + outcome.afterMs;
  const unclear = outcome.next.unclearSince;
  await settleDelivery(services, invocation, trace, {
    // Unclear stays claimed: only a look at the platform frees it again.
    status: unclear === undefined ? 'pending' : 'claimed',
    reason: outcome.reason,
    messageIds,
    nextAt: nextAt + 60_000,
    ...(unclear === undefined ? {} : { unclearSince: unclear }),
  });
  if (unclear !== undefined) await expectEchoes(services, invocation);
  await wake(services, invocation.id, outcome.afterMs);
}

/** The Channel keeps what it sees of the bot's own lines through its sleep, until the unclear one is settled. */
const expectEchoes = async (services: Services, invocation: Invocation): Promise<void> => {
  await channelStub(services, keyOf(invocation.event)).expectEchoes(services.clock());
};

async function wake(services: Services, id: string, afterMs: number): Promise<void> {
  await services.bindings.DELIVERIES.send({ v: 1, kind: 'delivery', id }, { delaySeconds: seconds(afterMs) });
}

/**
 * Takes up a delivery whose claim has outlived its run: it may or may not have been posted, so the platform is asked
 * first, and where it cannot tell, it ends as `unknown`.
 */
export async function resumeClaimed(services: Services, open: OpenDelivery, reply: Reply): Promise<void> {
  const now = services.clock();
  const since = open.claimedAt?.getTime() ?? now;
  const parts = messagesOf(services, open.invocation, reply).length - open.sentParts;
  const { readBackDelayMs } = portOf(services, open.invocation).traits;
  const patience = open.reason === null ? CLAIM_FOR_MS * Math.max(1, parts) : readBackDelayMs;
  // A little early is the queue's grain of a second, not another run's claim.
  if (now - since < patience - 1_000) return wake(services, open.invocation.id, patience - (now - since));
  if (!(await takeOverClaim(services, open))) return;
  await continueClaimed(services, open.invocation, reply, open.trace, {
    from: open.sentParts,
    tries: open.attempts,
    unclearSince: since,
  });
}

/** Who typed a command that finally failed should not also wait for it. */
export const giveBackCooldown = async (services: Services, invocation: Invocation): Promise<void> => {
  await channelStub(services, keyOf(invocation.event)).giveBackCooldown(invocation.id, services.clock());
};

/** True for one run: whose reply this is to say. What is kept in a session may be kept by any of them. */
export const claimInChannel = async (services: Services, invocation: Invocation, name: string): Promise<boolean> =>
  isForSession(invocation) || channelStub(services, keyOf(invocation.event)).claim(name, services.clock());
