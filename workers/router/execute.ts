import { eq, sql } from 'drizzle-orm';
import { isUniqueViolation } from '../../db/client.ts';
import { deliveries, invocations } from '../../db/schema/index.ts';
import { actorOfEvent } from '../core/actors.ts';
import { usageOf } from '../core/commands.ts';
import { WaddleError } from '../core/errors.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import { fault } from '../core/faults.ts';
import type { CommunityId, InvocationId } from '../core/ids.ts';
import type { Invocation, Trace } from '../core/invocation.ts';
import type { Ctx, Effect, EventHandler, Module } from '../core/modules.ts';
import { entryOf, settingsFor } from '../core/modules.ts';
import { OPTION_WORDS, parseOptions, takeOptions } from '../core/options.ts';
import { ownRefusal, refusalText } from '../core/refusals.ts';
import { Registry } from '../core/registry.ts';
import type { Reply } from '../core/replies.ts';
import { say } from '../core/replies.ts';
import { ownWordsOf, speak } from '../core/words.ts';
import { tellChange } from './audited.ts';
import { runCustom } from './custom.ts';
import { deleteMessage } from './deletes.ts';
import { wakeAt } from './due.ts';
import type { Done, Recorded } from './effects.ts';
import { announceSettings, effectStatement, RECORDED, recordedOf, turnOf } from './effects.ts';
import { runHttpModule } from './http-module.ts';
import { httpModulesDoor } from './http-module-door.ts';
import { findPerson } from './people.ts';
import { sealAnswer } from './sealed-answers.ts';
import { sentencesOf } from './sentences.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import { pushSettings } from './settings.ts';
import { lookingSources } from './sources.ts';
import { usesOf } from './usage.ts';

/** How long an executed invocation is remembered, ms: longer than any queue keeps a message. */
const REMEMBERED_FOR_MS = 30 * 24 * 3600_000;
/** A delivery that nobody claimed is woken after this, ms; the queue itself is much quicker. */
const WAKE_AFTER_MS = 60_000;

export interface Execution {
  /** Null where a handler has nothing to say. */
  readonly reply: Reply | null;
  /** Whether a delivery row stands behind the reply. */
  readonly hasRow: boolean;
  readonly trace: Trace;
}

/** What one invocation runs: a command's part, a handler or a callback of a module. */
interface Work {
  readonly module: Module;
  readonly run: (ctx: Ctx) => Promise<Reply | null>;
}

/**
 * Runs what an invocation is for. Run again, it changes nothing and comes to the same reply: the effect is recorded under
 * the invocation's id in its own transaction, together with what it came to.
 */
export async function execute(services: Services, invocation: Invocation): Promise<Execution> {
  const { event } = invocation;
  const trace: Trace = {
    at: event.at,
    received: event.receivedAt,
    admitted: invocation.admittedAt,
    executed: services.clock(),
  };
  if (invocation.notice) {
    const { prefix, name = invocation.command } = invocation;
    const { language } = invocation.community;
    const own = ownRefusal(invocation.notice.reason, invocation.ownWords);
    const text = refusalText({
      ...invocation.notice,
      command: prefix + name,
      language,
      ...(own === undefined ? {} : { own }),
    });
    return { reply: say(text), hasRow: false, trace };
  }
  if (invocation.said) return { reply: invocation.said, hasRow: true, trace };
  if (invocation.http) return { reply: await runHttpModule(services, invocation), hasRow: false, trace };
  const work = workOf(services, invocation);
  if ('text' in work) return { reply: work, hasRow: false, trace };

  let effects = 0;
  let hasRow = false;
  const ctx: Ctx = {
    now: services.clock(),
    random: services.random,
    log: services.log,
    invocation: invocation.id,
    community: invocation.community,
    prefix: invocation.prefix,
    publicUrl: services.settings.PUBLIC_URL,
    say: speak(work.module.words, invocation.community.language, ownWordsOf(work.module.name, invocation.ownWords)),
    sentences: () => sentencesOf(services, invocation.community.language),
    settings: settingsFor(work.module, invocation.moduleSettings),
    actor: actorOfEvent(event),
    read: (name, query) => services.db.run(name, query),
    agenda: async (kind, at) => {
      await services.bindings.AGENDA.getByName(kind).announce(at);
    },
    textSources: lookingSources(services, invocation.community),
    wake: (kind, at) => wakeAt(services, kind, at),
    enqueue: async (job) => {
      await services.bindings.JOBS.send({ v: 1, kind: 'job', community: invocation.community.id, ...job });
    },
    recentLines: async (channel) =>
      channelStub(services, channel).recentLines(invocation.community.id, services.clock()),
    uses: () => usesOf(services, invocation.community.id),
    ownsRoom: (target) => services.rooms.owns(target),
    httpModules: httpModulesDoor(services, invocation),
    stream: services.platforms[event.platform]?.client.stream ?? null,
    findPerson: (typed) => findPerson(services, invocation, typed),
    people: services.people(invocation),
    deleteMessage: (of) => deleteMessage(services, of),
    registry: async () => new Registry(await channelStub(services, keyOf(event)).commands()),
    effect: async <Outcome>(effect: Effect): Promise<Outcome> => {
      if (invocation.effect !== 'database')
        throw new Error(`${invocation.command} does not declare effect: 'database'`);
      if (effects > 0) throw new Error(`${invocation.command} has more than one effect`);
      effects++;
      hasRow = effect.says !== false;
      await fault('execute:before-effect');
      const outcome = await once<Outcome>(services, invocation, effect, trace);
      trace.committed = services.clock();
      await fault('execute:after-commit');
      return outcome;
    },
    callBack: async (name, afterSeconds) => {
      const handler = { module: work.module.name, callback: name };
      const id = `${invocation.id}/${name}` as InvocationId;
      await services.bindings.INVOCATIONS.send(
        { ...invocation, id, handler, admittedAt: services.clock() + afterSeconds * 1000 },
        { delaySeconds: afterSeconds },
      );
    },
  };
  const reply = await work.run(ctx);
  return { reply, hasRow, trace };
}

function workOf(services: Services, invocation: Invocation): Work | Reply {
  const { handler, text } = invocation;
  if (handler) return handlerWork(services, invocation, handler);
  if (text === undefined) return commandWork(services, invocation);
  return { module: CUSTOM, run: (ctx) => runCustom(services, invocation, text, ctx) };
}

/** A community's own commands say what they are told to and have no words of ours. */
const CUSTOM: Module = { name: 'custom', title: 'Custom commands', commands: [], words: {} };

/** A command's part with its options, or the words for options that are wrong. */
function commandWork(services: Services, invocation: Invocation): Work | Reply {
  const { event } = invocation;
  const builtin = services.builtins.get(invocation.command);
  if (!builtin) throw new WaddleError('NOT_FOUND', `this build has no command "${invocation.command}"`);
  const { command, module } = builtin;
  const part = invocation.subcommand === undefined ? command : command.subcommands?.[invocation.subcommand];
  if (!part)
    throw new WaddleError('NOT_FOUND', `this build has no command "${invocation.command} ${invocation.subcommand}"`);
  const declared = part.options ?? {};
  // Platforms with typed options bring them by name; everywhere else they are read from the line.
  const named = event.kind === 'command' ? (event.data as ChatEvent<'command'>['data']).options : undefined;
  const parsed =
    named && invocation.args === '' ? takeOptions(declared, named) : parseOptions(declared, invocation.args);
  if (!parsed.ok) {
    const usage = usageOf(invocation.prefix, entryOf(command), invocation.subcommand);
    const own = ownWordsOf('options', invocation.ownWords);
    const words = speak(OPTION_WORDS, invocation.community.language, own);
    const text = words(parsed.reason, { option: parsed.option, usage });
    return { text, ephemeral: true };
  }
  return { module, run: (ctx) => part.run({ event, invocation, options: parsed.values }, ctx) };
}

function handlerWork(services: Services, invocation: Invocation, handler: NonNullable<Invocation['handler']>): Work {
  const module = services.modules.find(({ name }) => name === handler.module);
  const run =
    handler.callback === undefined ? module?.on?.[invocation.event.kind] : module?.callbacks?.[handler.callback];
  if (!module || !run) {
    const what = handler.callback ?? invocation.event.kind;
    throw new WaddleError('NOT_FOUND', `this build has no handler of ${what} in ${handler.module}`);
  }
  // Which kind a handler takes is known where it is declared; here it is found by the kind itself.
  return { module, run: (ctx) => (run as EventHandler)(invocation.event, ctx) };
}

/** What an invocation is known by in lists: `quote add`, `greetings on follow`. */
function nameOf({ command, subcommand, handler, event }: Invocation): string {
  if (handler) return handler.callback === undefined ? `${command} on ${event.kind}` : `${command} ${handler.callback}`;
  return subcommand ? `${command} ${subcommand}` : command;
}

/** The effect, the invocation's id and its delivery in one transaction and one round trip. */
async function once<Outcome>(
  services: Services,
  invocation: Invocation,
  effect: Effect,
  trace: Trace,
): Promise<Outcome> {
  const { community, event, id } = invocation;
  const now = services.clock();
  await announceSettings(services, effect, now);
  const nextAt = new Date(now + WAKE_AFTER_MS).toISOString();
  const delivery = sql`delivery as (
    insert into ${deliveries} (id, community_id, status, outcome, next_at)
    select ${id}, ${community.id}::uuid, ${effect.says === false ? 'silent' : 'pending'}, ${RECORDED}, ${nextAt}::timestamptz
    from outcome)`;
  const actor = actorOfEvent(event);
  const statement = effectStatement(effect, { community: community.id, actor, keep: [delivery] });
  const kept = await sealAnswer(services, invocation);
  const recorded = await services.db
    .run('invocation.once', async (db) => {
      const done = await db.batch([
        // Plain on purpose: a second run fails here on the primary key, and the whole transaction with it.
        db.insert(invocations).values({
          id,
          communityId: community.id,
          command: nameOf(invocation),
          invocation: kept,
          trace,
          expiresAt: new Date(now + REMEMBERED_FOR_MS),
        }),
        ...turnOf(effect, community.id).map((turn) => db.execute(turn)),
        db.execute(statement),
      ]);
      return recordedOf((done.at(-1) as { readonly rows: readonly unknown[] }).rows);
    })
    .catch((error: unknown) => {
      if (isUniqueViolation(error, 'invocations_pkey')) return recordedOutcome(services, invocation);
      throw error;
    });
  tellChange(services, community.id, actor, recorded.noted);
  if (recorded.settingsChanged) await pushSettings(services, community.id);
  return recorded.outcome as Outcome;
}

/** What the first run came to. The id alone is not enough: it has to be this community's. */
async function recordedOutcome(services: Services, invocation: Invocation): Promise<Done> {
  const rows = await services.db.run('invocation.outcome', (db) =>
    db
      .select({ outcome: deliveries.outcome, communityId: deliveries.communityId })
      .from(deliveries)
      .where(eq(deliveries.id, invocation.id)),
  );
  const row = rows[0];
  if (!row || (row.communityId as CommunityId) !== invocation.community.id) {
    throw new WaddleError('CONFLICT', 'this invocation was executed for another community');
  }
  return { ...(row.outcome as Recorded), noted: null };
}
