import * as z from 'zod';
import type { SlashCommand } from './commands.ts';

/** What the bot asks for when it is added to a server, each with why. */
export const PERMISSIONS: Readonly<Record<string, { readonly bit: bigint; readonly why: string }>> = {
  VIEW_CHANNEL: { bit: 1n << 10n, why: 'to see the channels it answers in' },
  SEND_MESSAGES: { bit: 1n << 11n, why: 'to answer' },
  SEND_MESSAGES_IN_THREADS: { bit: 1n << 38n, why: 'to answer in threads' },
  EMBED_LINKS: { bit: 1n << 14n, why: 'to show cards' },
  MANAGE_MESSAGES: { bit: 1n << 13n, why: 'to delete messages by the community’s moderation rules' },
  READ_MESSAGE_HISTORY: { bit: 1n << 16n, why: 'to reply to the message it answers' },
};
export const SCOPES = ['bot', 'applications.commands'] as const;

const USER_AGENT = 'DiscordBot (https://github.com/waddlebot/waddlebot, 0.1.0)';

export function authorizeUrl(options: {
  readonly authUrl: string;
  readonly applicationId: string;
  readonly redirectUri: string;
  readonly state: string;
}): string {
  const url = new URL(`${options.authUrl}/authorize`);
  const permissions = Object.values(PERMISSIONS).reduce((sum, { bit }) => sum | bit, 0n);
  url.search = new URLSearchParams({
    client_id: options.applicationId,
    response_type: 'code',
    scope: SCOPES.join(' '),
    permissions: String(permissions),
    redirect_uri: options.redirectUri,
    state: options.state,
    integration_type: '0',
  }).toString();
  return url.href;
}

const consent = z.object({
  scope: z.string(),
  guild: z.looseObject({ id: z.string(), name: z.string() }).optional(),
});
export type Consent =
  | {
      readonly ok: true;
      readonly guild: { readonly id: string; readonly name: string };
      readonly scopes: readonly string[];
    }
  | {
      readonly ok: false;
      readonly reason: 'expired' | 'bad-secret' | 'no-guild' | 'unreachable';
      readonly detail: string;
    };

/** Trades the code of a consent in. Only what server the bot was added to is kept: it speaks with its own token. */
export async function exchangeCode(
  options: {
    readonly apiUrl: string;
    readonly applicationId: string;
    readonly clientSecret: string;
    readonly redirectUri: string;
    readonly code: string;
  },
  fetcher: typeof fetch,
): Promise<Consent> {
  const response = await fetcher(`${options.apiUrl}/oauth2/token`, {
    method: 'POST',
    headers: { 'user-agent': USER_AGENT },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: options.code,
      redirect_uri: options.redirectUri,
      client_id: options.applicationId,
      client_secret: options.clientSecret,
    }),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  if (!response) return { ok: false, reason: 'unreachable', detail: 'no answer from Discord' };
  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const error = z.object({ error: z.string() }).safeParse(json);
    const word = error.success ? error.data.error : `HTTP ${response.status}`;
    if (word === 'invalid_client') return { ok: false, reason: 'bad-secret', detail: word };
    return { ok: false, reason: response.status >= 500 ? 'unreachable' : 'expired', detail: word };
  }
  const parsed = consent.safeParse(json);
  if (!parsed.success || !parsed.data.guild) return { ok: false, reason: 'no-guild', detail: 'no server was chosen' };
  return { ok: true, guild: parsed.data.guild, scopes: parsed.data.scope.split(' ') };
}

export interface BotAccess {
  readonly apiUrl: string;
  readonly botToken: string;
}

const asBot = ({ botToken }: BotAccess) => ({
  authorization: `Bot ${botToken}`,
  'user-agent': USER_AGENT,
  'content-type': 'application/json',
});

/**
 * Overwrites the application's global slash commands (Discord: Bulk Overwrite Global Application Commands): what is not in
 * the list is gone, and doing it twice changes nothing.
 * @throws with Discord's own words for what it does not like.
 */
export async function overwriteCommands(
  access: BotAccess & { readonly applicationId: string },
  commands: readonly SlashCommand[],
  fetcher: typeof fetch,
): Promise<number> {
  const response = await fetcher(`${access.apiUrl}/applications/${access.applicationId}/commands`, {
    method: 'PUT',
    headers: asBot(access),
    body: JSON.stringify(commands),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Discord refused the commands (HTTP ${response.status}): ${text.slice(0, 500)}`);
  return z.array(z.unknown()).parse(JSON.parse(text)).length;
}

/** What the bot lacks in a server, of what it asked for; null where it is not there (any more). */
export async function missingPermissions(
  access: BotAccess,
  guildId: string,
  botUserId: string,
  fetcher: typeof fetch,
): Promise<readonly string[] | null> {
  const read = async (path: string): Promise<unknown> => {
    const response = await fetcher(`${access.apiUrl}${path}`, {
      headers: asBot(access),
      signal: AbortSignal.timeout(10_000),
    });
    const json: unknown = await response.json().catch(() => null);
    return response.ok ? json : null;
  };
  const member = z
    .looseObject({ roles: z.array(z.string()) })
    .safeParse(await read(`/guilds/${guildId}/members/${botUserId}`));
  const roles = z
    .array(z.looseObject({ id: z.string(), permissions: z.string() }))
    .safeParse(await read(`/guilds/${guildId}/roles`));
  if (!member.success || !roles.success) return null;
  const held = new Set([...member.data.roles, guildId]);
  const sum = roles.data
    .filter(({ id }) => held.has(id))
    .reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  const isAdministrator = (sum & (1n << 3n)) !== 0n;
  if (isAdministrator) return [];
  return Object.entries(PERMISSIONS).flatMap(([name, { bit }]) => ((sum & bit) === 0n ? [name] : []));
}

/** Has the bot leave a server (Discord: Leave Guild). @returns false where Discord did not let it, and did not say that it is gone */
export async function leaveGuild(access: BotAccess, guildId: string, fetcher: typeof fetch): Promise<boolean> {
  const response = await fetcher(`${access.apiUrl}/users/@me/guilds/${guildId}`, {
    method: 'DELETE',
    headers: { authorization: `Bot ${access.botToken}`, 'user-agent': USER_AGENT },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null);
  await response?.body?.cancel();
  return response !== null && (response.ok || response.status === 404);
}
