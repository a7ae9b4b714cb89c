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
  'memories.which': {
    en: 'Say what it is: {prefix}memories {verb} quote …, url … or note ….',
    de: 'Sag, was es ist: {prefix}memories {verb} quote …, url … oder note ….',
  },
} as const satisfies Words;
