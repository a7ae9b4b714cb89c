import type { Words } from '../../core/words.ts';

export const words = {
  added: {
    en: 'Added the timer {name}. It is due first {next}, {where}.',
    de: 'Neuer Timer: {name}. Zum ersten Mal fällig {next}, {where}.',
  },
  edited: {
    en: 'Changed the timer {name}. It is due next {next}.',
    de: 'Timer geändert: {name}. Nächstes Mal {next}.',
  },
  'edited.off': {
    en: 'Changed the timer {name}. It is off: {prefix}timer on {name} switches it on.',
    de: 'Timer geändert: {name}. Er ist aus: {prefix}timer on {name} schaltet ihn ein.',
  },
  on: { en: 'The timer {name} is on. It is due next {next}.', de: 'Der Timer {name} ist an. Nächstes Mal {next}.' },
  off: { en: 'The timer {name} is off now.', de: 'Der Timer {name} ist jetzt aus.' },
  removed: {
    en: 'Removed the timer {name}. {prefix}timer undo {name} brings it back.',
    de: 'Timer gelöscht: {name}. {prefix}timer undo {name} holt ihn zurück.',
  },
  now: {
    en: 'The timer {name} is due now: it speaks within a minute, as far as its lines and live let it.',
    de: 'Der Timer {name} ist jetzt fällig: Er spricht in der nächsten Minute, soweit lines und live es zulassen.',
  },
  'now.off': {
    en: 'The timer {name} is off. Switch it on first: {prefix}timer on {name}.',
    de: 'Der Timer {name} ist aus. Schalte ihn zuerst ein: {prefix}timer on {name}.',
  },
  stale: {
    en: 'Somebody else changed {name} just now. Look at it again.',
    de: 'Jemand anders hat {name} gerade geändert. Sieh es dir noch einmal an.',
  },
  undone: {
    en: 'Took the last change of {name} back. {prefix}timer undo {name} again brings it back.',
    de: 'Letzte Änderung an {name} zurückgenommen. Noch einmal {prefix}timer undo {name} stellt sie wieder her.',
  },
  'where.here': { en: 'here', de: 'hier' },
  'where.everywhere': {
    en: 'in every Twitch, Kick and YouTube channel of the community',
    de: 'in jedem Twitch-, Kick- und YouTube-Kanal der Community',
  },
  shown: {
    en: 'The timer {name} ({options}) is due next {next} and says: {text}',
    de: 'Der Timer {name} ({options}) ist das nächste Mal fällig {next} und sagt: {text}',
  },
  'shown.off': {
    en: 'The timer {name} ({options}) is off. It says: {text}',
    de: 'Der Timer {name} ({options}) ist aus. Er sagt: {text}',
  },
  options: { en: 'Options of {name}: {options}', de: 'Optionen von {name}: {options}' },
  'next.at': { en: '{time} ({zone}), in {left}', de: '{time} ({zone}), in {left}' },
  'next.soon': { en: 'within a minute', de: 'in der nächsten Minute' },
  list: { en: 'Timers: {list}', de: 'Timer: {list}' },
  'list.line': { en: '{name} ({schedule})', de: '{name} ({schedule})' },
  'list.off': { en: '{name} (off)', de: '{name} (aus)' },
  'list.none': {
    en: 'There are no timers yet. Make one with {prefix}timer add <name> 15m <text…>.',
    de: 'Es gibt noch keine Timer. Leg einen an mit {prefix}timer add <name> 15m <text…>.',
  },
  exists: {
    en: 'There is a timer {name} already. Change it with {prefix}timer edit {name} <text…>.',
    de: 'Den Timer {name} gibt es schon. Ändere ihn mit {prefix}timer edit {name} <text…>.',
  },
  missing: {
    en: 'There is no timer {name}. Make it with {prefix}timer add {name} 15m <text…>.',
    de: 'Es gibt keinen Timer {name}. Leg ihn an mit {prefix}timer add {name} 15m <text…>.',
  },
  full: {
    en: 'This community has {most} timers, which is all there is room for. Remove one first.',
    de: 'Diese Community hat {most} Timer, mehr passen nicht. Lösche zuerst einen.',
  },
  'bad-name': {
    en: '"{name}" cannot be a timer: use up to 40 letters, digits, - or _ in one word.',
    de: '„{name}“ kann kein Timer sein: bis zu 40 Buchstaben, Ziffern, - oder _ in einem Wort.',
  },
  empty: {
    en: 'A timer has to say something. Nothing was changed.',
    de: 'Ein Timer muss etwas sagen. Es wurde nichts geändert.',
  },
  'too-long': {
    en: 'That has {length} characters. A text of a timer has at most {most}.',
    de: 'Das hat {length} Zeichen. Ein Text eines Timers hat höchstens {most}.',
  },
  'many-texts': {
    en: 'The timer {name} has {most} texts, which is all there is room for. Remove one first: {prefix}timer text remove {name} 1.',
    de: 'Der Timer {name} hat {most} Texte, mehr passen nicht. Lösche zuerst einen: {prefix}timer text remove {name} 1.',
  },
  'last-text': {
    en: 'That is the only text of {name}. Change it with {prefix}timer edit {name} <text…>, or remove the timer.',
    de: 'Das ist der einzige Text von {name}. Ändere ihn mit {prefix}timer edit {name} <text…>, oder lösche den Timer.',
  },
  'bad-number': {
    en: 'The timer {name} has no such text. {prefix}timer show {name} counts them.',
    de: 'Einen solchen Text hat der Timer {name} nicht. {prefix}timer show {name} zählt sie.',
  },
  'bad-action': {
    en: 'Type {prefix}timer text add {name} <text…> or {prefix}timer text remove {name} <number>.',
    de: 'Schreib {prefix}timer text add {name} <text…> oder {prefix}timer text remove {name} <nummer>.',
  },
  'bad-every': {
    en: '"{typed}" is no interval. Type {values}, or a cron expression in quotes: "0 18 * * 5".',
    de: '„{typed}“ ist kein Abstand. Schreib {values}, oder einen Cron-Ausdruck in Anführungszeichen: "0 18 * * 5".',
  },
  'bad-cron': {
    en: '"{typed}" is no cron expression. It has five fields: minute, hour, day, month, weekday, as "0 18 * * 5" for Fridays at 18:00.',
    de: '„{typed}“ ist kein Cron-Ausdruck. Er hat fünf Felder: Minute, Stunde, Tag, Monat, Wochentag, wie "0 18 * * 5" für freitags um 18:00.',
  },
  never: {
    en: 'No day is ever as "{typed}" says, so the timer would never speak. Nothing was changed.',
    de: 'Kein Tag ist je so, wie „{typed}“ sagt, der Timer würde nie sprechen. Es wurde nichts geändert.',
  },
  'bad-zone': {
    en: 'That is no time zone of the IANA list, as Europe/Berlin is one.',
    de: 'Das ist keine Zeitzone der IANA-Liste, wie Europe/Berlin eine ist.',
  },
  'zone-without-cron': {
    en: 'The timer {name} comes every so often, so it needs no time zone. Give it a cron expression with it: cron="0 18 * * 5".',
    de: 'Der Timer {name} kommt in gleichen Abständen und braucht keine Zeitzone. Gib ihm dazu einen Cron-Ausdruck: cron="0 18 * * 5".',
  },
  'no-channel': {
    en: 'That channel is not linked to this community any more. Choose another with {prefix}timer options {name} where=here.',
    de: 'Dieser Kanal gehört nicht mehr zu dieser Community. Wähle einen anderen mit {prefix}timer options {name} where=here.',
  },
  'foreign-room': {
    en: 'A timer is put into a room from there: type {prefix}timer options {name} where=here in it.',
    de: 'Ein Timer kommt von dort aus in einen Raum: Schreib darin {prefix}timer options {name} where=here.',
  },
  nothing: { en: 'There is nothing to take back for {name}.', de: 'An {name} gibt es nichts zurückzunehmen.' },
  raced: {
    en: 'Somebody else has just changed {name}. Look at it with {prefix}timer show {name}, and try again.',
    de: 'Jemand anders hat {name} gerade geändert. Sieh ihn dir mit {prefix}timer show {name} an und versuch es noch einmal.',
  },
  'unknown-option': {
    en: 'There is no option "{option}". There are: {options}.',
    de: 'Eine Option „{option}“ gibt es nicht. Es gibt: {options}.',
  },
  'bad-value': {
    en: '"{value}" is nothing for {option}. It takes: {values}.',
    de: '„{value}“ passt nicht zu {option}. Möglich: {values}.',
  },
  usage: {
    en: 'Usage: {prefix}timer add <name> 15m <text…> (or "0 18 * * 5" for 15m), edit <name> <text…>, text add|remove <name> …, on|off|now|show|remove|undo <name>, options <name> lines=5 live=live …, list',
    de: 'So geht es: {prefix}timer add <name> 15m <text…> (oder "0 18 * * 5" statt 15m), edit <name> <text…>, text add|remove <name> …, on|off|now|show|remove|undo <name>, options <name> lines=5 live=live …, list',
  },
} as const satisfies Words;
