import { takeClock } from './clock.ts';
import { takeDay } from './day.ts';
import { takeLed } from './every.ts';
import type { Reader } from './reader.ts';
import { word } from './reader.ts';

const AND = word('and|und|or|oder|&');

/** Whether a second time stands right behind the first (`9:00 and 18:00`, `friday, saturday`): one of them would be lost. */
export function takesAnother(reader: Reader, hasClock: boolean): boolean {
  const { refusal, hadComma } = reader;
  const another = reader.attempt(() => {
    const isJoined = reader.take(AND) !== null || hadComma;
    if ((hasClock && takeClock(reader)) || takeLed(reader)) return true;
    const day = isJoined ? takeDay(reader) : null;
    return day && !day.isWeak ? true : null;
  });
  // What is wrong with it is not the point.
  reader.refusal = refusal;
  return another !== null;
}
