import { expect, it } from 'vitest';
import { asHashed, newPassword } from './passwords.ts';

it.each(['correct horse', 'пингвины на льду', '🐧🐧🐧🐧🐧🐧🐧🐧🐧🐦', 'ann likes herring'])('takes %s', (password) => {
  expect(newPassword(password, 'ann')).toBe(password);
});

it.each([
  ['short', 'ninechars', /10 characters/],
  ['long', 'x1'.repeat(101), /200 characters/],
  ['the name again and again', 'waddlerwaddler', /no secret/],
  ['the name with a year', 'Waddler_2026!', /no secret/],
  ['common', 'Password123', /guessers/],
  ['one sign', 'aaaaaaaaaaaa', /guessers/],
  ['a few signs, repeated', 'abcabcabcabc', /guessers/],
])('refuses one that is %s', (_, password, why) => {
  expect(() => newPassword(password, 'waddler')).toThrow(why);
});

it('is the same however it is composed', () => {
  expect(asHashed('cafe\u0301 au lait')).toBe(asHashed('caf\u00e9 au lait'));
  expect(newPassword('ｐｉｎｇｕｉｎｏ１２', 'ann')).toBe('pinguino12');
});
