import { randomBytes } from 'node:crypto';
import type { Answer } from '../routes.ts';

export interface GoogleErrorOptions {
  /** `global` unless given; YouTube's own reasons have domains such as `youtube.liveChat`. */
  domain?: string;
  /** google.rpc.Code, where Google's front end adds it. */
  status?: string;
  /** What the error points at, as a parameter or header. */
  location?: { location: string; locationType: 'parameter' | 'header' | 'other' };
  /** The shorter text of the entry in `errors`, where it differs. */
  detail?: string;
}

/** Google's error envelope: `{error: {code, message, errors: [{message, domain, reason}]}}`. */
export function googleError(code: number, reason: string, message: string, options: GoogleErrorOptions = {}): Answer {
  const { domain = 'global', status, location, detail = message } = options;
  const errors = [{ message: detail, domain, reason, ...location }];
  return { status: code, json: { error: { code, message, errors, ...(status ? { status } : {}) } } };
}

export const invalidCredentials = (): Answer =>
  googleError(
    401,
    'authError',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    {
      detail: 'Invalid Credentials',
      status: 'UNAUTHENTICATED',
      location: { location: 'Authorization', locationType: 'header' },
    },
  );

export const insufficientPermissions = (): Answer =>
  googleError(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.', {
    detail: 'Insufficient Permission',
    status: 'PERMISSION_DENIED',
  });

export const missingParameter = (name: string): Answer =>
  googleError(400, 'missingRequiredParameter', `Required parameter: ${name}`, {
    domain: 'youtube.parameter',
    location: { location: name, locationType: 'parameter' },
  });

export const invalidParameter = (name: string, reason = 'invalidParameter'): Answer =>
  googleError(400, reason, `Invalid value for parameter: ${name}`, {
    domain: 'youtube.parameter',
    location: { location: name, locationType: 'parameter' },
  });

const FAILURES: Record<number, [reason: string, message: string]> = {
  400: ['badRequest', 'Bad Request'],
  403: ['forbidden', 'Forbidden'],
  404: ['notFound', 'Not Found'],
  429: ['rateLimitExceeded', 'Too Many Requests'],
  500: ['backendError', 'Internal error encountered.'],
  503: ['backendError', 'The service is currently unavailable.'],
};

/** How Google words a bare status. */
export function googleFailure(status: number): Answer {
  if (status === 401) return invalidCredentials();
  const [reason, message] = FAILURES[status] ?? ['backendError', 'Backend Error'];
  return googleError(status, reason, message);
}

/** An entity tag; every answer has one of its own. */
export const etag = (): string => randomBytes(20).toString('base64url');

/** The parts that `?part=` asks for, or undefined when it asks for none. */
export function partsOf(query: URLSearchParams): string[] | undefined {
  const parts = (query.get('part') ?? '').split(',').map((part) => part.trim());
  const named = parts.filter(Boolean);
  return named.length > 0 ? named : undefined;
}

/** A resource with those of its parts that were asked for. */
export function resource(
  kind: string,
  id: string,
  wanted: readonly string[],
  parts: Record<string, unknown>,
): Record<string, unknown> {
  const shown = Object.entries(parts).filter(([name]) => wanted.includes(name));
  return { kind: `youtube#${kind}`, etag: etag(), id, ...Object.fromEntries(shown) };
}

/** A list answer; `more` holds its fields beside the items. */
export const list = (kind: string, items: unknown[], more: Record<string, unknown> = {}): Answer => ({
  json: {
    kind: `youtube#${kind}ListResponse`,
    etag: etag(),
    ...more,
    pageInfo: { totalResults: items.length, resultsPerPage: items.length },
    items,
  },
});
