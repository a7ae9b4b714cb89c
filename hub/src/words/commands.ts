import { defineWords } from './words.ts';

/** The page of commands: the list, and the editor of one. */
export const commands = defineWords({
  title: { en: 'Commands', de: 'Befehle' },
  description: {
    en: 'What your bot answers to: built in, your own, and what others answer for it.',
    de: 'Worauf dein Bot hört: eingebaut, von euch, und was andere für ihn beantworten.',
  },
  new: { en: 'New command', de: 'Neuer Befehl' },
  import: { en: 'Import', de: 'Einlesen' },
  back: { en: 'All commands', de: 'Alle Befehle' },
  notLoaded: { en: 'The commands could not be loaded', de: 'Die Befehle ließen sich nicht laden' },
  notLoadedOne: { en: 'This command could not be loaded', de: 'Dieser Befehl ließ sich nicht laden' },
  missing: { en: 'There is no such command', de: 'Diesen Befehl gibt es nicht' },
  missingWhy: {
    en: (name: string) => `Nothing here answers to ${name}. It may have been renamed or removed.`,
    de: (name: string) => `Auf ${name} hört hier nichts. Vielleicht wurde er umbenannt oder entfernt.`,
  },

  search: { en: 'Search by name or text', de: 'Nach Name oder Text suchen' },
  name: { en: 'Name', de: 'Name' },
  says: { en: 'Says', de: 'Sagt' },
  kind: { en: 'Kind', de: 'Art' },
  builtin: { en: 'built in', de: 'eingebaut' },
  custom: { en: 'your own', de: 'eigener' },
  alias: { en: 'alias', de: 'Alias' },
  http: { en: 'HTTP module', de: 'HTTP-Modul' },
  group: { en: 'Group', de: 'Gruppe' },
  category: { en: 'Category', de: 'Kategorie' },
  platform: { en: 'Platform', de: 'Plattform' },
  level: { en: 'For', de: 'Für' },
  state: { en: 'State', de: 'Zustand' },
  on: { en: 'on', de: 'an' },
  off: { en: 'off', de: 'aus' },
  hiddenMark: { en: 'hidden', de: 'versteckt' },
  uses: { en: 'Uses', de: 'Aufrufe' },
  count: {
    en: (shown: number, all: number) => (shown === all ? `${all} commands` : `${shown} of ${all}`),
    de: (shown: number, all: number) => (shown === all ? `${all} Befehle` : `${shown} von ${all}`),
  },
  nothingTitle: { en: 'No command matches', de: 'Kein Befehl passt' },
  nothing: {
    en: 'Names and texts are searched. Try fewer letters or another filter.',
    de: 'Gesucht wird in Namen und Texten. Versuch weniger Buchstaben oder einen anderen Filter.',
  },
  clear: { en: 'Show all', de: 'Alle zeigen' },
  firstTitle: { en: 'Make your first own command', de: 'Leg deinen ersten eigenen Befehl an' },
  first: {
    en: 'Somebody types a word, the bot says a text. Names, numbers and times in it are filled in each time anew.',
    de: 'Jemand tippt ein Wort, der Bot sagt einen Text. Namen, Zahlen und Zeiten darin setzt er jedes Mal neu ein.',
  },
  exampleTyped: { en: 'hug @Max', de: 'hug @Max' },
  exampleText: { en: '$(user) hugs $(touser)', de: '$(user) umarmt $(touser)' },
  exampleSaid: { en: 'Robin hugs Max', de: 'Robin umarmt Max' },

  switchOn: { en: 'Switch on', de: 'Einschalten' },
  switchOff: { en: 'Switch off', de: 'Ausschalten' },
  switchedOff: {
    en: (n: number) => (n === 1 ? 'One command is off' : `${n} commands are off`),
    de: (n: number) => (n === 1 ? 'Ein Befehl ist aus' : `${n} Befehle sind aus`),
  },
  switchedOn: {
    en: (n: number) => (n === 1 ? 'One command is on' : `${n} commands are on`),
    de: (n: number) => (n === 1 ? 'Ein Befehl ist an' : `${n} Befehle sind an`),
  },
  wereSo: {
    en: 'They were so already; nothing changed.',
    de: 'Sie waren es schon, nichts hat sich geändert.',
  },
  leftOut: {
    en: (n: number) =>
      n === 1
        ? 'One was left out: aliases and modules have their own pages.'
        : `${n} were left out: aliases and modules have their own pages.`,
    de: (n: number) =>
      n === 1
        ? 'Einer blieb unberührt: Aliasse und Module haben eigene Seiten.'
        : `${n} blieben unberührt: Aliasse und Module haben eigene Seiten.`,
  },
  tooMany: {
    en: (most: number) => `At most ${most} at once`,
    de: (most: number) => `Höchstens ${most} auf einmal`,
  },

  readOnly: { en: 'You can read this', de: 'Du kannst das lesen' },
  readOnlyWhy: {
    en: 'Editors, moderators, admins and the owner can change commands.',
    de: 'Ändern können Befehle Redaktion, Moderation, Admins und Inhaber.',
  },
  newTitle: { en: 'A new command', de: 'Ein neuer Befehl' },
  newThing: { en: 'this command', de: 'diesen Befehl' },
  newWhy: {
    en: 'It answers from the next message on, on every platform of yours.',
    de: 'Er antwortet ab der nächsten Nachricht, auf allen deinen Plattformen.',
  },
  usesOf: {
    en: (n: number, shown: string) => (n === 0 ? 'not used yet' : n === 1 ? 'used once' : `used ${shown} times`),
    de: (n: number, shown: string) =>
      n === 0 ? 'noch nie benutzt' : n === 1 ? 'einmal benutzt' : `${shown}-mal benutzt`,
  },
  created: { en: (name: string) => `${name} is there`, de: (name: string) => `${name} ist da` },
  saved: { en: (name: string) => `${name} is saved`, de: (name: string) => `${name} ist gespeichert` },
  remove: { en: 'Remove', de: 'Entfernen' },
  removed: { en: (name: string) => `${name} is removed`, de: (name: string) => `${name} ist entfernt` },
  undone: { en: (name: string) => `${name} is as it was before`, de: (name: string) => `${name} ist wie zuvor` },
  goneMeanwhile: {
    en: 'It was removed or renamed while you had it open. What you typed is still here to copy.',
    de: 'Er wurde entfernt oder umbenannt, während du ihn offen hattest. Was du getippt hast, steht noch da zum Kopieren.',
  },

  partText: { en: 'What it says', de: 'Was er sagt' },
  nameHint: {
    en: (prefix: string) => `One word, typed after ${prefix}. Letters, digits, - and _.`,
    de: (prefix: string) => `Ein Wort, getippt nach ${prefix}. Buchstaben, Ziffern, - und _.`,
  },
  reply: { en: 'Reply', de: 'Antwort' },
  replyN: { en: (n: number) => `Reply ${n}`, de: (n: number) => `Antwort ${n}` },
  replyHint: {
    en: 'A text, with variables where something is to be filled in.',
    de: 'Ein Text, mit Variablen, wo etwas eingesetzt werden soll.',
  },
  addReply: { en: 'Add a reply', de: 'Antwort dazu' },
  oneIsChosen: {
    en: 'One of them is chosen each time, by weight.',
    de: 'Jedes Mal wird eine davon gewählt, nach Gewicht.',
  },
  weight: { en: 'Weight', de: 'Gewicht' },
  weightOf: { en: (n: number) => `Weight of reply ${n}`, de: (n: number) => `Gewicht von Antwort ${n}` },
  chance: {
    en: (percent: string) => `chosen ${percent} of the time`,
    de: (percent: string) => `in ${percent} der Fälle`,
  },
  moveUp: { en: (n: number) => `Move reply ${n} up`, de: (n: number) => `Antwort ${n} nach oben` },
  moveDown: { en: (n: number) => `Move reply ${n} down`, de: (n: number) => `Antwort ${n} nach unten` },
  removeReply: { en: (n: number) => `Remove reply ${n}`, de: (n: number) => `Antwort ${n} entfernen` },
  needsText: { en: 'It has to say something.', de: 'Irgendetwas muss er sagen.' },
  needsName: { en: 'It needs a name.', de: 'Er braucht einen Namen.' },
  badName: {
    en: 'One word of up to 40 letters, digits, - or _.',
    de: 'Ein Wort aus höchstens 40 Buchstaben, Ziffern, - oder _.',
  },
  dialect: { en: 'Dialect', de: 'Dialekt' },
  dialectHint: {
    en: 'Whose rules the text follows. Texts from other bots go on working as they are.',
    de: 'Wessen Regeln der Text folgt. Texte anderer Bots laufen so weiter, wie sie sind.',
  },
  native: { en: 'WaddleBot', de: 'WaddleBot' },
  nightbot: { en: 'Nightbot', de: 'Nightbot' },
  streamelements: { en: 'StreamElements', de: 'StreamElements' },
  fossabot: { en: 'Fossabot', de: 'Fossabot' },
  style: { en: 'Shown', de: 'Gezeigt' },
  styleHint: { en: 'How the answer appears in chat.', de: 'Wie die Antwort im Chat erscheint.' },
  say: { en: 'as a line of its own', de: 'als eigene Zeile' },
  mention: { en: 'behind the asker’s name', de: 'hinter dem Namen des Fragenden' },
  inReply: { en: 'as a reply to the message', de: 'als Antwort auf die Nachricht' },
  ephemeral: { en: 'to the asker alone, where that is possible', de: 'nur für den Fragenden, wo das geht' },

  partWho: { en: 'Who may, and how often', de: 'Wer darf, und wie oft' },
  enabled: { en: 'On', de: 'An' },
  enabledHint: { en: 'Off, it answers nobody.', de: 'Aus antwortet er niemandem.' },
  levelField: { en: 'At least', de: 'Mindestens' },
  levelHint: {
    en: 'Who may use it. Everybody above may as well.',
    de: 'Wer ihn benutzen darf. Alle darüber dürfen es auch.',
  },
  cooldowns: { en: 'Waits', de: 'Wartezeiten' },
  cooldownsHint: {
    en: 'In seconds. Empty is as the command has it by itself.',
    de: 'In Sekunden. Leer heißt: wie es der Befehl von sich aus hat.',
  },
  user: { en: 'per person', de: 'pro Person' },
  channel: { en: 'for everybody', de: 'für alle' },
  inGroup: { en: 'for its group', de: 'für die Gruppe' },
  exempt: { en: 'Do not wait', de: 'Warten nicht' },
  notice: { en: 'Who waits hears', de: 'Wer wartet, hört' },
  nothingSaid: { en: 'nothing', de: 'nichts' },
  once: { en: 'once per wait', de: 'einmal je Wartezeit' },
  always: { en: 'every time, alone', de: 'jedes Mal, nur für sich' },
  asItIs: { en: 'By itself', de: 'Von sich aus' },
  byItself: { en: (what: string) => `By itself: ${what}`, de: (what: string) => `Von sich aus: ${what}` },
  allow: { en: 'May always', de: 'Dürfen immer' },
  deny: { en: 'May never', de: 'Dürfen nie' },
  listHint: {
    en: (prefix: string) =>
      `Whatever their level. Adding and taking off counts at once. Also in chat: ${prefix}command allow @somebody, ${prefix}command deny @somebody.`,
    de: (prefix: string) =>
      `Egal auf welcher Stufe. Aufnehmen und Streichen gilt sofort. Auch im Chat: ${prefix}command allow @jemand, ${prefix}command deny @jemand.`,
  },
  byIdHint: {
    en: 'Who was not seen here, or asked not to be named, stands there by their id.',
    de: 'Wer hier noch nicht gesehen wurde oder nicht genannt werden will, steht mit seiner Kennung da.',
  },
  nobodyListed: { en: 'Nobody is listed.', de: 'Niemand steht darauf.' },
  addListed: { en: 'Add somebody', de: 'Jemanden aufnehmen' },
  addListedTo: {
    en: (list: string) => `Add somebody: ${list}`,
    de: (list: string) => `Jemanden aufnehmen: ${list}`,
  },
  allListed: { en: (n: number) => `Show all ${n}`, de: (n: number) => `Alle ${n} zeigen` },
  unlist: { en: (who: string) => `Take ${who} off the list`, de: (who: string) => `${who} von der Liste nehmen` },
  nowAllowed: {
    en: (who: string, name: string) => `${who} may always use ${name}`,
    de: (who: string, name: string) => `${who} darf ${name} immer benutzen`,
  },
  nowDenied: {
    en: (who: string, name: string) => `${who} may not use ${name} any more`,
    de: (who: string, name: string) => `${who} darf ${name} nicht mehr benutzen`,
  },
  nowUnlisted: {
    en: (who: string, name: string) => `${name} treats ${who} like anybody again`,
    de: (who: string, name: string) => `${name} behandelt ${who} wieder wie alle`,
  },

  partWhere: { en: 'Where and when', de: 'Wo und wann' },
  platforms: { en: 'Platforms', de: 'Plattformen' },
  platformsHint: { en: 'None chosen means all.', de: 'Nichts gewählt heißt: überall.' },
  live: { en: 'While streaming', de: 'Während des Streams' },
  liveHint: { en: 'Discord and Slack know no such time.', de: 'Discord und Slack kennen das nicht.' },
  always2: { en: 'at any time', de: 'jederzeit' },
  liveOnly: { en: 'only while live', de: 'nur live' },
  offlineOnly: { en: 'only while offline', de: 'nur offline' },
  expires: { en: 'Ends', de: 'Endet' },
  expiresHint: {
    en: (zone: string) => `From then on it answers no more. Your time: ${zone}.`,
    de: (zone: string) => `Ab dann antwortet er nicht mehr. Deine Zeit: ${zone}.`,
  },
  onExpiry: { en: 'Then it is', de: 'Dann wird er' },
  disable: { en: 'switched off', de: 'ausgeschaltet' },
  delete: { en: 'removed', de: 'entfernt' },

  partList: { en: 'In lists', de: 'In Listen' },
  groupHint: {
    en: 'Commands of one group wait together.',
    de: 'Befehle einer Gruppe warten zusammen.',
  },
  categoryHint: { en: 'What lists are sorted by.', de: 'Wonach Listen geordnet sind.' },
  hidden: { en: 'Hidden', de: 'Versteckt' },
  hiddenHint: {
    en: 'It answers, but is in no list.',
    de: 'Er antwortet, steht aber in keiner Liste.',
  },

  partOf: { en: 'Part of the command', de: 'Teil des Befehls' },
  whole: { en: 'the whole', de: 'das Ganze' },
  partHint: {
    en: 'A part has what the whole has, until you set its own.',
    de: 'Ein Teil hat, was das Ganze hat, bis du ihm Eigenes gibst.',
  },
  builtinWhy: {
    en: 'It is built in: what it does is fixed, who may and when is up to you.',
    de: 'Er ist eingebaut: Was er tut, steht fest; wer darf und wann, entscheidest du.',
  },
  aliasesOf: { en: 'Also answers to', de: 'Hört auch auf' },
  usage: { en: 'How to type it', de: 'So wird er getippt' },
  elsewhereTitle: { en: (kind: string) => `This is an ${kind}`, de: (kind: string) => `Das ist ein ${kind}` },
  elsewhere: {
    en: 'It has a page of its own, where it can be changed.',
    de: 'Dafür gibt es eine eigene Seite, auf der du es ändern kannst.',
  },
  openThere: { en: 'Open it there', de: 'Dort öffnen' },

  preview: { en: 'What chat would see', de: 'Was der Chat sähe' },
  previewHint: {
    en: 'As if Robin typed it. Nothing is said or counted.',
    de: 'Als tippte es Robin. Gesagt oder gezählt wird nichts.',
  },
  typed: { en: 'Typed behind it', de: 'Dahinter getippt' },
  typedExample: { en: '@Max three pebbles', de: '@Max drei Kiesel' },
  asLevel: { en: 'Robin is one of', de: 'Robin gehört zu' },
  again: { en: 'Roll the dice again', de: 'Noch einmal würfeln' },
  bot: { en: 'Bot', de: 'Bot' },
  robin: { en: 'Robin', de: 'Robin' },
  history: { en: 'History', de: 'Verlauf' },
  historyFailed: { en: 'The history could not be loaded.', de: 'Der Verlauf ließ sich nicht laden.' },
  olderChanges: { en: 'Older changes', de: 'Ältere Änderungen' },
  removeReplyUndo: { en: 'One reply less', de: 'Eine Antwort weniger' },
});
