import { describe, expect, it } from 'vitest';
import { replyOf } from './replies.ts';

const media = { url: 'https://example.com/cat.gif', title: 'A cat' };
const form = {
  title: 'Sign up',
  fields: [
    { name: 'nick', label: 'Your nickname' },
    { name: 'why', kind: 'text' as const },
  ],
};

describe('a reply in words', () => {
  it.each([
    ['its text', { text: 'Hello' }, 'Hello'],
    ['nothing', {}, ''],
    ['the title and address of media', { media }, 'A cat: https://example.com/cat.gif'],
    ['the address of media without a title', { media: { url: media.url } }, media.url],
    ['the text of a ticker', { ticker: { text: 'Breaking: fish' } }, 'Breaking: fish'],
    ['the title of a form and what it asks for', { form }, 'Sign up: Your nickname, why'],
    [
      'a form’s address, where it has one',
      { form: { ...form, url: 'https://example.com/f' } },
      'Sign up: Your nickname, why (https://example.com/f)',
    ],
    ['all of that', { text: 'Look', media, ticker: { text: 'News' } }, `Look\nA cat: ${media.url}\nNews`],
    [
      'nothing twice',
      { text: `Look: ${media.url} – News!`, media, ticker: { text: 'News' } },
      `Look: ${media.url} – News!`,
    ],
  ])('is %s', (_, pieces, text) => expect(replyOf(pieces).text).toBe(text));

  it('keeps its pieces for who can show them', () => {
    const ticker = { text: 'News', seconds: 20 };
    expect(replyOf({ text: 'Look', media, ticker, form })).toMatchObject({ media, ticker, form });
    expect(replyOf({ text: 'Look' })).toEqual({ text: 'Look' });
  });
});
