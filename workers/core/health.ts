import type { EventKind } from './events.ts';
import type { RefusalReason } from './invocation.ts';
import { type AnswerCounts, mergeAnswers, noAnswers } from './pulse.ts';

/** How an answer ended; `later`: refused or unclear for now, to be tried again. */
export type SendStatus = 'sent' | 'refused' | 'unknown' | 'withheld' | 'later';

/** What the edge tells a Channel of an event it did not bring there. */
export interface EventNote {
  readonly kind: EventKind;
  /** The platform's time and ours, ms since epoch. */
  readonly at: number;
  readonly receivedAt: number;
}

/** What became of answers since the last note. */
export interface SendNote {
  readonly status: SendStatus;
  readonly reason?: string;
  readonly at: number;
  /** From the platform's time of the event to the platform's answer, ms. */
  readonly tookMs: number;
  /** Answers of this status that this note stands for. */
  readonly count: number;
}

/** How a channel does, from its first day. Times are ms since epoch; null: never. */
export interface ChannelHealth {
  readonly lastEvent: { readonly at: number; readonly kind: EventKind; readonly lagMs: number } | null;
  /** How long the platform took to bring its last events (at most 50), ms. */
  readonly lag: { readonly samples: number; readonly medianMs: number; readonly worstMs: number };
  readonly lastSend: { readonly at: number; readonly tookMs: number } | null;
  readonly sends: Readonly<Record<SendStatus, number>>;
  readonly lastFailure: { readonly at: number; readonly status: SendStatus; readonly reason: string } | null;
  /** Of the last 200 refused commands that this object remembers. */
  readonly refusals: Readonly<Partial<Record<RefusalReason, number>>>;
}

const LAGS_KEPT = 50;

interface Kept {
  lastEvent: ChannelHealth['lastEvent'];
  lags: number[];
  lastSend: ChannelHealth['lastSend'];
  sends: Record<SendStatus, number>;
  lastFailure: ChannelHealth['lastFailure'];
  /** When this was last written down, ms since epoch. */
  keptAt?: number;
  /** How long answers to commands took, as far as it was told with these notes; absent in what an older build stored. */
  answers?: AnswerCounts;
}

/** The rings behind a channel's health. */
export class HealthRings {
  #kept: Kept;

  constructor(stored?: string) {
    this.#kept = stored
      ? (JSON.parse(stored) as Kept)
      : {
          lastEvent: null,
          lags: [],
          lastSend: null,
          sends: { sent: 0, refused: 0, unknown: 0, withheld: 0, later: 0 },
          lastFailure: null,
        };
  }

  event({ kind, at, receivedAt }: EventNote): void {
    const lagMs = Math.max(0, receivedAt - at);
    const { lags, lastEvent } = this.#kept;
    lags.push(lagMs);
    if (lags.length > LAGS_KEPT) lags.shift();
    if (!lastEvent || lastEvent.at <= at) this.#kept.lastEvent = { at, kind, lagMs };
  }

  get keptAt(): number {
    return this.#kept.keptAt ?? 0;
  }

  set keptAt(now: number) {
    this.#kept.keptAt = now;
  }

  /** Something else remembers an event that this was not told of, or has forgotten. */
  heard(at: number, kind: EventKind): void {
    const { lastEvent } = this.#kept;
    if (!lastEvent || lastEvent.at < at) this.#kept.lastEvent = { at, kind, lagMs: 0 };
  }

  send({ status, reason, at, tookMs, count }: SendNote): void {
    this.#kept.sends[status] += count;
    if (status === 'sent') this.#kept.lastSend = { at, tookMs };
    else this.#kept.lastFailure = { at, status, reason: reason ?? 'unknown' };
  }

  /** Answers of the last day that were told apart from commands. */
  get answers(): AnswerCounts {
    return this.#kept.answers ?? noAnswers();
  }

  addAnswers(answers: AnswerCounts, now: number): void {
    this.#kept.answers ??= noAnswers();
    mergeAnswers(this.#kept.answers, answers, now);
  }

  forgetAnswers(): void {
    this.#kept.answers = noAnswers();
  }

  report(refusals: ChannelHealth['refusals']): ChannelHealth {
    const { lastEvent, lags, lastSend, sends, lastFailure } = this.#kept;
    const sorted = lags.toSorted((a, b) => a - b);
    const lag = { samples: lags.length, medianMs: sorted[sorted.length >> 1] ?? 0, worstMs: sorted.at(-1) ?? 0 };
    return { lastEvent, lag, lastSend, sends: { ...sends }, lastFailure, refusals };
  }

  toString(): string {
    return JSON.stringify(this.#kept);
  }
}
