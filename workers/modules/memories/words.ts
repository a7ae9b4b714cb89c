import type { Words } from '../../core/words.ts';
import { bookmarkWords } from './bookmark-words.ts';
import { firingWords } from './firing-words.ts';
import { quoteWords } from './quote-words.ts';
import { reminderWords } from './reminder-words.ts';

export const words = {
  ...quoteWords,
  ...bookmarkWords,
  ...reminderWords,
  ...firingWords,
  'memories.kinds': {
    en: 'Memories are quotes, pages and notes: {prefix}quote, {prefix}bookmark and {prefix}remind say more about each.',
    de: 'Erinnerungen sind Zitate, Seiten und Notizen: {prefix}quote, {prefix}bookmark und {prefix}remind sagen mehr dazu.',
  },
  'memories.settings': {
    en: 'Quotes are shown at once ({prefix}memories approval on|off). A person may have {most} open reminders ({prefix}memories limit <n>).',
    de: 'Zitate erscheinen sofort ({prefix}memories approval on|off). Jeder darf {most} offene Erinnerungen haben ({prefix}memories limit <n>).',
  },
  'memories.settings.approved': {
    en: 'Quotes wait until a moderator approves them ({prefix}memories approval on|off). A person may have {most} open reminders ({prefix}memories limit <n>).',
    de: 'Zitate warten, bis ein Moderator sie freigibt ({prefix}memories approval on|off). Jeder darf {most} offene Erinnerungen haben ({prefix}memories limit <n>).',
  },
  'memories.bad-approval': {
    en: '"{typed}" is neither on nor off: type {prefix}memories approval on or {prefix}memories approval off.',
    de: '„{typed}“ ist weder on noch off: schreib {prefix}memories approval on oder {prefix}memories approval off.',
  },
  'memories.bad-limit': {
    en: '"{typed}" is not a number of reminders that people may have: say one from 1 to 500.',
    de: '„{typed}“ ist keine Anzahl von Erinnerungen: sag eine von 1 bis 500.',
  },
  'memories.which': {
    en: 'Say what it is: {prefix}memories {verb} quote …, url … or note ….',
    de: 'Sag, was es ist: {prefix}memories {verb} quote …, url … oder note ….',
  },
} as const satisfies Words;
