import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import type { CommandChange } from './custom.ts';
import { addCommand, editCommand, MAX_COMMANDS, MAX_TEXT, nameOf, removeCommand, showCommand } from './custom.ts';

const name = { type: 'word', required: true, summary: 'The command, with or without the prefix.' } as const;
const text = {
  type: 'rest',
  required: true,
  summary: 'What it says. $(user), $(touser), $(query) and $(1) are filled in.',
} as const;
const NAMED: Options = { name };
const WORDED: Options = { name, text };

function wordsFor(change: CommandChange, done: 'added' | 'edited' | 'removed', ctx: Ctx): Reply {
  const shown = ctx.prefix + change.name;
  const key = change.result === 'done' ? done : change.result;
  const length = change.result === 'too-long' ? change.length : 0;
  const most = change.result === 'full' ? MAX_COMMANDS : MAX_TEXT;
  return say(ctx.say(key, { name: key === 'bad-name' ? change.name : shown, prefix: ctx.prefix, length, most }));
}

const typed = ({ options }: CommandCall, ctx: Ctx) => ({
  name: nameOf(options.name ?? '', ctx.prefix),
  text: options.text ?? '',
});

export const command: Command = {
  name: 'command',
  aliases: ['cmd'],
  summary: 'Adds, changes and removes commands of this community.',
  level: 'moderator',
  run: async (_, ctx) => say(ctx.say('usage', { prefix: ctx.prefix })),
  subcommands: {
    add: {
      summary: 'Adds a command that says a text.',
      options: WORDED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await addCommand(ctx, typed(call, ctx)), 'added', ctx),
    },
    edit: {
      summary: 'Changes what a command says.',
      options: WORDED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await editCommand(ctx, typed(call, ctx)), 'edited', ctx),
    },
    remove: {
      summary: 'Removes a command.',
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await removeCommand(ctx, typed(call, ctx).name), 'removed', ctx),
    },
    show: {
      summary: 'Shows the text of a command as it was written.',
      options: NAMED,
      run: async (call, ctx) => {
        const asked = typed(call, ctx).name;
        const shown = await showCommand(ctx, asked);
        const values = { name: ctx.prefix + asked, prefix: ctx.prefix };
        return say(shown === null ? ctx.say('missing', values) : ctx.say('shown', { ...values, text: shown }));
      },
    },
  },
};
