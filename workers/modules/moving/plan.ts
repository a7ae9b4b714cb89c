import { checkAlias } from '../../core/aliases.ts';
import { MAX_REPLY } from '../../core/command-options.ts';
import { type CommandEntry, isCommandName, NO_COOLDOWN, summaryIn } from '../../core/commands.ts';
import { checkPattern } from '../../core/keyword-matcher-check.ts';
import { Registry } from '../../core/registry.ts';
import { platformsReserving } from '../../core/reserved.ts';
import { codePoints } from '../../core/text.ts';
import { MAX_ALIASES, MAX_EXPANSION } from '../aliases/aliases.ts';
import { MAX_COMMANDS } from '../commands/custom.ts';
import { MAX_COUNTERS } from '../counters/counters.ts';
import { MAX_LINE } from '../keywords/actions.ts';
import { MAX_RULES } from '../keywords/keywords.ts';
import { MAX_QUOTES } from '../memories/quote-rows.ts';
import { normalisedText } from '../memories/quote-text.ts';
import { readCron } from '../timers/schedule.ts';
import { MAX_TEXT, MAX_TEXTS, MAX_TIMERS } from '../timers/state.ts';
import { shown, slug } from './fields.ts';
import type { Holdings } from './holdings.ts';
import { type Draft, type Kind, type Reason, reason, type SourceLine, type Status, statusOf } from './lines.ts';
import { countsItself, isPlain, templateNotes } from './template-notes.ts';

/** What has a line's name already. */
export interface There {
  readonly kind: Kind | 'module' | 'built-in';
  readonly name: string;
  /** What it says or stands for. */
  readonly text: string | null;
}

/** A line of the report: what it is, whether it can come, why, and what it would be here. */
export interface PlannedLine extends Omit<SourceLine, 'draft'> {
  readonly status: Status;
  readonly draft: Draft | null;
  /** What it would be in the way of; null where nothing. */
  readonly there: There | null;
  /** Whether it comes only under another name, and one that would do. */
  readonly needsName: boolean;
  readonly suggestion: string | null;
}

/** Commands and aliases share their names. */
const spaceOf = (kind: Kind): string => (kind === 'alias' ? 'command' : kind);

export const MOST: Readonly<Record<Exclude<Kind, 'other'>, number>> = {
  command: MAX_COMMANDS,
  alias: MAX_ALIASES,
  counter: MAX_COUNTERS,
  keyword: MAX_RULES,
  timer: MAX_TIMERS,
  quote: MAX_QUOTES,
};

/** What a line goes by among its like: a quote by what it says. */
export const keyOf = (line: Pick<SourceLine, 'kind' | 'name' | 'draft'>): string =>
  line.draft?.is === 'quote' ? normalisedText(line.draft.text) : line.name;

/** What becomes of each line of a file in a community that has this. Nothing is overwritten. */
export function planned(source: readonly SourceLine[], holdings: Holdings): readonly PlannedLine[] {
  const lines = withTargets(withoutIdleCounters(source));
  const inFile = new Set(
    lines.filter(({ draft }) => draft !== null).map(({ kind, name }) => `${spaceOf(kind)} ${name}`),
  );
  const seen = new Map<string, string>();
  const commands = withAliases(holdings.registry, lines);
  const room = new Map(Object.entries(MOST).map(([kind, most]) => [kind, most - holdings.count(kind as Kind)]));
  return lines.map((line) => {
    const { draft } = line;
    if (draft === null) return finished(line, [], null);
    const found = [...draftReasons(line, draft, holdings, commands), ...nameNotes(line)];
    if (statusOf([...line.reasons, ...found]) === 'unsupported') return finished(line, found, null);
    const key = `${spaceOf(line.kind)} ${keyOf(line)}`;
    const isNamed = draft.is === 'quote' || isCommandName(line.name);
    const there = isNamed ? thereOf(line, holdings) : null;
    const earlier = isNamed && there === null ? seen.get(key) : undefined;
    if (earlier !== undefined) found.push(reason('twice', { place: earlier }));
    if (there !== null) found.push(takenBy(there));
    if (isNamed && there === null && earlier === undefined) {
      seen.set(key, line.place);
      const left = (room.get(line.kind) ?? 0) - 1;
      room.set(line.kind, left);
      if (left < 0) found.push(reason('full', { most: MOST[draft.is] }));
    }
    return finished(line, found, there, (name) => isFree(line.kind, name, holdings, inFile));
  });
}

/** An alias belongs to the line that it stands for, where the file has that. */
function withTargets(lines: readonly SourceLine[]): readonly SourceLine[] {
  const byName = new Map<string, string>();
  for (const { id, name, draft } of lines)
    if ((draft?.is === 'command' || draft?.is === 'alias') && !byName.has(name)) byName.set(name, id);
  return lines.map((line) => {
    if (line.draft?.is !== 'alias' || line.of !== null) return line;
    const of = byName.get(line.draft.target) ?? null;
    return of === line.id ? line : { ...line, of };
  });
}

/** A count that no text tells is of no use; its command says so, and it has no line of its own. */
function withoutIdleCounters(lines: readonly SourceLine[]): readonly SourceLine[] {
  const idle = new Map<string, number>();
  const byId = new Map(lines.map((line) => [line.id, line]));
  for (const { of, draft } of lines) {
    const command = of === null ? undefined : byId.get(of)?.draft;
    if (draft?.is === 'counter' && of !== null && command?.is === 'command' && !countsItself(command))
      idle.set(of, draft.value);
  }
  return lines.flatMap((line) => {
    if (line.draft?.is === 'counter' && line.of !== null && idle.has(line.of)) return [];
    const count = idle.get(line.id);
    return count === undefined ? [line] : [{ ...line, reasons: [...line.reasons, reason('count-unused', { count })] }];
  });
}

function finished(
  line: SourceLine,
  found: readonly Reason[],
  there: There | null,
  isFree: (name: string) => boolean = () => true,
): PlannedLine {
  const all = [...line.reasons, ...found];
  const reasons = all.length === 0 ? [reason('as-it-was')] : all;
  const status = statusOf(reasons);
  const canRename = line.draft !== null && status !== 'unsupported' && line.draft.is !== 'quote';
  const needsName = canRename && reasons.some(({ code }) => NEEDS_NAME.has(code)) && line.draft?.is !== 'counter';
  return { ...line, status, reasons, there, needsName, suggestion: needsName ? suggested(line, isFree) : null };
}

const NEEDS_NAME: ReadonlySet<string> = new Set([
  'bad-name',
  'name-builtin',
  'name-custom',
  'name-alias',
  'name-http',
  'name-timer',
  'name-keyword',
  'twice',
]);

/** A name near a line's own that nothing has. */
function suggested({ name, typed, kind }: SourceLine, isFree: (name: string) => boolean): string | null {
  const base = slug(name) || slug(typed) || kind;
  if (base !== name && isFree(base)) return base;
  for (let n = 2; n < 100; n++) {
    const tried = `${[...base].slice(0, 37).join('')}${n}`;
    if (isFree(tried)) return tried;
  }
  return null;
}

function isFree(kind: Kind, name: string, holdings: Holdings, inFile: ReadonlySet<string>): boolean {
  const space = spaceOf(kind);
  return isCommandName(name) && !inFile.has(`${space} ${name}`) && holderOf(kind, name, holdings) === null;
}

/** Words of a platform's own reach it with a slash, and the bot with its prefix: that is worth a remark. */
function nameNotes({ kind, name }: SourceLine): Reason[] {
  if (kind !== 'command' && kind !== 'alias') return [];
  const platforms = platformsReserving(name);
  return platforms.length > 0 ? [reason('reserved', { platforms: platforms.join(', ') })] : [];
}

function thereOf(line: SourceLine, holdings: Holdings): There | null {
  if (line.draft?.is === 'quote') {
    const number = holdings.quote(keyOf(line));
    return number === undefined ? null : { kind: 'quote', name: String(number), text: null };
  }
  return holderOf(line.kind, line.name, holdings);
}

/** What has a name among a kind's own. */
export function holderOf(kind: Kind, name: string, holdings: Holdings): There | null {
  switch (kind) {
    case 'command':
    case 'alias': {
      const entry = holdings.registry.get(name);
      if (!entry) return null;
      const is = { builtin: 'built-in', custom: 'command', alias: 'alias', http: 'module' } as const;
      return {
        kind: is[entry.kind],
        name,
        text: entry.replies?.[0]?.text ?? entry.expansion ?? (summaryIn(entry.summary, holdings.language) || null),
      };
    }
    case 'counter': {
      const value = holdings.counter(name);
      return value === undefined ? null : { kind, name, text: String(value) };
    }
    case 'timer': {
      const text = holdings.timer(name);
      return text === undefined ? null : { kind, name, text };
    }
    case 'keyword': {
      const text = holdings.keyword(name);
      return text === undefined ? null : { kind, name, text };
    }
    default:
      return null;
  }
}

/** What is said of a name, or a quote's words, that something has already. */
export function takenBy({ kind, name, text }: There): Reason {
  switch (kind) {
    case 'quote':
      return reason('quote-there', { number: name });
    case 'counter':
      return reason('counter-there', { value: text ?? '' });
    case 'timer':
      return reason('name-timer', { name });
    case 'keyword':
      return reason('name-keyword', { name });
    case 'built-in':
      return reason('name-builtin', { name });
    case 'alias':
      return reason('name-alias', { name });
    case 'module':
      return reason('name-http', { name });
    default:
      return reason('name-custom', { name });
  }
}

/** What there is to say of a draft, whatever its name. */
function draftReasons(line: SourceLine, draft: Draft, holdings: Holdings, commands: Registry): Reason[] {
  switch (draft.is) {
    case 'command':
      return textReasons(draft.text, MAX_REPLY, () => templateNotes(draft.text, draft.options.dialect ?? 'native'));
    case 'alias':
      return aliasReasons(line, draft, holdings, commands);
    case 'keyword':
      return keywordReasons(draft);
    case 'timer':
      return timerReasons(draft, holdings.now, holdings.dialect);
    default:
      return [];
  }
}

function textReasons(text: string, most: number, notes: () => readonly Reason[]): Reason[] {
  if (text.trim() === '') return [reason('empty')];
  const length = codePoints(text);
  return length > most ? [reason('too-long', { length, most })] : [...notes()];
}

/** The whole of what an alias stands for, under the name that its target has in the end. */
export const expansionOf = (target: string, rest: string): string => `${target} ${rest}`.trimEnd();

function aliasReasons(
  line: SourceLine,
  { target, rest }: Extract<Draft, { readonly is: 'alias' }>,
  { registry, prefix }: Holdings,
  commands: Registry,
): Reason[] {
  const expansion = expansionOf(target, rest);
  const length = codePoints(expansion);
  if (length > MAX_EXPANSION) return [reason('too-long', { length, most: MAX_EXPANSION })];
  if (aliasFault(commands, line.name, expansion, prefix)) return [reason('alias-loop', { target: shown(target) })];
  if (line.of !== null) return [];
  const found = registry.get(target);
  if (!found) return [reason('target-missing', { target: shown(target) })];
  return found.kind === 'builtin' ? [reason('target-built-in', { target })] : [];
}

/** Whether an alias would never come to a command. */
export const aliasFault = (commands: Registry, name: string, expansion: string, prefix: string): boolean =>
  checkAlias(commands, aliasEntry(name, expansion), prefix).fault !== null;

/** The commands as they would be with a file's aliases. */
function withAliases(registry: Registry, lines: readonly SourceLine[]): Registry {
  const made = lines.flatMap(({ name, draft }) =>
    draft?.is === 'alias' ? [aliasEntry(name, expansionOf(draft.target, draft.rest))] : [],
  );
  return new Registry([...made, ...registry.entries]);
}

/** An alias as a registry would have it. */
export const aliasEntry = (name: string, expansion: string): CommandEntry => ({
  id: `alias ${name}`,
  name,
  aliases: [],
  kind: 'alias',
  hidden: false,
  summary: '',
  options: {},
  level: 'everyone',
  cooldown: NO_COOLDOWN,
  effect: 'none',
  visibility: 'public',
  subcommands: {},
  expansion,
});

function keywordReasons({ match, pattern, target }: Extract<Draft, { readonly is: 'keyword' }>): Reason[] {
  const refusal = checkPattern(match, pattern, false);
  if (refusal) return [reason('bad-pattern', { fault: refusal.fault, near: shown(refusal.near) })];
  return codePoints(target) > MAX_LINE ? [reason('too-long', { length: codePoints(target), most: MAX_LINE })] : [];
}

function timerReasons(
  { texts, schedule }: Extract<Draft, { readonly is: 'timer' }>,
  now: number,
  dialect: Holdings['dialect'],
): Reason[] {
  if (texts.length > MAX_TEXTS) return [reason('many-texts', { count: texts.length, most: MAX_TEXTS })];
  const length = Math.max(...texts.map(codePoints));
  if (length > MAX_TEXT) return [reason('too-long', { length, most: MAX_TEXT })];
  if ('cron' in schedule && 'fault' in readCron(schedule.cron, now))
    return [reason('bad-cron', { cron: shown(schedule.cron) })];
  const notes = texts.flatMap((text) => templateNotes(text, 'native'));
  // Timers speak our own dialect.
  return texts.every((text) => isPlain(text, dialect)) ? notes : [...notes, reason('timer-dialect')];
}
