import type { Words } from '../../core/words.ts';

export const quoteWords = {
  'quote.line': { en: '#{number}: "{text}" {by}{where}', de: '#{number}: „{text}“ {by}{where}' },
  'quote.by': { en: '— {author}' },
  'quote.where': { en: '[{game}, {date}]' },
  'quote.when': { en: '[{date}]' },
  'quote.added': { en: 'Added {quote}', de: 'Hinzugefügt: {quote}' },
  'quote.waits': {
    en: 'Quote #{number} waits until a moderator approves it.',
    de: 'Zitat #{number} wartet, bis ein Moderator es freigibt.',
  },
  'quote.changed': { en: 'Changed {quote}', de: 'Geändert: {quote}' },
  'quote.deleted': {
    en: 'Deleted quote #{number}. {prefix}quote undo {number} brings it back.',
    de: 'Zitat #{number} ist gelöscht. {prefix}quote undo {number} holt es zurück.',
  },
  'quote.approved': { en: 'Approved {quote}', de: 'Freigegeben: {quote}' },
  'quote.undone': { en: 'Took the last change back: {quote}', de: 'Letzte Änderung zurückgenommen: {quote}' },
  'quote.undone.deleted': {
    en: 'Took the last change back: quote #{number} is deleted.',
    de: 'Letzte Änderung zurückgenommen: Zitat #{number} ist gelöscht.',
  },
  'quote.voted': {
    en: 'Quote #{number} has {up} up and {down} down.',
    de: 'Zitat #{number} hat {up} Stimmen dafür und {down} dagegen.',
  },
  'quote.found': { en: '{shown} of {total}: {quotes}', de: '{shown} von {total}: {quotes}' },
  'quote.between': { en: '·' },
  'quote.top': { en: 'Best quotes: {quotes}', de: 'Beste Zitate: {quotes}' },
  'quote.top.each': { en: '{quote} ({points})' },
  'quote.top.none': {
    en: 'Nobody has voted on a quote yet. Try {prefix}quote vote <n> up.',
    de: 'Noch hat niemand über ein Zitat abgestimmt. Versuch {prefix}quote vote <n> up.',
  },
  'quote.pending': { en: '{total} waiting: {quotes}', de: '{total} warten: {quotes}' },
  'quote.pending.none': { en: 'No quote is waiting.', de: 'Es wartet kein Zitat.' },
  'quote.count': { en: 'There are {count} quotes here.', de: 'Hier gibt es {count} Zitate.' },
  'quote.count.one': { en: 'There is one quote here.', de: 'Hier gibt es ein Zitat.' },
  'quote.count.waiting': {
    en: '{counted} {pending} more wait for a moderator.',
    de: '{counted} {pending} weitere warten auf einen Moderator.',
  },
  'quote.none': {
    en: 'There are no quotes here yet. Add one: {prefix}quote add "text" - who said it',
    de: 'Hier gibt es noch keine Zitate. So geht es: {prefix}quote add "Text" - wer es gesagt hat',
  },
  'quote.nothing-found': {
    en: 'No quote here fits "{words}". Try fewer or other words.',
    de: 'Kein Zitat hier passt zu „{words}“. Versuch es mit weniger oder anderen Wörtern.',
  },
  'quote.nobody-found': {
    en: 'There is no quote by {author} here.',
    de: 'Von {author} gibt es hier kein Zitat.',
  },
  'quote.exists': {
    en: 'That is quote #{number} already, so it was not kept again.',
    de: 'Das ist schon Zitat #{number} und wurde nicht noch einmal gespeichert.',
  },
  'quote.missing': {
    en: 'There is no quote #{number} here. {prefix}quote search <words> looks for one.',
    de: 'Ein Zitat #{number} gibt es hier nicht. {prefix}quote search <Wörter> sucht danach.',
  },
  'quote.forbidden': {
    en: 'Quote #{number} can be changed by who added it, and by moderators.',
    de: 'Zitat #{number} können nur ändern, wer es hinzugefügt hat, und Moderatoren.',
  },
  'quote.stale': {
    en: 'Somebody changed quote #{number} just now. Look at it with {prefix}quote {number}, and try again.',
    de: 'Zitat #{number} wurde gerade geändert. Sieh mit {prefix}quote {number} nach und versuch es noch einmal.',
  },
  'quote.already': { en: 'Quote #{number} is approved already.', de: 'Zitat #{number} ist schon freigegeben.' },
  'quote.nothing': {
    en: 'There is no change of quote #{number} to take back. {prefix}quote delete {number} takes it away.',
    de: 'An Zitat #{number} gibt es nichts zurückzunehmen. {prefix}quote delete {number} löscht es.',
  },
  'quote.own': {
    en: 'Quote #{number} is your own: others vote on it.',
    de: 'Zitat #{number} ist dein eigenes: Darüber stimmen andere ab.',
  },
  'quote.full': {
    en: 'This community keeps {most} quotes, which is all there is room for. Delete one first.',
    de: 'Diese Community hat {most} Zitate, mehr passen nicht. Lösche zuerst eins.',
  },
  'quote.empty': {
    en: 'A quote needs a text: {prefix}quote add "text" - who said it',
    de: 'Ein Zitat braucht einen Text: {prefix}quote add "Text" - wer es gesagt hat',
  },
  'quote.too-long': {
    en: 'The {what} of a quote has at most {most} characters. Shorten it.',
    de: '{what} eines Zitats: höchstens {most} Zeichen. Kürze es.',
  },
  'quote.too-long.text': { en: 'text', de: 'Text' },
  'quote.too-long.author': { en: 'author', de: 'Name' },
  'quote.too-long.category': { en: 'category', de: 'Kategorie' },
  'quote.bad-number': {
    en: '"{typed}" is no number of a quote. Write it as 12 or #12.',
    de: '„{typed}“ ist keine Nummer eines Zitats. Schreib sie als 12 oder #12.',
  },
  'quote.bad-vote': {
    en: 'Vote up, down or clear: {prefix}quote vote {number} up',
    de: 'Stimm mit up, down oder clear ab: {prefix}quote vote {number} up',
  },
} as const satisfies Words;
