import { defineWords } from './words.ts';

/** What every editor of one thing says: saved or not, and who else is at it. */
export const edit = defineWords({
  save: { en: 'Save', de: 'Speichern' },
  create: { en: 'Create', de: 'Anlegen' },
  saved: { en: 'Everything is saved', de: 'Alles ist gespeichert' },
  unsaved: { en: 'Not saved yet', de: 'Noch nicht gespeichert' },
  saving: { en: 'Saving …', de: 'Speichert …' },
  refused: { en: 'Not saved', de: 'Nicht gespeichert' },
  collided: { en: 'First choose: yours or theirs', de: 'Wähle zuerst: deins oder das andere' },
  nothingYet: { en: 'Nothing is filled in yet', de: 'Noch nichts ausgefüllt' },
  notSaved: { en: 'Your change is not saved', de: 'Deine Änderung ist nicht gespeichert' },
  discard: { en: 'Discard it', de: 'Verwerfen' },
  discardAll: { en: 'Discard changes', de: 'Änderungen verwerfen' },
  fixFields: {
    en: (n: number) => (n === 1 ? 'One field needs another look.' : `${n} fields need another look.`),
    de: (n: number) => (n === 1 ? 'Ein Feld braucht noch einen Blick.' : `${n} Felder brauchen noch einen Blick.`),
  },
  unreachable: {
    en: 'WaddleBot could not be reached. What you typed is still here: check your connection and try again.',
    de: 'WaddleBot war nicht zu erreichen. Was du getippt hast, steht noch da: Prüfe deine Verbindung und versuch es noch einmal.',
  },
  somebody: { en: 'Somebody', de: 'Jemand' },
  changedMeanwhile: {
    en: (who: string, what: string) => `${who} changed ${what} while you had it open`,
    de: (who: string, what: string) => `${who} hat ${what} geändert, während du es offen hattest`,
  },
  wasRefused: {
    en: 'So nothing of yours was saved yet.',
    de: 'Darum ist von dir noch nichts gespeichert.',
  },
  comesIn: {
    en: (fields: string) => `What is new stands below already: ${fields}. What you typed is still there.`,
    de: (fields: string) => `Das Neue steht unten schon drin: ${fields}. Was du getippt hast, ist noch da.`,
  },
  collides: {
    en: 'You both changed the same. Compare, and decide which it is to be.',
    de: 'Ihr habt beide dasselbe geändert. Vergleiche und entscheide, was gelten soll.',
  },
  theirs: { en: 'Theirs', de: 'Deren Fassung' },
  yours: { en: 'Yours', de: 'Deine Fassung' },
  takeTheirs: { en: 'Take theirs', de: 'Deren nehmen' },
  keepYours: { en: 'Keep yours', de: 'Deine behalten' },
  leaveTitle: { en: 'Leave without saving?', de: 'Gehen, ohne zu speichern?' },
  leaveWhy: {
    en: 'What you changed here is not saved and will be gone.',
    de: 'Was du hier geändert hast, ist nicht gespeichert und wäre weg.',
  },
  stay: { en: 'Stay here', de: 'Hier bleiben' },
  leave: { en: 'Leave without saving', de: 'Ohne Speichern gehen' },
  goneTitle: {
    en: (who: string, what: string) => `${who} removed ${what}`,
    de: (who: string, what: string) => `${who} hat ${what} entfernt`,
  },
});
