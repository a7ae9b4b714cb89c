import type { CommandEntry, CommandPartEntry } from './commands.ts';
import { normaliseName } from './commands.ts';
import type { Platform } from './ids.ts';
import type { Level } from './levels.ts';
import { atLeast } from './levels.ts';
import { takeWord } from './options.ts';

export interface FoundCommand {
  readonly entry: CommandEntry;
  readonly subcommand?: string;
  readonly rule: CommandPartEntry;
  /** What was typed after the command (and subcommand). */
  readonly rest: string;
}

/** Whose name it is where several have it. */
const STRENGTH = { alias: 0, http: 1, custom: 2, builtin: 3 } as const satisfies Record<CommandEntry['kind'], number>;

/** A channel's commands by every name they answer to. */
export class Registry {
  readonly entries: readonly CommandEntry[];
  /** By each name, the strongest first. */
  readonly #byName = new Map<string, CommandEntry[]>();
  readonly #byId = new Map<string, CommandEntry>();

  constructor(entries: readonly CommandEntry[]) {
    this.entries = entries;
    // Built-ins last: nothing of a community's own can ever shadow one, and no alias a custom command.
    const weakestFirst = [...entries].sort((a, b) => STRENGTH[a.kind] - STRENGTH[b.kind]);
    for (const entry of weakestFirst) {
      for (const name of [...entry.aliases, entry.name].map(normaliseName))
        this.#byName.set(name, [entry, ...(this.#byName.get(name) ?? [])]);
      this.#byId.set(entry.id, entry);
    }
  }

  /** Finds a command in a line without its prefix. A word that is no subcommand is the first argument. */
  find(line: string, platform: Platform): FoundCommand | undefined {
    const { word, rest } = takeCommandWord(line);
    // A name whose owner does not answer on this platform is free for the next there.
    const entry = this.#byName.get(normaliseName(word))?.find(({ platforms }) => platforms?.includes(platform) ?? true);
    if (!entry) return undefined;
    const second = takeWord(rest);
    const name = normaliseName(second.word);
    const rule = Object.hasOwn(entry.subcommands, name) ? entry.subcommands[name] : undefined;
    return rule ? { entry, subcommand: name, rule, rest: second.rest } : { entry, rule: entry, rest };
  }

  /** Finds an HTTP module in a line without its `#`, whatever else has its name. */
  module(line: string, platform: Platform): FoundCommand | undefined {
    const { word, rest } = takeCommandWord(line);
    const entry = this.#byName
      .get(normaliseName(word))
      ?.find(({ kind, platforms }) => kind === 'http' && (platforms?.includes(platform) ?? true));
    return entry && { entry, rule: entry, rest };
  }

  get(name: string): CommandEntry | undefined {
    return this.#byName.get(normaliseName(name))?.[0];
  }

  byId(id: string): CommandEntry | undefined {
    return this.#byId.get(id);
  }

  /** What a person of this level can use here, by name. */
  visibleTo(level: Level, platform: Platform): CommandEntry[] {
    return this.entries
      .filter(
        (entry) =>
          !entry.hidden &&
          entry.enabled !== false &&
          atLeast(level, entry.level) &&
          (entry.platforms?.includes(platform) ?? true),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }
}

function takeCommandWord(line: string): { word: string; rest: string } {
  const [word = ''] = /^\S*/.exec(line) ?? [];
  return { word, rest: line.slice(word.length).trim() };
}
