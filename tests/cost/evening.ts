import { vi } from 'vitest';
import type { ChannelSnapshot } from '../../workers/core/channel-settings.ts';
import { channelKey } from '../../workers/core/ids.ts';
import { aMessage } from '../support/channel.ts';
import { Deployment } from './deployment.ts';
import type { Meter } from './meter.ts';
import type { Case, Class, Measured, Network, Scale, Turn } from './mix.ts';
import { CASES, CLASSES, caseKey, channelsOf, EVENING } from './mix.ts';
import { seeded } from './seeded.ts';
import type { Line } from './senders.ts';
import { Tally } from './tally.ts';

/** How much of an evening is played, ms: the lives of 16 snapshots. */
const PLAYED_MS = 8 * 60_000;
/** How long an isolate may go by a snapshot, ms (workers/router/ingest.ts). */
const SNAPSHOT_FOR_MS = 30_000;
/** Busy and calm channels whose messages are counted; the others are there for what they do to isolates and send budget. */
const SAMPLE = {
  busy: { twitch: 2, shared: 2, slack: 2 },
  calm: { twitch: 10, shared: 5, slack: 8 },
  quiet: { twitch: 0, shared: 0, slack: 0 },
} as const satisfies Record<Class, object>;
/** Channels whose messages are observed; a quiet one is met with its case. */
const OBSERVED = { busy: 2, calm: 4, quiet: 0 } as const satisfies Record<Class, number>;
const countOf = ({ twitch, shared, slack }: (typeof SAMPLE)[Class]): number => twitch + shared + slack;
/**
 * Between two messages of a quiet channel, ms: longer than anybody remembers the one before (a snapshot 30 s, an object 10 s,
 * health a minute), and so as good as the 20 minutes that it is.
 */
const QUIET_FOR_MS = 2 * 60_000;
/** After a command it is typed again, within the three seconds of `!ping`, ms. */
const TYPED_AGAIN_AFTER_MS = 1_500;
/** Of commands with a cooldown every so many is typed again: enough to be counted; the mix says how often it happens. */
const TYPED_AGAIN_EVERY = 4;

export interface Played {
  /** By `caseKey`. */
  readonly measured: ReadonlyMap<string, Measured>;
  /** Snapshots that an isolate had to ask for before 30 s were over, because it had forgotten them for others. */
  readonly forgotten: number;
}

interface Happening {
  /** ms since epoch. */
  readonly at: number;
  readonly happens: () => Promise<void>;
}

interface Sampled {
  readonly of: Class;
  readonly on: Network;
  readonly id: string;
  readonly isShared: boolean;
  /** Whether a timer waits for lines there. */
  readonly isObserved: boolean;
}

const wantsNothing: ChannelSnapshot = {
  version: 1,
  linked: true,
  prefix: '!',
  botAccount: null,
  wants: [],
  community: null,
  observes: false,
  watched: false,
  modules: false,
  keywords: { name: '', entries: null },
  shared: null,
};

const turnsIn = ({ on, isShared, isObserved }: Sampled): readonly Turn[] => {
  if (isObserved) return ['observed'];
  if (on === 'slack') return ['inline', 'inline effect'];
  return isShared ? ['shared'] : ['queued', 'effect'];
};

const hasEffect = (turn: Turn): boolean => turn.endsWith('effect');

/** Plays a stretch of the mix's evening at one scale, with everything real but time, Twitch and the channels not counted. */
export class Evening {
  readonly #scale: Scale;
  readonly #begin: number;
  readonly #bot: Deployment;
  readonly #random: () => number;
  readonly #measured = new Map<string, Measured>(
    CASES.map((one) => [caseKey(one), { messages: 0, tally: new Tally() }]),
  );
  readonly #happenings: Happening[] = [];
  readonly #askedAt = new Map<string, number>();
  /** What is not counted. */
  readonly #others = new Tally();
  #ids = 0;
  #forgotten = 0;

  /** @param begin ms since epoch; an hour before it the first channels are met. */
  constructor(meter: Meter, scale: Scale, begin: number) {
    this.#scale = scale;
    this.#begin = begin;
    this.#random = seeded(scale.channels);
    this.#bot = new Deployment(meter, {
      isolates: scale.isolates,
      random: this.#random,
      elsewhere: (name, isolate) => (name.includes(':other') ? this.#otherChannel(name, isolate) : null),
    });
  }

  async play(): Promise<Played> {
    vi.setSystemTime(this.#begin - 3600_000);
    await this.#bot.warmUp();
    await this.#meetOthers();
    const sampled = await this.#linkSample();
    for (const channel of sampled) this.#planChannel(channel);
    await this.#planQuietMeetings();
    this.#planOthers();
    for (const { at, happens } of this.#happenings.sort((one, other) => one.at - other.at)) {
      vi.setSystemTime(Math.max(Date.now(), at));
      await this.#bot.catchUp();
      await happens();
    }
    return { measured: this.#measured, forgotten: this.#forgotten };
  }

  /** Every isolate has met every channel before, and holds what it can hold. */
  async #meetOthers(): Promise<void> {
    const numbers = Array.from({ length: this.#scale.channels }, (_, i) => i);
    for (let i = numbers.length - 1; i > 0; i--) {
      const j = Math.floor(this.#random() * (i + 1));
      [numbers[i], numbers[j]] = [numbers[j] as number, numbers[i] as number];
    }
    for (const { road } of this.#bot.isolates) {
      for (const number of numbers) await road.bring(aMessage('met', 'hello', Date.now(), otherChannel(number)));
    }
    this.#forgotten = 0;
  }

  async #linkSample(): Promise<readonly Sampled[]> {
    const sampled: Sampled[] = [];
    for (const of of ['busy', 'calm'] as const) {
      const { twitch, shared, slack } = SAMPLE[of];
      for (let i = 0; i < twitch; i++) sampled.push(await this.#link(of, 'twitch'));
      for (let i = 0; i < shared; i++) sampled.push(await this.#link(of, 'twitch', { isShared: true }));
      for (let i = 0; i < slack; i++) sampled.push(await this.#link(of, 'slack'));
      for (let i = 0; i < OBSERVED[of]; i++) sampled.push(await this.#link(of, 'twitch', { isObserved: true }));
    }
    return sampled;
  }

  /** Links a channel and lets it say its first word, for which it is told its settings. */
  async #link(
    of: Class,
    on: Network,
    { isShared = false, isObserved = false }: Partial<Pick<Sampled, 'isShared' | 'isObserved'>> = {},
  ): Promise<Sampled> {
    const channel = { of, on, isShared, isObserved, id: this.#newId() };
    await this.#bot.link([[on, channel.id], ...(isShared ? [[on, this.#newId()] as const] : [])], { isObserved });
    await this.#happen(channel, 'plain', this.#others);
    return channel;
  }

  #planChannel(channel: Sampled): void {
    const perMs = EVENING.classes[channel.of].messagesPerMinute / 60_000;
    const turns = turnsIn(channel);
    let commands = 0;
    let withCooldown = 0;
    for (let at = this.#wait(perMs); at < PLAYED_MS; at += this.#wait(perMs)) {
      const isCommand = !channel.isObserved && this.#random() < EVENING.commands;
      const plain: Turn = channel.isObserved ? 'observed' : 'plain';
      const turn = isCommand ? (turns[commands++ % turns.length] as Turn) : plain;
      const hasCooldown = isCommand && !hasEffect(turn) && !channel.isShared;
      const isRepeated = hasCooldown && withCooldown++ % TYPED_AGAIN_EVERY === 0;
      this.#plan(this.#begin + at, channel, turn, isRepeated);
    }
  }

  async #planQuietMeetings(): Promise<void> {
    for (const one of CASES.filter(({ of }) => of === 'quiet')) {
      const isObserved = one.turn === 'observed';
      const channel = await this.#link('quiet', one.on, { isShared: one.turn === 'shared', isObserved });
      const isRefused = one.turn === 'refused';
      const turn = isRefused ? (turnsIn(channel)[0] as Turn) : one.turn;
      const first = this.#random() * QUIET_FOR_MS;
      for (let at = first; at < PLAYED_MS; at += QUIET_FOR_MS) this.#plan(this.#begin + at, channel, turn, isRefused);
    }
  }

  /** What the channels that are not counted say: isolates see it, and Twitch's send budget their answers. */
  #planOthers(): void {
    const channels = channelsOf(this.#scale);
    let first = 0;
    for (const of of CLASSES) {
      const begin = first;
      const count = Math.max(0, channels[of] - countOf(SAMPLE[of]));
      first += count;
      const perMs = (count * EVENING.classes[of].messagesPerMinute) / 60_000;
      for (let at = this.#wait(perMs); at < PLAYED_MS; at += this.#wait(perMs)) {
        const number = begin + Math.floor(this.#random() * count);
        this.#happenings.push({ at: this.#begin + at, happens: () => this.#happenElsewhere(number) });
      }
    }
  }

  async #happenElsewhere(number: number): Promise<void> {
    const { road } = this.#bot.anyIsolate();
    const { channel } = otherChannel(number);
    if (!road.isPlain(channelKey('twitch', channel), 'hello'))
      await road.bring(aMessage('met', 'hello', Date.now(), { channel }));
    const isAnswered = this.#random() < EVENING.commands * (1 - EVENING.refused) * EVENING.twitch;
    if (isAnswered) await this.#bot.takeSendPlace(channel, this.#newId(), this.#others);
  }

  #plan(at: number, channel: Sampled, turn: Turn, isRepeated: boolean): void {
    const by = this.#newId();
    const measured = (what: Turn) => this.#measuredOf({ of: channel.of, turn: what, on: channel.on });
    this.#happenings.push({ at, happens: () => this.#happen(channel, turn, measured(turn), by) });
    if (!isRepeated) return;
    const again = at + TYPED_AGAIN_AFTER_MS;
    this.#happenings.push({ at: again, happens: () => this.#happen(channel, turn, measured('refused'), by) });
  }

  async #happen({ on, id: channel }: Sampled, turn: Turn, into: Measured | Tally, by?: string): Promise<void> {
    const tally = into instanceof Tally ? into : into.tally;
    if (!(into instanceof Tally)) into.messages++;
    const line: Line = { channel, id: this.#newId(), text: 'hello', ...(by ? { by } : {}) };
    const command = hasEffect(turn) ? 'stamp' : 'ping';
    if (turn === 'plain' || turn === 'observed')
      await (on === 'twitch' ? this.#bot.say(line, tally) : this.#bot.post(line, tally));
    else if (on === 'twitch') await this.#bot.say({ ...line, text: `!${command}` }, tally);
    else await this.#bot.slash({ ...line, text: command }, tally);
  }

  #measuredOf(one: Case): Measured {
    return this.#measured.get(caseKey(one)) as Measured;
  }

  #otherChannel(name: string, isolate: number): object {
    return {
      meet: async () => {
        const key = `${isolate} ${name}`;
        const now = Date.now();
        if (now - (this.#askedAt.get(key) ?? 0) < SNAPSHOT_FOR_MS) this.#forgotten++;
        this.#askedAt.set(key, now);
        return { snapshot: wantsNothing, kept: true };
      },
    };
  }

  #newId(): string {
    this.#ids++;
    return `${this.#scale.channels}-${this.#ids}`;
  }

  /** Time to the next of things that happen at random, at a rate. */
  #wait(perMs: number): number {
    return -Math.log(1 - this.#random()) / perMs;
  }
}

const otherChannel = (number: number) => ({ channel: `other-${number}` });
