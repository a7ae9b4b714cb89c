import { isBot } from '../core/bots.ts';
import type { ChannelSnapshot } from '../core/channel-settings.ts';
import type { ChatEvent } from '../core/events.ts';
import { keyOf } from '../core/events.ts';
import type { ChannelKey } from '../core/ids.ts';
import type { KeywordMatcher } from '../core/keyword-matcher.ts';
import { compileKeywords } from '../core/keyword-matcher.ts';
import type { KeywordEntry } from '../core/keywords.ts';
import { SingleFlight } from '../core/single-flight.ts';
import type { Channels } from './channels.ts';
import type { Observer } from './observe.ts';
import type { OpenFeeds } from './open-feeds.ts';

/** How long the edge may go by what it was told of a channel, ms. */
const SNAPSHOT_FOR_MS = 30_000;
const SNAPSHOTS_KEPT = 5_000;
/** Sets of rules that are kept ready to match: a community's channels of one platform share one. */
const MATCHERS_KEPT = 32;

interface HeldSnapshot {
  readonly snapshot: ChannelSnapshot;
  readonly until: number;
}

interface Rules {
  readonly name: string;
  readonly entries: readonly KeywordEntry[];
}

/** What the isolate knows of channels, so that a plain message nobody wants costs no call at all. */
export class Snapshots {
  readonly #clock: () => number;
  readonly #feeds: OpenFeeds;
  readonly #held = new Map<ChannelKey, HeldSnapshot>();
  readonly #rules = new Map<ChannelKey, Rules>();
  readonly #matchers = new Map<string, KeywordMatcher>();
  readonly #loading = new SingleFlight<ChannelKey, ChannelSnapshot>();

  constructor(clock: () => number, feeds: OpenFeeds) {
    this.#clock = clock;
    this.#feeds = feeds;
  }

  /** Sure of plain chatter without a call: nothing wants it, and it speaks neither to the bot nor to anybody. */
  isPlain(key: ChannelKey, text: string): boolean {
    const snapshot = this.held(key);
    if (!snapshot) return false;
    if (!snapshot.linked) return true;
    const { prefix, wants, observes, watched, keywords, modules } = snapshot;
    if (watched || observes || keywords.name !== '' || wants.includes('message')) return false;
    if (text.startsWith(prefix) || text.startsWith('@') || (modules && text.startsWith('#'))) return false;
    // Whoever brings it then asks which feeds are open.
    return !this.#feeds.isTimeToAsk();
  }

  /** What is known of an event's channel; a person's line is counted with the question where nothing was known. */
  async get(channels: Channels, observer: Observer, event: ChatEvent): Promise<Known> {
    const key = keyOf(event);
    const held = this.held(key);
    if (held) return { snapshot: held, isObserved: false };
    let isObserved = false;
    const snapshot = await this.#loading.run(key, async () => {
      const lines = isPersonsLine(event) ? observer.bringAlong(event) : [];
      const met = await channels.meet(event, lines).catch((error: unknown) => {
        observer.unkept(key, lines.slice(0, -1));
        throw error;
      });
      this.put(key, met.snapshot);
      isObserved = lines.length > 0 && met.snapshot.observes;
      if (isObserved && !met.kept) observer.unkept(key, lines);
      return met.snapshot;
    });
    return { snapshot, isObserved };
  }

  /** What is held and not too old, without asking for it. */
  held(key: ChannelKey): ChannelSnapshot | null {
    const held = this.#held.get(key);
    return held && held.until > this.#clock() ? held.snapshot : null;
  }

  put(key: ChannelKey, snapshot: ChannelSnapshot): void {
    if (this.#held.size >= SNAPSHOTS_KEPT && !this.#held.has(key)) this.forget(this.#held.keys().next().value);
    this.#held.set(key, { snapshot, until: this.#clock() + SNAPSHOT_FOR_MS });
    const { name, entries } = snapshot.keywords;
    if (entries) this.#rules.set(key, { name, entries });
  }

  /** The channel's settings have changed: whoever needs them next asks. */
  forget(key: ChannelKey | undefined): void {
    if (key === undefined) return;
    this.#held.delete(key);
    this.#rules.delete(key);
  }

  /** The name of the keyword rules that are held of a channel. */
  rulesOf(key: ChannelKey): string | undefined {
    return this.#rules.get(key)?.name;
  }

  /** The rule that a line matches, if any does. */
  ruleFor(event: ChatEvent, { keywords: { name } }: ChannelSnapshot): KeywordEntry | null {
    if (name === '' || event.kind !== 'message' || event.text === '') return null;
    const rules = this.#rules.get(keyOf(event));
    if (rules?.name !== name) return null;
    const of = `${event.platform} ${name}`;
    let matcher = this.#matchers.get(of);
    if (!matcher) {
      if (this.#matchers.size >= MATCHERS_KEPT) this.#matchers.delete(this.#matchers.keys().next().value as string);
      matcher = compileKeywords(rules.entries);
      this.#matchers.set(of, matcher);
    }
    return matcher.match(event.text, event.platform);
  }
}

/** A channel as it is known, and whether the event that made somebody ask was counted with the question. */
interface Known {
  readonly snapshot: ChannelSnapshot;
  readonly isObserved: boolean;
}

/** What a person wrote, as far as can be told without asking; the bot's own lines are known by its account. */
export const isPersonsLine = (event: ChatEvent): boolean =>
  event.kind === 'message' && event.via === undefined && event.text !== '' && !isBot(event.platform, event.author);
