import type { Words } from '../../core/words.ts';

export const words = {
  added: { en: 'Added {name}. Try it.', de: 'Neu: {name}. Probier es aus.' },
  edited: { en: 'Changed {name}.', de: 'Geändert: {name}.' },
  removed: { en: 'Removed {name}.', de: 'Gelöscht: {name}.' },
  shown: { en: 'The text of {name}: {text}', de: 'Der Text von {name}: {text}' },
  exists: {
    en: 'There is a {name} already. Change it with {prefix}command edit {name} <text>.',
    de: 'Es gibt {name} schon. Ändere es mit {prefix}command edit {name} <text>.',
  },
  missing: {
    en: 'There is no custom command {name}. Make it with {prefix}command add {name} <text>.',
    de: 'Es gibt keinen eigenen Befehl {name}. Leg ihn an mit {prefix}command add {name} <text>.',
  },
  builtin: {
    en: 'The command {name} is built in, so a custom command cannot have that name. Choose another one.',
    de: 'Der Befehl {name} ist eingebaut, deshalb kann kein eigener Befehl so heißen. Nimm einen anderen Namen.',
  },
  module: {
    en: 'There is a module {name} here. Choose another name, or remove it with {prefix}module remove {name}.',
    de: 'Ein Modul {name} gibt es hier schon. Nimm einen anderen Namen, oder lösche es mit {prefix}module remove {name}.',
  },
  alias: {
    en: 'There is an alias {name} here. Choose another name, or remove it with {prefix}alias remove {name}.',
    de: 'Einen Alias {name} gibt es hier schon. Nimm einen anderen Namen, oder lösche ihn mit {prefix}alias remove {name}.',
  },
  reserved: {
    en: 'Note that /{name} is {platforms}’s own: yours answers to {prefix}{name} only.',
    de: 'Beachte: /{name} gehört {platforms} selbst, deiner hört nur auf {prefix}{name}.',
  },
  'options.set': { en: 'Changed {name}.', de: 'Geändert: {name}.' },
  'options.are': { en: 'Options of {name}: {options}', de: 'Optionen von {name}: {options}' },
  'unknown-option': {
    en: 'There is no option "{option}". There are: {options}.',
    de: 'Eine Option „{option}“ gibt es nicht. Es gibt: {options}.',
  },
  'bad-value': {
    en: '"{value}" is nothing for {option}. It takes: {values}.',
    de: '„{value}“ passt nicht zu {option}. Möglich: {values}.',
  },
  'reply.added': { en: '{name} has one more reply.', de: '{name} hat eine Antwort mehr.' },
  'reply.removed': { en: '{name} has one reply less.', de: '{name} hat eine Antwort weniger.' },
  'too-many-replies': {
    en: '{name} has {most} replies, which is all there is room for.',
    de: '{name} hat {most} Antworten, mehr passen nicht.',
  },
  'last-reply': {
    en: 'That is the last reply of {name}. Remove the command with {prefix}command remove {name}.',
    de: 'Das ist die letzte Antwort von {name}. Den Befehl löscht {prefix}command remove {name}.',
  },
  stale: {
    en: 'Somebody else changed {name} just now. Look at it again.',
    de: 'Jemand anders hat {name} gerade geändert. Sieh es dir noch einmal an.',
  },
  'bad-weight': { en: 'A weight is a number from 1 to {most}.', de: 'Ein Gewicht ist eine Zahl von 1 bis {most}.' },
  'bad-number': { en: 'Replies are numbered from 1.', de: 'Antworten sind ab 1 nummeriert.' },
  'shown.several': { en: '{name} says one of: {list}', de: '{name} sagt eins davon: {list}' },
  nobody: {
    en: 'I know nobody by the name {who} here. Mention them with @, or ask them to say something first.',
    de: 'Ich kenne hier niemanden namens {who}. Erwähne sie mit @, oder bitte sie, erst etwas zu schreiben.',
  },
  allowed: { en: '{who} may use {name} now.', de: '{who} darf {name} jetzt benutzen.' },
  denied: { en: '{who} may not use {name} any more.', de: '{who} darf {name} nicht mehr benutzen.' },
  'list-full': {
    en: 'That list of {name} names {most} people, which is all there is room for. Take somebody off first: {prefix}command unlist.',
    de: 'Auf dieser Liste von {name} stehen {most} Leute, mehr passen nicht. Nimm erst jemanden herunter: {prefix}command unlist.',
  },
  unlisted: { en: '{name} treats {who} like anybody again.', de: '{name} behandelt {who} wieder wie alle.' },
  permitted: { en: '{who} may use {name} for {time}.', de: '{who} darf {name} benutzen: {time}.' },
  'bad-time': {
    en: '"{time}" is no length of time. Type minutes, or 90s, 2h … up to {most}.',
    de: '„{time}“ ist keine Dauer. Schreib Minuten, oder 90s, 2h … bis {most}.',
  },
  history: { en: 'Changes of {name}: {list}', de: 'Änderungen an {name}: {list}' },
  'history.line': { en: '{action} by {who}, {ago} ago', de: '{action} durch {who}, vor {ago}' },
  'history.none': { en: '{name} has never been changed here.', de: '{name} wurde hier nie geändert.' },
  'actor.system': { en: 'WaddleBot', de: 'WaddleBot' },
  'actor.api': { en: 'a program', de: 'ein Programm' },
  undone: {
    en: 'Took the last change of {name} back. {prefix}command undo again brings it back.',
    de: 'Letzte Änderung an {name} zurückgenommen. Noch einmal {prefix}command undo stellt sie wieder her.',
  },
  'undo.nothing': { en: 'There is nothing to take back for {name}.', de: 'An {name} gibt es nichts zurückzunehmen.' },
  'bad-name': {
    en: '"{name}" cannot be a command: use up to 40 letters, digits, - or _ in one word.',
    de: '„{name}“ kann kein Befehl sein: bis zu 40 Buchstaben, Ziffern, - oder _ in einem Wort.',
  },
  'too-long': {
    en: 'That text has {length} characters. A command says at most {most}.',
    de: 'Der Text hat {length} Zeichen. Ein Befehl sagt höchstens {most}.',
  },
  full: {
    en: 'This community has no more room for commands ({most}, or a megabyte of text). Remove one first.',
    de: 'Mehr Befehle passen nicht in diese Community ({most} oder ein Megabyte Text). Lösche zuerst einen.',
  },
  usage: {
    en: 'Usage: {prefix}command add|edit <name> <text>, remove|show|history|undo <name>, options <name> level=vip cooldown=30s …',
    de: 'So geht es: {prefix}command add|edit <name> <text>, remove|show|history|undo <name>, options <name> level=vip cooldown=30s …',
  },
} as const satisfies Words;
