import * as z from 'zod';
import type { Answer, StandInRequest } from './routes.ts';

/**
 * What the person on a consent page does: reads it (`ask`), or decides at once.
 * An object allows, with fewer scopes, as another account, or with a code that has already expired.
 */
export const Consent = z.union([
  z.enum(['ask', 'allow', 'deny']),
  z.object({ scopes: z.array(z.string()).optional(), account: z.string().optional(), expired: z.boolean().optional() }),
]);

export type Consent = z.output<typeof Consent>;

export interface Decision {
  allowed: boolean;
  scopes?: string[];
  account?: string;
  expired?: boolean;
}

/** The decision, or undefined while the person has still to press a button of the page. */
export function decide(consent: Consent, { query }: StandInRequest): Decision | undefined {
  if (typeof consent === 'object') return { allowed: true, ...consent };
  const pressed = consent === 'ask' ? query.get('decision') : consent;
  return pressed === 'allow' || pressed === 'deny' ? { allowed: pressed === 'allow' } : undefined;
}

/**
 * Whether an app may be sent back to an address: letter by letter, but for the port of one that is registered as
 * `http://localhost/…` without any (RFC 8252 §7.3: programs on a machine take the port that is free).
 */
export function isRegistered(redirectUri: string, registered: readonly string[]): boolean {
  if (registered.includes(redirectUri)) return true;
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  if (url?.hostname !== 'localhost' || url.protocol !== 'http:' || url.username || url.search || url.hash) return false;
  return registered.includes(`http://localhost${url.pathname}`);
}

const inHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char);

/** The page that asks: a form that comes back to the same address with `decision=allow` or `deny`. */
export function consentPage(platform: string, account: string, scopes: string[], { query }: StandInRequest): Answer {
  const hidden = [...query].map(
    ([name, value]) => `<input type="hidden" name="${inHtml(name)}" value="${inHtml(value)}">`,
  );
  const wanted = scopes.map((scope) => `<li><code>${inHtml(scope)}</code></li>`);
  const text = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign in with ${inHtml(platform)}</title>
<h1>An app wants to use your ${inHtml(platform)} account</h1>
<p>Signed in as <strong>${inHtml(account)}</strong>. It asks for:</p>
<ul>${wanted.join('')}</ul>
<form method="get">
${hidden.join('\n')}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>
</html>
`;
  return { headers: { 'content-type': 'text/html; charset=utf-8' }, text };
}

/** A 302 to the app's address with these parameters beside its own. */
export function redirectBack(redirectUri: string, parameters: Record<string, string>): Answer {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href } };
}
