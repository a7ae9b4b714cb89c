import * as z from 'zod';
import type { ChannelKey, InvocationId, Platform } from '../core/ids.ts';
import { channelKey, PLATFORMS } from '../core/ids.ts';
import type { FailedTry, Invocation } from '../core/invocation.ts';
import { within } from '../core/within.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';

export const QUEUES = [
  'waddlebot-invocations',
  'waddlebot-deliveries',
  'waddlebot-activity',
  'waddlebot-jobs',
] as const;
export type QueueName = (typeof QUEUES)[number];

/** What a queue's message is for, told without running it: whichever build wrote it, and however little of it can be read. */
export interface QueuedWork {
  readonly kind: 'invocation' | 'delivery' | 'reply' | 'run' | 'due' | 'usage' | 'lines' | 'job';
  /** The queue it belongs on. */
  readonly queue: QueueName;
  readonly channel: ChannelKey | null;
  /** Of the command it is about. */
  readonly id: InvocationId | null;
  /** Where the message carries all of it. */
  readonly invocation: Invocation | null;
}

const invocationShape = z.looseObject({
  id: z.string(),
  command: z.string(),
  admittedAt: z.number(),
  community: z.looseObject({ id: z.uuid() }),
  event: z.looseObject({
    platform: z.enum(PLATFORMS),
    channel: z.string(),
    kind: z.string(),
    answer: z.looseObject({}),
  }),
});
const carried = z.looseObject({ kind: z.enum(['reply', 'run']), invocation: invocationShape });
const byId = z.looseObject({ kind: z.literal('delivery'), id: z.string() });
const dueWork = z.looseObject({ kind: z.literal('due'), work: z.string() });
const jobShape = z.looseObject({ kind: z.literal('job'), module: z.string(), name: z.string(), community: z.uuid() });
const counts = z.looseObject({ kind: z.enum(['usage', 'lines']), channel: z.string(), community: z.uuid() });

/** Null where the message is nothing that any build of ours has written. */
export function workIn(body: unknown): QueuedWork | null {
  const invocation = invocationShape.safeParse(body);
  if (invocation.success) return ofInvocation('invocation', 'waddlebot-invocations', body as Invocation);
  const wakeup = carried.safeParse(body);
  if (wakeup.success)
    return ofInvocation(wakeup.data.kind, 'waddlebot-deliveries', (body as { invocation: Invocation }).invocation);
  const pointer = byId.safeParse(body);
  if (pointer.success) {
    const { kind, id } = pointer.data;
    return {
      kind,
      queue: 'waddlebot-deliveries',
      channel: channelIn(id),
      id: id as InvocationId,
      invocation: null,
    };
  }
  const due = dueWork.safeParse(body);
  if (due.success) return { kind: 'due', queue: 'waddlebot-deliveries', channel: null, id: null, invocation: null };
  const job = jobShape.safeParse(body);
  if (job.success) return { kind: 'job', queue: 'waddlebot-jobs', channel: null, id: null, invocation: null };
  const flush = counts.safeParse(body);
  if (!flush.success) return null;
  const { kind, channel } = flush.data;
  return { kind, queue: 'waddlebot-activity', channel: channel as ChannelKey, id: null, invocation: null };
}

const ofInvocation = (kind: QueuedWork['kind'], queue: QueueName, invocation: Invocation): QueuedWork => ({
  kind,
  queue,
  channel: channelKey(invocation.event.platform, invocation.event.channel),
  id: invocation.id,
  invocation,
});

/** The channel out of an invocation's id, `platform:channel:eventId:n`; that of a direct message has two parts (`dm:<user>`). */
export function channelIn(id: string): ChannelKey | null {
  const [platform, first, second] = id.split(':');
  if (!PLATFORMS.some((name) => name === platform) || !first) return null;
  return channelKey(platform as Platform, first === 'dm' ? `dm:${second}` : first);
}

/** How long a Channel may take to note or tell why something failed, ms: letters and retries do not wait for it. */
const TRIES_WITHIN_MS = 2_000;

const nameOfTries = (queue: string, id: InvocationId): string => `${queue} ${id}`;

/** Has the Channel keep why a try failed, as well as may be: that it cannot changes nothing about the next try. */
export async function noteTry(services: Services, queue: string, body: unknown, failed: FailedTry): Promise<void> {
  const work = workIn(body);
  if (!work?.channel || work.id === null) return;
  const noted = channelStub(services, work.channel).noteTry(nameOfTries(queue, work.id), failed);
  await within(TRIES_WITHIN_MS, 'noting a failed try', noted).catch(() => undefined);
}

/** What the Channel kept of the tries that failed, oldest first; none where it cannot be asked. */
export async function triesOf(services: Services, { queue, channel, id }: QueuedWork): Promise<readonly FailedTry[]> {
  if (!channel || id === null) return [];
  const tries = channelStub(services, channel).tries(nameOfTries(queue, id));
  return within(TRIES_WITHIN_MS, 'reading the failed tries', tries).catch(() => []);
}
