import { defineWords } from './words.ts';

/** What a finding is about, by name; times are told already. */
export interface FindingParts {
  readonly [name: string]: string;
}

/** What is not well with a channel, by its code: the sentence after the channel's name. */
export const findingWhat = defineWords({
  'channel.off': { en: 'Its platform is switched off here', de: 'Die Plattform ist hier ausgeschaltet' },
  'channel.broken': {
    en: 'The platform ended the link and tells us nothing any more',
    de: 'Die Plattform hat die Verbindung beendet und sagt uns nichts mehr',
  },
  'channel.consent': {
    en: 'Its owner’s consent is not kept here',
    de: 'Die Zustimmung des Inhabers liegt hier nicht vor',
  },
  'channel.scopes': {
    en: ({ scopes = '' }: FindingParts) => `The owner’s consent lacks ${scopes}`,
    de: ({ scopes = '' }: FindingParts) => `Der Zustimmung des Inhabers fehlt ${scopes}`,
  },
  'channel.bot-account': {
    en: ({ state }: FindingParts) =>
      state === 'refused' ? 'The platform refuses the bot’s own account' : 'The bot’s own account is not connected',
    de: ({ state }: FindingParts) =>
      state === 'refused'
        ? 'Die Plattform weist das eigene Konto des Bots ab'
        : 'Das eigene Konto des Bots ist nicht verbunden',
  },
  'channel.bot-scopes': {
    en: ({ scopes = '' }: FindingParts) => `The bot’s own account lacks ${scopes}`,
    de: ({ scopes = '' }: FindingParts) => `Dem eigenen Konto des Bots fehlt ${scopes}`,
  },
  'channel.moderator': {
    en: 'The bot is no moderator there, so it may say little',
    de: 'Der Bot ist dort kein Moderator und darf darum wenig sagen',
  },
  'channel.webhook': {
    en: 'YouTube’s hub has not agreed to tell of uploads and broadcasts',
    de: 'YouTubes Hub hat noch nicht zugesagt, von Uploads und Übertragungen zu berichten',
  },
  'channel.unavailable': {
    en: 'How it does cannot be told just now',
    de: 'Wie es dem Kanal geht, lässt sich gerade nicht sagen',
  },
  'channel.gateway': {
    en: 'The connection to Discord’s Gateway is down, so only slash commands are heard',
    de: 'Die Verbindung zu Discords Gateway steht nicht, darum werden nur Slash-Befehle gehört',
  },
  'channel.silent': {
    en: ({ since = '' }: FindingParts) => `Nothing was heard since ${since}`,
    de: ({ since = '' }: FindingParts) => `Seit ${since} war nichts zu hören`,
  },
  'channel.late': {
    en: ({ medianMs = '' }: FindingParts) => `Messages arrive ${medianMs} late`,
    de: ({ medianMs = '' }: FindingParts) => `Nachrichten kommen ${medianMs} zu spät an`,
  },
  'channel.token-ending': {
    en: ({ at = '' }: FindingParts) => `Its owner’s consent ends on ${at}`,
    de: ({ at = '' }: FindingParts) => `Die Zustimmung des Inhabers endet am ${at}`,
  },
  'channel.token-ended': {
    en: ({ at = '' }: FindingParts) => `Its owner’s consent ended on ${at}`,
    de: ({ at = '' }: FindingParts) => `Die Zustimmung des Inhabers ist am ${at} abgelaufen`,
  },
  'channel.lease-ending': {
    en: ({ at = '' }: FindingParts) => `YouTube’s hub tells of uploads and broadcasts until ${at} only`,
    de: ({ at = '' }: FindingParts) => `YouTubes Hub berichtet von Uploads und Übertragungen nur noch bis ${at}`,
  },
  'channel.held': {
    en: ({ until = '' }: FindingParts) => `The platform takes nothing from the bot until ${until}`,
    de: ({ until = '' }: FindingParts) => `Die Plattform nimmt bis ${until} nichts vom Bot an`,
  },
  'channel.quota-low': {
    en: ({ used = '', perDay = '' }: FindingParts) => `${used} of the day’s ${perDay} units of quota are used`,
    de: ({ used = '', perDay = '' }: FindingParts) => `${used} von ${perDay} Einheiten des Tages sind verbraucht`,
  },
  'channel.quota-spent': {
    en: 'The day’s quota is spent, so nothing can be said',
    de: 'Das Kontingent des Tages ist verbraucht, darum kann nichts gesagt werden',
  },
  'commands.failing': {
    en: ({ failed = '', of = '' }: FindingParts) => `${failed} of the last ${of} commands failed`,
    de: ({ failed = '', of = '' }: FindingParts) => `${failed} der letzten ${of} Befehle sind gescheitert`,
  },
  'letters.waiting': {
    en: ({ count = '' }: FindingParts) =>
      count === '1' ? 'One message could not be worked on' : `${count} messages could not be worked on`,
    de: ({ count = '' }: FindingParts) =>
      count === '1' ? 'Eine Nachricht ließ sich nicht bearbeiten' : `${count} Nachrichten ließen sich nicht bearbeiten`,
  },
  'reminders.missed': {
    en: ({ count = '' }: FindingParts) =>
      count === '1' ? 'One reminder was missed in the last week' : `${count} reminders were missed in the last week`,
    de: ({ count = '' }: FindingParts) =>
      count === '1'
        ? 'In der letzten Woche wurde eine Erinnerung verpasst'
        : `In der letzten Woche wurden ${count} Erinnerungen verpasst`,
  },
  'requests.waiting': {
    en: ({ count = '' }: FindingParts) => (count === '1' ? 'One person waits to join' : `${count} people wait to join`),
    de: ({ count = '' }: FindingParts) =>
      count === '1' ? 'Eine Person möchte beitreten' : `${count} Personen möchten beitreten`,
  },
  'quotes.waiting': {
    en: ({ count = '' }: FindingParts) =>
      count === '1' ? 'One quote waits to be approved' : `${count} quotes wait to be approved`,
    de: ({ count = '' }: FindingParts) =>
      count === '1' ? 'Ein Zitat wartet auf Freigabe' : `${count} Zitate warten auf Freigabe`,
  },
});

/** Why, and what to do about it. */
export const findingNext = defineWords({
  'channel.off': {
    en: 'Nothing is heard or said there. Whoever runs this WaddleBot can switch it on.',
    de: 'Dort wird nichts gehört und nichts gesagt. Einschalten kann sie, wer diesen WaddleBot betreibt.',
  },
  'channel.broken': {
    en: 'The consent was taken back or has run out, or the bot was removed. Repair the link.',
    de: 'Die Zustimmung wurde zurückgenommen oder ist abgelaufen, oder der Bot wurde entfernt. Repariere die Verbindung.',
  },
  'channel.consent': { en: 'Link the channel again.', de: 'Verbinde den Kanal noch einmal.' },
  'channel.scopes': {
    en: 'Some things will not work there. Link the channel again.',
    de: 'Manches geht dort nicht. Verbinde den Kanal noch einmal.',
  },
  'channel.bot-account': {
    en: 'The bot cannot speak there. Whoever runs this WaddleBot has to connect it.',
    de: 'Der Bot kann dort nicht sprechen. Verbinden muss es, wer diesen WaddleBot betreibt.',
  },
  'channel.bot-scopes': {
    en: 'Whoever runs this WaddleBot connects it again.',
    de: 'Wer diesen WaddleBot betreibt, verbindet es noch einmal.',
  },
  'channel.moderator': {
    en: 'Write /mod and the bot’s name in the chat, then repair the link.',
    de: 'Schreib /mod und den Namen des Bots in den Chat, dann repariere die Verbindung.',
  },
  'channel.webhook': {
    en: 'It may not reach this WaddleBot. Repair the link.',
    de: 'Vielleicht erreicht er diesen WaddleBot nicht. Repariere die Verbindung.',
  },
  'channel.unavailable': {
    en: 'It did not answer in time. Look again in a minute; if it stays so, tell whoever runs this WaddleBot.',
    de: 'Er hat nicht rechtzeitig geantwortet. Sieh in einer Minute wieder her; bleibt es so, sag es dem Betreiber.',
  },
  'channel.gateway': {
    en: 'It is made again by itself. If it stays down, whoever runs this WaddleBot has to see to it.',
    de: 'Sie wird von selbst neu aufgebaut. Bleibt sie weg, muss sich der Betreiber darum kümmern.',
  },
  'channel.silent': {
    en: 'Write something there. If this stays, repair the link.',
    de: 'Schreib dort etwas. Bleibt das stehen, repariere die Verbindung.',
  },
  'channel.late': {
    en: 'The platform is slow to send them, and commands that come a minute late are not answered. Look at its status page.',
    de: 'Die Plattform schickt sie langsam, und Befehle, die eine Minute zu spät kommen, werden nicht beantwortet. Sieh auf ihre Statusseite.',
  },
  'channel.token-ending': {
    en: 'The platform gave nothing to renew it with. Link the channel again before that.',
    de: 'Die Plattform gab nichts, um sie zu erneuern. Verbinde den Kanal vorher noch einmal.',
  },
  'channel.token-ended': {
    en: 'The platform gave nothing to renew it with. Link the channel again.',
    de: 'Die Plattform gab nichts, um sie zu erneuern. Verbinde den Kanal noch einmal.',
  },
  'channel.lease-ending': {
    en: 'It was asked to go on, and has not agreed yet. Repair the link.',
    de: 'Er wurde gebeten weiterzumachen und hat noch nicht zugesagt. Repariere die Verbindung.',
  },
  'channel.held': {
    en: 'It said too much in too little time. Wait: answers are sent when there is room again.',
    de: 'Er sagte in kurzer Zeit zu viel. Warte: Antworten gehen hinaus, sobald wieder Platz ist.',
  },
  'channel.quota-low': {
    en: ({ resetAt = '' }: FindingParts) => `There is more from ${resetAt} on.`,
    de: ({ resetAt = '' }: FindingParts) => `Ab ${resetAt} gibt es wieder mehr.`,
  },
  'channel.quota-spent': {
    en: ({ resetAt = '' }: FindingParts) =>
      `There is more from ${resetAt} on. Whoever runs this WaddleBot can ask the platform for a larger one.`,
    de: ({ resetAt = '' }: FindingParts) =>
      `Ab ${resetAt} gibt es wieder mehr. Ein größeres kann der Betreiber bei der Plattform beantragen.`,
  },
  'commands.failing': {
    en: 'The feed tells what became of each answer, and why.',
    de: 'Der Verlauf sagt, was aus jeder Antwort wurde und warum.',
  },
  'letters.waiting': {
    en: 'Look at them, then have them tried again or put them away.',
    de: 'Sieh sie an, dann lass sie neu versuchen oder leg sie weg.',
  },
  'reminders.missed': { en: 'Tell whose they are.', de: 'Sag es denen, die sie gestellt haben.' },
  'requests.waiting': { en: 'Let them in, or do not.', de: 'Lass sie herein, oder lass es.' },
  'quotes.waiting': { en: 'Approve them in chat or here.', de: 'Gib sie im Chat oder hier frei.' },
});
