import { randomBytes } from 'node:crypto';

/** What one consent gave: the scopes of a user, until the user or the app takes them back. */
export interface Grant {
  readonly userId: string;
  readonly scopes: readonly string[];
  refreshToken: string;
}

/** Who allows the app what. EventSub and chat look here, not at the tokens that the app happens to hold. */
export class Grants {
  #live = new Set<Grant>();

  add(userId: string, scopes: readonly string[]): Grant {
    const grant = { userId, scopes, refreshToken: newRefreshToken() };
    this.#live.add(grant);
    return grant;
  }

  isLive(grant: Grant): boolean {
    return this.#live.has(grant);
  }

  /** The grant that a refresh token renews. */
  renewedBy(refreshToken: string): Grant | undefined {
    return [...this.#live].find((grant) => grant.refreshToken === refreshToken);
  }

  /** Whether the user allows one of these scopes. */
  allows(userId: string, ...oneOf: string[]): boolean {
    return this.#of(userId).some(({ scopes }) => oneOf.some((scope) => scopes.includes(scope)));
  }

  /** Whether the user has connected the app at all. */
  knows(userId: string): boolean {
    return this.#of(userId).length > 0;
  }

  end(grant: Grant): void {
    this.#live.delete(grant);
  }

  /** Ends everything a user gave, as "Disconnect" in the user's settings and a new password do. */
  endAll(userId: string): void {
    for (const grant of this.#of(userId)) this.#live.delete(grant);
  }

  #of(userId: string): Grant[] {
    return [...this.#live].filter((grant) => grant.userId === userId);
  }
}

export const newRefreshToken = (): string => randomBytes(25).toString('hex');
