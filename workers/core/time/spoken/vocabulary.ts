/** Names of a language, all with one meaning each; umlauts are written ae, oe, ue. */
const table = <T>(rows: readonly (readonly [names: string, meaning: T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries(rows.flatMap(([names, meaning]) => names.split(' ').map((name) => [name, meaning] as const)));

/** How sure a name is: `short` ones are words of their own as well (sun, wed), `mini` are German ones of two letters. */
export interface WeekdayName {
  /** Monday is 0. */
  readonly weekday: number;
  readonly is: 'full' | 'short' | 'mini' | 'plural';
  /** `Montagabend`. */
  readonly part?: Part;
}

/** `late` is the German night, which has no hour that everybody thinks of. */
export type Part = 'morning' | 'forenoon' | 'noon' | 'afternoon' | 'evening' | 'night' | 'late';

const FULL = [
  'monday montag',
  'tuesday dienstag',
  'wednesday mittwoch',
  'thursday donnerstag',
  'friday freitag',
  'saturday samstag sonnabend',
  'sunday sonntag',
];
const SHORT = ['mon', 'tue tues', 'wed weds', 'thu thur thurs', 'fri', 'sat', 'sun'];
const MINI = ['mo', 'di', 'mi', 'do', 'fr', 'sa', 'so'];

const GERMAN_PARTS: Readonly<Record<string, Part>> = {
  frueh: 'morning',
  morgen: 'morning',
  vormittag: 'forenoon',
  mittag: 'noon',
  nachmittag: 'afternoon',
  abend: 'evening',
  nacht: 'late',
};

export const WEEKDAY_NAMES: Readonly<Record<string, WeekdayName>> = table<WeekdayName>(
  FULL.flatMap((names, weekday) => [
    [names, { weekday, is: 'full' }] as const,
    [names.replace(/\b\w+\b/g, '$&s'), { weekday, is: 'plural' }] as const,
    [SHORT[weekday] as string, { weekday, is: 'short' }] as const,
    [MINI[weekday] as string, { weekday, is: 'mini' }] as const,
    ...Object.entries(GERMAN_PARTS).map(
      ([name, part]) => [names.replace(/\b\w+\b/g, `$&${name}`), { weekday, is: 'full', part }] as const,
    ),
  ]),
);

/** Parts of a day, behind its name. */
export const PART_NAMES: Readonly<Record<string, Part>> = {
  ...GERMAN_PARTS,
  morning: 'morning',
  forenoon: 'forenoon',
  afternoon: 'afternoon',
  evening: 'evening',
  night: 'night',
};

export const MONTH_NAMES: Readonly<Record<string, number>> = table([
  ['january jan januar jaenner', 1],
  ['february feb februar feber', 2],
  ['march mar maerz mrz', 3],
  ['april apr', 4],
  ['may mai', 5],
  ['june jun juni', 6],
  ['july jul juli', 7],
  ['august aug', 8],
  ['september sep sept', 9],
  ['october oct oktober okt', 10],
  ['november nov', 11],
  ['december dec dezember dez', 12],
]);

export const NUMBER_NAMES: Readonly<Record<string, number>> = table([
  ['a an one ein eine einer einem einen eins', 1],
  ['two zwei', 2],
  ['three drei', 3],
  ['four vier', 4],
  ['five fuenf', 5],
  ['six sechs', 6],
  ['seven sieben', 7],
  ['eight acht', 8],
  ['nine neun', 9],
  ['ten zehn', 10],
  ['eleven elf', 11],
  ['twelve zwoelf', 12],
  ['fifteen fuenfzehn', 15],
  ['twenty zwanzig', 20],
  ['thirty dreissig', 30],
]);

/** Places in a row; -1 is the last, and `other` every second one. */
export const ORDINAL_NAMES: Readonly<Record<string, number | 'other'>> = table<number | 'other'>([
  ['first erste ersten erster erstes', 1],
  ['second zweite zweiten zweiter zweites', 2],
  ['third dritte dritten dritter drittes', 3],
  ['fourth vierte vierten vierter viertes', 4],
  ['fifth fuenfte fuenften fuenfter fuenftes', 5],
  ['last letzte letzten letzter letztes', -1],
  ['other', 'other'],
]);

export type Unit = 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'y';

/** Written out, or short enough to be written right behind a number only. */
export const UNIT_NAMES: Readonly<Record<string, Unit>> = table<Unit>([
  ['second seconds sec secs sekunde sekunden sek', 's'],
  ['minute minutes min mins minuten', 'm'],
  ['hour hours hr hrs stunde stunden std', 'h'],
  ['day days tag tage tagen', 'd'],
  ['week weeks wk wks woche wochen', 'w'],
  ['month months monat monate monaten', 'mo'],
  ['year years yr yrs jahr jahre jahren', 'y'],
]);

export const UNIT_LETTERS: Readonly<Record<string, Unit>> = table<Unit>([
  ['s', 's'],
  ['m', 'm'],
  ['h', 'h'],
  ['d', 'd'],
  ['w', 'w'],
  ['mo', 'mo'],
  ['y', 'y'],
]);
