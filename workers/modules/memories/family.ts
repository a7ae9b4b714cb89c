import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import { takeWord } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { bookmarkCommands } from './bookmark-commands.ts';
import { quoteCommands } from './quote-commands.ts';
import { reminderCommands } from './reminder-commands.ts';
import { changeMemorySettings, type MemorySettings, readMemorySettings, settingsPatch } from './settings.ts';

type Run = (call: CommandCall, ctx: Ctx) => Promise<Reply>;
type Options = CommandCall['options'];

/** What a command of another family does; a name that is not there is a mistake of ours, told at start. */
function runOf(commands: readonly Command[], name: string, subcommand?: string): Run {
  const command = commands.find((one) => one.name === name);
  const part = subcommand === undefined ? command : command?.subcommands?.[subcommand];
  if (!part) throw new Error(`no command ${name} ${subcommand ?? ''}`);
  return part.run;
}

const addQuote = runOf(quoteCommands, 'quote', 'add');
const editQuote = runOf(quoteCommands, 'quote', 'edit');
const deleteQuote = runOf(quoteCommands, 'quote', 'delete');
const searchQuotes = runOf(quoteCommands, 'quote', 'search');
const anyQuote = runOf(quoteCommands, 'quote');
const addBookmark = runOf(bookmarkCommands, 'bookmark', 'add');
const addNote = runOf(bookmarkCommands, 'bookmark', 'note');
const editBookmark = runOf(bookmarkCommands, 'bookmark', 'edit');
const moveBookmark = runOf(bookmarkCommands, 'bookmark', 'url');
const deleteBookmark = runOf(bookmarkCommands, 'bookmark', 'delete');
const searchBookmarks = runOf(bookmarkCommands, 'bookmark', 'search');
const listBookmarks = runOf(bookmarkCommands, 'bookmark', 'list');
const showBookmark = runOf(bookmarkCommands, 'bookmark');
const remind = runOf(reminderCommands, 'remind');

const rest = (summary: string, required = true) => ({ what: { type: 'rest', required, summary } }) as const;

/** Has a line go on as another command's, with its options. */
const as = (run: Run, call: CommandCall, options: Options, ctx: Ctx): Promise<Reply> => run({ ...call, options }, ctx);

/** The kind that a line begins with, and what follows; a quote where none is said. */
function kindIn(typed: string): { readonly kind: 'quote' | 'url' | 'note' | null; readonly rest: string } {
  const { word, rest } = takeWord(typed);
  const kind = word.toLowerCase().replace(/s$/, '');
  if (kind === 'quote' || kind === 'url' || kind === 'note') return { kind, rest };
  if (kind === 'bookmark' || kind === 'link') return { kind: 'url', rest };
  return { kind: null, rest: typed };
}

/** `"Title" "URL" [description]` or `URL [title]`: whichever word is the address. */
function bookmarkIn(typed: string): Options {
  const first = takeWord(typed);
  const second = takeWord(first.rest);
  const isAddress = (word: string) => /^(?:https?:\/\/|[^\s/]+\.[a-z]{2,})/i.test(word);
  return isAddress(first.word) || !isAddress(second.word)
    ? { url: first.word, title: first.rest }
    : { url: second.word, title: [first.word, second.rest].filter(Boolean).join(' ') };
}

/** `"text" Ann` means `"text" - Ann`. */
function quoteIn(typed: string): string {
  const { word, rest } = takeWord(typed);
  const isQuoted = /^["“„]/.test(typed.trimStart());
  return isQuoted && rest !== '' && !/^[-–—]/.test(rest) ? `"${word}" - ${rest}` : typed;
}

const which = (verb: string, ctx: Ctx): Reply => say(ctx.say('memories.which', { prefix: ctx.prefix, verb }));

async function add(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { kind, rest: text } = kindIn(call.options.what ?? '');
  switch (kind) {
    case 'quote':
      return as(addQuote, call, { text: quoteIn(text) }, ctx);
    case 'url':
      return as(addBookmark, call, bookmarkIn(text), ctx);
    case 'note':
      return as(addNote, call, { text: text.replaceAll('"', '') }, ctx);
    default:
      return which('add', ctx);
  }
}

async function change(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { kind, rest: typed } = kindIn(call.options.what ?? '');
  const { word: number, rest: text } = takeWord(typed);
  // The earlier form named a field: but for a page's address there is one that people change.
  const [, url] = /^url\s+(\S+)$/i.exec(text.replaceAll('"', '')) ?? [];
  if (kind === 'url' && url !== undefined) return as(moveBookmark, call, { number, url }, ctx);
  const value = text.replace(/^(?:text|title|content)\s+/i, '').replace(/^"(.*)"$/s, '$1');
  if (kind === 'url' || kind === 'note') return as(editBookmark, call, { number, title: value }, ctx);
  return as(editQuote, call, { number, text: value }, ctx);
}

async function remove(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { kind, rest: number } = kindIn(call.options.what ?? '');
  return as(kind === 'url' || kind === 'note' ? deleteBookmark : deleteQuote, call, { number }, ctx);
}

async function get(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { kind, rest: number } = kindIn(call.options.what ?? '');
  if (kind === 'url' || kind === 'note') return as(showBookmark, call, { number }, ctx);
  return as(anyQuote, call, { which: number }, ctx);
}

async function search(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { kind, rest: typed } = kindIn(call.options.what ?? '');
  const words = typed.replace(/^"([^"]*)"$/, '$1');
  return as(kind === 'url' || kind === 'note' ? searchBookmarks : searchQuotes, call, { words }, ctx);
}

async function list(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { kind } = kindIn(call.options.what ?? '');
  if (kind === 'url' || kind === 'note') return as(listBookmarks, call, {}, ctx);
  if (kind === 'quote') return as(runOf(quoteCommands, 'quote', 'count'), call, {}, ctx);
  return say(ctx.say('memories.kinds', { prefix: ctx.prefix }));
}

/** `"text" in "time"`, as it was once documented, and everything that `!remind` takes. */
async function remindOf(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const typed = call.options.what ?? '';
  const earlier = /^["“„](.+)["”“]\s+(?:in|at)\s+["“„]?([^"”“]+)["”“]?$/i.exec(typed.trim());
  return as(remind, call, { what: earlier ? `me ${earlier[2]} ${earlier[1]}` : typed }, ctx);
}

const settingsInWords = ({ quoteApproval, remindersPerPerson: most }: MemorySettings, ctx: Ctx): Reply =>
  say(ctx.say(quoteApproval ? 'memories.settings.approved' : 'memories.settings', { most, prefix: ctx.prefix }));

async function approval({ options: { to = '' } }: CommandCall, ctx: Ctx): Promise<Reply> {
  const typed = to.toLowerCase();
  return typed === 'on' || typed === 'off'
    ? settingsInWords(await changeMemorySettings(ctx, { quoteApproval: typed === 'on' }), ctx)
    : say(ctx.say('memories.bad-approval', { typed: to, prefix: ctx.prefix }));
}

async function limit({ options: { most = '' } }: CommandCall, ctx: Ctx): Promise<Reply> {
  const read = settingsPatch.safeParse({ remindersPerPerson: Number(most) });
  return read.success
    ? settingsInWords(await changeMemorySettings(ctx, read.data), ctx)
    : say(ctx.say('memories.bad-limit', { typed: most }));
}

const WRITES = { user: 5, channel: 0, exempt: 'moderator' } as const;

/** The forms under which all of this was once promised; each is another family's command. */
export const memories: Command = {
  name: 'memories',
  aliases: ['memory'],
  summary: {
    en: 'Quotes, bookmarks, notes and reminders under one name.',
    de: 'Zitate, Lesezeichen, Notizen und Erinnerungen unter einem Namen.',
  },
  cooldown: { user: 3, channel: 0, exempt: 'moderator' },
  options: rest('quote, url or note.', false),
  run: list,
  subcommands: {
    add: {
      summary: { en: 'Keeps a quote, a page or a note.', de: 'Merkt sich ein Zitat, eine Seite oder eine Notiz.' },
      options: rest('quote "text" Ann, url "Title" https://…, note text #tag'),
      cooldown: WRITES,
      effect: 'database',
      run: add,
    },
    list: {
      summary: { en: 'Lists what there is.', de: 'Zeigt, was es gibt.' },
      options: rest('quote, url or note.', false),
      run: list,
    },
    search: {
      summary: { en: 'Looks for words.', de: 'Sucht nach Wörtern.' },
      options: rest('Words; url or note before them.'),
      run: search,
    },
    get: {
      summary: { en: 'Shows one by its number.', de: 'Zeigt eins davon nach seiner Nummer.' },
      options: rest('A number; url or note before it.'),
      effect: 'database',
      run: get,
    },
    edit: {
      summary: { en: 'Changes one.', de: 'Ändert eins davon.' },
      options: rest('A number and the new text; url or note before it.'),
      cooldown: WRITES,
      effect: 'database',
      run: change,
    },
    delete: {
      summary: { en: 'Takes one away.', de: 'Nimmt eins davon weg.' },
      options: rest('A number; url or note before it.'),
      cooldown: WRITES,
      effect: 'database',
      run: remove,
    },
    remind: {
      summary: { en: 'Reminds you.', de: 'Erinnert dich.' },
      options: rest('"text" in "2h", or as !remind has it.'),
      cooldown: WRITES,
      effect: 'database',
      run: remindOf,
    },
    quotes: {
      summary: { en: 'Shows a quote by chance.', de: 'Zeigt ein zufälliges Zitat.' },
      effect: 'database',
      run: (call, ctx) => as(anyQuote, call, {}, ctx),
    },
    settings: {
      summary: { en: 'Tells what is set here.', de: 'Sagt, was hier eingestellt ist.' },
      level: 'moderator',
      run: async (_, ctx) => settingsInWords(await readMemorySettings(ctx), ctx),
    },
    approval: {
      summary: {
        en: 'Has quotes wait for a moderator, or not.',
        de: 'Lässt Zitate auf die Moderation warten oder nicht.',
      },
      level: 'admin',
      options: { to: { type: 'word', required: true, summary: 'on or off.' } },
      effect: 'database',
      run: approval,
    },
    limit: {
      summary: {
        en: 'Sets how many open reminders a person may have.',
        de: 'Legt fest, wie viele offene Erinnerungen jemand haben darf.',
      },
      level: 'admin',
      options: { most: { type: 'integer', required: true, summary: '1 to 500.' } },
      effect: 'database',
      run: limit,
    },
    urls: {
      summary: { en: 'Lists pages.', de: 'Zeigt Seiten.' },
      run: (call, ctx) => as(listBookmarks, call, {}, ctx),
    },
  },
};
