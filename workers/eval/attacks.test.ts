import { describe, expect, it } from 'vitest';
import { ATTACKS } from './attacks.ts';
import { evaluate } from './evaluate.ts';

const MOMENT = { now: 1_700_000_000_000, seed: 1 };
const DATA = { user: { name: 'Pia' } };

describe.each(Object.entries(ATTACKS))('an attack on %s', (_, attacks) => {
  it.each(attacks.map(([code, outcome]) => [JSON.stringify(code).slice(0, 80), code, outcome] as const))(
    'ends in words: %s',
    async (_, code, outcome) => {
      const evaluated = await evaluate(code, DATA, MOMENT);
      if (typeof outcome === 'object' && 'text' in outcome) expect(evaluated).toEqual({ ok: true, text: outcome.text });
      else {
        expect(evaluated).toMatchObject({ ok: false, message: expect.stringMatching(/^the code [^\r\n\0]{10,300}$/) });
        expect([outcome].flat()).toContain(evaluated.ok ? evaluated.text : evaluated.reason);
      }
      expect(await evaluate('1+1', DATA, MOMENT)).toEqual({ ok: true, text: '2' });
    },
  );
});
