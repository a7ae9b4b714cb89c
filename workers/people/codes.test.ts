import { describe, expect, it } from 'vitest';
import type { PersonId } from '../core/ids.ts';
import { codeFor, hashOfCode, readCode } from './codes.ts';
import { mergeProof, readMergeProof } from './proof.ts';

const SECRET = 'a secret of this deployment alone';

describe('a link code', () => {
  it('is eight letters that nobody reads for another, the same for the same asking, and another for another', async () => {
    const codes = await Promise.all(Array.from({ length: 200 }, (_, i) => codeFor(SECRET, `asking ${i}`)));
    for (const code of codes) expect(code).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
    expect(new Set(codes).size).toBe(200);
    expect(await codeFor(SECRET, 'asking 7')).toBe(codes[7]);
    expect(await codeFor(`${SECRET}!`, 'asking 7')).not.toBe(codes[7]);
  });

  it('is read as people type it, and nothing else is', () => {
    expect(readCode('abcd-2345')).toBe('ABCD2345');
    expect(readCode(' ABCD 2345 ')).toBe('ABCD2345');
    for (const typed of ['', 'ABCD234', 'ABCD23456', 'ABCD234O', 'ABCD2341', '🐧🐧🐧🐧🐧🐧🐧🐧'])
      expect(readCode(typed)).toBeNull();
  });

  it('is kept under an HMAC with the deployment’s secret', async () => {
    expect(await hashOfCode(SECRET, 'ABCD2345')).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashOfCode(SECRET, 'ABCD2345')).not.toBe(await hashOfCode(`${SECRET}!`, 'ABCD2345'));
  });
});

describe('a proof of being another, too', () => {
  const [person, other, third] = Array.from({ length: 3 }, () => crypto.randomUUID() as PersonId) as [
    PersonId,
    PersonId,
    PersonId,
  ];
  const NOW = 4_000_000_000_000;

  it('counts for one person and for ten minutes', async () => {
    const proof = await mergeProof(SECRET, { person, other }, NOW);
    expect(await readMergeProof(SECRET, person, proof, NOW + 600_000)).toBe(other);
    expect(await readMergeProof(SECRET, person, proof, NOW + 600_001)).toBeNull();
    expect(await readMergeProof(SECRET, person, proof, NOW - 1)).toBeNull();
    expect(await readMergeProof(SECRET, third, proof, NOW)).toBeNull();
    expect(await readMergeProof(`${SECRET}!`, person, proof, NOW)).toBeNull();
    expect(await readMergeProof(SECRET, person, proof.replace(other, third), NOW)).toBeNull();
    expect(await readMergeProof(SECRET, person, 'nonsense', NOW)).toBeNull();
  });
});
