import { defineWords } from './words.ts';

const en = (n: number) => n.toLocaleString('en-GB');
const de = (n: number) => n.toLocaleString('de-DE');

/** The live feed. */
export const feed = defineWords({
  title: { en: 'Feed', de: 'Verlauf' },
  description: {
    en: 'What happens in all your channels, as it happens. Kept for a day, while somebody watches.',
    de: 'Was in allen deinen Kanälen geschieht, sobald es geschieht. Einen Tag lang behalten, solange jemand zusieht.',
  },
  list: { en: 'Live feed', de: 'Live-Verlauf' },
  search: { en: 'Search the feed', de: 'Verlauf durchsuchen' },
  platform: { en: 'Platform', de: 'Plattform' },
  kind: { en: 'Kind', de: 'Art' },
  personFilter: { en: 'Only this person', de: 'Nur diese Person' },
  clearPerson: { en: (name: string) => `Not only ${name}`, de: (name: string) => `Nicht nur ${name}` },

  message: { en: 'Messages', de: 'Nachrichten' },
  command: { en: 'Commands', de: 'Befehle' },
  refusal: { en: 'Refused commands', de: 'Abgelehnte Befehle' },
  failed: { en: 'Answers not shown', de: 'Nicht gezeigte Antworten' },
  event: { en: 'Events', de: 'Ereignisse' },
  notice: { en: 'Notices', de: 'Hinweise' },
  change: { en: 'Changes', de: 'Änderungen' },

  oneMessage: { en: 'Message', de: 'Nachricht' },
  oneCommand: { en: 'Command', de: 'Befehl' },
  oneRefusal: { en: 'Refused command', de: 'Abgelehnter Befehl' },
  oneEvent: { en: 'Event', de: 'Ereignis' },
  oneNotice: { en: 'Notice', de: 'Hinweis' },
  oneChange: { en: 'Change', de: 'Änderung' },

  live: { en: 'Live', de: 'Live' },
  paused: { en: 'Paused', de: 'Angehalten' },
  pause: { en: 'Pause', de: 'Anhalten' },
  resume: { en: 'Go on', de: 'Weiter' },
  toNewest: { en: 'To the newest', de: 'Zum Neuesten' },
  fresh: {
    en: (n: number) => (n === 1 ? '1 new' : `${en(n)} new`),
    de: (n: number) => (n === 1 ? '1 neuer' : `${de(n)} neue`),
  },
  keys: {
    en: 'J and K move, Enter opens, / searches, . pauses, End goes to the newest.',
    de: 'J und K bewegen, Enter öffnet, / sucht, . hält an, Ende geht zum Neuesten.',
  },

  toWay: { en: 'See its way', de: 'Seinen Weg ansehen' },
  keyNext: { en: 'Next entry', de: 'Nächster Eintrag' },
  keyLast: { en: 'Previous entry', de: 'Voriger Eintrag' },
  keyOpen: { en: 'Open the entry', de: 'Eintrag öffnen' },
  keySearch: { en: 'Search', de: 'Suchen' },
  keyPause: { en: 'Stop and go on', de: 'Anhalten und weiter' },

  lostTitle: { en: 'The connection was lost', de: 'Die Verbindung ist weg' },
  lostSince: {
    en: (time: string) =>
      `Nothing new is shown since ${time}. It is tried again by itself, and what you miss meanwhile is filled in.`,
    de: (time: string) =>
      `Seit ${time} wird nichts Neues gezeigt. Es wird von selbst neu versucht, und was du inzwischen verpasst, wird nachgeholt.`,
  },
  tryNow: { en: 'Try now', de: 'Jetzt versuchen' },
  refusedTitle: { en: 'This feed is closed to you', de: 'Dieser Verlauf ist dir verschlossen' },
  refused: {
    en: 'Your role here changed while you were looking. Load the page again to see what you may do.',
    de: 'Deine Rolle hier hat sich geändert, während du zusahst. Lade die Seite neu, um zu sehen, was du darfst.',
  },
  gap: {
    en: (from: string, to: string) =>
      `Something may be missing between ${from} and ${to}: nothing is kept while nobody watches or WaddleBot is away.`,
    de: (from: string, to: string) =>
      `Zwischen ${from} und ${to} fehlt vielleicht etwas: Nichts wird behalten, solange niemand zusieht oder WaddleBot weg ist.`,
  },

  emptyTitle: { en: 'Nothing has happened yet', de: 'Noch ist nichts geschehen' },
  empty: {
    en: 'Write something in one of your chats: it shows here at once, with what the bot did about it.',
    de: 'Schreib etwas in einen deiner Chats: Es erscheint sofort hier, mit dem, was der Bot daraus macht.',
  },
  noMatchTitle: { en: 'Nothing matches', de: 'Nichts passt' },
  noMatch: {
    en: 'None of the last entries is of that kind. New ones show as they come.',
    de: 'Keiner der letzten Einträge passt dazu. Neue erscheinen, sobald sie kommen.',
  },
  clearFilters: { en: 'Clear filters', de: 'Filter entfernen' },
  toSimulator: { en: 'Try it in the simulator', de: 'Im Simulator versuchen' },

  somebody: { en: 'Somebody', de: 'Jemand' },
  forgotten: { en: 'Somebody who was erased', de: 'Jemand, der gelöscht wurde' },
  theBot: { en: 'WaddleBot', de: 'WaddleBot' },

  waiting: { en: 'on its way', de: 'unterwegs' },
  sent: { en: 'answered', de: 'beantwortet' },
  refusedSend: { en: 'not taken by the platform', de: 'von der Plattform nicht angenommen' },
  unknown: { en: 'nobody knows whether it was shown', de: 'ob sie gezeigt wurde, ist unklar' },
  withheld: { en: 'too late, so not shown', de: 'zu spät, darum nicht gezeigt' },
  later: { en: 'tried again soon', de: 'wird bald neu versucht' },
  refusedFor: { en: (why: string) => `refused: ${why}`, de: (why: string) => `abgelehnt: ${why}` },
  broken: {
    en: 'tells us nothing any more. Repair the link.',
    de: 'sagt uns nichts mehr. Repariere die Verbindung.',
  },

  detail: { en: 'Entry', de: 'Eintrag' },
  detailGoneTitle: { en: 'This entry is not here any more', de: 'Dieser Eintrag ist nicht mehr hier' },
  detailGone: {
    en: 'The feed shows the last thousand entries of a day. This one is older, or was taken back.',
    de: 'Der Verlauf zeigt die letzten tausend Einträge eines Tages. Dieser ist älter oder wurde zurückgenommen.',
  },
  who: { en: 'Who', de: 'Wer' },
  said: { en: 'Text', de: 'Text' },
  when: { en: 'When', de: 'Wann' },
  where: { en: 'Channel', de: 'Kanal' },
  channelId: { en: 'Channel id', de: 'Kanal-ID' },
  room: { en: 'Room', de: 'Raum' },
  account: { en: 'Account', de: 'Konto' },
  entryId: { en: 'Entry id', de: 'Eintrags-ID' },
  target: { en: 'Target', de: 'Ziel' },
  facts: { en: 'Facts', de: 'Fakten' },
  answer: { en: 'Answer', de: 'Antwort' },
  answers: { en: 'Answers', de: 'Antworten' },
  outcome: { en: 'Outcome', de: 'Ergebnis' },
  took: { en: 'Took', de: 'Dauer' },
  tookHint: {
    en: 'From the platform’s time of the command until the platform had the answer.',
    de: 'Von der Zeit der Plattform für den Befehl bis die Plattform die Antwort hatte.',
  },
  reason: { en: 'Reason', de: 'Grund' },
  whyRefused: { en: 'Why it was refused', de: 'Warum er abgelehnt wurde' },
  whatToDo: { en: 'What to do', de: 'Was zu tun ist' },
  toIntegrations: { en: 'To the links', de: 'Zu den Verbindungen' },
  showPerson: { en: 'Show only what they do', de: 'Nur zeigen, was sie tun' },
  waitingHint: {
    en: 'No answer was told of yet. Commands without an answer, and those of before you watched, stay so.',
    de: 'Von einer Antwort wurde noch nichts gesagt. Befehle ohne Antwort und solche von vorher bleiben so.',
  },

  adviceRefused: {
    en: 'The platform said no. Look at the channel’s health on the home page: often the bot lacks a right there.',
    de: 'Die Plattform hat abgelehnt. Sieh auf der Startseite nach dem Kanal: Oft fehlt dem Bot dort ein Recht.',
  },
  adviceUnknown: {
    en: 'The platform did not say whether it showed the answer, and it is never said twice. Look into the chat.',
    de: 'Die Plattform hat nicht gesagt, ob sie die Antwort gezeigt hat, und zweimal gesagt wird nie etwas. Sieh in den Chat.',
  },
  adviceWithheld: {
    en: 'The answer was ready more than five minutes late, when nobody waits for it any more. What the command changed stays changed.',
    de: 'Die Antwort war mehr als fünf Minuten zu spät fertig, wenn niemand mehr wartet. Was der Befehl geändert hat, bleibt geändert.',
  },
  adviceLater: {
    en: 'The platform took nothing for a moment. It is tried again by itself.',
    de: 'Die Plattform nahm gerade nichts an. Es wird von selbst neu versucht.',
  },
});
