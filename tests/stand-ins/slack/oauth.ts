import { randomBytes } from 'node:crypto';
import type { Answer } from '../routes.ts';
import { slackError, text } from './args.ts';

export interface SlackTeam {
  id: string;
  name?: string;
}

export interface OAuthApp {
  clientId: string;
  clientSecret: string;
  appId: string;
  botUserId: string;
  team: SlackTeam;
  now(): number;
}

export const DEFAULT_SCOPES = [
  'chat:write',
  'channels:history',
  'channels:read',
  'groups:read',
  'users:read',
  'commands',
  'app_mentions:read',
];

// Slack: installing with OAuth: a code lives ten minutes.
const CODE_LIFE_MS = 10 * 60 * 1_000;

/** What a bot token opens: one workspace, or an organisation, with these scopes. */
export interface Install {
  team: SlackTeam;
  scopes: readonly string[];
  /** Where `team` is an organisation: those of its workspaces that the app was added to. */
  workspaces?: readonly SlackTeam[];
}

type Ended = 'token_revoked' | 'account_inactive';

/** What a person agreed to on the consent page. */
export interface Agreed extends Install {
  user: string;
  /** The address the code was sent to, when the app named one. */
  redirectUri?: string;
}

/** Bot tokens with their scopes, and the codes that are exchanged for them. */
export class Tokens {
  #installs = new Map<string, Install>();
  #ended = new Map<string, Ended>();
  #codes = new Map<string, Agreed & { expiresAt: number; used: boolean }>();
  #app: OAuthApp;

  constructor(app: OAuthApp) {
    this.#app = app;
  }

  grant(token: string, scopes: readonly string[], team = this.#app.team): void {
    this.#installs.set(token, { scopes, team });
    this.#ended.delete(token);
  }

  grantOrganisation(token: string, scopes: readonly string[], team: SlackTeam, workspaces: readonly SlackTeam[]): void {
    this.#installs.set(token, { scopes, team, workspaces });
    this.#ended.delete(token);
  }

  revoke(token: string): void {
    this.#ended.set(token, 'token_revoked');
  }

  /** Ends all tokens of a workspace, as when the app is removed from it: its bot user is gone. */
  uninstall(teamId: string): void {
    for (const [token, { team }] of this.#installs) if (team.id === teamId) this.#ended.set(token, 'account_inactive');
  }

  /** What the token opens, or the error that refuses it. */
  check(token: string | undefined): Install | 'not_authed' | 'invalid_auth' | Ended {
    if (token === undefined) return 'not_authed';
    return this.#ended.get(token) ?? this.#installs.get(token) ?? 'invalid_auth';
  }

  /** A code as the consent page hands it to the redirect address. */
  issueCode(agreed: Agreed, expired = false): string {
    const code = randomBytes(24).toString('hex');
    this.#codes.set(code, { ...agreed, expiresAt: expired ? 0 : this.#app.now() + CODE_LIFE_MS, used: false });
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
    if (!code || app.now() >= code.expiresAt) return slackError('invalid_code');
    if (code.used) return slackError('code_already_used');
    if (code.redirectUri !== undefined && text(args, 'redirect_uri') !== code.redirectUri) {
      return slackError('bad_redirect_uri');
    }
    code.used = true;
    const access_token = `xoxb-${randomBytes(18).toString('hex')}`;
    this.grant(access_token, code.scopes, code.team);
    return {
      json: {
        ok: true,
        access_token,
        token_type: 'bot',
        scope: code.scopes.join(','),
        bot_user_id: app.botUserId,
        app_id: app.appId,
        team: { id: code.team.id, name: code.team.name ?? code.team.id },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: { id: code.user },
      },
    };
  }
}
