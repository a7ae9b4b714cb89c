import type { CommunityFacts } from '../core/channel-settings.ts';
import type { ChatEvent } from '../core/events.ts';
import type {
  AddressProblem,
  HttpModulesDoor,
  ModuleFailure,
  ModuleStanding,
  ModuleTrial,
} from '../core/http-modules.ts';
import { MAX_MODULE_URL, MODULE_WORDS } from '../core/http-modules.ts';
import type { InvocationId } from '../core/ids.ts';
import type { Invocation } from '../core/invocation.ts';
import { freshWebhookSecret } from '../core/standard-webhooks.ts';
import { within } from '../core/within.ts';
import { speak } from '../core/words.ts';
import { comparable, isLoopbackHost, kindOfHost } from '../net/hosts.ts';
import { type ModuleAnswer, outcomeOf } from './http-module-answer.ts';
import { bodyOf, post } from './http-module-request.ts';
import { forgetModules, moduleOf, sealModuleSecret } from './http-module-rows.ts';
import type { Services } from './services.ts';

/** Where a verb is called. */
interface Where {
  readonly community: CommunityFacts;
  readonly prefix: string;
}

/** What verbs and commands about HTTP modules work with besides the database, in one community. */
export const httpModulesDoor = (services: Services, where: Where): HttpModulesDoor => ({
  problemOf: (url) => addressProblem(services, url),
  freshSecret: async (id) => {
    const secret = freshWebhookSecret();
    return { secret, sealed: await sealModuleSecret(services, id, secret) };
  },
  tryOut: (id) => tryOut(services, where, id),
  standingOf: (modules) => standingOf(services, modules),
  forget: () => forgetModules(services, where.community.id),
});

/** How long a list waits for the object of a host, ms. */
const STANDING_WITHIN_MS = 2_000;

async function standingOf(
  { bindings, clock, log }: Services,
  modules: Parameters<HttpModulesDoor['standingOf']>[0],
): Promise<ReadonlyMap<string, ModuleStanding>> {
  const byHost = Map.groupBy(modules, ({ url }) => new URL(url).host);
  const asked = Array.from(byHost, async ([host, there]) => {
    const ids = there.map(({ id }) => id);
    const stub = bindings.UPSTREAM.getByName(`http:${host}`);
    const { breaker, calls } = await within(STANDING_WITHIN_MS, 'the host of a module', stub.standing(ids, clock()));
    const retryAt = breaker.state === 'open' ? breaker.until : null;
    return ids.map((id, i) => [id, { breaker: breaker.state, retryAt, calls: calls[i] ?? [] }] as const);
  });
  const told = await Promise.allSettled(asked);
  const away = told.filter(({ status }) => status === 'rejected').length;
  if (away > 0) log('warn', 'module.standing-unknown', { hosts: away });
  return new Map(told.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])));
}

/** By its spelling: where its name leads is looked up with every call. Hosts that tests may reach need no https. */
function addressProblem({ settings }: Pick<Services, 'settings'>, typed: string): AddressProblem | null {
  if (typed.length > MAX_MODULE_URL) return 'too-long';
  if (!URL.canParse(typed)) return 'not-a-url';
  const url = new URL(typed);
  const isHttps = url.protocol === 'https:';
  if ((!isHttps && url.protocol !== 'http:') || url.username !== '' || url.password !== '') return 'not-a-url';
  const host = comparable(url.hostname);
  const allowed = (settings.FETCH_ALLOW_HOSTS ?? '').split(',').map((each) => each.trim().toLowerCase());
  if (isLoopbackHost(host) && (allowed.includes(host) || allowed.includes(`${host}:${url.port}`))) return null;
  if (!isHttps) return 'not-https';
  return kindOfHost(host) === 'name' ? null : 'not-public';
}

/** An invocation as one might come, from nobody and for nothing. */
function sampleOf({ community, prefix }: Where, command: string, now: number): Invocation {
  const event: ChatEvent<'message'> = {
    id: 'test',
    platform: 'twitch',
    channel: 'test',
    room: 'test',
    kind: 'message',
    author: { account: 'test', login: 'waddlebot', displayName: 'WaddleBot', level: 'everyone', badges: [] },
    text: `${prefix}${command} test`,
    attachments: [],
    mentions: [],
    data: {},
    at: now,
    receivedAt: now,
    correlationId: 'test',
    redelivered: false,
    answer: { by: 'none' },
  };
  return {
    v: 1,
    id: `test:${crypto.randomUUID()}` as InvocationId,
    event,
    command,
    prefix,
    args: 'test',
    effect: 'none',
    visibility: 'public',
    community,
    privileged: false,
    admittedAt: now,
  };
}

/** One try, whatever the breaker says; it is told what came of it, and an answer closes it. */
async function tryOut(services: Services, where: Where, id: string): Promise<ModuleTrial | null> {
  const { bindings, clock, settings } = services;
  forgetModules(services, where.community.id);
  const row = await moduleOf(services, where.community.id, id);
  if (!row) return null;
  const host = bindings.UPSTREAM.getByName(`http:${new URL(row.url).host}`);
  const now = clock();
  const said = (answer: ModuleAnswer): string | null =>
    answer.is === 'failed' ? problemIn(where, row.name, answer) : null;
  if (row.secret === null)
    return trialOf({ problem: problemIn(where, row.name, { why: 'secret' }) }, await host.breaker(now));
  const call = `test_${crypto.randomUUID()}`;
  const body = bodyOf(
    sampleOf(where, row.name, now),
    { id: call, sessionId: crypto.randomUUID(), now, test: true },
    settings.PUBLIC_URL,
  );
  const called = { url: row.url, secret: row.secret };
  const { answer, status, outcome } = await post(services, called, { id: call, body, tries: 1 }, async () => {});
  const tookMs = clock() - now;
  const note = {
    call,
    module: row.id,
    command: row.name,
    status,
    tookMs,
    became: outcomeOf(answer),
    test: true,
  } as const;
  await host.report(outcome, true, clock(), undefined, note);
  return trialOf(
    {
      status,
      tookMs,
      shows: answer.is === 'said' ? answer.reply.text : null,
      promised: answer.is === 'promised',
      problem: said(answer),
    },
    await host.breaker(clock()),
  );
}

type Stands = { readonly state: 'closed' | 'half-open' } | { readonly state: 'open'; readonly until: number };

const trialOf = (came: Partial<ModuleTrial>, breaker: Stands): ModuleTrial => ({
  status: null,
  tookMs: 0,
  shows: null,
  promised: false,
  problem: null,
  ...came,
  breaker: breaker.state,
  retryAt: breaker.state === 'open' ? breaker.until : null,
});

const problemIn = (
  { community, prefix }: Where,
  name: string,
  { why, status }: { readonly why: ModuleFailure; readonly status?: number },
): string => speak(MODULE_WORDS, community.language)(why, { name: prefix + name, status: status ?? '' });
