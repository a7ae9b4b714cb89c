import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { deadLetters, invocations } from '../../db/schema/index.ts';
import { backoffSeconds } from '../core/backoff.ts';
import { describeError } from '../core/errors.ts';
import type { FailedTry, Invocation } from '../core/invocation.ts';
import { giveBackCooldown } from './deliver.ts';
import type { QueuedWork } from './queued-work.ts';
import { triesOf, workIn } from './queued-work.ts';
import { sealAnswer } from './sealed-answers.ts';
import type { Services } from './services.ts';

/** A letter that was given up on, with why; letters the queue itself gives up on carry the bare body. */
export interface DeadLetter {
  readonly v: 1;
  readonly kind: 'dead';
  readonly queue: string;
  readonly messageId: string;
  readonly reason: string;
  readonly attempts: number;
  readonly body: unknown;
}

/** What is said of a letter that the queue gave up on, where its Channel kept no try of it. */
const NO_TRY_KNOWN = 'the queue gave it up; why its tries failed was not kept';

/** Keeps dead letters in Postgres. One is acked only when it is there: until then the queue keeps it. */
export async function consumeDeadLetters(services: Services, batch: MessageBatch<unknown>): Promise<void> {
  for (const message of batch.messages) {
    try {
      await bury(services, batch.queue, message);
      message.ack();
    } catch (error) {
      services.log('error', 'dead-letter.failed', { reason: describeError(error), attempts: message.attempts });
      message.retry({ delaySeconds: backoffSeconds(message.attempts, services.random) });
    }
  }
}

async function bury(services: Services, queue: string, message: Message<unknown>): Promise<void> {
  const work = workIn(isDeadLetter(message.body) ? message.body.body : message.body);
  const letter = await letterOf(services, queue, message, work);
  const body = storable(await sealedIn(services, letter.body));
  await services.db.run('dead-letter.keep', (db) =>
    db
      .insert(deadLetters)
      .values({
        id: uuidv7(),
        queue: letter.queue,
        messageId: letter.messageId,
        ...aboutWhat(letter.body, work),
        body,
        reason: letter.reason,
        attempts: letter.attempts,
        tries: letter.tries,
      })
      .onConflictDoNothing(),
  );
  if (work?.invocation) await giveBackCooldown(services, work.invocation);
  services.log('error', 'dead-letter', {
    queue: letter.queue,
    reason: letter.reason,
    correlationId: work?.invocation?.event.correlationId,
  });
}

/** A queue's message without what opens an interaction's place, wherever it carries its invocation. */
async function sealedIn(services: Services, body: unknown): Promise<unknown> {
  if (typeof body !== 'object' || body === null) return body;
  const { event, invocation } = body as { readonly event?: unknown; readonly invocation?: Invocation };
  if (event) return sealAnswer(services, body as Invocation).catch(() => body);
  if (invocation?.event) return { ...body, invocation: await sealAnswer(services, invocation).catch(() => invocation) };
  return body;
}

const isDeadLetter = (body: unknown): body is DeadLetter =>
  typeof body === 'object' && body !== null && (body as Partial<DeadLetter>).kind === 'dead';

/** The letter with all its tries: those that its Channel kept, and the last as the letter itself tells it. */
async function letterOf(
  services: Services,
  queue: string,
  message: Message<unknown>,
  work: QueuedWork | null,
): Promise<DeadLetter & { readonly tries: readonly FailedTry[] }> {
  const noted = work ? await triesOf(services, work) : [];
  const last = noted.at(-1);
  if (isDeadLetter(message.body)) {
    const letter = message.body;
    const { attempts: attempt, reason } = letter;
    const own = { at: message.timestamp.getTime(), attempt, reason };
    return { ...letter, tries: last?.attempt === attempt ? noted : [...noted, own] };
  }
  return {
    v: 1,
    kind: 'dead',
    queue: work?.queue ?? queue,
    messageId: message.id,
    reason: last?.reason ?? NO_TRY_KNOWN,
    // The message counts the tries to bury it; how often it was tried before, only its tries tell.
    attempts: last?.attempt ?? 0,
    body: message.body,
    tries: noted,
  };
}

/** What says itself which community it is of. */
const OF_COMMUNITIES: readonly QueuedWork['kind'][] = ['usage', 'lines', 'job'];

/** What the letter can be found by. A wake-up carries only an id: what it is about, its invocation's row tells. */
function aboutWhat(body: unknown, work: QueuedWork | null) {
  const { invocation = null } = work ?? {};
  const ofRow = (column: SQL) =>
    sql`(select ${column} from ${invocations} where ${invocations.id} = ${work?.id ?? ''})`;
  const { community } = (body ?? {}) as { readonly community?: unknown };
  const communityId =
    invocation?.community.id ?? (work && OF_COMMUNITIES.includes(work.kind) ? (community as string) : undefined);
  return {
    kind: work?.kind ?? 'unknown',
    channel: work?.channel ?? null,
    communityId: communityId ?? ofRow(sql`${invocations.communityId}`),
    command: invocation ? commandOf(invocation) : ofRow(sql`${invocations.command}`),
  };
}

const commandOf = ({ command, subcommand }: { readonly command: string; readonly subcommand?: string }): string =>
  subcommand === undefined ? command : `${command} ${subcommand}`;

/** JSON can spell what jsonb does not take: NUL and halves of surrogate pairs. A letter must not die of that a second time. */
const storable = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body ?? null), (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value,
  );
