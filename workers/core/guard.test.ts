import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../tests/fuzz/arbitraries.ts';
import { cases } from '../../tests/fuzz/cases.ts';
import { discordTraits } from '../platforms/discord/client.ts';
import { kickTraits } from '../platforms/kick/client.ts';
import { slackTraits } from '../platforms/slack/client.ts';
import { twitchTraits } from '../platforms/twitch/client.ts';
import { youtubeTraits } from '../platforms/youtube/client.ts';
import { guard } from './guard.ts';
import { markedReply } from './replies.ts';
import { codePoints } from './text.ts';

const small = { limits: { length: 20, multiline: false, parts: 2 }, escape: (text: string) => text };
const onTwitch = (text: string) => guard({ text }, twitchTraits, '!');
const onSlack = (text: string) => guard({ text }, slackTraits, '!');
const LINE_BREAK = /[\r\n\u0085\u2028\u2029]/;

describe('what is shown in chat', () => {
  it('is said as it is when there is nothing wrong with it', () => {
    expect(onTwitch('Pong!')).toEqual(['Pong!']);
  });

  it('is nothing when nothing visible is left', () => {
    expect(onTwitch(' \u200B\u034F \n')).toEqual([]);
    expect(guard({ text: 'unused', parts: [] }, twitchTraits, '!')).toEqual([]);
  });

  it('has one line where the platform has one, and its lines where it has more', () => {
    expect(onTwitch('one\r\ntwo\u2028three')).toEqual(['one two three']);
    expect(onSlack('one\ntwo')).toEqual(['one\ntwo']);
  });

  it.each([
    '/ban pia',
    '.timeout pia',
    '!ping',
    '\u200B/ban pia',
    ' \u034F\u2060.timeout',
    '\u{E0001}!ping',
    '\u0007/me',
    '\u202E/ban',
    '\n/ban',
  ])('never starts a command of the platform or of a bot: %j', (text) => {
    const [shown = ''] = onTwitch(text);
    expect(shown).toMatch(/^› [/.!]/);
  });

  it('watches for the prefix the community has', () => {
    expect(guard({ text: '?ping' }, twitchTraits, '?')).toEqual(['› ?ping']);
    expect(guard({ text: '!ping' }, twitchTraits, '?')).toEqual(['!ping']);
  });

  it('does not let a cut bring a slash to the front', () => {
    const shown = guard({ text: 'aaaa bbbb cccc ddd /ban pia' }, small, '!');
    expect(shown.join(' ').replace('› ', '')).toBe('aaaa bbbb cccc ddd /ban pia');
    expect(shown).toContain('› /ban pia');
  });

  it('looks at each part of an answer by itself', () => {
    expect(guard({ text: '', parts: ['one', '/two'] }, twitchTraits, '!')).toEqual(['one', '› /two']);
  });

  it('ends with an ellipsis where there was more to say than the platform takes messages', () => {
    const shown = guard({ text: 'aaaa '.repeat(20) }, small, '!');
    expect(shown).toHaveLength(2);
    expect(shown[1]).toMatch(/…$/);
    expect(codePoints(shown[1] as string)).toBeLessThanOrEqual(20);
  });

  it('loses control characters and direction overrides', () => {
    expect(onTwitch('a\u0000b\u202Ec\u2066d\u007F')).toEqual(['abcd']);
  });

  it('pings no crowd on Slack, whatever a text holds', () => {
    expect(onSlack('<!channel> <!subteam^S1> a & b <https://x|y>')).toEqual([
      '&lt;!channel&gt; &lt;!subteam^S1&gt; a &amp; b &lt;https://x|y&gt;',
    ]);
  });

  it('keeps within length, lines and number of messages on Twitch, whatever the text', () => {
    fc.assert(
      fc.property(anyText(2_000), fc.constantFrom('', '/', '.', '!', '\u200B/'), (text, start) => {
        const shown = onTwitch(start + text);
        expect(shown.length).toBeLessThanOrEqual(twitchTraits.limits.parts);
        for (const message of shown) {
          expect(codePoints(message)).toBeLessThanOrEqual(500);
          expect(message).not.toMatch(LINE_BREAK);
          expect(message).not.toMatch(/^[/.!]/);
        }
      }),
      { numRuns: cases(2_000) },
    );
  });

  it('never cuts one of Slack’s entities in half, and counts entities as long as they are', () => {
    const traits = { ...slackTraits, limits: { length: 30, multiline: true, parts: 4 } };
    const marked = fc
      .array(fc.oneof(fc.constantFrom('&', '<', '>', ' ', '<!here>', '&amp;'), fc.stringMatching(/^[a-z]{1,40}$/)))
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(marked, (text) => {
        for (const message of guard({ text }, traits, '!')) {
          expect(codePoints(message)).toBeLessThanOrEqual(30);
          expect(message.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
        }
      }),
      { numRuns: cases(2_000) },
    );
  });
});

describe('a mark behind what is said a second time', () => {
  const AGAIN = '(again)';
  const ALL = [twitchTraits, kickTraits, youtubeTraits, discordTraits, slackTraits] as const;
  const ONE = { limits: { length: 20, multiline: false, parts: 1 }, escape: (text: string) => text };

  it('stands behind a text that leaves room for it, and else in a message of its own', () => {
    expect(guard(markedReply({ text: 'tea' }, AGAIN), ONE, '!')).toEqual(['tea (again)']);
    expect(guard(markedReply({ text: 'a'.repeat(20) }, AGAIN), small, '!')).toEqual(['a'.repeat(20), AGAIN]);
    expect(guard(markedReply({ text: '' }, AGAIN), ONE, '!')).toEqual([AGAIN]);
    expect(guard(markedReply({ text: '' }, ''), ONE, '!')).toEqual([]);
  });

  it('makes room for itself where there is no other message, between graphemes', () => {
    expect(guard(markedReply({ text: '👩‍👧'.repeat(7) }, AGAIN), ONE, '!')).toEqual(['👩‍👧👩‍👧👩‍👧… (again)']);
    expect(guard(markedReply({ text: 'one two three four five' }, AGAIN), ONE, '!')).toEqual(['one two… (again)']);
    const parts = ['one', 'two', 'three'];
    expect(guard(markedReply({ text: parts.join(' '), parts }, AGAIN), small, '!')).toEqual(['one', 'two… (again)']);
  });

  it.each([twitchTraits, kickTraits, youtubeTraits])('is seen where a text fills all that $name takes', (traits) => {
    const { length, parts } = traits.limits;
    for (const mark of [AGAIN, '(noch einmal)'])
      for (const text of ['x'.repeat(length * parts), 'tea '.repeat(length), 'x'.repeat(length * (parts + 1))]) {
        const shown = guard(markedReply({ text }, mark), traits, '!');
        expect(shown).toHaveLength(parts);
        expect(shown.at(-1)?.endsWith(`… ${mark}`)).toBe(true);
        for (const message of shown) expect((traits.measure ?? codePoints)(message)).toBeLessThanOrEqual(length);
      }
  });

  it('is seen whatever the text, and nothing grows longer than its platform takes, whatever the mark', () => {
    const filled = fc.tuple(anyText(8), fc.integer({ min: 0, max: 300 })).map(([text, times]) => text.repeat(times));
    const ours = fc.constantFrom(AGAIN, '(noch einmal)', '/again');
    const mark = fc.oneof(ours, anyText(40), filled);
    fc.assert(
      fc.property(fc.constantFrom(...ALL), filled, mark, ours, (traits, text, any, own) => {
        expect(guard(markedReply({ text }, own), traits, '!').at(-1)?.endsWith(own)).toBe(true);
        const shown = guard(markedReply({ text }, any), traits, '!');
        expect(shown.length).toBeLessThanOrEqual(traits.limits.parts);
        for (const message of shown) {
          expect((traits.measure ?? codePoints)(message)).toBeLessThanOrEqual(traits.limits.length);
          expect(message).not.toMatch(/^[/.!]/);
          if (!traits.limits.multiline) expect(message).not.toMatch(LINE_BREAK);
        }
      }),
      { numRuns: cases(1_000) },
    );
  });
});
