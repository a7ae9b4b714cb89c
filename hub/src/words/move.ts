import { defineWords } from './words.ts';

/** The frame of moving in and moving out. */
export const move = defineWords({
  title: { en: 'Move', de: 'Umziehen' },
  description: {
    en: 'Bring along what another bot has, or take everything with you.',
    de: 'Bring mit, was ein anderer Bot hat, oder nimm alles mit.',
  },
  tabs: { en: 'Which way', de: 'In welche Richtung' },
  in: { en: 'Moving in', de: 'Einziehen' },
  out: { en: 'Moving out', de: 'Ausziehen' },
});
