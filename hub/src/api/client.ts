import type { AdminApi } from '@waddlebot/api/client.ts';
import { hc } from 'hono/client';
import { ApiError } from './errors.ts';

/** The form token, as its cookie has it: sent along with whatever changes something (`docs/sign-in.md`). */
function csrfToken(): string {
  const found = /(?:^|; )(?:__Host-)?wb_csrf=([^;]*)/.exec(document.cookie);
  return found?.[1] ?? '';
}

async function failureOf(response: Response): Promise<ApiError> {
  const { status } = response;
  const body = (await response.json().catch(() => null)) as {
    readonly error?: {
      readonly code?: string;
      readonly message?: string;
      readonly requestId?: string;
      readonly issues?: ApiError['issues'];
      readonly changed?: ApiError['changed'];
    };
  } | null;
  const { code = 'UNKNOWN', message = response.statusText, requestId, issues, changed } = body?.error ?? {};
  return new ApiError({
    status,
    code,
    message,
    requestId: requestId ?? response.headers.get('x-request-id'),
    ...(issues ? { issues } : {}),
    ...(changed ? { changed } : {}),
  });
}

/** Told of an answer that says nobody is signed in any more: the app sends them to sign in. */
let onSignedOut: () => void = () => {};
export const whenSignedOut = (tell: () => void): void => {
  onSignedOut = tell;
};

/** A request of ours, with the form token where it changes something. @throws ApiError for every answer that is none */
export const request: typeof fetch = async (input, init) => {
  const headers = new Headers(init?.headers);
  const method = init?.method ?? 'GET';
  if (method !== 'GET' && method !== 'HEAD') headers.set('x-csrf-token', csrfToken());
  let response: Response;
  try {
    response = await fetch(input, { ...init, headers, credentials: 'same-origin' });
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw new ApiError({ status: 0, code: 'OFFLINE', message: 'WaddleBot could not be reached.' });
  }
  if (response.ok) return response;
  const failure = await failureOf(response);
  if (failure.status === 401) onSignedOut();
  throw failure;
};

/** The admin API, typed by its routes: `api.me.$get()`, `api.communities[':communityId'].$get({ param })`. */
export const api = hc<AdminApi>('/', { fetch: request }).api.v1;

/** What a read answers, with its tag: what is changed afterwards is changed as it was seen (`asSeen`). @throws ApiError */
export async function readTagged<Data>(
  answer: Promise<{ readonly headers: Headers; json(): Promise<Data> }>,
): Promise<{ readonly value: Data; readonly version: string }> {
  const response = await answer;
  return { value: await response.json(), version: response.headers.get('etag') ?? '' };
}

/** Has a change refused (409, with who and when) where somebody changed it since: what goes along with the call. */
export const asSeen = (version: string | number): { readonly headers: Record<string, string> } => ({
  headers: version === '' ? {} : { 'If-Match': String(version) },
});

/** The same for what names its state itself. */
export const versionOf = ({ state }: { readonly state: string }): string => `"${state}"`;

/** What a call answers. @throws ApiError */
export async function read<Data>(answer: Promise<{ json(): Promise<Data> }>): Promise<Data> {
  return (await answer).json();
}
