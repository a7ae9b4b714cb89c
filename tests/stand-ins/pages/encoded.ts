import type { OrdinaryPage } from './page.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)));

const hex = (text: string): number[] => text.match(/../g)!.map((byte) => Number.parseInt(byte, 16));

/** ASCII, and the Cyrillic alphabet where windows-1251 has it. */
const cyrillic = (text: string): number[] =>
  [...text].map((c) => (c >= 'А' && c <= 'я' ? c.charCodeAt(0) - 0x410 + 0xc0 : c.charCodeAt(0)));

const utf16 = (text: string): number[] => [...text].flatMap((c) => [c.charCodeAt(0) & 0xff, c.charCodeAt(0) >> 8]);

/** Pages in other encodings than UTF-8, and how each says so. */
export const ENCODED: readonly OrdinaryPage[] = [
  {
    name: 'Japanese in Shift_JIS, by a meta',
    type: 'text/html',
    body: bytes(
      '<html lang="ja"><head><META http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><title>',
      hex('936e82e892b982cc88ea944e'),
      ' | ',
      hex('8ebc926e82be82e682e8'),
      '</title><meta name="description" content="',
      hex('966b82cc8cce82a982e793ec82cc90ec82dc82c581418ae582cc97b782f082bd82c782e882dc82b78142'),
      '"></head><body></body></html>',
    ),
    is: {
      title: '渡り鳥の一年 | 湿地だより',
      description: '北の湖から南の川まで、雁の旅をたどります。',
      language: 'ja',
    },
  },
  {
    name: 'Cyrillic in windows-1251, by the header',
    type: 'text/html; charset=windows-1251',
    body: bytes('<html lang=ru><title>', cyrillic('Утки на пруду'), '</title><h1>x</h1>'),
    is: { title: 'Утки на пруду', language: 'ru' },
  },
  {
    name: 'Cyrillic in windows-1251, by a short meta behind a comment',
    type: 'text/html',
    body: bytes(
      '<!-- <meta charset="utf-8"> --><head><meta charset=cp1251><title>',
      cyrillic('Прилёт'.replace('ё', 'е')),
    ),
    is: { title: 'Прилет' },
  },
  {
    name: 'Latin-1 that nobody declares',
    type: 'text/html',
    body: bytes('<html><head><title>Entenb', [0xfc], 'rzel & M', [0xf6], 'wenschrei', [0x85], '</title></head></html>'),
    is: { title: 'Entenbürzel & Möwenschrei…' },
  },
  {
    name: 'UTF-16 with a byte order mark, against its header',
    type: 'text/html; charset=utf-8',
    body: bytes([0xff, 0xfe], utf16('<html lang="pl"><head><title>Żuraw i gęś</title></head></html>')),
    is: { title: 'Żuraw i gęś', language: 'pl' },
  },
  {
    name: 'UTF-8 with a byte order mark, against its header',
    type: 'text/html; charset=iso-8859-1',
    body: bytes([0xef, 0xbb, 0xbf], '<title>', hex('47c3a46e7365'), '</title>'),
    is: { title: 'Gänse' },
  },
  {
    name: 'XHTML in Latin-1 by its XML declaration',
    type: 'application/xhtml+xml',
    body: bytes(
      '<?xml version="1.0" encoding="ISO-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>P',
      [0xe9],
      'lican</title></head></html>',
    ),
    is: { title: 'Pélican' },
  },
];
