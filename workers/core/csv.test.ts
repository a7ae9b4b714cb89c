import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { csvRecord, guardCell, readCsv, SEPARATORS, unguardCell } from './csv.ts';

const cellsOf = (text: string, separator: ',' | ';' | '\t' = ',') => [...readCsv(text, separator)].map((r) => r.cells);

/** What files break on, more often than chance would have it. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        '"',
        '""',
        ',',
        ';',
        '\t',
        '\r',
        '\n',
        '\r\n',
        "'",
        '=',
        '+',
        '-',
        '@',
        '＝',
        ' ',
        'a',
        'ü',
        '\uFEFF',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
);

describe('readCsv', () => {
  it('reads lines that end in CR, LF or both, with cells in quotation marks', () => {
    expect(cellsOf('a,"b ""c"", d"\r\n"e\nf",g\rh,\n')).toEqual([
      ['a', 'b "c", d'],
      ['e\nf', 'g'],
      ['h', ''],
    ]);
  });

  it('tells the line on which each record begins', () => {
    expect([...readCsv('a\r\n"b\r\nb\nb"\nc\rd', ',')].map(({ line }) => line)).toEqual([1, 2, 5, 6]);
  });

  it('does not take a byte order mark for a part of the first cell', () => {
    expect(cellsOf('\uFEFF"a",b')).toEqual([['a', 'b']]);
  });

  it('keeps what stands behind a closing mark, and says that the record is broken', () => {
    expect([...readCsv('"He" said,Ann', ',')]).toEqual([{ line: 1, cells: ['"He" said', 'Ann'], isBroken: true }]);
    expect([...readCsv('5" nails,Ann', ',')]).toEqual([{ line: 1, cells: ['5" nails', 'Ann'], isBroken: false }]);
  });

  it('does not let one mark that is never closed swallow the file', () => {
    const records = [...readCsv('a,b\n"never,closed\n"fine, here",c\nd,e', ',')];
    expect(records.map(({ cells }) => cells)).toEqual([
      ['a', 'b'],
      ['"never,closed\n"fine', ' here"', 'c'],
      ['d', 'e'],
    ]);
    expect([...readCsv('a\n"b,c\nd,e\n', ',')].map(({ cells, isBroken }) => [cells, isBroken])).toEqual([
      [['a'], false],
      [['"b', 'c'], true],
      [['d', 'e'], false],
    ]);
  });

  it('reads every text to its end, whatever is in it', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...SEPARATORS), (text, separator) => {
        const records = [...readCsv(text, separator)];
        expect(records.every(({ line }, i) => line > (records[i - 1]?.line ?? 0))).toBe(true);
      }),
      { numRuns: cases(5_000) },
    );
  });
});

describe('csvRecord', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.array(hostile, { minLength: 1, maxLength: 5 }), { maxLength: 5 }), (rows) => {
        const file = rows.map(csvRecord).join('');
        // A file cannot tell a byte order mark from a first cell that begins with one: ours begin with a header.
        const read = cellsOf(`head\r\n${file}`).slice(1);
        expect(read.map((cells) => cells.map(unguardCell))).toEqual(rows.map((cells) => cells));
      }),
      { numRuns: cases(5_000) },
    );
  });

  it('leaves no cell that a spreadsheet would take for a formula', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(/^[=+\-@\t\r\n＝＋－＠]/.test(guardCell(value))).toBe(false);
        expect(unguardCell(guardCell(value))).toBe(value);
      }),
      { numRuns: cases(5_000) },
    );
    expect(csvRecord(['=HYPERLINK("x")', "'=1", "'tis", 'a;=1'])).toBe(`"'=HYPERLINK(""x"")",''=1,'tis,"a;=1"\r\n`);
  });
});
