import { defineWords } from './words.ts';

/** The start page of a community. */
export const home = defineWords({
  title: { en: 'Home', de: 'Start' },
  allWell: { en: 'All is well', de: 'Alles in Ordnung' },
  needsYou: {
    en: (n: number) => (n === 1 ? 'One thing needs you' : `${n} things need you`),
    de: (n: number) => (n === 1 ? 'Eine Sache wartet auf dich' : `${n} Dinge warten auf dich`),
  },
  checked: { en: 'As of', de: 'Stand' },

  attention: { en: 'Needs attention', de: 'Braucht Aufmerksamkeit' },
  calmTitle: { en: 'Nothing needs you', de: 'Gerade ist nichts zu tun' },
  calm: {
    en: (channels: number) =>
      channels === 1
        ? 'Your channel is well, and nothing waits for an answer of yours.'
        : `All ${channels} channels are well, and nothing waits for an answer of yours.`,
    de: (channels: number) =>
      channels === 1
        ? 'Deinem Kanal geht es gut, und nichts wartet auf eine Antwort von dir.'
        : `Allen ${channels} Kanälen geht es gut, und nichts wartet auf eine Antwort von dir.`,
  },
  calmLittle: { en: 'Nothing waits for you.', de: 'Nichts wartet auf dich.' },
  repair: { en: 'Repair', de: 'Reparieren' },
  toChannel: { en: 'To the channel', de: 'Zum Kanal' },
  toMissed: { en: 'What went wrong', de: 'Was schiefging' },
  toRequests: { en: 'See who', de: 'Sehen, wer' },
  toLetters: { en: 'Look at them', de: 'Ansehen' },
  toFailed: { en: 'See them in the feed', de: 'Im Verlauf ansehen' },
  showAll: { en: (n: number) => `Show all ${n}`, de: (n: number) => `Alle ${n} zeigen` },
  broken: { en: 'Does not work', de: 'Funktioniert nicht' },
  warning: { en: 'Works in part', de: 'Funktioniert zum Teil' },
  info: { en: 'Waits', de: 'Wartet' },
  ok: { en: 'Well', de: 'Gut' },

  numbers: { en: 'The last day in numbers', de: 'Der letzte Tag in Zahlen' },
  perMinute: { en: 'Messages per minute', de: 'Nachrichten pro Minute' },
  perMinuteNow: { en: 'Now', de: 'Jetzt' },
  inTheHour: { en: 'in the last hour', de: 'in der letzten Stunde' },
  inTheMinute: { en: 'in the last minute', de: 'in der letzten Minute' },
  notCounted: { en: 'not counted', de: 'nicht gezählt' },
  countedFromNow: { en: 'Counted while somebody watches.', de: 'Gezählt, solange jemand zusieht.' },
  commands: { en: 'Commands in a day', de: 'Befehle an einem Tag' },
  commandsPerHour: { en: 'Commands per hour', de: 'Befehle pro Stunde' },
  answered: { en: 'answered', de: 'beantwortet' },
  refused: { en: 'refused', de: 'abgelehnt' },
  failed: { en: 'failed', de: 'gescheitert' },
  outcomes: {
    en: (answered: string, refused: string, failed: string) =>
      `${answered} answered, ${refused} refused, ${failed} failed`,
    de: (answered: string, refused: string, failed: string) =>
      `${answered} beantwortet, ${refused} abgelehnt, ${failed} gescheitert`,
  },
  noCommands: { en: 'No command was used yet.', de: 'Noch wurde kein Befehl benutzt.' },
  answerTime: { en: 'Answer time', de: 'Antwortzeit' },
  half: { en: 'half within', de: 'die Hälfte in' },
  most: { en: '99 % within', de: '99 % in' },
  mostWithin: { en: (time: string) => `99 % within ${time}`, de: (time: string) => `99 % innerhalb von ${time}` },
  halfWithin: { en: 'Half of all answers came within this.', de: 'Die Hälfte der Antworten kam innerhalb davon.' },
  noAnswers: { en: 'No answer was sent yet.', de: 'Noch wurde keine Antwort gesendet.' },
  channelsWell: { en: 'Channels', de: 'Kanäle' },
  wellOf: { en: (n: number, of: number) => `${n} of ${of}`, de: (n: number, of: number) => `${n} von ${of}` },
  areWell: { en: 'are well', de: 'geht es gut' },

  range: { en: 'Span', de: 'Zeitraum' },
  hour: { en: '1 hour', de: '1 Stunde' },
  day: { en: '24 hours', de: '24 Stunden' },
  gapsNote: {
    en: 'Gaps: lines were not counted then, as nothing needed them and nobody watched.',
    de: 'Lücken: Da wurden Zeilen nicht gezählt, weil nichts sie brauchte und niemand zusah.',
  },
  answersNote: {
    en: 'From when a command came until the platform had its answer.',
    de: 'Vom Eintreffen eines Befehls, bis die Plattform seine Antwort hatte.',
  },

  channels: { en: 'Channels', de: 'Kanäle' },
  heard: { en: 'Heard', de: 'Gehört' },
  never: { en: 'nothing yet', de: 'noch nichts' },
  late: { en: (span: string) => `${span} late`, de: (span: string) => `${span} verspätet` },
  said: { en: 'Said', de: 'Gesagt' },
  within: { en: (span: string) => `within ${span}`, de: (span: string) => `in ${span}` },
  consent: { en: 'Consent', de: 'Zustimmung' },
  renews: { en: 'renews itself', de: 'erneuert sich selbst' },
  endsAt: { en: 'ends', de: 'endet' },
  endless: { en: 'does not end', de: 'endet nicht' },
  quota: { en: 'Quota', de: 'Kontingent' },
  quotaUsed: {
    en: (used: string, perDay: string) => `${used} of ${perDay} used today`,
    de: (used: string, perDay: string) => `${used} von ${perDay} heute verbraucht`,
  },
  room: { en: 'Room to speak', de: 'Platz zum Sprechen' },
  roomLeft: {
    en: (left: number, of: number, span: string) => `${left} of ${of} in ${span}`,
    de: (left: number, of: number, span: string) => `${left} von ${of} in ${span}`,
  },
  uploads: { en: 'Uploads told until', de: 'Uploads gemeldet bis' },
  lastFailure: { en: 'Last failure', de: 'Letzter Fehlschlag' },
  leftOut: {
    en: (n: number) => `${n} more channels are not shown here, nor counted in the charts.`,
    de: (n: number) => `${n} weitere Kanäle stehen nicht hier und fehlen in den Kurven.`,
  },
  silentOnes: {
    en: (n: number) =>
      n === 1
        ? 'One channel did not answer in time: the numbers are without it.'
        : `${n} channels did not answer in time: the numbers are without them.`,
    de: (n: number) =>
      n === 1
        ? 'Ein Kanal hat nicht rechtzeitig geantwortet: Die Zahlen sind ohne ihn.'
        : `${n} Kanäle haben nicht rechtzeitig geantwortet: Die Zahlen sind ohne sie.`,
  },

  latest: { en: 'Just now', de: 'Gerade eben' },
  toFeed: { en: 'Open the feed', de: 'Verlauf öffnen' },
  nothingYet: {
    en: 'Nothing has happened while somebody watched. It shows here as it comes.',
    de: 'Solange jemand zusah, ist nichts geschehen. Hier erscheint, was kommt.',
  },

  failedTitle: {
    en: 'How your community does could not be loaded',
    de: 'Wie es deiner Community geht, ließ sich nicht laden',
  },
  offline: {
    en: 'WaddleBot could not be reached. Check your connection.',
    de: 'WaddleBot war nicht zu erreichen. Prüfe deine Verbindung.',
  },

  firstTitle: { en: 'Link your first channel', de: 'Verbinde deinen ersten Kanal' },
  first: {
    en: 'Here you will see at a glance whether the bot hears and answers everywhere, and what needs you. It takes a channel to begin.',
    de: 'Hier siehst du auf einen Blick, ob der Bot überall hört und antwortet und was dich braucht. Dafür braucht es einen Kanal.',
  },
  firstWaiting: {
    en: 'No channel is linked yet. Whoever owns this community can link the first one; then you see here how it does.',
    de: 'Noch ist kein Kanal verbunden. Wem die Community gehört, kann den ersten verbinden; dann siehst du hier, wie es ihm geht.',
  },
  linkOne: { en: 'Link a channel', de: 'Kanal verbinden' },
  trySimulator: { en: 'or try it without one', de: 'oder ohne einen ausprobieren' },
  exampleChannel: { en: 'your_channel', de: 'dein_kanal' },
});
