import { defineWords } from './words.ts';

/** A whole community in one file: out of one WaddleBot, and into another. */
export const archive = defineWords({
  out: { en: 'Take everything along', de: 'Alles mitnehmen' },
  outWhy: {
    en: 'All of this community in one file, which any other WaddleBot takes in. Nothing changes here.',
    de: 'Die ganze Community in einer Datei, die jedes andere WaddleBot aufnimmt. Hier ändert sich nichts.',
  },
  holds: { en: 'In the file', de: 'In der Datei' },
  holdsMore: {
    en: 'And with them: settings, wording, votes, categories, tags, counts, notes, bans, time zones, and who has which role.',
    de: 'Und dazu: Einstellungen, Wortlaut, Stimmen, Kategorien, Tags, Zählungen, Notizen, Sperren, Zeitzonen und wer welche Rolle hat.',
  },
  stays: { en: 'Not in the file', de: 'Nicht in der Datei' },
  staysSecrets: {
    en: 'Passwords, tokens, keys and invites. HTTP modules and webhooks get new secrets where they are taken in.',
    de: 'Passwörter, Tokens, Schlüssel und Einladungen. HTTP-Module und Webhooks bekommen dort neue Geheimnisse, wo sie aufgenommen werden.',
  },
  staysChannels: {
    en: 'The connection to your channels: they are connected anew, as only you can allow that.',
    de: 'Die Verbindung zu deinen Kanälen: Sie werden neu verbunden, denn nur du kannst das erlauben.',
  },
  staysAudit: {
    en: 'The audit log. It proves what happened here, and a file proves nothing.',
    de: 'Das Protokoll. Es belegt, was hier geschah, und eine Datei belegt nichts.',
  },
  staysLocal: {
    en: 'Who signs in by a name and password of this WaddleBot alone.',
    de: 'Wer sich nur mit Namen und Passwort dieses WaddleBots anmeldet.',
  },
  careful: {
    en: 'The file names people, and says what moderators noted about them. Keep it where only you can read it.',
    de: 'Die Datei nennt Personen und was die Moderation über sie notiert hat. Bewahr sie dort auf, wo nur du sie lesen kannst.',
  },
  download: { en: 'Download the archive', de: 'Archiv herunterladen' },
  proveTitle: { en: 'Prove first that it is you', de: 'Zeig erst, dass du es bist' },
  proveWhy: {
    en: 'The file holds everything. A browser left open is not enough for it: sign in again, then you come back here.',
    de: 'In der Datei steht alles. Ein offen gelassener Browser reicht dafür nicht: Melde dich noch einmal an, dann kommst du hierher zurück.',
  },
  prove: { en: 'Prove it', de: 'Nachweisen' },
  inTitle: { en: 'Take an archive in', de: 'Ein Archiv aufnehmen' },
  inWhy: {
    en: 'It becomes a new community that you own. Nothing that is here is changed.',
    de: 'Es wird eine neue Community, die dir gehört. Was hier ist, bleibt, wie es ist.',
  },
  inGo: { en: 'Take an archive in', de: 'Archiv aufnehmen' },
  back: { en: 'Make a new one', de: 'Neu anlegen' },
  file: { en: 'The archive', de: 'Das Archiv' },
  fileHint: {
    en: 'A file that ends in .waddlebot.gz, made under Move › Moving out. It is looked at first.',
    de: 'Eine Datei, die auf .waddlebot.gz endet, gemacht unter Umziehen › Ausziehen. Sie wird erst angesehen.',
  },
  choose: { en: 'Choose a file', de: 'Datei wählen' },
  chooseOther: { en: 'Choose another file', de: 'Andere Datei wählen' },
  drop: { en: 'or drop it here', de: 'oder hier ablegen' },
  tooLarge: { en: 'An archive is at most 90 MB.', de: 'Ein Archiv hat höchstens 90 MB.' },
  reading: {
    en: (name: string) => `Looking at ${name}`,
    de: (name: string) => `${name} wird angesehen`,
  },
  refused: { en: 'This file cannot be taken in', de: 'Diese Datei lässt sich nicht aufnehmen' },
  gone: { en: 'That archive is not here any more', de: 'Dieses Archiv ist nicht mehr hier' },
  found: { en: (name: string) => `${name}, as it was`, de: (name: string) => `${name}, wie sie war` },
  from: { en: 'From', de: 'Von' },
  at: { en: 'Exported', de: 'Exportiert' },
  toDo: { en: 'What is left to do afterwards', de: 'Was danach zu tun bleibt' },
  toConnect: {
    en: 'Connect its channels again:',
    de: 'Ihre Kanäle wieder verbinden:',
  },
  noChannels: { en: 'It had no channels: connect some.', de: 'Sie hatte keine Kanäle: Verbinde welche.' },
  toSecrets: {
    en: 'Give HTTP modules and senders of webhooks the new secrets, which you are told this once.',
    de: 'HTTP-Modulen und den Absendern der Webhooks die neuen Geheimnisse geben; du erfährst sie ein einziges Mal.',
  },
  toRoles: {
    en: 'Look who has a role: people find theirs by the accounts they sign in with. Its other owners become admins.',
    de: 'Ansehen, wer eine Rolle hat: Alle finden ihre über die Konten, mit denen sie sich anmelden. Andere Inhaber werden Admins.',
  },
  name: { en: 'What is it called here?', de: 'Wie heißt sie hier?' },
  make: { en: 'Take it in', de: 'Aufnehmen' },
  putAway: { en: 'Discard it', de: 'Verwerfen' },
  making: {
    en: 'All of it is taken in, or nothing. A large community takes a minute.',
    de: 'Alles wird aufgenommen oder nichts. Bei einer großen Community dauert das eine Minute.',
  },
  made: { en: (name: string) => `${name} is here`, de: (name: string) => `${name} ist da` },
  madeWhy: {
    en: 'It is yours. The bot says nothing before its channels are connected.',
    de: 'Sie gehört dir. Der Bot sagt nichts, bevor ihre Kanäle verbunden sind.',
  },
  secrets: { en: 'New secrets', de: 'Neue Geheimnisse' },
  secretsWhy: {
    en: 'They are shown this once. Copy them to where they belong before you leave.',
    de: 'Sie werden nur dieses eine Mal gezeigt. Kopier sie dorthin, wo sie hingehören, bevor du gehst.',
  },
  ofModule: { en: 'HTTP module', de: 'HTTP-Modul' },
  ofWebhook: { en: 'Webhook', de: 'Webhook' },
  address: { en: 'Address', de: 'Adresse' },
  secret: { en: 'Secret', de: 'Geheimnis' },
  connect: { en: 'Connect its channels', de: 'Ihre Kanäle verbinden' },
  open: { en: 'Open it', de: 'Öffnen' },
});

/** What is in an archive, by the API's names of it; what is not here goes without saying. */
export const archiveCounts = defineWords({
  members: { en: 'People', de: 'Personen' },
  commands: { en: 'Commands', de: 'Befehle' },
  aliases: { en: 'Aliases', de: 'Aliase' },
  keyword_rules: { en: 'Keywords', de: 'Stichwörter' },
  timers: { en: 'Timers', de: 'Timer' },
  counters: { en: 'Counters', de: 'Zähler' },
  http_modules: { en: 'HTTP modules', de: 'HTTP-Module' },
  inbound_webhooks: { en: 'Webhooks', de: 'Webhooks' },
  quotes: { en: 'Quotes', de: 'Zitate' },
  bookmarks: { en: 'Bookmarks', de: 'Lesezeichen' },
  reminders: { en: 'Reminders', de: 'Erinnerungen' },
  member_roles: { en: 'Roles', de: 'Rollen' },
  community_bans: { en: 'Bans', de: 'Sperren' },
  member_notes: { en: 'Notes', de: 'Notizen' },
});
