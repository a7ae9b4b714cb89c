import type { Words } from '../words.ts';

/** Why a recurrence rule is refused. */
export const RULE_WORDS = {
  empty: {
    en: 'There is no rule. A rule looks like FREQ=WEEKLY;BYDAY=MO,TH.',
    de: 'Da ist keine Regel. Eine Regel sieht aus wie FREQ=WEEKLY;BYDAY=MO,TH.',
  },
  'too-long': {
    en: 'The rule has {length} characters, and {most} are the most. Name fewer days or times.',
    de: 'Die Regel hat {length} Zeichen, höchstens {most} dürfen es sein. Nenne weniger Tage oder Zeiten.',
  },
  line: {
    en: 'A line beginning with "{name}" cannot be read here. Give one RRULE and, if you like, DTSTART and EXDATE.',
    de: 'Eine Zeile, die mit „{name}“ beginnt, ist hier nicht lesbar. Gib eine RRULE an, dazu DTSTART und EXDATE, wenn du magst.',
  },
  'two-rules': {
    en: 'There are two of {name}. Give one, and make two reminders for two rules.',
    de: '{name} steht zweimal da. Gib eins an; für zwei Regeln gibt es zwei Erinnerungen.',
  },
  part: {
    en: '"{part}" is no part of a rule. Parts are separated by ; and look like INTERVAL=2.',
    de: '„{part}“ ist kein Teil einer Regel. Teile sind durch ; getrennt und sehen aus wie INTERVAL=2.',
  },
  twice: {
    en: '{name} is there twice in the rule. Keep one.',
    de: '{name} steht zweimal in der Regel. Lass eins stehen.',
  },
  freq: {
    en: 'FREQ says how often, and "{value}" is none of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY and MINUTELY.',
    de: 'FREQ sagt, wie oft, und „{value}“ ist keins von YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY und MINUTELY.',
  },
  'no-freq': {
    en: 'The rule does not say how often: it needs FREQ, like FREQ=DAILY.',
    de: 'Die Regel sagt nicht, wie oft: ihr fehlt FREQ, zum Beispiel FREQ=DAILY.',
  },
  'too-often': {
    en: 'That would be more often than once a minute, which is the most there is. Use FREQ=MINUTELY, or one second in BYSECOND.',
    de: 'Das wäre öfter als einmal pro Minute, und öfter geht nicht. Nimm FREQ=MINUTELY oder eine Sekunde in BYSECOND.',
  },
  range: {
    en: '{name} takes whole numbers {range}, and "{value}" is none.',
    de: '{name} nimmt ganze Zahlen {range}, und „{value}“ ist keine davon.',
  },
  interval: {
    en: 'INTERVAL is a whole number from 1 to {most} here, and "{value}" is none.',
    de: 'INTERVAL ist hier eine ganze Zahl von 1 bis {most}, und „{value}“ ist keine.',
  },
  count: {
    en: 'COUNT is a whole number from 1 to {most}, and "{value}" is none.',
    de: 'COUNT ist eine ganze Zahl von 1 bis {most}, und „{value}“ ist keine.',
  },
  until: {
    en: 'UNTIL is a day or a time between 1970 and 2099, like 20261231 or 20261231T180000Z, and "{value}" is neither.',
    de: 'UNTIL ist ein Tag oder eine Zeit zwischen 1970 und 2099 wie 20261231 oder 20261231T180000Z, und „{value}“ ist keins von beiden.',
  },
  'count-until': {
    en: 'COUNT and UNTIL cannot be used together: say how many times, or until when.',
    de: 'COUNT und UNTIL gehen nicht zusammen: sag, wie oft, oder bis wann.',
  },
  day: {
    en: '"{value}" is no day for BYDAY. Days are MO, TU, WE, TH, FR, SA, SU; the second Monday is 2MO, the last Friday -1FR.',
    de: '„{value}“ ist kein Tag für BYDAY. Tage sind MO, TU, WE, TH, FR, SA, SU; der zweite Montag ist 2MO, der letzte Freitag -1FR.',
  },
  wkst: {
    en: 'WKST is the first day of the week, one of MO, TU, WE, TH, FR, SA, SU, and "{value}" is none.',
    de: 'WKST ist der erste Tag der Woche, eins von MO, TU, WE, TH, FR, SA, SU, und „{value}“ ist keins.',
  },
  together: {
    en: '{name} cannot be used with {other} (RFC 5545). Leave one of them out.',
    de: '{name} geht nicht zusammen mit {other} (RFC 5545). Lass eins davon weg.',
  },
  'nth-day': {
    en: 'Only a monthly or yearly rule without BYWEEKNO has an n-th weekday like {value}. Use FREQ=MONTHLY, or the plain weekday.',
    de: 'Einen n-ten Wochentag wie {value} hat nur eine monatliche oder jährliche Regel ohne BYWEEKNO. Nimm FREQ=MONTHLY oder den Wochentag allein.',
  },
  'set-alone': {
    en: 'BYSETPOS picks from what the other BY-parts name, and there are none. Add one, like BYDAY.',
    de: 'BYSETPOS wählt aus dem, was die anderen BY-Teile nennen, und es gibt keine. Nimm eins dazu, zum Beispiel BYDAY.',
  },
  never: {
    en: 'This rule never occurs: no day is like that. Check its months, days and positions.',
    de: 'Diese Regel trifft nie zu: so einen Tag gibt es nicht. Prüf ihre Monate, Tage und Positionen.',
  },
  'never-from': {
    en: 'Counted from {wall} on, this rule never occurs. Check its end, its interval and its exceptions.',
    de: 'Von {wall} an gezählt trifft diese Regel nie zu. Prüf ihr Ende, ihren Abstand und ihre Ausnahmen.',
  },
  dtstart: {
    en: 'DTSTART is a time between 1970 and 2099, like DTSTART;TZID=Europe/Berlin:20261201T090000, and "{value}" is none.',
    de: 'DTSTART ist eine Zeit zwischen 1970 und 2099 wie DTSTART;TZID=Europe/Berlin:20261201T090000, und „{value}“ ist keine.',
  },
  'bad-wall': {
    en: '"{wall}" is no time of a clock between 1970 and 2099. Write it like 2026-12-24T18:00:00.',
    de: '„{wall}“ ist keine Uhrzeit zwischen 1970 und 2099. Schreib sie wie 2026-12-24T18:00:00.',
  },
  'bad-zone': {
    en: 'There is no time zone "{zone}". Use a name like Europe/Berlin or America/New_York.',
    de: 'Eine Zeitzone „{zone}“ gibt es nicht. Nimm einen Namen wie Europe/Berlin oder America/New_York.',
  },
  exdates: {
    en: 'These are too many exceptions: {most} are the most. Leave out those that are over.',
    de: 'Das sind zu viele Ausnahmen, höchstens {most} dürfen es sein. Lass die vergangenen weg.',
  },
  'bad-exdate': {
    en: 'The exception "{exdate}" is no time between 1970 and 2099. Write it like 2026-12-24T18:00:00, or 2026-12-24 for the whole day.',
    de: 'Die Ausnahme „{exdate}“ ist keine Zeit zwischen 1970 und 2099. Schreib sie wie 2026-12-24T18:00:00 oder 2026-12-24 für den ganzen Tag.',
  },
} as const satisfies Words;
