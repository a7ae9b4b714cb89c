import { expect, it } from 'vitest';
import { relyingPartyOf } from './relying-party.ts';

it.each([
  ['https://bot.example.org', { id: 'bot.example.org', origin: 'https://bot.example.org' }],
  ['https://bot.example.org:8443/', { id: 'bot.example.org', origin: 'https://bot.example.org:8443' }],
  ['http://127.0.0.1:8787', { id: 'localhost', origin: 'http://localhost:8787' }],
  ['http://localhost:8787', { id: 'localhost', origin: 'http://localhost:8787' }],
  ['http://192.168.1.20:8787', null],
  ['http://bot.lan:8787', null],
  ['https://[2001:db8::1]', null],
])('passkeys of %s are of %j', (url, party) => {
  expect(relyingPartyOf(url)).toEqual(party);
});
