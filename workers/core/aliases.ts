import type { CommandEntry } from './commands.ts';
import type { Platform } from './ids.ts';
import type { FoundCommand, Registry } from './registry.ts';

/** Aliases that stand for aliases, at most. */
export const MAX_ALIAS_DEPTH = 5;
/** Commands that one alias may come to. */
export const MAX_LINKS = 5;
/** Longest line that an alias may come to, in UTF-16 units: what people type is put in as often as it says. */
const MAX_LINE = 4_000;

/** What an alias's placeholders stand for, besides what was typed. */
export interface AliasScope {
  /** Who typed it. */
  readonly user: string;
  /** How often an alias (by its id) was used here, with this time. */
  count(alias: string): number;
  /** The community's day: `2026-11-26`. */
  date(): string;
  /** From 0 up to 1, the next for each choice. */
  random(): number;
}

/** How an alias cannot be run: it names nothing, itself, too deep, or comes to too much. */
export type AliasFault = 'unknown' | 'loop' | 'deep' | 'long';

export type Expanded =
  | {
      readonly ok: true;
      /** The alias that was typed, and those it stands for, each once. */
      readonly aliases: readonly FoundCommand[];
      readonly links: readonly [FoundCommand, ...FoundCommand[]];
    }
  | { readonly ok: false; readonly fault: AliasFault; readonly name: string };

export interface Expanding {
  readonly platform: Platform;
  readonly prefix: string;
  readonly scope: AliasScope;
}

/** Quotes that mean the same, whatever a phone makes of them. */
const QUOTES = ['"“”„', "'‘’‚", '«»'];

/** Where a quoted stretch that begins at `start` has its closing quote, or -1. It closes before a blank, a `&&` or the end. */
function closingQuote(text: string, start: number): number {
  const same = QUOTES.find((quotes) => quotes.includes(text.charAt(start)));
  if (same === undefined) return -1;
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (same.includes(text.charAt(i)) && /^(?:\s|&&|$)/.test(text.slice(i + 1, i + 3))) return i;
  }
  return -1;
}

/** Links of `a && b && c`. A `&&` in quotes and one written `\&&` are text; an apostrophe is no quote. */
export function splitChain(line: string): string[] {
  const links: string[] = [];
  let start = 0;
  for (let i = 0; i < line.length; i++) {
    const isWordStart = i === 0 || /[\s&]/.test(line.charAt(i - 1));
    if (line[i] === '\\') i++;
    else if (isWordStart && closingQuote(line, i) > i) i = closingQuote(line, i);
    else if (line.startsWith('&&', i)) {
      links.push(line.slice(start, i));
      start = ++i + 1;
    }
  }
  return [...links, line.slice(start)].map((link) => link.trim()).filter((link) => link !== '');
}

/** Words as a shell splits them: what stands in quotes is one, without them. */
export function splitWords(typed: string): string[] {
  const words: string[] = [];
  for (let i = 0; i < typed.length; ) {
    if (/\s/.test(typed.charAt(i))) {
      i++;
      continue;
    }
    const closing = closingQuote(typed, i);
    if (closing > i && /^\s?$/.test(typed.charAt(closing + 1))) {
      words.push(typed.slice(i + 1, closing));
      i = closing + 1;
    } else {
      const [word = ''] = /^\S+/.exec(typed.slice(i)) ?? [];
      words.push(word);
      i += word.length;
    }
  }
  return words;
}

/** Takes the quotes off where the whole of it is quoted: `alias add hi "so {target}"`, as on Linux. */
export function unquoted(text: string): string {
  const trimmed = text.trim();
  const closing = closingQuote(trimmed, 0);
  return closing > 0 && closing === trimmed.length - 1 ? trimmed.slice(1, -1).trim() : trimmed;
}

const PLACEHOLDER = /\\([{&])|\{(user|target|args|all_args|arg([1-9])|count|date|random:([^{}]*))\}/gi;
/** What takes up what was typed after the alias. */
const TAKES_ARGS = /(?<!\\)\{(?:args|all_args|arg[1-9]|target)\}/i;

/** Fills in a link's placeholders in one pass: what people typed is not looked at again. `\{` and `\&` are the bare signs. */
export function fillPlaceholders(link: string, typed: string, alias: string, scope: AliasScope): string {
  const words = splitWords(typed);
  return link.replace(PLACEHOLDER, (_, bare?: string, name = '', number?: string, options?: string) => {
    if (bare !== undefined) return bare;
    if (number !== undefined) return words[Number(number) - 1] ?? '';
    if (options !== undefined) {
      const choices = options.split('|');
      return choices[Math.floor(scope.random() * choices.length)] ?? '';
    }
    switch (name.toLowerCase()) {
      case 'user':
        return scope.user;
      case 'target':
        return words[0]?.replace(/^@/, '') || scope.user;
      case 'count':
        return String(scope.count(alias));
      case 'date':
        return scope.date();
      default:
        return typed.trim();
    }
  });
}

const withoutPrefix = (line: string, prefix: string): string =>
  (line.startsWith(prefix) ? line.slice(prefix.length) : line).trimStart();

/**
 * The commands that an alias stands for. What was typed after it goes to its placeholders, and where it has none, behind its
 * last command, as in a shell. Only what the alias's maker wrote makes links and placeholders, never what is filled in.
 */
export function expandAlias(registry: Registry, typed: FoundCommand, { platform, prefix, scope }: Expanding): Expanded {
  const aliases: FoundCommand[] = [];
  const links: FoundCommand[] = [];
  const expand = (found: FoundCommand, path: readonly string[]): Extract<Expanded, { readonly ok: false }> | null => {
    const { entry, rest } = found;
    const failed = (fault: AliasFault, name = entry.name) => ({ ok: false, fault, name }) as const;
    if (entry.kind !== 'alias') return links.push(found) > MAX_LINKS ? failed('long', typed.entry.name) : null;
    if (path.includes(entry.id)) return failed('loop');
    if (path.length >= MAX_ALIAS_DEPTH) return failed('deep');
    if (!aliases.some((known) => known.entry.id === entry.id)) aliases.push(found);
    const parts = splitChain(entry.expansion ?? '');
    const takesArgs = parts.some((part) => TAKES_ARGS.test(part));
    for (const [i, part] of parts.entries()) {
      const filled = fillPlaceholders(part, rest, entry.id, scope);
      const whole = takesArgs || i < parts.length - 1 ? filled : `${filled} ${rest}`.trimEnd();
      if (whole.length > MAX_LINE) return failed('long');
      const line = withoutPrefix(whole, prefix);
      const target = registry.find(line, platform);
      if (!target) return failed('unknown', line.split(/\s/, 1)[0] || entry.name);
      const inner = expand(target, [...path, entry.id]);
      if (inner) return inner;
    }
    return null;
  };
  const failure = expand(typed, []);
  if (failure) return failure;
  const [first, ...more] = links;
  return first
    ? { ok: true, aliases, links: [first, ...more] }
    : { ok: false, fault: 'unknown', name: typed.entry.name };
}

/** What is wrong with an alias before anybody uses it: `fault` forbids it; `unknown` names what it stands for and is not there yet. */
export interface AliasCheck {
  readonly fault: Exclude<AliasFault, 'unknown'> | null;
  readonly unknown: readonly string[];
}

/** Looks at an alias as it would stand in this registry; what is filled in later is not looked at. */
export function checkAlias(registry: Registry, alias: CommandEntry, prefix: string): AliasCheck {
  const unknown = new Set<string>();
  let links = 0;
  const look = (entry: CommandEntry, path: readonly string[]): AliasCheck['fault'] => {
    if (path.includes(entry.id)) return 'loop';
    if (path.length >= MAX_ALIAS_DEPTH) return 'deep';
    for (const part of splitChain(entry.expansion ?? '')) {
      const [head = ''] = withoutPrefix(part, prefix).split(/\s/, 1);
      const target = registry.get(head);
      if (!target && !head.includes('{')) unknown.add(head);
      if (target?.kind === 'alias') {
        const fault = look(target, [...path, entry.id]);
        if (fault) return fault;
      } else if (++links > MAX_LINKS) return 'long';
    }
    return null;
  };
  return { fault: look(alias, []), unknown: [...unknown] };
}
