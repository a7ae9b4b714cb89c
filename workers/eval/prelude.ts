import { MAX_OUTPUT } from './refusals.ts';

/**
 * Runs in a fresh context before a person's code. `begin` gives the code its data and fixes the clock and the dice, so that
 * the same run comes to the same text; `print` and `describe` tell what it came to. They go by the built-ins as they are now,
 * whatever the code does to them later, and they return JSON, because QuickJS hands text over up to its first NUL character.
 */
export const PRELUDE = `(() => {
  'use strict';
  const { parse, stringify } = JSON;
  const { apply, construct, defineProperty } = Reflect;
  const { imul } = Math;
  const { slice } = String.prototype;
  const { isError } = Error;
  const text = String;
  const Clock = Date;
  // A code point is one unit of a string or two.
  const longest = ${2 * MAX_OUTPUT};

  const define = (target, name, value) =>
    defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });

  const stopClock = (now) => {
    function FixedDate(...given) {
      if (new.target === undefined) return text(new Clock(now));
      return construct(Clock, given.length === 0 ? [now] : given, new.target);
    }
    define(FixedDate, 'name', 'Date');
    define(FixedDate, 'length', 7);
    define(FixedDate, 'now', () => now);
    define(FixedDate, 'parse', Clock.parse);
    define(FixedDate, 'UTC', Clock.UTC);
    defineProperty(FixedDate, 'prototype', { value: Clock.prototype, writable: false });
    define(Clock.prototype, 'constructor', FixedDate);
    define(globalThis, 'Date', FixedDate);
  };

  /** mulberry32 */
  const loadDice = (seed) => {
    let state = seed | 0;
    define(Math, 'random', () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    });
  };

  const printed = (value) => {
    if (value === undefined) return '';
    if (typeof value !== 'object' || isError(value)) return text(value);
    const json = stringify(value);
    // What JSON tells as one string, a date above all, is told without the quotes.
    return json === undefined ? text(value) : json[0] === '"' ? parse(json) : json;
  };
  const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';

  return {
    begin(json, now, seed) {
      stopClock(now);
      loadDice(seed);
      const data = parse(json);
      for (const name in data) define(globalThis, name, data[name]);
    },
    print(value) {
      const whole = printed(value);
      return whole.length > longest ? undefined : stringify(whole);
    },
    describe(thrown) {
      const name = isObject(thrown) ? thrown.name : undefined;
      const whole = name === undefined ? text(thrown) : text(name) + ': ' + text(thrown.message);
      return stringify(apply(slice, whole, [0, longest]));
    },
  };
})()`;
