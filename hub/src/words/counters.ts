import { defineWords } from './words.ts';

/** The page of counters. */
export const counters = defineWords({
  title: { en: 'Counters', de: 'Zähler' },
  description: {
    en: 'Numbers that your commands count: deaths, wins, how often somebody said that.',
    de: 'Zahlen, die deine Befehle zählen: Tode, Siege, wie oft das jemand gesagt hat.',
  },
  search: { en: 'Search counters', de: 'Zähler durchsuchen' },
  newOne: { en: 'New counter', de: 'Neuer Zähler' },
  counter: { en: 'Counter', de: 'Zähler' },
  value: { en: 'Stands at', de: 'Stand' },
  usedBy: { en: 'Stands in', de: 'Steht in' },
  changedAt: { en: 'Changed', de: 'Geändert' },
  firstTitle: { en: 'Count what happens', de: 'Zähl, was passiert' },
  first: {
    en: 'A counter is a number with a name. A command prints and changes it by $(count deaths +1); here you set it right.',
    de: 'Ein Zähler ist eine Zahl mit einem Namen. Ein Befehl zeigt und ändert ihn mit $(count deaths +1); hier stellst du ihn richtig.',
  },
  firstButton: { en: 'Make the first counter', de: 'Ersten Zähler anlegen' },
  nameHint: {
    en: 'One word of up to 40 letters a–z, digits, - or _.',
    de: 'Ein Wort aus bis zu 40 Buchstaben a–z, Ziffern, - oder _.',
  },
  start: { en: 'Begins at', de: 'Beginnt bei' },
  make: { en: 'Make it', de: 'Anlegen' },
  oneMore: { en: (name: string) => `One more of ${name}`, de: (name: string) => `${name}: eins mehr` },
  oneLess: { en: (name: string) => `One less of ${name}`, de: (name: string) => `${name}: eins weniger` },
  setTo: { en: 'Set it to', de: 'Setzen auf' },
  set: { en: 'Set', de: 'Setzen' },
  byAmount: { en: 'Add', de: 'Dazuzählen' },
  byAmountHint: { en: 'A negative number counts down.', de: 'Eine negative Zahl zählt herunter.' },
  add: { en: 'Add', de: 'Zählen' },
  reset: { en: 'Reset to 0', de: 'Auf 0 setzen' },
  isNow: {
    en: (name: string, value: string) => `${name} stands at ${value}`,
    de: (name: string, value: string) => `${name} steht bei ${value}`,
  },
  manyReset: { en: (n: number) => `${n} counters stand at 0`, de: (n: number) => `${n} Zähler stehen bei 0` },
  usedByNone: {
    en: 'No text names it. A command prints it by',
    de: 'Kein Text nennt ihn. Ein Befehl zeigt ihn mit',
  },
  historyHint: {
    en: 'What was set by hand. What commands count is not noted.',
    de: 'Was von Hand gesetzt wurde. Was Befehle zählen, wird nicht vermerkt.',
  },
  'kind.command': { en: 'command', de: 'Befehl' },
  'kind.keyword': { en: 'keyword', de: 'Stichwort' },
  'kind.timer': { en: 'timer', de: 'Timer' },
});
