import { personOf } from '../../core/actors.ts';
import { MAX_ALIAS_DEPTH, MAX_LINKS } from '../../core/aliases.ts';
import { printDuration } from '../../core/durations.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { platformsReserving } from '../../core/reserved.ts';
import { truncate } from '../../core/text.ts';
import { nameOf } from '../commands/names.ts';
import { printOptionWords, readOptions } from '../commands/option-words.ts';
import type { AliasChange } from './aliases.ts';
import { addAlias, aliasOptionsPatch, changeAlias, MAX_ALIASES, MAX_EXPANSION, removeAlias } from './aliases.ts';
import type { Change } from './history.ts';
import { historyOf, undoChange } from './history.ts';

const name = {
  type: 'word',
  required: true,
  summary: 'The alias, with or without the prefix.',
  suggest: 'commands',
} as const;
const NAMED: Options = { name };
const WRITTEN: Options = {
  name,
  command: {
    type: 'rest',
    required: true,
    summary: 'What it stands for. {user}, {target}, {args} and {arg1} are filled in; && chains commands.',
  },
};

/** Options of an alias, as people type them. */
const OPTION_NAMES =
  'enabled, name, level, cooldown, usercooldown, groupcooldown, exempt, notice, group, category, platforms, live, hidden';
/** How many changes fit into one line of chat. */
const CHANGES_SHOWN = 4;
/** Longest list in one reply, in code points. */
const LIST_LENGTH = 400;

const typedName = ({ options }: CommandCall, ctx: Ctx): string => nameOf(options.name ?? '', ctx.prefix);

function wordsFor(change: AliasChange, done: string, ctx: Ctx): Reply {
  const key = change.result === 'done' ? done : change.result;
  const text = ctx.say(key, {
    name: key === 'bad-name' ? change.name : ctx.prefix + change.name,
    prefix: ctx.prefix,
    length: change.result === 'too-long' ? change.length : 0,
    most: change.result === 'full' ? MAX_ALIASES : MAX_EXPANSION,
    depth: MAX_ALIAS_DEPTH,
    links: MAX_LINKS,
  });
  if (change.result !== 'done' || change.unknown.length === 0) return say(text);
  const list = change.unknown.map((unknown) => ctx.prefix + unknown).join(', ');
  return say(`${text} ${ctx.say('unknown', { list })}`);
}

/** A new alias whose name a platform's own chat takes after a slash works all the same; whoever made it is told. */
function added(change: AliasChange, ctx: Ctx): Reply {
  const reply = wordsFor(change, 'added', ctx);
  const reserved = change.result === 'done' ? platformsReserving(change.name) : [];
  if (reserved.length === 0) return reply;
  const values = { name: change.name, prefix: ctx.prefix, platforms: reserved.join(', ') };
  return say(`${reply.text} ${ctx.say('reserved', values)}`);
}

async function show(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const asked = typedName(call, ctx);
  const entry = (await ctx.registry()).get(asked);
  const values = { name: ctx.prefix + asked, prefix: ctx.prefix };
  if (entry?.kind !== 'alias') return say(ctx.say('missing', values));
  const { level, cooldown, enabled, hidden, live, group, category, platforms, expansion = '' } = entry;
  const options = printOptionWords(
    {
      ...(enabled === false ? { enabled } : {}),
      ...(level === 'everyone' ? {} : { level }),
      cooldown: Object.fromEntries(
        Object.entries(cooldown).filter(([, value]) => typeof value === 'number' && value > 0),
      ),
      ...(hidden ? { hidden } : {}),
      ...(live ? { live } : {}),
      ...(group ? { group } : {}),
      ...(category ? { category } : {}),
      ...(platforms ? { platforms: [...platforms] } : {}),
    },
    ctx.now,
  );
  return say(ctx.say(options === '' ? 'shown' : 'shown.options', { ...values, options, text: expansion }));
}

async function list(_: CommandCall, ctx: Ctx): Promise<Reply> {
  const names = (await ctx.registry()).entries
    .filter(({ kind }) => kind === 'alias')
    .map((entry) => ctx.prefix + entry.name)
    .toSorted();
  if (names.length === 0) return say(ctx.say('list.none', { prefix: ctx.prefix }));
  return say(ctx.say('list', { list: truncate(names.join(' '), LIST_LENGTH) }));
}

async function setOptions(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const read = readOptions(call.options.settings ?? '', ctx.now);
  if (!read.ok) {
    const { value = '', values = '' } = read.reason === 'bad-value' ? read : {};
    return say(ctx.say(read.reason, { option: read.option, value, values, options: OPTION_NAMES }));
  }
  const { name: renamed, ...rest } = read.patch;
  const options = aliasOptionsPatch.safeParse(rest);
  if (!options.success) {
    const [issue] = options.error.issues;
    const option = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : String(issue?.path[0]);
    return say(ctx.say('unknown-option', { option, options: OPTION_NAMES }));
  }
  const patch = { ...(renamed ? { name: renamed } : {}), options: options.data };
  return wordsFor(await changeAlias(ctx, typedName(call, ctx), patch), 'edited', ctx);
}

const whoOf = ({ actor }: Change, ctx: Ctx): string => {
  return personOf(actor)?.displayName || ctx.say(actor.kind === 'system' ? 'actor.system' : 'actor.api');
};

async function tellHistory(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const asked = typedName(call, ctx);
  const changes = await historyOf(ctx, { name: asked, limit: CHANGES_SHOWN });
  const values = { name: ctx.prefix + asked, prefix: ctx.prefix };
  if (changes.length === 0) return say(ctx.say('history.none', values));
  const lines = changes.map((change) => {
    const ago = printDuration((ctx.now - change.at.getTime()) / 1000);
    return ctx.say('history.line', { action: change.action.replace('alias.', ''), who: whoOf(change, ctx), ago });
  });
  return say(ctx.say('history', { ...values, list: lines.join('; ') }));
}

async function undo(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const undone = await undoChange(ctx, typedName(call, ctx));
  const key = { done: 'undone', nothing: 'undo.nothing', exists: 'undo.taken', full: 'full', stale: 'stale' }[
    undone.result
  ];
  return say(ctx.say(key, { name: ctx.prefix + undone.name, prefix: ctx.prefix, most: MAX_ALIASES }));
}

export const alias: Command = {
  name: 'alias',
  summary: {
    en: 'Gives commands, or chains of them, other names.',
    de: 'Gibt Befehlen oder Ketten davon andere Namen.',
  },
  level: 'moderator',
  run: async (_, ctx) => say(ctx.say('usage', { prefix: ctx.prefix })),
  subcommands: {
    add: {
      summary: {
        en: 'Adds an alias for a command, or for several with && between them.',
        de: 'Legt einen Alias für einen Befehl an, oder für mehrere mit && dazwischen.',
      },
      options: WRITTEN,
      effect: 'database',
      run: async (call, ctx) => {
        const expansion = call.options.command ?? '';
        return added(await addAlias(ctx, { name: typedName(call, ctx), expansion }), ctx);
      },
    },
    edit: {
      summary: { en: 'Changes what an alias stands for.', de: 'Ändert, wofür ein Alias steht.' },
      options: WRITTEN,
      effect: 'database',
      run: async (call, ctx) => {
        const expansion = call.options.command ?? '';
        return wordsFor(await changeAlias(ctx, typedName(call, ctx), { expansion }), 'edited', ctx);
      },
    },
    remove: {
      summary: { en: 'Removes an alias.', de: 'Entfernt einen Alias.' },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await removeAlias(ctx, typedName(call, ctx)), 'removed', ctx),
    },
    list: { summary: { en: 'Lists the aliases.', de: 'Zeigt alle Aliasse.' }, run: list },
    show: {
      summary: {
        en: 'Shows what an alias stands for, as it was written.',
        de: 'Zeigt, wofür ein Alias steht, so wie es geschrieben wurde.',
      },
      options: NAMED,
      run: show,
    },
    options: {
      summary: { en: `Sets options of an alias: ${OPTION_NAMES}.`, de: `Setzt Optionen eines Alias: ${OPTION_NAMES}.` },
      options: {
        name,
        settings: { type: 'rest', required: true, summary: 'As level=vip cooldown=30s; - sets back.' },
      },
      effect: 'database',
      run: setOptions,
    },
    history: {
      summary: { en: 'Tells who changed an alias, and when.', de: 'Sagt, wer einen Alias geändert hat und wann.' },
      options: NAMED,
      run: tellHistory,
    },
    undo: {
      summary: {
        en: 'Takes the last change of an alias back.',
        de: 'Nimmt die letzte Änderung an einem Alias zurück.',
      },
      options: NAMED,
      effect: 'database',
      run: undo,
    },
  },
};
