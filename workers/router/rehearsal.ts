import { sql } from 'drizzle-orm';
import { type Database, DatabaseError } from '../../db/client.ts';
import { auditLog } from '../../db/schema/index.ts';
import type { ChannelSettings } from '../core/channel-settings.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import type { Invocation } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';
import { SIMULATED_ROOM } from '../core/simulation.ts';
import { settleDelivery } from './delivery-rows.ts';
import { execute } from './execute.ts';
import { moduleOf } from './http-module-rows.ts';
import type { Asked } from './rehearsal-services.ts';
import { nothingAsked, rehearsalServices } from './rehearsal-services.ts';
import { messagesOf } from './send.ts';
import type { Services } from './services.ts';
import type { AuditedChange, ChangedRows, Run, RunStep, SimulatedReply, Simulation } from './simulation-steps.ts';

/** Runs of one thing that is tried out: a callback may ask for another one. */
const MOST_RUNS = 25;

/** What runs came to. */
export interface Rehearsal {
  readonly steps: readonly RunStep[];
  readonly replies: readonly SimulatedReply[];
  readonly effects: Simulation['effects'];
  readonly settingsChanged: boolean;
}

export const NOTHING_RUN: Rehearsal = {
  steps: [],
  replies: [],
  effects: { audited: [], rows: [] },
  settingsChanged: false,
};

export interface Rehearsing {
  readonly invocations: readonly Invocation[];
  /** What the Channel went by. */
  readonly channel: ChannelSettings;
  readonly keep: boolean;
}

/** Runs what was admitted as the queue's consumer does, callbacks at once, and says what it did and would have said. */
export async function runRehearsal(
  services: Services,
  db: Database,
  { invocations, channel, keep }: Rehearsing,
): Promise<Rehearsal> {
  const before = await rowCounts(db);
  const [first] = invocations;
  const steps: RunStep[] = [];
  const waiting = invocations.map((invocation) => ({ invocation, afterSeconds: 0 }));
  let settingsChanged = false;
  for (let n = 0; n < waiting.length && n < MOST_RUNS; n++) {
    const { invocation, afterSeconds } = waiting[n] as (typeof waiting)[number];
    const asked = nothingAsked();
    const quiet = rehearsalServices(services, { db, platform: invocation.event.platform, channel, asked, keep });
    steps.push(...(await runOne(quiet, inSimulatedRoom(invocation), asked, afterSeconds)));
    waiting.push(...asked.later.map((later) => ({ ...later, afterSeconds: afterSeconds + later.afterSeconds })));
    settingsChanged ||= asked.settingsChanged;
  }
  return {
    steps,
    replies: steps.flatMap((step) => (step.step === 'answered' ? step.replies : [])),
    effects: {
      audited: first ? await auditedBy(db, first) : [],
      rows: changed(before, await rowCounts(db)),
    },
    settingsChanged,
  };
}

/** Nobody watches what is tried out, and whatever is stored of it says where it was said. */
function inSimulatedRoom({ watched: _, ...invocation }: Invocation): Invocation {
  return { ...invocation, event: { ...invocation.event, room: SIMULATED_ROOM } };
}

async function runOne(quiet: Services, invocation: Invocation, asked: Asked, afterSeconds: number): Promise<RunStep[]> {
  const { clock } = quiet;
  const { name } = runOf(invocation);
  const at = clock();
  const { reply, ...came } = await outcomeOf(quiet, invocation, asked);
  const executed: RunStep = {
    step: 'executed',
    at,
    tookMs: clock() - at,
    name,
    effect: invocation.effect,
    afterSeconds,
    calls: asked.calls,
    ...came,
  };
  const answeredAt = clock();
  const replies = reply ? shown(quiet, invocation, reply) : [];
  if (replies.length === 0) return [executed];
  return [executed, { step: 'answered', at: answeredAt, tookMs: clock() - answeredAt, name, replies }];
}

interface Outcome {
  readonly reply: Reply | null;
  readonly problem?: string;
}

/** @throws DatabaseError where the same may well work later */
async function outcomeOf(quiet: Services, invocation: Invocation, { calls }: Asked): Promise<Outcome> {
  try {
    const module = invocation.http && (await moduleOf(quiet, invocation.community.id, invocation.http.module));
    if (module?.enabled) {
      calls.push({ to: 'module', what: `POST ${new URL(module.url).origin}` });
      return { reply: null };
    }
    const { reply, hasRow, trace } = await execute(quiet, invocation);
    // Its delivery is nobody's to send, in a test community, where it stays.
    if (hasRow)
      await settleDelivery(
        quiet,
        invocation,
        trace,
        reply === null ? { status: 'silent' } : { status: 'withheld', reason: 'simulated' },
      );
    return { reply };
  } catch (error) {
    if (error instanceof DatabaseError && error.transient) throw error;
    if (error instanceof WaddleError) return { reply: null, problem: error.message };
    quiet.log('error', 'simulation.failed', {
      command: invocation.command,
      error: describeError(error),
      correlationId: invocation.event.correlationId,
    });
    return {
      reply: null,
      problem: `This failed, and changed nothing. The log has it as ${invocation.event.correlationId}.`,
    };
  }
}

/** What the platform would show: an interaction has one answer, everything else as many messages as it takes. */
function shown(quiet: Services, invocation: Invocation, reply: Reply): SimulatedReply[] {
  const messages = messagesOf(quiet, invocation, reply).map(({ text, onlyFor }) => ({
    text,
    isPrivate: onlyFor !== undefined,
    isSecret: reply.secret ?? false,
  }));
  const [first] = messages;
  if (!first || invocation.event.answer.by === 'api') return messages;
  return [{ ...first, text: messages.map(({ text }) => text).join('\n') }];
}

/** An invocation as people know it. */
export function runOf({ command, subcommand, name = command, prefix, args, handler, notice, event }: Invocation): Run {
  if (notice) return { name: prefix + name, by: 'notice', args: '' };
  if (command.startsWith('keyword:') || command === 'keywords') return { name, by: 'keyword', args: '' };
  if (command.startsWith('timer:')) return { name, by: 'timer', args: '' };
  if (handler) return { name: `${handler.module} ${handler.callback ?? `on ${event.kind}`}`, by: 'handler', args: '' };
  return { name: prefix + (subcommand ? `${name} ${subcommand}` : name), by: 'command', args };
}

/** Lines of the audit log of this transaction: its time is when the transaction began, and its actor was made up. */
async function auditedBy(db: Database, { community, event }: Invocation): Promise<readonly AuditedChange[]> {
  return db.run('simulation.audited', (d) =>
    d
      .select({ action: auditLog.action, target: auditLog.target, before: auditLog.before, after: auditLog.after })
      .from(auditLog)
      .where(
        sql`${auditLog.communityId} = ${community.id}::uuid and ${auditLog.createdAt} = now()
          and ${auditLog.actor} ->> 'account' = ${event.author.account}`,
      )
      .orderBy(auditLog.id),
  );
}

/** What every run leaves behind, whatever it does. */
const PLUMBING: readonly string[] = ['accounts', 'audit_log', 'deliveries', 'invocations', 'members', 'outbox'];

type RowCounts = ReadonlyMap<string, ChangedRows>;

/**
 * Rows touched by this session, as PostgreSQL counts them. A pooled session may still count those of the transaction before it:
 * so it is the difference that tells.
 */
async function rowCounts(db: Database): Promise<RowCounts> {
  const { rows } = await db.run('simulation.rows', (d) =>
    d.execute<{ table: string; added: string; changed: string; removed: string }>(sql`
      select relname as table, n_tup_ins as added, n_tup_upd as changed, n_tup_del as removed
      from pg_stat_xact_user_tables where n_tup_ins + n_tup_upd + n_tup_del > 0 order by relname`),
  );
  return new Map(
    rows.map(({ table, ...counts }) => [
      table,
      { table, added: Number(counts.added), changed: Number(counts.changed), removed: Number(counts.removed) },
    ]),
  );
}

const changed = (before: RowCounts, after: RowCounts): readonly ChangedRows[] =>
  [...after.values()]
    .filter(({ table }) => !PLUMBING.includes(table))
    .map(({ table, ...now }) => {
      const { added = 0, changed: was = 0, removed = 0 } = before.get(table) ?? {};
      return { table, added: now.added - added, changed: now.changed - was, removed: now.removed - removed };
    })
    .filter(({ added, changed: other, removed }) => added + other + removed > 0);
