import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { etag } from './etag.ts';
import type { Json } from './openapi/parts.ts';

export const SCALAR_VERSION = '1.72.1';
/** Scalar's page as one script, put among the hub's pages by scripts/local/scalar.ts. */
export const SCALAR_PATH = `/vendor/scalar-${SCALAR_VERSION}.js`;

export interface ApiDocsOptions {
  /** Prints the document; asked for once. */
  readonly print: () => Json;
  /** The hub's pages; absent where the Worker runs without them. */
  readonly pages: Fetcher | undefined;
}

/** `/openapi.json` for programs and `/docs` for people: what the admin API takes and answers. */
export function apiDocs({ print, pages }: ApiDocsOptions): Hono {
  let printed: string | undefined;
  return new Hono()
    .get('/openapi.json', etag, (c) => {
      printed ??= JSON.stringify(print());
      return c.body(printed, 200, { 'Content-Type': 'application/json' });
    })
    .get('/docs', itselfOnly, async (c) => c.html((await isThere(pages, c.req.url)) ? SCALAR_PAGE : PLAIN_PAGE));
}

async function isThere(pages: Fetcher | undefined, url: string): Promise<boolean> {
  const found = await pages?.fetch(new URL(SCALAR_PATH, url), { method: 'HEAD' });
  return found?.ok ?? false;
}

/** Scalar writes its styles into the page, so those may be inline; everything else comes from here or not at all. */
const itselfOnly = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

const page = (body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>WaddleBot’s API</title>
</head>
<body>
${body}
</body>
</html>
`;

/** What of Scalar would ask elsewhere is off: fonts, proxy, telemetry, its assistant. */
const SCALAR_SETTINGS = JSON.stringify({
  url: '/openapi.json',
  withDefaultFonts: false,
  telemetry: false,
  hideClientButton: true,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: 'never',
}).replaceAll('"', '&quot;');
const SCALAR_PAGE = page(
  `<script id="api-reference" data-configuration="${SCALAR_SETTINGS}"></script>
<script src="${SCALAR_PATH}"></script>`,
);

const PLAIN_PAGE = page(
  `<h1>WaddleBot’s API</h1>
<p>The whole of it, for programs and for tools that show such documents: <a href="/openapi.json">/openapi.json</a>.</p>
<p>Scalar, which shows it here, was not there when this WaddleBot was put together: the machine could not reach npm.
<code>npm start</code> and <code>npm run deploy</code> try again.</p>`,
);
