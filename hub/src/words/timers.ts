import { defineWords } from './words.ts';

/** The page of timers. */
export const timers = defineWords({
  title: { en: 'Timers', de: 'Timer' },
  description: {
    en: 'What the bot says by itself, every so often or at set times.',
    de: 'Was der Bot von selbst sagt, in Abständen oder zu festen Zeiten.',
  },
  search: { en: 'Search timers', de: 'Timer durchsuchen' },
  newOne: { en: 'New timer', de: 'Neuer Timer' },
  timer: { en: 'Timer', de: 'Timer' },
  schedule: { en: 'When', de: 'Wann' },
  next: { en: 'Next times', de: 'Nächste Male' },
  says: { en: 'Says', de: 'Sagt' },
  where: { en: 'Where', de: 'Wo' },
  firstTitle: { en: 'Let the bot remind your chat', de: 'Lass den Bot deinen Chat erinnern' },
  first: {
    en: 'A timer says a text every quarter of an hour, or on Fridays at six, and stays quiet when nobody listens.',
    de: 'Ein Timer sagt einen Text jede Viertelstunde oder freitags um sechs, und ist still, wenn niemand zuhört.',
  },
  firstButton: { en: 'Make the first timer', de: 'Ersten Timer anlegen' },
  exampleText: {
    en: 'Like it here? Follow us, and you hear of the next stream.',
    de: 'Gefällt es dir hier? Folg uns, dann hörst du vom nächsten Stream.',
  },
  everyMinutes: {
    en: (n: number) => (n === 1 ? 'every minute' : `every ${n} minutes`),
    de: (n: number) => (n === 1 ? 'jede Minute' : `alle ${n} Minuten`),
  },
  everyHours: {
    en: (n: number) => (n === 1 ? 'every hour' : `every ${n} hours`),
    de: (n: number) => (n === 1 ? 'jede Stunde' : `alle ${n} Stunden`),
  },
  off: { en: 'off', de: 'aus' },
  ifLines: {
    en: (n: number) => `if ${n === 1 ? 'a line was' : `${n} lines were`} written since`,
    de: (n: number) =>
      `wenn seither ${n === 1 ? 'eine Zeile' : `${n} Zeilen`} geschrieben ${n === 1 ? 'wurde' : 'wurden'}`,
  },
  ifLive: { en: 'if the channel is live', de: 'wenn der Kanal live ist' },
  ifOffline: { en: 'if the channel is not live', de: 'wenn der Kanal nicht live ist' },
  upTo: {
    en: (n: number) => `up to ${n} s later, by chance`,
    de: (n: number) => `bis zu ${n} s später, zufällig`,
  },

  texts: { en: 'What it says', de: 'Was er sagt' },
  text: { en: 'Text', de: 'Text' },
  textN: { en: (n: number) => `Text ${n}`, de: (n: number) => `Text ${n}` },
  textHint: {
    en: 'Up to 500 characters, with variables as commands have them.',
    de: 'Bis zu 500 Zeichen, mit Variablen wie in Befehlen.',
  },
  addText: { en: 'Another text', de: 'Noch ein Text' },
  removeText: { en: (n: number) => `Remove text ${n}`, de: (n: number) => `Text ${n} löschen` },
  order: { en: 'Which one is next', de: 'Welcher als Nächstes' },
  rotate: { en: 'In turn', de: 'Der Reihe nach' },
  random: { en: 'By chance, none twice in a row', de: 'Zufällig, keiner zweimal hintereinander' },
  kind: { en: 'How it is set', de: 'Wie er gestellt ist' },
  byInterval: { en: 'Every so many minutes', de: 'Alle so viele Minuten' },
  byCron: { en: 'At set times (cron)', de: 'Zu festen Zeiten (Cron)' },
  minutes: { en: 'Minutes', de: 'Minuten' },
  minutesHint: {
    en: 'Counts from when it is made, switched on or given this.',
    de: 'Zählt ab dem Anlegen, Einschalten oder dieser Änderung.',
  },
  cron: { en: 'Cron expression', de: 'Cron-Ausdruck' },
  cronHint: {
    en: 'Minute, hour, day, month, weekday: 0 18 * * 5 is Fridays at 18:00.',
    de: 'Minute, Stunde, Tag, Monat, Wochentag: 0 18 * * 5 ist freitags um 18:00.',
  },
  zone: { en: 'Time zone', de: 'Zeitzone' },
  zoneOfCommunity: { en: 'The community’s', de: 'Die der Community' },
  conditions: { en: 'Where, and when it stays quiet', de: 'Wo, und wann er still bleibt' },
  target: { en: 'Where it speaks', de: 'Wo er spricht' },
  everywhere: {
    en: 'Every Twitch, Kick and YouTube channel',
    de: 'Jeder Twitch-, Kick- und YouTube-Kanal',
  },
  everywhereShort: { en: 'all channels', de: 'alle Kanäle' },
  targetHint: {
    en: 'A channel, or a room of Discord or Slack. In chat it is !timer options <name> where=here.',
    de: 'Ein Kanal oder ein Raum von Discord oder Slack. Im Chat geht es mit !timer options <name> where=here.',
  },
  minLines: { en: 'Lines since it last spoke', de: 'Zeilen seit dem letzten Mal' },
  minLinesHint: { en: 'With fewer it stays quiet. 0: it does not ask.', de: 'Bei weniger bleibt er still. 0: egal.' },
  jitter: { en: 'Up to so many seconds later', de: 'Bis zu so viele Sekunden später' },
  jitterHint: {
    en: 'By chance, so that several do not speak at once.',
    de: 'Zufällig, damit nicht mehrere zugleich sprechen.',
  },
  preview: { en: 'When it speaks', de: 'Wann er spricht' },
  inZone: { en: (zone: string) => `Times of ${zone}`, de: (zone: string) => `Zeiten in ${zone}` },
  ifSaved: { en: 'If you save it now', de: 'Wenn du jetzt speicherst' },
  asItIs: { en: 'As it is now', de: 'Wie er jetzt ist' },
  isOff: { en: 'It is off, so it does not speak.', de: 'Er ist aus und spricht deshalb nicht.' },

  'cron.everyMinute': { en: 'every minute', de: 'jede Minute' },
  'cron.everyNMinutes': { en: (n: number) => `every ${n} minutes`, de: (n: number) => `alle ${n} Minuten` },
  'cron.everyNMinutesBetween': {
    en: (n: number, from: string, to: string) => `every ${n} minutes from ${from} to ${to}`,
    de: (n: number, from: string, to: string) => `alle ${n} Minuten von ${from} bis ${to}`,
  },
  'cron.at': { en: (times: string) => `at ${times}`, de: (times: string) => `um ${times}` },
  'cron.atMinutes': {
    en: (minutes: string) => `at minute ${minutes} of every hour`,
    de: (minutes: string) => `zur Minute ${minutes} jeder Stunde`,
  },
  'cron.everyNHours': {
    en: (n: number, minutes: string) => `every ${n} hours at minute ${minutes}`,
    de: (n: number, minutes: string) => `alle ${n} Stunden zur Minute ${minutes}`,
  },
  'cron.hourly': {
    en: (from: string, to: string) => `every hour from ${from} to ${to}`,
    de: (from: string, to: string) => `jede Stunde von ${from} bis ${to}`,
  },
  'cron.fields': {
    en: (minute: string, hour: string) => `at minutes ${minute} of the hours ${hour}`,
    de: (minute: string, hour: string) => `zu den Minuten ${minute} der Stunden ${hour}`,
  },
  'cron.onDays': { en: (days: string) => `on ${days}`, de: (days: string) => `am ${days}` },
  'cron.fromTo': {
    en: (from: string, to: string) => `${from} to ${to}`,
    de: (from: string, to: string) => `${from} bis ${to}`,
  },
  'cron.daily': { en: 'every day', de: 'jeden Tag' },
  'cron.ofMonth': {
    en: (days: string) => `on day ${days} of the month`,
    de: (days: string) => `am ${days}. des Monats`,
  },
  'cron.lastOfMonth': { en: 'on the last day of the month', de: 'am letzten Tag des Monats' },
  'cron.or': {
    en: (one: string, other: string) => `${one} and ${other}`,
    de: (one: string, other: string) => `${one} und ${other}`,
  },
  'cron.in': { en: (months: string) => `in ${months}`, de: (months: string) => `im ${months}` },
});
