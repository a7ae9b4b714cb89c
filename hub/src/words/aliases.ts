import { defineWords } from './words.ts';

/** The page of aliases. */
export const aliases = defineWords({
  title: { en: 'Aliases', de: 'Aliasse' },
  description: {
    en: 'Other names for commands, and chains of them.',
    de: 'Andere Namen für Befehle, und Ketten daraus.',
  },
  search: { en: 'Search aliases', de: 'Aliasse durchsuchen' },
  newOne: { en: 'New alias', de: 'Neuer Alias' },
  alias: { en: 'Alias', de: 'Alias' },
  standsFor: { en: 'Stands for', de: 'Steht für' },
  level: { en: 'For', de: 'Für' },
  uses: { en: 'Uses', de: 'Benutzt' },
  firstTitle: { en: 'A shorter word for what you type often', de: 'Ein kürzeres Wort für das, was du oft schreibst' },
  first: {
    en: 'An alias stands for a command, or for several one after the other. What is typed after it comes along.',
    de: 'Ein Alias steht für einen Befehl, oder für mehrere nacheinander. Was dahinter geschrieben wird, kommt mit.',
  },
  firstButton: { en: 'Make the first alias', de: 'Ersten Alias anlegen' },
  command: { en: 'What it stands for', de: 'Wofür er steht' },
  commandHint: {
    en: 'Commands as they are typed, with && between them: up to five.',
    de: 'Befehle, wie man sie schreibt, mit && dazwischen: bis zu fünf.',
  },
  placeholders: { en: 'Put in a placeholder', de: 'Platzhalter einsetzen' },
  'is.user': { en: 'who typed it', de: 'wer es geschrieben hat' },
  'is.target': {
    en: 'the first word after it, without @; else who typed it',
    de: 'das erste Wort dahinter, ohne @; sonst wer es geschrieben hat',
  },
  'is.args': { en: 'everything typed after it', de: 'alles, was dahinter steht' },
  'is.arg1': { en: 'the first word after it; up to {arg9}', de: 'das erste Wort dahinter; bis {arg9}' },
  'is.random': { en: 'one of them, by chance', de: 'eins davon, zufällig' },
  'is.count': { en: 'how often it was used in the channel', de: 'wie oft er im Kanal benutzt wurde' },
  'is.date': { en: 'the community’s day', de: 'der Tag der Community' },
  options: { en: 'Who and when', de: 'Wer und wann' },
  optionsHint: {
    en: 'On top of what the commands it stands for ask themselves.',
    de: 'Zusätzlich zu dem, was die Befehle selbst verlangen, für die er steht.',
  },
  levelHint: {
    en: 'Nobody is raised: each command still asks for its own level.',
    de: 'Das erhebt niemanden: Jeder Befehl verlangt weiter seine eigene Stufe.',
  },
  cooldownUser: { en: 'Wait for the same person', de: 'Wartezeit für dieselbe Person' },
  cooldownChannel: { en: 'Wait for everybody', de: 'Wartezeit für alle' },
  hidden: { en: 'Leave it out of lists and help', de: 'In Listen und Hilfe weglassen' },
  preview: { en: 'What it comes to', de: 'Was daraus wird' },
  previewHint: { en: 'Nothing runs while you try it.', de: 'Beim Ausprobieren läuft nichts.' },
  typedAfter: { en: 'Typed after it', de: 'Dahinter geschrieben' },
  somebody: { en: 'Somebody', de: 'Jemand' },
  typed: { en: 'Somebody types', de: 'Jemand schreibt' },
  isAlias: { en: 'which stands for', de: 'das steht für' },
  within: { en: 'in which', de: 'darin' },
  runs: { en: 'so this runs', de: 'also läuft' },
  runsMany: { en: 'so these run, one after the other', de: 'also laufen nacheinander' },
  linkOff: { en: 'off', de: 'aus' },
  'fault.empty': { en: 'Say what it stands for.', de: 'Sag, wofür er steht.' },
  'fault.unknown': {
    en: (name: string) => `There is no “${name}” here, so it does nothing until there is.`,
    de: (name: string) => `„${name}“ gibt es hier nicht, bis dahin tut er nichts.`,
  },
  'fault.loop': {
    en: (name: string) => `“${name}” would stand for itself in the end.`,
    de: (name: string) => `„${name}“ stünde am Ende für sich selbst.`,
  },
  'fault.deep': {
    en: (name: string) => `“${name}” would stand for aliases more than five deep.`,
    de: (name: string) => `„${name}“ stünde für Aliasse, die mehr als fünf tief ineinander liegen.`,
  },
  'fault.long': {
    en: (name: string) => `“${name}” would come to more than five commands.`,
    de: (name: string) => `Aus „${name}“ würden mehr als fünf Befehle.`,
  },
  'fault.too-long': { en: 'It has more than 500 characters.', de: 'Das sind mehr als 500 Zeichen.' },
});
