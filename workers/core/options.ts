import type { Words } from './words.ts';

/**
 * A command's arguments, declared once: chat text is parsed by them, and usage, help and (on platforms that have
 * them) typed options are printed from them. Only the last may take the rest of the line.
 */
export interface Option {
  readonly type: 'word' | 'integer' | 'rest';
  readonly required: boolean;
  readonly summary: string;
  /** What platforms that complete what is typed offer: names of commands. */
  readonly suggest?: 'commands';
}
export type Options = Readonly<Record<string, Option>>;
export type OptionValues = Readonly<Record<string, string | undefined>>;

export type ParsedOptions =
  | { readonly ok: true; readonly values: OptionValues }
  | { readonly ok: false; readonly option: string; readonly reason: 'missing' | 'not-a-number' };

/** Phones type curly quotes and non-breaking spaces; a quoted word means what a straight-quoted one means. */
const straighten = (text: string): string => text.replace(/[\u201C\u201D\u201E]/g, '"').replace(/\u00A0/g, ' ');

/** Takes one word off the front: `"two words"` counts as one. */
export function takeWord(text: string): { readonly word: string; readonly rest: string } {
  const trimmed = text.trimStart();
  const quoted = /^"([^"]+)"(?=\s|$)/.exec(straighten(trimmed));
  if (quoted)
    return { word: trimmed.slice(1, quoted[0].length - 1), rest: trimmed.slice(quoted[0].length).trimStart() };
  const [word = ''] = /^\S*/.exec(trimmed) ?? [];
  return { word, rest: trimmed.slice(word.length).trimStart() };
}

export function parseOptions(options: Options, text: string): ParsedOptions {
  const values: Record<string, string | undefined> = {};
  let rest = text.trim();
  for (const [name, option] of Object.entries(options)) {
    const taken = option.type === 'rest' ? { word: rest, rest: '' } : takeWord(rest);
    if (taken.word === '') {
      if (option.required) return { ok: false, option: name, reason: 'missing' };
      continue;
    }
    if (option.type === 'integer' && !/^-?\d{1,15}$/.test(taken.word)) {
      return { ok: false, option: name, reason: 'not-a-number' };
    }
    values[name] = taken.word;
    rest = taken.rest;
  }
  return { ok: true, values };
}

/** The same check for arguments that the platform brought by name. A name that is not declared is left out. */
export function takeOptions(options: Options, given: Readonly<Record<string, string>>): ParsedOptions {
  const values: Record<string, string | undefined> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = Object.hasOwn(given, name) ? (given[name] ?? '').trim() : '';
    if (value === '') {
      if (option.required) return { ok: false, option: name, reason: 'missing' };
      continue;
    }
    if (option.type === 'integer' && !/^-?\d{1,15}$/.test(value))
      return { ok: false, option: name, reason: 'not-a-number' };
    values[name] = value;
  }
  return { ok: true, values };
}

/** `<name> <text…>` for required, `[name]` for optional arguments. */
export const printOptions = (options: Options): string =>
  Object.entries(options)
    .map(([name, { type, required }]) => {
      const shown = type === 'rest' ? `${name}…` : name;
      return required ? `<${shown}>` : `[${shown}]`;
    })
    .join(' ');

export const OPTION_WORDS = {
  missing: { en: 'Usage: {usage}', de: 'So geht es: {usage}' },
  'not-a-number': {
    en: '"{option}" has to be a number. Usage: {usage}',
    de: '„{option}“ muss eine Zahl sein. So geht es: {usage}',
  },
} as const satisfies Words;
