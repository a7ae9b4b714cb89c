import { defineWords } from './words.ts';

/** Pages that a page of the rail is divided into. */
export const subPages = defineWords({
  ofCommands: { en: 'Commands and what is like them', de: 'Befehle und was dazugehört' },
  commands: { en: 'Commands', de: 'Befehle' },
  aliases: { en: 'Aliases', de: 'Aliasse' },
  keywords: { en: 'Keywords', de: 'Stichwörter' },
  timers: { en: 'Timers', de: 'Timer' },
  counters: { en: 'Counters', de: 'Zähler' },
  modules: { en: 'HTTP modules', de: 'HTTP-Module' },
  ofMemories: { en: 'What is kept here', de: 'Was hier gemerkt wird' },
  quotes: { en: 'Quotes', de: 'Zitate' },
  bookmarks: { en: 'Bookmarks', de: 'Lesezeichen' },
  reminders: { en: 'Reminders', de: 'Erinnerungen' },
  statistics: { en: 'Statistics', de: 'Statistik' },
});
