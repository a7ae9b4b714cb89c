import { defineWords } from './words.ts';

/** Linked channels, and what is linked by which platform: the first run and the page of integrations say it alike. */
export const channelWords = defineWords({
  aChannel: { en: 'a channel', de: 'einen Kanal' },
  aServer: { en: 'a server', de: 'einen Server' },
  aWorkspace: { en: 'a workspace', de: 'einen Workspace' },
  link: {
    en: (what: string, platform: string) => `Link ${what} on ${platform}`,
    de: (what: string, platform: string) => `Auf ${platform} ${what} verbinden`,
  },
  agree: {
    en: (platform: string) =>
      `${platform} asks you to agree, signed in there as the owner. WaddleBot never sees a password.`,
    de: (platform: string) =>
      `${platform} fragt nach deiner Zustimmung, dort angemeldet als Inhaber. WaddleBot sieht nie ein Passwort.`,
  },
  standIn: {
    en: (platform: string) =>
      `A stand-in on this machine plays ${platform}: no account is needed, and nothing leaves this machine.`,
    de: (platform: string) =>
      `Ein Stellvertreter auf diesem Rechner spielt ${platform}: Du brauchst kein Konto, und nichts verlässt diesen Rechner.`,
  },
  withStream: { en: 'Also steer the stream', de: 'Auch den Stream steuern' },
  withStreamWhy: {
    en: 'Title, category, clips and raids from chat. Can be added later.',
    de: 'Titel, Kategorie, Clips und Raids aus dem Chat. Geht auch später.',
  },
  again: {
    en: (platform: string) => `Agree again on ${platform}`,
    de: (platform: string) => `Auf ${platform} neu zustimmen`,
  },

  botMissing: {
    en: (platform: string) => `The bot has no account on ${platform} yet`,
    de: (platform: string) => `Der Bot hat auf ${platform} noch kein Konto`,
  },
  botRefused: {
    en: (platform: string) => `${platform} refuses the bot’s own account`,
    de: (platform: string) => `${platform} lehnt das Konto des Bots ab`,
  },
  botForOperator: {
    en: 'It speaks with an account of its own, for all communities here. Sign in there as the bot, not as yourself.',
    de: 'Er spricht mit einem eigenen Konto, für alle Communities hier. Melde dich dort als Bot an, nicht als du selbst.',
  },
  botForOthers: {
    en: 'Whoever runs this WaddleBot has to connect it first. Ask them.',
    de: 'Wer diesen WaddleBot betreibt, muss es zuerst verbinden. Frag dort nach.',
  },
  connectBot: { en: 'Connect the bot’s account', de: 'Konto des Bots verbinden' },

  offTitle: {
    en: (platform: string) => `${platform} is not set up here`,
    de: (platform: string) => `${platform} ist hier nicht eingerichtet`,
  },
  offMissing: {
    en: (n: number) => (n === 1 ? 'One secret is missing.' : `${n} secrets are missing.`),
    de: (n: number) => (n === 1 ? 'Ein Geheimnis fehlt.' : `${n} Geheimnisse fehlen.`),
  },
  offForOthers: {
    en: 'Whoever runs this WaddleBot can switch it on.',
    de: 'Wer diesen WaddleBot betreibt, kann es einschalten.',
  },
  howTo: { en: 'How to set it up', de: 'So richtest du es ein' },
  stepRegister: {
    en: (where: string) => `Register an application at ${where}.`,
    de: (where: string) => `Registriere eine Anwendung auf ${where}.`,
  },
  stepRedirect: { en: 'Give it this redirect address:', de: 'Gib ihr diese Weiterleitungsadresse:' },
  stepSecrets: {
    en: 'Put these into the environment of this WaddleBot:',
    de: 'Trage das in die Umgebung dieses WaddleBots ein:',
  },
  stepRestart: {
    en: 'Start it again (npm start), or deploy it (npm run deploy), then press Check again.',
    de: 'Starte ihn neu (npm start) oder veröffentliche ihn (npm run deploy), dann drück auf „Nochmals prüfen“.',
  },
  isSet: { en: 'set', de: 'gesetzt' },
  isMissing: { en: 'missing', de: 'fehlt' },
  read: { en: 'All of it, step by step:', de: 'Alles, Schritt für Schritt:' },
  checkAgain: { en: 'Check again', de: 'Nochmals prüfen' },

  secretTwitchId: { en: 'on the application’s page', de: 'auf der Seite der Anwendung' },
  secretTwitchSecret: { en: 'on the application’s page, New Secret', de: 'auf der Seite der Anwendung, New Secret' },
  secretMade: { en: 'made by npm run secrets', de: 'macht npm run secrets' },
  secretTwitchBot: {
    en: 'the user id of the bot’s own Twitch account, digits only',
    de: 'die Nutzer-ID des Twitch-Kontos des Bots, nur Ziffern',
  },
  secretDiscordInfo: { en: 'under General Information', de: 'unter General Information' },
  secretDiscordBot: { en: 'under Bot, Reset Token', de: 'unter Bot, Reset Token' },
  secretDiscordOauth: { en: 'under OAuth2', de: 'unter OAuth2' },
  secretSlack: { en: 'under Basic Information', de: 'unter Basic Information' },
  secretGoogle: {
    en: 'of an OAuth client of type Web application',
    de: 'eines OAuth-Clients vom Typ Webanwendung',
  },
  secretKick: { en: 'on the app’s page', de: 'auf der Seite der App' },

  well: { en: 'Linked, and well', de: 'Verbunden, alles in Ordnung' },
  notice: { en: 'Works, but something is missing', de: 'Läuft, aber etwas fehlt' },
  ill: { en: 'Needs you', de: 'Braucht dich' },
  steers: { en: 'steers the stream', de: 'steuert den Stream' },

  problemOff: {
    en: 'This platform is switched off here, so nothing is heard or said.',
    de: 'Diese Plattform ist hier ausgeschaltet: Es wird nichts gehört und nichts gesagt.',
  },
  problemBroken: { en: 'It sends us nothing any more.', de: 'Von dort kommt nichts mehr an.' },
  brokenConsent: {
    en: 'It sends us nothing any more, because the consent was taken back or has run out.',
    de: 'Von dort kommt nichts mehr an, weil die Zustimmung zurückgenommen wurde oder abgelaufen ist.',
  },
  brokenUninstalled: {
    en: 'It sends us nothing any more, because the app was removed from the workspace.',
    de: 'Von dort kommt nichts mehr an, weil die App aus dem Workspace entfernt wurde.',
  },
  brokenRemoved: {
    en: 'It sends us nothing any more, because the bot was removed from the server.',
    de: 'Von dort kommt nichts mehr an, weil der Bot vom Server entfernt wurde.',
  },
  brokenModerator: {
    en: 'It sends us nothing any more, because the bot is no longer a moderator.',
    de: 'Von dort kommt nichts mehr an, weil der Bot kein Moderator mehr ist.',
  },
  brokenBanned: {
    en: 'It sends us nothing any more, because the bot was banned there. Lift the ban, then repair it.',
    de: 'Von dort kommt nichts mehr an, weil der Bot dort gebannt wurde. Heb den Bann auf und repariere dann.',
  },
  brokenAccount: {
    en: 'It sends us nothing any more, because the account is gone.',
    de: 'Von dort kommt nichts mehr an, weil es das Konto nicht mehr gibt.',
  },
  brokenUnreached: {
    en: 'It sends us nothing any more, because it could not reach this WaddleBot for too long.',
    de: 'Von dort kommt nichts mehr an, weil dieser WaddleBot zu lange nicht erreichbar war.',
  },
  brokenVersion: {
    en: 'It sends us nothing any more, because the platform changed how it tells of things.',
    de: 'Von dort kommt nichts mehr an, weil die Plattform ihre Meldungen geändert hat.',
  },
  problemConsent: {
    en: 'Its owner’s consent is not kept here. Have its owner agree again.',
    de: 'Die Zustimmung des Inhabers liegt hier nicht vor. Der Inhaber muss neu zustimmen.',
  },
  problemScopes: {
    en: 'Its owner did not allow all that is needed. Have its owner agree again. Missing:',
    de: 'Der Inhaber hat nicht alles Nötige erlaubt. Er muss neu zustimmen. Es fehlt:',
  },
  problemBotAccount: {
    en: 'The bot’s own account is not connected, so it can say nothing. Whoever runs this WaddleBot connects it.',
    de: 'Das Konto des Bots ist nicht verbunden, also kann er nichts sagen. Wer diesen WaddleBot betreibt, verbindet es.',
  },
  problemBotScopes: {
    en: 'The bot’s own account lacks rights. Whoever runs this WaddleBot connects it again. Missing:',
    de: 'Dem Konto des Bots fehlen Rechte. Wer diesen WaddleBot betreibt, verbindet es neu. Es fehlt:',
  },
  problemModerator: {
    en: 'The bot is no moderator there, so it may say little. Paste this into the chat, then press Check again:',
    de: 'Der Bot ist dort kein Moderator und darf nur wenig sagen. Füge das in den Chat ein und drück dann auf „Nochmals prüfen“:',
  },
  problemModeratorPlain: {
    en: 'The bot is no moderator there, so it may say little. Make it one, then press Check again.',
    de: 'Der Bot ist dort kein Moderator und darf nur wenig sagen. Mach ihn zu einem und drück dann auf „Nochmals prüfen“.',
  },
  problemWebhook: {
    en: 'YouTube has not yet agreed to tell of uploads and broadcasts: it may not reach this WaddleBot. Repair it.',
    de: 'YouTube meldet Uploads und Übertragungen noch nicht: Vielleicht erreicht es diesen WaddleBot nicht. Repariere es.',
  },

  saidLinked: {
    en: (platform: string) => `${platform} is linked`,
    de: (platform: string) => `${platform} ist verbunden`,
  },
  saidBot: {
    en: (platform: string) => `The bot’s account on ${platform} is connected`,
    de: (platform: string) => `Das Konto des Bots auf ${platform} ist verbunden`,
  },
  saidNot: {
    en: (platform: string) => `${platform} was not linked`,
    de: (platform: string) => `${platform} wurde nicht verbunden`,
  },
  whyDenied: {
    en: 'You said no there, so nothing was stored. Start again if that was not meant.',
    de: 'Du hast dort abgelehnt, gespeichert wurde nichts. Fang neu an, falls das ein Versehen war.',
  },
  whyStale: {
    en: 'That consent was used already or is too old. Nothing was stored. Start again.',
    de: 'Diese Zustimmung wurde schon benutzt oder ist zu alt. Gespeichert wurde nichts. Fang neu an.',
  },
  whyApp: {
    en: 'It does not accept this WaddleBot’s application. Whoever runs it compares the client id, the secret and the redirect address.',
    de: 'Die Anwendung dieses WaddleBots wird dort nicht angenommen. Wer ihn betreibt, vergleicht Client-ID, Geheimnis und Weiterleitungsadresse.',
  },
  whyAccount: {
    en: 'You agreed there as another account than the one that was meant. Nothing was stored. Sign out there, and agree as the right one.',
    de: 'Du hast dort mit einem anderen Konto zugestimmt als gemeint. Gespeichert wurde nichts. Melde dich dort ab und stimm mit dem richtigen zu.',
  },
  whyScopes: {
    en: 'Not all that WaddleBot needs was allowed. Nothing was stored. Start again and leave everything ticked.',
    de: 'Nicht alles, was WaddleBot braucht, wurde erlaubt. Gespeichert wurde nichts. Fang neu an und lass alles angekreuzt.',
  },
  whyElsewhere: {
    en: 'It is linked to another community already, and a channel is in one at most. Have it unlinked there first.',
    de: 'Der Kanal ist schon mit einer anderen Community verbunden, und er kann nur in einer sein. Lass ihn dort zuerst trennen.',
  },
  whyUnreachable: {
    en: 'It did not answer. Try again in a minute; what was done stays done.',
    de: 'Von dort kam keine Antwort. Versuch es in einer Minute wieder; was erledigt ist, bleibt erledigt.',
  },
  whyUnreached: {
    en: 'It could not reach this WaddleBot. PUBLIC_URL has to be its address on the internet, with https.',
    de: 'Dieser WaddleBot war von dort nicht zu erreichen. PUBLIC_URL muss seine Adresse im Internet sein, mit https.',
  },
  whyNoChannel: {
    en: 'There was no channel or server to link. Make or choose one there, and start again.',
    de: 'Es gab keinen Kanal oder Server zum Verbinden. Leg dort einen an oder wähl einen aus und fang neu an.',
  },
  whyBotAccount: {
    en: 'The bot’s own account has not agreed yet. Whoever runs this WaddleBot connects it first.',
    de: 'Das Konto des Bots hat noch nicht zugestimmt. Wer diesen WaddleBot betreibt, verbindet es zuerst.',
  },
  whyFailed: {
    en: 'It said no. Try again; if it says no again, the log of this WaddleBot says why.',
    de: 'Es wurde dort abgelehnt. Versuch es nochmals; sonst steht der Grund im Protokoll dieses WaddleBots.',
  },
});
