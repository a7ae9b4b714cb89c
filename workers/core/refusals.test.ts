import { describe, expect, it } from 'vitest';
import { refusalText } from './refusals.ts';

describe('a refusal in words', () => {
  it('names the command and the seconds that are left, never none', () => {
    expect(refusalText({ reason: 'cooldown', command: '!hug', retryAfterMs: 11_001 })).toBe(
      'Slow down: !hug is cooling down. Try again in 12 s.',
    );
    expect(refusalText({ reason: 'cooldown', command: '!hug', retryAfterMs: 0 })).toContain('in 1 s');
  });

  it('speaks the community’s language', () => {
    expect(refusalText({ reason: 'level', command: '!so', language: 'de' })).toBe('Du darfst !so hier nicht benutzen.');
  });

  it('reads as a sentence where the command has no name', () => {
    expect(refusalText({ reason: 'disabled' })).toBe('This command is switched off here.');
  });
});
