import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** A year, as browsers' preload lists want it (hstspreload.org); not where browsers reach us over http, on a laptop or in a LAN. */
export const strictTransport = (publicUrl: string): string | false =>
  publicUrl.startsWith('https:') ? 'max-age=31536000; includeSubDomains' : false;

/** What pages never need here. */
const PERMISSIONS = { camera: false, microphone: false, geolocation: false, payment: false, usb: false } as const;

/**
 * Headers of everything that is no page, and of what says nothing of its own: nothing runs in it, loads from it or frames it. What
 * a page's own routes set stays as it is.
 */
export const closedHeaders = (publicUrl: string): MiddlewareHandler =>
  secureHeaders({
    overwrite: false,
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: strictTransport(publicUrl),
    permissionsPolicy: PERMISSIONS,
  });

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data: https:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
];

/** The policy of static pages; `hub/public/_headers` says the same to what is served without the Worker. */
export const STATIC_POLICY = [...PAGE_POLICY, "style-src 'self'"].join('; ');

/** The policy of the hub's page: styles that its libraries put in while it runs carry the nonce. Attributes need none: scripts set them. */
export const hubPolicy = (nonce: string): string => [...PAGE_POLICY, `style-src 'self' 'nonce-${nonce}'`].join('; ');

/** The policy of a community's public pages: nothing but their own style, by its hash (`'sha256-…'`). */
export const publicPolicy = (style: string): string =>
  [
    "default-src 'none'",
    `style-src ${style}`,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
