import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { truncate } from '../../core/text.ts';
import { printAction, readAction } from './actions.ts';
import { printPattern, readRule, USUAL_MATCH } from './grammar.ts';
import type { KeywordChange, KeywordNotes } from './keywords.ts';
import { addKeyword, changeKeyword, MAX_RULES, removeKeyword } from './keywords.ts';
import type { ListedKeyword } from './listing.ts';
import { findKeyword, inOrder, listKeywords } from './listing.ts';
import { OPTION_NAMES, printOptionWords, readOptions } from './option-words.ts';
import { tryKeywords } from './trial.ts';
import { undoKeyword } from './undo.ts';
import { patternWords } from './wording.ts';

const name = { type: 'word', required: true, summary: 'What you call the rule.' } as const;
const NAMED: Options = { name };
const WRITTEN: Options = {
  name,
  rule: {
    type: 'rest',
    required: true,
    summary: '[exact|word|contains|regex] what to look for => what to say; or !command, #module, delete.',
  },
};

/** Longest list in one reply, in code points. */
const LIST_LENGTH = 400;

const nameIn = ({ options }: CommandCall): string => options.name ?? '';

/** What is worth a word about a rule that was kept. */
function notesIn({ matchesAll, unknown, problems, braces }: KeywordNotes, ctx: Ctx): readonly string[] {
  return [
    ...(matchesAll ? [ctx.say('note.all')] : []),
    ...(unknown.length > 0
      ? [ctx.say('note.unknown', { list: unknown.map((one) => ctx.prefix + one).join(', ') })]
      : []),
    ...problems.slice(0, 1).map(({ problem, start }) => ctx.say(`note.${problem}`, { at: start + 1 })),
    ...(braces === null ? [] : [ctx.say('note.braces', { typed: braces })]),
  ];
}

function wordsFor(change: KeywordChange, done: string, ctx: Ctx): Reply {
  const values = { name: change.name, prefix: ctx.prefix };
  switch (change.result) {
    case 'done':
      return say([ctx.say(done, values), ...notesIn(change.notes, ctx)].join(' '));
    case 'bad-pattern':
      return say(patternWords(change.refusal, ctx.say));
    case 'too-long':
      return say(ctx.say('too-long', { length: change.length, most: change.most }));
    case 'no-module':
      return say(ctx.say('no-module', { module: change.module }));
    default:
      return say(ctx.say(change.result, { ...values, most: MAX_RULES }));
  }
}

async function add(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { match = USUAL_MATCH, pattern, action: typed } = readRule(call.options.rule ?? '');
  if (pattern === undefined || typed === undefined) return say(ctx.say('no-pattern', { prefix: ctx.prefix }));
  const action = readAction(typed, ctx.prefix);
  if (!action) return say(ctx.say('nothing-to-say', { prefix: ctx.prefix }));
  return wordsFor(await addKeyword(ctx, { name: nameIn(call), match, pattern, action }), 'added', ctx);
}

/** What is typed before the arrow changes what it looks for, what is behind it what it does. */
async function edit(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { match, pattern, action: typed } = readRule(call.options.rule ?? '');
  const action = typed === undefined ? undefined : readAction(typed, ctx.prefix);
  if (action === null) return say(ctx.say('nothing-to-say', { prefix: ctx.prefix }));
  const patch = {
    ...(match ? { match } : {}),
    ...(pattern === undefined ? {} : { pattern }),
    ...(action ? { action } : {}),
  };
  return wordsFor(await changeKeyword(ctx, nameIn(call), patch), 'edited', ctx);
}

const actionIn = ({ action, module }: ListedKeyword, ctx: Ctx): string => printAction(action, ctx.prefix, module);

async function list(_: CommandCall, ctx: Ctx): Promise<Reply> {
  const rules = inOrder(await listKeywords(ctx, { limit: MAX_RULES }));
  if (rules.length === 0) return say(ctx.say('list.none', { prefix: ctx.prefix }));
  const names = rules.map(({ name, enabled }) => (enabled ? name : ctx.say('list.off', { name })));
  return say(ctx.say('list', { list: truncate(names.join(', '), LIST_LENGTH) }));
}

async function show(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const rule = await findKeyword(ctx, nameIn(call));
  if (!rule) return say(ctx.say('missing', { name: nameIn(call), prefix: ctx.prefix }));
  const options = printOptionWords(rule);
  const typed = `${printPattern(rule.match, rule.pattern)} => ${actionIn(rule, ctx)}`;
  return say(ctx.say(options === '' ? 'shown' : 'shown.options', { name: rule.name, options, rule: typed }));
}

async function setOptions(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const read = readOptions(call.options.settings ?? '');
  if (read.ok) return wordsFor(await changeKeyword(ctx, nameIn(call), read.patch), 'edited', ctx);
  const { value = '', values = '' } = read.reason === 'bad-value' ? read : {};
  return say(ctx.say(read.reason, { option: read.option, value, values, options: OPTION_NAMES }));
}

async function test(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const trial = await tryKeywords(ctx, { text: call.options.text ?? '', platform: call.event.platform });
  const [tried] = trial.result === 'done' ? trial.lines : [];
  if (!tried) return say(ctx.say('test.none'));
  const [acts, ...others] = tried.matched;
  const rule = acts === undefined ? undefined : await findKeyword(ctx, acts);
  return say(
    [
      rule ? ctx.say('test.acts', { name: rule.name, action: actionIn(rule, ctx) }) : ctx.say('test.none'),
      ...(others.length > 0 ? [ctx.say('test.also', { list: others.join(', ') })] : []),
      ...(tried.undecided.length > 0 ? [ctx.say('test.undecided', { list: tried.undecided.join(', ') })] : []),
    ].join(' '),
  );
}

async function undo(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const undone = await undoKeyword(ctx, nameIn(call));
  const key = { done: 'undone', nothing: 'undo.nothing', exists: 'undo.taken', full: 'full', stale: 'stale' }[
    undone.result
  ];
  return say(ctx.say(key, { name: undone.name, prefix: ctx.prefix, most: MAX_RULES }));
}

const switched = (enabled: boolean): Command['run'] => {
  return async (call, ctx) =>
    wordsFor(await changeKeyword(ctx, nameIn(call), { enabled }), enabled ? 'on' : 'off', ctx);
};

export const keyword: Command = {
  name: 'keyword',
  aliases: ['keywords'],
  summary: {
    en: 'Has the bot answer to what people write, without a command.',
    de: 'Lässt den Bot auf das antworten, was jemand schreibt, ganz ohne Befehl.',
  },
  level: 'moderator',
  run: async (_, ctx) => say(ctx.say('usage', { prefix: ctx.prefix })),
  subcommands: {
    add: {
      summary: {
        en: 'Adds a rule: what to look for => what to do.',
        de: 'Legt eine Regel an: wonach er sucht => was er dann tut.',
      },
      options: WRITTEN,
      effect: 'database',
      run: add,
    },
    edit: {
      summary: {
        en: 'Changes what a rule looks for, or behind => what it does.',
        de: 'Ändert, wonach eine Regel sucht, oder hinter => was sie tut.',
      },
      options: WRITTEN,
      effect: 'database',
      run: edit,
    },
    remove: {
      summary: { en: 'Removes a rule.', de: 'Entfernt eine Regel.' },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await removeKeyword(ctx, nameIn(call)), 'removed', ctx),
    },
    list: { summary: { en: 'Lists the rules.', de: 'Zeigt alle Regeln.' }, run: list },
    show: {
      summary: { en: 'Shows a rule as it was written.', de: 'Zeigt eine Regel, wie sie geschrieben wurde.' },
      options: NAMED,
      run: show,
    },
    on: {
      summary: { en: 'Switches a rule on.', de: 'Schaltet eine Regel ein.' },
      options: NAMED,
      effect: 'database',
      run: switched(true),
    },
    off: {
      summary: { en: 'Switches a rule off.', de: 'Schaltet eine Regel aus.' },
      options: NAMED,
      effect: 'database',
      run: switched(false),
    },
    options: {
      summary: { en: `Sets options of a rule: ${OPTION_NAMES}.`, de: `Setzt Optionen einer Regel: ${OPTION_NAMES}.` },
      options: {
        name,
        settings: { type: 'rest', required: true, summary: 'As cooldown=30 priority=5 case=on; - sets back.' },
      },
      effect: 'database',
      run: setOptions,
    },
    test: {
      summary: { en: 'Tells which rule would act on a text.', de: 'Sagt, welche Regel auf einen Text anspräche.' },
      options: { text: { type: 'rest', required: true, summary: 'What somebody might write.' } },
      run: test,
    },
    undo: {
      summary: { en: 'Takes the last change of a rule back.', de: 'Nimmt die letzte Änderung an einer Regel zurück.' },
      options: NAMED,
      effect: 'database',
      run: undo,
    },
  },
};
