import { defineWords } from './words.ts';

/** Moving in: bringing along what another bot has. */
export const moveIn = defineWords({
  from: { en: 'Where from?', de: 'Woher?' },
  nightbot: { en: 'Nightbot', de: 'Nightbot' },
  streamelements: { en: 'StreamElements', de: 'StreamElements' },
  fossabot: { en: 'Fossabot', de: 'Fossabot' },
  quotes: { en: 'A table of quotes', de: 'Eine Tabelle mit Zitaten' },
  nightbotBrings: {
    en: 'Commands with their counts, aliases and timers.',
    de: 'Befehle mit ihren Zählern, Aliasse und Timer.',
  },
  streamelementsBrings: {
    en: 'Commands with aliases and keywords, timers and counters.',
    de: 'Befehle mit Aliassen und Stichwörtern, Timer und Zähler.',
  },
  fossabotBrings: {
    en: 'Commands with aliases and who may use them.',
    de: 'Befehle mit Aliassen und wer sie benutzen darf.',
  },
  quotesBrings: {
    en: 'Quotes of any bot that can save them as CSV.',
    de: 'Zitate aus jedem Bot, der sie als CSV speichern kann.',
  },
  howTo: { en: 'How to get the file', de: 'So kommst du an die Datei' },
  nightbotHow: {
    en: 'Sign in to Nightbot’s API and save its answer: a token of your own goes in the place of TOKEN. The timers are at /1/timers, in the same way. Without signing in the API hides what variables say.',
    de: 'Melde dich an Nightbots API an und speichere ihre Antwort: Für TOKEN steht dein eigenes Token. Die Timer liegen genauso unter /1/timers. Ohne Anmeldung verschweigt die API, was Variablen sagen.',
  },
  streamelementsHow: {
    en: 'Your account ID and a token are in the StreamElements dashboard under Account, Channels: put them into this line and save the answer. The timers are at /kappa/v2/bot/timers, in the same way.',
    de: 'Deine Account-ID und ein Token findest du im StreamElements-Dashboard unter Account, Channels: Setz sie in diese Zeile ein und speichere die Antwort. Die Timer liegen genauso unter /kappa/v2/bot/timers.',
  },
  fossabotHow: {
    en: 'Open the first address with your channel’s name at its end, and copy the id of the channel. Open the second with that id, and save the page.',
    de: 'Öffne die erste Adresse mit dem Namen deines Kanals am Ende und kopiere die id des Kanals. Öffne die zweite mit dieser id und speichere die Seite.',
  },
  quotesHow: {
    en: 'Save the table as CSV in UTF-8. The first line names the columns; one of them is called text or quote. Author, category, game, title and date may follow.',
    de: 'Speichere die Tabelle als CSV in UTF-8. Die erste Zeile nennt die Spalten; eine davon heißt text oder quote. Author, category, game, title und date dürfen folgen.',
  },
  several: {
    en: 'Commands and timers may come one after the other, or together in one file.',
    de: 'Befehle und Timer dürfen nacheinander kommen oder zusammen in einer Datei.',
  },
  file: { en: 'The file', de: 'Die Datei' },
  drop: { en: 'Drop the file here, or', de: 'Zieh die Datei hierher, oder' },
  choose: { en: 'Choose a file', de: 'Datei auswählen' },
  paste: { en: 'Or paste what is in it', de: 'Oder füg ein, was darin steht' },
  look: { en: 'Look at it', de: 'Ansehen' },
  looking: { en: 'The file is being read', de: 'Die Datei wird gelesen' },
  nothingKept: {
    en: 'First you see each line and what it becomes. Nothing is kept until you say so, and nothing is ever overwritten.',
    de: 'Erst siehst du jede Zeile und was aus ihr wird. Nichts wird behalten, bevor du es sagst, und nichts wird je überschrieben.',
  },
  tryExample: { en: 'Try it with an example', de: 'Mit einem Beispiel ausprobieren' },
  exampleFile: { en: 'example', de: 'Beispiel' },
  pasted: { en: 'pasted text', de: 'eingefügter Text' },
  tooLarge: {
    en: (megabytes: number) => `This file is larger than ${megabytes} MB. Bring it in parts.`,
    de: (megabytes: number) => `Diese Datei ist größer als ${megabytes} MB. Bring sie in Teilen.`,
  },
  unreadable: {
    en: 'This file could not be opened. Choose it again.',
    de: 'Die Datei ließ sich nicht öffnen. Wähl sie noch einmal aus.',
  },

  faultTitle: { en: 'This file cannot be read', de: 'Diese Datei lässt sich nicht lesen' },
  otherTitle: {
    en: (source: string) => `This file is from elsewhere: ${source}`,
    de: (source: string) => `Diese Datei ist von woanders: ${source}`,
  },
  readAs: { en: (source: string) => `Read it as ${source}`, de: (source: string) => `Als ${source} lesen` },
  otherBody: {
    en: 'It was recognised by what stands in it.',
    de: 'Erkannt an dem, was darin steht.',
  },
  'fault-empty': {
    en: () => 'There is nothing in it that could be brought. Save it again, and look whether it has commands in it.',
    de: () =>
      'Darin ist nichts, was sich mitbringen ließe. Speichere sie noch einmal und sieh nach, ob Befehle darin stehen.',
  },
  'fault-not-json': {
    en: (line: number, column: number) =>
      `It is no JSON: something is wrong in line ${line}, column ${column}. Copy all of it, from the first bracket to the last.`,
    de: (line: number, column: number) =>
      `Sie ist kein JSON: In Zeile ${line}, Spalte ${column} stimmt etwas nicht. Kopiere alles, von der ersten Klammer bis zur letzten.`,
  },
  'fault-no-text-column': {
    en: (header: string) => `None of its columns is called text or quote: ${header}. Name the one with what was said.`,
    de: (header: string) =>
      `Keine Spalte heißt text oder quote: ${header}. Benenne die, in der steht, was gesagt wurde.`,
  },
  'fault-unknown-shape': {
    en: () => 'Nothing in it looks like commands, timers or quotes that we know. Look whether it is the right file.',
    de: () =>
      'Nichts darin sieht nach Befehlen, Timern oder Zitaten aus, die wir kennen. Sieh nach, ob es die richtige Datei ist.',
  },
  'fault-answer-is-error': {
    en: (says: string) => `The bot’s API did not answer with your commands. It says: ${says}`,
    de: (says: string) => `Die API des Bots hat nicht mit deinen Befehlen geantwortet. Sie sagt: ${says}`,
  },
  'fault-too-many': {
    en: (most: number) => `It has more than ${most} lines. Bring it in parts.`,
    de: (most: number) => `Sie hat mehr als ${most} Zeilen. Bring sie in Teilen.`,
  },

  planLabel: { en: 'Lines of the file', de: 'Zeilen der Datei' },
  fileOf: {
    en: (file: string, source: string) => `${file}, from ${source}`,
    de: (file: string, source: string) => `${file}, von ${source}`,
  },
  another: { en: 'Another file', de: 'Andere Datei' },
  search: { en: 'Search lines', de: 'Zeilen durchsuchen' },
  status: { en: 'Status', de: 'Status' },
  kind: { en: 'What', de: 'Was' },
  name: { en: 'Name', de: 'Name' },
  why: { en: 'Why', de: 'Warum' },
  ok: { en: 'OK', de: 'OK' },
  'needs-review': { en: 'Look at it', de: 'Ansehen' },
  conflict: { en: 'Conflict', de: 'Konflikt' },
  unsupported: { en: 'Does not come', de: 'Kommt nicht mit' },
  command: { en: 'Command', de: 'Befehl' },
  alias: { en: 'Alias', de: 'Alias' },
  counter: { en: 'Counter', de: 'Zähler' },
  keyword: { en: 'Keyword', de: 'Stichwort' },
  timer: { en: 'Timer', de: 'Timer' },
  quote: { en: 'Quote', de: 'Zitat' },
  other: { en: 'Other', de: 'Anderes' },
  'built-in': { en: 'Built in', de: 'Eingebaut' },
  module: { en: 'HTTP module', de: 'HTTP-Modul' },
  noneTitle: { en: 'No line matches', de: 'Keine Zeile passt' },
  none: { en: 'Try other words or another status.', de: 'Versuch andere Worte oder einen anderen Status.' },
  showAll: { en: 'Show all lines', de: 'Alle Zeilen zeigen' },
  needsName: { en: 'needs a name', de: 'braucht einen Namen' },

  place: { en: 'In the file', de: 'In der Datei' },
  becomes: { en: 'What it becomes', de: 'Was daraus wird' },
  notComing: { en: 'This line stays behind.', de: 'Diese Zeile bleibt zurück.' },
  there: { en: 'What is there', de: 'Was schon da ist' },
  newName: { en: 'Another name', de: 'Ein anderer Name' },
  newNameHint: {
    en: 'Under its own it stays behind: what is there is not overwritten.',
    de: 'Unter seinem eigenen bleibt er zurück: Was da ist, wird nicht überschrieben.',
  },
  anyNameHint: { en: 'Leave it to keep the name it has.', de: 'Lass es frei, um den Namen zu behalten.' },
  badName: {
    en: 'Up to 40 letters, digits, - or _, as one word.',
    de: 'Bis zu 40 Buchstaben, Ziffern, - oder _, als ein Wort.',
  },
  bring: { en: 'Bring this line', de: 'Diese Zeile mitbringen' },
  inChat: { en: 'What chat would see', de: 'Was der Chat sähe' },
  sample: { en: 'When Robin types it with the word “pond”', de: 'Wenn Robin ihn mit dem Wort „pond“ tippt' },
  samplePerson: { en: 'Robin', de: 'Robin' },
  nothingSaid: { en: 'It says nothing.', de: 'Es wird nichts gesagt.' },
  text: { en: 'Text', de: 'Text' },
  runs: { en: 'Runs', de: 'Führt aus' },
  pattern: { en: 'Words', de: 'Worte' },
  value: { en: 'Stands at', de: 'Steht bei' },
  author: { en: 'Said by', de: 'Gesagt von' },
  saidAt: { en: 'Said on', de: 'Gesagt am' },
  schedule: { en: 'When', de: 'Wann' },
  everyMinutes: {
    en: (n: number) => (n === 1 ? 'every minute' : `every ${n} minutes`),
    de: (n: number) => (n === 1 ? 'jede Minute' : `alle ${n} Minuten`),
  },
  minLines: { en: 'Lines of chat between', de: 'Zeilen Chat dazwischen' },
  dialect: { en: 'Dialect', de: 'Dialekt' },
  level: { en: 'Who may', de: 'Wer darf' },
  cooldown: { en: 'Cooldown', de: 'Wartezeit' },
  cooldownOf: {
    en: (user: number, channel: number) =>
      [user > 0 ? `${user} s per person` : '', channel > 0 ? `${channel} s for all` : ''].filter(Boolean).join(', '),
    de: (user: number, channel: number) =>
      [user > 0 ? `${user} s je Person` : '', channel > 0 ? `${channel} s für alle` : ''].filter(Boolean).join(', '),
  },
  live: { en: 'Only', de: 'Nur' },
  whileLive: { en: 'while live', de: 'während des Streams' },
  whileOffline: { en: 'while offline', de: 'außerhalb des Streams' },
  style: { en: 'Answers', de: 'Antwortet' },
  say: { en: 'as a line', de: 'als Zeile' },
  mention: { en: 'with the asker’s name', de: 'mit dem Namen der Person' },
  reply: { en: 'as a reply', de: 'als Antwort' },
  ephemeral: { en: 'to the asker alone', de: 'nur der Person' },
  off: { en: 'switched off', de: 'ausgeschaltet' },
  hidden: { en: 'not in lists', de: 'nicht in Listen' },
  state: { en: 'State', de: 'Zustand' },
  everyone: { en: 'everyone', de: 'alle' },
  follower: { en: 'followers and up', de: 'Follower und höher' },
  subscriber: { en: 'subscribers and up', de: 'Abonnenten und höher' },
  vip: { en: 'VIPs and up', de: 'VIPs und höher' },
  moderator: { en: 'moderators and up', de: 'Moderatoren und höher' },
  admin: { en: 'admins and up', de: 'Admins und höher' },
  owner: { en: 'the owner', de: 'der Besitzer' },

  apply: {
    en: (n: number) => (n === 1 ? 'Bring 1 line' : `Bring ${n} lines`),
    de: (n: number) => (n === 1 ? '1 Zeile mitbringen' : `${n} Zeilen mitbringen`),
  },
  applying: { en: 'Bringing them along', de: 'Wird mitgebracht' },
  notNamed: {
    en: (n: number) =>
      n === 1
        ? '1 chosen line still needs a name and stays behind.'
        : `${n} chosen lines still need a name and stay behind.`,
    de: (n: number) =>
      n === 1
        ? '1 gewählte Zeile braucht noch einen Namen und bleibt zurück.'
        : `${n} gewählte Zeilen brauchen noch einen Namen und bleiben zurück.`,
  },
  moved: {
    en: (n: number) => (n === 1 ? '1 line moved in' : `${n} lines moved in`),
    de: (n: number) => (n === 1 ? '1 Zeile ist eingezogen' : `${n} Zeilen sind eingezogen`),
  },
  movedNone: { en: 'Nothing moved in', de: 'Nichts ist eingezogen' },
  answersNow: { en: 'It answers from the next message on.', de: 'Ab der nächsten Nachricht antwortet es.' },
  stayed: {
    en: (n: number) => (n === 1 ? '1 line stayed behind:' : `${n} lines stayed behind:`),
    de: (n: number) => (n === 1 ? '1 Zeile blieb zurück:' : `${n} Zeilen blieben zurück:`),
  },

  past: { en: 'Last imports', de: 'Letzte Importe' },
  pastWhy: {
    en: 'Each can be taken back as a whole, but for what somebody has changed since.',
    de: 'Jeder lässt sich als Ganzes zurücknehmen, außer dem, was seither jemand geändert hat.',
  },
  noPast: { en: 'Nothing has been imported here yet.', de: 'Hier wurde noch nichts importiert.' },
  when: { en: 'When', de: 'Wann' },
  who: { en: 'Who', de: 'Wer' },
  what: { en: 'What came', de: 'Was kam' },
  takeBack: { en: 'Take back', de: 'Zurücknehmen' },
  takeBackOf: { en: (file: string) => `Take back ${file}`, de: (file: string) => `${file} zurücknehmen` },
  takenBack: { en: 'taken back', de: 'zurückgenommen' },
  takenBackBut: { en: (n: number) => `taken back, ${n} kept`, de: (n: number) => `zurückgenommen, ${n} behalten` },
  goneAgain: {
    en: (n: number) => (n === 1 ? '1 line was taken back' : `${n} lines were taken back`),
    de: (n: number) => (n === 1 ? '1 Zeile wurde zurückgenommen' : `${n} Zeilen wurden zurückgenommen`),
  },
  keptChanged: {
    en: (names: string) => `These were changed since, or are gone, and were left alone: ${names}`,
    de: (names: string) => `Das wurde seither geändert oder ist weg und blieb, wie es ist: ${names}`,
  },
  notLoaded: { en: 'Past imports could not be loaded', de: 'Die letzten Importe ließen sich nicht laden' },
  counted: { en: (n: number, what: string) => `${n} × ${what}`, de: (n: number, what: string) => `${n} × ${what}` },
});
