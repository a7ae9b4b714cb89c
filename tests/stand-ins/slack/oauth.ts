import { randomBytes } from 'node:crypto';
import type { Answer } from '../routes.ts';
import { slackError, text } from './args.ts';

export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  appId: string;
  botUserId: string;
  team: { id: string; name?: string };
  now(): number;
}

export const DEFAULT_SCOPES = ['chat:write', 'channels:history', 'users:read', 'commands', 'app_mentions:read'];

// Slack: installing with OAuth: a code lives ten minutes.
const CODE_LIFE_MS = 10 * 60 * 1_000;

/** Bot tokens with their scopes, and the codes that are exchanged for them. */
export class Tokens {
  #scopes = new Map<string, readonly string[]>();
  #revoked = new Set<string>();
  #codes = new Map<string, { user: string; issuedAt: number; used: boolean }>();
  #app: OAuthApp;

  constructor(app: OAuthApp) {
    this.#app = app;
  }

  grant(token: string, scopes: readonly string[]): void {
    this.#scopes.set(token, scopes);
    this.#revoked.delete(token);
  }

  revoke(token: string): void {
    this.#revoked.add(token);
  }

  /** The token's scopes, or the error that refuses it. */
  check(token: string | undefined): readonly string[] | 'not_authed' | 'invalid_auth' | 'token_revoked' {
    if (token === undefined) return 'not_authed';
    if (this.#revoked.has(token)) return 'token_revoked';
    return this.#scopes.get(token) ?? 'invalid_auth';
  }

  /** A code as the consent page hands it to the redirect address after this user agreed. */
  issueCode(user: string): string {
    const code = randomBytes(24).toString('hex');
    this.#codes.set(code, { user, issuedAt: this.#app.now(), used: false });
    return code;
  }

  /** `oauth.v2.access`: client credentials as form fields or Basic authorization. */
  exchange(args: Record<string, unknown>, authorization: string | undefined): Answer {
    const app = this.#app;
    const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
    const [id, secret] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
    if ((id ?? text(args, 'client_id')) !== app.clientId) return slackError('invalid_client_id');
    if ((secret ?? text(args, 'client_secret')) !== app.clientSecret) return slackError('bad_client_secret');
    const code = this.#codes.get(text(args, 'code') ?? '');
    if (!code || app.now() - code.issuedAt > CODE_LIFE_MS) return slackError('invalid_code');
    if (code.used) return slackError('code_already_used');
    code.used = true;
    const access_token = `xoxb-${randomBytes(18).toString('hex')}`;
    this.grant(access_token, DEFAULT_SCOPES);
    return {
      json: {
        ok: true,
        access_token,
        token_type: 'bot',
        scope: DEFAULT_SCOPES.join(','),
        bot_user_id: app.botUserId,
        app_id: app.appId,
        team: { id: app.team.id, name: app.team.name ?? app.team.id },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: code.user },
      },
    };
  }
}
