import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type HttpModuleStandIn, type ModuleCall, startHttpModule } from '../stand-ins/http-module.ts';
import { aCommunity, aKey, ask } from '../support/api.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

/** The program of the demo community, one of another's, and one that fails. */
let weather: HttpModuleStandIn;
let other: HttpModuleStandIn;
let broken: HttpModuleStandIn;
let world: World;
beforeAll(async () => {
  const now = () => world?.now() ?? Date.now();
  [weather, other, broken] = await Promise.all([
    startHttpModule({ now }),
    startHttpModule({ now }),
    startHttpModule({ now }),
  ]);
  world = await startWorld({ vars: { FETCH_ALLOW_HOSTS: [weather, other, broken].map(({ host }) => host).join(',') } });
  world.slack.user({ id: 'UADMIN', isAdmin: true });
  weather.secret = await added('weather', weather.url, { options: FREE });
});
afterAll(async () => {
  await world?.close();
  await Promise.all([weather?.stop(), other?.stop(), broken?.stop()]);
});
beforeEach(() => weather.answers({ text: 'Sunny' }));

const FREE = { cooldown: { user: 0, channel: 0 } };
const OWNER = { id: '1000001', login: 'owner', role: 'broadcaster' } as const;
/** The last one is for another community. */
const CHANNELS = TWITCH_CHANNELS.slice(0, -1);
let turn = 0;
const viewer = () => ({ id: `91${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
type User = ReturnType<typeof viewer> | typeof OWNER;

const api = (method: string, path: string, body?: Record<string, unknown>, more: object = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, { ...(body === undefined ? {} : { body }), ...more });

/** Adds a module of the demo community's. @returns its secret */
async function added(name: string, url: string, more: object = {}): Promise<string> {
  const { status, json, text } = await api('POST', '/modules/demo', { name, url, ...more });
  expect([status, text]).toEqual([201, expect.any(String)]);
  return json.secret;
}

/** Says a line on Twitch, each time somewhere else, and how its answers are seen. */
async function say(text: string, user: User = viewer(), copies = 1) {
  const { id } = CHANNELS[turn++ % CHANNELS.length] as (typeof CHANNELS)[number];
  const { messageId } = await world.twitch.chat({ channel: id, user, text, copies });
  const lines = () => world.twitch.sent.filter((line) => line.replyTo === messageId).map((line) => line.text);
  return { channel: id, messageId, lines };
}

async function answerTo(text: string, user?: User): Promise<string> {
  const { lines } = await say(text, user);
  await until(`an answer to ${text}`, () => lines().length > 0);
  return lines()[0] ?? '';
}

const slash = (text: string) => world.slack.slash({ channel: 'C0DEMO', user: 'UADMIN', command: '/waddlebot', text });

/** The call that was made for what somebody asked last. */
const lastCall = (module = weather) => module.calls.at(-1) as ModuleCall;
const audit = () =>
  world.rows<{ action: string; after: Record<string, unknown> | null }>(
    `select action, after from audit_log where target like 'module:%' order by id`,
  );

describe('a community’s own program', () => {
  it('answers its command on any platform, and knows by the signature who asks', async () => {
    weather.answers(({ invocation }) => ({ json: { text: `Sunny in ${invocation.args || 'nowhere'}` } }));
    const pia = viewer();
    expect(await answerTo('!weather Vienna', pia)).toBe('Sunny in Vienna');
    expect(lastCall()).toMatchObject({
      repeated: false,
      invocation: {
        type: 'invocation',
        community: { slug: 'demo' },
        platform: 'twitch',
        command: 'weather',
        prefix: '!',
        args: 'Vienna',
        text: '!weather Vienna',
        actor: { account: pia.id, level: 'everyone' },
      },
    });
    expect(await answerTo('#weather Linz')).toBe('Sunny in Linz');
    expect((await slash('weather Graz')).body).toMatchObject({ text: 'Sunny in Graz' });
    expect(lastCall().invocation).toMatchObject({ platform: 'slack', room: 'C0DEMO' });
    expect(weather.turnedAway).toEqual([]);
  });

  it('is asked once, though the message comes five times', async () => {
    const { lines } = await say('!weather', viewer(), 5);
    await until('an answer', () => lines().length > 0);
    await quiet(world);
    expect(lines()).toEqual(['Sunny']);
    expect(weather.calls.filter(({ invocation }) => invocation.args === '')).toHaveLength(1);
  });

  it('is asked once, though the run that asked it is handed over again', async () => {
    const { messageId, channel, lines } = await say('!weather again');
    await until('an answer', () => lines().length > 0);
    const [{ invocation }] = weather.calls.slice(-1) as [ModuleCall];
    const before = weather.calls.length;
    const [community] = await world.rows(`select id, slug, name, language, zone from communities where slug = 'demo'`);
    const [{ id: module }] = (await world.rows<{ id: string }>(
      `select id from http_modules where name = 'weather'`,
    )) as [{ id: string }];
    const at = Date.parse(invocation.at);
    const body = {
      v: 1,
      id: `twitch:${channel}:${messageId}:0`,
      event: {
        ...{ id: messageId, platform: 'twitch', channel, room: channel, kind: 'message', text: '!weather again' },
        ...{ author: { account: '1', login: 'x', displayName: 'x', level: 'everyone', badges: [] }, data: {} },
        ...{ attachments: [], mentions: [], at, receivedAt: at, correlationId: 'again', redelivered: false },
        answer: { by: 'api' },
      },
      ...{ command: module, name: 'weather', prefix: '!', args: 'again', http: { module, cacheSeconds: 0 } },
      ...{ effect: 'none', visibility: 'public', community, privileged: false, admittedAt: at },
    };
    const consumer = await world.worker.miniflare.getWorker();
    const message = { id: 'copy', timestamp: new Date(), attempts: 2, body };
    expect(await consumer.queue('waddlebot-invocations', [message])).toMatchObject({ explicitAcks: ['copy'] });
    await quiet(world);
    expect(weather.calls).toHaveLength(before);
    expect(lines()).toEqual(['Sunny']);
  });

  it('says only what is harmless: nothing of it is looked through, and it starts no command', async () => {
    const before = weather.calls.length;
    weather.answers({ text: '/ban $(user) {name} @everyone' });
    expect(await answerTo('!weather')).toBe('› /ban $(user) {name} @everyone');
    weather.answers({ text: '!weather' });
    expect(await answerTo('!weather')).toBe('› !weather');
    await quiet(world);
    expect(weather.calls).toHaveLength(before + 2);
  });

  it('may show media and tickers, which chat reads', async () => {
    const media = { url: 'https://example.com/cat.gif', title: 'A cat' };
    weather.answers({ json: { text: 'Look!', media, ticker: { text: 'Cats' } } });
    expect(await answerTo('!weather')).toBe('Look! A cat: https://example.com/cat.gif Cats');
  });

  it('may say nothing', async () => {
    weather.answers({ status: 204 });
    const { lines } = await say('!weather');
    await quiet(world);
    expect(lines()).toEqual([]);
  });
});

describe('a program that fails', () => {
  it('is asked three times, under one id, by which it knows the repetition', async () => {
    weather.fault({ op: 'hook', times: 2, fault: { kind: 'status', status: 503 } });
    weather.answers(({ repeated, id }) => ({ text: `${repeated} ${id}` }));
    expect(await answerTo('!weather')).toBe(`false ${lastCall().id}`);
    weather.fault({ op: 'hook', fault: { kind: 'status', status: 500, when: 'after' } });
    expect(await answerTo('!weather')).toBe(`true ${lastCall().id}`);
  });

  it('is waited for as long as it wants, up to 5 s', async () => {
    weather.fault({ op: 'hook', fault: { kind: 'status', status: 429, retryAfter: 1 } });
    const before = Date.now();
    expect(await answerTo('!weather')).toBe('Sunny');
    expect(Date.now() - before).toBeGreaterThan(1_000);
    weather.fault({ op: 'hook', fault: { kind: 'status', status: 429, retryAfter: 60 } });
    expect(await answerTo('!weather')).toContain('No answer from !weather: its server has too much to do.');
  });

  it('that takes longer than a slash command may is heard by its response_url', async () => {
    weather.fault({ op: 'hook', fault: { kind: 'delay', ms: 3_000 } });
    weather.answers({ text: 'Slow but sunny' });
    const { body, ms } = await slash('weather slowly');
    expect(body).toBe('');
    expect(ms).toBeLessThan(3_000);
    await until('the answer', () => world.slack.responses.some(({ text }) => text === 'Slow but sunny'));
  });

  it('costs who asked one clear sentence and no wait', async () => {
    await api('PUT', '/modules/demo/weather', { url: weather.url, options: { cooldown: { user: 600, channel: 0 } } });
    const { id } = TWITCH_CHANNELS[0] as (typeof TWITCH_CHANNELS)[number];
    const pia = viewer();
    const here = async () => {
      const { messageId } = await world.twitch.chat({ channel: id, user: pia, text: '!weather' });
      const found = () => world.twitch.sent.filter((line) => line.replyTo === messageId);
      await until('an answer', () => found().length > 0);
      return found().map((line) => line.text);
    };
    weather.answers({ status: 404, text: 'nothing here' });
    expect(await here()).toEqual([
      'No answer from !weather: its server refused the request (404). Whoever runs !weather has to look at it.',
    ]);
    weather.answers({ text: 'Sunny' });
    expect(await here()).toEqual(['Sunny']);
    await api('PUT', '/modules/demo/weather', { url: weather.url, options: FREE });
  });

  it('does not lead the bot to where nobody outside may look', async () => {
    await added('inside', weather.url.replace('/hook', '/redirect'), { options: FREE });
    expect(await answerTo('!inside')).toContain('No answer from !inside: its address leads nowhere on the public');
  });

  it('is left alone after five failures in a row, by everybody, and asked again when its time has come', async () => {
    broken.secret = await added('broken', broken.url, { options: FREE });
    broken.answers({ status: 500 });
    for (let i = 0; i < 5; i++) expect(await answerTo('!broken')).toContain('its server failed (500)');
    const calls = broken.calls.length;
    expect(calls).toBe(15);
    expect(await answerTo('!broken')).toMatch(/^Not asking !broken for \d+ s, as its server failed several times/);
    expect(broken.calls).toHaveLength(calls);
    await world.advance(31_000);
    broken.answers({ text: 'Here again' });
    expect(await answerTo('!broken')).toBe('Here again');
    expect(await answerTo('!broken')).toBe('Here again');
  });
});

describe('how a program does', () => {
  const health = async (search = 'health=true') =>
    Object.fromEntries(
      (await api('GET', `/modules/demo?${search}`)).json.data.map((row: { name: string; health: unknown }) => [
        row.name,
        row.health,
      ]),
    );

  it('is told in the list, where that is asked, and its last calls without what was said', async () => {
    weather.answers({ text: 'A secret forecast' });
    await answerTo('!weather Vienna');
    weather.answers({ status: 404 });
    await answerTo('!weather');
    expect(await health('')).toMatchObject({ weather: null });
    expect((await health()).weather).toMatchObject({
      breaker: 'closed',
      retryAt: null,
      lastCall: { command: 'weather', status: 404, outcome: 'refused', test: false },
    });
    const { json, text } = await api('GET', '/modules/demo/weather/calls');
    expect(json.data.slice(0, 2)).toMatchObject([{ outcome: 'refused' }, { outcome: 'said', status: 200 }]);
    expect(text).not.toMatch(/forecast|Vienna|whsec/);
  });

  it('is told while its host is left alone, with when it is asked again', async () => {
    broken.answers({ status: 500 });
    for (let i = 0; i < 5; i++) await answerTo('!broken');
    const { json } = await api('GET', '/modules/demo/broken/calls');
    expect(json).toMatchObject({ breaker: 'open', retryAt: expect.any(String) });
    expect(json.data[0]).toMatchObject({ outcome: 'broken', status: 500, tookMs: expect.any(Number) });
    expect((await health()).broken.breaker).toBe('open');
    await world.advance(31_000);
    broken.answers({ text: 'Here again' });
    await api('POST', '/modules/demo/broken/test');
    const after = (await api('GET', '/modules/demo/broken/calls')).json;
    expect([after.breaker, after.retryAt]).toEqual(['closed', null]);
    expect(after.data.slice(0, 2)).toMatchObject([
      { outcome: 'said', test: true },
      { outcome: 'broken', test: false },
    ]);
  });

  it('is nobody else’s to know', async () => {
    const { slug } = await aCommunity(world);
    expect((await api('GET', `/modules/${slug}/weather/calls`)).status).toBe(404);
    const key = await aKey(world, { communities: [slug] });
    expect((await api('GET', '/modules/demo/weather/calls', undefined, { key })).status).toBe(404);
  });

  it('is changed by one after the other: who comes second hears who was first', async () => {
    const seen = { 'if-match': (await api('GET', '/modules/demo/weather')).headers.get('etag') ?? '' };
    const body = { url: weather.url, options: FREE };
    expect((await api('PUT', '/modules/demo/weather', { ...body, summary: 'First' })).status).toBe(200);
    const late = await api('PUT', '/modules/demo/weather', { ...body, summary: 'Second' }, { headers: seen });
    expect([late.status, late.json.error.code, late.json.error.changed.at]).toEqual([
      409,
      'CONFLICT',
      expect.stringMatching(/Z$/),
    ]);
    expect((await api('GET', '/modules/demo/weather')).json.summary).toBe('First');
  });
});

describe('an answer that comes later', () => {
  it('is said under the question, once, and signed by nobody else', async () => {
    weather.answers({ status: 202 });
    const asked = await say('!weather later');
    await until('the call', () => lastCall()?.invocation.args === 'later');
    const { sessionId } = lastCall().invocation.respond;
    await until('the promise', async () => (await world.rows('select from promised_answers')).length > 0);
    expect(asked.lines()).toEqual([]);
    const response = { text: 'Snow, after all' };
    expect((await weather.respond({ sessionId, response, secret: other.secret || 'whsec_AAAA' })).status).toBe(401);
    expect((await weather.respond({ sessionId, response, at: world.now() - 301_000 })).status).toBe(401);
    expect((await weather.respond({ sessionId, response })).status).toBe(201);
    await until('the answer', () => asked.lines().length > 0);
    expect(asked.lines()).toEqual(['Snow, after all']);
    const second = await weather.respond({ sessionId, response: { text: 'Rain' } });
    expect([second.status, second.body]).toEqual([409, expect.stringContaining('given already')]);
    await quiet(world);
    expect(asked.lines()).toEqual(['Snow, after all']);
    const [delivery] = await world.rows<{ status: string; reply: string }>(
      `select status, reply from deliveries where id like '%/later'`,
    );
    expect(delivery).toEqual({ status: 'sent', reply: 'Snow, after all' });
  });

  it('to a slash command is said where it was asked, and after 14 min in the room', async () => {
    weather.answers({ status: 202 });
    const first = await slash('weather soon');
    expect(first.body).toMatchObject({ text: 'This takes !weather a little longer; the answer comes here.' });
    const soon = lastCall().invocation.respond.sessionId;
    expect((await weather.respond({ sessionId: soon, response: { text: 'Soon it was' } })).status).toBe(201);
    await until('the answer', () => world.slack.responses.some(({ text }) => text === 'Soon it was'));

    await slash('weather late');
    const late = lastCall().invocation.respond.sessionId;
    await world.advance(14 * 60_000 + 1_000);
    expect((await weather.respond({ sessionId: late, response: { text: 'Late it was' } })).status).toBe(201);
    await until('the answer', () => world.slack.posted.some(({ text }) => text === 'Late it was'));
    expect(world.slack.responses.some(({ text }) => text === 'Late it was')).toBe(false);
  });

  it('is waited for an hour', async () => {
    weather.answers({ status: 202 });
    await slash('weather never');
    const { sessionId } = lastCall().invocation.respond;
    await world.advance(3_600_001);
    expect((await weather.respond({ sessionId, response: { text: 'Too late' } })).status).toBe(404);
    const nobodys = { sessionId: '01999999-0000-8000-8000-000000000001', response: { text: 'x' } };
    expect((await api('POST', '/router/responses', nobodys, { key: null })).status).toBe(401);
  });
});

describe('a module in chat', () => {
  it('is added, shown, tried out, set, switched and removed by who runs the community', async () => {
    const said = await answerTo(`!module add !moon ${other.url}?token=secret`, OWNER);
    expect(said).toContain('Added the module !moon. Its secret is never said in chat');
    other.secret = (await api('POST', '/modules/demo/moon/secret')).json.secret;
    other.answers({ text: 'Full' });
    expect(await answerTo('!module test moon', OWNER)).toMatch(
      /^Tried !moon: 200 after \d+ ms\. Chat would show: Full$/,
    );
    expect(lastCall(other).invocation).toMatchObject({ test: true, command: 'moon' });
    expect(await answerTo('!moon')).toBe('Full');
    expect(await answerTo('!module options moon cache=1m level=vip usercooldown=0', OWNER)).toBe(
      'Changed the module !moon.',
    );
    expect(await answerTo('!module show moon', OWNER)).toBe(
      `The module !moon asks ${other.url}?… (enabled=on cache=60 level=vip usercooldown=0)`,
    );
    expect(await answerTo('!module list', OWNER)).toContain('!moon');
    expect(await answerTo('!module off moon', OWNER)).toBe(
      'Switched the module !moon off; !module on moon brings it back.',
    );
    expect(await answerTo('!module list', OWNER)).toContain('!moon (off)');
    const silent = await say('!moon', OWNER);
    await quiet(world);
    expect(silent.lines()).toEqual([]);
    expect(await answerTo('!module on moon', OWNER)).toBe('Switched the module !moon on.');
    expect(await answerTo('!module remove moon', OWNER)).toBe('Removed the module !moon.');
    expect(await answerTo('!module test moon', OWNER)).toContain('There is no module !moon');
  });

  it('takes no name that is taken, and no address that is none', async () => {
    expect(await answerTo(`!module add ping ${weather.url}`, OWNER)).toContain('built in');
    expect(await answerTo(`!module add weather ${weather.url}`, OWNER)).toContain('There is a module !weather');
    await answerTo('!command add taken x', OWNER);
    expect(await answerTo(`!module add taken ${weather.url}`, OWNER)).toContain('There is a command !taken');
    await answerTo('!alias add other ping', OWNER);
    expect(await answerTo(`!module add other ${weather.url}`, OWNER)).toContain('There is an alias !other');
    for (const [url, words] of [
      ['http://example.com/x', 'by https only'],
      ['https://10.0.0.1/x', 'nowhere on the public internet'],
      ['https://user:pass@example.com/', 'no address'],
      ['ftp://example.com/', 'no address'],
    ] as const)
      expect(await answerTo(`!module add x ${url}`, OWNER), url).toContain(words);
  });

  it('has its name for itself: no command and no alias takes it', async () => {
    expect(await answerTo('!command add weather x', OWNER)).toContain('There is a module !weather here');
    expect(await answerTo('!alias add weather ping', OWNER)).toContain('There is a module !weather here');
  });

  it('is nothing for moderators', async () => {
    const before = await world.rows('select from http_modules');
    const { lines } = await say(`!module add mods ${weather.url}`, { ...viewer(), role: 'moderator' } as never);
    await quiet(world);
    expect([lines(), await world.rows('select from http_modules')]).toEqual([[], before]);
  });
});

describe('a module by the API', () => {
  it('answers again from memory as long as its answers count', async () => {
    await api('PUT', '/modules/demo/weather', { url: weather.url, cacheSeconds: 60, options: FREE });
    weather.answers(({ invocation }) => ({ text: `${invocation.args} at ${invocation.at}` }));
    const first = await answerTo('!weather Linz');
    expect(await answerTo('!weather Linz')).toBe(first);
    expect(await answerTo('!weather Wels')).not.toBe(first);
    await world.advance(60_001);
    expect(await answerTo('!weather Linz')).not.toBe(first);
    await api('PUT', '/modules/demo/weather', { url: weather.url, options: FREE });
  });

  it('tells its secret once, and signs with a new one when it is made', async () => {
    other.answers({ text: 'Up' });
    const headers = { 'idempotency-key': 'make-sun' };
    const body = { name: 'sun', url: other.url };
    const first = await api('POST', '/modules/demo', body, { headers });
    const again = await api('POST', '/modules/demo', body, { headers });
    expect(first.json.secret).toMatch(/^whsec_/);
    expect(again.json).toEqual({ ...first.json, secret: null });
    const shown = await api('GET', '/modules/demo/sun');
    expect(shown.json).toMatchObject({ name: 'sun', url: other.url, enabled: true, cacheSeconds: 0, uses: 0 });
    const [row] = await world.rows<{ sealed_secret: string }>(
      `select sealed_secret from http_modules where name = 'sun'`,
    );
    expect(row?.sealed_secret).not.toContain(first.json.secret.slice(6));
    other.secret = first.json.secret;
    expect((await api('POST', '/modules/demo/sun/test')).json).toMatchObject({ status: 200, shows: 'Up' });
    const { json } = await api('POST', '/modules/demo/sun/secret');
    expect((await api('POST', '/modules/demo/sun/test')).json).toMatchObject({
      status: 401,
      shows: null,
      problem: expect.stringContaining('refused the request (401)'),
      breaker: 'closed',
    });
    other.secret = json.secret;
    expect((await api('POST', '/modules/demo/sun/test')).json).toMatchObject({ status: 200, problem: null });
    const all = JSON.stringify([shown.json, (await api('GET', '/modules/demo')).json, await audit(), world.logs]);
    for (const secret of [first.json.secret, json.secret, weather.secret])
      expect(all).not.toContain(secret.slice(6, 30));
    expect(new Set((await audit()).map(({ action }) => action))).toEqual(
      new Set(['module.add', 'module.edit', 'module.remove', 'module.secret']),
    );
    expect((await api('DELETE', '/modules/demo/sun')).status).toBe(200);
    expect((await api('GET', '/modules/demo/sun')).status).toBe(404);
  });

  it('belongs to one community', async () => {
    const { slug } = await aCommunity(world);
    const channel = TWITCH_CHANNELS.at(-1)?.id ?? '';
    await world.rows(
      `update channels set community_id = (select id from communities where slug = $1) where platform_id = $2`,
      [slug, channel],
    );
    const { json } = await api('POST', `/modules/${slug}`, { name: 'weather', url: other.url, options: FREE });
    other.secret = json.secret;
    other.answers({ text: 'Rain' });
    const { messageId } = await world.twitch.chat({ channel, user: viewer(), text: '!weather' });
    await until('an answer', () => world.twitch.sent.some((line) => line.replyTo === messageId));
    expect(world.twitch.sent.find((line) => line.replyTo === messageId)?.text).toBe('Rain');
    expect(await answerTo('!weather')).toBe('Sunny');
    const stranger = await aKey(world, { communities: [slug] });
    for (const [method, path] of [
      ['GET', '/modules/demo/weather'],
      ['POST', '/modules/demo/weather/secret'],
      ['POST', '/modules/demo/weather/test'],
      ['DELETE', '/modules/demo/weather'],
    ] as const)
      expect((await api(method, path, undefined, { key: stranger })).status, path).toBe(404);
  });

  it('has room for fifty', async () => {
    const { slug } = await aCommunity(world);
    const add = (i: number) => api('POST', `/modules/${slug}`, { name: `m${i}`, url: weather.url });
    const made = await Promise.all(Array.from({ length: 52 }, (_, i) => add(i)));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(50);
    expect(made.find(({ status }) => status === 409)?.text).toContain('at most 50 modules');
  });
});
