import { type DeclaredCommand, type DeclaredOption, OPTION } from './commands.ts';
import type { InteractionRequest, OptionValue } from './interactions.ts';

const isSub = ({ type }: DeclaredOption) => type === OPTION.SUB_COMMAND || type === OPTION.SUB_COMMAND_GROUP;

/** Words apart at white space; quotes keep several together. */
const words = (text: string): string[] => text.match(/[^\s"]*"[^"]*"|\S+/g) ?? [];

const unquoted = (word: string): string => word.replaceAll('"', '');

function typed({ type }: DeclaredOption, text: string): OptionValue {
  if (type === OPTION.INTEGER || type === OPTION.NUMBER) return Number(text);
  if (type === OPTION.BOOLEAN) return /^(true|yes|on|1)$/i.test(text);
  const isReference = [OPTION.USER, OPTION.CHANNEL, OPTION.ROLE, OPTION.MENTIONABLE].some((known) => known === type);
  return isReference ? (/\d+/.exec(text)?.[0] ?? text) : text;
}

/** `name:value` words by name, the rest by order; the last option takes all that is left. */
function fill(declared: readonly DeclaredOption[], given: readonly string[]): Record<string, OptionValue> {
  const values: Record<string, OptionValue> = {};
  const named = (word: string) => declared.find(({ name }) => word.startsWith(`${name}:`));
  const plain: string[] = [];
  let current: DeclaredOption | undefined;
  for (const word of given) {
    const option = named(word);
    if (option) values[option.name] = typed(option, unquoted(word.slice(option.name.length + 1)));
    // Words behind `name:` belong to it, as they do in the client's own text box.
    else if (current) values[current.name] = typed(current, `${String(values[current.name])} ${unquoted(word)}`);
    else plain.push(unquoted(word));
    current = option ?? current;
  }
  const open = declared.filter(({ name }) => values[name] === undefined);
  for (const [index, option] of open.entries()) {
    const isLast = index === open.length - 1;
    const text = isLast ? plain.slice(index).join(' ') : plain[index];
    if (text) values[option.name] = typed(option, text);
  }
  return values;
}

/** Reads `/name sub option:value rest` by the declared commands; one that nobody declared has no options. */
export function slashRequest(
  text: string,
  commands: readonly DeclaredCommand[],
): Pick<InteractionRequest, 'name' | 'subcommand' | 'options'> {
  const [name = '', ...given] = words(text.slice(1));
  let options = commands.find((command) => command.name === name && command.type === 1)?.options ?? [];
  const path: string[] = [];
  while (options.some(isSub)) {
    const sub = options.find((option) => option.name === given[0]);
    if (!sub) break;
    path.push(sub.name);
    given.shift();
    options = sub.options ?? [];
  }
  const subcommand = path.length > 0 ? path.join(' ') : undefined;
  return { name, subcommand, options: options.some(isSub) ? {} : fill(options, given) };
}
