import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { printDuration } from '../../core/durations.ts';
import type { Platform } from '../../core/ids.ts';
import type { CommandCall, Ctx } from '../../core/modules.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import type { StreamAnswer, StreamPort } from '../../core/stream.ts';

/** Where there are broadcasts at all; elsewhere the commands are not offered. */
export const STREAMS: readonly Platform[] = ['twitch', 'kick', 'youtube'];

/** Nobody waits longer for a raid or a clip: by then they have done it by hand, or do not want it any more. ms */
const LATE_AFTER_MS = 120_000;

/** Runs with the channel's broadcast, or says that there is none here. */
export const withStream = async (ctx: Ctx, run: (stream: StreamPort) => Promise<Reply>): Promise<Reply> =>
  ctx.stream ? run(ctx.stream) : say(ctx.say('no-stream'));

/**
 * Whether this run is the invocation's first, by a token of its own that only the first one leaves behind. The claim is
 * committed before anything is done:
 *
 * - acted and then recorded, a run that ended in between would be repeated: a second clip, a raid started again after it
 *   was cancelled, an old title over a newer one. That cannot be taken back.
 * - recorded and then acted, as here, it is done at most once. Whoever ends in between loses the act, or only the word of
 *   it; whoever comes next cannot tell which, and says so.
 * - two copies at once meet at the invocation's primary key. The late one speaks of not knowing, and may be heard first.
 */
async function isFirstRun(ctx: Ctx): Promise<boolean> {
  const token = uuidv7();
  const { by } = await ctx.effect<{ by: string }>({
    ctes: [],
    outcome: sql`jsonb_build_object('by', ${token}::text)`,
  });
  return by === token;
}

/**
 * Does something to the channel's broadcast, once per invocation, and words what came of it. Whatever has to be looked up
 * comes before: a look-up that fails is tried again, an act is not. (Should a repeated run's look-up come out otherwise, it
 * says that, and the delivery that the first run left behind says it does not know: two answers, one act.) What waited too
 * long is not done at all.
 */
export async function act<Told>(
  { invocation }: CommandCall,
  ctx: Ctx,
  run: () => Promise<StreamAnswer<Told>>,
  told: (answer: Told) => string,
): Promise<Reply> {
  if (!(await isFirstRun(ctx))) return say(ctx.say('repeated'));
  // Asked only now, for a repeated run is later than the one that acted.
  const waitedMs = ctx.now - invocation.admittedAt;
  if (waitedMs > LATE_AFTER_MS) return say(ctx.say('late', { time: printDuration(waitedMs / 1_000) }));
  const answer = await run();
  return say(answer.ok ? told(answer) : ctx.say(`refused.${answer.reason}`, { message: answer.message }));
}
