// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the code under test
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programOf } from '../../../workers/core/templates/program.ts';
import type { Segment } from '../../../workers/core/templates/segments.ts';
import { literal, value } from '../../../workers/core/templates/segments.ts';
import { cases } from '../../fuzz/cases.ts';
import { hostile } from './arbitraries.ts';

/** A script with `V` for the value. */
const segmentsOf = (code: string, text: string): Segment[] =>
  code.split('V').flatMap((piece, at) => (at === 0 ? [literal(piece)] : [value(text), literal(piece)]));

function run(segments: readonly Segment[], more: Record<string, unknown> = {}): unknown {
  const { code, values } = programOf(segments);
  return runInNewContext(code, { ...values, ...more }, { timeout: 5_000 });
}

/** Places in a script that a value may stand in, where the script comes to the value's own text. */
const PLACES = [
  '"V"',
  "'V'",
  '`V`',
  '"a\\"V".slice(2)',
  "'it\\'s V'.slice(5)",
  '`\\`V`.slice(1)',
  '`${"V"}`',
  '`${`${"V"}`}`',
  '`${V}`',
  '`a${{ b: V }.b}`.slice(1)',
  '`${{a: "V"}.a}`',
  'V / 2; V + ""',
  'let i = 1; i / 2; V + ""',
  '(1) / 2; V + ""',
  '[1] / 2; V + ""',
  '"a" / 2; V + ""',
  '`a` / 2; V + ""',
  '/a/ / 2; V + ""',
  'let i = 1; i++ / 2; V + ""',
  'typeof /"/; V + ""',
  'String(V)',
  'V + ""',
  '[V].join()',
  '({V: 1}, V) + ""',
  '(() => V)() + ""',
  '/* " V */ "V"',
  '// \'V\n"V"',
  '/"/.test("") ? 1 : "V"',
  'String(2 / 1 && "V")',
  'const a = 4 / 2, b = "V"; b',
  'const r = /[/"]/; "V"',
  'const s = "x" / 2; "V"',
  'let i = 1; i++ / 2; "V"',
  'return_ = 1; return_ / 2; "V"',
  "/^V$/u.exec ? 'V' : ''",
  'decodeURIComponent("V".replace(/%/g, "%25"))',
  'JSON.parse(\'"x"\') && "V"',
  '`a${1}V`.slice(2)',
  'if (true) { "V" }',
  '(function () { return "V" })()',
  '(function () { return /"/.test("") || "V" })()',
  '"V" /* it\'s */',
  '["V"][0]',
  'typeof /"/ && "V"',
];

describe('a value in a script', () => {
  it.each(PLACES)('is its own text in %s, whatever it is', (code) => {
    fc.assert(
      fc.property(hostile, (text) => {
        // A number outside of a string is a number.
        fc.pre(!/^\s*[+-]?(\d|\.\d)/.test(text));
        expect(run(segmentsOf(code, text))).toBe(text);
      }),
      { numRuns: cases(500) },
    );
  });

  it('is matched as text in a regular expression, in a class too', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(run([...segmentsOf('/^V$/.test(given)', text)], { given: text })).toBe(true);
        if (text !== '') expect(run([...segmentsOf('/^[V]+$/.test(given)', text)], { given: text[0] })).toBe(true);
      }),
      { numRuns: cases(1_000) },
    );
  });

  it.each([
    ['19', 19],
    ['-3', -3],
    ['1.50', 1.5],
    ['.5', 0.5],
    ['007', 7],
    ['', ''],
    ['12345678901234567890', '12345678901234567890'],
    ['1e9', '1e9'],
    ['0x10', '0x10'],
    ['1-1', '1-1'],
    ['Infinity', 'Infinity'],
  ])('%j is bound as what it is outside of strings', (text, bound) => {
    expect(run([value(text)])).toBe(bound);
  });

  it('is JSON as what that holds outside of strings, and its text inside', () => {
    const json = value('{"a":["x"]}', { a: ['x'] });
    expect(run([literal('const api = '), json, literal('; api.a[0]')])).toBe('x');
    expect(run([literal("JSON.parse('"), json, literal("').a[0]")])).toBe('x');
  });

  it('has a name that the script does not know', () => {
    expect(run([literal('const value0 = "mine", value_0 = 1; '), value('theirs'), literal(' + value0')])).toBe(
      'theirsmine',
    );
  });

  it('is nothing in a comment, and ends none', () => {
    expect(run(segmentsOf('1 /* V */ + 1 // V', '*/ pwn() //\npwn()'))).toBe(2);
  });

  const PIECES = [
    '"',
    "'",
    '`',
    '/',
    '\\',
    '${',
    '}',
    '{',
    '(',
    ')',
    '[',
    ']',
    ';',
    '\n',
    ' ',
    '+',
    '//',
    '/*',
    '*/',
    'a',
    '1',
    'return ',
    'if(1)',
    'typeof ',
    '=',
    ',',
    '++',
    'V',
    'V',
    'V',
  ];

  it('is never run, however broken the script around it', () => {
    const attacks = fc.oneof(
      hostile,
      fc.constantFrom(
        'pwn()',
        '"+pwn()+"',
        "'+pwn()+'",
        '`+pwn()+`',
        '${pwn()}',
        '*/pwn()/*',
        '\npwn()\n',
        '/;pwn();/',
        '");pwn();("',
        ']/;pwn()//',
        '\\',
        '\\"+pwn()//',
        'u{70}wn()',
        'x70wn()',
        '};pwn();{',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), attacks, (pieces, attack) => {
        let ran = false;
        const pwn = () => {
          ran = true;
        };
        try {
          run(segmentsOf(pieces.join(''), attack), { pwn, a: 1 });
        } catch {
          // Most of these are no JavaScript.
        }
        expect(ran).toBe(false);
      }),
      { numRuns: cases(20_000) },
    );
  });
});
