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

/** A channel's commands by every name they answer to. */
export class Registry {
  readonly entries: readonly CommandEntry[];
  readonly #byName = new Map<string, CommandEntry>();
  readonly #byId = new Map<string, CommandEntry>();

  constructor(entries: readonly CommandEntry[]) {
    this.entries = entries;
    // Built-ins last: a custom command can never shadow one.
    const customFirst = [...entries].sort((a, b) => Number(a.kind === 'builtin') - Number(b.kind === 'builtin'));
    for (const entry of customFirst) {
      for (const name of [...entry.aliases, entry.name]) this.#byName.set(normaliseName(name), entry);
      this.#byId.set(entry.id, entry);
    }
  }

  /** Finds a command in a line without its prefix. A word that is no subcommand is the first argument. */
  find(line: string, platform: Platform): FoundCommand | undefined {
    const { word, rest } = takeCommandWord(line);
    const entry = this.get(word);
    if (!entry || (entry.platforms && !entry.platforms.includes(platform))) return undefined;
    const second = takeWord(rest);
    const name = normaliseName(second.word);
    const rule = Object.hasOwn(entry.subcommands, name) ? entry.subcommands[name] : undefined;
    return rule ? { entry, subcommand: name, rule, rest: second.rest } : { entry, rule: entry, rest };
  }

  get(name: string): CommandEntry | undefined {
    return this.#byName.get(normaliseName(name));
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
