import type { Segment } from './segments.ts';

/** A script and the data it may name: what people typed is never a part of `code` but as text in a literal. */
export interface Program {
  readonly code: string;
  /** Strings, numbers and JSON by the names that `code` uses for them. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Where in a script a place is, as far as it matters to what may stand there. */
type Place = 'code' | "'" | '"' | '`' | 'regex' | 'class' | 'line-comment' | 'comment';

/** After these a slash begins a regular expression, although they look like names. */
const BEFORE_REGEX = new Set(
  'await case delete do else in instanceof new of return throw typeof void yield'.split(' '),
);

/**
 * Puts values into a script as data: inside of a string, template or regular expression as that very text, outside as a
 * name that is bound to the value (numbers as numbers, fetched JSON as what it holds). Nightbot puts them in raw, and
 * documents what comes of it ("Input Injection").
 *
 * The lexer is a small one and may take a slash for what it is not. That costs a value its shape, never more: in every
 * literal all but letters and digits is written as `\uXXXX`, with which nothing but a single name can be said in code.
 */
export function programOf(segments: readonly Segment[]): Program {
  const lexer = new Lexer();
  const values: Record<string, unknown> = {};
  const prefix = unusedPrefix(segments);
  let code = '';
  for (const segment of segments) {
    if (segment.literal) {
      lexer.read(segment.text);
      code += segment.text;
      continue;
    }
    if (lexer.place !== 'code') {
      code += escaped(segment.text);
      continue;
    }
    const name = `${prefix}${Object.keys(values).length}`;
    values[name] = dataOf(segment);
    // Between blanks, so that it is never a part of the author's own words.
    code += ` ${name} `;
    lexer.readOperand();
  }
  return { code, values };
}

/** Begins no name of the script. */
function unusedPrefix(segments: readonly Segment[]): string {
  const code = segments.map(({ text, literal }) => (literal ? text : '')).join(' ');
  let prefix = 'value';
  while (code.includes(prefix)) prefix += '_';
  return prefix;
}

const NUMBER = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;

/** A number where it is one that a double holds; ids of twenty digits stay text. */
function dataOf({ text, json }: Segment): unknown {
  if (json !== undefined) return json;
  return NUMBER.test(text) && Math.abs(Number(text)) <= Number.MAX_SAFE_INTEGER ? Number(text) : text;
}

/** The same text in a string, a template and a regular expression alike. */
const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Follows a script from literal to literal. */
class Lexer {
  #place: Place = 'code';
  /** Whether a slash would divide: something that has a value stands before it. */
  #afterOperand = false;
  /** Braces open in each `${…}` that is open. */
  readonly #templates: number[] = [];
  #word = '';

  get place(): Place {
    return this.#place;
  }

  /** What follows stands behind a value. */
  readOperand(): void {
    this.#word = '';
    this.#afterOperand = true;
  }

  read(code: string): void {
    for (let at = 0; at < code.length; ) at += this.#take(code, at);
  }

  /** @returns how many characters were taken */
  #take(code: string, at: number): number {
    const char = code[at] as string;
    const place = this.#place;
    if (place === 'code') return this.#takeCode(char, code[at + 1]);
    if (place === 'comment') {
      if (char !== '*' || code[at + 1] !== '/') return 1;
      this.#place = 'code';
      return 2;
    }
    if (place === 'line-comment' || place === 'regex' || place === 'class' || place === '"' || place === "'") {
      // None of these goes beyond its line; code that tries is broken, and is told so when it is run.
      if (/[\n\r\u2028\u2029]/.test(char)) return this.#to('code', place !== 'line-comment');
      if (place === 'line-comment') return 1;
    }
    if (char === '\\') return 2;
    if (place === 'regex' || place === 'class') {
      if (char === '[') return this.#to('class', false);
      if (char === ']') return this.#to('regex', false);
      return char === '/' && place === 'regex' ? this.#to('code', true) : 1;
    }
    if (place === '`' && char === '$' && code[at + 1] === '{') {
      this.#templates.push(0);
      this.#to('code', false);
      return 2;
    }
    return char === place ? this.#to('code', true) : 1;
  }

  #takeCode(char: string, next: string | undefined): number {
    if (/[\w$\u0080-\uffff]/.test(char)) {
      this.#word += char;
      this.#afterOperand = !BEFORE_REGEX.has(this.#word);
      return 1;
    }
    const before = this.#afterOperand;
    this.#word = '';
    if (/\s/.test(char)) return 1;
    this.#afterOperand = false;
    if (char === '"' || char === "'" || char === '`') return this.#to(char, false);
    if (char === '/' && next === '/') return this.#to('line-comment', before);
    if (char === '/' && next === '*') {
      this.#to('comment', before);
      return 2;
    }
    if (char === '/' && !before) return this.#to('regex', false);
    if (char === ')' || char === ']') this.#afterOperand = true;
    if ((char === '+' || char === '-') && next === char) {
      this.#afterOperand = before;
      return 2;
    }
    const open = this.#templates.length - 1;
    if (open >= 0 && char === '{') (this.#templates[open] as number)++;
    if (open >= 0 && char === '}' && (this.#templates[open] as number)-- === 0) {
      this.#templates.pop();
      return this.#to('`', false);
    }
    return 1;
  }

  #to(place: Place, afterOperand: boolean): 1 {
    this.#place = place;
    this.#afterOperand = afterOperand;
    this.#word = '';
    return 1;
  }
}
