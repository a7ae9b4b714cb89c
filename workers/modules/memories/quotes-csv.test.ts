import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../../tests/fuzz/cases.ts';
import type { Quote } from './quote-rows.ts';
import { authorOf, categoryOf, storable } from './quote-text.ts';
import { MAX_CSV, readQuotesCsv } from './quotes-csv.ts';
import { CSV_HEADER, quoteRecord } from './quotes-csv-export.ts';

const AT = { now: Date.parse('2026-11-26T12:00:00Z'), zone: 'Europe/Berlin' };
const read = (text: string) => readQuotesCsv(text, AT);
const brief = (text: string) =>
  read(text).lines.map(({ status, quote, reasons }) => [
    status,
    quote && [quote.text, quote.author],
    ...reasons.map(({ code }) => code),
  ]);

const quote = (given: Partial<Quote>): Quote => ({
  id: '01999999-0000-7000-8000-000000000001',
  number: 1,
  text: 'It works here',
  author: 'ann',
  category: null,
  game: null,
  title: null,
  saidAt: '2026-11-26T11:00:00.000Z',
  status: 'approved',
  up: 0,
  down: 0,
  addedBy: null,
  state: 'as-it-is',
  ...given,
});

describe('readQuotesCsv', () => {
  it('finds columns by their names, in any order and with any separator', () => {
    for (const separator of [',', ';', '\t']) {
      const file = ['Said At|Autor|ID|Quote|Colour', '2026-11-26|Ann|7|"It works, here;\tnow"|red'].join('\r\n');
      expect(read(`\uFEFF${file.replaceAll('|', separator)}`)).toMatchObject({
        problem: null,
        separator,
        hasHeader: true,
        ignored: ['Colour'],
        lines: [
          { line: 2, status: 'ok', quote: { text: 'It works, here;\tnow', author: 'Ann', saidAt: AT.now - 3600_000 } },
        ],
      });
    }
  });

  it('reads a file without a header as text, author, category, game, title and date', () => {
    expect(read('It works here;@Ann;Bugs;Celeste;Day 3;2026-11-26\nNo;Bob;;;;\n').lines.map((l) => l.quote)).toEqual([
      {
        text: 'It works here',
        author: 'Ann',
        category: 'bugs',
        game: 'Celeste',
        title: 'Day 3',
        saidAt: AT.now - 3600_000,
      },
      { text: 'No', author: 'Bob', category: null, game: null, title: null, saidAt: null },
    ]);
  });

  it('heeds the separator that a spreadsheet wrote in front', () => {
    expect(brief('sep=;\r\ntext;author\r\nOne, two;Ann')).toEqual([['ok', ['One, two', 'Ann']]]);
  });

  it('takes a name out of the text where no column has it', () => {
    expect(brief('quote\n"""It works"" - Ann"\nI came - I saw\nJust this')).toEqual([
      ['ok', ['It works', 'Ann']],
      ['review', ['I came', 'I saw'], 'author-guessed'],
      ['ok', ['Just this', '']],
    ]);
  });

  it('says of each line what somebody has to look at', () => {
    const file = [
      'text,author,date,status',
      'A,Ann,5/11/2026,',
      'B,Ann,soon,',
      'C,Ann,2027-01-01,',
      'D, and more,Ann,2026-01-01,approved',
      '"E" he said,Ann,2026-01-01,',
      'F\uFFFD,Ann,,',
      'G,Ann,,pending',
    ].join('\n');
    expect(brief(file)).toEqual([
      ['review', ['A', 'Ann'], 'date-ambiguous'],
      ['review', ['B', 'Ann'], 'date-unknown'],
      ['review', ['C', 'Ann'], 'date-future'],
      ['review', ['D', 'and more'], 'columns', 'date-unknown'],
      ['review', ['"E" he said', 'Ann'], 'broken'],
      ['review', ['F\uFFFD', 'Ann'], 'encoding'],
      ['review', ['G', 'Ann'], 'pending'],
    ]);
    expect(read(file).lines[0]?.reasons).toEqual([
      {
        code: 'date-ambiguous',
        typed: '5/11/2026',
        dayFirst: Date.parse('2026-11-05T11:00:00Z'),
        monthFirst: Date.parse('2026-05-11T10:00:00Z'),
      },
    ]);
  });

  it('says why a line cannot be kept', () => {
    expect(brief(`text,author\n,Ann\n${'x'.repeat(5_001)},Ann\nY,${'n'.repeat(101)}`)).toEqual([
      ['unsupported', null, 'no-text'],
      ['unsupported', null, 'too-long'],
      ['unsupported', null, 'too-long'],
    ]);
  });

  it('keeps once what a file says twice', () => {
    expect(read('text\nIt works!\nNew\nit  WORKS').lines.map(({ status, reasons }) => [status, reasons])).toEqual([
      ['ok', []],
      ['ok', []],
      ['conflict', [{ code: 'twice', line: 2 }]],
    ]);
  });

  it('says what is wrong with a file of which nothing can be read', () => {
    expect(read('').problem).toEqual({ code: 'empty' });
    expect(read('text,author\r\n').problem).toEqual({ code: 'empty' });
    expect(read('author,date\nAnn,2026-01-01').problem).toEqual({
      code: 'no-text-column',
      header: ['author', 'date'],
    });
    expect(read('x'.repeat(MAX_CSV + 1)).problem).toEqual({ code: 'too-large', most: MAX_CSV });
    expect(read('x\n'.repeat(20_001)).problem).toEqual({ code: 'too-many', most: 20_000 });
  });

  it('takes any text, whatever is in it', () => {
    const parts = fc.constantFrom(
      '"',
      ',',
      ';',
      '\t',
      '\r\n',
      '\n',
      'text',
      'author',
      'date',
      '=',
      "'",
      '5/5/2026',
      'ß',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(parts).map((some) => some.join('')),
        ),
        (text) => {
          for (const { status, quote: kept, reasons } of read(text).lines) {
            expect(status === 'ok').toBe(reasons.length === 0);
            if (status !== 'unsupported') expect(kept?.text).not.toBe('');
          }
        },
      ),
      { numRuns: cases(5_000) },
    );
  });
});

describe('what is exported', () => {
  const some = (longest: number) =>
    fc
      .oneof(
        fc.string({ unit: 'binary', maxLength: longest }),
        fc
          .array(fc.constantFrom('"', ',', ';', '\n', '\r\n', '\t', '=', '+', '-', '@', "'", 'a', ' '), {
            maxLength: 8,
          })
          .map((parts) => parts.join('')),
      )
      .map(storable);
  const kept = fc.record({
    text: some(40).filter((text) => text !== '' && !text.includes('\uFFFD')),
    author: some(20).map(authorOf),
    category: some(20).map((typed) => categoryOf(typed) || null),
    game: some(20).map((typed) => typed || null),
    title: some(20).map((typed) => typed || null),
    saidAt: fc
      .date({ min: new Date('1900-01-01'), max: new Date(AT.now), noInvalidDate: true })
      .map((date) => date.toISOString()),
  });

  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(kept, { minLength: 1, maxLength: 4 }), (quotes) => {
        const file = CSV_HEADER + quotes.map((one, i) => quoteRecord(quote({ ...one, number: i + 1 }))).join('');
        const { problem, hasHeader, lines } = read(file);
        expect({ problem, hasHeader }).toEqual({ problem: null, hasHeader: true });
        expect(lines.map((line) => line.quote)).toEqual(
          quotes.map(({ saidAt, ...rest }) => ({ ...rest, saidAt: Date.parse(saidAt) })),
        );
      }),
      { numRuns: cases(5_000) },
    );
  });
});
