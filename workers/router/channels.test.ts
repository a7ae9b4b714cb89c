import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aMessage } from '../../tests/support/channel.ts';
import type { ChatEvent } from '../core/events.ts';
import type { Admission } from '../core/invocation.ts';
import { Channels } from './channels.ts';
import { SendNotes } from './health.ts';
import type { Services } from './services.ts';

interface Call {
  readonly ids: readonly string[];
  readonly answer: (admissions?: readonly (Admission | null)[]) => void;
  readonly fail: (error: Error) => void;
}

/** Channels over an object whose calls the test answers itself. */
function withObject() {
  const calls: Call[] = [];
  const admitAll = (events: readonly ChatEvent[]) =>
    new Promise((resolve, reject) => {
      const ids = events.map(({ id }) => id);
      const queued = ids.map((id): Admission => ({ decision: 'queued', id: id as never }));
      calls.push({
        ids,
        answer: (admissions = queued) => resolve({ admissions, snapshot: null, keptAnswers: true }),
        fail: reject,
      });
    });
  const CHANNEL = { getByName: () => ({ admitAll }) };
  const health = new SendNotes(CHANNEL as never);
  const services = { bindings: { CHANNEL }, clock: () => Date.now(), build: 'b', health };
  const channels = new Channels(services as unknown as Services);
  return { calls, ask: (id: string) => channels.admit(aMessage(id, '!ping', Date.now()), true) };
}

const turns = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('events for one channel', () => {
  it('go at once while nothing is under way, and gather into one call while something is', async () => {
    const { calls, ask } = withObject();
    const first = ask('a');
    const others = [ask('b'), ask('c'), ask('d')];
    expect(calls.map(({ ids }) => ids)).toEqual([['a']]);
    calls[0]?.answer();
    expect(await first).toEqual({ decision: 'queued', id: 'a' });
    await turns();
    expect(calls.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c', 'd']]);
    calls[1]?.answer();
    expect(await Promise.all(others)).toMatchObject([{ id: 'b' }, { id: 'c' }, { id: 'd' }]);
  });

  it('are each told of their own fate: one that could not be queued is to be sent again', async () => {
    const { calls, ask } = withObject();
    const first = ask('a');
    const second = ask('b');
    const third = ask('c');
    calls[0]?.answer();
    await first;
    await turns();
    const refused = expect(third).rejects.toThrow('could not be queued');
    calls[1]?.answer([{ decision: 'ignored' }, null]);
    expect(await second).toEqual({ decision: 'ignored' });
    await refused;
  });

  it('fail together when their call fails, and the next ones are asked for all the same', async () => {
    const { calls, ask } = withObject();
    const first = expect(ask('a')).rejects.toThrow('object died');
    const second = ask('b');
    calls[0]?.fail(new Error('object died'));
    await first;
    await turns();
    calls[1]?.answer();
    expect(await second).toMatchObject({ id: 'b' });
  });

  it('do not wait for ever for a call whose request was cut off', async () => {
    const { calls, ask } = withObject();
    void ask('a');
    const second = ask('b');
    await vi.advanceTimersByTimeAsync(2_001);
    expect(calls.map(({ ids }) => ids)).toEqual([['a'], ['b']]);
    calls[1]?.answer();
    expect(await second).toMatchObject({ id: 'b' });
    // Nor does what comes later: it takes the lead.
    const third = ask('c');
    expect(calls[2]?.ids).toContain('c');
    calls[2]?.answer();
    expect(await third).toMatchObject({ id: 'c' });
  });
});
