import { randomBytes } from 'node:crypto';
import { consentPage, decide, isRegistered, redirectBack } from '../consent.ts';
import { provesChallenge } from '../openid.ts';
import type { Answer, Route, StandInRequest } from '../routes.ts';
import { plainError } from './errors.ts';
import type { DiscordGuild, DiscordUser, Guilds } from './guilds.ts';
import { guildObject, isoTime, userObject } from './objects.ts';

/**
 * How the person at the consent page decides: by pressing a button (`ask`), or at once: with fewer scopes or permissions than asked for, another guild, as another
 * user (the guild's owner unless given). `deny` sends them back with `access_denied`.
 */
export type Consent =
  | 'ask'
  | 'allow'
  | 'deny'
  | { scopes?: readonly string[]; guild?: string; permissions?: string; user?: DiscordUser; expired?: boolean };

export interface OAuthRules {
  applicationId: string;
  clientSecret: string;
  guilds: Guilds;
  /** Any address is taken without it. */
  redirectUris?: readonly string[];
  consent(): Consent;
  /** The bot joins a guild. */
  joined(guild: DiscordGuild): void;
  now(): number;
}

interface Grant {
  scopes: readonly string[];
  redirectUri: string;
  userId: string;
  guild?: DiscordGuild;
  permissions?: string;
}

// Discord: OAuth2, access token exchange example.
const TOKEN_SECONDS = 604_800;
const CODE_LIFE_MS = 60_000;
const SCOPES = ['bot', 'applications.commands', 'identify', 'guilds', 'email', 'connections', 'webhook.incoming'];

const secret = (): string => randomBytes(20).toString('base64url');
const wrong = (error: string, error_description?: string, status = 400): Answer => ({
  status,
  json: { error, ...(error_description === undefined ? {} : { error_description }) },
});

/** The consent page, the token endpoint and what a user's token can read (Discord: OAuth2). */
export class OAuth {
  #codes = new Map<string, Grant & { issuedAt: number; challenge: string | null }>();
  #access = new Map<string, Grant & { expiresAt: number }>();
  #refresh = new Map<string, { grant: Grant; access: string }>();
  #rules: OAuthRules;

  constructor(rules: OAuthRules) {
    this.#rules = rules;
  }

  routes(): Route[] {
    const token = (path: string): Route => ({
      method: 'POST',
      path: `${path}/oauth2/token`,
      op: 'token',
      handle: (request) => this.#token(request),
    });
    const revoke = (path: string): Route => ({
      method: 'POST',
      path: `${path}/oauth2/token/revoke`,
      op: 'revoke',
      handle: (request) => this.#revoke(request),
    });
    return [
      { method: 'GET', path: '/oauth2/authorize', op: 'authorize', handle: (request) => this.#authorize(request) },
      ...['/api', '/api/v10'].flatMap((path) => [token(path), revoke(path)]),
      { method: 'GET', path: '/api/v10/oauth2/@me', op: 'authorization', handle: (request) => this.#me(request) },
    ];
  }

  /** `/users/@me` and its guilds answer a user by their own token, and the bot by its. */
  orAsUser(operation: { op: string }, asBot: Route['handle']): Route['handle'] {
    const read = operation.op === 'user' ? 'identify' : operation.op === 'my-guilds' ? 'guilds' : undefined;
    if (read === undefined) return asBot;
    return (request) =>
      request.headers.authorization?.startsWith('Bearer ') ? this.#read(request, read) : asBot(request);
  }

  #read(request: StandInRequest, scope: 'identify' | 'guilds'): Answer {
    const grant = this.#bearer(request);
    if (!grant?.scopes.includes(scope)) return plainError(401, 'Unauthorized');
    if (scope === 'identify') return { json: this.#user(grant) };
    const { guilds } = this.#rules;
    const theirs = guilds.joined.filter((guild) => guilds.member(guild, grant.userId));
    return { json: theirs.map((guild) => guildSummary(guilds, guild, grant.userId)) };
  }

  #authorize(request: StandInRequest): Answer {
    const { query } = request;
    const refused = this.#refusal(query);
    if (refused) return { status: 400, text: refused };
    const consent = this.#rules.consent();
    const chosen = typeof consent === 'object' ? consent : {};
    const decision = decide(typeof consent === 'object' ? 'allow' : consent, request);
    if (!decision) return consentPage('Discord', this.#owner()?.username ?? '', scopesOf(query), request);
    return decision.allowed ? this.#allowed(query, chosen) : this.#denied(query);
  }

  /** What is wrong with the request itself: nobody is sent to an address that is not registered. */
  #refusal(query: URLSearchParams): string | undefined {
    const { applicationId, redirectUris } = this.#rules;
    const redirect = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== applicationId) return 'Unknown Application';
    if (!URL.canParse(redirect) || (redirectUris && !isRegistered(redirect, redirectUris)))
      return 'Invalid OAuth2 redirect_uri';
    if (query.get('response_type') !== 'code') return 'Unsupported response type';
    // Discord's metadata: `code_challenge_methods_supported` has S256 alone.
    if (query.has('code_challenge') && query.get('code_challenge_method') !== 'S256')
      return 'Invalid code_challenge_method';
    const scopes = scopesOf(query);
    return scopes.length > 0 && scopes.every((scope) => SCOPES.includes(scope)) ? undefined : 'Invalid OAuth2 scope';
  }

  #denied(query: URLSearchParams): Answer {
    const error_description = 'The resource owner or authorization server denied the request';
    return back(query, { error: 'access_denied', error_description });
  }

  #allowed(query: URLSearchParams, consent: Exclude<Consent, string>): Answer {
    const { guilds, now } = this.#rules;
    const scopes = consent.scopes ?? scopesOf(query);
    const guild = scopes.includes('bot') ? this.#join(consent.guild ?? query.get('guild_id') ?? undefined) : undefined;
    const permissions = consent.permissions ?? query.get('permissions') ?? '0';
    const user = consent.user ?? this.#owner(guild);
    if (consent.user) guilds.know(consent.user);
    const code = secret();
    const redirectUri = query.get('redirect_uri') ?? '';
    const challenge = query.get('code_challenge');
    const issuedAt = consent.expired ? 0 : now();
    this.#codes.set(code, { scopes, redirectUri, userId: user?.id ?? '', guild, permissions, issuedAt, challenge });
    return back(query, { code, ...(guild ? { guild_id: guild.id, permissions } : {}) });
  }

  #owner(guild = this.#rules.guilds.named()): DiscordUser | undefined {
    return this.#rules.guilds.users.get(guild.ownerId);
  }

  #join(id: string | undefined): DiscordGuild {
    const { guilds, joined } = this.#rules;
    const guild = guilds.find(id) ?? newGuild(id ?? '', guilds.named().ownerId);
    if (!guilds.joined.includes(guild)) joined(guild);
    return guild;
  }

  #token(request: StandInRequest): Answer {
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
      return wrong('invalid_request', 'Content-Type must be application/x-www-form-urlencoded');
    const form = new URLSearchParams(request.body);
    if (!this.#isClient(form, request.headers.authorization)) return wrong('invalid_client', undefined, 401);
    const type = form.get('grant_type');
    if (type === 'authorization_code') return this.#redeem(form);
    if (type === 'refresh_token') return this.#renew(form);
    if (type === 'client_credentials') return this.#ownToken(form);
    return wrong('unsupported_grant_type', `Grant type ${type ?? 'None'} is not supported`);
  }

  #redeem(form: URLSearchParams): Answer {
    const key = form.get('code') ?? '';
    const code = this.#codes.get(key);
    this.#codes.delete(key);
    if (!code || this.#rules.now() - code.issuedAt > CODE_LIFE_MS)
      return wrong('invalid_grant', 'Invalid "code" in request.');
    if (form.get('redirect_uri') !== code.redirectUri)
      return wrong('invalid_grant', 'Invalid "redirect_uri" in request.');
    if (code.challenge !== null && !provesChallenge(code.challenge, form.get('code_verifier')))
      return wrong('invalid_grant', 'Invalid "code_verifier" in request.');
    return this.#issue(code, true);
  }

  /** A refresh token works once; its access token ends with it. */
  #renew(form: URLSearchParams): Answer {
    const key = form.get('refresh_token') ?? '';
    const known = this.#refresh.get(key);
    if (!known) return wrong('invalid_grant', 'Invalid "refresh_token" in request.');
    this.#refresh.delete(key);
    this.#access.delete(known.access);
    return this.#issue({ ...known.grant, guild: undefined }, true);
  }

  /** The application owner's own token, without a refresh token. */
  #ownToken(form: URLSearchParams): Answer {
    const scopes = scopesOf(form);
    if (scopes.length === 0) return wrong('invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
    return this.#issue({ scopes, redirectUri: '', userId: this.#rules.guilds.named().ownerId }, false);
  }

  #issue({ scopes, redirectUri, userId, guild, permissions }: Grant, refreshable: boolean): Answer {
    const access_token = secret();
    const refresh_token = refreshable ? secret() : undefined;
    const grant = { scopes, redirectUri, userId, permissions };
    this.#access.set(access_token, { ...grant, expiresAt: this.#rules.now() + TOKEN_SECONDS * 1_000 });
    if (refresh_token !== undefined) this.#refresh.set(refresh_token, { grant, access: access_token });
    return {
      json: {
        token_type: 'Bearer',
        access_token,
        expires_in: TOKEN_SECONDS,
        refresh_token,
        scope: scopes.join(' '),
        ...(guild ? { guild: guildObject(guild) } : {}),
      },
    };
  }

  #revoke({ body, headers }: StandInRequest): Answer {
    const form = new URLSearchParams(body);
    if (!this.#isClient(form, headers.authorization)) return wrong('invalid_client', undefined, 401);
    const token = form.get('token') ?? '';
    const access = this.#refresh.get(token)?.access ?? token;
    this.#access.delete(access);
    for (const [key, held] of this.#refresh) if (held.access === access) this.#refresh.delete(key);
    return { json: {} };
  }

  /** Client credentials as form fields or Basic authorization. */
  #isClient(form: URLSearchParams, authorization: string | undefined): boolean {
    const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
    const [id, key] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
    const { applicationId, clientSecret } = this.#rules;
    return (id ?? form.get('client_id')) === applicationId && (key ?? form.get('client_secret')) === clientSecret;
  }

  #me(request: StandInRequest): Answer {
    const grant = this.#bearer(request);
    if (!grant) return plainError(401, 'Unauthorized');
    const { applicationId } = this.#rules;
    return {
      json: {
        application: { id: applicationId, name: 'WaddleBot', icon: null, description: '', bot_public: true },
        scopes: grant.scopes,
        expires: isoTime(grant.expiresAt),
        ...(grant.scopes.includes('identify') ? { user: this.#user(grant) } : {}),
      },
    };
  }

  #bearer({ headers }: StandInRequest): (Grant & { expiresAt: number }) | undefined {
    const grant = this.#access.get(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
    return grant && grant.expiresAt > this.#rules.now() ? grant : undefined;
  }

  #user({ userId }: Grant) {
    const user = this.#rules.guilds.users.get(userId);
    return user && userObject(user);
  }
}

const scopesOf = (given: URLSearchParams): string[] =>
  (given.get('scope') ?? '').split(' ').filter((scope) => scope !== '');

/** A guild that nobody described, with one channel. */
function newGuild(id: string, ownerId: string): DiscordGuild {
  return {
    id,
    name: 'New guild',
    ownerId,
    channels: [{ id: String(BigInt(id) + 10n), name: 'general' }],
    botIsMember: false,
  };
}

function guildSummary(guilds: Guilds, guild: DiscordGuild, userId: string) {
  const { id, name, ownerId } = guild;
  return {
    id,
    name,
    icon: null,
    owner: ownerId === userId,
    permissions: guilds.permissions(guild, userId),
    features: [],
  };
}

function back(query: URLSearchParams, more: Record<string, string>): Answer {
  const state = query.get('state');
  return redirectBack(query.get('redirect_uri') ?? '', { ...more, ...(state === null ? {} : { state }) });
}
