import type { Words } from '../../core/words.ts';

export const words = {
  ping: { en: 'Pong!', de: 'Pong!' },
  about: {
    en: 'WaddleBot: one community, many platforms, one bot. Try {prefix}commands to see what it does here.',
    de: 'WaddleBot: eine Community, viele Plattformen, ein Bot. {prefix}commands zeigt, was er hier kann.',
  },
  commands: { en: 'Commands: {list}', de: 'Befehle: {list}' },
  'commands.none': { en: 'There are no commands you can use here.', de: 'Hier gibt es keine Befehle für dich.' },
  help: {
    en: '{prefix}commands lists what you can use, {prefix}help <command> explains one. Commands: {list}',
    de: '{prefix}commands zeigt deine Befehle, {prefix}help <Befehl> erklärt einen. Befehle: {list}',
  },
  'help.command': { en: '{usage}: {summary}', de: '{usage}: {summary}' },
  'help.custom': {
    en: '{usage} is a command of this community. It says: {text}',
    de: '{usage} ist ein Befehl dieser Community. Er sagt: {text}',
  },
  'help.unknown': {
    en: 'There is no command "{name}" here. {prefix}commands lists what there is.',
    de: 'Hier gibt es keinen Befehl „{name}“. {prefix}commands zeigt, was es gibt.',
  },
} as const satisfies Words;
