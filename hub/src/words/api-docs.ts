import { defineWords } from './words.ts';

/** The API's description within the hub. */
export const apiDocs = defineWords({
  why: {
    en: 'Everything the hub does, programs can do, too. The descriptions are in English, as programs have them.',
    de: 'Alles, was der Hub kann, können auch Programme. Die Beschreibungen sind auf Englisch, wie Programme sie haben.',
  },
  keys: { en: 'API keys', de: 'API-Schlüssel' },
  whole: { en: 'On a page of its own', de: 'Auf einer eigenen Seite' },
  file: { en: 'OpenAPI', de: 'OpenAPI' },
  search: { en: 'Search by name, path or scope', de: 'Nach Name, Pfad oder Recht suchen' },
  found: {
    en: (n: number) => (n === 1 ? '1 operation' : `${n} operations`),
    de: (n: number) => (n === 1 ? '1 Operation' : `${n} Operationen`),
  },
  none: { en: 'Nothing fits', de: 'Nichts passt' },
  noneWhy: { en: 'Try a shorter word, or clear the search.', de: 'Versuch ein kürzeres Wort, oder leere die Suche.' },
  needs: { en: 'Needs', de: 'Braucht' },
  scope: { en: (scope: string) => `a key with ${scope}`, de: (scope: string) => `einen Schlüssel mit ${scope}` },
  right: {
    en: 'somebody of the community who is signed in; no key is enough',
    de: 'jemanden aus der Community, angemeldet; kein Schlüssel genügt',
  },
  person: { en: 'whoever is signed in, for what is their own', de: 'wer angemeldet ist, für das eigene' },
  operator: {
    en: 'the key of who runs this installation',
    de: 'den Schlüssel dessen, der diese Installation betreibt',
  },
  parameters: { en: 'Parameters', de: 'Parameter' },
  body: { en: 'Body', de: 'Inhalt' },
  answers: { en: 'Answers', de: 'Antworten' },
  failures: { en: 'Failures', de: 'Fehler' },
  failuresWhy: {
    en: 'A failure is JSON with a code, a message and the id of the request.',
    de: 'Ein Fehler ist JSON mit einem Code, einer Meldung und der Nummer der Anfrage.',
  },
  example: { en: 'Try it', de: 'Ausprobieren' },
  exampleWhy: {
    en: 'Put your own key in. It is in no example here.',
    de: 'Setz deinen eigenen Schlüssel ein. Er steht in keinem Beispiel hier.',
  },
  inPath: { en: 'path', de: 'Pfad' },
  inQuery: { en: 'query', de: 'Abfrage' },
  inHeader: { en: 'header', de: 'Kopfzeile' },
  required: { en: 'required', de: 'nötig' },
  nothing: { en: 'without content', de: 'ohne Inhalt' },
  notLoaded: { en: 'The API’s description could not be loaded', de: 'Die Beschreibung der API ließ sich nicht laden' },
});
