import { expect, it } from 'vitest';
import { apiDocs, SCALAR_PATH } from './docs.ts';

const docs = (pages?: (url: string) => Response) =>
  apiDocs({
    print: () => ({ openapi: '3.1.0' }),
    pages: pages && ({ fetch: async (url: URL) => pages(url.pathname) } as unknown as Fetcher),
  });

it('shows Scalar where it is there, from this place alone', async () => {
  const asked: string[] = [];
  const app = docs((url) => {
    asked.push(url);
    return new Response(null, { status: 200 });
  });
  const page = await app.request('/docs');
  expect(await page.text()).toContain(`<script src="${SCALAR_PATH}">`);
  expect(asked).toEqual([SCALAR_PATH]);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
});

it('says so where Scalar could not be had, and links the document', async () => {
  for (const app of [docs(), docs(() => new Response(null, { status: 404 }))]) {
    const text = await (await app.request('/docs')).text();
    expect(text).toContain('<a href="/openapi.json">');
    expect(text).not.toContain('<script');
  }
});

it('gives the document to programs, once for those who keep it', async () => {
  const app = docs();
  const first = await app.request('/openapi.json');
  expect(await first.json()).toEqual({ openapi: '3.1.0' });
  const tag = first.headers.get('etag') ?? '';
  expect((await app.request('/openapi.json', { headers: { 'if-none-match': tag } })).status).toBe(304);
});
