import type { Words } from '../../core/words.ts';

export const bookmarkWords = {
  'bookmark.added': {
    en: 'Kept as bookmark #{number}: {link}',
    de: 'Gemerkt als Lesezeichen #{number}: {link}',
  },
  'bookmark.noted': { en: 'Kept as note #{number}.', de: 'Gemerkt als Notiz #{number}.' },
  'bookmark.exists': {
    en: 'That page is bookmark #{number} already: {title}',
    de: 'Diese Seite ist schon Lesezeichen #{number}: {title}',
  },
  'bookmark.shown': { en: '#{number}: {title} – {link}', de: '#{number}: {title} – {link}' },
  'bookmark.shown.note': { en: '#{number}: {title}', de: '#{number}: {title}' },
  'bookmark.changed': { en: 'Changed bookmark #{number}.', de: 'Lesezeichen #{number} geändert.' },
  'bookmark.moved': {
    en: 'Bookmark #{number} has its new address now. {link} leads there.',
    de: 'Lesezeichen #{number} hat jetzt die neue Adresse. {link} führt dorthin.',
  },
  'bookmark.stale': {
    en: 'Somebody changed bookmark #{number} just now. Look at it with {prefix}bookmark {number}, and try again.',
    de: 'Lesezeichen #{number} wurde gerade geändert. Sieh mit {prefix}bookmark {number} nach und versuch es noch einmal.',
  },
  'bookmark.tagged': {
    en: 'Bookmark #{number} has the tags {tags} now.',
    de: 'Lesezeichen #{number} hat jetzt die Tags {tags}.',
  },
  'bookmark.untagged': { en: 'Bookmark #{number} has no tags now.', de: 'Lesezeichen #{number} hat jetzt keine Tags.' },
  'bookmark.deleted': {
    en: 'Deleted bookmark #{number}. {prefix}bookmark undo {number} brings it back.',
    de: 'Lesezeichen #{number} gelöscht. {prefix}bookmark undo {number} holt es zurück.',
  },
  'bookmark.undone': {
    en: 'Took the last change of bookmark #{number} back. {prefix}bookmark undo {number} again brings it back.',
    de: 'Letzte Änderung an Lesezeichen #{number} zurückgenommen. Noch einmal {prefix}bookmark undo {number} stellt sie wieder her.',
  },
  'bookmark.undone.deleted': {
    en: 'Bookmark #{number} is gone again. {prefix}bookmark undo {number} brings it back.',
    de: 'Lesezeichen #{number} ist wieder weg. {prefix}bookmark undo {number} holt es zurück.',
  },
  'bookmark.nothing': {
    en: 'There is nothing to take back for bookmark #{number}.',
    de: 'An Lesezeichen #{number} gibt es nichts zurückzunehmen.',
  },
  'bookmark.missing': {
    en: 'There is no bookmark #{number} here. {prefix}bookmark list shows the newest.',
    de: 'Ein Lesezeichen #{number} gibt es hier nicht. {prefix}bookmark list zeigt die neuesten.',
  },
  'bookmark.bad-number': {
    en: '"{typed}" is no number of a bookmark. Type {prefix}bookmark 3, or {prefix}bookmark search <words…>.',
    de: '„{typed}“ ist keine Nummer eines Lesezeichens. Schreib {prefix}bookmark 3, oder {prefix}bookmark search <wörter…>.',
  },
  'bookmark.forbidden': {
    en: 'Bookmark #{number} is somebody else’s. Whoever made it can change it, and so can moderators.',
    de: 'Lesezeichen #{number} ist von jemand anderem. Ändern kann es, wer es angelegt hat, und die Moderation.',
  },
  'bookmark.forbidden.undo': {
    en: 'The last change of bookmark #{number} was not yours. Moderators can take it back.',
    de: 'Die letzte Änderung an Lesezeichen #{number} war nicht deine. Die Moderation kann sie zurücknehmen.',
  },
  'bookmark.full': {
    en: 'This community has {most} bookmarks, which is all there is room for. Delete one first.',
    de: 'Diese Community hat {most} Lesezeichen, mehr passen nicht. Lösche zuerst eins.',
  },
  'bookmark.empty': {
    en: 'A note has to say something: {prefix}bookmark note <text…>',
    de: 'Eine Notiz muss etwas sagen: {prefix}bookmark note <text…>',
  },
  'bookmark.too-long': {
    en: 'That has {length} characters. There is room for {most}.',
    de: 'Das hat {length} Zeichen. Platz ist für {most}.',
  },
  'bookmark.bad-url': {
    en: '"{typed}" is no address of a page. Type it as in {prefix}bookmark add https://example.com/page #tag title',
    de: '„{typed}“ ist keine Adresse einer Seite. Schreib sie so: {prefix}bookmark add https://example.com/page #tag titel',
  },
  'bookmark.bad-tag': {
    en: '"{typed}" cannot be a tag: use up to {longest} letters, digits, - or _ in one word.',
    de: '„{typed}“ kann kein Tag sein: bis zu {longest} Buchstaben, Ziffern, - oder _ in einem Wort.',
  },
  'bookmark.too-many-tags': {
    en: 'A bookmark has at most {most} tags. Take one off with {prefix}bookmark tag <number> -#tag.',
    de: 'Ein Lesezeichen hat höchstens {most} Tags. Nimm eins weg mit {prefix}bookmark tag <nummer> -#tag.',
  },
  'bookmark.list': { en: 'Bookmarks: {list}', de: 'Lesezeichen: {list}' },
  'bookmark.list.none': {
    en: 'There are no bookmarks yet. Keep a page with {prefix}bookmark add <address> [#tag…] [title…].',
    de: 'Es gibt noch keine Lesezeichen. Merk dir eine Seite mit {prefix}bookmark add <adresse> [#tag…] [titel…].',
  },
  'bookmark.found.none': {
    en: 'No bookmark fits "{typed}". {prefix}bookmark tags shows what there is.',
    de: 'Kein Lesezeichen passt zu „{typed}“. {prefix}bookmark tags zeigt, was es gibt.',
  },
  'bookmark.popular': { en: 'Most visited: {list}', de: 'Am meisten besucht: {list}' },
  'bookmark.popular.line': { en: '#{number} {title} ({visits})', de: '#{number} {title} ({visits})' },
  'bookmark.popular.none': {
    en: 'No bookmark was visited yet. Visits of its short link count, once per person and day.',
    de: 'Noch kein Lesezeichen wurde besucht. Es zählt, wer den kurzen Link öffnet, einmal pro Person und Tag.',
  },
  'bookmark.tags': { en: 'Tags: {list}', de: 'Tags: {list}' },
  'bookmark.tags.none': {
    en: 'No bookmark has a tag yet. Give one with {prefix}bookmark tag <number> #tag.',
    de: 'Noch kein Lesezeichen hat ein Tag. Gib eins mit {prefix}bookmark tag <nummer> #tag.',
  },
} as const satisfies Words;
