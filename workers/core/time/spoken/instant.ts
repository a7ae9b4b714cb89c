import { offsetNamed } from '../../templates/time/zones.ts';
import { readStamp } from '../calendar.ts';
import type { Place } from './place.ts';
import { takePlace } from './place.ts';
import type { Reader } from './reader.ts';
import type { Spoken } from './resolve.ts';
import { clocksOf, MAX_YEARS, withinReach } from './resolve.ts';

/** As Discord writes a time: `<t:1798131600:R>`. */
const TIMESTAMP = /<t:(\d{1,12})(?::[a-z])?>/iuy;
const ISO = /(\d{4}-\d{2}-\d{2})(t|\s)(\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?(z|[+-]\d{2}:?\d{2})?(?![\d:\p{L}])/iuy;
const BASIC = /(\d{8}t\d{6})(z|[+-]\d{4})?(?![\d\p{L}])/iuy;

/** ISO 8601 with a T or with an offset, and its zone behind it (RFC 9557). */
export function takeInstant(reader: Reader, spoken: Spoken): number | null {
  const timestamp = reader.take(TIMESTAMP);
  if (timestamp) return withinReach(reader, Number(timestamp[1]) * 1000, spoken);
  return reader.attempt(() => {
    const iso = reader.take(ISO);
    // "2026-12-24 18:00" is a date and a time of day.
    if (iso && /\s/.test(iso[2] as string) && iso[4] === undefined) return null;
    const basic = iso ? null : reader.take(BASIC);
    if (!iso && !basic) return null;
    const [typed] = (iso ?? basic) as RegExpExecArray;
    const time = (iso?.[3] ?? '').length === 5 ? `${iso?.[3]}:00` : iso?.[3];
    const stamp = readStamp(iso ? `${iso[1]}T${time}` : (basic?.[1] as string));
    const year = Number(typed.slice(0, 4));
    if (year >= 2100) return reader.refuse('too-far', { years: MAX_YEARS });
    if (year < 1970) return reader.refuse('ago');
    if (!stamp) return reader.refuse('bad-date', { date: typed.trim() });
    const named = iso ? iso[4] : basic?.[2];
    const place = takePlace(reader);
    const offset = named === undefined ? null : offsetNamed(named);
    if (named !== undefined && offset === null) return reader.refuse('bad-zone', { typed: named });
    return withinReach(reader, clocksOf(placeOf(offset, place), spoken).momentOf(stamp.wall), spoken);
  });
}

const placeOf = (offset: number | null, place: Place | null): Place | null =>
  offset === null ? place : { zone: place?.zone ?? null, offset };
