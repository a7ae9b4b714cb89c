import { sql } from 'drizzle-orm';
import { deliveries, invocations } from '../../../db/schema/index.ts';
import { WaddleError } from '../../core/errors.ts';
import type { Invocation } from '../../core/invocation.ts';
import type { Effect, VerbCtx } from '../../core/modules.ts';
import { markedReply, type Reply } from '../../core/replies.ts';
import { storable } from '../../core/text.ts';
import { speak } from '../../core/words.ts';
import type { Services } from '../../router/services.ts';

/** A delivery that nobody has looked at by then is woken, ms. */
const WAKE_AFTER_MS = 60_000;
/** Executed invocations are remembered, ms. */
const REMEMBERED_FOR_MS = 30 * 24 * 3600_000;

/** As reminders have it that are said once more by themselves: of both ways only one is gone, once. */
const AGAIN = '/again';
export const idOfAgain = (id: string): string => `${id}${AGAIN}`;

/** Why an answer cannot be said again. */
export const AGAIN_REFUSALS = {
  simulated: 'It belongs to a simulation and was never to be sent.',
  'said-again': 'It was said again already, and that is done once.',
  'is-again': 'It is one that was said again already, and that is done once.',
  interaction: 'It answered a slash command or a button, whose place on the platform is closed by now.',
  private: 'It was for one person alone.',
  'not-kept': 'What it said is not kept any more. Ask for it with the command.',
} as const;
export type AgainRefusal = keyof typeof AGAIN_REFUSALS;

interface Ended {
  readonly id: string;
  readonly reason: string | null;
  readonly reply: string | null;
  readonly invocation: Invocation | null;
  readonly saidAgain: boolean;
}

/** Why what ended so cannot be said again; null where it can. */
export function againRefusal({ id, reason, reply, invocation, saidAgain }: Ended): AgainRefusal | null {
  if (reason === 'simulated') return 'simulated';
  if (id.endsWith(AGAIN)) return 'is-again';
  if (saidAgain) return 'said-again';
  if (!invocation || !reply) return 'not-kept';
  const { answer, channel } = invocation.event;
  if (answer.by === 'session') return 'not-kept';
  if (answer.by !== 'api' && answer.by !== 'none') return 'interaction';
  return invocation.visibility === 'ephemeral' || channel.startsWith('dm:') ? 'private' : null;
}

/** What is said again, as it was read. */
interface Again {
  readonly id: string;
  readonly status: string;
  readonly answer: Reply | null;
  readonly isBegun: boolean;
  readonly notAgain: AgainRefusal | null;
}

/**
 * Has an answer said again, because a person decided so: under an id of its own, by which it is done once, however often it is
 * asked for and by how many. Where nobody knows whether it was posted the first time, or a part of it was, it says that it may be
 * the second.
 * @param ended as it was read; the statement looks again at what may have changed since
 * @returns the new delivery's id
 * @throws CONFLICT
 */
export async function sayAgainByHand(services: Services, ctx: VerbCtx, ended: Again): Promise<string> {
  const { notAgain, answer, status, isBegun } = ended;
  // Whether it was said again the statement finds out: a call that is repeated gets what the first one came to.
  if (notAgain && notAgain !== 'said-again') throw new WaddleError('CONFLICT', AGAIN_REFUSALS[notAgain]);
  const mayBeTwice = status === 'unknown' || isBegun;
  const said = answer && mayBeTwice ? markedReply(answer, markIn(services, ctx)) : answer;
  const id = idOfAgain(ended.id);
  const wakeAt = ctx.now + WAKE_AFTER_MS;
  // Told before the row is there: who dies after the commit is made up for by cron.
  await ctx.agenda('deliveries', wakeAt);
  const made = await ctx.effect<string | null>(effectOf(ctx, ended, said, wakeAt));
  if (made === null) throw new WaddleError('CONFLICT', AGAIN_REFUSALS['said-again']);
  await services.bindings.DELIVERIES.send({ v: 1, kind: 'delivery', id }).catch(() => undefined);
  return id;
}

/** What tells that it may be the second time. */
function markIn({ modules }: Pick<Services, 'modules'>, { community }: VerbCtx): string {
  const memories = modules.find(({ name }) => name === 'memories');
  return memories ? speak(memories.words, community.language, {})('again') : '';
}

function effectOf({ now, community }: VerbCtx, { id: of, status }: Again, said: Reply | null, wakeAt: number): Effect {
  const id = idOfAgain(of);
  const time = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;
  return {
    ctes: [
      sql`ended as (
        select d.status, i.command, i.invocation from ${deliveries} d join ${invocations} i on i.id = d.id
        where d.id = ${of} and d.community_id = ${community.id}::uuid and i.community_id = d.community_id
          and d.status = ${status} and d.reply is not null)`,
      sql`made as (
        insert into ${invocations} (id, community_id, command, invocation, trace, expires_at)
        select ${id}, ${community.id}::uuid, command,
          (invocation - 'notice' - 'http') || jsonb_build_object('id', ${id}::text, 'admittedAt', ${now}::bigint,
            'said', ${storable(said)}::jsonb),
          jsonb_build_object('at', invocation #> '{event,at}', 'received', ${now}::bigint, 'admitted', ${now}::bigint),
          ${time(now + REMEMBERED_FOR_MS)}
        from ended on conflict do nothing returning id)`,
      sql`queued as (
        insert into ${deliveries} (id, community_id, status, outcome, next_at)
        select id, ${community.id}::uuid, 'pending', '{}'::jsonb, ${time(wakeAt)} from made on conflict do nothing)`,
    ],
    outcome: sql`(select to_jsonb(id) from made)`,
    audit: {
      action: 'delivery.again',
      happened: sql`exists (select from made)`,
      target: sql`${`delivery:${of}`}::text`,
      before: sql`(select jsonb_build_object('status', status, 'command', command) from ended)`,
      after: sql`null`,
    },
  };
}
