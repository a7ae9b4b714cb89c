import type { CommandOptions } from '../../core/command-options.ts';
import { MAX_COOLDOWN_SECONDS } from '../../core/command-options.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import { codePoints } from '../../core/text.ts';
import { type Reason, reason } from './lines.ts';

/** An object of a file, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a file may say at great length, cut to be shown. */
const SHOWN = 80;
export const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return codePoints(text) > SHOWN ? `${[...text].slice(0, SHOWN).join('')}…` : text;
};

/** A text without what PostgreSQL does not take: NUL and halves of surrogate pairs. */
export const storable = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();

const own = (fields: Fields, name: string): unknown => (Object.hasOwn(fields, name) ? fields[name] : undefined);

/** The first of some fields that holds a text; numbers count as such where a bot writes ids so. */
export function textIn(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = own(fields, name);
    if (typeof value === 'string') return storable(value);
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

export function numberIn(fields: Fields, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = own(fields, name);
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
  }
  return undefined;
}

export const flagIn = (fields: Fields, name: string): boolean | undefined => {
  const value = own(fields, name);
  return typeof value === 'boolean' ? value : undefined;
};

export const listIn = (fields: Fields, name: string): readonly unknown[] => {
  const value = own(fields, name);
  return Array.isArray(value) ? value : [];
};

export const fieldsIn = (fields: Fields, name: string): Fields => {
  const value = own(fields, name);
  return isFields(value) ? value : {};
};

export const textsIn = (fields: Fields, name: string): readonly string[] =>
  listIn(fields, name).flatMap((each) => {
    if (typeof each === 'string') return [storable(each)];
    const text = isFields(each) ? textIn(each, 'text', 'message') : undefined;
    return text === undefined ? [] : [text];
  });

/** A name as a file has it, without what stands before it. */
export interface Bare {
  readonly name: string;
  readonly reasons: readonly Reason[];
}

/** `!hello` is `hello`. What begins with another sign, or with none where the bot writes it, has the community's prefix here. */
export function bareName(typed: string, isPrefixed: boolean): Bare {
  const trimmed = typed.trim();
  const [, sign = '', rest = ''] = /^([^\p{L}\p{N}\p{Emoji_Presentation}_-]*)(.*)$/su.exec(trimmed) ?? [];
  const name = normaliseName(rest);
  const isUsual = sign === '!' || (!isPrefixed && sign === '');
  const reasons = isUsual || name === '' ? [] : [reason('other-prefix', { typed: shown(trimmed) })];
  return isCommandName(name) ? { name, reasons } : { name, reasons: [...reasons, badName(trimmed)] };
}

const badName = (typed: string): Reason => reason('bad-name', { typed: shown(typed) });

/** A label that nobody types, made to be a name. */
export function labelName(typed: string): Bare {
  const name = slug(typed);
  if (name === '') return { name, reasons: [badName(typed)] };
  return name === normaliseName(typed)
    ? { name, reasons: [] }
    : { name, reasons: [reason('name-changed', { from: shown(typed), to: name })] };
}

/** The nearest name; empty where nothing of the text could be one. */
export function slug(typed: string): string {
  const words = normaliseName(typed).match(/[\p{L}\p{N}\p{M}_-]+/gu) ?? [];
  const name = [...words.join('-')]
    .slice(0, 40)
    .join('')
    .replace(/^[-_]+|[-_]+$/g, '');
  return isCommandName(name) ? name : '';
}

/** Seconds of a cooldown as they can be kept, never fewer than there. */
export function secondsOf(given: number | undefined): {
  readonly seconds: number;
  readonly reasons: readonly Reason[];
} {
  if (given === undefined || given <= 0) return { seconds: 0, reasons: [] };
  if (given > MAX_COOLDOWN_SECONDS)
    return { seconds: MAX_COOLDOWN_SECONDS, reasons: [reason('cooldown-cut', { seconds: given })] };
  const seconds = Math.ceil(given);
  return { seconds, reasons: seconds === given ? [] : [reason('cooldown-rounded', { seconds: given, now: seconds })] };
}

/** Options without those that are as usual anyway. */
export function tidy(options: CommandOptions): CommandOptions {
  const { cooldown, ...rest } = options;
  const waits = Object.entries(cooldown ?? {}).filter(([, seconds]) => seconds !== 0 && seconds !== undefined);
  const kept = Object.entries(rest).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...(waits.length > 0 ? [['cooldown', Object.fromEntries(waits)]] : [])]);
}

/** When a command answers, by whether it is on while a stream is on and while none is. */
export function timesOf(enabled: boolean, online: boolean, offline: boolean): Pick<CommandOptions, 'enabled' | 'live'> {
  if (!enabled || (!online && !offline)) return { enabled: false };
  return online && offline ? {} : { live: online ? 'live' : 'offline' };
}
