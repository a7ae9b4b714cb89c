import type { Words } from '../../core/words.ts';

export const words = {
  given: {
    en: 'Your code is {code}. Within 10 minutes, type {prefix}link {code} in a chat of this bot with your other account. Then {here} shows you who typed it.',
    de: 'Dein Code ist {code}. Schreib innerhalb von 10 Minuten mit deinem anderen Konto {prefix}link {code} in einen Chat dieses Bots. Danach zeigt dir {here}, wer das war.',
  },
  page: {
    en: 'You link your accounts where only you see the code: {url}',
    de: 'Deine Konten verbindest du dort, wo nur du den Code siehst: {url}',
  },
  slash: {
    en: 'Type {here}: only you see the answer. Or link your accounts at {url}',
    de: 'Schreib {here}: Die Antwort siehst nur du. Oder verbinde deine Konten auf {url}',
  },
  typed: {
    en: 'Noted, {name}. Nothing is linked yet: confirm it where you got the code. {there} shows you who typed it.',
    de: 'Notiert, {name}. Noch ist nichts verbunden: Bestätige es dort, wo du den Code bekommen hast. {there} zeigt dir, wer ihn getippt hat.',
  },
  unknown: {
    en: 'That code opens nothing, {name}: it is wrong, was used already, or is older than 10 minutes. Get another one.',
    de: 'Dieser Code öffnet nichts, {name}: Er ist falsch, schon benutzt oder älter als 10 Minuten. Hol dir einen neuen.',
  },
  own: {
    en: 'That code is your own, {name}. Type it with the other account that you want to link.',
    de: 'Dieser Code ist dein eigener, {name}. Tipp ihn mit dem anderen Konto, das du verbinden willst.',
  },
  limited: {
    en: 'That were too many tries, {name}. Try again in 10 minutes.',
    de: 'Das waren zu viele Versuche, {name}. Versuch es in 10 Minuten wieder.',
  },
  waiting: {
    en: '{typed} typed your code. If that is you, {here} confirm makes them and {asked} one person; if not, {here} refuse.',
    de: '{typed} hat deinen Code getippt. Bist du das, macht {here} confirm daraus und aus {asked} eine Person; sonst {here} refuse.',
  },
  'waiting.others': {
    en: '{typed} typed your code, who is also {others}. If all of that is you, {here} confirm makes them and {asked} one person; if not, {here} refuse.',
    de: '{typed} hat deinen Code getippt und ist auch {others}. Bist das alles du, macht {here} confirm daraus und aus {asked} eine Person; sonst {here} refuse.',
  },
  unseen: {
    en: 'Look first who typed your code: {here}',
    de: 'Sieh erst nach, wer deinen Code getippt hat: {here}',
  },
  joined: { en: 'Done. You are one person now: {accounts}', de: 'Fertig. Du bist jetzt eine Person: {accounts}' },
  refused: {
    en: '{typed} was refused and is not linked to you. The code is dead; {here} gives another one.',
    de: '{typed} ist abgelehnt und nicht mit dir verbunden. Der Code ist tot; {here} gibt einen neuen.',
  },
  nothing: {
    en: 'Nobody has typed a code of yours that still counts. {here} gives one.',
    de: 'Niemand hat einen Code von dir getippt, der noch gilt. {here} gibt dir einen.',
  },
  hub: {
    en: 'One of you is protected by a second factor, or runs this bot: that is confirmed at {url}, with a code from there.',
    de: 'Eines davon ist durch einen zweiten Faktor geschützt oder betreibt diesen Bot: Das bestätigst du auf {url}, mit einem Code von dort.',
  },
  changed: {
    en: 'Something changed in between, so nothing was linked. Begin again with {here}.',
    de: 'Inzwischen hat sich etwas geändert, verbunden wurde nichts. Fang mit {here} neu an.',
  },
  'privacy.shown': {
    en: 'You are named on public pages of communities. If you would rather not be: {prefix}privacy hide',
    de: 'Auf öffentlichen Seiten von Communitys wirst du genannt. Wenn du das nicht möchtest: {prefix}privacy hide',
  },
  'privacy.hidden': {
    en: 'You are not named on public pages of communities. To be named again: {prefix}privacy show',
    de: 'Auf öffentlichen Seiten von Communitys wirst du nicht genannt. Um wieder genannt zu werden: {prefix}privacy show',
  },
  'privacy.hide': {
    en: 'Done. Public pages do not name you any more, with any of your accounts.',
    de: 'Erledigt. Öffentliche Seiten nennen dich nicht mehr, mit keinem deiner Konten.',
  },
  'privacy.show': {
    en: 'Done. Public pages may name you again.',
    de: 'Erledigt. Öffentliche Seiten dürfen dich wieder nennen.',
  },
  whoami: { en: 'You are {accounts}. Here you are: {level}.', de: 'Du bist {accounts}. Hier bist du: {level}.' },
  'whoami.role': {
    en: 'You are {accounts}. Your role here: {role}.',
    de: 'Du bist {accounts}. Deine Rolle hier: {role}.',
  },
} as const satisfies Words;
