import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { A_COMMUNITY, aMessage } from '../../tests/support/channel.ts';
import { utf8 } from '../core/bytes.ts';
import type { ChatEvent } from '../core/events.ts';
import type { CommunityId, InvocationId } from '../core/ids.ts';
import type { Invocation } from '../core/invocation.ts';
import { freshWebhookSecret, verifyWebhook } from '../core/standard-webhooks.ts';
import type { PublicFetch, PublicFetchOptions } from '../net/fetch-public.ts';
import { callModule } from './http-module.ts';
import type { HttpModule } from './http-module-rows.ts';
import type { Services } from './services.ts';
import type { Wakeup } from './wakeup.ts';

const NOW = 1_791_100_000_000;
const OTHER = '01900000-0000-7000-8000-000000000002' as CommunityId;

const text = (said: string, status = 200, more: object = {}): PublicFetch => ({
  ok: true,
  status,
  url: 'https://example.com/',
  type: 'text/plain',
  text: said,
  isCut: false,
  ...more,
});
const refused = (reason: 'timeout' | 'unreachable' | 'private'): PublicFetch => ({ ok: false, reason, message: '' });

interface Asked {
  readonly url: string;
  readonly options: PublicFetchOptions;
  readonly body: Record<string, unknown>;
}

/** A module that answers as the test says, and what of the road it can see. */
function aModule(...answers: (PublicFetch | (() => Promise<PublicFetch>))[]) {
  const asked: Asked[] = [];
  const waits: number[] = [];
  const givenBack: string[] = [];
  const woken: { readonly wakeup: Wakeup; readonly delaySeconds: number | undefined }[] = [];
  const queries: string[] = [];
  const logged: string[] = [];
  const claims = new Set<string>();
  const state = { now: NOW, databaseIsAway: false, answers };
  const channel = {
    giveBackCooldown: async (id: string) => void givenBack.push(id),
    claim: async (name: string) => !claims.has(name) && Boolean(claims.add(name)),
  };
  const services = {
    settings: { PUBLIC_URL: 'https://waddle.example.com/' },
    bindings: {
      UPSTREAM: env.UPSTREAM,
      CHANNEL: { getByName: () => channel },
      DELIVERIES: {
        send: async (wakeup: Wakeup, options?: { readonly delaySeconds: number }) =>
          void woken.push({ wakeup, delaySeconds: options?.delaySeconds }),
      },
    },
    db: {
      counts: {},
      run: async (name: string) => {
        queries.push(name);
        if (state.databaseIsAway) throw new Error('away');
      },
    },
    log: (_: string, event: string) => void logged.push(event),
    clock: () => state.now,
    random: () => 0.5,
    fetchPublic: async (url: string, options: PublicFetchOptions) => {
      asked.push({ url, options, body: JSON.parse(options.body ?? '') as Record<string, unknown> });
      const answer = state.answers.length > 1 ? state.answers.shift() : state.answers[0];
      return typeof answer === 'function' ? answer() : (answer ?? text(''));
    },
  } as unknown as Services;
  const row: HttpModule = {
    id: crypto.randomUUID(),
    communityId: A_COMMUNITY.id,
    name: 'weather',
    url: `https://${crypto.randomUUID()}.example.com/hook`,
    secret: freshWebhookSecret(),
    enabled: true,
    updatedAt: NOW,
  };
  const call = (invocation = anInvocation(), as: HttpModule = row) =>
    callModule(services, invocation, as, async (ms) => void waits.push(ms));
  return { asked, waits, givenBack, woken, queries, logged, state, row, call, services };
}

let turn = 0;
function anInvocation(more: Partial<Invocation> & { readonly event?: ChatEvent } = {}, cacheSeconds = 0): Invocation {
  const id = more.event?.id ?? `m${turn++}`;
  const event = more.event ?? aMessage(id, '!weather Vienna', NOW);
  return {
    v: 1,
    id: `twitch:1000001:${id}:0` as InvocationId,
    event,
    command: '01900000-0000-7000-8000-0000000000aa',
    name: 'weather',
    prefix: '!',
    args: 'Vienna',
    http: { module: 'set by the registry', cacheSeconds },
    effect: 'none',
    visibility: 'public',
    community: A_COMMUNITY,
    privileged: false,
    admittedAt: NOW,
    ...more,
  };
}

const viaSlack = (id: string) =>
  ({
    ...aMessage(id, '!weather', NOW),
    platform: 'slack',
    kind: 'command',
    answer: { by: 'slack-response-url', url: 'https://hooks.slack.com/x' },
  }) as unknown as ChatEvent;

describe('a module', () => {
  it('is told who asks what and where, signed with its secret', async () => {
    const module = aModule(text('Sunny, 21 °C'));
    expect(await module.call()).toEqual({ text: 'Sunny, 21 °C' });
    const [asked] = module.asked as [Asked];
    expect(asked.url).toBe(module.row.url);
    expect(asked.options).toMatchObject({ method: 'POST', timeoutMs: 5_000 });
    const headers = new Headers(asked.options.headers);
    expect(headers.get('content-type')).toBe('application/json');
    const id = await verifyWebhook(module.row.secret ?? '', headers, utf8(asked.options.body ?? ''), NOW);
    expect(id).toMatch(/^inv_[0-9a-f]{32}$/);
    expect(asked.body).toEqual({
      type: 'invocation',
      id,
      at: new Date(NOW).toISOString(),
      community: {
        id: A_COMMUNITY.id,
        slug: 'demo',
        name: 'Demo',
        language: 'en',
        zone: 'Europe/Berlin',
      },
      platform: 'twitch',
      channel: '1000001',
      room: '1000001',
      command: 'weather',
      prefix: '!',
      args: 'Vienna',
      text: '!weather Vienna',
      actor: { platform: 'twitch', account: 'pia', login: 'pia', displayName: 'Pia', level: 'everyone' },
      respond: {
        url: 'https://waddle.example.com/api/v1/router/responses',
        sessionId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        expiresAt: new Date(NOW + 3_600_000).toISOString(),
      },
    });
  });

  it('may say nothing', async () => {
    expect(await aModule(text('', 204)).call()).toBeNull();
    expect(await aModule(text('')).call()).toBeNull();
  });

  it('says something all the same to who waits for an answer of their own', async () => {
    const silent = aModule(text('', 204));
    expect(await silent.call(anInvocation({ event: viaSlack('s1') }))).toEqual({
      text: 'There is nothing to say from !weather.',
      ephemeral: true,
    });
    const promising = aModule(text('', 202));
    expect(await promising.call(anInvocation({ event: viaSlack('s2') }))).toEqual({
      text: 'This takes !weather a little longer; the answer comes here.',
    });
  });

  it('that promises an answer is waited for, in silence', async () => {
    const module = aModule(text('', 202));
    expect(await module.call()).toBeNull();
    expect(module.queries).toEqual(['promise.keep']);
  });
});

describe('tries', () => {
  it.each([
    ['a failure', text('oops', 500), [250, 500]],
    ['silence', refused('timeout'), [250, 500]],
    ['a lost connection', refused('unreachable'), [250, 500]],
    ['too much to do', text('', 429), [250, 500]],
    ['a wish to be asked in 2 s', text('', 429, { retryAfter: '2' }), [2_000, 2_000]],
    [
      'a wish to be asked at a time',
      text('', 503, { retryAfter: new Date(NOW + 3_000).toUTCString() }),
      [3_000, 3_000],
    ],
    ['a wish that is none', text('', 429, { retryAfter: 'soon' }), [250, 500]],
  ])('are three after %s, further and further apart', async (_, answer, waits) => {
    const module = aModule(answer);
    await module.call();
    expect(module.asked).toHaveLength(3);
    expect(module.waits).toEqual(waits);
  });

  it('carry the same id, and a signature of their own time', async () => {
    const module = aModule(text('', 500), async () => {
      module.state.now += 7_000;
      return text('', 500);
    });
    await module.call();
    const headers = module.asked.map(({ options }) => options.headers ?? {});
    expect(new Set(headers.map((each) => each['webhook-id'])).size).toBe(1);
    expect(new Set(headers.map((each) => each['webhook-timestamp'])).size).toBeGreaterThan(1);
    expect(new Set(module.asked.map(({ options }) => options.body)).size).toBe(1);
  });

  it('end with the first that is answered', async () => {
    const module = aModule(text('', 500), text('Sunny'));
    expect(await module.call()).toEqual({ text: 'Sunny' });
    expect(module.asked).toHaveLength(2);
    expect(module.givenBack).toEqual([]);
  });

  it.each([
    ['refuses', text('', 404)],
    ['wants to be left alone longer than anybody waits', text('', 429, { retryAfter: '6' })],
    ['is nowhere public', refused('private')],
    ['answers what cannot be read', text('<p>', 200, { type: 'text/html' })],
  ])('is one where the module %s', async (_, answer) => {
    const module = aModule(answer);
    await module.call();
    expect(module.asked).toHaveLength(1);
  });
});

describe('a failure', () => {
  it.each([
    ['broken', text('', 502), 'No answer from !weather: its server failed (502). Try again in a minute'],
    ['refused', text('', 401), 'No answer from !weather: its server refused the request (401).'],
    ['timeout', refused('timeout'), 'No answer from !weather: its server took longer than 5 seconds.'],
    ['private', refused('private'), 'No answer from !weather: its address leads nowhere on the public internet.'],
  ])('is one sentence with module, reason and what to do, and costs no wait: %s', async (_, answer, words) => {
    const module = aModule(answer);
    const invocation = anInvocation();
    expect((await module.call(invocation))?.text).toContain(words);
    expect(module.givenBack).toEqual([invocation.id]);
    expect(module.logged).toContain('module.failed');
  });

  it('is told in the community’s language and words', async () => {
    const german = anInvocation({ community: { ...A_COMMUNITY, language: 'de' } });
    expect((await aModule(text('', 502)).call(german))?.text).toContain('Keine Antwort von !weather: Der Server');
    const own = anInvocation({ ownWords: { 'modules.broken': 'Kaputt: {name} ({status})' } });
    expect(await aModule(text('', 502)).call(own)).toEqual({ text: 'Kaputt: !weather (502)' });
  });

  it('of a secret that nobody can open calls nobody', async () => {
    const module = aModule(text('Sunny'));
    expect((await module.call(anInvocation(), { ...module.row, secret: null }))?.text).toContain(
      'No answer from !weather: its secret',
    );
    expect(module.asked).toEqual([]);
  });
});

describe('a host that fails', () => {
  it('is left alone after five failures, which a channel is told once a minute, and everybody may try again', async () => {
    const module = aModule(text('', 500));
    for (let i = 0; i < 5; i++) await module.call();
    expect(module.asked).toHaveLength(15);
    const resting = anInvocation();
    expect((await module.call(resting))?.text).toBe(
      'Not asking !weather for 30 s, as its server failed several times in a row. Try again after that.',
    );
    expect(module.givenBack).toContain(resting.id);
    const silent = anInvocation();
    expect(await module.call(silent)).toBeNull();
    expect(module.givenBack).toContain(silent.id);
    // Who asked in a place of their own is told there.
    expect((await module.call(anInvocation({ event: viaSlack('s3') })))?.text).toContain('Not asking !weather');
    const elsewhere = aMessage('x1', '!weather', NOW, { channel: '1000002' });
    expect((await module.call(anInvocation({ event: elsewhere })))?.text).toContain('Not asking !weather');
    expect(module.asked).toHaveLength(15);
  });

  it('is looked at by one call of one try, and everybody calls again when that was answered', async () => {
    const module = aModule(text('', 500));
    for (let i = 0; i < 5; i++) await module.call();
    module.state.now += 30_000;
    await module.call();
    expect(module.asked).toHaveLength(16);
    module.state.now += 60_000;
    module.state.answers = [text('', 404)];
    expect((await module.call())?.text).toContain('(404)');
    module.state.answers = [text('Sunny')];
    expect(await module.call()).toEqual({ text: 'Sunny' });
  });

  it('is not one that only refuses', async () => {
    const module = aModule(text('', 404));
    for (let i = 0; i < 8; i++) await module.call();
    expect(module.asked).toHaveLength(8);
  });
});

describe('an invocation that is run twice', () => {
  it('at once calls once, and the second run looks again when the first is sure to be over', async () => {
    const answering = Promise.withResolvers<PublicFetch>();
    const module = aModule(() => answering.promise);
    const invocation = anInvocation();
    const first = module.call(invocation);
    while (module.asked.length === 0) await scheduler.wait(1);
    expect(await module.call(invocation)).toBeNull();
    expect(module.woken).toEqual([{ wakeup: { v: 1, kind: 'run', invocation }, delaySeconds: 60 }]);
    answering.resolve(text('Sunny'));
    expect(await first).toEqual({ text: 'Sunny' });
    // The look finds it said.
    module.state.now += 60_000;
    expect(await module.call(invocation)).toBeNull();
    expect(module.asked).toHaveLength(1);
  });

  it('one after the other calls once, and comes to the same', async () => {
    const module = aModule(text('Sunny'), text('Rainy'));
    const invocation = anInvocation();
    expect(await module.call(invocation)).toEqual({ text: 'Sunny' });
    expect(await module.call(invocation)).toEqual({ text: 'Sunny' });
    expect(module.asked).toHaveLength(1);
  });

  it('comes to the same failure, too', async () => {
    const module = aModule(text('', 400), text('Sunny'));
    const invocation = anInvocation();
    const first = await module.call(invocation);
    expect(await module.call(invocation)).toEqual(first);
    expect(module.asked).toHaveLength(1);
  });

  it('and whose first run died is called for again after a minute, under the same id', async () => {
    const module = aModule(() => new Promise(() => {}));
    const invocation = anInvocation();
    void module.call(invocation);
    while (module.asked.length === 0) await scheduler.wait(1);
    module.state.answers = [text('Sunny')];
    module.state.now += 59_000;
    expect(await module.call(invocation)).toBeNull();
    expect(module.woken).toMatchObject([{ delaySeconds: 1 }]);
    module.state.now += 1_000;
    expect(await module.call(invocation)).toEqual({ text: 'Sunny' });
    const told = module.asked.map(({ options, body }) => ({
      id: options.headers?.['webhook-id'],
      session: (body.respond as { readonly sessionId: string }).sessionId,
    }));
    expect(told).toHaveLength(2);
    expect(told[0]).toEqual(told[1]);
  });

  it('and whose promise could not be kept is run again, and not taken for answered', async () => {
    const module = aModule(text('', 202));
    const invocation = anInvocation();
    module.state.databaseIsAway = true;
    await expect(module.call(invocation)).rejects.toThrow('away');
    module.state.databaseIsAway = false;
    module.state.now += 60_000;
    expect(await module.call(invocation)).toBeNull();
    expect(module.asked).toHaveLength(2);
    expect(module.queries).toEqual(['promise.keep', 'promise.keep']);
  });
});

describe('an answer that may be used again', () => {
  it('is, for the same arguments in the same community, as long as it counts', async () => {
    const module = aModule(text('Sunny'), text('Rainy'));
    const vienna = () => anInvocation({}, 60);
    expect(await module.call(vienna())).toEqual({ text: 'Sunny' });
    module.state.now += 59_999;
    expect(await module.call(vienna())).toEqual({ text: 'Sunny' });
    expect(module.asked).toHaveLength(1);
    module.state.now += 1;
    expect(await module.call(vienna())).toEqual({ text: 'Rainy' });
  });

  it.each([
    ['other arguments', { args: 'vienna' }, {}],
    ['another community', {}, { communityId: OTHER }],
    ['another module', {}, { id: 'another' }],
    ['the module after a change', {}, { updatedAt: NOW + 1 }],
  ])('is not for %s', async (_, invocation, row) => {
    const module = aModule(text('Sunny'), text('Rainy'));
    await module.call(anInvocation({}, 60));
    const other = await module.call(anInvocation(invocation, 60), { ...module.row, ...row });
    expect(other).toEqual({ text: 'Rainy' });
  });

  it.each([
    ['a failure', text('', 404)],
    ['a promise', text('', 202)],
    ['no content', text('', 204)],
  ])('is not %s', async (_, answer) => {
    const module = aModule(answer, text('Sunny'));
    await module.call(anInvocation({}, 60));
    expect(await module.call(anInvocation({}, 60))).toEqual({ text: 'Sunny' });
  });

  it('is not where the module’s answers are not to be kept', async () => {
    const module = aModule(text('Sunny'), text('Rainy'));
    await module.call();
    expect(await module.call()).toEqual({ text: 'Rainy' });
  });
});
