import { describe, expect, it } from 'vitest';
import { aMessage, BUILD } from '../tests/support/channel.ts';
import { NOW, TestChannel } from '../tests/support/test-channel.ts';

/** A line of a program, with its answer for a session. */
const byProgram = (id: string, text: string, at: number) =>
  aMessage(id, text, at, { via: 'program', answer: { by: 'session', sessionId: 'a-session' } });
const INLINE = { build: BUILD, inline: true, placed: [], keywords: {} };

describe('a line that a program brings', () => {
  it('is left to whoever brought it, if its answer is for a session: nothing is queued', async () => {
    const channel = await TestChannel.with();
    const admission = await channel.admit(byProgram('p1', '!ping', NOW), NOW, INLINE);
    expect(admission).toMatchObject({ decision: 'inline', admitted: { command: 'ping' } });
    expect(channel.queued).toHaveLength(0);
    expect(await channel.admit(byProgram('p1', '!ping', NOW), NOW, INLINE)).toEqual({ decision: 'duplicate' });
  });

  it('goes the ordinary way, if its answer is for the room', async () => {
    const channel = await TestChannel.with();
    expect(await channel.say('p1', '!ping', NOW, { via: 'program' })).toBe('queued');
    expect(channel.queued).toMatchObject([{ command: 'ping', event: { via: 'program' } }]);
  });

  it('proves nothing of what the platform has shown: a line of ours may still be on its way', async () => {
    const channel = await TestChannel.with();
    const sentAt = NOW;
    await channel.admit(byProgram('p1', '!ping', NOW + 60_000), NOW + 60_000, INLINE);
    expect(await channel.stub.echoed({ text: 'Pong!' }, sentAt)).toBe('unclear');
    await channel.say('m1', '!ping', NOW + 61_000);
    expect(await channel.stub.echoed({ text: 'Pong!' }, sentAt)).toBe('not-posted');
  });

  it('is no sign of life of the platform', async () => {
    const channel = await TestChannel.with();
    await channel.admit(byProgram('p1', '!ping', NOW), NOW, INLINE);
    expect((await channel.stub.health()).lastEvent).toBeNull();
    await channel.say('m1', '!ping', NOW);
    expect((await channel.stub.health()).lastEvent).toMatchObject({ kind: 'message' });
  });
});
