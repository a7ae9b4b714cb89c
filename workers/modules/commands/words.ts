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
  'bad-name': {
    en: '"{name}" cannot be a command: use up to 40 letters, digits, - or _ in one word.',
    de: '„{name}“ kann kein Befehl sein: bis zu 40 Buchstaben, Ziffern, - oder _ in einem Wort.',
  },
  'too-long': {
    en: 'That text has {length} characters. A command says at most {most}.',
    de: 'Der Text hat {length} Zeichen. Ein Befehl sagt höchstens {most}.',
  },
  full: {
    en: 'This community has {most} custom commands, which is all there is room for. Remove one first.',
    de: 'Diese Community hat {most} eigene Befehle, mehr passen nicht. Lösche zuerst einen.',
  },
  usage: {
    en: 'Usage: {prefix}command add|edit <name> <text>, {prefix}command remove|show <name>',
    de: 'So geht es: {prefix}command add|edit <name> <text>, {prefix}command remove|show <name>',
  },
} as const satisfies Words;
