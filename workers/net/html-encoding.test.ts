import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { leastTime } from '../../tests/support/least-time.ts';
import { concat, utf8 } from '../core/bytes.ts';
import { decodeHtml } from './html-encoding.ts';

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  concat(...parts.map((part) => (typeof part === 'string' ? utf8(part) : Uint8Array.from(part))));

/** Three bytes that are something else in most encodings: `Утк` in windows-1251, `Óòê` in windows-1252, no UTF-8. */
const SAMPLE = [0xd3, 0xf2, 0xea];
const CYRILLIC = 'Утк';
const LATIN = 'Óòê';

const decoded = (html: string, charset?: string) => decodeHtml(bytes(html, SAMPLE), charset, false).slice(html.length);

describe('the encoding of an HTML page', () => {
  it.each([
    ['UTF-8', [0xef, 0xbb, 0xbf, 0x47, 0xc3, 0xbc], 'Gü'],
    ['UTF-16, little end first', [0xff, 0xfe, 0x47, 0, 0xfc, 0], 'Gü'],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 0x47, 0, 0xfc], 'Gü'],
  ])('is what its byte order mark says, whatever else is said: %s', (_, given, text) => {
    expect(decodeHtml(Uint8Array.from(given), undefined, false)).toBe(text);
    expect(decodeHtml(Uint8Array.from(given), 'windows-1251', false)).toBe(text);
  });

  it('is what the header says before what the page says', () => {
    expect(decoded('<meta charset=windows-1252>', 'windows-1251')).toBe(CYRILLIC);
    expect(decoded('<meta charset=windows-1251>', 'klingon')).toBe(CYRILLIC);
  });

  it.each([
    '<meta charset=windows-1251>',
    '<META CHARSET="CP1251">',
    "<meta charset = ' windows-1251 '/>",
    '<meta/charset=cp1251>',
    '<meta\ncontent="x" charset="windows-1251">',
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    `<meta content='text/html;charset="windows-1251"' http-equiv=content-type>`,
    '<meta http-equiv=content-type content="charset charset = windows-1251;x">',
    '<!doctype html><html lang=ru><head><title>></title><meta charset=windows-1251>',
    '<!-- <meta charset=utf-8> --><meta charset=windows-1251>',
    '<!--><meta charset=windows-1251>',
    '<?php x ?><meta charset=windows-1251>',
    '</ x><meta charset=windows-1251>',
    '<a title="<meta charset=utf-8>"><meta charset=windows-1251>',
    '<meta charset=klingon><meta charset=windows-1251>',
    '<meta charset><meta charset=windows-1251>',
    '<meta name=x content="charset=utf-8"><meta charset=windows-1251>',
    '<metal charset=utf-8><meta charset=windows-1251>',
    '<meta charset=windows-1251 charset=utf-8>',
    '<?xml version="1.0" encoding="windows-1251"?><html>',
    "<?xml version='1.0' encoding = 'windows-1251' standalone='yes'?>",
    `${'x'.repeat(900)}<meta charset=windows-1251>`,
    `<script>${'x'.repeat(2_000)}</script><meta charset=windows-1251>`,
  ])('is what its own beginning declares: %s', (html) => {
    expect(decoded(html)).toBe(CYRILLIC);
  });

  it.each([
    '',
    '<!-- <meta charset=windows-1251>',
    '<meta name=description content="charset=windows-1251">',
    '<meta http-equiv=refresh content="charset=windows-1251">',
    '<meta http-equiv=content-type content="charset">',
    '<a href="<meta charset=windows-1251>">',
    '<meta charset=klingon>',
    '<meta charset="windows-1251',
    'charset=windows-1251',
    ' <?xml version="1.0" encoding="windows-1251"?>',
    '<meta charset=x-user-defined>',
    `${'<meta charset=x>'.repeat(16)}<meta charset=windows-1251>`,
    '<meta charset=windows-1252>',
  ])('is windows-1252 where it is nothing else and no UTF-8: %s', (html) => {
    expect(decoded(html)).toBe(LATIN);
  });

  it('is UTF-8 where it may be', () => {
    expect(decodeHtml(bytes('Grüße'), undefined, false)).toBe('Grüße');
    expect(decodeHtml(bytes('<meta charset=utf-16>Grüße'), undefined, false)).toContain('Grüße');
    const late = `${'x'.repeat(1_100)}<meta charset=windows-1251>Grüße`;
    expect(decodeHtml(bytes(late), undefined, false)).toBe(late);
  });

  it('is UTF-8, too, where the page was cut inside of a character', () => {
    expect(decodeHtml(bytes('Gr', [0xc3]), undefined, true)).toBe('Gr');
    expect(decodeHtml(bytes('Gr', [0xc3]), undefined, false)).toBe('GrÃ');
  });

  it.each(['', '<meta charset=iso-8859-1>', '<meta charset=us-ascii>', '<meta charset=utf-8>'])(
    'of UTF-8 and Latin-1 is the one that the bytes are, whatever is declared: %s',
    (html) => {
      expect(decodeHtml(bytes(html, 'Grüße'), undefined, false)).toBe(`${html}Grüße`);
      expect(decodeHtml(bytes(html, 'Grüße'), 'iso-8859-1', false)).toBe(`${html}Grüße`);
      expect(decodeHtml(bytes(html, [0x47, 0x72, 0xfc, 0xdf, 0x65]), undefined, false)).toBe(`${html}Grüße`);
      expect(decodeHtml(bytes(html, [0x47, 0x72, 0xfc, 0xdf, 0x65]), 'utf-8', false)).toBe(`${html}Grüße`);
    },
  );

  it('stays UTF-8 where a byte of it is broken', () => {
    expect(decodeHtml(bytes('Grüße', [0xc3]), undefined, false)).toBe('Grüße\ufffd');
  });

  it('is seen in UTF-16 without a byte order mark by its XML declaration', () => {
    const little = [...'<?xml?>ü'].flatMap((c) => [c.charCodeAt(0), 0]);
    expect(decodeHtml(Uint8Array.from(little), undefined, false)).toBe('<?xml?>ü');
    expect(decodeHtml(Uint8Array.from([0, ...little.slice(0, -1)]), undefined, false)).toBe('<?xml?>ü');
  });

  it.each([
    ['shift_jis', [0x93, 0x6e], '渡'],
    ['euc-jp', [0xc5, 0xcf], '渡'],
    ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x45, 0x4f, 0x1b, 0x28, 0x42], '渡'],
    ['gbk', [0xb6, 0xc9], '渡'],
    ['big5', [0xb4, 0xe7], '渡'],
    ['euc-kr', [0xb0, 0xad], '강'],
    ['koi8-r', [0xf5, 0xd4, 0xcb], 'Утк'],
    ['iso-8859-2', [0xb1], 'ą'],
    ['iso-8859-1', [0x80], '€'],
  ])('may be any that browsers know: %s', (charset, given, text) => {
    const html = `<meta charset=${charset}>`;
    expect(decodeHtml(bytes(html, given), undefined, false)).toBe(html + text);
  });
});

describe('whatever the bytes are', () => {
  it('they become a text, and nothing is thrown', () => {
    const piece = fc.constantFrom(
      '<meta ',
      'charset=',
      '"',
      "'",
      '<!--',
      '-->',
      '>',
      '/',
      ' ',
      '=',
      'utf-8',
      '<?xml encoding=',
      '\0',
    );
    const given = fc.array(fc.oneof(piece.map(utf8), fc.uint8Array({ maxLength: 20 })), { maxLength: 100 });
    const property = fc.property(given, fc.boolean(), (parts, isCut) => {
      expect(typeof decodeHtml(concat(...parts), undefined, isCut)).toBe('string');
    });
    fc.assert(property, { numRuns: cases(5_000) });
  });

  it.each(['<!--', '<meta ', '<a x="', '<a ', '=', ' ', '<', '<meta charset=x>', '</', '<?'])(
    'a megabyte of them is done in less than a second: %s',
    async (piece) => {
      const page = Uint8Array.from(`\u00ff${piece.repeat(1_048_576 / piece.length)}`, (char) => char.charCodeAt(0));
      expect(await leastTime(1_000, () => decodeHtml(page, undefined, false))).toBeLessThan(1_000);
    },
  );
});
