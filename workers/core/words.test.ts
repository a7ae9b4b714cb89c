import { expect, it } from 'vitest';
import { speak } from './words.ts';

const words = { hello: { en: 'Hello {name}, {name}!', de: 'Hallo {name}, {name}!' }, bye: { en: 'Bye {n}' } } as const;

it('speaks the community’s language, and English where there is no other', () => {
  expect(speak(words, 'de')('hello', { name: 'Pia' })).toBe('Hallo Pia, Pia!');
  expect(speak(words, 'de')('bye', { n: 0 })).toBe('Bye 0');
});

it('leaves a place open that nothing was given for', () => {
  expect(speak(words, 'en')('bye')).toBe('Bye {n}');
});

it('fills in values as they are, even those that look like places', () => {
  expect(speak(words, 'en')('hello', { name: '{n} $&' })).toBe('Hello {n} $&, {n} $&!');
});

it('throws on a sentence the module does not have', () => {
  expect(() => speak(words, 'en')('nothing')).toThrow('no words for nothing');
});
