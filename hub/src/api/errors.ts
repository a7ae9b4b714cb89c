/** A failure as the admin API tells it (`{ error: { code, message, requestId, issues? } }`), or one of the way there. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  /** One of the API's codes; `OFFLINE` where no answer came. */
  readonly code: string;
  readonly requestId: string | null;
  /** What is wrong with which field, by its path. */
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  /** Who changed meanwhile what was to be changed, and when; absent for every other failure. */
  readonly changed?: { readonly by: string | null; readonly at: string | null };
  constructor(told: {
    readonly status: number;
    readonly code: string;
    readonly message: string;
    readonly requestId?: string | null;
    readonly issues?: ApiError['issues'];
    readonly changed?: ApiError['changed'];
  }) {
    super(told.message);
    this.status = told.status;
    this.code = told.code;
    this.requestId = told.requestId ?? null;
    this.issues = told.issues ?? [];
    if (told.changed) this.changed = told.changed;
  }
}

/** Whether trying again may help by itself: no answer came, or the server had no time. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
