import { describe, expect, it } from 'vitest';
import { Hashing } from './hashing.ts';
import { COST, computeHash, isOutdated, matchesHash, type Phc, parsePhc } from './phc.ts';

const hashing = new Hashing(() => 0);
const CHEAP = { memory: 64, passes: 1, lanes: 1 };

describe('a password’s hash', () => {
  it('is argon2id of 19 MiB and two passes, salted anew each time', () => {
    const [one, other] = [computeHash('correct horse battery'), computeHash('correct horse battery')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(matchesHash('correct horse battery', parsePhc(one) as Phc)).toBe(true);
    expect(matchesHash('correct horse batterz', parsePhc(one) as Phc)).toBe(false);
  });

  it('is what other programs compute, too', () => {
    // phc-winner-argon2, test.c: hashtest(version, 2, 8, 1, "password", "somesalt", …, Argon2_id).
    const known = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    expect(matchesHash('password', parsePhc(known) as Phc)).toBe(true);
  });

  it('is made again where its cost changed', async () => {
    const old = computeHash('a password of old', CHEAP);
    expect(isOutdated(parsePhc(old) as Phc)).toBe(true);
    const { matches, rehashed } = await hashing.check('a password of old', old);
    expect(matches).toBe(true);
    expect(parsePhc(rehashed as string)?.cost).toEqual(COST);
    expect(await hashing.check('another password', old)).toEqual({ matches: false, rehashed: null });
  });

  it('never matches where there is none', async () => {
    expect(await hashing.check('', null)).toEqual({ matches: false, rehashed: null });
    expect(await hashing.check('whatever it is', 'not a hash')).toEqual({ matches: false, rehashed: null });
  });

  it.each([
    '',
    '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=256,t=99,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$short',
  ])('is none: %s', (text) => {
    expect(parsePhc(text)).toBeNull();
  });
});

describe('hashing', () => {
  it('costs the same where there is nothing to compare with', async () => {
    const costs: unknown[] = [];
    const counted = new Hashing(() => 0, {
      matches: (password, phc) => {
        costs.push([phc.cost, phc.salt.length, phc.hash.length]);
        return matchesHash(password, phc);
      },
    });
    await counted.check('whatever it is', computeHash('a password'));
    await counted.check('whatever it is', null);
    await counted.check('whatever it is', 'not a hash');
    expect(costs).toEqual([1, 2, 3].map(() => [COST, 16, 32]));
  });

  it('sends people away before it piles them up, and forgets those whose requests were cut off', async () => {
    let now = 0;
    const few = new Hashing(() => now, { mostWaiting: 3 });
    const under = [few.hash('one of three'), few.hash('two of three'), few.hash('three of three')];
    await expect(few.hash('one too many')).rejects.toThrow('Many people are signing in');
    // As long as a cut request would be counted; these come to their end all the same.
    now += 15_001;
    const after = few.check('one of three', null);
    expect((await Promise.all(under)).every((hash) => hash.startsWith('$argon2id$'))).toBe(true);
    expect(await after).toEqual({ matches: false, rehashed: null });
    await few.hash('there is room again');
  });
});
