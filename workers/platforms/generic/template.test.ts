import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import push from '../../../tests/samples/generic/github.push.json';
import { codePoints } from '../../core/text.ts';
import { fillIn, MAX_SAID, MAX_VALUE } from './template.ts';

const filled = (template: string, data: unknown = push, event = 'push') => fillIn(template, { event, data });

describe('a webhook’s template', () => {
  it('prints the event and values of the payload by their path', () => {
    expect(filled('$(event) to $(data.repository.full_name) by $( data.pusher.name )!')).toBe(
      'push to waddle-demo/iceberg by pia-demo!',
    );
  });

  it('prints an entry of a list by its index, numbers, true and false', () => {
    expect(filled('$(data.commits.0.author.name) $(data.repository.id) $(data.forced)')).toBe(
      'Pia Pinguin 700000001 false',
    );
  });

  it('prints the payload itself where that is a plain value', () => {
    expect(filled('$(data)', 'hello')).toBe('hello');
  });

  it.each([
    'data',
    'data.repository',
    'data.commits',
    'data.commits.1.id',
    'data.commits.-1.id',
    'data.commits.length',
    'data.ref.length',
    'data.ref.0',
    'data.nobody.at.home',
    'data.constructor.name',
    'data.__proto__.toString',
    'data.hasOwnProperty.name',
  ])('prints nothing for $(%s)', (path) => {
    expect(filled(`<$(${path})>`)).toBe('<>');
  });

  it('prints nothing for null', () => {
    expect(filled('<$(data.a)>', { a: null })).toBe('<>');
  });

  it('prints nothing of what all objects have in common', () => {
    Reflect.defineProperty(Object.prototype, 'stray', { value: 'x', configurable: true });
    try {
      expect(filled('<$(data.stray)>', {})).toBe('<>');
    } finally {
      Reflect.deleteProperty(Object.prototype, 'stray');
    }
  });

  it('never expands what it filled in', () => {
    expect(filled('$(data.commits.0.message)')).toBe('Thaw the pond\n\nIt was $(event) too cold.');
    expect(filled('$(data.a)$(data.b)', { a: '$(ev', b: 'ent)' })).toBe('$(event)');
    expect(filled('$(data.a)', { a: '$& $1 $$' })).toBe('$& $1 $$');
  });

  it.each(['$(user)', '$(data.)', '$(data..a)', '$(eventual)', '$(data.a b)', '$()', '$(', 'event'])(
    'leaves %s as it was typed',
    (typed) => expect(filled(typed)).toBe(typed),
  );

  it('cuts a value that is too long, and what it comes to', () => {
    const long = 'a word '.repeat(40_000);
    expect(codePoints(filled('$(data.long)', { long }))).toBeLessThanOrEqual(MAX_VALUE);
    expect(filled('$(data.long) end', { long })).toMatch(/… end$/);
    const whole = filled('$(data.long)'.repeat(80), { long });
    expect(codePoints(whole)).toBeLessThanOrEqual(MAX_SAID);
    expect(whole).toMatch(/…$/);
    expect(filled('$(data.exact)', { exact: '🐧'.repeat(MAX_VALUE) })).toBe('🐧'.repeat(MAX_VALUE));
  });
});

const key = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/[\s.()]/.test(text));

describe('any template and payload', () => {
  it('come to a text of bounded length, whatever they hold', () => {
    const template = fc
      .array(fc.oneof(fc.string(), fc.constantFrom('$(event)', '$(data)', '$(data.a)', '$(', ')', '$(data.a.0.b)')), {
        maxLength: 40,
      })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(template, fc.jsonValue(), fc.string({ maxLength: 2_000 }), (text, data, event) => {
        expect(codePoints(fillIn(text, { data, event }))).toBeLessThanOrEqual(MAX_SAID);
      }),
    );
  });

  it('find every plain value at the path it stands at', () => {
    const value = fc.oneof(fc.string({ maxLength: 100 }), fc.integer(), fc.boolean());
    const path = fc.array(fc.oneof(key, fc.nat(3)), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(path, value, (steps, leaf) => {
        const data = steps.reduceRight<unknown>(
          // JSON makes a `__proto__` an entry like any other; a literal would not.
          (inner, step) =>
            typeof step === 'number'
              ? [...new Array(step).fill(null), inner]
              : JSON.parse(`{${JSON.stringify(step)}:${JSON.stringify(inner)}}`),
          leaf,
        );
        expect(fillIn(`$(data.${steps.join('.')})`, { data, event: '' })).toBe(String(leaf));
      }),
    );
  });

  it('keep everything that is no variable', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200 }).filter((text) => !text.includes('$(')),
        fc.jsonValue(),
        (text, data) => {
          expect(fillIn(text, { data, event: 'x' })).toBe(text);
        },
      ),
    );
  });
});
