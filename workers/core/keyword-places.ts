import { compileRegex } from './keyword-matcher-program.ts';
import { foldedForm, MOST_LINE, plainForm } from './keyword-matcher-text.ts';
import { wordBoundaries } from './keyword-matcher-words.ts';
import type { KeywordEntry } from './keywords.ts';

/** A part of a line, in UTF-16 units, from `start` up to `end`. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Compared = Pick<KeywordEntry, 'match' | 'pattern' | 'caseSensitive'>;

/** Told of one line. */
const MOST_PLACES = 50;
/** What looking for a regex's places may cost for all lines together: instructions times characters, some 50 ms. */
const MOST_WORK = 5_000_000;

/**
 * Where a rule's pattern is found in lines that it matches, for people to see: `placesOf(rule)(line)`. None where it cannot be
 * told in the time there is. It decides nothing: whether a rule matches is the matcher's to say.
 */
export function placesOf(rule: Compared): (line: string) => readonly Place[] {
  if (rule.match === 'regex') return regexPlaces(rule);
  const formOf = rule.caseSensitive ? plainForm : foldedForm;
  const wanted = formOf(rule.pattern);
  return (line) => (wanted === '' ? [] : literalPlaces(line.slice(0, MOST_LINE), rule.match, wanted, formOf));
}

function regexPlaces({ pattern, caseSensitive }: Compared): (line: string) => readonly Place[] {
  const regex = compileRegex(pattern, caseSensitive);
  const size = (regex.re2().prog.inst as readonly unknown[]).length;
  let left = MOST_WORK;
  return (line) => {
    const text = line.slice(0, MOST_LINE);
    const places: Place[] = [];
    const matcher = regex.matcher(text);
    while (places.length < MOST_PLACES) {
      left -= size * text.length;
      if (left < 0 || !matcher.find()) break;
      const place = { start: matcher.start(), end: matcher.end() };
      if (place.end > place.start) places.push(place);
    }
    return places;
  };
}

/** A line as rules compare it, and where each unit of that stands in the line. */
interface Mapped {
  readonly form: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const BLANK = /^[\s\u2800]+$/;

/** Null where a line's form is not that of its characters one by one. */
function mapped(line: string, formOf: (text: string) => string): Mapped | null {
  let form = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { segment, index } of graphemes.segment(line)) {
    const isBlank = BLANK.test(segment);
    const shown = isBlank ? (form === '' || form.endsWith(' ') ? '' : ' ') : formOf(segment);
    form += shown;
    for (let unit = 0; unit < shown.length; unit++) {
      starts.push(index);
      ends.push(index + segment.length);
    }
  }
  return form.trimEnd() === formOf(line) ? { form: form.trimEnd(), starts, ends } : null;
}

function literalPlaces(
  line: string,
  match: KeywordEntry['match'],
  wanted: string,
  formOf: (text: string) => string,
): readonly Place[] {
  const read = mapped(line, formOf);
  if (read === null) return [];
  const { form, starts, ends } = read;
  const boundaries = match === 'word' ? wordBoundaries(form) : null;
  const places: Place[] = [];
  for (let at = form.indexOf(wanted); at >= 0 && places.length < MOST_PLACES; ) {
    const end = at + wanted.length;
    const isWhole =
      match === 'exact' ? wanted === form : !boundaries || (boundaries[at] === 1 && boundaries[end] === 1);
    if (isWhole) places.push({ start: starts[at] ?? 0, end: ends[end - 1] ?? line.length });
    at = form.indexOf(wanted, isWhole ? end : at + 1);
  }
  return places;
}
