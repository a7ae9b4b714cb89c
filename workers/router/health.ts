import type { Channel } from '../../durable-objects/channel.ts';
import type { SendNote, SendStatus } from '../core/health.ts';
import type { ChannelKey } from '../core/ids.ts';
import { type Answer, type AnswerCounts, countAnswer, hasAnswers, mergeAnswers, noAnswers } from '../core/pulse.ts';

/** In a channel in which all goes well one isolate tells of its first answer, then of so many together: each time is a call. */
const TELL_TOGETHER = 20;
/** … or after so long, ms. */
const TELL_EVERY_MS = 6 * 3600_000;
const CHANNELS_KEPT = 5_000;

interface Told {
  at: number;
  /** Answers sent since then, and how long the last of them took. */
  unsaid: number;
  tookMs: number;
  /** What was not told yet of answers to commands, and of how many. */
  answers: AnswerCounts;
  answered: number;
}

/**
 * What this isolate owes the Channels' health. A call per answer would cost more than it tells: success is told now and
 * then with how often it was had, and what went wrong at once. How long commands waited goes along with the next command,
 * whose row is written anyway; so many together, or a failure, are worth a row of their own.
 */
export class SendNotes {
  readonly #channels: DurableObjectNamespace<Channel>;
  readonly #told = new Map<ChannelKey, Told>();

  constructor(channels: DurableObjectNamespace<Channel>) {
    this.#channels = channels;
  }

  /** Never fails: a note that is lost costs nobody anything. */
  async note(
    channel: ChannelKey,
    send: { readonly status: SendStatus; readonly reason?: string; readonly tookMs: number },
    now: number,
    answer: Answer | null = null,
  ): Promise<void> {
    const told = this.#of(channel);
    if (answer) this.answered(channel, answer);
    if (send.status === 'sent') {
      told.unsaid++;
      told.tookMs = send.tookMs;
      if (told.unsaid < TELL_TOGETHER && now - told.at < TELL_EVERY_MS) return;
    }
    const notes: SendNote[] = [];
    if (told.unsaid > 0) notes.push({ status: 'sent', at: now, tookMs: told.tookMs, count: told.unsaid });
    if (send.status !== 'sent') notes.push({ ...send, at: now, count: 1 });
    told.at = now;
    told.unsaid = 0;
    const isWorthARow = send.status !== 'sent' || told.answered >= TELL_TOGETHER;
    const answers = isWorthARow ? this.takeAnswers(channel) : undefined;
    await this.#channels
      .getByName(channel)
      .noteSends(notes, now, answers)
      .then(
        () => undefined,
        () => {
          if (answers) this.giveBackAnswers(channel, answers, now);
        },
      );
  }

  /** Counts what became of a command's answer, to be told with the next command. */
  answered(channel: ChannelKey, answer: Answer): void {
    const told = this.#of(channel);
    countAnswer(told.answers, answer);
    told.answered++;
  }

  /** What is to be told of answers: whoever takes it tells it, or gives it back. Undefined where there is nothing. */
  takeAnswers(channel: ChannelKey): AnswerCounts | undefined {
    const told = this.#told.get(channel);
    if (!told || !hasAnswers(told.answers)) return undefined;
    const { answers } = told;
    told.answers = noAnswers();
    told.answered = 0;
    return answers;
  }

  /** It could not be told, or is not on disk. */
  giveBackAnswers(channel: ChannelKey, answers: AnswerCounts, now: number): void {
    mergeAnswers(this.#of(channel).answers, answers, now);
  }

  #of(channel: ChannelKey): Told {
    let told = this.#told.get(channel);
    if (!told) {
      if (this.#told.size >= CHANNELS_KEPT) this.#told.delete(this.#told.keys().next().value as ChannelKey);
      told = { at: 0, unsaid: 0, tookMs: 0, answers: noAnswers(), answered: 0 };
      this.#told.set(channel, told);
    }
    return told;
  }
}
