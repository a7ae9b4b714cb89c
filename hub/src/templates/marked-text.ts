import type { TemplateWarning } from './queries.ts';

/** A piece of a text: as it is, or where something is wrong. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly isMarked: boolean;
}

/** A text in pieces, so that what is wrong can be marked at its place. Spans may touch, hold each other or reach beyond the text. */
export function piecesOf(text: string, warnings: readonly Pick<TemplateWarning, 'start' | 'end'>[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of warnings.toSorted((one, other) => one.start - other.start)) {
    const [from, to] = [Math.max(at, start), Math.min(end, text.length)];
    if (to <= from) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), start: at, isMarked: false });
    pieces.push({ text: text.slice(from, to), start: from, isMarked: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), start: at, isMarked: false });
  return pieces;
}
