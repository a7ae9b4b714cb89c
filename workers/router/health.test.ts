import { describe, expect, it } from 'vitest';
import { channelKey } from '../core/ids.ts';
import { type AnswerCounts, countAnswer, noAnswers } from '../core/pulse.ts';
import { SendNotes } from './health.ts';

const NOW = 1_791_100_000_000;
const KEY = channelKey('twitch', '1000001');
const answer = { askedAt: NOW, waitedMs: 120 };
const sent = { status: 'sent', tookMs: 120 } as const;

function withChannel() {
  const told: (AnswerCounts | undefined)[] = [];
  const noteSends = async (_: unknown, __: number, answers?: AnswerCounts) => void told.push(answers);
  const notes = new SendNotes({ getByName: () => ({ noteSends }) } as never);
  return { told, notes };
}

const counted = (count: number): AnswerCounts => {
  const answers = noAnswers();
  for (let i = 0; i < count; i++) countAnswer(answers, answer);
  return answers;
};

describe('how long commands waited', () => {
  it('is kept for the next command, also where an isolate tells of its first answer', async () => {
    const { told, notes } = withChannel();
    await notes.note(KEY, sent, NOW, answer);
    notes.answered(KEY, answer);
    expect(told).toEqual([undefined]);
    expect(notes.takeAnswers(KEY)).toEqual(counted(2));
    expect(notes.takeAnswers(KEY)).toBeUndefined();
  });

  it('is kept where it could not be told, with what was counted meanwhile', async () => {
    const { notes } = withChannel();
    notes.answered(KEY, answer);
    const taken = notes.takeAnswers(KEY) as AnswerCounts;
    notes.answered(KEY, answer);
    notes.giveBackAnswers(KEY, taken, NOW);
    expect(notes.takeAnswers(KEY)).toEqual(counted(2));
  });

  it('is kept where the Channel is away', async () => {
    const noteSends = () => Promise.reject(new Error('away'));
    const notes = new SendNotes({ getByName: () => ({ noteSends }) } as never);
    await notes.note(KEY, { status: 'refused', tookMs: 5 }, NOW, answer);
    expect(notes.takeAnswers(KEY)).toEqual(counted(1));
  });

  it('is told by itself where twenty have gathered, or something failed, which is a row anyway', async () => {
    const { told, notes } = withChannel();
    for (let i = 0; i < 21; i++) await notes.note(KEY, sent, NOW, answer);
    expect(told).toEqual([undefined, counted(21)]);
    await notes.note(KEY, { status: 'refused', reason: 'no', tookMs: 5 }, NOW, { askedAt: NOW, waitedMs: null });
    expect(told.at(-1)).toMatchObject({ times: {}, unsent: { [Math.floor(NOW / 3_600_000)]: 1 } });
  });
});
