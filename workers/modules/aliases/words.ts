import type { Words } from '../../core/words.ts';

export const words = {
  added: { en: 'Added the alias {name}. Try it.', de: 'Neuer Alias: {name}. Probier ihn aus.' },
  edited: { en: 'Changed the alias {name}.', de: 'Alias geändert: {name}.' },
  removed: { en: 'Removed the alias {name}.', de: 'Alias gelöscht: {name}.' },
  unknown: {
    en: 'Note that there is no {list} here yet, so it does nothing until there is.',
    de: 'Beachte: {list} gibt es hier noch nicht, bis dahin tut er nichts.',
  },
  shown: { en: 'The alias {name} stands for: {text}', de: 'Der Alias {name} steht für: {text}' },
  'shown.options': {
    en: 'The alias {name} ({options}) stands for: {text}',
    de: 'Der Alias {name} ({options}) steht für: {text}',
  },
  list: { en: 'Aliases: {list}', de: 'Aliasse: {list}' },
  'list.none': {
    en: 'There are no aliases yet. Make one with {prefix}alias add <name> <command…>.',
    de: 'Es gibt noch keine Aliasse. Leg einen an mit {prefix}alias add <name> <befehl…>.',
  },
  exists: {
    en: 'There is an alias {name} already. Change it with {prefix}alias edit {name} <command…>.',
    de: 'Den Alias {name} gibt es schon. Ändere ihn mit {prefix}alias edit {name} <befehl…>.',
  },
  missing: {
    en: 'There is no alias {name}. Make it with {prefix}alias add {name} <command…>.',
    de: 'Es gibt keinen Alias {name}. Leg ihn an mit {prefix}alias add {name} <befehl…>.',
  },
  builtin: {
    en: 'The command {name} is built in, so an alias cannot have that name. Choose another one.',
    de: 'Der Befehl {name} ist eingebaut, deshalb kann kein Alias so heißen. Nimm einen anderen Namen.',
  },
  command: {
    en: 'There is a command {name} here. Choose another name, or remove it with {prefix}command remove {name}.',
    de: 'Einen Befehl {name} gibt es hier schon. Nimm einen anderen Namen, oder lösche ihn mit {prefix}command remove {name}.',
  },
  module: {
    en: 'There is a module {name} here. Choose another name, or remove it with {prefix}module remove {name}.',
    de: 'Ein Modul {name} gibt es hier schon. Nimm einen anderen Namen, oder lösche es mit {prefix}module remove {name}.',
  },
  reserved: {
    en: 'Note that /{name} is {platforms}’s own: yours answers to {prefix}{name} only.',
    de: 'Beachte: /{name} gehört {platforms} selbst, deiner hört nur auf {prefix}{name}.',
  },
  'bad-name': {
    en: '"{name}" cannot be an alias: use up to 40 letters, digits, - or _ in one word.',
    de: '„{name}“ kann kein Alias sein: bis zu 40 Buchstaben, Ziffern, - oder _ in einem Wort.',
  },
  empty: { en: 'An alias has to stand for something.', de: 'Ein Alias muss für etwas stehen.' },
  'too-long': {
    en: 'That has {length} characters. An alias stands for at most {most}.',
    de: 'Das hat {length} Zeichen. Ein Alias steht für höchstens {most}.',
  },
  loop: {
    en: 'The alias {name} would stand for itself in the end, so it would never come to a command. Nothing was changed.',
    de: 'Der Alias {name} stünde am Ende für sich selbst und käme nie bei einem Befehl an. Es wurde nichts geändert.',
  },
  deep: {
    en: 'The alias {name} would stand for aliases that stand for aliases, more than {depth} deep. Nothing was changed.',
    de: 'Der Alias {name} stünde für Aliasse, die für Aliasse stehen, mehr als {depth} tief. Es wurde nichts geändert.',
  },
  long: {
    en: 'The alias {name} would come to more than {links} commands. Nothing was changed.',
    de: 'Der Alias {name} ergäbe mehr als {links} Befehle. Es wurde nichts geändert.',
  },
  full: {
    en: 'This community has {most} aliases, which is all there is room for. Remove one first.',
    de: 'Diese Community hat {most} Aliasse, mehr passen nicht. Lösche zuerst einen.',
  },
  twice: { en: 'The alias {name} is in the list twice.', de: 'Der Alias {name} steht zweimal in der Liste.' },
  'unknown-option': {
    en: 'There is no option "{option}". There are: {options}.',
    de: 'Eine Option „{option}“ gibt es nicht. Es gibt: {options}.',
  },
  'bad-value': {
    en: '"{value}" is nothing for {option}. It takes: {values}.',
    de: '„{value}“ passt nicht zu {option}. Möglich: {values}.',
  },
  history: { en: 'Changes of {name}: {list}', de: 'Änderungen an {name}: {list}' },
  'history.line': { en: '{action} by {who}, {ago} ago', de: '{action} durch {who}, vor {ago}' },
  'history.none': { en: 'There has never been an alias {name} here.', de: 'Einen Alias {name} gab es hier nie.' },
  'actor.system': { en: 'WaddleBot', de: 'WaddleBot' },
  'actor.api': { en: 'a program', de: 'ein Programm' },
  stale: {
    en: 'Somebody else changed {name} just now. Look at it again.',
    de: 'Jemand anders hat {name} gerade geändert. Sieh es dir noch einmal an.',
  },
  undone: {
    en: 'Took the last change of {name} back. {prefix}alias undo {name} again brings it back.',
    de: 'Letzte Änderung an {name} zurückgenommen. Noch einmal {prefix}alias undo {name} stellt sie wieder her.',
  },
  'undo.nothing': { en: 'There is nothing to take back for {name}.', de: 'An {name} gibt es nichts zurückzunehmen.' },
  'undo.taken': {
    en: 'Something else is called {name} by now. Rename or remove that first.',
    de: 'Inzwischen heißt etwas anderes {name}. Benenne das zuerst um, oder lösche es.',
  },
  usage: {
    en: 'Usage: {prefix}alias add|edit <name> <command…>, remove|show|history|undo <name>, options <name> level=vip cooldown=30s …, list',
    de: 'So geht es: {prefix}alias add|edit <name> <befehl…>, remove|show|history|undo <name>, options <name> level=vip cooldown=30s …, list',
  },
} as const satisfies Words;
