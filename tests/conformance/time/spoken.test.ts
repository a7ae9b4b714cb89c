import { describe, expect, it } from 'vitest';
import { nextAfter } from '../../../workers/core/time/recurrence.ts';
import type { When } from '../../../workers/core/time/spoken.ts';
import { parseWhen } from '../../../workers/core/time/spoken.ts';
import { GROUPS, NO_TIMES } from './spoken.table.ts';

/** As many of the next times as are wanted, and whether there are more. */
function timesOf(
  when: When,
  now: number,
  count: number,
): { readonly times: readonly string[]; readonly isEnd: boolean } {
  if (when.kind === 'once') return { times: [new Date(when.at).toISOString()], isEnd: true };
  const times: string[] = [];
  let next = nextAfter(when.recurrence, now);
  for (; next && times.length < count; next = nextAfter(when.recurrence, next.at))
    times.push(new Date(next.at).toISOString());
  return { times, isEnd: next === null };
}

describe.each(GROUPS)('$about ($zone, $language)', ({ now, zone, language, offset, phrases }) => {
  const at = Date.parse(now);

  const rows = phrases.map(([text, wanted, rest = '']) => ({ text, wanted, rest }));

  it.each(rows)('$text', ({ text, wanted, rest }) => {
    const read = parseWhen(text, { now: at, zone, language });
    expect(read).toMatchObject({ ok: true, rest });
    if (!read.ok) return;
    // A dot behind the last one: no more follow.
    const list = wanted.replace(/\.$/, '').split(', ');
    const expected = list.map((each) =>
      new Date(`${each.replace(' ', 'T')}${/(?:Z|[+-]\d{2}:\d{2})$/.test(each) ? '' : offset}`).toISOString(),
    );
    const { times, isEnd } = timesOf(read.when, at, expected.length);
    expect(times).toEqual(expected);
    if (read.when.kind === 'recurring') expect(isEnd).toBe(wanted.endsWith('.'));
    expect(read.when.kind === 'recurring' || list.length === 1).toBe(true);
  });
});

describe('what is no time', () => {
  const rows = NO_TIMES.map(([text, reason, language = 'en']) => ({ text, reason, language }));

  it.each(rows)('$text: $reason', ({ text, reason, language }) => {
    const read = parseWhen(text, { now: Date.parse('2026-11-26T12:00:00Z'), zone: 'Europe/Berlin', language });
    expect(read).toMatchObject({ ok: false, reason });
    // It says what works, in a sentence without holes.
    if (!read.ok) expect(read.message).toMatch(/^[^{}]{20,300}[.?]$/);
  });
});

it('has as many phrases as it says', () => {
  expect(GROUPS.flatMap(({ phrases }) => phrases).length).toBeGreaterThanOrEqual(200);
  expect(NO_TIMES.length).toBeGreaterThanOrEqual(60);
});
