import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeSigningKey, type SigningKey } from '../../../tests/support/kick.ts';
import { utf8 } from '../../core/bytes.ts';
import { fromBase64, KickKeys, PUBLISHED_KEY } from './keys.ts';

const MESSAGE = utf8('id.time.{}');
let before: SigningKey;
let after: SigningKey;
let never: SigningKey;
beforeAll(async () => {
  [before, after, never] = await Promise.all([makeSigningKey(), makeSigningKey(), makeSigningKey()]);
});

let now: number;
let asked: Request[];
let reported: string[];
let answer: () => Promise<Response> | Response;
beforeEach(() => {
  now = Date.UTC(2026, 9, 4, 12);
  asked = [];
  reported = [];
  answer = () => Response.json({ data: { public_key: after.publicPem }, message: 'OK' });
});

const ring = (pinned: string | undefined = before.publicPem) =>
  new KickKeys({
    apiUrl: 'https://api.example',
    pinned,
    clock: () => now,
    report: (event) => void reported.push(event),
    fetch: async (input, init) => {
      asked.push(new Request(input as string, init));
      return answer();
    },
  });

async function fits(keys: KickKeys, { privateKey }: SigningKey): Promise<boolean> {
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, MESSAGE);
  return keys.verify(MESSAGE, new Uint8Array(signature));
}

describe('the keys of Kick', () => {
  it('begin with the pinned one, and ask for no other while it fits', async () => {
    expect(await fits(ring(), before)).toBe(true);
    expect(asked).toEqual([]);
  });

  it('begin with the published one where none is pinned', async () => {
    const der = fromBase64(PUBLISHED_KEY.split('\n').slice(1, -1).join(''));
    const key = await crypto.subtle.importKey(
      'spki',
      der as Uint8Array<ArrayBuffer>,
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      true,
      ['verify'],
    );
    expect(key.algorithm).toMatchObject({ modulusLength: 2048 });
    const keys = new KickKeys({
      apiUrl: '',
      fetch: () => Promise.reject(new TypeError()),
      clock: () => now,
      report: (event) => void reported.push(event),
    });
    expect(await fits(keys, before)).toBe(false);
    expect(reported).toEqual(['kick.key-not-fetched']);
  });

  it('take in what Kick signs with from now on, and keep what it signed with before', async () => {
    const keys = ring();
    expect(await fits(keys, after)).toBe(true);
    expect(await fits(keys, before)).toBe(true);
    expect(await fits(keys, after)).toBe(true);
    expect(asked.map(({ url, redirect }) => [url, redirect])).toEqual([
      ['https://api.example/public/v1/public-key', 'manual'],
    ]);
  });

  it('are asked for once a minute at most, whatever is sent', async () => {
    const keys = ring();
    for (let i = 0; i < 5; i++) expect(await fits(keys, never)).toBe(false);
    expect(asked).toHaveLength(1);
    now += 59_999;
    expect(await fits(keys, never)).toBe(false);
    expect(asked).toHaveLength(1);
    now += 1;
    expect(await fits(keys, never)).toBe(false);
    expect(asked).toHaveLength(2);
  });

  it('are asked for once by all who wait for them', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    answer = () => promise;
    const keys = ring();
    const waiting = [fits(keys, after), fits(keys, after), fits(keys, never)];
    await new Promise((done) => setTimeout(done, 50));
    resolve(Response.json({ data: { public_key: after.publicPem } }));
    expect(await Promise.all(waiting)).toEqual([true, true, false]);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example' } })],
    ['a server error', () => Response.json({ data: { public_key: after.publicPem } }, { status: 500 })],
    ['no JSON', () => new Response('<html>')],
    ['no key', () => Response.json({ data: {} })],
    ['no answer', () => Promise.reject(new DOMException('', 'TimeoutError'))],
  ])('stay what they were after %s', async (_, given) => {
    answer = given;
    const keys = ring();
    expect(await fits(keys, after)).toBe(false);
    expect(await fits(keys, before)).toBe(true);
    expect(reported).toEqual(['kick.key-not-fetched']);
  });

  it.each(['', 'a key', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----'])(
    'leave %j alone, from whom it may be',
    async (pem) => {
      expect(await fits(ring(pem), after)).toBe(true);
      answer = () => Response.json({ data: { public_key: pem } });
      expect(await fits(ring(), after)).toBe(false);
      expect(reported).toEqual(['kick.key-unreadable', 'kick.key-unreadable']);
    },
  );

  it('may be written on one line, with \\n for its breaks', async () => {
    expect(await fits(ring(before.publicPem.trim().replaceAll('\n', '\\n')), before)).toBe(true);
    expect(asked).toEqual([]);
  });
});

it('reads base64 of one spelling only', () => {
  expect(fromBase64('aGk=')).toEqual(utf8('hi'));
  for (const text of ['', 'aGk', 'aG k', 'aGk=\n', 'a===', '-_==', '====']) expect(fromBase64(text), text).toBeNull();
});
