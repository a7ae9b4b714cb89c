import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENCODED } from '../../tests/stand-ins/pages/encoded.ts';
import {
  BROKEN,
  DRIP,
  ENDLESS,
  NO_TITLE,
  PDF,
  SCRIPT_IN_TITLE,
  WRONG_CHARSET,
} from '../../tests/stand-ins/pages/hostile.ts';
import { ORDINARY } from '../../tests/stand-ins/pages/ordinary.ts';
import type { Page } from '../../tests/stand-ins/pages/page.ts';
import { utf8 } from '../core/bytes.ts';
import { fetchPublicFor } from '../net/fetch-public.ts';
import { readPage } from './read-page.ts';

const asBytes = (chunk: string | Uint8Array) => (typeof chunk === 'string' ? utf8(chunk) : chunk);

/** How many bytes of a body were taken. */
interface Taken {
  bytes: number;
  isOver: boolean;
}

function bodyOf({ body }: Page, taken: Taken): ReadableStream<Uint8Array> {
  const stream = typeof body === 'string' || body instanceof Uint8Array ? { chunk: body, times: 1 } : body;
  let left = stream.times;
  let start = stream.start;
  return new ReadableStream({
    async pull(controller) {
      if (left-- <= 0) return controller.close();
      if (stream.everyMs) await new Promise((resolve) => setTimeout(resolve, stream.everyMs));
      const chunk = asBytes(start ?? stream.chunk);
      start = undefined;
      taken.bytes += chunk.length;
      controller.enqueue(chunk);
    },
    cancel() {
      taken.isOver = true;
    },
  });
}

/** Reads a page that is served at this address, whatever else is asked. */
async function read(page: Page, path = '/x', answer?: (taken: Taken) => Response) {
  const taken: Taken = { bytes: 0, isOver: false };
  const requests: Request[] = [];
  const fetcher: typeof fetch = async (input, init) => {
    requests.push(new Request(input as string, init));
    const { type = 'text/html', status = 200 } = page;
    const headers = { ...(type === null ? {} : { 'content-type': type }), ...page.headers };
    return answer?.(taken) ?? new Response(bodyOf(page, taken), { status, headers });
  };
  const resolve = async (name: string) => (name === 'inside.example.com' ? ['10.0.0.1'] : ['93.184.215.14']);
  const fetchPublic = fetchPublicFor({ PUBLIC_URL: 'https://waddle.example.com' }, resolve, fetcher);
  const url = /^https?:/.test(path) ? path : `https://example.com${path}`;
  return { told: await readPage(fetchPublic, url), taken, requests };
}

describe('an ordinary page', () => {
  it.each([...ORDINARY, ...ENCODED].map((page) => [page.name, page] as const))(
    'is called what a person would call it: %s',
    async (_, page) => {
      expect((await read(page)).told).toMatchObject({ ok: true, url: 'https://example.com/x', ...page.is });
    },
  );
});

describe('a hostile page', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('of 10 GB is cut at 1 MB', async () => {
    const { told, taken } = await read(ENDLESS);
    expect(told).toMatchObject({ ok: true, title: 'The longest page' });
    expect(taken.bytes).toBeLessThan(1_300_000);
    expect(taken.isOver).toBe(true);
  });

  it('that redirects without end is asked six times', async () => {
    const { told, requests } = await read(
      NO_TITLE,
      '/x',
      () => new Response('', { status: 302, headers: { location: '/y' } }),
    );
    expect(told).toEqual({
      ok: false,
      reason: 'redirects',
      message: 'it redirects more than 5 times',
      title: 'example.com/x',
    });
    expect(requests).toHaveLength(6);
  });

  it.each([
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://localhost:8080/',
    'https://inside.example.com/',
    'https://waddle.example.com/',
  ])('at home is never asked: %s', async (url) => {
    const { told, requests } = await read(NO_TITLE, url);
    expect(told).toMatchObject({ ok: false, reason: 'private' });
    expect(requests).toEqual([]);
  });

  it('that names a charset which it has not is read as what it is', async () => {
    expect((await read(WRONG_CHARSET)).told).toMatchObject({ ok: true, title: 'Größer' });
  });

  it('with a script in its title shows none of it', async () => {
    expect((await read(SCRIPT_IN_TITLE)).told).toMatchObject({ ok: true, title: 'Hello there' });
  });

  it('without a title is called by its address', async () => {
    expect((await read(NO_TITLE, '/a/b/?c=d')).told).toMatchObject({ ok: true, title: 'example.com/a/b' });
    expect((await read({ body: '' }, '/')).told).toMatchObject({ ok: true, title: 'example.com' });
  });

  it('that unpacks into 100 MB is cut at 1 MB', async () => {
    const bomb = (taken: Taken) => {
      const unpacked = bodyOf(
        { body: { start: '<title>Parcel</title>', chunk: ' '.repeat(65_536), times: 1_600 } },
        taken,
      );
      const packed = unpacked.pipeThrough(new CompressionStream('gzip'));
      return new Response(packed.pipeThrough(new DecompressionStream('gzip')), {
        headers: { 'content-type': 'text/html' },
      });
    };
    const { told, taken } = await read(NO_TITLE, '/x', bomb);
    expect(told).toMatchObject({ ok: true, title: 'Parcel' });
    expect(taken.bytes).toBeLessThan(60_000_000);
  });

  it('that is a PDF is told as one, and not read', async () => {
    const { told, taken } = await read(PDF, '/files/annual%20report.pdf?v=2');
    expect(told).toEqual({
      ok: false,
      reason: 'not-a-page',
      message: 'it is a PDF, and only web pages tell what they are called',
      title: 'annual report.pdf',
    });
    expect(taken.isOver).toBe(true);
  });

  it('that drips is given up after 5 s', async () => {
    const reading = read(DRIP);
    await vi.advanceTimersByTimeAsync(5_000);
    const { told, taken } = await reading;
    expect(told).toMatchObject({ ok: false, reason: 'timeout', message: 'it took longer than 5 s' });
    expect(taken.bytes).toBeLessThan(100);
  });

  it('that is broken is read as far as it makes sense', async () => {
    expect((await read(BROKEN)).told).toMatchObject({ ok: true, title: 'A page' });
  });
});

describe('something else than a page', () => {
  it.each([
    ['image/png', '/cat.png', 'an image', 'cat.png'],
    ['video/mp4', '/v', 'a video', 'example.com/v'],
    ['audio/mpeg', '/a/song%20one.mp3', 'a sound', 'song one.mp3'],
    ['application/zip', '/x.tar.gz', 'an archive', 'x.tar.gz'],
    ['application/octet-stream', '/setup.exe', 'a file', 'setup.exe'],
    ['application/json', '/api/v1', 'JSON', 'example.com/api/v1'],
    ['application/rss+xml', '/feed/', 'a feed', 'example.com/feed'],
    ['text/xml', '/sitemap.xml', 'XML', 'sitemap.xml'],
    ['text/plain; charset=utf-8', '/robots.txt', 'a plain text', 'robots.txt'],
    ['text/css', '/a.css', 'code', 'a.css'],
    [
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      '/letter.docx',
      'a text document',
      'letter.docx',
    ],
    ['application/vnd.ms-excel', '/t.xls', 'a spreadsheet', 't.xls'],
    ['x', '/', 'a file', 'example.com'],
  ])('is told by its kind: %s', async (type, path, kind, title) => {
    const { told } = await read({ type, body: '<title>No</title>' }, path);
    expect(told).toMatchObject({
      ok: false,
      reason: 'not-a-page',
      message: expect.stringContaining(`it is ${kind},`),
      title,
    });
  });

  it('is a page where no type is told and it looks like one', async () => {
    expect((await read({ type: null, body: utf8('\n<!DOCTYPE html><title>Untold</title>') })).told).toMatchObject({
      title: 'Untold',
    });
    expect((await read({ type: null, body: utf8('%PDF-1.7') }, '/a.pdf')).told).toMatchObject({
      reason: 'not-a-page',
      title: 'a.pdf',
    });
  });
});

describe('an answer that is no page', () => {
  it.each([
    [404, 'missing', 'no such page'],
    [410, 'missing', 'no such page'],
    [401, 'denied', 'not shown to everybody'],
    [403, 'denied', 'not shown to everybody'],
    [418, 'denied', 'it answers 418'],
    [300, 'denied', 'it answers 300'],
    [429, 'failing', 'try again later'],
    [500, 'failing', 'try again later'],
    [503, 'failing', 'try again later'],
  ])('is told in words: %i', async (status, reason, words) => {
    const { told } = await read({ status, body: '<title>Oops</title>' });
    expect(told).toEqual({ ok: false, reason, message: expect.stringContaining(words), title: 'example.com/x' });
  });

  it.each(['', 'nonsense', 'javascript:alert(1)', 'https://'])('has no title without an address: %j', async (url) => {
    const resolve = async () => [];
    const fetchPublic = fetchPublicFor({ PUBLIC_URL: 'https://waddle.example.com' }, resolve, fetch);
    expect(await readPage(fetchPublic, url)).toMatchObject({ ok: false, reason: 'url', title: null });
  });
});
