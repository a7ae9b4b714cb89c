import { describe, expect, it } from 'vitest';
import type { TokenSupply } from './call.ts';
import { classify, upstreamCaller } from './call.ts';

const URL = 'https://api.example/send';
const withToken = (token: string): RequestInit => ({ method: 'POST', headers: { authorization: `Bearer ${token}` } });

/** A supply that hands out `tokens` one after the other, each time the last one was refused. */
function supplyOf(...tokens: readonly (string | Error)[]) {
  const asked: (string | undefined)[] = [];
  let held = 0;
  const supply: TokenSupply = {
    get: async (stale) => {
      asked.push(stale);
      if (stale !== undefined && tokens[held] === stale) held++;
      const token = tokens[held];
      if (typeof token !== 'string') throw token ?? new Error('no more tokens');
      return token;
    },
  };
  return { supply, asked };
}

/** An upstream that gives `answers` in turn and remembers the requests. */
function upstreamOf(...answers: readonly (() => Response | Promise<Response>)[]) {
  const requests: { readonly authorization: string | null; readonly init: RequestInit | undefined }[] = [];
  const fetcher: typeof fetch = async (_, init) => {
    requests.push({ authorization: new Headers(init?.headers).get('authorization'), init });
    const next = answers[requests.length - 1];
    if (!next) throw new Error('one request too many');
    return next();
  };
  return { fetcher, requests };
}

const ok = () => Response.json({ fine: true });
const unauthorised = () => new Response('{}', { status: 401 });

describe('a call to an upstream', () => {
  it('carries the token and brings the answer read', async () => {
    const { fetcher, requests } = upstreamOf(ok);
    const result = await upstreamCaller(supplyOf('one').supply, fetcher)(URL, withToken);
    expect(result).toMatchObject({ ok: true, json: { fine: true } });
    expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer one']);
  });

  it('follows no redirect and has a deadline', async () => {
    const { fetcher, requests } = upstreamOf(ok);
    await upstreamCaller(supplyOf('one').supply, fetcher)(URL, withToken);
    expect(requests[0]?.init).toMatchObject({ redirect: 'manual', signal: expect.any(AbortSignal) });
  });

  it('is made once more with a fresh token when the first was refused', async () => {
    const { fetcher, requests } = upstreamOf(unauthorised, ok);
    const { supply, asked } = supplyOf('old', 'new');
    expect(await upstreamCaller(supply, fetcher)(URL, withToken)).toMatchObject({ ok: true, json: { fine: true } });
    expect(requests.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
    expect(asked).toEqual([undefined, 'old']);
  });

  it('is not made a third time', async () => {
    const { fetcher, requests } = upstreamOf(unauthorised, unauthorised);
    const result = await upstreamCaller(supplyOf('old', 'new').supply, fetcher)(URL, withToken);
    expect(result).toMatchObject({ ok: true, response: { status: 401 } });
    expect(requests).toHaveLength(2);
  });

  it('takes the platform’s own word for a refused token', async () => {
    const { fetcher, requests } = upstreamOf(() => Response.json({ ok: false }), ok);
    const call = upstreamCaller(
      supplyOf('old', 'new').supply,
      fetcher,
      (_, json) => (json as { ok?: boolean }).ok === false,
    );
    expect(await call(URL, withToken)).toMatchObject({ json: { fine: true } });
    expect(requests).toHaveLength(2);
  });

  it('is worth another try later when there is no token yet', async () => {
    const { fetcher, requests } = upstreamOf();
    const result = await upstreamCaller(supplyOf(new Error('database away')).supply, fetcher)(URL, withToken);
    expect(result).toMatchObject({ ok: false, outcome: { outcome: 'refused', retryAfterMs: expect.any(Number) } });
    expect(requests).toEqual([]);
  });

  it('is refused for good when the token was refused and there is no other', async () => {
    const { fetcher } = upstreamOf(unauthorised);
    const result = await upstreamCaller(supplyOf('old', new Error('revoked')).supply, fetcher)(URL, withToken);
    expect(result).toEqual({
      ok: false,
      outcome: { outcome: 'refused', reason: 'token refused, and no new one to be had' },
    });
  });

  it.each([
    ['no answer came in time', () => Promise.reject(new DOMException('too late', 'TimeoutError')), 'TimeoutError'],
    ['the connection was lost', () => Promise.reject(new TypeError('network said: secret')), 'TypeError'],
  ])('is unclear, not refused, when %s', async (_, fails, reason) => {
    const result = await upstreamCaller(supplyOf('one').supply, upstreamOf(fails).fetcher)(URL, withToken);
    expect(result).toEqual({ ok: false, outcome: { outcome: 'unclear', reason } });
  });

  it('is unclear when the connection is cut in the middle of the answer', async () => {
    const cut = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.error(new TypeError('cut')),
        }),
      );
    const result = await upstreamCaller(supplyOf('one').supply, upstreamOf(cut).fetcher)(URL, withToken);
    expect(result).toMatchObject({ ok: false, outcome: { outcome: 'unclear' } });
  });

  it('leaves an answer that is no JSON to its caller', async () => {
    const result = await upstreamCaller(supplyOf('one').supply, upstreamOf(() => new Response('<html>')).fetcher)(
      URL,
      withToken,
    );
    expect(result).toMatchObject({ ok: true, json: undefined });
  });
});

describe('a status', () => {
  const classified = (status: number, after?: number) => classify(new Response(null, { status }), after);

  it('429 comes back after the time it names, or a second', () => {
    expect(classified(429, 7_000)).toMatchObject({ outcome: 'refused', retryAfterMs: 7_000 });
    expect(classified(429)).toMatchObject({ outcome: 'refused', retryAfterMs: 1_000 });
  });

  it.each([400, 401, 403, 404, 422, 499])('%d is final', (status) => {
    expect(classified(status, 7_000)).toEqual({ outcome: 'refused', reason: `HTTP ${status}` });
  });

  it.each([500, 502, 503, 504, 302])('%d tells nothing', (status) => {
    expect(classified(status)).toEqual({ outcome: 'unclear', reason: `HTTP ${status}` });
  });
});
