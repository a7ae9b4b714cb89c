import { defineWords } from './words.ts';

const en = (n: number) => n.toLocaleString('en-GB');
const de = (n: number) => n.toLocaleString('de-DE');

/** The page of bookmarks. */
export const bookmarks = defineWords({
  title: { en: 'Bookmarks', de: 'Lesezeichen' },
  description: {
    en: 'Pages and notes that your community comes back to. Each page has a short link that counts its visits.',
    de: 'Seiten und Notizen, zu denen deine Community zurückkommt. Jede Seite hat einen Kurzlink, der Besuche zählt.',
  },
  new: { en: 'New bookmark', de: 'Neues Lesezeichen' },
  search: { en: 'Search bookmarks', de: 'Lesezeichen suchen' },
  sort: { en: 'Order', de: 'Reihenfolge' },
  newest: { en: 'Newest first', de: 'Neueste zuerst' },
  best: { en: 'Best match first', de: 'Bester Treffer zuerst' },
  mostVisits: { en: 'Most visits first', de: 'Meiste Besuche zuerst' },
  tags: { en: 'Tags', de: 'Schlagwörter' },
  haveTag: { en: (n: number) => (n === 1 ? 'bookmark' : 'bookmarks'), de: () => 'Lesezeichen' },
  only: { en: 'Only these:', de: 'Nur diese:' },

  bookmark: { en: 'Bookmark', de: 'Lesezeichen' },
  numbered: { en: (n: number) => `Bookmark #${n}`, de: (n: number) => `Lesezeichen #${n}` },
  note: { en: 'Note', de: 'Notiz' },
  address: { en: 'Address', de: 'Adresse' },
  addressHint: {
    en: 'The page’s address. Leave it empty for a note.',
    de: 'Die Adresse der Seite. Leer lassen für eine Notiz.',
  },
  addressChanges: {
    en: 'Another page is read anew. Short link and visits stay.',
    de: 'Eine andere Seite wird neu gelesen. Kurzlink und Besuche bleiben.',
  },
  addressOfNote: {
    en: 'With an address the note becomes a bookmark of that page.',
    de: 'Mit einer Adresse wird die Notiz zum Lesezeichen dieser Seite.',
  },
  needsAddress: {
    en: 'A bookmark of a page needs its address. Delete it if the page is not wanted any more.',
    de: 'Das Lesezeichen einer Seite braucht ihre Adresse. Lösch es, wenn die Seite nicht mehr gebraucht wird.',
  },
  name: { en: 'Title', de: 'Titel' },
  nameHint: {
    en: 'Left empty, it is called as its page calls itself.',
    de: 'Leer gelassen heißt es, wie die Seite sich nennt.',
  },
  noteHint: { en: 'What is to be kept.', de: 'Was gemerkt werden soll.' },
  about: { en: 'Description', de: 'Beschreibung' },
  tagsHint: {
    en: 'With commas in between: guide, new-people.',
    de: 'Mit Kommas dazwischen: anleitung, neue-leute.',
  },
  needsOne: {
    en: 'Give the address of a page, or a title for a note.',
    de: 'Gib die Adresse einer Seite an oder einen Titel für eine Notiz.',
  },
  noteNeedsTitle: { en: 'A note has to say something.', de: 'Eine Notiz muss etwas sagen.' },
  shortLink: { en: 'Short link', de: 'Kurzlink' },
  copyLink: { en: (path: string) => `Copy the short link ${path}`, de: (path: string) => `Kurzlink ${path} kopieren` },
  openPage: { en: 'Open the page', de: 'Seite öffnen' },
  visits: {
    en: (n: number) => (n === 1 ? '1 visit' : `${en(n)} visits`),
    de: (n: number) => (n === 1 ? '1 Besuch' : `${de(n)} Besuche`),
  },
  reading: { en: 'The page is being read', de: 'Die Seite wird gelesen' },
  readingWhy: {
    en: 'Its title and description appear by themselves.',
    de: 'Titel und Beschreibung erscheinen von selbst.',
  },
  failed: { en: 'The page could not be read', de: 'Die Seite ließ sich nicht lesen' },
  failedWhy: { en: (why: string) => `It said: ${why}.`, de: (why: string) => `Die Antwort war: ${why}.` },
  readAgain: { en: 'Read it again', de: 'Noch einmal lesen' },
  readAgainOf: {
    en: (n: number) => `Read it again: #${n}`,
    de: (n: number) => `Noch einmal lesen: #${n}`,
  },

  emptyTitle: { en: 'Nothing is bookmarked yet', de: 'Noch hat nichts ein Lesezeichen' },
  empty: {
    en: (prefix: string) =>
      `Guides, rules, schedules, things to bring: what is asked for again and again. Chat keeps one with ${prefix}bookmark add and finds it with ${prefix}bookmark search.`,
    de: (prefix: string) =>
      `Anleitungen, Regeln, Termine, was man mitbringen soll: alles, wonach immer wieder gefragt wird. Der Chat merkt es mit ${prefix}bookmark add und findet es mit ${prefix}bookmark search.`,
  },
  exampleTitle: { en: 'How to find us', de: 'So findest du uns' },
  exampleAbout: {
    en: 'Channels, rooms and when somebody is there.',
    de: 'Kanäle, Räume und wann jemand da ist.',
  },
  exampleTag: { en: 'guide', de: 'anleitung' },
  noneTitle: { en: 'No bookmark matches', de: 'Kein Lesezeichen passt' },
  none: {
    en: 'Titles, descriptions, sites and addresses are searched. Try another word, or fewer tags.',
    de: 'Gesucht wird in Titeln, Beschreibungen, Seiten und Adressen. Versuch ein anderes Wort oder weniger Schlagwörter.',
  },
  added: { en: (n: number) => `Kept as bookmark #${n}`, de: (n: number) => `Gemerkt als Lesezeichen #${n}` },
  saved: { en: (n: number) => `Bookmark #${n} is saved`, de: (n: number) => `Lesezeichen #${n} ist gespeichert` },
  deleted: { en: (n: number) => `Bookmark #${n} was deleted`, de: (n: number) => `Lesezeichen #${n} wurde gelöscht` },
  gone: { en: 'There is no such bookmark here', de: 'Ein solches Lesezeichen gibt es hier nicht' },
  goneWhy: {
    en: 'It may have been deleted. Its number stays its own.',
    de: 'Vielleicht wurde es gelöscht. Seine Nummer bekommt kein anderes.',
  },
});
