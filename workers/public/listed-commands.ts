import type { CommandReply } from '../core/command-options.ts';
import type { CommandEntry, CommandPartEntry } from '../core/commands.ts';
import { usageOf } from '../core/commands.ts';
import type { Platform } from '../core/ids.ts';
import type { Level } from '../core/levels.ts';
import { atLeast } from '../core/levels.ts';
import { parse } from '../core/templates/parse.ts';
import { variableNamed } from '../core/templates/variables/index.ts';
import type { Unnamed } from '../core/unnamed.ts';
import type { Language } from '../core/words.ts';

/** Commands on one page. */
const COMMANDS_ON_PAGE = 100;
/** What is said is shown as far as this, characters, and so many of several replies: it is to be known by it. */
const MOST_SAID = 300;
const MOST_REPLIES = 3;

/** A piece of what a command says: text, or a value that is filled in. */
export type SaidPiece = { readonly text: string } | { readonly filledIn: string };

export interface PublicCommand {
  readonly name: string;
  readonly kind: 'own' | 'builtin';
  readonly category: string | null;
  readonly aliases: readonly string[];
  readonly level: Level;
  /** Seconds before the same person, and anybody, may use it again. */
  readonly waits: { readonly user: number; readonly channel: number };
  readonly live: 'live' | 'offline' | null;
  readonly platforms: readonly Platform[] | null;
  /** What a built-in command or a program's is for. */
  readonly summary: string;
  readonly usages: readonly { readonly usage: string; readonly level: Level }[];
  /** What a command of the community's own says; several, where it chooses. */
  readonly says: readonly (readonly SaidPiece[])[];
  /** Replies besides those. */
  readonly moreReplies: number;
  /** What an alias stands for. */
  readonly shortFor: readonly SaidPiece[] | null;
  readonly isProgram: boolean;
}

export interface ListContext {
  readonly now: number;
  readonly prefix: string;
  readonly language: Language;
  readonly unnamed: Unnamed;
}

/**
 * A text with variables as anybody may read it: what a variable is asked with may be an address with a key in it, or code, so that
 * nothing of it is shown but its name.
 */
function saidPieces(text: string, dialect: CommandEntry['dialect'], unnamed: Unnamed): readonly SaidPiece[] {
  const pieces: SaidPiece[] = [];
  let left = MOST_SAID;
  for (const node of parse(text, dialect).nodes) {
    if (left <= 0) break;
    if (node.kind === 'text') {
      const shown = unnamed.text(node.text);
      const cut = shown.length > left ? `${shown.slice(0, left).toWellFormed()}…` : shown;
      pieces.push({ text: cut });
      left -= cut.length;
      continue;
    }
    const ref = node.alternatives[0]?.ref;
    const isKnown = ref?.is === 'name' && variableNamed(dialect ?? 'native', ref.name, ref.members) !== null;
    pieces.push({ filledIn: isKnown ? ref.name : '…' });
    left -= 4;
  }
  return pieces;
}

/** Who may see in what is said is who may make the bot say it: what moderators keep for themselves stays with them. */
const isSaidToAll = ({ level }: CommandPartEntry): boolean => !atLeast(level, 'moderator');

const isOver = ({ expiresAt }: CommandPartEntry, now: number): boolean => expiresAt !== undefined && expiresAt <= now;
const isOn = (part: CommandPartEntry, now: number): boolean => part.enabled !== false && !isOver(part, now);

function usagesOf(entry: CommandEntry, { now, prefix }: ListContext): PublicCommand['usages'] {
  if (entry.kind !== 'builtin') return [];
  const parts = Object.entries(entry.subcommands).filter(([, part]) => isOn(part, now));
  const bare = { ...entry, subcommands: {} };
  return [
    { usage: usageOf(prefix, bare), level: entry.level },
    ...parts.map(([name, part]) => ({ usage: usageOf(prefix, entry, name), level: part.level })),
  ];
}

/** The word an alias stands for, where it stands for nothing besides. */
const wholeTarget = ({ kind, expansion }: CommandEntry): string | null =>
  kind === 'alias' && expansion !== undefined && /^\S+$/u.test(expansion.trim()) ? expansion.trim() : null;

function publicCommand(entry: CommandEntry, more: readonly string[], context: ListContext): PublicCommand {
  const { unnamed } = context;
  const replies: readonly CommandReply[] = isSaidToAll(entry) ? (entry.replies ?? []) : [];
  const shown = replies.slice(0, MOST_REPLIES).map(({ text }) => saidPieces(text, entry.dialect, unnamed));
  return {
    name: entry.name,
    kind: entry.kind === 'builtin' ? 'builtin' : 'own',
    category: entry.category ?? null,
    aliases: [...entry.aliases, ...more].filter((name) => !unnamed.isNaming(name)).sort(),
    level: entry.level,
    waits: { user: entry.cooldown.user, channel: entry.cooldown.channel },
    live: entry.live ?? null,
    platforms: entry.platforms ?? null,
    summary: typeof entry.summary === 'string' ? unnamed.text(entry.summary) : entry.summary[context.language],
    usages: usagesOf(entry, context),
    says: shown,
    moreReplies: replies.length - shown.length,
    shortFor:
      entry.expansion === undefined || !isSaidToAll(entry) ? null : saidPieces(entry.expansion, entry.dialect, unnamed),
    isProgram: entry.kind === 'http',
  };
}

/** Which commands anybody may read about: those that are on and not hidden, by name; aliases of one stand with it. */
export function listPublicCommands(entries: readonly CommandEntry[], context: ListContext): readonly PublicCommand[] {
  const { now, unnamed } = context;
  const visible = entries.filter((entry) => !entry.hidden && isOn(entry, now) && !unnamed.isNaming(entry.name));
  const names = new Set(visible.filter(({ kind }) => kind !== 'alias').flatMap(({ name }) => name));
  const beside = new Map<string, string[]>();
  const apart = visible.filter((entry) => {
    const target = wholeTarget(entry);
    if (target === null || !names.has(target)) return true;
    beside.set(target, [...(beside.get(target) ?? []), entry.name]);
    return false;
  });
  return apart
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => publicCommand(entry, beside.get(entry.name) ?? [], context));
}

export interface CommandFilters {
  readonly platform: Platform | null;
  readonly words: string;
}

const holds = ({ name, aliases, platforms }: PublicCommand, { platform, words }: CommandFilters): boolean =>
  (platform === null || platforms === null || platforms.includes(platform)) &&
  (words === '' || [name, ...aliases].some((known) => known.includes(words)));

export interface CommandGroup {
  /** Null: of no category. */
  readonly category: string | null;
  readonly kind: PublicCommand['kind'];
  readonly commands: readonly PublicCommand[];
}

/** Groups of those that fit: the community's own by category, then what has none, then what is built in. */
export function groupCommands(
  commands: readonly PublicCommand[],
  filters: CommandFilters,
  page: number,
): { readonly groups: readonly CommandGroup[]; readonly total: number; readonly pages: number } {
  const found = commands.filter((command) => holds(command, filters));
  const rank = ({ kind, category }: PublicCommand): string =>
    `${kind === 'builtin' ? 1 : 0}${category === null ? 1 : 0}${category ?? ''}`;
  const sorted = found.toSorted((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    return one === other ? (a.name < b.name ? -1 : 1) : one < other ? -1 : 1;
  });
  const shown = sorted.slice((page - 1) * COMMANDS_ON_PAGE, page * COMMANDS_ON_PAGE);
  const groups = Map.groupBy(shown, rank).values();
  return {
    groups: Array.from(groups, (group) => ({
      category: group[0]?.category ?? null,
      kind: group[0]?.kind ?? 'own',
      commands: group,
    })),
    total: found.length,
    pages: Math.max(1, Math.ceil(found.length / COMMANDS_ON_PAGE)),
  };
}
