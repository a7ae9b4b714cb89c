import type { CommandReply } from '@waddlebot/core/command-limits.ts';
import type { CommandOptions } from '@waddlebot/core/command-options.ts';
import { isCommandName, normaliseName } from '@waddlebot/core/commands.ts';
import { differences } from '../../edit/merge.ts';
import type { CommandDetail } from './queries.ts';

/** What is set of a command, as the editor has it: what is absent is as the command has it by itself. Whom its lists name is changed at once, one by one. */
export type SetOptions = Omit<CommandOptions, 'name' | 'allow' | 'deny'>;

/** A command in its editor. `replies` is null for what is built in. */
export interface CommandForm {
  readonly name: string;
  readonly replies: readonly CommandReply[] | null;
  readonly set: SetOptions;
}

export const EMPTY: CommandForm = { name: '', replies: [{ text: '', weight: 1 }], set: {} };

/** A command (or a part of a built-in one) as its editor begins with it. */
export function formOf(command: CommandDetail, part: string | undefined): CommandForm {
  const {
    name: _,
    allow: _allow,
    deny: _deny,
    ...set
  } = (part === undefined ? command.set : command.parts[part]) ?? {};
  return { name: command.name, replies: part === undefined ? command.replies : null, set };
}

type OptionsPatch = { readonly [Key in keyof CommandOptions]?: CommandOptions[Key] | null };

/** What goes to the API: what was changed, and null for what goes back to what the command has by itself. */
export interface CommandPatch {
  readonly replies?: readonly CommandReply[];
  readonly options?: OptionsPatch;
}

/** The patch that makes one out of the other. */
export function patchOf(was: CommandForm, is: CommandForm): CommandPatch {
  const places = differences(was, is);
  const changed = (first: string) => places.some(([one]) => one === first);
  const keys = [
    ...new Set(places.flatMap(([first, key]) => (first === 'set' && key ? [key as keyof SetOptions] : []))),
  ];
  const options: Record<string, unknown> = Object.fromEntries(
    keys.map((key) => [key, key === 'cooldown' ? cooldownPatch(was.set, is.set) : (is.set[key] ?? null)]),
  );
  if (changed('name')) options.name = normaliseName(is.name);
  return {
    ...(changed('replies') && is.replies ? { replies: is.replies } : {}),
    ...(Object.keys(options).length > 0 ? { options: options as OptionsPatch } : {}),
  };
}

function cooldownPatch({ cooldown: was = {} }: SetOptions, { cooldown: is = {} }: SetOptions) {
  const all = [...new Set([...Object.keys(was), ...Object.keys(is)])] as (keyof typeof is)[];
  return Object.fromEntries(all.map((key) => [key, is[key] ?? null]));
}

/** What no server has to be asked about, by place. */
export function problemsOf(
  form: CommandForm,
  w: { readonly needsText: string; readonly needsName: string; readonly badName: string },
) {
  const problems = new Map<string, string>();
  if (form.name.trim() === '') problems.set('name', w.needsName);
  else if (!isCommandName(normaliseName(form.name))) problems.set('name', w.badName);
  form.replies?.forEach(({ text }, i) => {
    if (text.trim() === '') problems.set(`replies.${i}.text`, w.needsText);
  });
  return problems;
}

/** Where in the form the API complains: `options.cooldown.user` is `set.cooldown.user` here. */
export const atForm = (path: string): string => (path === 'options.name' ? 'name' : path.replace(/^options\./, 'set.'));
