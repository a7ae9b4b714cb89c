import { defineWords } from './words.ts';

/** What of a community anybody may read. */
export const publicPages = defineWords({
  why: {
    en: 'Pages that people read without signing in: what they can type in chat, and what was said. Nothing is shown until you switch it on.',
    de: 'Seiten, die man ohne Anmeldung liest: was man in den Chat schreiben kann und was gesagt wurde. Zu sehen ist nichts, bis du es einschaltest.',
  },
  who: { en: 'Who can read them', de: 'Wer sie lesen kann' },
  off: { en: 'Nobody', de: 'Niemand' },
  offWhy: { en: 'The pages are not there.', de: 'Die Seiten gibt es nicht.' },
  link: { en: 'Who has the link', de: 'Wer den Link hat' },
  linkWhy: {
    en: 'Nobody can guess it, and search engines leave it out.',
    de: 'Niemand kann ihn erraten, und Suchmaschinen lassen ihn aus.',
  },
  public: { en: 'Everybody', de: 'Alle' },
  publicWhy: {
    en: 'Under the name of your community, and search engines find it.',
    de: 'Unter dem Namen deiner Community, und Suchmaschinen finden sie.',
  },
  address: { en: 'Address', de: 'Adresse' },
  addressWhy: {
    en: 'A change shows there within ten seconds.',
    de: 'Änderungen sind dort binnen zehn Sekunden zu sehen.',
  },
  copyAddress: { en: 'Copy the address', de: 'Adresse kopieren' },
  open: { en: 'Open', de: 'Öffnen' },
  replace: { en: 'Replace the link', de: 'Link ersetzen' },
  replaced: { en: 'The link is another one now', de: 'Der Link ist jetzt ein anderer' },
  replacedWhy: { en: 'The old one leads nowhere any more.', de: 'Der alte führt nirgendwohin mehr.' },
  linkLost: {
    en: 'This link does not work any more: the secret of this installation was changed. Replace it to get another.',
    de: 'Dieser Link geht nicht mehr: Das Geheimnis dieser Installation wurde geändert. Ersetze ihn, um einen neuen zu bekommen.',
  },
  pages: { en: 'Which pages', de: 'Welche Seiten' },
  pagesWhy: {
    en: 'The front is always among them: name, description and channels.',
    de: 'Die Startseite ist immer dabei: Name, Beschreibung und Kanäle.',
  },
  commands: { en: 'Commands', de: 'Befehle' },
  commandsWhy: {
    en: 'With who may use them and what they say. Hidden ones, and those that are off, are left out.',
    de: 'Mit wer sie benutzen darf und was sie sagen. Versteckte und ausgeschaltete fehlen.',
  },
  quotes: { en: 'Quotes', de: 'Zitate' },
  quotesWhy: { en: 'Those that are approved, with search.', de: 'Die freigegebenen, mit Suche.' },
  names: { en: 'People who would rather not be named', de: 'Wer nicht genannt werden möchte' },
  namesWhy: {
    en: 'Whoever types this in chat, or chooses it in their account, appears as “somebody”.',
    de: 'Wer das in den Chat schreibt oder im eigenen Konto wählt, erscheint als „jemand“.',
  },
  saidOff: { en: 'Nobody can read the pages now', de: 'Jetzt kann niemand die Seiten lesen' },
  saidLink: { en: 'Who has the link can read the pages now', de: 'Wer den Link hat, kann die Seiten jetzt lesen' },
  saidPublic: { en: 'Everybody can read the pages now', de: 'Jetzt können alle die Seiten lesen' },
  shown: { en: (what: string) => `${what} are shown`, de: (what: string) => `${what} sind zu sehen` },
  notShown: {
    en: (what: string) => `${what} are not shown any more`,
    de: (what: string) => `${what} sind nicht mehr zu sehen`,
  },
  newTab: { en: 'opens in a new tab', de: 'öffnet sich in einem neuen Tab' },
});
