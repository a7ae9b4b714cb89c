/** Why a URL was not fetched. */
export type FetchRefusalReason =
  /** Not an http(s) URL that anybody may ask for. */
  | 'url'
  /** A header or method that a caller may not send. */
  | 'request'
  /** Leads to somewhere that is not the public internet. */
  | 'private'
  /** No such name. */
  | 'unknown-host'
  /** Names cannot be looked up at the moment. */
  | 'resolver'
  | 'unreachable'
  | 'redirects'
  | 'timeout'
  | 'too-large'
  | 'not-text';

export interface FetchRefusal {
  readonly ok: false;
  readonly reason: FetchRefusalReason;
  /** What is wrong and what would be right, for the one who wrote the URL. */
  readonly message: string;
}

export const refusal = (reason: FetchRefusalReason, message: string): FetchRefusal => ({ ok: false, reason, message });
