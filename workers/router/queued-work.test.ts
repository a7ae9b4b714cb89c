import { describe, expect, it } from 'vitest';
import { A_COMMUNITY, aMessage } from '../../tests/support/channel.ts';
import type { InvocationId } from '../core/ids.ts';
import type { FailedTry, Invocation } from '../core/invocation.ts';
import { channelIn, noteTry, triesOf, workIn } from './queued-work.ts';
import type { Services } from './services.ts';

const invocation: Invocation = {
  v: 1,
  id: 'twitch:1000001:m1:0' as InvocationId,
  event: aMessage('m1', '!ping', 1_000),
  command: 'ping',
  prefix: '!',
  args: '',
  effect: 'none',
  visibility: 'public',
  community: A_COMMUNITY,
  privileged: false,
  admittedAt: 1_000,
};

/** A Channel that keeps what it is told, or does nothing in time. */
function withChannel(how: 'answers' | 'hangs' | 'fails' = 'answers') {
  const kept = new Map<string, FailedTry[]>();
  const asked: string[] = [];
  const act = <T>(answer: T): Promise<T> => {
    if (how === 'hangs') return new Promise(() => {});
    return how === 'fails' ? Promise.reject(new Error('overloaded')) : Promise.resolve(answer);
  };
  const channel = {
    noteTry: (name: string, failed: FailedTry) => act(void kept.set(name, [...(kept.get(name) ?? []), failed])),
    tries: (name: string) => act(kept.get(name) ?? []),
  };
  const getByName = (name: string) => {
    asked.push(name);
    return channel;
  };
  return { services: { bindings: { CHANNEL: { getByName } } } as unknown as Services, asked };
}

describe('what a queue’s message is for', () => {
  it('is told by its shape, with the queue it belongs on', () => {
    expect(workIn(invocation)).toMatchObject({ kind: 'invocation', queue: 'waddlebot-invocations', invocation });
    const reply = { v: 1, kind: 'reply', invocation, reply: { text: 'Pong!' }, from: 0, tries: 1 };
    expect(workIn(reply)).toMatchObject({ kind: 'reply', queue: 'waddlebot-deliveries', id: invocation.id });
    expect(workIn({ v: 1, kind: 'run', invocation })).toMatchObject({ kind: 'run', queue: 'waddlebot-deliveries' });
    expect(workIn({ v: 1, kind: 'delivery', id: 'kick:7:m2:0' })).toMatchObject({
      kind: 'delivery',
      queue: 'waddlebot-deliveries',
      channel: 'kick:7',
      invocation: null,
    });
    const usage = { v: 1, kind: 'usage', channel: 'twitch:1', community: A_COMMUNITY.id, number: 1, days: {} };
    expect(workIn(usage)).toMatchObject({ kind: 'usage', queue: 'waddlebot-activity', id: null });
  });

  it('is nothing where nobody of ours has written it', () => {
    for (const body of [
      null,
      undefined,
      7,
      'x',
      [],
      {},
      { kind: 'reply' },
      { kind: 'delivery' },
      { ...invocation, event: {} },
    ])
      expect(workIn(body)).toBeNull();
  });
});

describe('the channel of an invocation’s id', () => {
  it('is its first two parts, whatever the event’s own id holds', () => {
    expect(channelIn('slack:T0DEMO:Ev01:0')).toBe('slack:T0DEMO');
    expect(channelIn('twitch:1:key:7f:order:12:0')).toBe('twitch:1');
    expect(channelIn('twitch:1:m1:greetings/look')).toBe('twitch:1');
  });

  it('has two parts for direct messages', () => {
    expect(channelIn('discord:dm:42:m1:0')).toBe('discord:dm:42');
  });

  it('is none in what is no invocation’s id', () => {
    for (const id of ['', 'irc:1:m1:0', 'twitch', 'twitch:']) expect(channelIn(id)).toBeNull();
  });
});

describe('a try that failed', () => {
  const failed = { at: 2_000, attempt: 1, reason: 'DatabaseError' };

  it('is kept by its work’s Channel, and found by whatever message is about the same work', async () => {
    const { services, asked } = withChannel();
    await noteTry(services, 'waddlebot-invocations', invocation, failed);
    await noteTry(services, 'waddlebot-deliveries', { v: 1, kind: 'delivery', id: invocation.id }, failed);
    expect(asked).toEqual(['twitch:1000001', 'twitch:1000001']);
    const work = workIn(invocation);
    expect(work && (await triesOf(services, work))).toEqual([failed]);
  });

  it('is nobody’s where the message tells nothing', async () => {
    const { services, asked } = withChannel();
    await noteTry(services, 'waddlebot-invocations', { garbage: true }, failed);
    expect(asked).toEqual([]);
  });

  it.each(['hangs', 'fails'] as const)('changes nothing for its message where the Channel %s', async (how) => {
    const { services } = withChannel(how);
    await noteTry(services, 'waddlebot-invocations', invocation, failed);
    const work = workIn(invocation);
    expect(work && (await triesOf(services, work))).toEqual([]);
  });
});
