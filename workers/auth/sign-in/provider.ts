import type { AuthorizationServer, IDToken } from 'oauth4webapi';
import type { Platform } from '../../core/ids.ts';
import type { Settings } from '../../env.ts';

/** Who somebody is on a platform, as the platform says. */
export interface Identity {
  /** The platform's own id: what accounts are known by. */
  readonly account: string;
  readonly login: string;
  readonly displayName: string;
}

/** What a platform is asked once its token is there. */
export interface Asked {
  readonly settings: Settings;
  readonly clientId: string;
  /** What the ID token proves; undefined where the platform speaks no OpenID Connect. */
  readonly claims: IDToken | undefined;
  /**
   * Reads JSON with the token.
   * @throws SignInFailure `down` where there is no answer, `scope` where it is refused, `garbage` for what is no JSON
   */
  readonly read: (url: string, headers?: Readonly<Record<string, string>>) => Promise<unknown>;
}

/** How people sign in by a platform: one file each beside this one. */
export interface Provider {
  readonly platform: Platform;
  /** As people call it. */
  readonly title: string;
  /** No e-mail address anywhere: nobody is found by one. */
  readonly scopes: readonly string[];
  /** Whether the platform takes a code challenge (RFC 7636, S256). */
  readonly pkce: boolean;
  /** Whether it proves who came by an ID token with our nonce (OpenID Connect Core §3.1). */
  readonly openId: boolean;
  /** Parameters by which it asks anew, where somebody is to prove who they are or to choose another account. */
  readonly anew?: Readonly<Record<string, string>>;
  readonly server: (settings: Settings) => AuthorizationServer;
  readonly client: (settings: Settings) => { readonly id: string | undefined; readonly secret: string | undefined };
  /** Puts a token endpoint's answer into the form of RFC 6749 §5, where the platform has its own. */
  readonly mend?: (status: number, body: Readonly<Record<string, unknown>>) => Mended;
  /** Where a token ends that is sent as its own credential; else it ends as RFC 7009 says. */
  readonly revokeAt?: (settings: Settings) => string;
  /** @throws SignInFailure */
  readonly identify: (asked: Asked) => Promise<Identity>;
}

export interface Mended {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export const originOf = (url: string): string => new URL(url).origin;
