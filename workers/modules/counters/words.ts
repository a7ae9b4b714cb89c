import type { Words } from '../../core/words.ts';

export const words = {
  is: { en: '{name} is at {value}.', de: '{name} steht bei {value}.' },
  set: {
    en: '{name} is at {value} now; it was at {before}.',
    de: '{name} steht jetzt bei {value}, vorher bei {before}.',
  },
  removed: { en: '{name} is forgotten; it was at {before}.', de: '{name} ist vergessen, es stand bei {before}.' },
  undone: { en: '{name} is back at {value}.', de: '{name} steht wieder bei {value}.' },
  missing: { en: 'There is no change of {name} to take back.', de: 'An {name} gibt es nichts zurückzunehmen.' },
  'bad-name': {
    en: '"{name}" cannot be a counter: use one word of up to 40 letters, digits, - or _.',
    de: '„{name}“ kann kein Zähler sein: ein Wort aus bis zu 40 Buchstaben, Ziffern, - oder _.',
  },
  full: {
    en: 'This community counts {most} things, which is all there is room for. Remove one first.',
    de: 'Diese Community zählt {most} Dinge, mehr passen nicht. Lösche zuerst eins.',
  },
} as const satisfies Words;
