import { defineWords } from './words.ts';

const en = (n: number) => n.toLocaleString('en-GB');
const de = (n: number) => n.toLocaleString('de-DE');

/** The words that the parts of the design system say by themselves. */
export const kit = defineWords({
  close: { en: 'Close', de: 'Schließen' },
  cancel: { en: 'Cancel', de: 'Abbrechen' },
  copy: { en: 'Copy', de: 'Kopieren' },
  copied: { en: 'Copied', de: 'Kopiert' },
  undo: { en: 'Undo', de: 'Rückgängig' },
  loading: { en: 'Loading', de: 'Lädt' },
  optional: { en: 'optional', de: 'freiwillig' },
  more: { en: 'More', de: 'Mehr' },
  back: { en: 'Back', de: 'Zurück' },
  skip: { en: 'Skip to the content', de: 'Zum Inhalt springen' },

  toasts: { en: 'Notices', de: 'Hinweise' },
  dismiss: { en: 'Dismiss this notice', de: 'Hinweis schließen' },

  ok: { en: 'All is well', de: 'Alles in Ordnung' },
  warning: { en: 'Needs attention', de: 'Braucht Aufmerksamkeit' },
  danger: { en: 'Not working', de: 'Funktioniert nicht' },
  info: { en: 'For information', de: 'Zur Kenntnis' },
  idle: { en: 'Off', de: 'Aus' },

  confirmName: {
    en: (name: string) => `Type ${name} to confirm`,
    de: (name: string) => `Zum Bestätigen ${name} eingeben`,
  },
  cannotUndo: { en: 'This cannot be undone.', de: 'Das lässt sich nicht rückgängig machen.' },

  reference: { en: 'Request', de: 'Anfrage' },
  tryAgain: { en: 'Try again', de: 'Noch einmal versuchen' },
  example: { en: 'An example', de: 'Ein Beispiel' },

  choose: { en: 'Choose', de: 'Auswählen' },
  moreByTyping: {
    en: (n: number) => `${n} more: type to find them`,
    de: (n: number) => `${n} weitere: tippen, um sie zu finden`,
  },
  search: { en: 'Search', de: 'Suchen' },
  clearSearch: { en: 'Clear the search', de: 'Suche leeren' },
  nothingFound: { en: 'Nothing found', de: 'Nichts gefunden' },
  nothingFor: { en: (text: string) => `Nothing matches “${text}”`, de: (text: string) => `Nichts passt zu „${text}“` },
  filters: { en: 'Filters', de: 'Filter' },
  clearFilters: { en: 'Clear filters', de: 'Filter entfernen' },
  chosen: { en: (n: number) => `${n} chosen`, de: (n: number) => `${n} gewählt` },

  rows: {
    en: (n: number) => (n === 1 ? '1 row' : `${en(n)} rows`),
    de: (n: number) => (n === 1 ? '1 Zeile' : `${de(n)} Zeilen`),
  },
  selected: { en: (n: number) => `${en(n)} selected`, de: (n: number) => `${de(n)} ausgewählt` },
  selectAll: { en: 'Select all rows', de: 'Alle Zeilen auswählen' },
  selectRow: { en: (name: string) => `Select ${name}`, de: (name: string) => `${name} auswählen` },
  clearSelection: { en: 'Clear the selection', de: 'Auswahl aufheben' },
  sortBy: { en: 'Sort by', de: 'Sortieren nach' },
  ascending: { en: 'Ascending', de: 'Aufsteigend' },
  descending: { en: 'Descending', de: 'Absteigend' },
  tableKeys: {
    en: 'Arrow keys move between rows, Space selects, Enter opens.',
    de: 'Pfeiltasten wechseln die Zeile, Leertaste wählt aus, Enter öffnet.',
  },

  loadMore: { en: 'Load more', de: 'Mehr laden' },
  allShown: { en: 'That is all', de: 'Das ist alles' },
  shownOf: {
    en: (shown: string, all: string) => `${shown} of ${all}`,
    de: (shown: string, all: string) => `${shown} von ${all}`,
  },
  pages: { en: 'Pages', de: 'Seiten' },
  previous: { en: 'Previous page', de: 'Vorige Seite' },
  next: { en: 'Next page', de: 'Nächste Seite' },
  page: { en: (n: number) => `Page ${n}`, de: (n: number) => `Seite ${n}` },

  justNow: { en: 'just now', de: 'gerade eben' },
  ago: { en: (span: string) => `${span} ago`, de: (span: string) => `vor ${span}` },
  ahead: { en: (span: string) => `in ${span}`, de: (span: string) => `in ${span}` },
  soon: { en: 'in a moment', de: 'gleich' },
  days: { en: (n: number) => (n === 1 ? '1 day' : `${n} days`), de: (n: number) => (n === 1 ? '1 Tag' : `${n} Tage`) },
  daysAgo: {
    en: (n: number) => (n === 1 ? '1 day' : `${n} days`),
    de: (n: number) => (n === 1 ? '1 Tag' : `${n} Tagen`),
  },
  hours: { en: (n: number) => `${n} h`, de: (n: number) => `${n} Std.` },
  minutes: { en: (n: number) => `${n} min`, de: (n: number) => `${n} Min.` },
  seconds: { en: (n: number) => `${n} s`, de: (n: number) => `${n} Sek.` },
  milliseconds: { en: (n: number) => `${n} ms`, de: (n: number) => `${n} ms` },

  progress: { en: 'Progress', de: 'Fortschritt' },
  showTable: { en: 'Show as a table', de: 'Als Tabelle zeigen' },
  total: { en: 'Total', de: 'Gesamt' },
  notCounted: { en: 'not counted', de: 'nicht gezählt' },
  timesIn: { en: (zone: string) => `Times in ${zone}`, de: (zone: string) => `Zeiten in ${zone}` },

  general: { en: 'General', de: 'Allgemein' },
  add: { en: 'Add', de: 'Hinzufügen' },
  remove: { en: (name: string) => `Remove ${name}`, de: (name: string) => `${name} entfernen` },
  addToList: { en: 'Type and press Enter', de: 'Eingeben und Enter drücken' },
  notJson: {
    en: 'This is not JSON yet: check commas, quotes and brackets.',
    de: 'Das ist noch kein JSON: Kommas, Anführungszeichen und Klammern prüfen.',
  },
  between: { en: (a: string, b: string) => `From ${a} to ${b}.`, de: (a: string, b: string) => `Von ${a} bis ${b}.` },
  atLeast: { en: (a: string) => `${a} or more.`, de: (a: string) => `${a} oder mehr.` },
  atMost: { en: (a: string) => `At most ${a}.`, de: (a: string) => `Höchstens ${a}.` },
  yes: { en: 'Yes', de: 'Ja' },
  needed: { en: 'This is needed.', de: 'Das wird gebraucht.' },
  tooShort: {
    en: (n: string) => `Use at least ${n} characters.`,
    de: (n: string) => `Mindestens ${n} Zeichen, bitte.`,
  },
  tooLong: { en: (n: string) => `Use at most ${n} characters.`, de: (n: string) => `Höchstens ${n} Zeichen, bitte.` },
  tooFew: { en: (n: string) => `Give at least ${n}.`, de: (n: string) => `Mindestens ${n} angeben.` },
  tooMany: { en: (n: string) => `Give at most ${n}.`, de: (n: string) => `Höchstens ${n} angeben.` },
  tooSmall: { en: (n: string) => `Must be ${n} or more.`, de: (n: string) => `Muss ${n} oder mehr sein.` },
  tooBig: { en: (n: string) => `Must be ${n} or less.`, de: (n: string) => `Darf höchstens ${n} sein.` },
  notNumber: { en: 'Give a number.', de: 'Eine Zahl angeben.' },
  notWhole: { en: 'Give a whole number.', de: 'Eine ganze Zahl angeben.' },
  notChoice: { en: 'Choose one of the list.', de: 'Etwas aus der Liste wählen.' },
  wrongShape: {
    en: 'This does not look right: check it for typing errors.',
    de: 'Das sieht nicht richtig aus: bitte auf Tippfehler prüfen.',
  },
});
