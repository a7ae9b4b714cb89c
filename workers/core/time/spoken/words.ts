import type { Words } from '../../words.ts';

/** Why something is not taken for a time. */
export const SPOKEN_WORDS = {
  empty: {
    en: 'Say when first, like "in 20m", "tomorrow 18:00", "friday 5pm" or "every monday 9:00".',
    de: 'Sag zuerst, wann, zum Beispiel „in 20m“, „morgen 18:00“, „freitag 17 uhr“ oder „jeden montag 9:00“.',
  },
  'not-a-time': {
    en: '"{typed}" does not begin with a time I know. Put it first, like "in 20m", "tomorrow 18:00", "friday 5pm" or "every monday 9:00".',
    de: '„{typed}“ beginnt mit keiner Zeit, die ich kenne. Setz sie nach vorn, zum Beispiel „in 20m“, „morgen 18:00“, „freitag 17 uhr“ oder „jeden montag 9:00“.',
  },
  'bad-time': {
    en: 'There is no time "{typed}" on a clock. Write it like 18:00 or 6pm.',
    de: 'Eine Uhrzeit „{typed}“ gibt es nicht. Schreib sie wie 18:00 oder 18 uhr.',
  },
  'bad-date': {
    en: 'There is no day "{date}". Write a date like 2026-12-24 or 24.12.',
    de: 'Einen Tag „{date}“ gibt es nicht. Schreib ein Datum wie 24.12. oder 2026-12-24.',
  },
  'bad-zone': {
    en: 'There is no time zone "{typed}". Use a name like Europe/Berlin or America/New_York.',
    de: 'Eine Zeitzone „{typed}“ gibt es nicht. Nimm einen Namen wie Europe/Berlin oder America/New_York.',
  },
  'zone-name': {
    en: 'What recurs needs a zone that knows its summer time. Use a name like Europe/Berlin or Asia/Kolkata.',
    de: 'Was sich wiederholt, braucht eine Zone, die ihre Sommerzeit kennt. Nimm einen Namen wie Europe/Berlin oder Asia/Kolkata.',
  },
  'unclear-date': {
    en: '{typed} can be read in two ways. Write the date like 2026-05-04, or with the name of the month.',
    de: '{typed} lässt sich auf zwei Arten lesen. Schreib das Datum wie 4.5. oder mit dem Namen des Monats.',
  },
  'wrong-weekday': {
    en: '{date} is no {weekday}. Leave one of them out.',
    de: 'Der {date} ist kein {weekday}. Lass eins davon weg.',
  },
  'no-clock': {
    en: 'At what time? Add one, like "today 18:00".',
    de: 'Um wie viel Uhr? Schreib es dazu, zum Beispiel „heute 18:00“.',
  },
  'bare-number': {
    en: '"{typed}" may be a time or belong to your text. Write a time like 9:00, 9am or "at 9", or put a word before the number.',
    de: '„{typed}“ kann eine Uhrzeit sein oder zu deinem Text gehören. Schreib eine Uhrzeit wie 9:00 oder „um 9“, oder setz ein Wort vor die Zahl.',
  },
  'two-times': {
    en: 'There are two times. Set one reminder for each, or say "every", like "every monday and friday 18:00".',
    de: 'Das sind zwei Zeiten. Stell für jede eine Erinnerung, oder sag „jeden“, zum Beispiel „jeden montag und freitag 18:00“.',
  },
  weekdays: {
    en: 'Is that every week? Say "every monday to friday 9:00", or name one day.',
    de: 'Ist das jede Woche? Sag „jeden montag bis freitag 9:00“, oder nenn einen Tag.',
  },
  'no-unit': {
    en: '{count} what? Say "in {count}m" for minutes, or h for hours, d for days, w for weeks.',
    de: '{count} was? Sag „in {count}m“ für Minuten, oder h für Stunden, d für Tage, w für Wochen.',
  },
  zero: {
    en: 'That would be right now. Say at least one second, like "in 1s".',
    de: 'Das wäre jetzt gleich. Sag mindestens eine Sekunde, zum Beispiel „in 1s“.',
  },
  past: {
    en: 'That has passed: it was {when}. Name a time to come.',
    de: 'Das ist vorbei: es war {when}. Nenn eine Zeit, die noch kommt.',
  },
  ago: {
    en: 'That has passed. Name a time to come, like "in 20m".',
    de: 'Das ist vorbei. Nenn eine Zeit, die noch kommt, zum Beispiel „in 20m“.',
  },
  'too-far': {
    en: 'That is more than {years} years away, which is too far. Name an earlier time.',
    de: 'Das ist mehr als {years} Jahre hin, und das ist zu weit. Nenn eine frühere Zeit.',
  },
  'too-often': {
    en: 'That would be more often than once a minute, which is the most there is. Say "every 1m" or longer.',
    de: 'Das wäre öfter als einmal pro Minute, und öfter geht nicht. Sag „alle 1m“ oder länger.',
  },
  'whole-minutes': {
    en: 'What recurs does so in whole minutes. Say it in minutes, like "every 2m".',
    de: 'Was sich wiederholt, tut das in ganzen Minuten. Sag es in Minuten, zum Beispiel „alle 2m“.',
  },
  'nth-weekday': {
    en: 'Is that every few weeks, or a day of the month? Say "every 2 weeks on monday" or "every second monday of the month".',
    de: 'Ist das alle paar Wochen oder ein Tag im Monat? Sag „alle 2 wochen am montag“ oder „jeden zweiten montag im monat“.',
  },
  'clock-of-interval': {
    en: 'Steps of hours and minutes have no time of day. Say from when they count, like "every 2 hours starting at 9:00".',
    de: 'Schritte von Stunden und Minuten haben keine Uhrzeit. Sag, ab wann sie zählen, zum Beispiel „alle 2 stunden ab 9:00“.',
  },
  'midnight-of-day': {
    en: 'Midnight belongs to two days. Say 0:00 or 23:59 and the day.',
    de: 'Mitternacht gehört zu zwei Tagen. Sag 0:00 oder 23:59 und den Tag.',
  },
  until: {
    en: 'Until when? Say a day or a time, like "until 2026-12-31".',
    de: 'Bis wann? Sag einen Tag oder eine Zeit, zum Beispiel „bis 31.12.2026“.',
  },
  count: {
    en: 'How often is a whole number from 1 to {most}.',
    de: 'Wie oft ist eine ganze Zahl von 1 bis {most}.',
  },
  'two-ends': {
    en: 'Say how many times, or until when, but not both.',
    de: 'Sag, wie oft, oder bis wann, aber nicht beides.',
  },
  never: {
    en: 'That would never come: it ends before it begins. Choose a later end.',
    de: 'Das käme nie: es endet, bevor es anfängt. Wähl ein späteres Ende.',
  },
  /** The sentence comes from the reading of the rule. */
  'bad-rule': { en: '{message}', de: '{message}' },
} as const satisfies Words;

export type SpokenReason = keyof typeof SPOKEN_WORDS;
