import { describe, expect, it } from 'vitest';
import { checkPassword, Turns } from './hashing.ts';
import { COST, computeHash, isOutdated, matchesHash, type Phc, parsePhc } from './phc.ts';

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
    const { matches, rehashed } = await checkPassword('a password of old', old);
    expect(matches).toBe(true);
    expect(parsePhc(rehashed as string)?.cost).toEqual(COST);
    expect(await checkPassword('another password', old)).toEqual({ matches: false, rehashed: null });
  });

  it('never matches where there is none', async () => {
    expect(await checkPassword('', null)).toEqual({ matches: false, rehashed: null });
    expect(await checkPassword('whatever it is', 'not a hash')).toEqual({ matches: false, rehashed: null });
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

describe('turns', () => {
  it('are taken two at once, the others wait, and too many are sent away', async () => {
    const turns = new Turns(2, 3);
    let under = 0;
    let most = 0;
    const ends: (() => void)[] = [];
    const work = async () => {
      most = Math.max(most, ++under);
      await new Promise<void>((resolve) => ends.push(resolve));
      under--;
    };
    const all = Array.from({ length: 5 }, () => turns.take(work));
    await expect(turns.take(work)).rejects.toThrow('Many people are signing in');
    for (let done = 0; done < 5; ) {
      await scheduler.wait(1);
      for (const end of ends.splice(0)) {
        end();
        done++;
      }
    }
    await Promise.all(all);
    expect([most, under]).toEqual([2, 0]);
    await turns.take(() => {});
  });
});
