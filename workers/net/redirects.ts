/** What is sent, to one place of a chain of redirects. */
export interface Outgoing {
  readonly method: string;
  readonly body: string | undefined;
  /** The caller's own headers. */
  readonly headers: Headers;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Where a response sends its reader on to, as it says it; null where it does not. */
export const redirectOf = (response: Response): string | null =>
  REDIRECTS.has(response.status) ? response.headers.get('location') : null;

/**
 * The request after a redirect, as browsers make it (Fetch §4.4): 303 asks again with GET, and so do 301 and 302 after a POST.
 * The caller's headers were made for one host: to another one, or out of https, they do not go along.
 */
export function redirected(outgoing: Outgoing, status: number, from: URL, to: URL): Outgoing {
  const { method } = outgoing;
  const asksAnew = status === 303 ? method !== 'HEAD' : (status === 301 || status === 302) && method === 'POST';
  const staysHome = from.hostname === to.hostname && (to.protocol === 'https:' || from.protocol === to.protocol);
  const headers = new Headers(staysHome ? outgoing.headers : {});
  if (asksAnew) headers.delete('content-type');
  return { method: asksAnew ? 'GET' : method, body: asksAnew ? undefined : outgoing.body, headers };
}
