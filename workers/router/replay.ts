import { eq, type SQL, sql } from 'drizzle-orm';
import { deadLetters } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import { changeOpenLetter, keptPart, type LetterPart, type LetterParts, noLetter } from './dead-letters.ts';
import type { QueuedWork, QueueName } from './queued-work.ts';
import { workIn } from './queued-work.ts';
import type { Services } from './services.ts';

/** The parts that a replay works with. */
export type Replaying = LetterParts;

/**
 * Puts a letter's message back on its queue. One statement takes the letter for this replay, and another settles it when the
 * queue has the message: so of two replays at once one sends, and a replay that dies in between leaves a letter that is open
 * again after a minute. (Settled first, a crash would lose the message; sent first, two replays would send two.) Where the
 * crash came after the queue took it, it may be sent twice, and goes through the guards of every message that a queue hands
 * over twice.
 * @throws NOT_FOUND, CONFLICT (settled, being replayed, nothing that could be run), UNAVAILABLE (the queue refused)
 */
export async function replayDeadLetter(
  services: Replaying,
  actor: Actor,
  id: string,
  part: LetterPart | null = null,
): Promise<void> {
  const [letter] = await services.db.run('dead-letter.body', (d) =>
    d.select({ body: deadLetters.body }).from(deadLetters).where(eq(deadLetters.id, id)),
  );
  if (!letter) throw noLetter(id);
  const work = workIn(letter.body);
  if (!work) throw new WaddleError('CONFLICT', 'Nothing in this letter could be run: discard it.');
  const now = services.clock();
  const since = new Date(now).toISOString();
  const isTaken = await changeOpenLetter(services, {
    id,
    actor,
    action: 'dead-letter.replay',
    set: sql`replaying_since = ${since}::timestamptz`,
    part,
    isWhole: false,
  });
  if (!isTaken) return;
  try {
    const queue = services.bindings[PRODUCERS[work.queue]] as Queue<unknown>;
    await queue.send(againIn(work, letter.body, now));
  } catch (error) {
    services.log('error', 'dead-letter.not-replayed', { queue: work.queue, error: describeError(error) });
    // Where even this fails, it is open again after a minute.
    await settle(services, id, since, sql`replaying_since = null`, null).catch(() => undefined);
    throw new WaddleError(
      'UNAVAILABLE',
      `${work.queue} did not take the message, and the letter is open as it was. Try again in a minute.`,
    );
  }
  const settled = sql`replaying_since = null, settled = 'replayed', settled_at = ${since}::timestamptz`;
  await settle(services, id, since, settled, part).catch((error: unknown) => {
    services.log('error', 'dead-letter.not-settled', { queue: work.queue, error: describeError(error) });
    throw new WaddleError(
      'UNAVAILABLE',
      'The message is on its queue again, but that could not be written down, and the letter will show as open. Discard it.',
    );
  });
}

const PRODUCERS = {
  'waddlebot-invocations': 'INVOCATIONS',
  'waddlebot-deliveries': 'DELIVERIES',
  'waddlebot-activity': 'ACTIVITY',
  'waddlebot-jobs': 'JOBS',
} as const satisfies Record<QueueName, keyof Services['bindings']>;

/** The message as it goes out again: what is said of it is late only from now on. */
function againIn({ kind, invocation }: QueuedWork, body: unknown, now: number): unknown {
  const again = body as object;
  switch (kind) {
    case 'invocation':
      return { ...again, admittedAt: now };
    case 'reply':
    case 'run':
      return { ...again, invocation: { ...invocation, admittedAt: now } };
    case 'delivery':
      return { ...again, replayedAt: now };
    case 'usage':
    case 'lines':
    case 'due':
    case 'job':
      return again;
  }
}

/** Ends a replay, if it is still this one's. @param part what the request has done of it by that */
async function settle(
  { db }: Pick<Services, 'db'>,
  id: string,
  since: string,
  set: SQL,
  part: LetterPart | null,
): Promise<void> {
  await db.run('dead-letter.settle', (d) =>
    d.execute(sql`
      with settled as (
        update ${deadLetters} set ${set} where id = ${id}::uuid and replaying_since = ${since}::timestamptz returning id)
      ${part === null ? sql`` : sql`, ${keptPart(part, sql`settled`, Date.parse(since))}`}
      select id from settled`),
  );
}
