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
    en: 'Try {prefix}commands for what you can use and {prefix}help <command> for one of them. Commands: {list}',
    de: 'Mit {prefix}commands siehst du deine Befehle, mit {prefix}help <Befehl> die Erklärung zu einem. Befehle: {list}',
  },
  'help.command': { en: 'Usage: {usage}. {summary}', de: 'So geht es: {usage}. {summary}' },
  'help.alias': { en: 'The alias {usage} stands for: {text}', de: 'Der Alias {usage} steht für: {text}' },
  'help.custom': {
    en: 'The command {usage} is one of this community’s own. It says: {text}',
    de: 'Der Befehl {usage} gehört dieser Community. Er sagt: {text}',
  },
  'help.unknown': {
    en: 'There is no command "{name}" here. {prefix}commands lists what there is.',
    de: 'Hier gibt es keinen Befehl „{name}“. {prefix}commands zeigt, was es gibt.',
  },
} as const satisfies Words;
