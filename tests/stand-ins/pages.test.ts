import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readPage } from '../../workers/metadata/read-page.ts';
import { type FetchPublic, fetchPublicFor } from '../../workers/net/fetch-public.ts';
import { ENCODED } from './pages/encoded.ts';
import { ORDINARY } from './pages/ordinary.ts';
import { ordinaryPath, type PagesStandIn, startPages } from './pages.ts';

const parser = vi.hoisted(() => ({ isLoaded: false }));
vi.mock('../../workers/lazy/linkedom.mjs', async (load) => {
  parser.isLoaded = true;
  return load();
});

let pages: PagesStandIn;
let fetchPublic: FetchPublic;

beforeAll(async () => {
  pages = await startPages();
  const settings = { PUBLIC_URL: 'https://waddle.example.com', FETCH_ALLOW_HOSTS: pages.host };
  fetchPublic = fetchPublicFor(settings, async () => ['127.0.0.1'], fetch);
});
afterAll(() => pages.stop());

const read = (path: string) => readPage(fetchPublic, pages.url + path);
const last = () => pages.requests.at(-1)!;

it('the parser is loaded with the first page that has to be parsed', async () => {
  expect(parser.isLoaded).toBe(false);
  await read('/hostile/annual%20report.pdf');
  expect(parser.isLoaded).toBe(false);
  await read('/hostile/no-title');
  expect(parser.isLoaded).toBe(true);
});

it('a page is asked for as what it is, by the bot', async () => {
  await read('/hostile/no-title');
  expect(last().headers).toMatchObject({
    accept: expect.stringMatching(/^text\/html/),
    'user-agent': 'WaddleBot (+https://waddle.example.com)',
  });
  expect(last().headers.cookie).toBeUndefined();
});

describe('an ordinary page', () => {
  it.each([...ORDINARY, ...ENCODED].map((page) => [page.name, page] as const))(
    'is read over the wire: %s',
    async (name, { is }) => {
      const url = pages.url + ordinaryPath(name);
      expect(await read(ordinaryPath(name))).toMatchObject({ ok: true, url, ...is });
    },
  );
});

describe('a hostile page', () => {
  it.each([
    ['endless', { ok: true, title: 'The longest page' }],
    ['redirects', { ok: false, reason: 'redirects', message: 'it redirects more than 5 times' }],
    ['to-loopback', { ok: false, reason: 'private', message: expect.stringContaining('it redirects, but 127.0.0.1') }],
    ['wrong-charset', { ok: true, title: 'Größer' }],
    ['script', { ok: true, title: 'Hello there' }],
    ['no-title', { ok: true, title: expect.stringMatching(/^127\.0\.0\.1:\d+\/hostile\/no-title$/) }],
    ['bomb', { ok: true, title: 'Small parcel' }],
    ['annual%20report.pdf', { ok: false, reason: 'not-a-page', title: 'annual report.pdf' }],
    ['broken', { ok: true, title: 'A page' }],
    // Soon: what takes longer than 5 s is told so.
  ])('is told sensibly and soon: %s', async (name, told) => {
    expect(await read(`/hostile/${name}`)).toMatchObject(told);
  });

  it('is given up after 5 s where it drips', async () => {
    expect(await read('/hostile/drip')).toEqual({
      ok: false,
      reason: 'timeout',
      message: 'it took longer than 5 s',
      title: `${pages.host}/hostile/drip`,
    });
    await expect.poll(() => last().isOver).toBe(true);
    expect(last().sent).toBeLessThan(100);
  });

  it('is not read on where it is too long', async () => {
    await read('/hostile/endless');
    await expect.poll(() => last().isOver).toBe(true);
    // What was under way: buffers of the two sides.
    expect(last().sent).toBeLessThan(20_000_000);
  });
});

describe('a page that a test puts up', () => {
  it('may be slow and large', async () => {
    const body = { start: '<p>', chunk: `${' '.repeat(10_000)}`, times: 20, everyMs: 20 };
    const url = pages.serve('/slow', { body, delayMs: 100 });
    const start = performance.now();
    expect(await readPage(fetchPublic, url)).toMatchObject({ ok: true });
    expect(performance.now() - start).toBeGreaterThan(400);
    expect(last().sent).toBe(200_003);
  });

  it('that is not there is missing', async () => {
    expect(await read('/nothing')).toMatchObject({ ok: false, reason: 'missing' });
  });
});
