import { defineWords } from './words.ts';

const en = (n: number) => n.toLocaleString('en-GB');
const de = (n: number) => n.toLocaleString('de-DE');

/** What the pages of quotes and bookmarks have in common. */
export const memories = defineWords({
  save: { en: 'Save', de: 'Speichern' },
  unsaved: { en: 'Not saved yet', de: 'Noch nicht gespeichert' },
  discard: { en: 'Discard changes', de: 'Änderungen verwerfen' },
  delete: { en: 'Delete', de: 'Löschen' },
  add: { en: 'Add', de: 'Hinzufügen' },
  clear: { en: 'Show all', de: 'Alle zeigen' },
  by: { en: 'Added by', de: 'Hinzugefügt von' },
  takenBack: { en: 'The change was taken back', de: 'Die Änderung ist zurückgenommen' },
  someFailed: {
    en: (failed: number, all: number) => `${en(failed)} of ${en(all)} could not be changed`,
    de: (failed: number, all: number) => `${de(failed)} von ${de(all)} ließen sich nicht ändern`,
  },
  keyNew: { en: 'Add a new one', de: 'Neu anlegen' },
});
