import { Hono } from 'hono';
import { beforeEach, describe, expect, it } from 'vitest';
import { A_COMMUNITY, aMessage } from '../../tests/support/channel.ts';
import type { ApiEnv } from '../core/api.ts';
import { Limited } from '../core/errors.ts';
import type { AnswerBy } from '../core/events.ts';
import type { InvocationId } from '../core/ids.ts';
import type { Invocation } from '../core/invocation.ts';
import { keyringOf, seal } from '../core/sealed.ts';
import { freshWebhookSecret, signWebhook } from '../core/standard-webhooks.ts';
import type { Services } from '../router/services.ts';
import { answerError } from './errors.ts';
import type { ApiLimits } from './limits.ts';
import { moduleAnswers } from './module-answers.ts';

const NOW = 1_791_100_000_000;
const MINUTE = 60_000;
const SESSION = '01999999-0000-8000-8000-000000000001';
const MODULE = '01999999-0000-7000-8000-000000000002';
const KEY = 'an encryption key of these tests';
const SECRET = freshWebhookSecret();
const SAID = { sessionId: SESSION, response: { text: 'Done at last' } };

let now: number;
/** What the statement that takes the answer was given, in order. */
let taken: unknown[][];
let woken: string[];
let announced: number[];
let badCredentials: number;
let isLimited: boolean;
/** The row of the promise; null: there is none. */
let row: Record<string, unknown> | null;
/** Whether another answer was quicker. */
let isTaken: boolean;

beforeEach(async () => {
  now = NOW;
  taken = [];
  woken = [];
  announced = [];
  badCredentials = 0;
  isLimited = false;
  isTaken = false;
  row = await aPromise();
});

function anInvocation(answer: AnswerBy = { by: 'api' }): Invocation {
  return {
    v: 1,
    id: 'twitch:1000001:m1:0' as InvocationId,
    event: aMessage('m1', '!slow', NOW, { answer }),
    command: MODULE,
    name: 'slow',
    prefix: '!',
    args: '',
    http: { module: MODULE, cacheSeconds: 0 },
    effect: 'none',
    visibility: 'public',
    community: A_COMMUNITY,
    privileged: false,
    admittedAt: NOW,
  };
}

const aPromise = async (more: Record<string, unknown> = {}) => ({
  community_id: A_COMMUNITY.id,
  module_id: MODULE,
  invocation: anInvocation(),
  answered: false,
  expires_at: new Date(NOW + 60 * MINUTE).toISOString(),
  name: 'slow',
  enabled: true,
  sealed_secret: await seal(keyringOf(KEY), `module:${MODULE}`, SECRET),
  ...more,
});

/** Text and numbers that a statement carries. */
function valuesIn(statement: unknown): unknown[] {
  const { queryChunks = [] } = statement as { readonly queryChunks?: readonly unknown[] };
  return queryChunks.flatMap((chunk) =>
    typeof chunk === 'object' && chunk !== null ? valuesIn(chunk) : chunk === undefined ? [] : [chunk],
  );
}

function app() {
  const execute = async (statement: unknown) => {
    taken.push(valuesIn(statement));
    return { rows: [{ kept: !isTaken }] };
  };
  const services = {
    settings: { ENCRYPTION_KEY: KEY },
    db: {
      run: async (name: string, query: (db: unknown) => unknown) =>
        name === 'promise.find' ? { rows: row === null ? [] : [row] } : query({ execute }),
    },
    bindings: {
      AGENDA: { getByName: () => ({ announce: async (at: number) => void announced.push(at) }) },
      DELIVERIES: { send: async ({ id }: { readonly id: string }) => void woken.push(id) },
    },
    clock: () => now,
    log: () => {},
  } as unknown as Services;
  const limits = {
    callFrom: async () => {
      if (isLimited) throw new Limited('too many', 1_000);
      return null;
    },
    badCredentialFrom: async () => void badCredentials++,
  } as unknown as ApiLimits;
  const made = new Hono<ApiEnv>()
    .post('/', moduleAnswers(services, limits))
    .post('/', (c) => c.text('for who has a key', 418));
  made.onError((error, c) => answerError(error, c, () => {}));
  return made;
}

interface Sent {
  readonly body?: string;
  readonly secret?: string;
  readonly at?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

async function send({ body = JSON.stringify(SAID), secret = SECRET, at = now, headers = {} }: Sent = {}) {
  const signed = await signWebhook(secret, { id: 'ans_1', at }, body);
  const response = await app().request('/', { method: 'POST', body, headers: { ...signed, ...headers } });
  return { status: response.status, text: await response.text() };
}

/** The invocation that is kept, out of what the statement was given. */
function keptInvocation(): Invocation {
  const found = taken[0]?.find((value) => typeof value === 'string' && value.startsWith('{"v":1'));
  return JSON.parse(String(found)) as Invocation;
}

describe('a promised answer', () => {
  it('is taken from who signs it with the module’s secret, kept, and woken', async () => {
    expect(await send()).toEqual({ status: 201, text: `{"sessionId":"${SESSION}"}` });
    expect(keptInvocation()).toMatchObject({
      id: 'twitch:1000001:m1:0/later',
      said: { text: 'Done at last' },
      event: { room: '1000001', answer: { by: 'api' } },
      admittedAt: NOW,
    });
    expect(keptInvocation().http).toBeUndefined();
    expect(woken).toEqual(['twitch:1000001:m1:0/later']);
    expect(announced).toEqual([NOW + MINUTE]);
    expect(badCredentials).toBe(0);
  });

  it('may be all that an answer at once may be', async () => {
    const media = { url: 'https://x.example.com/a.png', title: 'A' };
    const response = { text: 'Look', media, ticker: { text: 'News' }, ephemeral: true, more: 1 };
    expect((await send({ body: JSON.stringify({ sessionId: SESSION, response }) })).status).toBe(201);
    expect(keptInvocation().said).toEqual({
      text: 'Look\nA: https://x.example.com/a.png\nNews',
      media,
      ticker: { text: 'News' },
      ephemeral: true,
    });
  });

  it.each([
    ['within the interaction’s time where it waits', 14 * MINUTE - 1, 'slack-response-url'],
    ['after it in the room', 14 * MINUTE, 'api'],
  ])('to an interaction is said %s', async (_, later, by) => {
    row = await aPromise({ invocation: anInvocation({ by: 'slack-response-url', url: 'https://hooks.slack.com/x' }) });
    now = NOW + later;
    expect((await send()).status).toBe(201);
    expect(keptInvocation()).toMatchObject({ event: { answer: { by } }, admittedAt: now });
  });

  it('for a program’s session stays in it', async () => {
    row = await aPromise({ invocation: anInvocation({ by: 'session', sessionId: SESSION }) });
    now = NOW + 30 * MINUTE;
    await send();
    expect(keptInvocation().event.answer.by).toBe('session');
  });

  it('is given once', async () => {
    row = await aPromise({ answered: true });
    const { status, text } = await send();
    expect([status, text]).toEqual([409, expect.stringContaining('given already')]);
    row = await aPromise();
    isTaken = true;
    expect((await send()).status).toBe(409);
    expect(woken).toEqual([]);
  });

  it('is waited for an hour', async () => {
    now = NOW + 60 * MINUTE - 1;
    expect((await send()).status).toBe(201);
    now = NOW + 60 * MINUTE;
    expect((await send()).status).toBe(404);
  });

  it('that was never promised is nobody’s, and asking for one is a guess', async () => {
    row = null;
    expect((await send()).status).toBe(404);
    expect(badCredentials).toBe(1);
  });

  it('of a module that was switched off is not taken', async () => {
    row = await aPromise({ enabled: false });
    expect((await send()).status).toBe(409);
  });
});

describe('who answers', () => {
  it.each([
    ['another secret', { secret: freshWebhookSecret() }],
    ['an old signature', { at: NOW - 5 * MINUTE - 1_000 }],
    ['a signature to come', { at: NOW + 5 * MINUTE + 1_000 }],
    ['another signature', { headers: { 'webhook-signature': 'v1,AAAA' } }],
    ['another id than was signed', { headers: { 'webhook-id': 'ans_2' } }],
  ])('is nobody with %s, which counts as a wrong key', async (_, sent) => {
    const { status, text } = await send(sent);
    expect([status, text]).toEqual([401, expect.stringContaining('UNAUTHENTICATED')]);
    expect([taken, badCredentials]).toEqual([[], 1]);
  });

  it('is nobody of a second answer either, and learns nothing of the first', async () => {
    row = await aPromise({ answered: true });
    expect((await send({ secret: freshWebhookSecret() })).status).toBe(401);
  });

  it('is asked for a key where there is no signature, or a key besides', async () => {
    const unsigned = await app().request('/', { method: 'POST', body: JSON.stringify(SAID) });
    expect(unsigned.status).toBe(418);
    const keys: Record<string, string>[] = [{ authorization: 'Bearer wbk_x' }, { 'x-service-key': 'x' }];
    for (const headers of keys) expect((await send({ headers })).status).toBe(418);
  });

  it('is not looked at where too much came from the address', async () => {
    isLimited = true;
    expect((await send()).status).toBe(429);
  });

  it('is told where the secret itself is lost', async () => {
    row = await aPromise({ sealed_secret: 'v1.00000000.AAAA' });
    expect((await send()).status).toBe(503);
  });
});

describe('what is answered', () => {
  it.each([
    ['', 400],
    ['{', 400],
    ['[]', 400],
    ['\ufeff\ud800', 400],
    [JSON.stringify({ sessionId: 'x', response: { text: 'x' } }), 400],
    [JSON.stringify({ sessionId: SESSION }), 400],
    [JSON.stringify({ sessionId: SESSION, response: {} }), 400],
    [JSON.stringify({ sessionId: SESSION, response: { text: ' ' } }), 400],
    [JSON.stringify({ sessionId: SESSION, response: { text: 7 } }), 400],
    [JSON.stringify({ sessionId: SESSION, response: { text: 'x'.repeat(65_536) } }), 413],
  ])('has to be an answer: %j', async (body, status) => {
    expect((await send({ body })).status).toBe(status);
    expect(taken).toEqual([]);
  });
});
