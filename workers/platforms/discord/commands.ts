import { type CommandEntry, type Summary, summaryIn } from '../../core/commands.ts';
import type { Options } from '../../core/options.ts';
import { truncate } from '../../core/text.ts';
import { DO_COMMAND } from './interactions.ts';

/** Discord: Application Command Option Type. */
const SUBCOMMAND = 1;
const STRING = 3;
const INTEGER = 4;
/** Discord: Application Command Naming. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const MAX_COMMANDS = 100;

/** What something is for; people see it in the language of their Discord, where it is said in that. */
interface Described {
  readonly description: string;
  readonly description_localizations?: { readonly de: string };
}

interface SlashOption extends Described {
  readonly type: number;
  readonly name: string;
  readonly required?: boolean;
  readonly autocomplete?: true;
  readonly options?: readonly SlashOption[];
}

/** One element of the body of Bulk Overwrite Global Application Commands. */
export interface SlashCommand extends Described {
  readonly type: 1;
  readonly name: string;
  readonly options: readonly SlashOption[];
  /** Servers only: a community is what answers. */
  readonly contexts: readonly [0];
  readonly integration_types: readonly [0];
}

/** Longest description, in code points. */
const MAX_DESCRIPTION = 100;
const describe = (summary: Summary): Described => ({
  description: truncate(summaryIn(summary, 'en'), MAX_DESCRIPTION),
  ...(typeof summary === 'string' ? {} : { description_localizations: { de: truncate(summary.de, MAX_DESCRIPTION) } }),
});
const isName = (name: string): boolean => NAME.test(name) && name === name.toLowerCase();

/** Required options come first, as Discord wants them; arguments by name need no order. */
const optionsOf = (options: Options): SlashOption[] =>
  Object.entries(options)
    .map(([name, { type, required, summary, suggest }]) => ({
      type: type === 'integer' ? INTEGER : STRING,
      name,
      ...describe(summary),
      required,
      ...(suggest ? { autocomplete: true as const } : {}),
    }))
    .sort((a, b) => Number(b.required) - Number(a.required));

const command = (name: string, summary: Summary, options: readonly SlashOption[]): SlashCommand => ({
  type: 1,
  name,
  ...describe(summary),
  options,
  contexts: [0],
  integration_types: [0],
});

function slashOf(entry: CommandEntry): SlashCommand {
  const subcommands = Object.entries(entry.subcommands);
  const options =
    subcommands.length === 0
      ? optionsOf(entry.options)
      : subcommands.map(([name, part]) => ({
          type: SUBCOMMAND,
          name,
          ...describe(part.summary),
          options: optionsOf(part.options),
        }));
  return command(entry.name, entry.summary, options);
}

/** The slash commands of a build, from the declarations its chat commands are parsed by; what Discord cannot name is left out. */
export function slashCommands(entries: readonly CommandEntry[]): SlashCommand[] {
  const declared = entries
    .filter(({ name, hidden, platforms }) => isName(name) && !hidden && (platforms?.includes('discord') ?? true))
    .map(slashOf);
  const any = command(
    DO_COMMAND,
    {
      en: 'Runs any command of this community by its name.',
      de: 'Führt jeden Befehl dieser Community bei seinem Namen aus.',
    },
    [
      { type: STRING, name: 'name', description: 'The command.', required: true, autocomplete: true },
      { type: STRING, name: 'args', description: 'What would be typed after it.', required: false },
    ],
  );
  return [...declared.slice(0, MAX_COMMANDS - 1), any];
}
