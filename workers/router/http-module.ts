import { TtlCache } from '../core/cache.ts';
import { describeError } from '../core/errors.ts';
import { keyOf } from '../core/events.ts';
import type { ModuleFailure } from '../core/http-modules.ts';
import { HTTP_MODULES, MODULE_WORDS } from '../core/http-modules.ts';
import type { Invocation } from '../core/invocation.ts';
import type { Reply } from '../core/replies.ts';
import { say } from '../core/replies.ts';
import { ownWordsOf, speak } from '../core/words.ts';
import { claimInChannel, giveBackCooldown } from './deliver.ts';
import { type ModuleAnswer, outcomeOf } from './http-module-answer.ts';
import { keepPromise } from './http-module-later.ts';
import type { Made, Wait } from './http-module-request.ts';
import { bodyOf, callIdOf, post, sessionIdOf, TRIES } from './http-module-request.ts';
import type { HttpModule } from './http-module-rows.ts';
import { moduleOf } from './http-module-rows.ts';
import { isForSession, isInteraction } from './send.ts';
import type { Services } from './services.ts';

/** Answers that an isolate holds, and for how long at most, ms. */
const ANSWERS_KEPT = 500;
const LONGEST_CACHED_MS = 3_600_000;
/** A channel is told once in this time that a module is left alone, ms. */
const TELL_EVERY_MS = 60_000;
const TOLD_KEPT = 1_000;

interface Held {
  readonly answer: ModuleAnswer;
  readonly until: number;
}

/** What an isolate remembers of modules; it goes with its database, of which there is one. */
interface Memory {
  readonly answers: TtlCache<string, Held>;
  readonly told: TtlCache<string, true>;
}

const memories = new WeakMap<Services['db'], Memory>();

function memoryOf({ db, clock }: Pick<Services, 'db' | 'clock'>): Memory {
  let memory = memories.get(db);
  if (!memory) {
    memory = {
      answers: new TtlCache({ ttlMs: LONGEST_CACHED_MS, maxEntries: ANSWERS_KEPT, clock }),
      told: new TtlCache({ ttlMs: TELL_EVERY_MS, maxEntries: TOLD_KEPT, clock }),
    };
    memories.set(db, memory);
  }
  return memory;
}

const NOT_HELD = new Error('nothing is held');
const heldIn = <V>(cache: TtlCache<string, V>, key: string): Promise<V | null> =>
  cache.get(key, () => Promise.reject(NOT_HELD)).catch(() => null);

/** Runs the HTTP module that an invocation is for; null where nothing is said, now or at all. */
export async function runHttpModule(services: Services, invocation: Invocation): Promise<Reply | null> {
  const id = invocation.http?.module ?? '';
  const row = await moduleOf(services, invocation.community.id, id);
  return row?.enabled ? callModule(services, invocation, row) : failure(services, invocation, { why: 'gone' });
}

/**
 * Has a module answer an invocation; null where nothing is said, now or at all.
 *
 * A call is made once, however often the invocation is run: the host's object lets one run make it, and other runs come to
 * the same answer. Where the run that took the call died, another one makes it after a minute, under the same id, by which the
 * module can tell that it is a repetition.
 *
 * @throws where the host's object or the database is away: then the invocation is worth another run.
 */
export async function callModule(
  services: Services,
  invocation: Invocation,
  row: HttpModule,
  wait: Wait = (ms) => scheduler.wait(ms),
): Promise<Reply | null> {
  const { clock, log } = services;
  const { answers } = memoryOf(services);
  const key = cacheKeyOf(invocation, row);
  const held = key === null ? null : await heldIn(answers, key);
  if (held && held.until > clock()) return shown(services, invocation, held.answer);
  if (row.secret === null) return failure(services, invocation, { why: 'secret' });

  const id = await callIdOf(invocation);
  const host = services.bindings.UPSTREAM.getByName(`http:${new URL(row.url).host}`);
  const taken = { module: row.id, command: invocation.name ?? invocation.command };
  const permit = await host.mayCall(clock(), id, taken);
  if (!permit.allowed) {
    switch (permit.call) {
      case 'answered':
        return !permit.contested || (await isOursToSay(services, invocation))
          ? shown(services, invocation, JSON.parse(permit.answer) as ModuleAnswer)
          : null;
      case 'under way':
        return lookAgain(services, invocation, permit.retryAfterMs);
      case 'refused':
        return resting(services, invocation, row, permit.retryAfterMs);
    }
  }

  const sessionId = await sessionIdOf(row.secret, invocation);
  const body = bodyOf(invocation, { id, sessionId, now: clock() }, services.settings.PUBLIC_URL);
  const called = { url: row.url, secret: row.secret };
  const asked = clock();
  // Whoever looks whether a host is back does so once, and others may go by it soon.
  const made = await post(services, called, { id, body, tries: permit.probe ? 1 : TRIES }, wait);
  const tookMs = clock() - asked;
  const note = { ...taken, call: id, status: made.status, tookMs, became: outcomeOf(made.answer) };
  let kept: { readonly call: string; readonly answer: string } | undefined;
  let contested = false;
  try {
    if (made.answer.is === 'promised') await keepPromise(services, invocation, row, sessionId);
    kept = { call: id, answer: JSON.stringify(made.answer) };
  } finally {
    // What the breaker was not told it learns from the next call.
    contested = await Promise.resolve(host.report(made.outcome, permit.probe, clock(), kept, note)).catch(
      (error: unknown) => {
        log('warn', 'module.not-reported', { module: row.id, error: describeError(error) });
        return false;
      },
    );
  }
  if (key !== null && isWorthKeeping(made))
    answers.put(key, { answer: made.answer, until: clock() + cachedForMs(invocation) });
  if (contested && !(await isOursToSay(services, invocation))) return null;
  return shown(services, invocation, made.answer, row);
}

/** Of several runs that know the answer, one says it. */
const isOursToSay = (services: Services, invocation: Invocation): Promise<boolean> =>
  claimInChannel(services, invocation, `${invocation.id}/module`);

const cachedForMs = ({ http }: Invocation): number => Math.min(LONGEST_CACHED_MS, 1000 * (http?.cacheSeconds ?? 0));

/** What an answer is held under: one community's, one module's as it is now, one command line's. Null where none is held. */
const cacheKeyOf = (invocation: Invocation, { communityId, id, updatedAt }: HttpModule): string | null =>
  cachedForMs(invocation) > 0 ? JSON.stringify([communityId, id, updatedAt, invocation.args]) : null;

const isWorthKeeping = ({ answer, status }: Made): boolean =>
  status === 200 && (answer.is === 'said' || answer.is === 'silent');

/** What chat sees of an answer. Who waits for an answer to an interaction gets one, whatever it is. */
async function shown(
  services: Services,
  invocation: Invocation,
  answer: ModuleAnswer,
  row?: HttpModule,
): Promise<Reply | null> {
  switch (answer.is) {
    case 'said':
      return answer.reply;
    case 'silent':
      return isInteraction(invocation) ? { text: words(invocation)('silent'), ephemeral: true } : null;
    case 'promised':
      return isInteraction(invocation) && !isForSession(invocation) ? say(words(invocation)('promised')) : null;
    case 'failed':
      return failure(services, invocation, { ...answer, ...(row ? { module: row.id } : {}) });
  }
}

const nameIn = ({ prefix, name, command }: Invocation): string => prefix + (name ?? command);

/** The sentences about modules, in the community's language and its own words. */
function words(invocation: Invocation) {
  const said = speak(MODULE_WORDS, invocation.community.language, ownWordsOf(HTTP_MODULES, invocation.ownWords));
  return (key: keyof typeof MODULE_WORDS, values: Readonly<Record<string, string | number>> = {}): string =>
    said(key, { name: nameIn(invocation), ...values });
}

interface Failure {
  readonly why: ModuleFailure;
  readonly status?: number;
  readonly module?: string;
  readonly seconds?: number;
}

/** One sentence for who asked, who need not wait for the next try. */
async function failure(services: Services, invocation: Invocation, why: Failure): Promise<Reply> {
  const { correlationId } = invocation.event;
  services.log('warn', 'module.failed', { ...why, community: invocation.community.id, correlationId });
  await freeAgain(services, invocation);
  return say(words(invocation)(why.why, { status: why.status ?? '', seconds: why.seconds ?? '' }));
}

const freeAgain = (services: Services, invocation: Invocation): Promise<void> =>
  giveBackCooldown(services, invocation).catch((error: unknown) =>
    services.log('warn', 'cooldown.kept', {
      error: describeError(error),
      correlationId: invocation.event.correlationId,
    }),
  );

/** A host that is left alone: who asked in a place of their own is told, a channel once a minute. */
async function resting(
  services: Services,
  invocation: Invocation,
  row: HttpModule,
  retryAfterMs: number,
): Promise<Reply | null> {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  if (isInteraction(invocation)) return failure(services, invocation, { why: 'resting', module: row.id, seconds });
  const { told } = memoryOf(services);
  const key = `${keyOf(invocation.event)} ${row.id}`;
  if (await heldIn(told, key)) {
    await freeAgain(services, invocation);
    return null;
  }
  told.put(key, true);
  return failure(services, invocation, { why: 'resting', module: row.id, seconds });
}

/** Another run is at it, or was and died: what became of it is looked at when that is sure. */
async function lookAgain(services: Services, invocation: Invocation, afterMs: number): Promise<null> {
  const delaySeconds = Math.max(1, Math.ceil(afterMs / 1000));
  await services.bindings.DELIVERIES.send({ v: 1, kind: 'run', invocation }, { delaySeconds });
  return null;
}
