import { defineWords } from './words.ts';

const en = (n: number) => n.toLocaleString('en-GB');
const de = (n: number) => n.toLocaleString('de-DE');

/** The page of quotes. */
export const quotes = defineWords({
  title: { en: 'Quotes', de: 'Zitate' },
  description: {
    en: 'What was said here and is too good to be forgotten. Chat adds, shows and votes with !quote.',
    de: 'Was hier gesagt wurde und zu schade zum Vergessen ist. Der Chat merkt, zeigt und bewertet es mit !quote.',
  },
  tabs: { en: 'Quotes, by whether they are shown', de: 'Zitate, danach, ob sie gezeigt werden' },
  shown: { en: 'Shown', de: 'Gezeigte' },
  waiting: { en: 'Waiting', de: 'Wartende' },
  new: { en: 'New quote', de: 'Neues Zitat' },
  export: { en: 'Export CSV', de: 'Als CSV sichern' },
  import: { en: 'Import', de: 'Einlesen' },
  search: { en: 'Search quotes', de: 'Zitate suchen' },

  quote: { en: 'Quote', de: 'Zitat' },
  numbered: { en: (n: number) => `Quote #${n}`, de: (n: number) => `Zitat #${n}` },
  text: { en: 'What was said', de: 'Was gesagt wurde' },
  author: { en: 'Who said it', de: 'Wer es gesagt hat' },
  nobody: { en: 'nobody named', de: 'niemand genannt' },
  category: { en: 'Category', de: 'Kategorie' },
  categoryHint: { en: 'One word or two, to find it by.', de: 'Ein Wort oder zwei, um es zu finden.' },
  game: { en: 'Game', de: 'Spiel' },
  streamTitle: { en: 'Title of the stream', de: 'Titel des Streams' },
  said: { en: 'Said on', de: 'Gesagt am' },
  saidHint: {
    en: (zone: string) => `The day in ${zone}. Left as it is, a new quote was said now.`,
    de: (zone: string) => `Der Tag in ${zone}. Bleibt er, wie er ist, wurde ein neues Zitat jetzt gesagt.`,
  },
  votes: { en: 'Votes', de: 'Stimmen' },
  votesOf: {
    en: (up: number, down: number) => `${en(up)} up, ${en(down)} down`,
    de: (up: number, down: number) => `${de(up)} dafür, ${de(down)} dagegen`,
  },
  noVotes: { en: 'no votes yet', de: 'noch keine Stimmen' },
  needsText: { en: 'Write what was said.', de: 'Schreib, was gesagt wurde.' },

  emptyTitle: { en: 'Nothing was quoted yet', de: 'Noch wurde nichts zitiert' },
  empty: {
    en: (prefix: string) =>
      `Somebody says something unforgettable, chat keeps it with ${prefix}quote add “…” - name, and it comes back by chance with ${prefix}quote. Or add one here, or import those you have.`,
    de: (prefix: string) =>
      `Jemand sagt etwas Unvergessliches, der Chat merkt es mit ${prefix}quote add „…“ - Name, und mit ${prefix}quote kommt es zufällig wieder. Oder leg hier eins an, oder lies ein, was du schon hast.`,
  },
  exampleText: {
    en: 'I am not lost, I am exploring the wrong direction.',
    de: 'Ich habe mich nicht verlaufen, ich erkunde die falsche Richtung.',
  },
  exampleAuthor: { en: 'Robin', de: 'Robin' },
  exampleCategory: { en: 'maps', de: 'karten' },
  noneTitle: { en: 'No quote matches', de: 'Kein Zitat passt' },
  none: {
    en: 'Words are searched in texts, names, categories and games. Try another word, or fewer filters.',
    de: 'Gesucht wird in Texten, Namen, Kategorien und Spielen. Versuch ein anderes Wort oder weniger Filter.',
  },
  noneWaitingTitle: { en: 'Nothing waits', de: 'Nichts wartet' },
  noneWaiting: {
    en: 'Where quotes are approved first, what chat adds waits here until somebody lets it be shown.',
    de: 'Wo Zitate erst freigegeben werden, wartet hier, was der Chat anlegt, bis es jemand zeigen lässt.',
  },
  toSettings: { en: 'Have quotes approved', de: 'Zitate freigeben lassen' },

  approve: { en: 'Approve', de: 'Freigeben' },
  approveOf: { en: (n: number) => `Approve #${n}`, de: (n: number) => `#${n} freigeben` },
  decline: { en: 'Decline', de: 'Ablehnen' },
  declineOf: { en: (n: number) => `Decline #${n}`, de: (n: number) => `#${n} ablehnen` },
  actions: { en: 'Decision', de: 'Entscheidung' },
  waits: { en: 'It waits to be approved', de: 'Es wartet auf Freigabe' },
  waitsWhy: { en: 'Chat does not see it until then.', de: 'Der Chat sieht es bis dahin nicht.' },
  approved: { en: (n: number) => `Quote #${n} is approved`, de: (n: number) => `Zitat #${n} ist freigegeben` },
  approvedMany: {
    en: (n: number) => `${en(n)} quotes are approved`,
    de: (n: number) => `${de(n)} Zitate sind freigegeben`,
  },
  declined: { en: (n: number) => `Quote #${n} was declined`, de: (n: number) => `Zitat #${n} wurde abgelehnt` },
  declinedMany: {
    en: (n: number) => `${en(n)} quotes were declined`,
    de: (n: number) => `${de(n)} Zitate wurden abgelehnt`,
  },
  deleted: { en: (n: number) => `Quote #${n} was deleted`, de: (n: number) => `Zitat #${n} wurde gelöscht` },
  deletedMany: {
    en: (n: number) => `${en(n)} quotes were deleted`,
    de: (n: number) => `${de(n)} Zitate wurden gelöscht`,
  },
  added: { en: (n: number) => `Kept as quote #${n}`, de: (n: number) => `Gemerkt als Zitat #${n}` },
  saved: { en: (n: number) => `Quote #${n} is saved`, de: (n: number) => `Zitat #${n} ist gespeichert` },
  gone: { en: 'There is no such quote here', de: 'Ein solches Zitat gibt es hier nicht' },
  goneWhy: {
    en: 'It may have been deleted. Its number stays its own.',
    de: 'Vielleicht wurde es gelöscht. Seine Nummer bekommt kein anderes.',
  },
  keyApprove: { en: 'Approve what is marked', de: 'Markiertes freigeben' },
  keyDecline: { en: 'Decline what is marked', de: 'Markiertes ablehnen' },
});
