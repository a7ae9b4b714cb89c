import { personOf } from '../../core/actors.ts';
import { MAX_LISTED, MAX_REPLIES, MAX_REPLY, MAX_WEIGHT } from '../../core/command-options.ts';
import { printDuration } from '../../core/durations.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { platformsReserving } from '../../core/reserved.ts';
import type { CommandChange } from './custom.ts';
import { addCommand, addReply, editCommand, MAX_COMMANDS, removeCommand, removeReply, showCommand } from './custom.ts';
import type { Change } from './history.ts';
import { historyOf, undoChange } from './history.ts';
import type { ListChange, Listing } from './lists.ts';
import { listAccount } from './lists.ts';
import { namedOf, nameOf } from './names.ts';
import { OPTION_NAMES, printOptionWords, readOptions } from './option-words.ts';
import { setOptions } from './options.ts';

const name = {
  type: 'word',
  required: true,
  summary: 'The command, with or without the prefix.',
  suggest: 'commands',
} as const;
const text = {
  type: 'rest',
  required: true,
  summary: 'What it says. $(user), $(touser), $(query) and $(1) are filled in.',
} as const;
const weight = { type: 'integer', required: true, summary: 'How often, against the others: 1 is usual.' } as const;
const person = { type: 'word', required: true, summary: 'Who, by @name.' } as const;
const NAMED: Options = { name };
const WORDED: Options = { name, text };
const LISTED: Options = { person, name };

/** How many changes fit into one line of chat. */
const CHANGES_SHOWN = 4;

/** The most there may be of what there is too much of. */
const MOST: Readonly<Partial<Record<ListChange['result'], number>>> = {
  full: MAX_COMMANDS,
  'too-many-replies': MAX_REPLIES,
  'list-full': MAX_LISTED,
};

export function wordsFor(change: ListChange, done: string, ctx: Ctx): Reply {
  const key = change.result === 'done' ? done : change.result;
  return say(
    ctx.say(key, {
      name: key === 'bad-name' ? change.name : ctx.prefix + change.name,
      prefix: ctx.prefix,
      length: change.result === 'too-long' ? change.length : 0,
      most: MOST[change.result] ?? MAX_REPLY,
    }),
  );
}

const typed = ({ options }: CommandCall, ctx: Ctx) => ({
  name: nameOf(options.name ?? '', ctx.prefix),
  replies: [{ text: options.text ?? '', weight: 1 }],
});

/** A new command whose name a platform's own chat takes after a slash works all the same; whoever made it is told. */
function added(change: CommandChange, ctx: Ctx): Reply {
  const reply = wordsFor(change, 'added', ctx);
  const reserved = change.result === 'done' ? platformsReserving(change.name) : [];
  if (reserved.length === 0) return reply;
  const { name } = change;
  return say(`${reply.text} ${ctx.say('reserved', { name, prefix: ctx.prefix, platforms: reserved.join(', ') })}`);
}

async function changeOptions(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const command = namedOf(call.options.name ?? '', ctx.prefix);
  const shown = ctx.prefix + [command.name, command.subcommand].filter(Boolean).join(' ');
  if (call.options.settings === undefined) return showOptions(command.name, shown, ctx);
  const read = readOptions(call.options.settings, ctx.now);
  if (!read.ok) {
    const { reason, option } = read;
    const { value = '', values = '' } = reason === 'bad-value' ? read : {};
    return say(ctx.say(reason, { option, value, values, options: OPTION_NAMES }));
  }
  return wordsFor(await setOptions(ctx, { command, patch: read.patch }), 'options.set', ctx);
}

/** What is set shows in the registry, where it has become the command's own. */
async function showOptions(name: string, shown: string, ctx: Ctx): Promise<Reply> {
  const entry = (await ctx.registry()).get(name);
  if (!entry) return say(ctx.say('missing', { name: shown, prefix: ctx.prefix }));
  const { cooldown, level, hidden, enabled, live, group, category, style, dialect, platforms, expiresAt } = entry;
  const options = printOptionWords(
    {
      enabled: enabled ?? true,
      level,
      cooldown,
      ...(hidden ? { hidden } : {}),
      ...(live ? { live } : {}),
      ...(group ? { group } : {}),
      ...(category ? { category } : {}),
      ...(style ? { style } : {}),
      ...(dialect ? { dialect } : {}),
      ...(platforms ? { platforms: [...platforms] } : {}),
      ...(expiresAt ? { expiresAt: new Date(expiresAt).toISOString() } : {}),
    },
    ctx.now,
  );
  return say(ctx.say('options.are', { name: shown, options }));
}

const listing = (to: Listing, done: string) => async (call: CommandCall, ctx: Ctx) => {
  const found = await ctx.findPerson(call.options.person ?? '');
  if (!found) return say(ctx.say('nobody', { who: call.options.person ?? '' }));
  const account = `${call.event.platform}:${found.account}`;
  const change = await listAccount(ctx, { command: namedOf(call.options.name ?? '', ctx.prefix), account, to });
  // Who stood there already is told the same: that is how it is.
  return change.result === 'done' || change.result === 'unchanged'
    ? say(ctx.say(done, { who: found.displayName, name: ctx.prefix + change.name }))
    : wordsFor(change, done, ctx);
};

const whoOf = ({ actor }: Change, ctx: Ctx): string => {
  return personOf(actor)?.displayName || ctx.say(actor.kind === 'system' ? 'actor.system' : 'actor.api');
};

async function tellHistory(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const command = namedOf(call.options.name ?? '', ctx.prefix);
  const changes = await historyOf(ctx, { command, limit: CHANGES_SHOWN });
  const values = { name: ctx.prefix + command.name, prefix: ctx.prefix };
  if (changes.length === 0) return say(ctx.say('history.none', values));
  const list = changes.map((change) => {
    const ago = printDuration((ctx.now - change.at.getTime()) / 1000);
    return ctx.say('history.line', { action: change.action.replace('command.', ''), who: whoOf(change, ctx), ago });
  });
  return say(ctx.say('history', { ...values, list: list.join('; ') }));
}

async function listReplies(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const asked = typed(call, ctx).name;
  const values = { name: ctx.prefix + asked, prefix: ctx.prefix };
  const replies = await showCommand(ctx, asked);
  if (replies === null) return say(ctx.say('missing', values));
  const [only] = replies;
  if (replies.length === 1 && only) return say(ctx.say('shown', { ...values, text: only.text }));
  const list = replies.map(({ text, weight }, i) => `${i + 1}${weight === 1 ? '' : ` (×${weight})`}: ${text}`);
  return { text: ctx.say('shown.several', { ...values, list: list.join(' | ') }) };
}

export const command: Command = {
  name: 'command',
  aliases: ['cmd'],
  summary: {
    en: 'Adds, changes and removes commands of this community.',
    de: 'Legt Befehle dieser Community an, ändert und entfernt sie.',
  },
  level: 'moderator',
  run: async (_, ctx) => say(ctx.say('usage', { prefix: ctx.prefix })),
  subcommands: {
    add: {
      summary: { en: 'Adds a command that says a text.', de: 'Legt einen Befehl an, der einen Text sagt.' },
      options: WORDED,
      effect: 'database',
      run: async (call, ctx) => added(await addCommand(ctx, typed(call, ctx)), ctx),
    },
    edit: {
      summary: { en: 'Changes what a command says.', de: 'Ändert, was ein Befehl sagt.' },
      options: WORDED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await editCommand(ctx, typed(call, ctx)), 'edited', ctx),
    },
    remove: {
      summary: { en: 'Removes a command.', de: 'Entfernt einen Befehl.' },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await removeCommand(ctx, typed(call, ctx).name), 'removed', ctx),
    },
    show: {
      summary: {
        en: 'Shows what a command says, as it was written.',
        de: 'Zeigt, was ein Befehl sagt, so wie es geschrieben wurde.',
      },
      options: NAMED,
      run: listReplies,
    },
    options: {
      summary: {
        en: `Shows or sets options of any command: ${OPTION_NAMES}.`,
        de: `Zeigt oder setzt Optionen eines beliebigen Befehls: ${OPTION_NAMES}.`,
      },
      options: {
        name: { ...name, summary: 'The command; a part of it as "quote add".' },
        settings: { type: 'rest', required: false, summary: 'As level=vip cooldown=30s; - sets back.' },
      },
      effect: 'database',
      run: changeOptions,
    },
    addreply: {
      summary: {
        en: 'Gives a command one more reply; one of them is chosen each time.',
        de: 'Gibt einem Befehl eine weitere Antwort; jedes Mal wird eine davon gewählt.',
      },
      options: { name, weight, text },
      effect: 'database',
      run: async (call, ctx) => {
        const amount = Number(call.options.weight);
        if (amount < 1 || amount > MAX_WEIGHT) return say(ctx.say('bad-weight', { most: MAX_WEIGHT }));
        const reply = { text: call.options.text ?? '', weight: amount };
        return wordsFor(await addReply(ctx, { name: typed(call, ctx).name, reply }), 'reply.added', ctx);
      },
    },
    removereply: {
      summary: {
        en: 'Takes one of several replies away, by its number.',
        de: 'Nimmt eine von mehreren Antworten weg, nach ihrer Nummer.',
      },
      options: { name, number: { type: 'integer', required: true, summary: 'As show counts them.' } },
      effect: 'database',
      run: async (call, ctx) => {
        const number = Number(call.options.number);
        if (number < 1 || number > MAX_REPLIES) return say(ctx.say('bad-number'));
        return wordsFor(await removeReply(ctx, { name: typed(call, ctx).name, number }), 'reply.removed', ctx);
      },
    },
    allow: {
      summary: {
        en: 'Lets somebody use a command, whatever their level.',
        de: 'Lässt jemanden einen Befehl benutzen, egal auf welcher Stufe.',
      },
      options: LISTED,
      effect: 'database',
      run: listing('allow', 'allowed'),
    },
    deny: {
      summary: { en: 'Keeps somebody from a command.', de: 'Sperrt jemanden für einen Befehl.' },
      options: LISTED,
      effect: 'database',
      run: listing('deny', 'denied'),
    },
    unlist: {
      summary: { en: 'Takes somebody off a command’s lists.', de: 'Nimmt jemanden von den Listen eines Befehls.' },
      options: LISTED,
      effect: 'database',
      run: listing('neither', 'unlisted'),
    },
    history: {
      summary: { en: 'Tells who changed a command, and when.', de: 'Sagt, wer einen Befehl geändert hat und wann.' },
      options: NAMED,
      run: tellHistory,
    },
    undo: {
      summary: {
        en: 'Takes the last change of a command back.',
        de: 'Nimmt die letzte Änderung an einem Befehl zurück.',
      },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => {
        const undone = await undoChange(ctx, namedOf(call.options.name ?? '', ctx.prefix));
        const values = { name: ctx.prefix + undone.name, prefix: ctx.prefix };
        return say(
          ctx.say(undone.result === 'done' ? 'undone' : undone.result === 'exists' ? 'exists' : 'undo.nothing', values),
        );
      },
    },
  },
};
