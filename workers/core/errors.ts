/** The closed set of failures that callers and chatters can meet, with the HTTP status each has on the API. */
export const ERROR_STATUS = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  TOO_LARGE: 413,
  INVALID: 400,
  ACTOR_REQUIRED: 422,
  INSUFFICIENT: 409,
  COOLDOWN: 429,
  LIMITED: 429,
  UPSTREAM: 502,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const;
export type ErrorCode = keyof typeof ERROR_STATUS;

/** A failure whose message is meant to be read by the caller; anything else is an `INTERNAL` one and keeps its text to itself. */
export class WaddleError extends Error {
  override readonly name = 'WaddleError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** How a limit stands; `resetMs`: until all of it is free again. */
export interface LimitStanding {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** Asked too often: the same is worth another try after a while, ms. */
export class Limited extends WaddleError {
  readonly retryAfterMs: number;
  readonly standing: LimitStanding | undefined;
  constructor(message: string, retryAfterMs: number, standing?: LimitStanding) {
    super('LIMITED', message);
    this.retryAfterMs = retryAfterMs;
    this.standing = standing;
  }
}

/** Somebody else was faster: what a caller had seen has been changed since. */
export class ChangedMeanwhile extends WaddleError {
  /** Who did it, by their name, and when (RFC 3339); null where nobody in particular did, or nobody knows. */
  readonly changed: { readonly by: string | null; readonly at: string | null };
  constructor(message: string, changed: ChangedMeanwhile['changed']) {
    super('CONFLICT', message);
    this.changed = changed;
  }
}

/** One thing that is wrong with a request, by its place: `json.cooldown.user`. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

/** A request that its schema refuses. */
export class InvalidInput extends WaddleError {
  readonly issues: readonly Issue[];
  constructor(where: string, found: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) {
    const issues = found.map(({ path, message }) => ({ path: [where, ...path.map(String)].join('.'), message }));
    super(
      'INVALID',
      issues
        .map(({ path, message }) => `${path}: ${message}`)
        .join('; ')
        .slice(0, 1_000),
    );
    this.issues = issues;
  }
}

/** What kind of failure, in words safe to log: never the message of a foreign error, which may quote people's text. */
export function describeError(error: unknown): string {
  if (error instanceof WaddleError) return `${error.code}: ${error.message}`;
  if (error instanceof Error) {
    const code = (error as { code?: unknown }).code;
    return typeof code === 'string' ? `${error.name} ${code}` : error.name;
  }
  return typeof error;
}
