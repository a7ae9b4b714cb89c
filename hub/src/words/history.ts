import { defineWords } from './words.ts';

/** Who changed what, and how it was before. */
export const history = defineWords({
  somebody: { en: 'Somebody', de: 'Jemand' },
  byKey: { en: (name: string) => `The key “${name}”`, de: (name: string) => `Der Schlüssel „${name}“` },
  byService: { en: 'The operator’s programs', de: 'Programme des Betreibers' },
  bySystem: { en: 'WaddleBot', de: 'WaddleBot' },
  byFor: { en: (by: string, who: string) => `${by} for ${who}`, de: (by: string, who: string) => `${by} für ${who}` },
  notThere: { en: 'nothing', de: 'nichts' },
  on: { en: 'on', de: 'an' },
  off: { en: 'off', de: 'aus' },
  before: { en: 'Before', de: 'Vorher' },
  after: { en: 'After', de: 'Nachher' },
  field: { en: 'Field', de: 'Feld' },
  details: { en: 'What changed', de: 'Was sich änderte' },
  noDetails: { en: 'Nothing more is noted of this.', de: 'Mehr ist dazu nicht vermerkt.' },
  changes: { en: 'History', de: 'Verlauf' },
  noChanges: { en: 'Nothing was changed yet.', de: 'Noch wurde nichts geändert.' },
  undo: { en: 'Take it back', de: 'Zurücknehmen' },
  undoOf: {
    en: (what: string) => `Take it back: ${what}`,
    de: (what: string) => `Zurücknehmen: ${what}`,
  },
});
