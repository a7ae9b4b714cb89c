import { defineWords } from './words.ts';

/** The page of a community's integrations. */
export const integrationWords = defineWords({
  title: { en: 'Integrations', de: 'Verbindungen' },
  description: {
    en: 'The channels, servers and workspaces where the bot listens and answers for this community.',
    de: 'Die Kanäle, Server und Workspaces, in denen der Bot für diese Community zuhört und antwortet.',
  },
  linked: { en: 'Linked', de: 'Verbunden' },
  allWell: { en: 'All of them are well.', de: 'Alle sind in Ordnung.' },
  someIll: {
    en: (ill: number, all: number) => `${ill} of ${all} ${ill === 1 ? 'needs' : 'need'} you.`,
    de: (ill: number, all: number) => `${ill} von ${all} ${ill === 1 ? 'braucht' : 'brauchen'} dich.`,
  },
  more: { en: 'Link another', de: 'Weitere verbinden' },
  moreWhy: {
    en: 'A channel is in one community at most. You agree on the platform, as its owner.',
    de: 'Ein Kanal gehört zu höchstens einer Community. Du stimmst auf der Plattform zu, als Inhaber.',
  },
  ready: { en: 'Ready to link', de: 'Kann verbunden werden' },
  notSetUp: { en: 'Not set up here', de: 'Hier nicht eingerichtet' },
  noBot: { en: 'The bot has no account there', de: 'Der Bot hat dort kein Konto' },
  emptyTitle: { en: 'No channel is linked yet', de: 'Noch kein Kanal ist verbunden' },
  empty: {
    en: 'Link the place where your people chat, and the bot answers there. One command then works on every platform.',
    de: 'Verbinde den Ort, an dem deine Leute chatten, und der Bot antwortet dort. Ein Befehl gilt dann auf jeder Plattform.',
  },
  emptyForOthers: {
    en: 'Whoever owns this community can link its channels. Then they are shown here with how they do.',
    de: 'Wem diese Community gehört, kann ihre Kanäle verbinden. Dann steht hier, wie es ihnen geht.',
  },
  begin: { en: 'Link the first one', de: 'Den ersten verbinden' },

  isLinked: { en: (name: string) => `${name} is linked`, de: (name: string) => `${name} ist verbunden` },
  wellWhy: {
    en: 'The bot hears what is said there and may answer.',
    de: 'Der Bot hört, was dort gesagt wird, und darf antworten.',
  },
  lastHeard: { en: 'Last heard', de: 'Zuletzt gehört' },
  lastSaid: { en: 'Last said', de: 'Zuletzt gesagt' },
  lag: { en: 'Late by', de: 'Verzögerung' },
  gateway: { en: 'Connection', de: 'Verbindung' },
  linkedSince: { en: 'Linked', de: 'Verbunden' },
  never: { en: 'nothing yet', de: 'noch nichts' },
  lastFailure: { en: 'Last answer that did not arrive', de: 'Letzte Antwort, die nicht ankam' },
  id: { en: 'Id', de: 'ID' },

  repair: { en: 'Repair', de: 'Reparieren' },
  check: { en: 'Check again', de: 'Nochmals prüfen' },
  checking: { en: 'Asking the platform …', de: 'Die Plattform wird gefragt …' },
  outcomeWell: { en: 'Checked: all is well', de: 'Geprüft: Alles in Ordnung' },
  outcomeLeft: { en: 'Checked: something is left to do', de: 'Geprüft: Etwas ist noch zu tun' },
  outcomeFailed: { en: 'Not repaired yet', de: 'Noch nicht repariert' },
  stepDone: { en: 'Done', de: 'Erledigt' },
  stepWarning: { en: 'Missing', de: 'Fehlt' },
  stepRefused: { en: 'Refused', de: 'Abgelehnt' },
  stepNext: { en: 'Next, if you have not done it yet', de: 'Als Nächstes, falls noch nicht geschehen' },
  setUp: { en: 'See what is missing', de: 'Ansehen, was fehlt' },

  unlink: { en: 'Unlink', de: 'Trennen' },
  unlinkTitle: { en: (name: string) => `Unlink ${name}?`, de: (name: string) => `${name} trennen?` },
  unlinkWhat: {
    en: 'The bot falls silent there at once, and what its owner agreed to is given back and deleted here. Commands, quotes and members stay. It can be linked again at any time, but its owner has to agree again.',
    de: 'Der Bot verstummt dort sofort, und die Zustimmung des Inhabers wird zurückgegeben und hier gelöscht. Befehle, Zitate und Mitglieder bleiben. Der Kanal kann jederzeit wieder verbunden werden, aber der Inhaber muss neu zustimmen.',
  },
  unlinkWhatDiscord: {
    en: 'The bot leaves the server at once. Commands, quotes and members stay. It can be linked again at any time, but somebody who manages the server has to agree again.',
    de: 'Der Bot verlässt den Server sofort. Befehle, Zitate und Mitglieder bleiben. Der Server kann jederzeit wieder verbunden werden, aber wer ihn verwaltet, muss neu zustimmen.',
  },
  unlinked: { en: (name: string) => `${name} is unlinked`, de: (name: string) => `${name} ist getrennt` },
  unlinkedWhy: {
    en: 'The bot says nothing there any more. To have it back, link it again.',
    de: 'Der Bot sagt dort nichts mehr. Zum Zurückholen verbinde den Kanal neu.',
  },
  gone: { en: 'That channel is not linked here', de: 'Dieser Kanal ist hier nicht verbunden' },
  goneWhy: {
    en: 'It was unlinked, or the address was mistyped. Close this and look at the list.',
    de: 'Er wurde getrennt, oder die Adresse war vertippt. Schließ das und sieh in der Liste nach.',
  },
});
