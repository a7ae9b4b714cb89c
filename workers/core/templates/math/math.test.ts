import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../../tests/fuzz/cases.ts';
import { evaluate } from './math.ts';
import { MathError } from './tokens.ts';

const work = (expression: string, random = 0.5) => evaluate(expression, () => random);

describe('an expression', () => {
  it.each([
    ['1 + 1', '2'],
    ['2 + 3 * 4 - 6 / 2', '11'],
    ['-2^2', '-4'],
    ['2^3^2', '512'],
    ['2^-1', '0.5'],
    ['(2 + 3) * 4', '20'],
    ['7 % 3', '1'],
    ['-7 mod 3', '2'],
    ['5!', '120'],
    ['3!!', '720'],
    ['2 pi', '6.2831853071796'],
    ['2 (3 + 4)', '14'],
    ['1/2 e', '1.3591409142295'],
    ['0.1 + 0.2', '0.3'],
    ['10 / 3', '3.3333333333333'],
    ['1e3 + .5', '1000.5'],
    ['5 > 3', 'true'],
    ['5 > 3 and 1 == 2', 'false'],
    ['not (1 == 2) or 0', 'true'],
    ['3 < 2 ? 10 : 1 < 2 ? 20 : 30', '20'],
    ['a = 2; b = a^2; a + b', '6'],
    ['round(10/3)', '3'],
    ['round(-2.5)', '-3'],
    ['round(1.005, 2)', '1.01'],
    ['floor(2.9) + ceil(2.1)', '5'],
    ['max(1, 5, 3) - min(4, 2)', '3'],
    ['sqrt(16) + abs(-2)', '6'],
    ['log(8, 2)', '3'],
    ['sin(90 deg)', '1'],
    ['mean(1, 2, 6) + median(1, 9, 2, 3)', '5.5'],
    ['random(1, 10)', '5.5'],
    ['randomInt(1, 7)', '4'],
    ['5.08 cm + 2 inch', '10.16 cm'],
    ['10 km to mile', '6.2137119223733 mile'],
    ['2 in in cm', '5.08 cm'],
    ['100 degF to degC', '37.777777777778 degC'],
    ['90 min to h', '1.5 h'],
    ['6 km / 2 km', '3'],
    ['3 * 2 kg', '6 kg'],
    ['1 / 0', 'Infinity'],
    ['6 × 7 ÷ 2', '21'],
    ['constructor = 3; constructor', '3'],
  ])('%s is %s', (expression, result) => {
    expect(work(expression)).toBe(result);
  });

  it.each([
    ['', /nothing to work out/],
    ['2 +', /missing at the end/],
    ['2 3', /Unexpected "3"/],
    ['(1', /Expected \)/],
    ['1 +* 2', /Unexpected "\*"/],
    ['foo', /Undefined symbol foo/],
    ['constructor(1)', /Undefined function constructor/],
    ['__proto__', /Undefined symbol/],
    ['2 cm + 3 kg', /Units do not match/],
    ['2 cm ^ 2', /Unexpected unit cm/],
    ['sqrt(1, 2)', /sqrt takes one number/],
    ['2.5!', /whole number/],
    ['a[0]', /Unexpected "\["/],
    ['"x"', /Unexpected """/],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, /Nested too deep/],
  ])('%s cannot be worked out', (expression, words) => {
    expect(() => work(expression)).toThrow(words);
  });

  it('ends at once whatever it is, in a text or a MathError', () => {
    const pieces = fc.constantFrom(
      '1',
      '9',
      '^',
      '!',
      '(',
      ')',
      '-',
      '+',
      '*',
      ' ',
      'pi',
      'cm',
      'to',
      'a',
      '=',
      ';',
      ',',
      '?',
      ':',
      'random(',
      'round(',
      '.',
      'e',
      '%',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        try {
          expect(typeof work(parts.join(''))).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(MathError);
        }
      }),
      { numRuns: cases(5_000) },
    );
  });
});
