import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { utf8 } from '../core/bytes.ts';
import { fetchPublicFor, type PublicFetchOptions } from './fetch-public.ts';

type Answer = (request: Request) => Response | Promise<Response>;

const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'example.com': ['93.184.215.14', '2606:2800::1'],
  'example.net': ['93.184.215.15'],
  'rebound.example.com': ['93.184.215.14', '127.0.0.1'],
  'inside.example.com': ['10.0.0.1'],
};

/** A web of a few pages, and what was asked of it. */
function web(pages: Readonly<Record<string, Answer>>) {
  const requests: Request[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    const request = new Request(input as string, init);
    requests.push(request);
    const page = pages[request.url];
    if (!page) throw new TypeError('connection refused');
    return page(request);
  };
  const settings = { PUBLIC_URL: 'https://waddle.example.com/' };
  const fetchPublic = fetchPublicFor(settings, async (name) => HOSTS[name] ?? [], fetcher);
  const get = (url: string, options?: PublicFetchOptions) => fetchPublic(url, options);
  return { get, requests, urls: () => requests.map(({ url }) => url) };
}

const plain = (text: string, headers: Record<string, string> = {}) =>
  new Response(text, { headers: { 'content-type': 'text/plain', ...headers } });
const to = (location: string, status = 302) => new Response('moved', { status, headers: { location } });
const refused = (reason: string, words: string | RegExp = /./) => ({
  ok: false,
  reason,
  message: expect.stringMatching(words),
});

/** A body of these chunks; without an end where there is a `then`. */
function streamed(chunks: readonly (string | Uint8Array)[], then?: 'endless' | 'silent' | 'breaks') {
  const left = [...chunks];
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = left.shift() ?? (then === 'endless' ? 'x'.repeat(16_384) : undefined);
      if (chunk !== undefined) controller.enqueue(typeof chunk === 'string' ? utf8(chunk) : chunk);
      else if (then === 'breaks') controller.error(new Error('connection lost'));
      else if (then !== 'silent') controller.close();
      else return new Promise(() => {});
    },
    cancel() {
      cancelled = true;
    },
  });
  return { stream, wasCancelled: () => cancelled };
}

describe('a public page', () => {
  it('is fetched under the bot’s own name, without anything of its visitor', async () => {
    const { get, requests } = web({ 'https://example.com/x?y=1': () => plain('hello') });
    expect(await get('https://example.com/x?y=1#z')).toEqual({
      ok: true,
      status: 200,
      url: 'https://example.com/x?y=1',
      type: 'text/plain',
      text: 'hello',
      isCut: false,
    });
    const [request] = requests;
    expect(request?.method).toBe('GET');
    expect(request?.redirect).toBe('manual');
    expect(Object.fromEntries(request?.headers ?? [])).toEqual({
      accept: '*/*',
      'user-agent': 'WaddleBot (+https://waddle.example.com)',
    });
  });

  it('takes the caller’s headers, method and body', async () => {
    const { get, requests } = web({ 'https://example.com/': () => plain('posted') });
    const headers = { 'Nightbot-User': 'name=pia&displayName=Pia', 'Content-Type': 'application/json' };
    await get('https://example.com', { method: 'POST', body: '{}', headers, accept: 'application/json' });
    const [request] = requests;
    expect(request?.headers.get('nightbot-user')).toBe('name=pia&displayName=Pia');
    expect(request?.headers.get('content-type')).toBe('application/json');
    expect(request?.headers.get('accept')).toBe('application/json');
    expect([request?.method, await request?.text()]).toEqual(['POST', '{}']);
  });

  it('is an answer, whatever its status', async () => {
    const { get } = web({ 'https://example.com/': () => new Response('gone', { status: 410 }) });
    expect(await get('https://example.com')).toMatchObject({ ok: true, status: 410, text: 'gone' });
  });

  it('tells when to come back, where it says so', async () => {
    const busy = () => new Response('busy', { status: 429, headers: { 'retry-after': '2' } });
    const { get } = web({ 'https://example.com/': busy, 'https://example.net/': () => plain('hello') });
    expect(await get('https://example.com')).toMatchObject({ status: 429, retryAfter: '2' });
    expect(await get('https://example.net')).not.toHaveProperty('retryAfter');
  });

  it('may be empty', async () => {
    const { get } = web({ 'https://example.com/': () => new Response(null, { status: 204 }) });
    expect(await get('https://example.com')).toMatchObject({ ok: true, status: 204, text: '' });
  });

  it.each([
    ['text/plain; charset=utf-8', [0x47, 0xc3, 0xbc], 'Gü'],
    ['text/plain', [0x47, 0xc3, 0xbc], 'Gü'],
    ['text/plain; charset="ISO-8859-1"', [0x47, 0xfc], 'Gü'],
    ['text/plain;charset=latin1', [0x47, 0xfc, 0x80], 'Gü€'],
    ['text/html; charset=windows-1252', [0x3c, 0x62, 0x3e, 0xfc], '<b>ü'],
    ['text/plain; charset=klingon', [0x47, 0xc3, 0xbc], 'Gü'],
    ['text/plain', [0xef, 0xbb, 0xbf, 0x47], 'G'],
    ['text/plain', [0x47, 0xff], 'G\ufffd'],
    ['application/json', [0x7b, 0x7d], '{}'],
    ['application/activity+json', [0x7b, 0x7d], '{}'],
    ['application/rss+xml; x=y', [0x3c], '<'],
  ])('is read as its header says: %s', async (contentType, bytes, text) => {
    const page = () => new Response(Uint8Array.from(bytes), { headers: { 'content-type': contentType } });
    expect(await web({ 'https://example.com/': page }).get('https://example.com')).toMatchObject({ ok: true, text });
  });

  it('without a type is taken for text', async () => {
    const { get } = web({ 'https://example.com/': () => new Response(utf8('hello')) });
    expect(await get('https://example.com')).toMatchObject({ ok: true, type: '', text: 'hello' });
  });

  it.each(['image/png', 'application/octet-stream', 'video/mp4', 'application/zip', 'multipart/form-data; boundary=x'])(
    'that is no text is refused: %s',
    async (contentType) => {
      const body = streamed([], 'endless');
      const page = () => new Response(body.stream, { headers: { 'content-type': contentType } });
      expect(await web({ 'https://example.com/': page }).get('https://example.com')).toEqual(refused('not-text'));
      expect(body.wasCancelled()).toBe(true);
    },
  );
});

describe('what a caller reads', () => {
  const page = (contentType: string, stream: ReadableStream) =>
    web({ 'https://example.com/': () => new Response(stream, { headers: { 'content-type': contentType } }) });
  const reads = (type: string) => type === 'text/html';

  it('is nothing but what it wants; of the rest it is told the type', async () => {
    const body = streamed([], 'endless');
    expect(await page('application/pdf; x=y', body.stream).get('https://example.com', { reads })).toEqual({
      ok: true,
      status: 200,
      url: 'https://example.com/',
      type: 'application/pdf',
      text: '',
      isCut: true,
    });
    expect(body.wasCancelled()).toBe(true);
    const { get } = page('text/html', streamed(['<p>']).stream);
    expect(await get('https://example.com', { reads })).toMatchObject({ ok: true, text: '<p>', isCut: false });
  });

  it('is in the charset that a page itself names, where it wants to know', async () => {
    const russian = () => page('text/html', streamed(['<meta charset=windows-1251>', Uint8Array.of(0xd3)]).stream);
    expect(await russian().get('https://example.com', { sniff: 'html' })).toMatchObject({
      text: expect.stringMatching(/У$/),
    });
    expect(await russian().get('https://example.com')).toMatchObject({ text: expect.stringMatching(/\ufffd$/) });
  });
});

describe('somewhere private', () => {
  it.each([
    ['http://127.0.0.1/', 'private', 'is an address'],
    ['http://localhost:8080/', 'private', 'public internet'],
    ['https://inside.example.com/', 'private', 'does not lead to the public internet'],
    ['https://rebound.example.com/', 'private', 'does not lead to the public internet'],
    ['https://waddle.example.com/api/v1', 'private', 'is this bot itself'],
    ['https://nobody.example.com/', 'unknown-host', 'there is no host'],
    ['ftp://example.com/', 'url', 'only http: and https:'],
  ])('is never asked: %s', async (url, reason, words) => {
    const { get, urls } = web({});
    expect(await get(url)).toEqual(refused(reason, words));
    expect(urls()).toEqual([]);
  });

  it.each([
    'http://127.0.0.1/',
    '//127.0.0.1/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
    'https://inside.example.com/',
    'https://rebound.example.com/',
    'https://waddle.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user:password@example.com/',
    'https://example.com:22/',
    'http://',
  ])('is never asked by way of a redirect: %s', async (location) => {
    const { get, urls } = web({
      'https://example.com/': () => to('/next'),
      'https://example.com/next': () => to(location, 307),
    });
    expect(await get('https://example.com')).toMatchObject({ ok: false, message: /^it redirects, but / });
    expect(urls()).toEqual(['https://example.com/', 'https://example.com/next']);
  });
});

describe('a redirect', () => {
  it('is followed three times, and not a fourth', async () => {
    const pages = {
      'https://example.com/': () => to('/1'),
      'https://example.com/1': () => to('https://example.net/2', 301),
      'https://example.net/2': () => to('3', 308),
      'https://example.net/3': () => plain('there'),
    };
    expect(await web(pages).get('https://example.com')).toMatchObject({ text: 'there', url: 'https://example.net/3' });
    expect(await web(pages).get('https://example.com', { maxHops: 2 })).toEqual(
      refused('redirects', 'more than 2 times'),
    );
    const around = web({ 'https://example.com/': () => to('/') });
    expect(await around.get('https://example.com')).toEqual(refused('redirects'));
    expect(around.urls()).toHaveLength(4);
  });

  it('to nowhere is an answer', async () => {
    const { get } = web({ 'https://example.com/': () => new Response('choose', { status: 300 }) });
    expect(await get('https://example.com')).toMatchObject({ ok: true, status: 300 });
  });

  it.each([
    ['within the host', 'https://example.com/2', true],
    ['to another host', 'https://example.net/2', false],
    ['out of https', 'http://example.com/2', false],
  ])('%s keeps the caller’s headers: %s, %s', async (_, location, keeps) => {
    const { get, requests } = web({
      'https://example.com/': () => to(location),
      [location]: () => plain('there'),
    });
    await get('https://example.com', { headers: { 'x-fossabot-customapitoken': 'secret', authorization: 'Bearer x' } });
    expect(requests[1]?.headers.has('x-fossabot-customapitoken')).toBe(keeps);
    expect(requests[1]?.headers.has('authorization')).toBe(keeps);
    expect(requests[1]?.headers.get('user-agent')).toMatch(/^WaddleBot/);
  });

  it('does not bring headers back that were left behind', async () => {
    const { get, requests } = web({
      'https://example.com/': () => to('https://example.net/'),
      'https://example.net/': () => to('https://example.com/end'),
      'https://example.com/end': () => plain('there'),
    });
    await get('https://example.com', { headers: { authorization: 'Bearer x' } });
    expect(requests.map(({ headers }) => headers.has('authorization'))).toEqual([true, false, false]);
  });

  it.each([
    [301, 'POST', 'GET', ''],
    [302, 'POST', 'GET', ''],
    [303, 'POST', 'GET', ''],
    [303, 'PUT', 'GET', ''],
    [302, 'PUT', 'PUT', 'body'],
    [307, 'POST', 'POST', 'body'],
    [308, 'POST', 'POST', 'body'],
  ] as const)('%i after %s is %s', async (status, method, then, body) => {
    const { get, requests } = web({
      'https://example.com/': () => to('/2', status),
      'https://example.com/2': () => plain('there'),
    });
    await get('https://example.com', { method, body: 'body' });
    expect([requests[1]?.method, await requests[1]?.text()]).toEqual([then, body]);
  });

  it('does not leave its page unread', async () => {
    const body = streamed([], 'endless');
    const { get } = web({
      'https://example.com/': () => new Response(body.stream, { status: 302, headers: { location: '/2' } }),
      'https://example.com/2': () => plain('there'),
    });
    expect(await get('https://example.com')).toMatchObject({ text: 'there' });
    expect(body.wasCancelled()).toBe(true);
  });
});

describe('a body', () => {
  const page = (stream: ReadableStream, headers: Record<string, string> = {}) =>
    web({
      'https://example.com/': () => new Response(stream, { headers: { 'content-type': 'text/plain', ...headers } }),
    });

  it('may have 64 kB', async () => {
    const fits = streamed(['x'.repeat(65_535), 'y']);
    expect(await page(fits.stream).get('https://example.com')).toMatchObject({ ok: true, isCut: false });
    const tooLarge = streamed(['x'.repeat(65_536), 'y']);
    expect(await page(tooLarge.stream).get('https://example.com')).toEqual(refused('too-large', 'larger than 64 kB'));
  });

  it('without an end is given up', async () => {
    const { stream, wasCancelled } = streamed([], 'endless');
    expect(await page(stream).get('https://example.com')).toEqual(refused('too-large'));
    expect(wasCancelled()).toBe(true);
  });

  it('is cut where the beginning is enough, and never inside of a character', async () => {
    const { stream, wasCancelled } = streamed(['abc', 'ü'.repeat(1_000)], 'endless');
    const cut = await page(stream).get('https://example.com', { maxBytes: 6, oversize: 'cut' });
    expect(cut).toMatchObject({ ok: true, text: 'abcü', isCut: true });
    expect(wasCancelled()).toBe(true);
  });

  it('that is announced as too large is not read', async () => {
    const { stream, wasCancelled } = streamed(['x']);
    const { get } = page(stream, { 'content-length': '10000000' });
    expect(await get('https://example.com')).toEqual(refused('too-large'));
    expect(wasCancelled()).toBe(true);
  });

  it.each(['1', '-1', '0', 'NaN', '1e9x'])('is not believed its announced length: %s', async (length) => {
    const { stream } = streamed(['x'.repeat(1_000)], 'endless');
    expect(await page(stream, { 'content-length': length }).get('https://example.com')).toEqual(refused('too-large'));
  });

  it('that unpacks into more is given up', async () => {
    const packed = await new Response(
      new Response(new Uint8Array(10_000_000)).body!.pipeThrough(new CompressionStream('gzip')),
    ).arrayBuffer();
    expect(packed.byteLength).toBeLessThan(20_000);
    const bomb = new Response(packed).body!.pipeThrough(new DecompressionStream('gzip'));
    expect(await page(bomb).get('https://example.com')).toEqual(refused('too-large'));
  });

  it('that breaks off is no answer', async () => {
    const { stream } = streamed(['half of'], 'breaks');
    expect(await page(stream).get('https://example.com')).toEqual(refused('unreachable', 'broke off'));
  });
});

describe('time', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['a page that never answers', () => new Promise<Response>(() => {})],
    ['a body that never ends', () => new Response(streamed(['a'], 'silent').stream)],
  ])('is up after 5 s for %s', async (_, page) => {
    const fetched = web({ 'https://example.com/': page }).get('https://example.com');
    const late = vi.fn();
    fetched.then(late);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(late).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await fetched).toEqual(refused('timeout', 'longer than 5 s'));
  });

  it('is the same for all redirects together', async () => {
    const slowly = (location: string) => async () => {
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return to(location);
    };
    const { get } = web({
      'https://example.com/': slowly('/1'),
      'https://example.com/1': slowly('/2'),
      'https://example.com/2': slowly('/3'),
    });
    const fetched = get('https://example.com');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await fetched).toEqual(refused('timeout'));
  });

  it('is up for a body that drips', async () => {
    const drips = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        controller.enqueue(utf8('x'));
      },
    });
    const fetched = web({ 'https://example.com/': () => new Response(drips) }).get('https://example.com');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await fetched).toEqual(refused('timeout'));
  });

  it('is up for a resolver that does not answer', async () => {
    const fetchPublic = fetchPublicFor({ PUBLIC_URL: 'https://w.example.com' }, () => new Promise(() => {}), fetch);
    const fetched = fetchPublic('https://example.com', { timeoutMs: 100 });
    await vi.advanceTimersByTimeAsync(100);
    expect(await fetched).toEqual(refused('timeout', 'longer than 0.1 s'));
  });

  it('ends what is still under way', async () => {
    let signal: AbortSignal | undefined;
    const { get } = web({
      'https://example.com/': (request) => {
        signal = request.signal;
        return new Promise<Response>(() => {});
      },
    });
    const fetched = get('https://example.com');
    await vi.advanceTimersByTimeAsync(5_000);
    await fetched;
    expect(signal?.aborted).toBe(true);
  });

  it('is over with the answer, also for a look-up that nobody needs any more', async () => {
    let signal: AbortSignal | undefined;
    const resolve = async (_: string, given: AbortSignal) => {
      signal = given;
      return ['93.184.215.14'];
    };
    const fetchPublic = fetchPublicFor({ PUBLIC_URL: 'https://w.example.com' }, resolve, async () => plain('hello'));
    expect(await fetchPublic('https://example.com')).toMatchObject({ ok: true });
    expect(signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what a caller may not send', () => {
  it.each([
    ['a header that is another one', { headers: { 'x-name': 'a\r\nx-injected: b' } }],
    ['a header of the bot', { headers: { 'User-Agent': 'Mozilla/5.0' } }],
    ['a body without a method for it', { body: 'x' }],
  ])('is refused before anything is asked: %s', async (_, options) => {
    const { get, urls } = web({ 'https://example.com/': () => plain('hello') });
    expect(await get('https://example.com', options)).toEqual(refused('request'));
    expect(urls()).toEqual([]);
  });
});

describe('FETCH_ALLOW_HOSTS', () => {
  const allowing = (hosts: string) => {
    const fetcher: typeof fetch = async (input) => plain(`this is ${String(input)}`);
    const settings = { PUBLIC_URL: 'http://127.0.0.1:8787', FETCH_ALLOW_HOSTS: hosts };
    return fetchPublicFor(settings, async () => [], fetcher);
  };

  it('lets named hosts of this machine through', async () => {
    const fetchPublic = allowing('127.0.0.1:9000, LOCALHOST');
    expect(await fetchPublic('http://127.0.0.1:9000/x')).toMatchObject({ text: 'this is http://127.0.0.1:9000/x' });
    expect(await fetchPublic('http://localhost:1234/')).toMatchObject({ ok: true });
    expect(await fetchPublic('http://127.0.0.1:9001/')).toMatchObject({ ok: false });
  });

  it.each(['', ' ', ',', '10.0.0.1', '*', 'example.com'])('lets nothing else through: %j', async (hosts) => {
    for (const url of ['http://127.0.0.1/', 'http://localhost/', 'http://10.0.0.1/', 'http://[::1]/'])
      expect(await allowing(hosts)(url)).toEqual(refused('private'));
  });
});
