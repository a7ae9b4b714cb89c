import type { Words } from '../../core/words.ts';

export const words = {
  celebrated: { en: 'HYPE! Thanks to {names}!', de: 'HYPE! Danke an {names}!' },
  'celebrated.more': {
    en: 'HYPE! Thanks to {names} and {more} more!',
    de: 'HYPE! Danke an {names} und {more} weitere!',
  },
  status: {
    en: 'Hype: {people} of {goal} within a minute. {prefix}hype counts you in.',
    de: 'Hype: {people} von {goal} in einer Minute. Mit {prefix}hype zählst du mit.',
  },
  resting: {
    en: 'The last hype still rings. The next one begins in {wait}.',
    de: 'Der letzte Hype klingt noch nach. Der nächste beginnt in {wait}.',
  },
  goal: { en: 'From now on it takes {goal} people.', de: 'Von jetzt an braucht es {goal} Leute.' },
  'bad-goal': {
    en: '{typed} cannot be the goal. Choose a number from {least} to {most}.',
    de: '{typed} kann nicht das Ziel sein. Nimm eine Zahl von {least} bis {most}.',
  },
  raid: {
    en: 'Welcome, {name} and {viewers} guests! Type {prefix}hype and cheer with us.',
    de: 'Willkommen, {name} und {viewers} Gäste! Schreibt {prefix}hype und jubelt mit.',
  },
} as const satisfies Words;
