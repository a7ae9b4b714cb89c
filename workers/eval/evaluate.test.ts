import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { evaluate, type Json } from './evaluate.ts';
import { withInterpreter } from './interpreter.ts';

const MOMENT = { now: 1_700_000_000_000, seed: 1 };
const run = (code: string, data: Readonly<Record<string, Json>> = {}) => evaluate(code, data, MOMENT);
const textOf = async (code: string, data?: Readonly<Record<string, Json>>) => {
  const evaluated = await run(code, data);
  return evaluated.ok ? evaluated.text : `${evaluated.reason}: ${evaluated.message}`;
};

afterEach(() => void vi.useRealTimers());

describe('a script', () => {
  it.each([
    ['1+1', '2'],
    ['const n = 3; n > 2 ? n + " fish" : "none"', '3 fish'],
    ['`\u0024{3} fish`', '3 fish'],
    ['if (true) "said"; else "unsaid"', 'said'],
    ['for (let i = 0; i < 3; i++) i', '2'],
    ['let quiet = 5;', ''],
    ['undefined', ''],
    ['null', 'null'],
    ['-0', '0'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['2n ** 64n', '18446744073709551616'],
    ['Symbol("x")', 'Symbol(x)'],
    ['x => x + 1', 'x => x + 1'],
    ['({ a: [1, "two"], b: null })', '{"a":[1,"two"],"b":null}'],
    ['[1, [2]]', '[1,[2]]'],
    ['new Map([[1, 2]])', '{}'],
    ['new Date(0)', '1970-01-01T00:00:00.000Z'],
    ['new String("boxed")', 'boxed'],
    ['new RangeError("too far")', 'RangeError: too far'],
    ['"Grüße 🐧".toUpperCase()', 'GRÜSSE 🐧'],
    ['"a\\u0000b"', 'ab'],
    ['"\\ud83d".length + "\\ud83d"', '1\ufffd'],
    ['/(?<year>\\d{4})/.exec("in 2026").groups.year', '2026'],
    ['(function () { return this === globalThis })()', 'true'],
  ])('comes to its last expression, as text: %s', async (code, text) => {
    expect(await run(code)).toEqual({ ok: true, text });
  });

  it.each([
    ['1 +', "syntax: the code is not JavaScript: unexpected token in expression: '' (line 1, column 4)"],
    ['1;\n2 2', "syntax: the code is not JavaScript: expecting ';' (line 2, column 3)"],
    ['nobody.name', "threw: the code threw ReferenceError: 'nobody' is not defined"],
    ['throw new TypeError("not\\nthis")', 'threw: the code threw TypeError: not this'],
    ['throw "just words"', 'threw: the code threw just words'],
    ['JSON.parse("{")', /^threw: the code threw SyntaxError: /],
    [`throw "${'long '.repeat(100)}"`, /^threw: .{100,220}…$/],
    ['fetch("https://example.com")', "threw: the code threw ReferenceError: 'fetch' is not defined"],
    ['(async () => 1)()', 'threw: the code comes to a promise, and nothing here waits for one'],
    ['for (;;);', 'timeout: the code takes too long: it may work for about 50 ms'],
    ['new Uint8Array(9e6)', 'memory: the code needs too much memory: it may hold 8 MB'],
    ['(function f() { f() })()', 'stack: the code goes too deep: its calls or its data are nested too far'],
    ['"x".repeat(2001)', 'too-long: the code says too much: it may come to 2000 characters'],
    [' '.repeat(65_537), 'too-long: the code is too long: it may have 64 kB'],
  ])('that comes to nothing says why: %j', async (code, words) => {
    expect(await textOf(code)).toEqual(typeof words === 'string' ? words : expect.stringMatching(words));
  });

  it('may come to 2,000 code points', async () => {
    expect(await textOf('"🐧".repeat(2000)')).toBe('🐧'.repeat(2_000));
    expect(await run('"🐧".repeat(2001)')).toMatchObject({ ok: false, reason: 'too-long' });
  });

  it('has the language and nothing else', async () => {
    const names = await textOf(
      'Object.getOwnPropertyNames(globalThis).filter((name) => /^[a-z]/.test(name)).sort().join()',
    );
    expect(names).toBe(
      'decodeURI,decodeURIComponent,encodeURI,encodeURIComponent,escape,eval,globalThis,isFinite,isNaN,parseFloat,parseInt,undefined,unescape',
    );
  });
});

describe('the data of a script', () => {
  it('are values under their names', async () => {
    const data = { user: { name: 'Pia', level: 3 }, args: ['a', 'b'], live: true, nobody: null };
    expect(await textOf('[user.name, user.level + 1, args.length, live, nobody]', data)).toBe('["Pia",4,2,true,null]');
    expect(await textOf('const user = "own"; user', data)).toBe('own');
  });

  it.each([
    '"); for (;;); ("',
    '\u0024{for (;;);}',
    '*/ throw 1 /*',
    '\u2028throw 1',
    "\\'); throw 1; //",
    '\ud800',
    '\0',
  ])('are never a part of the code: %j', async (query) => {
    expect(await textOf('query.length', { query })).toBe(String(query.length));
    expect(await textOf('String(query).length', { query })).toBe(String(query.length));
  });

  it('have names that change nothing about objects', async () => {
    const data = JSON.parse('{ "__proto__": { "polluted": 1 }, "constructor": 2 }') as Record<string, Json>;
    const seen = '[typeof polluted, ({}).polluted, typeof ({}).constructor, __proto__.polluted, constructor]';
    expect(await textOf(seen, data)).toBe('["undefined",null,"function",1,2]');
  });

  it('do not count as work of the code', async () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ id: i, name: `row ${i}` }));
    expect(await textOf('rows[9999].name', { rows })).toBe('row 9999');
  });

  it('have to fit into its memory', async () => {
    expect(await run('1', { big: 'x'.repeat(9_000_000) })).toMatchObject({ ok: false, reason: 'memory' });
  });
});

describe('the moment of a script', () => {
  it('is the only time it knows', async () => {
    expect(await textOf('[Date.now(), new Date().getTime(), +new (class extends Date {})()]')).toBe(
      '[1700000000000,1700000000000,1700000000000]',
    );
    expect(await textOf('Date()')).toBe('Tue Nov 14 2023 22:13:20 GMT+0000');
    expect(await textOf('[new Date(2020, 1, 29).getDate(), Date.UTC(1970, 0, 2), Date.length, Date.name]')).toBe(
      '[29,86400000,7,"Date"]',
    );
  });

  it('decides the dice', async () => {
    const roll = (seed: number) => evaluate('Array.from({ length: 20 }, Math.random)', {}, { now: 0, seed });
    expect(await roll(7)).toEqual(await roll(7));
    expect(await roll(7)).not.toEqual(await roll(8));
    const evaluated = await evaluate('Array.from({ length: 50 }, Math.random)', {}, { now: 0, seed: -5 });
    const rolled = JSON.parse(evaluated.ok ? evaluated.text : '[]') as number[];
    expect(rolled.every((roll) => roll >= 0 && roll < 1)).toBe(true);
    expect(new Set(rolled).size).toBe(50);
  });

  it('may stand still: the budget is counted in work', async () => {
    vi.useFakeTimers({ now: 0, toFake: ['Date', 'performance'] });
    expect(await run('for (;;);')).toMatchObject({ ok: false, reason: 'timeout' });
    expect(await run('Array(4294967295).forEach(() => {})')).toMatchObject({ ok: false, reason: 'timeout' });
    expect(Date.now()).toBe(0);
  });

  it('does not change what a script can do in its time', async () => {
    const work = 'let n = 0; for (let i = 0; i < 400_000; i++) n += i % 7; n';
    expect(await textOf(work)).toBe('1199997');
    expect(await run(work.replace('400_000', '4_000_000'))).toMatchObject({ ok: false, reason: 'timeout' });
  });
});

describe('one interpreter for all', () => {
  it('carries nothing from one script to the next', async () => {
    await run('Object.prototype.polluted = 1; Array.prototype.map = null; globalThis.left = 2; Math.max = () => 3');
    expect(await textOf('[typeof ({}).polluted, typeof [].map, typeof left, Math.max(1)]')).toBe(
      '["undefined","function","undefined",1]',
    );
  });

  it('is replaced where it broke, also under those who waited for it', async () => {
    const fatal = 'Array(4294967295).indexOf(1)';
    const texts = await Promise.all([fatal, '1+1', fatal, fatal, '1+1'].map((code) => textOf(code)));
    expect(texts.filter((text) => text === '2')).toHaveLength(2);
    expect(texts.filter((text) => text.startsWith('timeout'))).toHaveLength(3);
  });

  it('holds no more memory than it may, whatever it has run', async () => {
    const megabytes = () => withInterpreter(({ quickjs }) => quickjs.getWasmMemory().buffer.byteLength / 1024 / 1024);
    for (let i = 0; i < 20; i++) await run('const kept = []; for (;;) kept.push(new Uint8Array(1e5))');
    const before = await megabytes();
    for (let i = 0; i < 20; i++) {
      await run('const kept = []; for (;;) kept.push({})');
      await run('Array(4294967295).indexOf(1)');
      await run('JSON.parse("[".repeat(1e5))');
    }
    expect(await megabytes()).toBeLessThanOrEqual(32);
    expect(await megabytes()).toBe(before);
  });

  it('leaves nothing behind where it broke', async () => {
    const fatal = 'const kept = new Uint8Array(7e6); Array(4294967295).indexOf(1)';
    for (let i = 0; i < 6; i++) expect(await run(fatal)).toMatchObject({ ok: false, reason: 'timeout' });
    expect(await textOf('new Uint8Array(7e6).length')).toBe('7000000');
  });

  it('gives back what a script took', async () => {
    const held = () => withInterpreter(({ quickjs }) => quickjs.newRuntime().dumpMemoryUsage());
    await run('1');
    const before = await held();
    for (let i = 0; i < 50; i++)
      await run('globalThis.kept = [new Map([[{}, new Error("x")]]), /x/g, function* () {}, Promise.resolve()]');
    expect(await held()).toBe(before);
  });
});

const TOKENS =
  `for(;;) while(1) { } ( ) [ ] => function async await yield class static get set new throw try catch finally
  return break label: \` \${ " ' / // /* */ ... . ?. , ; = == + ++ - ** % ! ~ ? : a b this super constructor __proto__ prototype
  Proxy Reflect Symbol.iterator Promise eval Function RegExp JSON Array( 1e9 0 0n 1n -1 "x" .repeat( undefined null \\u{ \\ # @
  import export let const var delete typeof in of with debugger \u2028 \ud800 \0 \ufeff é 🐧 <!-- -->`.split(/[ \n]+/);

describe('whatever is typed', () => {
  it('ends in a text or in words', { timeout: 300_000 }, async () => {
    const typed = fc.oneof(
      fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join(' ')),
      fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }).map((tokens) => tokens.join('')),
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (code) => {
        const evaluated = await run(code, { a: 1, b: [] });
        if (evaluated.ok) expect(evaluated.text).toBe(evaluated.text.toWellFormed());
        else expect(evaluated.message).toMatch(/^the code [^\0\r\n]+$/);
      }),
      { numRuns: cases(3_000) },
    );
    expect(await textOf('1+1')).toBe('2');
  });
});
