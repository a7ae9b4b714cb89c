import type { Words } from '../../core/words.ts';

export const words = {
  follow: { en: 'Welcome, {names}! Thanks for the follow.', de: 'Willkommen, {names}! Danke fürs Folgen.' },
  subscribe: { en: 'Thank you for subscribing, {names}!', de: 'Danke für das Abo, {names}!' },
  resubscribe: { en: 'Thank you for staying with us, {names}!', de: 'Danke, dass du dabeibleibst, {names}!' },
  gift: { en: '{names} gave {amount} subs away. Thank you!', de: '{names} hat {amount} Abos verschenkt. Danke!' },
  cheer: { en: 'Thank you for {amount} {what}, {names}!', de: 'Danke für {amount} {what}, {names}!' },
  tip: { en: 'Thank you for the support, {names}!', de: 'Danke für die Unterstützung, {names}!' },
  raid: {
    en: 'A raid! Welcome, {names} and your {amount} viewers!',
    de: 'Ein Raid! Willkommen, {names} und eure {amount} Zuschauer!',
  },
  somebody: { en: 'somebody', de: 'jemand' },
  list: { en: '{names} and {last}', de: '{names} und {last}' },
  'list.more': { en: '{names} and {more} others', de: '{names} und {more} weitere' },
  'state.on': { en: 'Greetings are on for: {kinds}.', de: 'Gedankt wird für: {kinds}.' },
  'state.off': {
    en: 'Greetings are off. {prefix}greetings on switches them on.',
    de: 'Es wird nicht gedankt. {prefix}greetings on schaltet es ein.',
  },
  'bad-kind': {
    en: 'There are no greetings for "{typed}". Choose one of: {kinds}.',
    de: 'Für „{typed}“ wird nicht gedankt. Zur Wahl stehen: {kinds}.',
  },
  worded: { en: 'Changed what is said for {kind}.', de: 'Geändert, was bei {kind} gesagt wird.' },
  reset: { en: 'Back to the built-in words for {kind}.', de: 'Für {kind} gelten wieder die eingebauten Worte.' },
  'too-long': {
    en: 'That text has {length} characters; {most} is the most there is room for.',
    de: 'Der Text hat {length} Zeichen; mehr als {most} haben keinen Platz.',
  },
} as const satisfies Words;
