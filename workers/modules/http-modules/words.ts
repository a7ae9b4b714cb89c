import { MODULE_WORDS } from '../../core/http-modules.ts';
import type { Words } from '../../core/words.ts';

export const words = {
  ...MODULE_WORDS,
  added: {
    en: 'Added the module {name}. Its secret is never said in chat: have the API make one and show it once (POST {path}/secret), give it to the program, then try {prefix}module test {bare}.',
    de: 'Neues Modul: {name}. Das Geheimnis dazu steht nie im Chat: Lass die API eins anlegen und einmal zeigen (POST {path}/secret), gib es dem Programm und probier dann {prefix}module test {bare}.',
  },
  changed: { en: 'Changed the module {name}.', de: 'Modul geändert: {name}.' },
  removed: { en: 'Removed the module {name}.', de: 'Modul gelöscht: {name}.' },
  on: { en: 'Switched the module {name} on.', de: 'Modul eingeschaltet: {name}.' },
  off: {
    en: 'Switched the module {name} off; {prefix}module on {bare} brings it back.',
    de: 'Modul abgeschaltet: {name}. {prefix}module on {bare} schaltet es wieder ein.',
  },
  list: { en: 'Modules: {list}', de: 'Module: {list}' },
  'list.none': {
    en: 'There are no modules yet. Add one with {prefix}module add <name> <https://…>.',
    de: 'Es gibt noch keine Module. Leg eins an mit {prefix}module add <name> <https://…>.',
  },
  'list.off': { en: '{name} (off)', de: '{name} (aus)' },
  shown: { en: 'The module {name} asks {url} ({options})', de: 'Das Modul {name} fragt {url} ({options})' },
  missing: {
    en: 'There is no module {name}. Add it with {prefix}module add {bare} <https://…>.',
    de: 'Es gibt kein Modul {name}. Leg es an mit {prefix}module add {bare} <https://…>.',
  },
  exists: {
    en: 'There is a module {name} already. Choose another name, or remove it with {prefix}module remove {bare}.',
    de: 'Das Modul {name} gibt es schon. Nimm einen anderen Namen, oder lösche es mit {prefix}module remove {bare}.',
  },
  builtin: {
    en: 'The command {name} is built in, so a module cannot have that name. Choose another one.',
    de: 'Der Befehl {name} ist eingebaut, deshalb kann kein Modul so heißen. Nimm einen anderen Namen.',
  },
  command: {
    en: 'There is a command {name} here. Choose another name, or remove it with {prefix}command remove {bare}.',
    de: 'Einen Befehl {name} gibt es hier schon. Nimm einen anderen Namen, oder lösche ihn mit {prefix}command remove {bare}.',
  },
  alias: {
    en: 'There is an alias {name} here. Choose another name, or remove it with {prefix}alias remove {bare}.',
    de: 'Einen Alias {name} gibt es hier schon. Nimm einen anderen Namen, oder lösche ihn mit {prefix}alias remove {bare}.',
  },
  reserved: {
    en: 'Note that /{bare} is {platforms}’s own: yours answers to {prefix}{bare} only.',
    de: 'Beachte: /{bare} gehört {platforms} selbst, deins hört nur auf {prefix}{bare}.',
  },
  stale: {
    en: 'Somebody changed {name} just now. Look at it with {prefix}module show {bare}, and try again.',
    de: '{name} wurde gerade geändert. Sieh mit {prefix}module show {bare} nach und versuch es noch einmal.',
  },
  'bad-name': {
    en: '"{name}" cannot be a module: use up to 40 letters, digits, - or _ in one word.',
    de: '„{name}“ kann kein Modul sein: bis zu 40 Buchstaben, Ziffern, - oder _ in einem Wort.',
  },
  full: {
    en: 'This community has {most} modules, which is all there is room for. Remove one first.',
    de: 'Diese Community hat {most} Module, mehr passen nicht. Lösche zuerst eins.',
  },
  'not-a-url': {
    en: 'That is no address a module can be called at. Use one like https://example.com/hook, without a user or password in it.',
    de: 'Unter dieser Adresse lässt sich kein Modul aufrufen. Nimm eine wie https://example.com/hook, ohne Benutzer und Passwort darin.',
  },
  'not-https': {
    en: 'A module is called by https only: who listens in would read what is said and could answer. Use an https:// address.',
    de: 'Ein Modul wird nur über https aufgerufen, sonst könnten andere mitlesen und antworten. Nimm eine https://-Adresse.',
  },
  'not-public': {
    en: 'That address leads nowhere on the public internet. Use a host name that everybody can reach.',
    de: 'Diese Adresse führt nirgendwohin im öffentlichen Internet. Nimm einen Rechnernamen, den alle erreichen.',
  },
  'too-long': {
    en: 'That address is too long: {most} characters are the most.',
    de: 'Diese Adresse ist zu lang: {most} Zeichen sind das Höchste.',
  },
  'unknown-option': {
    en: 'There is no option "{option}". There are: {options}.',
    de: 'Eine Option „{option}“ gibt es nicht. Es gibt: {options}.',
  },
  'bad-value': {
    en: '"{value}" is nothing for {option}. It takes: {values}.',
    de: '„{value}“ passt nicht zu {option}. Möglich: {values}.',
  },
  'trial.shows': {
    en: 'Tried {name}: {status} after {ms} ms. Chat would show: {text}',
    de: 'Probe von {name}: {status} nach {ms} ms. Im Chat stünde: {text}',
  },
  'trial.silent': {
    en: 'Tried {name}: {status} after {ms} ms, with nothing to show in chat.',
    de: 'Probe von {name}: {status} nach {ms} ms, im Chat stünde nichts.',
  },
  'trial.promised': {
    en: 'Tried {name}: 202 after {ms} ms, so its answer would come later. That of a test leads nowhere.',
    de: 'Probe von {name}: 202 nach {ms} ms, die Antwort käme also später. Die auf eine Probe führt nirgendwohin.',
  },
  'trial.failed': { en: '{problem} (That took {ms} ms.)', de: '{problem} (Das hat {ms} ms gedauert.)' },
  'trial.open': {
    en: 'Its host failed several times in a row and is left alone for now.',
    de: 'Der Server dahinter hat mehrmals hintereinander versagt und wird vorerst in Ruhe gelassen.',
  },
  usage: {
    en: 'Usage: {prefix}module add <name> <https://…>, show|remove|on|off|test <name>, options <name> cache=60 level=vip usercooldown=10s …, list',
    de: 'So geht es: {prefix}module add <name> <https://…>, show|remove|on|off|test <name>, options <name> cache=60 level=vip usercooldown=10s …, list',
  },
} as const satisfies Words;
