import { MAX_COOLDOWN_SECONDS } from '../../core/command-options.ts';
import { parseDuration, printDuration } from '../../core/durations.ts';
import { PLATFORMS, type Platform } from '../../core/ids.ts';
import type { ChangedAction } from './actions.ts';
import { MATCHES } from './grammar.ts';
import type { KeywordPatch } from './keywords.ts';
import { MAX_PRIORITY } from './keywords.ts';
import type { ListedKeyword } from './listing.ts';

/** What people type for an option, what it sets, and what its value may be. */
interface Word {
  readonly values: string;
  readonly read: (value: string) => KeywordPatch | null;
  /** What goes back to what is usual; absent where nothing is. */
  readonly unset?: KeywordPatch;
}

const RESET = new Set(['-', 'default', 'reset']);
const SWITCH: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  off: false,
  no: false,
  false: false,
};

const flag = (key: 'enabled' | 'caseSensitive', usual: boolean): Word => ({
  values: 'on, off',
  read: (value) => {
    const on = SWITCH[value.toLowerCase()];
    return on === undefined ? null : { [key]: on };
  },
  unset: { [key]: usual },
});

const ACTIONS: Readonly<Record<string, ChangedAction>> = {
  reply: { is: 'say-same' },
  run: { is: 'run-same' },
  delete: { is: 'delete' },
};

const WORDS: Readonly<Record<string, Word>> = {
  enabled: flag('enabled', true),
  name: { values: 'one word', read: (value) => ({ name: value }) },
  match: {
    values: MATCHES.join(', '),
    read: (value) => {
      const match = MATCHES.find((known) => known === value.toLowerCase());
      return match ? { match } : null;
    },
  },
  case: flag('caseSensitive', false),
  cooldown: {
    values: `30, 30s, 5m … up to ${printDuration(MAX_COOLDOWN_SECONDS)}`,
    read: (value) => {
      const cooldown = parseDuration(value);
      return cooldown === null || cooldown > MAX_COOLDOWN_SECONDS ? null : { cooldown };
    },
    unset: { cooldown: 0 },
  },
  priority: {
    values: `a whole number from -${MAX_PRIORITY} to ${MAX_PRIORITY}`,
    read: (value) => {
      const priority = /^[+-]?\d{1,4}$/.test(value) ? Number(value) : Number.NaN;
      return Math.abs(priority) <= MAX_PRIORITY ? { priority } : null;
    },
    unset: { priority: 0 },
  },
  platforms: {
    values: `${PLATFORMS.join(',')} or all`,
    read: (value) => {
      if (value.toLowerCase() === 'all') return { platforms: null };
      const named = [...new Set(value.toLowerCase().split(','))];
      return named.every(isPlatform) ? { platforms: named } : null;
    },
    unset: { platforms: null },
  },
  action: {
    values: 'reply, run, delete; of a module, module=its name',
    read: (value) => {
      const name = value.toLowerCase();
      return Object.hasOwn(ACTIONS, name) ? { action: ACTIONS[name] as ChangedAction } : null;
    },
  },
  text: { values: '"what to say"', read: (text) => ({ action: { is: 'reply', text } }) },
  line: { values: '"a command"', read: (line) => ({ action: { is: 'run', line } }) },
  module: { values: 'one word', read: (module) => ({ action: { is: 'module', module: module.replace(/^#/, '') } }) },
};

/** `key="several words"`, in whatever quotes a phone makes, or anything else without blanks. */
const PAIR = /([^\s=]+)=["\u201C\u201E]([^"\u201C\u201D\u201E]*)["\u201C\u201D](?=\s|$)|\S+/g;

const isPlatform = (name: string): name is Platform => (PLATFORMS as readonly string[]).includes(name);

export const OPTION_NAMES = Object.keys(WORDS).join(', ');

export type ReadOptions =
  | { readonly ok: true; readonly patch: KeywordPatch }
  | { readonly ok: false; readonly reason: 'unknown-option'; readonly option: string }
  | {
      readonly ok: false;
      readonly reason: 'bad-value';
      readonly option: string;
      readonly value: string;
      readonly values: string;
    };

/**
 * Reads `cooldown=30s case=on line="so {user}"`, in any order; the last of two that say different things counts, and of what
 * a rule does, what says more: `action=run` runs the line that stands beside it.
 */
export function readOptions(typed: string): ReadOptions {
  let patch: KeywordPatch = {};
  for (const [pair, key, quoted] of typed.matchAll(PAIR)) {
    const equals = pair.indexOf('=');
    const option = (key ?? (equals < 0 ? pair : pair.slice(0, equals))).toLowerCase();
    const value = quoted ?? (equals < 0 ? '' : pair.slice(equals + 1));
    const word = Object.hasOwn(WORDS, option) ? WORDS[option] : undefined;
    if (!word) return { ok: false, reason: 'unknown-option', option };
    const read = RESET.has(value.toLowerCase()) ? (word.unset ?? null) : value === '' ? null : word.read(value);
    if (!read) return { ok: false, reason: 'bad-value', option, value, values: word.values };
    patch = patch.action && read.action && saysLess(read.action) ? patch : { ...patch, ...read };
  }
  return { ok: true, patch };
}

const saysLess = ({ is }: ChangedAction): boolean => is === 'say-same' || is === 'run-same';

/** What is set on a rule, as it would be typed; what is as usual is left out. */
export function printOptionWords(rule: ListedKeyword): string {
  const shown: readonly (readonly [string, unknown])[] = [
    ['enabled', rule.enabled ? undefined : 'off'],
    ['case', rule.caseSensitive ? 'on' : undefined],
    ['cooldown', rule.cooldown || undefined],
    ['priority', rule.priority || undefined],
    ['platforms', rule.platforms?.join(',')],
  ];
  return shown
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}
