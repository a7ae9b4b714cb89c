export interface AccessToken {
  readonly token: string;
  /** ms since epoch; null: it does not expire. */
  readonly expiresAt: number | null;
}
