import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../workers/core/bytes.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Brought } from '../../workers/core/invocation.ts';
import type { Verifier } from '../../workers/platforms/generic/verify.ts';
import { genericWebhook } from '../../workers/platforms/generic/webhook.ts';
import push from '../samples/generic/github.push.json';
import paid from '../samples/generic/standard.invoice_paid.json';
import said from '../samples/generic/text.json';
import { hmacHex } from '../support/signed.ts';
import { anyText } from './arbitraries.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { anyJson, aRoad, bentOutOfShape, headersOf, knock, mutate, mutation, NOW } from './doors.ts';

const KEY = 'the signing secret of these tests';
const SECRETS: Readonly<Record<Verifier, string | null>> = {
  standard: `whsec_${btoa(KEY)}`,
  github: KEY,
  bearer: null,
};
const TOKENS: Readonly<Record<Verifier, string>> = {
  standard: 's'.repeat(43),
  github: 'g'.repeat(43),
  bearer: 'b'.repeat(43),
};
const VERIFIERS = Object.keys(SECRETS) as readonly Verifier[];
const HOOK_ID = '01999999-0000-7000-8000-000000000001';
const SECONDS = NOW / 1000;
const LONG = 300_000;
const TEMPLATE = '$(event) $(data.repository.name) $(data.commits.0.message) $(data.type) $(data.data.amount)';

const takes = (): SeenRoad => aRoad({ bring: async () => ({ decision: 'queued', id: 'i' }) as Brought });

function post(
  road: SeenRoad,
  path: string,
  headers: Headers,
  body: string | Uint8Array,
  template: string | null = TEMPLATE,
) {
  const find = async (token: string) => {
    const verifier = VERIFIERS.find((name) => TOKENS[name] === token);
    if (!verifier) return null;
    return {
      id: HOOK_ID,
      name: 'Deploys',
      communityId: 'community-1',
      platform: 'slack' as const,
      channel: 'T0DEMO',
      room: 'C0DEMO',
      verifier,
      secret: SECRETS[verifier],
      template,
    };
  };
  return knock(genericWebhook({ road, hooks: { find } }), path, headers, body);
}

const base64 = (hex: string): string => btoa(String.fromCharCode(...(fromHex(hex) as Uint8Array)));

/** The headers of a request as its sender signs it. */
async function signed(
  verifier: Verifier,
  body: string | Uint8Array,
  at: number = SECONDS,
): Promise<Record<string, string>> {
  const type = { 'content-type': 'application/json' };
  if (verifier === 'bearer') return type;
  if (verifier === 'github')
    return { ...type, 'x-hub-signature-256': `sha256=${await hmacHex(KEY, body)}`, 'x-github-event': 'push' };
  const hex = await hmacHex(KEY, `msg_1.${at}.`, body);
  return {
    ...type,
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${base64(hex)}`,
  };
}

/** Whether the sender signed exactly this, by the words of the specifications. */
async function isAuthentic(verifier: Verifier, headers: Headers, body: Uint8Array): Promise<boolean> {
  if (verifier === 'bearer') return true;
  if (verifier === 'github') {
    const given = headers.get('x-hub-signature-256') ?? '';
    return given.startsWith('sha256=') && given.toLowerCase() === `sha256=${await hmacHex(KEY, body)}`;
  }
  const id = headers.get('webhook-id');
  const at = headers.get('webhook-timestamp');
  if (!id || !at || !/^\d+$/.test(at) || Math.abs(SECONDS - Number(at)) > 300) return false;
  const expected = `v1,${base64(await hmacHex(KEY, `${id}.${at}.`, body))}`;
  return (headers.get('webhook-signature') ?? '').split(' ').includes(expected);
}

const isJson = (headers: Headers): boolean => /^application\/json *(;|$)/i.test(headers.get('content-type') ?? '');

/** What the road relies on. */
function isWhole(event: ChatEvent): boolean {
  const { say } = event.data as ChatEvent<'webhook'>['data'];
  return (
    event.kind === 'webhook' &&
    event.id.startsWith(`in:${HOOK_ID}:`) &&
    event.id.length <= 200 &&
    event.platform === 'slack' &&
    event.channel === 'T0DEMO' &&
    event.room === 'C0DEMO' &&
    event.author.account === '' &&
    event.text === '' &&
    say.trim() !== '' &&
    say.isWellFormed() &&
    !say.includes('\u0000') &&
    [...say].length <= 4_000
  );
}

const verifiers = fc.constantFrom(...VERIFIERS);

describe('the door for everybody’s own programs', () => {
  it(
    'lets nothing past that is not signed and fresh, and never fails, whatever was done to it',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyText(), verifiers, mutation, async (text, verifier, change) => {
          const body = utf8(JSON.stringify({ text: `say ${text}` }));
          const changed = mutate({ headers: await signed(verifier, body), body }, change);
          const headers = headersOf(changed.headers);
          if (!headers) return;
          const road = takes();
          const { status } = await post(road, `/${TOKENS[verifier]}`, headers, changed.body);
          expect(status).toBeLessThan(500);
          if (status === 415) expect(isJson(headers)).toBe(false);
          else if (await isAuthentic(verifier, headers, changed.body)) expect(status).not.toBe(401);
          else expect(status).toBe(401);
          expect(road.calls).toEqual(status === 202 ? ['bring'] : []);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it(
    'knows nobody at any other address',
    async () => {
      const token = fc.oneof(
        fc.string({ maxLength: 60 }).map(encodeURIComponent),
        fc
          .tuple(fc.nat(42), fc.constantFrom('A', '-', '%00', '%2F', ''))
          .map(([at, by]) => TOKENS.bearer.slice(0, at) + by + TOKENS.bearer.slice(at + 1)),
      );
      await fc.assert(
        fc.asyncProperty(token, async (path) => {
          const road = takes();
          const headers = new Headers(await signed('bearer', ''));
          expect((await post(road, `/${path}`, headers, JSON.stringify(said))).status).toBe(404);
          expect(road.calls).toEqual([]);
        }),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it(
    'says each text exactly as it was sent',
    async () => {
      const text = anyText(200).filter((typed) => /[a-z]/.test(typed) && !typed.includes('\u0000'));
      await fc.assert(
        fc.asyncProperty(text, verifiers, fc.integer({ min: -300, max: 300 }), async (typed, verifier, offset) => {
          const road = takes();
          const body = JSON.stringify({ text: typed });
          const headers = new Headers(await signed(verifier, body, SECONDS + offset));
          expect((await post(road, `/${TOKENS[verifier]}`, headers, body)).status).toBe(202);
          expect(road.brought.map(({ data }) => (data as ChatEvent<'webhook'>['data']).say)).toEqual([typed]);
        }),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it(
    'stays standing whatever is signed: any JSON, any shape, any template',
    async () => {
      const bodies = fc.oneof(anyJson, bentOutOfShape(push), bentOutOfShape(paid), bentOutOfShape(said));
      const template = fc.oneof(
        fc.constantFrom(null, TEMPLATE, '$(data)', '$(data.__proto__.type)$(data.constructor.name)'),
        anyText(100),
      );
      await fc.assert(
        fc.asyncProperty(bodies, verifiers, template, async (body, verifier, words) => {
          const road = takes();
          const headers = new Headers(await signed(verifier, body));
          const { status } = await post(road, `/${TOKENS[verifier]}`, headers, body, words);
          expect([202, 400, 422]).toContain(status);
          expect(road.calls).toEqual(status === 202 ? ['bring'] : []);
          expect(road.brought.every(isWhole)).toBe(true);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it(
    'stays standing whatever bytes come, signed or not',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), verifiers, fc.boolean(), async (body, verifier, sign) => {
          const road = takes();
          const headers = new Headers(sign ? await signed(verifier, body) : { 'content-type': 'application/json' });
          const { status } = await post(road, `/${TOKENS[verifier]}`, headers, body, null);
          expect(sign || verifier === 'bearer' ? [400, 422] : [401]).toContain(status);
          expect(road.calls).toEqual([]);
        }),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it('is a door for POST alone', async () => {
    const find = async () => Promise.reject(new Error('asked'));
    const door = genericWebhook({ road: takes(), hooks: { find } });
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await door.request(`/${TOKENS.bearer}`, { method })).status, method).toBe(404);
  });
});
