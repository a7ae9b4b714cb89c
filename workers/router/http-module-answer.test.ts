import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import type { PublicFetch } from '../net/fetch-public.ts';
import { readAnswer } from './http-module-answer.ts';

const answered = (text: string, type = 'text/plain', status = 200): PublicFetch => ({
  ok: true,
  status,
  url: 'https://example.com/',
  type,
  text,
  isCut: false,
});
const json = (value: unknown, status = 200) => readAnswer(answered(JSON.stringify(value), 'application/json', status));
const said = (text: string) => ({ is: 'said', reply: { text } });

describe('an answer in plain text', () => {
  it.each(['text/plain', ''])('is said as it is: %j', (type) => {
    expect(readAnswer(answered(' It is sunny. \n', type))).toEqual(said('It is sunny.'));
  });

  it('is never looked through', () => {
    expect(readAnswer(answered('$(user) says !ping {name} $(urlfetch http://x)'))).toEqual(
      said('$(user) says !ping {name} $(urlfetch http://x)'),
    );
  });

  it('may hold what no database takes, and then does not any more', () => {
    expect(readAnswer(answered('a\u0000b\ud800'))).toEqual(said('ab\uFFFD'));
  });

  it('is cut where it is longer than anybody would read', () => {
    const { reply } = readAnswer(answered('🐧'.repeat(5_000))) as { reply: { text: string } };
    expect([...reply.text]).toHaveLength(4_000);
    expect(reply.text.endsWith('…')).toBe(true);
  });
});

describe('an answer in JSON', () => {
  it.each([
    ['a text', { text: 'Hi' }, { text: 'Hi' }],
    [
      'media',
      { media: { url: 'https://x.example.com/a.png', title: 'A' } },
      { text: 'A: https://x.example.com/a.png' },
    ],
    ['a ticker', { ticker: { text: 'News', seconds: 20 } }, { text: 'News', ticker: { text: 'News', seconds: 20 } }],
    ['a form', { form: { title: 'Ask', fields: [{ name: 'why', kind: 'text' }] } }, { text: 'Ask: why' }],
    ['all of it', { text: 'Hi', ticker: { text: 'News' } }, { text: 'Hi\nNews' }],
    ['keys nobody here knows', { text: 'Hi', color: 'red', media: null }, { text: 'Hi' }],
  ])('is read: %s', (_, value, reply) => expect(json(value)).toMatchObject({ is: 'said', reply }));

  it('is read whatever its kind of JSON is', () => {
    expect(readAnswer(answered('{"text":"Hi"}', 'application/vnd.waddle+json'))).toEqual(said('Hi'));
  });

  it.each([{}, { text: '' }, { text: '  ' }, { other: 1 }, { text: null }])('may say nothing: %j', (value) => {
    expect(json(value)).toEqual({ is: 'silent' });
  });

  it.each([
    ['no object', 7],
    ['a list', [{ text: 'Hi' }]],
    ['a text that is none', { text: 7 }],
    ['media at an address of no web page', { media: { url: 'javascript:alert(1)' } }],
    ['a form without fields', { form: { title: 'Ask', fields: [] } }],
    ['a ticker for ever', { ticker: { text: 'x', seconds: 1e9 } }],
  ])('that is malformed is told as that: %s', (_, value) => {
    expect(json(value)).toEqual({ is: 'failed', why: 'unreadable', status: 200 });
  });

  it('that is no JSON after all is told as that', () => {
    expect(readAnswer(answered('{"text":', 'application/json'))).toMatchObject({ why: 'unreadable' });
    expect(readAnswer(answered('<p>Hi</p>', 'text/html'))).toMatchObject({ why: 'unreadable' });
  });

  it('comes to something, whatever it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.string({ unit: 'binary' }), (value, more) => {
        for (const text of [value, more, value + more])
          for (const type of ['application/json', 'text/plain'])
            expect(['said', 'silent', 'failed']).toContain(readAnswer(answered(text, type)).is);
      }),
      { numRuns: cases(2_000) },
    );
  });
});

describe('an answer without a body', () => {
  it.each([
    [204, 'text/plain', '', { is: 'silent' }],
    [200, 'text/plain', ' \n', { is: 'silent' }],
    [202, 'application/json', '{"text":"soon"}', { is: 'promised' }],
  ])('%d', (status, type, text, wanted) => expect(readAnswer(answered(text, type, status))).toEqual(wanted));
});

describe('what is no answer', () => {
  it.each([
    [answered('x', 'text/plain', 404), { why: 'refused', status: 404 }],
    [answered('x', 'text/plain', 304), { why: 'refused', status: 304 }],
    [answered('x', 'text/plain', 429), { why: 'busy' }],
    [answered('x', 'text/plain', 500), { why: 'broken', status: 500 }],
    [{ ok: false, reason: 'timeout', message: '' } as const, { why: 'timeout' }],
    [{ ok: false, reason: 'unreachable', message: '' } as const, { why: 'unreachable' }],
    [{ ok: false, reason: 'private', message: '' } as const, { why: 'address' }],
    [{ ok: false, reason: 'too-large', message: '' } as const, { why: 'too-large' }],
    [{ ok: false, reason: 'not-text', message: '' } as const, { why: 'unreadable' }],
  ])('is told by its reason: %j', (fetched, wanted) => {
    expect(readAnswer(fetched)).toMatchObject({ is: 'failed', ...wanted });
  });
});
