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

/** What kind of failure, in words safe to log: never the message of a foreign error, which may quote people's text. */
export function describeError(error: unknown): string {
  if (error instanceof WaddleError) return `${error.code}: ${error.message}`;
  if (error instanceof Error) {
    const code = (error as { code?: unknown }).code;
    return typeof code === 'string' ? `${error.name} ${code}` : error.name;
  }
  return typeof error;
}
