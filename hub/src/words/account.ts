import { defineWords } from './words.ts';

/** The page of what is a person's own. */
export const account = defineWords({
  title: { en: 'Your account', de: 'Dein Konto' },
  intro: {
    en: 'Who you are here, by which accounts, how you sign in, and what is kept of you.',
    de: 'Wer du hier bist, mit welchen Konten, wie du dich anmeldest und was über dich gespeichert ist.',
  },
  operator: { en: 'You run this WaddleBot', de: 'Du betreibst diesen WaddleBot' },

  proveTitle: { en: 'Prove once more that it is you', de: 'Zeig noch einmal, dass du es bist' },
  proveWhy: {
    en: 'Accounts, passkeys, your export and your erasure can be changed for ten minutes after a proof: a session left open gives them to nobody.',
    de: 'Konten, Passkeys, Export und Löschung lassen sich zehn Minuten nach einem Nachweis ändern: Eine offene Sitzung gibt sie niemandem.',
  },
  prove: { en: 'Prove it', de: 'Nachweisen' },
  proved: { en: 'Proved. You have ten minutes.', de: 'Nachgewiesen. Du hast zehn Minuten.' },

  accounts: { en: 'Linked accounts', de: 'Verknüpfte Konten' },
  accountsWhy: {
    en: 'Each of them signs you in, and what you do counts for you on all of them.',
    de: 'Jedes meldet dich an, und was du tust, zählt auf allen für dich.',
  },
  primary: { en: 'Primary', de: 'Hauptkonto' },
  makePrimary: { en: 'Go by this one', de: 'Unter diesem auftreten' },
  isPrimary: {
    en: (name: string) => `You go by ${name} now`,
    de: (name: string) => `Du trittst jetzt als ${name} auf`,
  },
  unlink: { en: 'Unlink', de: 'Lösen' },
  unlinked: {
    en: (name: string) => `${name} is not yours here any more`,
    de: (name: string) => `${name} gehört hier nicht mehr zu dir`,
  },
  actionsFor: { en: (name: string) => `Actions for ${name}`, de: (name: string) => `Aktionen für ${name}` },
  local: { en: 'This WaddleBot', de: 'Dieser WaddleBot' },
  add: { en: 'Add an account', de: 'Konto hinzufügen' },
  addWith: {
    en: (platform: string) => `Sign in with ${platform}`,
    de: (platform: string) => `Mit ${platform} anmelden`,
  },

  codeTitle: { en: 'Link by a code in chat', de: 'Mit einem Code im Chat verknüpfen' },
  codeWhy: {
    en: 'Shows that an account is yours without signing in there: you type the code in chat, then say here that it was you.',
    de: 'Zeigt, dass ein Konto dir gehört, ohne dich dort anzumelden: Du tippst den Code im Chat und sagst dann hier, dass du es warst.',
  },
  getCode: { en: 'Get a code', de: 'Code holen' },
  anotherCode: { en: 'Get another code', de: 'Anderen Code holen' },
  typeThis: {
    en: 'Type this in chat with your other account. It works once and links nothing until you confirm here.',
    de: 'Tippe das mit deinem anderen Konto im Chat. Es gilt einmal und verknüpft nichts, bevor du hier bestätigst.',
  },
  codeEnds: { en: 'It ends', de: 'Er endet' },
  waiting: { en: 'Waiting for somebody to type it …', de: 'Wartet, bis ihn jemand tippt …' },
  somebodyTyped: { en: 'Somebody typed your code', de: 'Jemand hat deinen Code getippt' },
  isThatYou: {
    en: 'Is that you? Only then does it become yours, with all that belongs to it.',
    de: 'Bist du das? Nur dann gehört es dir, mit allem, was dazugehört.',
  },
  comesWith: { en: 'With it come', de: 'Dazu gehören' },
  yesMe: { en: 'Yes, that is me', de: 'Ja, das bin ich' },
  notMe: { en: 'No, that is somebody else', de: 'Nein, das ist jemand anderes' },
  linked: { en: 'Linked. It is yours now.', de: 'Verknüpft. Es gehört jetzt dir.' },
  ownAlready: { en: 'That account was yours already.', de: 'Das Konto gehörte dir schon.' },
  merged: { en: 'The two are one now.', de: 'Die beiden sind jetzt eins.' },
  refused: { en: 'Nothing was linked. The code is dead.', de: 'Nichts wurde verknüpft. Der Code ist ungültig.' },

  waysIn: { en: 'How you sign in', de: 'Wie du dich anmeldest' },
  waysInWhy: {
    en: 'Besides your linked accounts. A passkey cannot be phished; a password wants a second factor.',
    de: 'Neben deinen verknüpften Konten. Ein Passkey lässt sich nicht abfischen; ein Passwort verdient einen zweiten Faktor.',
  },
  password: { en: 'Password', de: 'Passwort' },
  passwordAs: {
    en: (name: string) => `You sign in as ${name}.`,
    de: (name: string) => `Du meldest dich als ${name} an.`,
  },
  noPassword: { en: 'You have none here.', de: 'Du hast hier keins.' },
  setPassword: { en: 'Set a password', de: 'Passwort setzen' },
  changePassword: { en: 'Change it', de: 'Ändern' },
  app: { en: 'Authenticator app', de: 'Authenticator-App' },
  appOn: {
    en: (codes: number) => `Asked after your password. ${codes} recovery ${codes === 1 ? 'code' : 'codes'} left.`,
    de: (codes: number) =>
      `Wird nach dem Passwort gefragt. Noch ${codes} ${codes === 1 ? 'Ersatzcode' : 'Ersatzcodes'}.`,
  },
  appOff: { en: 'Off: the password alone is enough.', de: 'Aus: Das Passwort allein genügt.' },
  appNeedsPassword: {
    en: 'It comes after a password. Set one first.',
    de: 'Sie kommt nach einem Passwort. Setze zuerst eins.',
  },
  manage: { en: 'Manage', de: 'Verwalten' },
  passkeys: { en: 'Passkeys', de: 'Passkeys' },
  noPasskeys: {
    en: 'None yet. Your finger, face or PIN instead of a password, on a device of yours.',
    de: 'Noch keiner. Finger, Gesicht oder PIN statt eines Passworts, auf einem Gerät von dir.',
  },
  addPasskey: { en: 'Add a passkey', de: 'Passkey hinzufügen' },
  passkeyName: { en: 'Its name', de: 'Sein Name' },
  passkeyHint: { en: 'To know it by later: “My phone”.', de: 'Um ihn später zu erkennen: „Mein Handy“.' },
  passkeyAdded: {
    en: 'Your passkey is kept. It signs you in alone.',
    de: 'Dein Passkey ist gespeichert. Er meldet dich allein an.',
  },
  passkeyRemoved: {
    en: (name: string) => `${name} opens nothing any more. Delete it on your device, too.`,
    de: (name: string) => `${name} öffnet nichts mehr. Lösche ihn auch auf deinem Gerät.`,
  },
  passkeyExists: {
    en: 'That device holds a passkey for this account already.',
    de: 'Dieses Gerät hat schon einen Passkey für dieses Konto.',
  },
  passkeyNotChosen: {
    en: 'No passkey was made. Try again when you are ready.',
    de: 'Es wurde kein Passkey erstellt. Versuch es wieder, wenn du bereit bist.',
  },
  passkeysUnknown: {
    en: 'This browser has no passkeys, or is too old for them.',
    de: 'Dieser Browser kennt keine Passkeys oder ist zu alt dafür.',
  },
  save: { en: 'Save', de: 'Speichern' },
  rename: { en: 'Rename', de: 'Umbenennen' },
  remove: { en: 'Remove', de: 'Entfernen' },
  since: { en: 'since', de: 'seit' },
  lastUsed: { en: 'last used', de: 'zuletzt benutzt' },
  neverUsed: { en: 'never used', de: 'nie benutzt' },

  sessions: { en: 'Where you are signed in', de: 'Wo du angemeldet bist' },
  sessionsWhy: { en: 'End what you do not know.', de: 'Beende, was du nicht kennst.' },
  thisBrowser: { en: 'This browser', de: 'Dieser Browser' },
  endSession: {
    en: (device: string) => `End the session of ${device}`,
    de: (device: string) => `Sitzung von ${device} beenden`,
  },
  end: { en: 'End', de: 'Beenden' },
  endOthers: { en: 'Sign out everywhere else', de: 'Überall sonst abmelden' },
  othersEnded: {
    en: (n: number) => (n === 1 ? 'One session has ended' : `${n} sessions have ended`),
    de: (n: number) => (n === 1 ? 'Eine Sitzung ist beendet' : `${n} Sitzungen sind beendet`),
  },
  sessionEnded: { en: 'That session has ended', de: 'Die Sitzung ist beendet' },
  by: { en: (way: string) => `by ${way}`, de: (way: string) => `per ${way}` },
  byPassword: { en: 'by password', de: 'per Passwort' },
  byPasskey: { en: 'by passkey', de: 'per Passkey' },
  byOwnerLink: { en: 'by the owner’s link', de: 'per Betreiber-Link' },
  byResetLink: { en: 'by a reset link', de: 'per Rücksetz-Link' },

  merges: { en: 'What became you', de: 'Was zu dir wurde' },
  mergesWhy: {
    en: 'Joined by mistake? Part them: they are who they were, with what they brought. What came since stays yours.',
    de: 'Aus Versehen verbunden? Trenne sie: Sie sind wieder, wer sie waren, mit dem, was sie mitbrachten. Was seither kam, bleibt deins.',
  },
  split: { en: 'Part it from me', de: 'Von mir trennen' },
  splitDone: { en: 'Parted. They are who they were.', de: 'Getrennt. Sie sind wieder, wer sie waren.' },
  oneAccount: { en: 'One account of nobody’s', de: 'Ein Konto, das niemandem gehörte' },

  communities: { en: 'Your communities', de: 'Deine Communities' },
  communitiesWhy: { en: 'Where you have a role.', de: 'Wo du eine Rolle hast.' },
  noCommunities: { en: 'You belong to none yet.', de: 'Du gehörst noch zu keiner.' },
  newCommunity: { en: 'New community', de: 'Neue Community' },
  goneAt: { en: 'Deleted. Gone for good', de: 'Gelöscht. Endgültig weg' },
  haveBack: { en: 'Have it back', de: 'Zurückholen' },
  isBack: { en: (name: string) => `${name} is back`, de: (name: string) => `${name} ist wieder da` },

  naming: { en: 'Public pages', de: 'Öffentliche Seiten' },
  namingWhy: {
    en: 'Communities may show their commands and quotes to everybody.',
    de: 'Communitys können ihre Befehle und Zitate allen zeigen.',
  },
  namedTitle: { en: 'Name me there', de: 'Mich dort nennen' },
  namedWhy: {
    en: 'Under quotes, your name may stand.',
    de: 'Unter Zitaten darf dein Name stehen.',
  },
  unnamedWhy: {
    en: 'You appear as “somebody”, with any of your accounts, in every community here.',
    de: 'Du erscheinst als „jemand“, mit jedem deiner Konten, in jeder Community hier.',
  },
  data: { en: 'Your data', de: 'Deine Daten' },
  dataWhy: {
    en: 'Everything that is kept of you in every community: take it along, or be rid of it.',
    de: 'Alles, was in allen Communities über dich gespeichert ist: nimm es mit, oder werde es los.',
  },
  exportTitle: { en: 'Take it along', de: 'Mitnehmen' },
  exportWhy: {
    en: 'All your rows as one JSON file. Secrets are left out.',
    de: 'Alle deine Zeilen als eine JSON-Datei. Geheimnisse bleiben draußen.',
  },
  exportDo: { en: 'Download', de: 'Herunterladen' },
  eraseTitle: { en: 'Erase yourself', de: 'Dich löschen' },
  eraseWhy: {
    en: 'Your accounts here, roles, quotes, votes, reminders and notes go, at once and for good. What you made for a community stays there without your name.',
    de: 'Deine Konten hier, Rollen, Zitate, Stimmen, Erinnerungen und Notizen verschwinden, sofort und endgültig. Was du für eine Community gemacht hast, bleibt dort ohne deinen Namen.',
  },
  eraseDo: { en: 'Erase me', de: 'Mich löschen' },
  erased: { en: 'You are gone', de: 'Du bist gelöscht' },
});
