import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosen } from '../../../workers/modules/moving/choose.ts';
import { BOTS, type Bot, REASONS, STATUSES, statusOf } from '../../../workers/modules/moving/lines.ts';
import { holderOf, planned } from '../../../workers/modules/moving/plan.ts';
import { readQuotes } from '../../../workers/modules/moving/quotes.ts';
import { readBot } from '../../../workers/modules/moving/read.ts';
import { community } from './community.ts';

const word = fc.constantFrom(
  'a',
  'b',
  'hello',
  'ping',
  'uptime',
  'two words',
  '',
  '!x',
  'ÄÖ',
  '🐧',
  '__proto__',
  'x'.repeat(60),
);
const text = fc.oneof(
  fc.constantFrom('hi', '$(user)', '$(count)', '${1', '$(urlfetch https://a.example)', '[user]', '!ping', ''),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const oddity = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  text,
  fc.array(text, { maxLength: 2 }),
  fc.object({ maxDepth: 1 }),
);
/** A field that is mostly what it should be. */
const field = <T>(of: fc.Arbitrary<T>) =>
  fc.option(fc.oneof({ weight: 9, arbitrary: of as fc.Arbitrary<unknown> }, oddity), { nil: undefined });
const record = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields);
const seconds = fc.oneof(fc.nat(100), fc.double(), fc.constantFrom(-1, 1e9));

const ENTRY: Readonly<Record<Bot, fc.Arbitrary<unknown>>> = {
  nightbot: fc.oneof(
    record({
      name: field(word),
      message: field(text),
      alias: field(word),
      userLevel: field(word),
      coolDown: field(seconds),
      count: field(fc.integer()),
    }),
    record({
      name: field(word),
      message: field(text),
      interval: field(fc.constantFrom('*/5 * * * *', '1 2 3', '7')),
      lines: field(seconds),
    }),
    oddity,
  ),
  streamelements: fc.oneof(
    record({
      command: field(word),
      reply: field(text),
      aliases: field(fc.array(word, { maxLength: 3 })),
      keywords: field(fc.array(text, { maxLength: 3 })),
      regex: field(text),
      accessLevel: field(fc.integer()),
      cooldown: field(record({ user: field(seconds), global: field(seconds) })),
      type: field(word),
      cost: field(seconds),
      enabled: field(fc.boolean()),
    }),
    record({
      name: field(word),
      messages: field(fc.array(text, { maxLength: 12 })),
      chatLines: field(seconds),
      online: field(record({ enabled: field(fc.boolean()), interval: field(seconds) })),
      offline: field(record({ enabled: field(fc.boolean()), interval: field(seconds) })),
    }),
    oddity,
  ),
  fossabot: fc.oneof(
    record({
      name: field(word),
      response: field(text),
      aliases: field(fc.array(word, { maxLength: 3 })),
      role_ids: field(fc.array(word, { maxLength: 3 })),
      type: field(fc.constantFrom('custom', 'default')),
    }),
    oddity,
  ),
};
/** So that a file is known for what it is, whatever else stands in it. */
const SURE: Readonly<Record<Bot, unknown>> = {
  nightbot: { name: '!sure', message: '$(user)' },
  streamelements: { command: 'sure', reply: 'x', chatLines: 0 },
  fossabot: { name: 'sure', response: 'x', role_ids: [] },
};

describe.each(BOTS)('whatever a file of %s holds', (bot) => {
  const file = fc
    .array(ENTRY[bot], { maxLength: 12 })
    .map((entries) => JSON.stringify({ commands: [SURE[bot], ...entries] }));

  it('every entry has a line, and every line one status, with its reasons', () => {
    fc.assert(
      fc.property(fc.array(ENTRY[bot], { maxLength: 12 }), (entries) => {
        const read = readBot(bot, JSON.stringify({ commands: [SURE[bot], ...entries] }));
        if ('fault' in read) return expect(read.fault).toBe('other-source');
        const lines = planned(read.lines, community(bot));
        const places = new Set(lines.map(({ place }) => /^commands\[\d+\]/.exec(place)?.[0]));
        expect(places.size).toBe(entries.length + 1);
        expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
        for (const line of lines) {
          expect(STATUSES).toContain(line.status);
          expect(line.reasons.length).toBeGreaterThan(0);
          expect(line.reasons.every(({ code }) => code in REASONS)).toBe(true);
          expect(line.status).toBe(statusOf(line.reasons));
          expect(line.status !== 'unsupported' && line.draft === null).toBe(false);
          expect(
            line.status === 'conflict' && line.there === null && !line.reasons.some(({ code }) => code === 'twice'),
          ).toBe(false);
        }
      }),
    );
  });

  it('what comes of all of it takes nobody’s name, and no name twice', () => {
    fc.assert(
      fc.property(file, fc.boolean(), (written, isRenamed) => {
        const read = readBot(bot, written);
        if ('fault' in read) return;
        const holdings = community(bot, { counters: { a: 1 }, timers: { hello: 'x' }, keywords: { 'a-b': 'x' } });
        const plan = planned(read.lines, holdings);
        const wanted = plan.map(({ id, suggestion }) =>
          isRenamed && suggestion !== null ? { id, name: suggestion } : { id },
        );
        const { ready, left } = chosen(plan, wanted, holdings);
        expect([...ready.map(({ line }) => line.id), ...left.map(({ id }) => id)].toSorted()).toEqual(
          plan.map(({ id }) => id).toSorted(),
        );
        const names = ready.map(({ draft, name }) => `${draft.is === 'alias' ? 'command' : draft.is} ${name}`);
        expect(new Set(names).size).toBe(names.length);
        for (const { line, name } of ready) expect(holderOf(line.kind, name, holdings)).toBeNull();
      }),
    );
  });

  it('any text at all is read, or refused in words', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.json(),
          file.map((whole) => whole.slice(0, whole.length / 2)),
        ),
        (any) => {
          expect(() => readBot(bot, any)).not.toThrow();
          expect(() => readQuotes(any, 0, 'UTC')).not.toThrow();
        },
      ),
    );
  });

  it('is read the same way again', () => {
    fc.assert(
      fc.property(file, (written) => {
        expect(readBot(bot, written)).toEqual(readBot(bot, written));
      }),
    );
  });
});
