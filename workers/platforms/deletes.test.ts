import { describe, expect, it } from 'vitest';
import { limited, notAsked, refusal, StandingRefusals } from './deletes.ts';

const MINUTE = 60_000;

function standingFrom(start: number) {
  let now = start;
  return { standing: new StandingRefusals(() => now), wait: (ms: number) => (now += ms) };
}

describe('refusals that stand', () => {
  it('are told again, with as much time as is left of them', () => {
    const { standing, wait } = standingFrom(5);
    const held = standing.hold('room', 9_000, (leftMs) => limited('Discord', leftMs));
    expect(held).toEqual({
      ok: false,
      reason: 'limited',
      message: 'Discord deletes no more messages for now. Try again in 9 s.',
      retryAfterMs: 9_000,
    });
    wait(8_500);
    expect(standing.find('another', 'room')).toEqual({
      ok: false,
      reason: 'limited',
      message: 'Discord deletes no more messages for now. Try again in 1 s.',
      retryAfterMs: 500,
    });
    expect(standing.find('another')).toBeUndefined();
    wait(500);
    expect(standing.find('room')).toBeUndefined();
  });

  it('are tried again after a minute where people can have changed something', () => {
    const { standing, wait } = standingFrom(0);
    const no = refusal('forbidden', 'no');
    expect(standing.holdUntilChanged('room', no)).toBe(no);
    wait(MINUTE - 1);
    expect(standing.find('room')).toBe(no);
    wait(1);
    expect(standing.find('room')).toBeUndefined();
  });

  it('are none where nobody was asked', () => {
    const { standing } = standingFrom(0);
    standing.holdUntilChanged('token', notAsked('Twitch'));
    expect(standing.find('token')).toBeUndefined();
  });
});
