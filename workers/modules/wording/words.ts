import type { Words } from '../../core/words.ts';

export const words = {
  set: { en: 'Changed the words of {key}.', de: 'Geänderte Worte: {key}.' },
  reset: { en: 'Back to the built-in words of {key}.', de: 'Für {key} gelten wieder die eingebauten Worte.' },
  is: { en: 'The words of {key}: {text}', de: 'Die Worte von {key}: {text}' },
  list: { en: 'Sentences: {keys}', de: 'Sätze: {keys}' },
  'list.more': {
    en: 'Sentences: {keys} … Narrow it down with {prefix}wording <part>.',
    de: 'Sätze: {keys} … Grenze es ein mit {prefix}wording <Teil>.',
  },
  none: { en: 'There is no sentence with "{search}" in its name.', de: 'Es gibt keinen Satz mit „{search}“ im Namen.' },
  unknown: {
    en: 'There is no sentence {key}. {prefix}wording <part> finds the one you mean.',
    de: 'Einen Satz {key} gibt es nicht. {prefix}wording <Teil> findet den richtigen.',
  },
  'too-long': {
    en: 'That has {length} characters; {most} is the most there is room for.',
    de: 'Das hat {length} Zeichen; mehr als {most} haben keinen Platz.',
  },
  full: {
    en: 'This community has {most} sentences of its own, which is all there is room for. Reset one first.',
    de: 'Diese Community hat {most} eigene Sätze, mehr passen nicht. Setze erst einen zurück.',
  },
  'bad-placeholder': {
    en: 'Nothing fills {placeholder} in there. The sentence {key} knows: {known}.',
    de: '{placeholder} füllt dort niemand aus. Der Satz {key} kennt: {known}.',
  },
  'no-placeholder': { en: 'nothing to fill in', de: 'nichts, was ausgefüllt wird' },
} as const satisfies Words;
