import { and, eq, isNull } from 'drizzle-orm';
import type { HonoRequest } from 'hono';
import * as z from 'zod';
import { communities } from '../../db/schema/index.ts';
import type { AccountActor, Actor } from '../core/actors.ts';
import type { Access, ApiCall, Reach } from '../core/api.ts';
import type { CommunityFacts } from '../core/channel-settings.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import type { Effect, VerbCtx } from '../core/modules.ts';
import { type Area, hasRight, levelIn, neededFor } from '../core/rights.ts';
import type { SignedIn } from '../core/signed-in.ts';
import type { Language } from '../core/words.ts';
import { tellChange } from '../router/audited.ts';
import { wakeAt } from '../router/due.ts';
import { announceSettings, effectStatement, turnOf } from '../router/effects.ts';
import { httpModulesDoor } from '../router/http-module-door.ts';
import { sentencesOf } from '../router/sentences.ts';
import type { Services } from '../router/services.ts';
import { channelStub } from '../router/services.ts';
import { loadRegistry, pushSettings } from '../router/settings.ts';
import { lookingSources } from '../router/sources.ts';
import { usesOf } from '../router/usage.ts';
import { sessionActor } from './actor.ts';
import type { Authenticated, SpokenFor } from './auth.ts';
import { idOf, mayAccess, noCommunity, reachOf, requireAccess, requirePlatform, requireRole, roleIn } from './auth.ts';
import { type Asking, hashOf, hasRun, idempotencyKeyIn, runOnce } from './once.ts';
import { knownAccount, personIn, unknownPerson } from './persons.ts';

/** One call of the admin API: what `c.get('api')` is. */
export class Call implements ApiCall {
  readonly #services: Services;
  readonly #request: HonoRequest;
  readonly #authenticated: Authenticated;
  readonly #idempotencyKey: string | null;
  /** The person spoken for, as far as WaddleBot knows them. */
  readonly #known: AccountActor | null;
  #effects = 0;
  #replayed = false;
  /** What the route asks of persons; null until it has asked, and where no role matters. */
  #needed: ReturnType<typeof neededFor> = null;

  private constructor(
    services: Services,
    request: HonoRequest,
    authenticated: Authenticated,
    known: AccountActor | null,
  ) {
    this.#services = services;
    this.#request = request;
    this.#authenticated = authenticated;
    this.#known = known;
    this.#idempotencyKey = isWrite(request.method) ? idempotencyKeyIn(request.raw.headers) : null;
  }

  /** @throws INVALID for an Idempotency-Key that is none */
  static async open(services: Services, request: HonoRequest, authenticated: Authenticated): Promise<Call> {
    const { spokenFor } = authenticated;
    const known = spokenFor ? await knownAccount(services, spokenFor) : null;
    return new Call(services, request, authenticated, known);
  }

  get actor(): Actor {
    const { spokenFor } = this.#authenticated;
    if (spokenFor && !this.#known) throw unknownPerson(spokenFor);
    return this.#actorFor(this.#known);
  }

  get now(): number {
    return this.#services.clock();
  }

  get reach(): Reach {
    return reachOf(this.#authenticated.caller, this.#needed);
  }

  get signedIn(): SignedIn | null {
    const { caller } = this.#authenticated;
    return caller.kind === 'session' ? caller.session : null;
  }

  /** Whether the answer is that of an earlier call with the same Idempotency-Key. */
  get replayed(): boolean {
    return this.#replayed;
  }

  may(access: Access): boolean {
    return mayAccess(this.#authenticated.caller, access);
  }

  /** Whether the caller may do this in a community that it reaches: a person by their role there, a program by its scopes. */
  allows(community: CommunityId, access: Access, area?: Area): boolean {
    const { signedIn } = this;
    if (!signedIn) return this.may(access);
    const role = roleIn(signedIn, community);
    const needed = neededFor(access, area);
    return role !== null && needed !== null && hasRight(role, needed);
  }

  require(access: Access, area?: Area): void {
    this.#needed = neededFor(access, area);
    requireAccess(this.#authenticated.caller, access, area);
  }

  requirePlatform(platform: Platform): void {
    requirePlatform(this.#authenticated.caller, platform);
  }

  reaches(community: CommunityId): boolean {
    const { signedIn } = this;
    if (!signedIn) return this.reach.communities?.includes(community) ?? true;
    if (roleIn(signedIn, community) === null) return false;
    requireRole(signedIn, community, community, this.#needed);
    return true;
  }

  async in(community: string): Promise<VerbCtx> {
    const found = await findCommunity(this.#services, community);
    const { signedIn } = this;
    if (signedIn) {
      const role = requireRole(signedIn, found?.community.id ?? null, community, this.#needed);
      const level = levelIn(role, this.#needed?.area ?? null);
      const { community: facts, prefix } = found as NonNullable<typeof found>;
      return this.#verbCtx(facts, prefix, sessionActor(signedIn, level));
    }
    if (!found || !(this.reach.communities?.includes(found.community.id) ?? true)) throw noCommunity(community);
    const { spokenFor } = this.#authenticated;
    const person = spokenFor ? await this.#personIn(found.community.id, spokenFor) : null;
    return this.#verbCtx(found.community, found.prefix, this.#actorFor(person));
  }

  /** What this call asks for under its Idempotency-Key; null where it has none. */
  async asking(community: CommunityId | null): Promise<Asking | null> {
    if (this.#idempotencyKey === null) return null;
    const { caller, spokenFor } = this.#authenticated;
    const { method, raw } = this.#request;
    const { pathname, search } = new URL(raw.url);
    const who = idOf(caller);
    return {
      id: await hashOf(who, community ?? '', this.#idempotencyKey),
      requestHash: await hashOf(
        method,
        pathname + search,
        spokenFor ? `${spokenFor.platform}:${spokenFor.account}` : '',
        await this.#request.text(),
      ),
    };
  }

  /** Whether the call's effect has run under its Idempotency-Key before: then it is to be run, and gives the first outcome. */
  async hasRun(community: CommunityId): Promise<boolean> {
    return hasRun(this.#services, await this.asking(community));
  }

  /**
   * Runs the call's one effect in a community that its caller need not belong to: what lets them is a condition of the effect.
   */
  effectIn<Outcome>(community: CommunityId, effect: Effect): Promise<Outcome> {
    return this.#effect<Outcome>(community, this.actor, effect, this.now);
  }

  markReplayed(): void {
    this.#replayed = true;
  }

  #personIn(community: CommunityId, spokenFor: SpokenFor): Promise<AccountActor> {
    return personIn(this.#services, community, spokenFor, this.#known);
  }

  #actorFor(person: AccountActor | null): Actor {
    const { caller } = this.#authenticated;
    if (caller.kind === 'session') return sessionActor(caller.session, 'everyone');
    const onBehalfOf = person ? { onBehalfOf: person } : {};
    if (caller.kind === 'service') return { kind: 'service', ...onBehalfOf };
    return { kind: 'key', id: caller.key.id, name: caller.key.name, ...onBehalfOf };
  }

  #verbCtx(community: CommunityFacts, prefix: string, actor: Actor): VerbCtx {
    const services = this.#services;
    const now = services.clock();
    return {
      now,
      random: services.random,
      log: services.log,
      community,
      prefix,
      publicUrl: services.settings.PUBLIC_URL,
      actor,
      registry: () => loadRegistry(services, community.id),
      effect: <Outcome>(effect: Effect) => this.#effect<Outcome>(community.id, actor, effect, now),
      read: (name, query) => services.db.run(name, query),
      sentences: () => sentencesOf(services, community.language),
      textSources: lookingSources(services, community),
      wake: (kind, at) => wakeAt(services, kind, at),
      enqueue: async (job) => {
        await services.bindings.JOBS.send({ v: 1, kind: 'job', community: community.id, ...job });
      },
      recentLines: async (channel) => channelStub(services, channel).recentLines(community.id, services.clock()),
      ownsRoom: (target) => services.rooms.owns(target),
      httpModules: httpModulesDoor(services, { community, prefix }),
      uses: () => usesOf(services, community.id),
      agenda: async (kind, at) => {
        await services.bindings.AGENDA.getByName(kind).announce(at);
      },
    };
  }

  async #effect<Outcome>(community: CommunityId, actor: Actor, effect: Effect, now: number): Promise<Outcome> {
    // An Idempotency-Key stands for one effect: a second one would be taken for a repetition of the first.
    if (this.#effects++ > 0) throw new Error('a call has one effect');
    const services = this.#services;
    await announceSettings(services, effect, now);
    const asking = await this.asking(community);
    const ran = await runOnce(services, 'api.once', asking, community, turnOf(effect, community), (keep) =>
      effectStatement(effect, { community, actor, keep }),
    );
    if (ran.replayed) this.markReplayed();
    tellChange(services, community, actor, ran.noted);
    if (ran.settingsChanged) {
      services.lookUps.forget(community);
      // It has happened: what cannot be told now is told by cron, from the outbox.
      await pushSettings(services, community).catch((error: unknown) =>
        services.log('warn', 'api.settings-not-pushed', { error: describeError(error) }),
      );
    }
    return ran.outcome as Outcome;
  }
}

const isWrite = (method: string): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** A community by id or slug, as it is now: who has just changed it wants to see that. */
async function findCommunity(
  { db }: Services,
  named: string,
): Promise<{ readonly community: CommunityFacts; readonly prefix: string } | null> {
  const [row] = await db.run('api.community', (d) =>
    d
      .select()
      .from(communities)
      .where(
        and(
          isNull(communities.deletedAt),
          z.guid().safeParse(named).success ? eq(communities.id, named) : eq(communities.slug, named),
        ),
      ),
  );
  if (!row) return null;
  const { id, slug, name, language, zone, prefix } = row;
  return { community: { id: id as CommunityId, slug, name, language: language as Language, zone }, prefix };
}
