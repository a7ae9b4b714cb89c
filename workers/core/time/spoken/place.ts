import { isZone, offsetNamed, zoneNamed } from '../../templates/time/zones.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';

/** Where a time was meant: a zone of the database, or so many minutes east of UTC. */
export interface Place {
  readonly zone: string | null;
  readonly offset: number | null;
}

/** Not with a minus: `10:00-12:00` is from ten to twelve. */
const GLUED_OFFSET = /(z|\+\d{2}:?\d{2})(?![\p{L}\p{N}])/iuy;
const NAMED_OFFSET = /((?:utc|gmt)(?:\s?[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:\d{2})(?![\p{L}\p{N}:])/iuy;
const IN_BRACKETS = /\[([\w/+-]{1,40})\]/uy;
const AREA = /([a-z]{2,}(?:\/[a-z][\w+-]*){1,2})(?![\w/])/iuy;
const ABBREVIATION = word('([a-z]{2,4})');
/** Abbreviations that are words, too, and count only in capitals: `18 Uhr ist Party`. */
const WORDS_TOO = /^(?:met|wet|west|ist|art|ast|et|ct|mt|pt)$/;
/** The database has these as zones whose clocks are never changed, which hardly anybody means all year. */
const NO_SUMMER = /^(?:est|mst)$/i;
const ONLY_ZONES = /^(?:ET|CT|MT|PT)$/;

/** `CET`, `UTC+2`, `Europe/Berlin`, `[Europe/Berlin]`, and `Z` or `+01:00` right behind a time. */
export function takePlace(reader: Reader): Place | null {
  const glued = reader.isGlued ? reader.take(GLUED_OFFSET) : null;
  const offset = glued ? offsetNamed(glued[1] as string) : null;
  const bracketed = reader.attempt(() => {
    const name = reader.take(IN_BRACKETS)?.[1];
    if (name === undefined) return null;
    const zone = isZone(name) ? name : null;
    return zone ?? reader.refuse('bad-zone', { typed: name });
  });
  if (offset !== null || bracketed !== null) return { zone: bracketed, offset };
  return takeNamedOffset(reader) ?? takeArea(reader) ?? takeAbbreviation(reader);
}

const takeNamedOffset = (reader: Reader): Place | null =>
  reader.attempt(() => {
    const name = reader.take(NAMED_OFFSET)?.[1]?.replace(/\s/g, '');
    const offset = name === undefined ? null : offsetNamed(name);
    return offset === null ? null : { zone: offset === 0 ? 'UTC' : etcOf(offset), offset };
  });

/** The database has whole hours under names with the sign turned round. */
const etcOf = (minutes: number): string | null =>
  minutes % 60 === 0 ? `Etc/GMT${minutes > 0 ? '-' : '+'}${Math.abs(minutes) / 60}` : null;

const takeArea = (reader: Reader): Place | null =>
  reader.attempt(() => {
    const name = reader.take(AREA)?.[1];
    return name !== undefined && isZone(name) ? { zone: name, offset: null } : null;
  });

const takeAbbreviation = (reader: Reader): Place | null =>
  reader.attempt(() => {
    const name = reader.take(ABBREVIATION)?.[1] ?? '';
    if (WORDS_TOO.test(name.toLowerCase()) && name !== name.toUpperCase()) return null;
    const offset = offsetNamed(name);
    if (offset === null && !ONLY_ZONES.test(name)) return null;
    const zone = zoneNamed(name);
    return { zone: zone && isZone(zone) && !NO_SUMMER.test(name) ? zone : null, offset };
  });
