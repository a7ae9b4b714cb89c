import type { Words } from '../../core/words.ts';

export const firingWords = {
  remind: { en: 'you wanted to be reminded: {text}', de: 'du wolltest erinnert werden: {text}' },
  announce: { en: 'Reminder: {text}', de: 'Erinnerung: {text}' },
  late: { en: '(late by {by})', de: '({by} zu spät)' },
  again: { en: '(again)', de: '(noch einmal)' },
} as const satisfies Words;
