import { defineWords } from './words.ts';

const en = (n: number) => n.toLocaleString('en-GB');
const de = (n: number) => n.toLocaleString('de-DE');

/** The page of statistics. */
export const statistics = defineWords({
  title: { en: 'Statistics', de: 'Statistik' },
  description: {
    en: 'How what is kept here grows, and what of it people like.',
    de: 'Wie wächst, was hier gemerkt wird, und was davon den Leuten gefällt.',
  },
  notLoaded: { en: 'These numbers could not be loaded', de: 'Diese Zahlen ließen sich nicht laden' },
  perMonth: { en: 'By month', de: 'Nach Monaten' },
  earlier: {
    en: (n: number) => `${en(n)} more from before.`,
    de: (n: number) => `${de(n)} weitere aus der Zeit davor.`,
  },

  quotes: { en: 'Quotes', de: 'Zitate' },
  quotesPerMonth: { en: 'Quotes by the month in which they were said', de: 'Zitate nach dem Monat, in dem sie fielen' },
  byCategory: { en: 'Quotes by category', de: 'Zitate nach Kategorie' },
  byAuthor: { en: 'Quotes by who said them', de: 'Zitate nach Person' },
  category: { en: 'Category', de: 'Kategorie' },
  noCategory: { en: 'no category', de: 'ohne Kategorie' },
  author: { en: 'Who', de: 'Wer' },
  best: { en: 'Best liked', de: 'Am beliebtesten' },
  quote: { en: 'Quote', de: 'Zitat' },
  votes: { en: 'Votes', de: 'Stimmen' },
  noVotes: {
    en: 'Nobody has voted yet. Chat does with !quote vote 12 up.',
    de: 'Noch hat niemand abgestimmt. Der Chat tut es mit !quote vote 12 up.',
  },
  waitingNow: { en: (n: number) => `${en(n)} wait`, de: (n: number) => `${de(n)} warten` },
  shownQuotes: { en: 'Quotes shown', de: 'Gezeigte Zitate' },
  people: { en: 'People quoted', de: 'Zitierte Leute' },
  categories: { en: 'Categories', de: 'Kategorien' },
  inCategories: { en: 'in use', de: 'in Gebrauch' },
  byName: { en: 'by different names', de: 'mit verschiedenen Namen' },
  noQuotes: { en: 'Nothing was quoted yet', de: 'Noch wurde nichts zitiert' },
  noQuotesWhy: {
    en: 'With the first quotes, what is said when and by whom appears here.',
    de: 'Mit den ersten Zitaten erscheint hier, was wann von wem gesagt wird.',
  },
  toQuotes: { en: 'To the quotes', de: 'Zu den Zitaten' },

  bookmarks: { en: 'Bookmarks', de: 'Lesezeichen' },
  bookmarksPerMonth: { en: 'Bookmarks by month', de: 'Lesezeichen nach Monaten' },
  visitsPerDay: { en: 'Visits of short links by day', de: 'Besuche der Kurzlinks nach Tagen' },
  byTag: { en: 'Bookmarks by tag', de: 'Lesezeichen nach Schlagwort' },
  tag: { en: 'Tag', de: 'Schlagwort' },
  mostVisited: { en: 'Most visited', de: 'Am meisten besucht' },
  bookmark: { en: 'Bookmark', de: 'Lesezeichen' },
  visits: { en: 'Visits', de: 'Besuche' },
  ofThemNotes: {
    en: (n: number) => (n === 1 ? '1 of them is a note' : `${en(n)} of them are notes`),
    de: (n: number) => (n === 1 ? 'davon 1 Notiz' : `davon ${de(n)} Notizen`),
  },
  everVisited: { en: 'since they were added', de: 'seit sie angelegt wurden' },
  contributors: { en: 'People who added some', de: 'Leute, die welche anlegten' },
  tagsInUse: {
    en: (n: number) => (n === 1 ? '1 tag in use' : `${en(n)} tags in use`),
    de: (n: number) => (n === 1 ? '1 Schlagwort in Gebrauch' : `${de(n)} Schlagwörter in Gebrauch`),
  },
  noTags: { en: 'No bookmark is tagged yet.', de: 'Noch hat kein Lesezeichen ein Schlagwort.' },
  noVisits: {
    en: 'No short link was visited yet. Each page has one to pass on.',
    de: 'Noch wurde kein Kurzlink besucht. Jede Seite hat einen zum Weitergeben.',
  },
  noBookmarks: { en: 'Nothing is bookmarked yet', de: 'Noch hat nichts ein Lesezeichen' },
  noBookmarksWhy: {
    en: 'With the first bookmarks, how often each is gone to appears here.',
    de: 'Mit den ersten Lesezeichen erscheint hier, wie oft jedes besucht wird.',
  },
  toBookmarks: { en: 'To the bookmarks', de: 'Zu den Lesezeichen' },

  reminders: { en: 'Reminders', de: 'Erinnerungen' },
  madePerMonth: { en: 'Set by month', de: 'Gestellt nach Monaten' },
  duePerMonth: { en: 'Due by month', de: 'Fällig nach Monaten' },
  made: { en: 'Set', de: 'Gestellt' },
  fired: { en: 'Said', de: 'Gesagt' },
  missed: { en: 'Missed', de: 'Verpasst' },
  open: { en: 'Open', de: 'Offen' },
  recurring: {
    en: (n: number) => (n === 1 ? '1 comes again and again' : `${en(n)} come again and again`),
    de: (n: number) => (n === 1 ? '1 kommt immer wieder' : `${de(n)} kommen immer wieder`),
  },
  firedEver: { en: 'Times said', de: 'Mal gesagt' },
  ever: { en: 'all in all', de: 'insgesamt' },
  missedEver: { en: 'Ended unsaid', de: 'Ungesagt vorbei' },
  missedWhy: { en: 'nobody was there to say them', de: 'niemand war da, sie zu sagen' },
  noReminders: { en: 'Nothing was to be remembered yet', de: 'Noch war an nichts zu erinnern' },
  noRemindersWhy: {
    en: 'With the first reminders, how many were set, said and missed appears here.',
    de: 'Mit den ersten Erinnerungen erscheint hier, wie viele gestellt, gesagt und verpasst wurden.',
  },
  toReminders: { en: 'To the reminders', de: 'Zu den Erinnerungen' },
});
