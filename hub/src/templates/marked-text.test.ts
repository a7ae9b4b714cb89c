import { expect, it } from 'vitest';
import { piecesOf } from './marked-text.ts';

const shown = (text: string, ...spans: (readonly [number, number])[]) =>
  piecesOf(
    text,
    spans.map(([start, end]) => ({ start, end })),
  )
    .map(({ text: piece, isMarked }) => (isMarked ? `[${piece}]` : piece))
    .join('');

it('marks what is wrong where it stands, and loses nothing of the text', () => {
  expect(shown('a $(b) c', [2, 6])).toBe('a [$(b)] c');
  expect(shown('$(a)$(b)', [4, 8], [0, 4])).toBe('[$(a)][$(b)]');
  expect(shown('a $(b $(c)) d', [2, 11], [6, 10])).toBe('a [$(b $(c))] d');
  expect(shown('short', [3, 90])).toBe('sho[rt]');
  expect(shown('gone', [40, 90], [2, 2])).toBe('gone');
  expect(shown('')).toBe('');
});
