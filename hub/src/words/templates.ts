import { defineWords } from './words.ts';

/** The field of a text with variables: what is wrong with it, what it can use, and what chat would see. */
export const templates = defineWords({
  pick: { en: 'Variables', de: 'Variablen' },
  pickSearch: { en: 'Search by name or by what it prints', de: 'Nach Name oder Ausgabe suchen' },
  pickNothing: { en: 'No variable like that', de: 'Keine solche Variable' },
  pickFailed: {
    en: 'The list could not be loaded. Close it and try again.',
    de: 'Die Liste ließ sich nicht laden. Schließ sie und versuch es noch einmal.',
  },
  prints: { en: (what: string) => `prints ${what}`, de: (what: string) => `gibt aus: ${what}` },
  needsAccount: { en: 'needs the broadcaster’s own account', de: 'braucht das eigene Konto des Streamers' },
  ofSample: {
    en: 'What stands at the right is printed for Robin, who types “@Max three pebbles” behind the command.',
    de: 'Rechts steht, was es für Robin ausgibt, der „@Max three pebbles“ hinter den Befehl tippt.',
  },
  preview: { en: 'What chat would see', de: 'Was der Chat sähe' },
  previewEmpty: { en: 'Type something above, and it appears here.', de: 'Tippe oben etwas, dann erscheint es hier.' },
  previewSilent: { en: 'Nothing: the bot stays silent.', de: 'Nichts: Der Bot bleibt still.' },
  previewFailed: { en: 'The preview cannot be shown right now.', de: 'Die Vorschau lässt sich gerade nicht zeigen.' },
  again: { en: 'Roll the dice again', de: 'Noch einmal würfeln' },
  asMe: { en: 'as an action', de: 'als Aktion' },
  asAnnouncement: { en: 'as an announcement', de: 'als Ankündigung' },
  setsGame: {
    en: (to: string) => `Sets the category to “${to}”`,
    de: (to: string) => `Setzt die Kategorie auf „${to}“`,
  },
  setsTitle: { en: (to: string) => `Sets the title to “${to}”`, de: (to: string) => `Setzt den Titel auf „${to}“` },
  warnings: {
    en: (n: number) => (n === 1 ? 'One thing to look at' : `${n} things to look at`),
    de: (n: number) => (n === 1 ? 'Eine Stelle zum Ansehen' : `${n} Stellen zum Ansehen`),
  },
  goTo: { en: 'Show in the text:', de: 'Im Text zeigen:' },
  length: { en: (n: number, most: number) => `${n} of ${most}`, de: (n: number, most: number) => `${n} von ${most}` },
  tooLong: {
    en: (n: number) => (n === 1 ? 'One character too many.' : `${n} characters too many.`),
    de: (n: number) => (n === 1 ? 'Ein Zeichen zu viel.' : `${n} Zeichen zu viel.`),
  },
});
