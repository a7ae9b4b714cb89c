import type { AdmittedTogether, Met } from '../../durable-objects/channel.ts';
import type { ChannelSnapshot } from '../core/channel-settings.ts';
import { WaddleError } from '../core/errors.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import type { ChannelKey } from '../core/ids.ts';
import type { Admission } from '../core/invocation.ts';
import type { ObservedLine } from '../core/observation.ts';
import { orAfter, SingleFlight } from '../core/single-flight.ts';
import { within } from '../core/within.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import { loadChannelSettings } from './settings.ts';

/** A platform waits three seconds for its answer; a database that hangs must not use them up. */
const SETTINGS_WITHIN_MS = 1_500;
/** Most events of one call. */
const MOST_AT_ONCE = 64;

/** How long a call under way is waited for, ms: its request may have been cut off, and the call with it. */
const TRUST_FOR_MS = 2_000;

/** What a waiting event is told: what was decided on it, or that it is its turn to ask for itself and others. */
type Turn =
  | { readonly turn: 'decided'; readonly admission: Admission }
  | { readonly turn: 'lead'; readonly others: readonly Waiting[] };

interface Asked {
  readonly event: ChatEvent;
  /** The rule (its id) that matched the event's line. */
  readonly keyword?: string;
  /** Whether it has a place in the limit that its community's channels share. */
  readonly placed: boolean;
}

interface Waiting extends Asked {
  readonly resolve: (turn: Turn) => void;
  readonly reject: (error: unknown) => void;
}

/** Events that gather while a call to their Channel is under way. */
interface Convoy {
  ledSince: number;
  readonly waiting: Waiting[];
}

/**
 * This isolate's way to the Channels. While a call to a Channel is under way, events for it gather and go with the next
 * one: nobody waits when it is quiet, and a busy channel costs a fraction of a call and of a commit per command.
 */
export class Channels {
  readonly #services: Services;
  readonly #learned: (key: ChannelKey, snapshot: ChannelSnapshot) => void;
  readonly #rulesOf: (key: ChannelKey) => string | undefined;
  readonly #convoys = new Map<string, Convoy>();
  readonly #configuring = new SingleFlight<ChannelKey, void>();

  /**
   * @param learned is told what the edge may know of a Channel that was asked for something else
   * @param rulesOf tells which keyword rules the edge has of a channel, by their name
   */
  constructor(
    services: Services,
    learned: (key: ChannelKey, snapshot: ChannelSnapshot) => void = () => undefined,
    rulesOf: (key: ChannelKey) => string | undefined = () => undefined,
  ) {
    this.#services = services;
    this.#learned = learned;
    this.#rulesOf = rulesOf;
  }

  /**
   * @param placed whether the event has a place in the limit that its community's channels share; one that needs it and has
   * none is `unplaced`
   * @param keyword the rule (its id) that matched its line
   * @throws when it could not be decided; then nothing was consumed.
   */
  async admit(event: ChatEvent, placed: boolean, keyword?: string): Promise<Admission> {
    const asked: Asked = { event, placed, ...(keyword === undefined ? {} : { keyword }) };
    const first = await this.#ask(asked);
    if (first.decision !== 'unconfigured') return first;
    await this.#configure(event);
    return this.#ask(asked);
  }

  /**
   * What the edge may know of a channel that it meets by this event.
   * @param lines what is to be counted where that is wanted; whether it is on disk then comes along
   */
  async meet(
    event: ChatEvent,
    lines: readonly ObservedLine[] = [],
  ): Promise<{ readonly snapshot: ChannelSnapshot; readonly kept: boolean }> {
    const { build, clock } = this.#services;
    const key = keyOf(event);
    const channel = channelStub(this.#services, key);
    const { kind, at, receivedAt, via } = event;
    const note = via === undefined ? { kind, at, receivedAt } : undefined;
    const meet = async (noted: typeof note) =>
      (await channel.meet(build, clock(), { note: noted, lines, has: this.#rulesOf(key) })) as unknown as Met;
    const first = await meet(note);
    if (first.snapshot) return { ...first, snapshot: first.snapshot };
    await this.#configure(event);
    const { snapshot, kept } = await meet(undefined);
    if (!snapshot) throw new WaddleError('UNAVAILABLE', 'the channel took no settings');
    return { snapshot, kept };
  }

  /** What the edge may know of a channel. */
  async snapshot(event: ChatEvent): Promise<ChannelSnapshot> {
    return (await this.meet(event)).snapshot;
  }

  #configure(event: ChatEvent): Promise<void> {
    return this.#configuring.run(keyOf(event), async () => {
      const load = loadChannelSettings(this.#services, event.platform, event.channel);
      const settings = await within(SETTINGS_WITHIN_MS, 'loading the channel’s settings', load);
      await channelStub(this.#services, keyOf(event)).configure(settings, this.#services.clock());
    });
  }

  #ask(asked: Asked): Promise<Admission> {
    const { event } = asked;
    const name = `${keyOf(event)} ${event.answer.by !== 'api'}`;
    const now = this.#services.clock();
    const convoy = this.#convoys.get(name);
    if (!convoy || now - convoy.ledSince > TRUST_FOR_MS) {
      const own: Convoy = { ledSince: now, waiting: [] };
      this.#convoys.set(name, own);
      return this.#lead(name, own, asked, convoy?.waiting ?? []);
    }
    const { promise, resolve, reject } = Promise.withResolvers<Turn>();
    convoy.waiting.push({ ...asked, resolve, reject });
    const turn = promise.then((given) =>
      given.turn === 'decided' ? given.admission : this.#lead(name, convoy, asked, given.others),
    );
    return orAfter(TRUST_FOR_MS, turn, async () => this.#decided((await this.#call([asked]))[0]));
  }

  /** Asks for this request's event and those that gathered, then hands the lead to one that came meanwhile. */
  async #lead(name: string, convoy: Convoy, asked: Asked, others: readonly Waiting[]): Promise<Admission> {
    convoy.ledSince = this.#services.clock();
    try {
      const [own, ...rest] = await this.#call([asked, ...others]);
      others.forEach(({ resolve, reject }, i) => {
        const admission = rest[i];
        if (admission) resolve({ turn: 'decided', admission });
        else reject(undecided());
      });
      return this.#decided(own);
    } catch (error) {
      for (const { reject } of others) reject(error);
      throw error;
    } finally {
      const [next, ...more] = convoy.waiting.splice(0, MOST_AT_ONCE);
      // A call belongs to the request that makes it and ends with it, so the next is made by one that still waits.
      if (next) next.resolve({ turn: 'lead', others: more });
      else if (this.#convoys.get(name) === convoy) this.#convoys.delete(name);
    }
  }

  async #call(asked: readonly Asked[]): Promise<readonly (Admission | null)[]> {
    const { build, clock, health } = this.#services;
    const events = asked.map(({ event }) => event);
    const [first] = events as [ChatEvent];
    const key = keyOf(first);
    const placed = asked.flatMap(({ event, placed }) => (placed ? [event.id] : []));
    const keywords = Object.fromEntries(asked.flatMap(({ event, keyword }) => (keyword ? [[event.id, keyword]] : [])));
    const has = this.#rulesOf(key);
    const answers = health.takeAnswers(key);
    const options = {
      build,
      inline: first.answer.by !== 'api',
      placed,
      keywords,
      ...(has === undefined ? {} : { has }),
      ...(answers ? { answers } : {}),
    };
    let isTold = false;
    try {
      const decided = channelStub(this.#services, key).admitAll(events, options, clock());
      const { admissions, snapshot, keptAnswers } = (await decided) as unknown as AdmittedTogether;
      isTold = keptAnswers;
      if (snapshot) this.#learned(key, snapshot);
      return admissions;
    } finally {
      if (answers && !isTold) health.giveBackAnswers(key, answers, clock());
    }
  }

  #decided(admission: Admission | null | undefined): Admission {
    if (!admission) throw undecided();
    return admission;
  }
}

const undecided = (): WaddleError => new WaddleError('UNAVAILABLE', 'the event could not be queued');
