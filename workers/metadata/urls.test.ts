import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cases } from '../../tests/fuzz/cases.ts';
import { normaliseUrl, shortCode } from './urls.ts';

const urlOf = (typed: string) => {
  const normal = normaliseUrl(typed);
  return normal.ok ? normal.url : normal.message;
};
const keyOf = (typed: string) => {
  const normal = normaliseUrl(typed);
  return normal.ok ? normal.key : normal.message;
};

describe('a URL that somebody typed', () => {
  it.each([
    ['example.com', 'https://example.com/'],
    ['  https://example.com/a  ', 'https://example.com/a'],
    ['<https://example.com/a>', 'https://example.com/a'],
    ['https://example.com/a\u{E0000}\u034F', 'https://example.com/a'],
    ['//example.com/a', 'https://example.com/a'],
    ['example.com:8443/a?b=c', 'https://example.com:8443/a?b=c'],
    ['HTTP://EXAMPLE.com:80/A/', 'http://example.com/A/'],
    ['https://example.com:443', 'https://example.com/'],
    ['https://example.com./a', 'https://example.com/a'],
    ['https:example.com', 'https://example.com/'],
    ['https:\\\\example.com\\a', 'https://example.com/a'],
    ['https://example.com/a b/ü', 'https://example.com/a%20b/%C3%BC'],
    ['müller.de/straße', 'https://xn--mller-kva.de/stra%C3%9Fe'],
    ['пример.рф', 'https://xn--e1afmkfd.xn--p1ai/'],
    ['例え。テスト', 'https://xn--r8jz45g.xn--zckzah/'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
    ['http://[::1]/', 'http://[::1]/'],
    ['localhost:3000/x', 'https://localhost:3000/x'],
    ['https://example.com/?utm_source=x&a=1', 'https://example.com/?utm_source=x&a=1'],
    ['https://example.com/a/../b/./c', 'https://example.com/b/c'],
    ['https://example.com/#', 'https://example.com/'],
    ['https://example.com/#install', 'https://example.com/#install'],
    ['https://example.com/#!/a', 'https://example.com/#!/a'],
    ['https://example.com/#:~:text=duck', 'https://example.com/#:~:text=duck'],
    ['https://example.com/#access_token=abc&x=1', 'https://example.com/'],
    ['https://example.com/#x&id_token=abc', 'https://example.com/'],
    ['https://example.com/#utm_source=x', 'https://example.com/'],
  ])('has one spelling: %s', (typed, url) => {
    expect(urlOf(typed)).toBe(url);
  });

  it.each([
    ['', 'it is empty'],
    ['   ', 'it is empty'],
    ['ftp://example.com/', 'http:// or https://'],
    ['javascript:alert(1)', 'http:// or https://'],
    ['JavaScript:alert(1)//example.com', 'http:// or https://'],
    ['data:text/html,x', 'http:// or https://'],
    ['file:///etc/passwd', 'http:// or https://'],
    ['mailto:pia@example.com', 'http:// or https://'],
    ['pia@example.com', 'user name or a password'],
    ['https://pia:secret@example.com/', 'user name or a password'],
    ['https://:secret@example.com/', 'user name or a password'],
    ['hello', 'is not a URL'],
    ['hello world', 'is not a URL'],
    ['3.14', 'is not a URL'],
    ['v1.2', 'is not a URL'],
    ['...', 'is not a URL'],
    ['https://', 'is not a URL'],
    ['https://../', 'is not a URL'],
    ['https://a..b.com/', 'is not a URL'],
    ['https://example.com:99999/', 'is not a URL'],
    ['https://exa mple.com/', 'is not a URL'],
    ['https://[::1/', 'is not a URL'],
    [`https://example.com/${'a'.repeat(2_000)}`, 'longer than 2000'],
    [`https://example.com/${'ü'.repeat(400)}`, 'longer than 2000'],
  ])('is refused in words: %s', (typed, words) => {
    expect(normaliseUrl(typed)).toEqual({ ok: false, message: expect.stringContaining(words) });
  });

  it('may have 2,000 characters', () => {
    expect(normaliseUrl(`https://example.com/${'a'.repeat(1_980)}`)).toMatchObject({ ok: true });
  });
});

describe('the key', () => {
  const VIDEO = 'youtube.com/watch?v=dQw4-_9WgXc';

  it.each([
    [
      'example.com',
      ['http://example.com/', 'https://www.example.com', 'EXAMPLE.COM/#top', 'example.com/?utm_source=a&fbclid=b'],
    ],
    [
      'example.com/a',
      ['example.com/a/', 'http://www.example.com/a//', 'example.com/a#x', 'example.com/%61', 'example.com/a?'],
    ],
    [
      'example.com/a?b=1&c=2',
      ['example.com/a?c=2&b=1', 'example.com/a/?c=2&UTM_Medium=x&b=1&gclid=y', 'example.com/a?b=%31&c=2'],
    ],
    ['example.com/a%2Fb~', ['example.com/a%2fb%7E', 'example.com/a%2Fb%7e/']],
    ['example.com?q=a+b', ['example.com/?q=a%20b', 'example.com?q=a+b']],
    ['example.com#!/pond', ['http://example.com/#!/pond']],
    [
      VIDEO,
      [
        'https://youtu.be/dQw4-_9WgXc',
        'https://youtu.be/dQw4-_9WgXc?si=abc',
        'https://www.youtube.com/watch?v=dQw4-_9WgXc&feature=share',
        'https://m.youtube.com/watch?app=desktop&v=dQw4-_9WgXc',
        'https://www.youtube.com/watch?list=PLx&index=3&v=dQw4-_9WgXc',
        'https://www.youtube.com/shorts/dQw4-_9WgXc?feature=share',
        'https://www.youtube.com/live/dQw4-_9WgXc',
        'youtube.com/embed/dQw4-_9WgXc',
        'https://www.youtube-nocookie.com/embed/dQw4-_9WgXc',
      ],
    ],
    [
      `${VIDEO}&t=90`,
      [
        'https://youtu.be/dQw4-_9WgXc?t=90',
        'https://www.youtube.com/watch?v=dQw4-_9WgXc&t=90s',
        'https://www.youtube.com/embed/dQw4-_9WgXc?start=90',
      ],
    ],
    [
      'twitch.tv/clip/BraveDuck-a_1',
      [
        'https://clips.twitch.tv/BraveDuck-a_1',
        'https://www.twitch.tv/pia/clip/BraveDuck-a_1?filter=clips&range=7d',
        'https://m.twitch.tv/clip/BraveDuck-a_1',
        'https://m.twitch.tv/pia/clip/BraveDuck-a_1',
        'https://clips.twitch.tv/embed?clip=BraveDuck-a_1&parent=x',
        'https://clips.twitch.tv/BraveDuck-a_1?tt_medium=clips_api',
      ],
    ],
    [
      'twitch.tv/videos/123?t=1h2m',
      [
        'https://www.twitch.tv/videos/123?t=1h2m',
        'https://www.twitch.tv/pia/v/123?t=1h2m',
        'https://m.twitch.tv/pia/video/123?t=1h2m',
      ],
    ],
    [
      'x.com/pia/status/1',
      [
        'https://twitter.com/pia/status/1?s=20',
        'https://mobile.twitter.com/pia/status/1',
        'https://x.com/pia/status/1?t=abc&s=19',
      ],
    ],
    ['open.spotify.com/track/1', ['https://open.spotify.com/track/1?si=2']],
    [
      'de.wikipedia.org/wiki/Ente',
      ['https://de.m.wikipedia.org/wiki/Ente', 'https://de.wikipedia.org/wiki/Ente#Namen'],
    ],
  ])('is the same for all spellings of %s', (key, typed) => {
    expect(typed.map(keyOf)).toEqual(typed.map(() => key));
  });

  it.each([
    ['example.com/a', 'example.com/A'],
    ['example.com/a', 'example.com/b'],
    ['example.com/?a=1', 'example.com/?a=2'],
    ['example.com/?a=1&a=2', 'example.com/?a=2&a=1'],
    ['example.com', 'shop.example.com'],
    ['www.com', 'com.com'],
    ['twitch.tv/pia/clips?range=7d', 'twitch.tv/pia/clips?range=all'],
    ['example.com', 'example.com:8443'],
    ['example.com/a%2Fb', 'example.com/a/b'],
    ['example.com/?si=1', 'example.com/?si=2'],
    ['example.com/#/a', 'example.com/#/b'],
    ['youtube.com/watch?v=dQw4-_9WgXc', 'youtube.com/watch?v=dQw4-_9WgXd'],
    ['youtube.com/watch?v=dQw4-_9WgXc', 'youtube.com/watch?v=dQw4-_9WgXc&t=5'],
    ['youtube.com/playlist?list=PLa', 'youtube.com/playlist?list=PLb'],
    ['notyoutube.com/watch?v=dQw4-_9WgXc', 'youtube.com/watch?v=dQw4-_9WgXc'],
    ['twitch.tv/pia', 'twitch.tv/mo'],
    ['clips.twitch.tv/A', 'clips.twitch.tv/B'],
    ['twitch.tv/videos/1', 'twitch.tv/videos/2'],
  ])('is another one for another page: %s and %s', (a, b) => {
    expect(keyOf(a)).not.toBe(keyOf(b));
  });
});

describe('whatever is typed', () => {
  const hosts = fc.constantFrom(
    'youtu.be',
    'www.youtube.com',
    'clips.twitch.tv',
    'twitch.tv',
    'x.com',
    'EXAMPLE.com.',
    'ü.de',
    'a..b',
  );
  const paths = fc.array(
    fc.constantFrom(
      '/',
      'a',
      '%',
      '%7e',
      '?',
      '&',
      '=',
      '#',
      'watch',
      'v=',
      'clip',
      'utm_x=1',
      ':',
      '@',
      '\\',
      ' ',
      'é',
      '\ud800',
      '..',
    ),
  );
  const typed = fc.oneof(
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string(),
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc
      .tuple(fc.constantFrom('', 'http://', 'https:', '//', 'HTTPS://', 'x:'), hosts, paths)
      .map(([a, b, c]) => a + b + c.join('')),
  );

  it('normalises to itself, with the same key, or is refused; nothing is thrown', () => {
    const property = fc.property(typed, (text) => {
      const once = normaliseUrl(text);
      if (!once.ok) {
        expect(once.message).not.toBe('');
        return;
      }
      expect(once.url).toMatch(/^https?:\/\/[!-~]{1,1990}$/);
      expect(once.key).not.toBe('');
      expect(normaliseUrl(once.url)).toEqual(once);
    });
    fc.assert(property, { numRuns: cases(50_000) });
  });

  it('has a key that does not hang on where it was found', () => {
    const property = fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const tracked = `${url}${url.includes('?') ? '&' : '?'}utm_source=x&fbclid=y#place`;
      expect(keyOf(tracked)).toBe(keyOf(url));
    });
    fc.assert(property, { numRuns: cases(5_000) });
  });
});

describe('a short code', () => {
  it('has seven characters that nobody mistakes', () => {
    let state = 1;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const codes = Array.from({ length: 1_000 }, () => shortCode(random));
    for (const code of codes) expect(code).toMatch(/^[2-9bcdfghjkmnpqrstvwxyz]{7}$/);
    expect(new Set(codes).size).toBe(1_000);
    expect(shortCode(() => 0)).toBe('2222222');
    expect(shortCode(() => 1 - Number.EPSILON)).toBe('zzzzzzz');
  });
});
