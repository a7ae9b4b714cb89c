import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { truncate } from '../../core/text.ts';
import { bookmarkTags, findBookmark, listBookmarks, popularBookmarks } from './bookmark-listing.ts';
import type { Bookmark } from './bookmark-rows.ts';
import { bookmarkTag, MAX_TAG, MAX_TAGS, readTagChanges, splitTags } from './bookmark-tags.ts';
import { undoBookmark } from './bookmark-undo.ts';
import type { BookmarkRefusal } from './bookmarks.ts';
import { addBookmark, changeBookmark, deleteBookmark, MAX_BOOKMARKS } from './bookmarks.ts';

const number = { type: 'word', required: true, summary: 'The bookmark’s number.' } as const;
const NUMBERED: Options = { number };
const COOLDOWN = { user: 5, channel: 0, exempt: 'moderator' } as const;
/** Keeping something costs a row and a look at a page. */
const KEEPING = { user: 15, channel: 0, exempt: 'moderator' } as const;

/** How many bookmarks and tags fit into one line of chat. */
const LISTED = 5;
const FOUND = 3;
const TAGS_SHOWN = 15;
/** Longest title in a list, and longest list, in code points. */
const TITLE_LENGTH = 60;
const LIST_LENGTH = 400;

/** `3` or `#3`; null for what is no number. */
function numberIn(typed = ''): number | null {
  const [, digits] = /^[#＃]?(\d{1,9})$/.exec(typed) ?? [];
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}

const badNumber = ({ options }: CommandCall, ctx: Ctx): Reply =>
  say(ctx.say('bookmark.bad-number', { typed: options.number ?? '', prefix: ctx.prefix }));

/** What a bookmark is called: by its title, else by its address. */
const nameOf = ({ title, url }: Bookmark): string => title || (url ?? '').replace(/^https?:\/\/(?:www\.)?/, '');

/** Its short link, which counts visits. */
const linkOf = ({ publicUrl }: Ctx, { code }: Bookmark): string => new URL(`/b/${code}`, publicUrl).href;

function wordsFor(refused: BookmarkRefusal, of: number | null, typed: string, ctx: Ctx): Reply {
  const values = { number: of ?? 0, typed, prefix: ctx.prefix, longest: MAX_TAG };
  const key = `bookmark.${refused.result}`;
  switch (refused.result) {
    case 'exists':
      return say(ctx.say(key, { ...values, number: refused.number, title: refused.title }));
    case 'too-long':
      return say(ctx.say(key, { ...values, most: refused.most, length: refused.length }));
    case 'bad-tag':
      return say(ctx.say(key, { ...values, typed: refused.typed }));
    case 'too-many-tags':
      return say(ctx.say(key, { ...values, most: MAX_TAGS }));
    case 'note':
      throw new Error('a note has no page, and nobody asked for it in chat');
    default:
      return say(ctx.say(key, { ...values, most: MAX_BOOKMARKS }));
  }
}

function shown(bookmark: Bookmark, ctx: Ctx): string {
  const key = bookmark.url === null ? 'bookmark.shown.note' : 'bookmark.shown';
  const values = { number: bookmark.number, title: nameOf(bookmark), link: linkOf(ctx, bookmark) };
  return [ctx.say(key, values), ...bookmark.tags.map((tag) => `#${tag}`)].join(' ');
}

/** With a number that somebody typed, or told why it is none. */
const withNumber =
  (run: (of: number, call: CommandCall, ctx: Ctx) => Promise<Reply>) =>
  async (call: CommandCall, ctx: Ctx): Promise<Reply> => {
    const of = numberIn(call.options.number);
    return of === null ? badNumber(call, ctx) : run(of, call, ctx);
  };

async function add({ options }: CommandCall, ctx: Ctx): Promise<Reply> {
  const { url = '', title = '' } = options;
  const { tags, text } = splitTags(title);
  const done = await addBookmark(ctx, { url, title: text, tags });
  if (done.result !== 'done') return wordsFor(done, null, truncate(url, TITLE_LENGTH), ctx);
  return say(ctx.say('bookmark.added', { number: done.bookmark.number, link: linkOf(ctx, done.bookmark) }));
}

async function note({ options }: CommandCall, ctx: Ctx): Promise<Reply> {
  const { tags, text } = splitTags(options.text ?? '');
  const done = await addBookmark(ctx, { title: text, tags });
  if (done.result !== 'done') return wordsFor(done, null, '', ctx);
  return say(ctx.say('bookmark.noted', { number: done.bookmark.number }));
}

const show = withNumber(async (of, _, ctx) => {
  const found = await findBookmark(ctx, of);
  return found ? say(shown(found, ctx)) : wordsFor({ result: 'missing' }, of, '', ctx);
});

const edit = withNumber(async (of, { options }, ctx) => {
  const done = await changeBookmark(ctx, of, { title: options.title ?? '' });
  if (done.result !== 'done') return wordsFor(done, of, '', ctx);
  return say(ctx.say('bookmark.changed', { number: of }));
});

const move = withNumber(async (of, { options }, ctx) => {
  const { url = '' } = options;
  const done = await changeBookmark(ctx, of, { url });
  if (done.result !== 'done') return wordsFor(done, of, truncate(url, TITLE_LENGTH), ctx);
  return say(ctx.say('bookmark.moved', { number: of, link: linkOf(ctx, done.bookmark) }));
});

const tag = withNumber(async (of, { options }, ctx) => {
  const read = readTagChanges(options.tags ?? '');
  if (!read.ok) return wordsFor(read as BookmarkRefusal, of, '', ctx);
  const done = await changeBookmark(ctx, of, { retag: read.changes });
  if (done.result !== 'done') return wordsFor(done, of, '', ctx);
  const tags = done.bookmark.tags.map((one) => `#${one}`).join(' ');
  return say(ctx.say(tags === '' ? 'bookmark.untagged' : 'bookmark.tagged', { number: of, tags }));
});

const remove = withNumber(async (of, _, ctx) => {
  const done = await deleteBookmark(ctx, of);
  if (done.result !== 'done') return wordsFor(done, of, '', ctx);
  return say(ctx.say('bookmark.deleted', { number: of, prefix: ctx.prefix }));
});

const undo = withNumber(async (of, _, ctx) => {
  const done = await undoBookmark(ctx, of);
  if (done.result === 'forbidden') return say(ctx.say('bookmark.forbidden.undo', { number: of }));
  if (done.result !== 'done') return wordsFor(done, of, '', ctx);
  const key = done.isDeleted ? 'bookmark.undone.deleted' : 'bookmark.undone';
  return say(ctx.say(key, { number: of, prefix: ctx.prefix }));
});

const line = (bookmark: Bookmark): string => `#${bookmark.number} ${truncate(nameOf(bookmark), TITLE_LENGTH)}`;

function listed(rows: readonly Bookmark[], typed: string, ctx: Ctx): Reply {
  const [only] = rows;
  if (!only) {
    const values = { typed: truncate(typed, TITLE_LENGTH), prefix: ctx.prefix };
    return say(ctx.say(typed === '' ? 'bookmark.list.none' : 'bookmark.found.none', values));
  }
  if (rows.length === 1 && typed !== '') return say(shown(only, ctx));
  return say(ctx.say('bookmark.list', { list: truncate(rows.map(line).join(' · '), LIST_LENGTH) }));
}

/** What is there with all of these tags; what cannot be a tag, no bookmark has. */
async function find(tags: readonly string[], search: string, limit: number, ctx: Ctx): Promise<readonly Bookmark[]> {
  const wanted = tags.map(bookmarkTag);
  return wanted.every((tag) => tag !== null) ? listBookmarks(ctx, { search, tags: wanted }, { limit }) : [];
}

async function search({ options }: CommandCall, ctx: Ctx): Promise<Reply> {
  const typed = options.words ?? '';
  const { tags, text } = splitTags(typed);
  return listed(await find(tags, text, FOUND, ctx), typed, ctx);
}

async function list({ options }: CommandCall, ctx: Ctx): Promise<Reply> {
  const typed = options.tags ?? '';
  return listed(await find(typed.split(/\s+/).filter(Boolean), '', LISTED, ctx), typed, ctx);
}

async function popular(_: CommandCall, ctx: Ctx): Promise<Reply> {
  const rows = await popularBookmarks(ctx, LISTED);
  if (rows.length === 0) return say(ctx.say('bookmark.popular.none'));
  const lines = rows.map((row) =>
    ctx.say('bookmark.popular.line', {
      number: row.number,
      title: truncate(nameOf(row), TITLE_LENGTH),
      visits: row.visits,
    }),
  );
  return say(ctx.say('bookmark.popular', { list: truncate(lines.join(' · '), LIST_LENGTH) }));
}

async function tellTags(_: CommandCall, ctx: Ctx): Promise<Reply> {
  const tags = await bookmarkTags(ctx, { limit: TAGS_SHOWN });
  if (tags.length === 0) return say(ctx.say('bookmark.tags.none', { prefix: ctx.prefix }));
  const list = tags.map(({ tag: name, count }) => `#${name} (${count})`).join(' ');
  return say(ctx.say('bookmark.tags', { list: truncate(list, LIST_LENGTH) }));
}

const bookmark: Command = {
  name: 'bookmark',
  aliases: ['bm'],
  summary: {
    en: 'Keeps pages and notes for everybody here, and shows one by its number.',
    de: 'Merkt sich Seiten und Notizen für alle hier und zeigt eine nach ihrer Nummer.',
  },
  cooldown: COOLDOWN,
  options: NUMBERED,
  run: show,
  subcommands: {
    add: {
      summary: {
        en: 'Keeps a page, with tags and a title; without a title it is called as the page calls itself.',
        de: 'Merkt sich eine Seite, mit Tags und Titel; ohne Titel heißt sie, wie sie sich selbst nennt.',
      },
      cooldown: KEEPING,
      options: {
        url: { type: 'word', required: true, summary: 'The page’s address.' },
        title: { type: 'rest', required: false, summary: 'Tags with # before or after, and a title.' },
      },
      effect: 'database',
      run: add,
    },
    note: {
      summary: { en: 'Keeps a few words.', de: 'Merkt sich ein paar Worte.' },
      cooldown: KEEPING,
      options: { text: { type: 'rest', required: true, summary: 'The note, with tags with # before or after.' } },
      effect: 'database',
      run: note,
    },
    search: {
      summary: {
        en: 'Finds bookmarks by words of their titles, descriptions and sites.',
        de: 'Findet Lesezeichen nach Wörtern in Titel, Beschreibung und Website.',
      },
      options: { words: { type: 'rest', required: true, summary: 'Words, "words together", -without, #tags.' } },
      run: search,
    },
    list: {
      summary: {
        en: 'Lists the newest bookmarks, or those that have all of the tags.',
        de: 'Zeigt die neuesten Lesezeichen, oder die mit allen genannten Tags.',
      },
      options: { tags: { type: 'rest', required: false, summary: 'Tags, as #music #live.' } },
      run: list,
    },
    popular: {
      summary: {
        en: 'Lists the bookmarks whose short links are visited most.',
        de: 'Zeigt die Lesezeichen, deren Kurzlinks am meisten besucht werden.',
      },
      run: popular,
    },
    tags: {
      summary: {
        en: 'Lists the tags, and how many bookmarks have each.',
        de: 'Zeigt die Tags, und wie viele Lesezeichen jeder hat.',
      },
      run: tellTags,
    },
    tag: {
      summary: {
        en: 'Puts tags on a bookmark, and takes them off.',
        de: 'Gibt einem Lesezeichen Tags oder nimmt sie ihm.',
      },
      options: { number, tags: { type: 'rest', required: true, summary: '#new puts one on, -#old takes one off.' } },
      effect: 'database',
      run: tag,
    },
    edit: {
      summary: {
        en: 'Gives a bookmark another title, or a note another text.',
        de: 'Gibt einem Lesezeichen einen anderen Titel, oder einer Notiz einen anderen Text.',
      },
      options: { number, title: { type: 'rest', required: true, summary: 'The title.' } },
      effect: 'database',
      run: edit,
    },
    url: {
      summary: {
        en: 'Gives a bookmark another address; its short link leads there.',
        de: 'Gibt einem Lesezeichen eine andere Adresse; sein Kurzlink führt dann dorthin.',
      },
      cooldown: KEEPING,
      options: { number, url: { type: 'word', required: true, summary: 'The page’s address.' } },
      effect: 'database',
      run: move,
    },
    delete: {
      summary: { en: 'Deletes a bookmark.', de: 'Löscht ein Lesezeichen.' },
      options: NUMBERED,
      effect: 'database',
      run: remove,
    },
    undo: {
      summary: {
        en: 'Takes the last change of a bookmark back.',
        de: 'Nimmt die letzte Änderung an einem Lesezeichen zurück.',
      },
      options: NUMBERED,
      effect: 'database',
      run: undo,
    },
  },
};

export const bookmarkCommands: readonly Command[] = [bookmark];
