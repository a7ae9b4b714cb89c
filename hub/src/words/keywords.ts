import { defineWords } from './words.ts';

/** The page of keyword rules. */
export const keywords = defineWords({
  title: { en: 'Keywords', de: 'Stichwörter' },
  description: {
    en: 'Rules on what people write. One rule acts on a line: the first in this order that matches.',
    de: 'Regeln für das, was geschrieben wird. Auf eine Zeile wirkt eine Regel: die erste in dieser Reihenfolge, die passt.',
  },
  search: { en: 'Search rules', de: 'Regeln durchsuchen' },
  newOne: { en: 'New rule', de: 'Neue Regel' },
  rule: { en: 'Rule', de: 'Regel' },
  looksFor: { en: 'Listens for', de: 'Hört auf' },
  does: { en: 'Does', de: 'Tut' },
  where: { en: 'Where', de: 'Wo' },
  firstTitle: {
    en: 'Answer what people write without a command',
    de: 'Auf das antworten, was ohne Befehl geschrieben wird',
  },
  first: {
    en: 'A rule listens for a word and then says something, runs a command, or takes the line away.',
    de: 'Eine Regel hört auf ein Wort und sagt dann etwas, startet einen Befehl oder löscht die Zeile.',
  },
  firstButton: { en: 'Make the first rule', de: 'Erste Regel anlegen' },
  exampleSays: { en: 'Hello $(user)!', de: 'Hallo $(user)!' },
  exampleWord: { en: 'hello', de: 'hallo' },

  listens: { en: 'What it listens for', de: 'Worauf sie hört' },
  match: { en: 'How it looks', de: 'Wie sie sucht' },
  'match.word': { en: 'Words', de: 'Wörter' },
  'match.contains': { en: 'Any part', de: 'Ein Teil' },
  'match.exact': { en: 'The whole line', de: 'Die ganze Zeile' },
  'match.regex': { en: 'Regular expression', de: 'Regulärer Ausdruck' },
  'hint.word': {
    en: '“cat” is in “The CAT.”, not in “concatenate”.',
    de: '„cat“ steht in „The CAT.“, nicht in „concatenate“.',
  },
  'hint.contains': { en: '“cat” is in “concatenate”, too.', de: '„cat“ steht auch in „concatenate“.' },
  'hint.exact': { en: 'Nothing else may be in the line.', de: 'Sonst darf nichts in der Zeile stehen.' },
  'hint.regex': { en: 'RE2 syntax; ^ and $ are the line’s ends.', de: 'RE2-Syntax; ^ und $ sind die Enden der Zeile.' },
  pattern: { en: 'Pattern', de: 'Muster' },
  caseSensitive: { en: 'Capital letters count', de: 'Groß und klein zählt' },
  acts: { en: 'What it does', de: 'Was sie tut' },
  action: { en: 'Action', de: 'Aktion' },
  'action.reply': { en: 'Say something', de: 'Etwas sagen' },
  'action.run': { en: 'Run a command', de: 'Einen Befehl starten' },
  'action.delete': { en: 'Take the line away', de: 'Die Zeile löschen' },
  'action.module': { en: 'Ask an HTTP module', de: 'Ein HTTP-Modul fragen' },
  'hint.delete': {
    en: 'Where the platform lets the bot; a moderator’s line stays.',
    de: 'Wo die Plattform es dem Bot erlaubt; Zeilen von Mods bleiben.',
  },
  text: { en: 'What it says', de: 'Was sie sagt' },
  line: { en: 'Command', de: 'Befehl' },
  lineHint: {
    en: 'Runs as if the author of the line had typed it. {user} and {args} are filled in.',
    de: 'Läuft, als hätte der Autor der Zeile ihn geschrieben. {user} und {args} werden eingesetzt.',
  },
  module: { en: 'Module', de: 'Modul' },
  moduleHint: { en: 'Its name; it is given the line.', de: 'Sein Name; es bekommt die Zeile.' },
  moduleGone: { en: 'a module that is gone', de: 'ein Modul, das es nicht mehr gibt' },
  when: { en: 'Where and how often', de: 'Wo und wie oft' },
  priority: { en: 'Priority', de: 'Vorrang' },
  priorityHint: {
    en: '-1000 to 1000; 0 is usual. The highest is tried first, of equals the oldest.',
    de: '-1000 bis 1000; üblich ist 0. Der höchste wird zuerst geprüft, von gleichen die älteste Regel.',
  },
  cooldown: { en: 'Rest', de: 'Pause' },
  cooldownHint: {
    en: 'Seconds before it acts again in a channel.',
    de: 'Sekunden, bis sie in einem Kanal wieder wirkt.',
  },

  says: { en: (text: string) => `says “${text}”`, de: (text: string) => `sagt „${text}“` },
  runs: { en: (line: string) => `runs ${line}`, de: (line: string) => `startet ${line}` },
  deletes: { en: 'takes the line away', de: 'löscht die Zeile' },
  asks: { en: (module: string) => `asks ${module}`, de: (module: string) => `fragt ${module}` },

  test: { en: 'Test box', de: 'Testfeld' },
  testHint: {
    en: 'Nothing is said or done while you try it.',
    de: 'Beim Ausprobieren wird nichts gesagt und nichts getan.',
  },
  testAllHint: {
    en: 'Which rule would act? Nothing is said or done.',
    de: 'Welche Regel würde wirken? Gesagt oder getan wird nichts.',
  },
  ofYours: { en: 'A line of yours', de: 'Eine eigene Zeile' },
  recent: { en: 'Recent lines', de: 'Letzte Zeilen' },
  tryLine: { en: 'What somebody might write', de: 'Was jemand schreiben könnte' },
  channel: { en: 'Channel', de: 'Kanal' },
  noPattern: { en: 'Type a pattern first.', de: 'Gib zuerst ein Muster ein.' },
  typeLine: {
    en: 'Type a line to see what would come of it.',
    de: 'Schreib eine Zeile, um zu sehen, was daraus würde.',
  },
  wouldAct: { en: (does: string) => `It matches, and ${does}.`, de: (does: string) => `Sie passt und ${does}.` },
  otherActs: {
    en: (name: string) => `It matches, but the rule “${name}” goes first.`,
    de: (name: string) => `Sie passt, aber die Regel „${name}“ geht vor.`,
  },
  noMatch: { en: 'It does not match this line.', de: 'Sie passt nicht auf diese Zeile.' },
  noMatchOther: {
    en: (name: string) => `It does not match this line. The rule “${name}” acts.`,
    de: (name: string) => `Sie passt nicht auf diese Zeile. Es wirkt die Regel „${name}“.`,
  },
  undecided: {
    en: 'The pattern is too ambiguous to be told for this line, so it would not act.',
    de: 'Das Muster ist für diese Zeile zu mehrdeutig und würde deshalb nicht wirken.',
  },
  ruleActs: {
    en: (name: string, does: string) => `The rule “${name}” acts: it ${does}.`,
    de: (name: string, does: string) => `Es wirkt die Regel „${name}“: Sie ${does}.`,
  },
  noRule: { en: 'No rule matches that.', de: 'Darauf passt keine Regel.' },
  alsoMatch: {
    en: (names: string) => `Behind it these match, too: ${names}.`,
    de: (names: string) => `Dahinter passen auch: ${names}.`,
  },
  itIsOff: {
    en: 'The rule is off, so for now it does nothing.',
    de: 'Die Regel ist aus und tut deshalb erst einmal nichts.',
  },
  matchedOf: {
    en: (matched: number, looked: number) => `Matches ${matched} of the last ${looked} lines.`,
    de: (matched: number, looked: number) => `Passt auf ${matched} der letzten ${looked} Zeilen.`,
  },
  noLines: {
    en: 'Nothing was written in this channel in the last day, or not since lines are remembered.',
    de: 'In diesem Kanal wurde im letzten Tag nichts geschrieben, oder nicht, seit Zeilen gemerkt werden.',
  },
  goesFirst: { en: (name: string) => `“${name}” goes first`, de: (name: string) => `„${name}“ geht vor` },
  keepsNone: { en: 'This community keeps no recent lines', de: 'Diese Community merkt sich keine letzten Zeilen' },
  keepsNoneWhy: {
    en: 'Rules can be tried on the last 200 lines of a channel once they are remembered for a day.',
    de: 'Auf den letzten 200 Zeilen eines Kanals lassen sich Regeln ausprobieren, sobald sie einen Tag lang gemerkt werden.',
  },
  toSettings: { en: 'See the setting', de: 'Zur Einstellung' },
  mayNotRead: { en: 'Recent lines are for moderators', de: 'Die letzten Zeilen sind für Moderatoren' },
  mayNotReadWhy: {
    en: 'Your role writes rules but does not read the chat here. Try the rule on a line of your own.',
    de: 'Deine Rolle schreibt Regeln, liest hier aber nicht den Chat. Probier die Regel an einer eigenen Zeile aus.',
  },
  noChannel: { en: 'No channel is linked yet.', de: 'Noch ist kein Kanal verbunden.' },
  notesUnknown: {
    en: (names: string) => `There is no ${names} here yet, so it does nothing until there is.`,
    de: (names: string) => `${names} gibt es hier noch nicht, bis dahin tut sie nichts.`,
  },
  notesAll: { en: 'Note that it matches every line.', de: 'Beachte: Sie passt auf jede Zeile.' },
});
