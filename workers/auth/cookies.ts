import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** What we keep in browsers: who is signed in, what binds consents and forms to this browser, and the form token. */
const NAMES = { session: 'wb_session', browser: 'wb_browser', csrf: 'wb_csrf' } as const;
export type CookieName = keyof typeof NAMES;

/** Whether browsers reach us over http, as they do on a laptop and in a LAN: `__Host-` and `Secure` need https. */
const isPlain = (publicUrl: string): boolean => new URL(publicUrl).protocol === 'http:';

const nameOf = (name: CookieName, publicUrl: string): string =>
  isPlain(publicUrl) ? NAMES[name] : `__Host-${NAMES[name]}`;

export const readCookie = (c: Context, name: CookieName, publicUrl: string): string | undefined =>
  getCookie(c, nameOf(name, publicUrl));

/** The same, for who has headers alone. */
export function cookieIn(headers: Headers, name: CookieName, publicUrl: string): string | undefined {
  const wanted = `${nameOf(name, publicUrl)}=`;
  for (const pair of (headers.get('cookie') ?? '').split(/; */))
    if (pair.startsWith(wanted)) return pair.slice(wanted.length);
  return undefined;
}

/** @param maxAgeSeconds absent: until the browser is closed */
export function writeCookie(
  c: Context,
  name: CookieName,
  value: string,
  { publicUrl, maxAgeSeconds }: { readonly publicUrl: string; readonly maxAgeSeconds?: number },
): void {
  setCookie(c, nameOf(name, publicUrl), value, {
    path: '/',
    // Pages' scripts send the form token back; nothing else is theirs to read.
    httpOnly: name !== 'csrf',
    secure: !isPlain(publicUrl),
    sameSite: 'Lax',
    ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
  });
}

export const dropCookie = (c: Context, name: CookieName, publicUrl: string): void => {
  deleteCookie(c, nameOf(name, publicUrl), { path: '/', secure: !isPlain(publicUrl) });
};
