import { deliveries, invocations } from '../../db/schema/index.ts';
import type { InvocationId } from '../core/ids.ts';
import type { Invocation, Trace } from '../core/invocation.ts';
import { markedReply, type Reply } from '../core/replies.ts';
import { ownWordsOf, speak } from '../core/words.ts';
import type { Services } from './services.ts';

const AGAIN = '/again';
/** A delivery that nobody has looked at by then is woken, ms. */
const WAKE_AFTER_MS = 60_000;
/** Executed invocations are remembered, ms. */
const REMEMBERED_FOR_MS = 30 * 24 * 3600_000;

/**
 * Has a reminder said once more of which nobody knows whether it was posted: heard twice is better than never. It says that it
 * may be the second time, and what becomes of it is the end of it.
 */
export async function sayAgain(services: Services, invocation: Invocation, reply: Reply): Promise<void> {
  if (invocation.event.kind !== 'reminder' || invocation.id.endsWith(AGAIN)) return;
  const memories = services.modules.find(({ name }) => name === 'memories');
  if (!memories) return;
  const { community } = invocation;
  const say = speak(memories.words, community.language, ownWordsOf('memories', invocation.ownWords));
  const id = `${invocation.id}${AGAIN}` as InvocationId;
  const now = services.clock();
  const again: Invocation = {
    ...invocation,
    id,
    said: markedReply(reply, say('again')),
    admittedAt: now,
  };
  const trace: Trace = { at: invocation.event.at, received: now, admitted: now };
  await services.bindings.AGENDA.getByName('deliveries').announce(now + WAKE_AFTER_MS);
  await services.db.run('reminder.again', (db) =>
    db.batch([
      db
        .insert(invocations)
        .values({
          id,
          communityId: community.id,
          command: 'remind',
          invocation: again,
          trace,
          expiresAt: new Date(now + REMEMBERED_FOR_MS),
        })
        .onConflictDoNothing(),
      db
        .insert(deliveries)
        .values({
          id,
          communityId: community.id,
          status: 'pending',
          outcome: {},
          nextAt: new Date(now + WAKE_AFTER_MS),
        })
        .onConflictDoNothing(),
    ]),
  );
  await services.bindings.DELIVERIES.send({ v: 1, kind: 'delivery', id });
}
