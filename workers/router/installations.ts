import { and, eq } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import { installations } from '../../db/schema/index.ts';
import type { Keyring } from '../core/sealed.ts';
import { seal, unseal } from '../core/sealed.ts';
import type { AccessToken } from '../core/tokens.ts';

export interface StoredToken {
  readonly access: AccessToken;
  readonly refresh: string | null;
  readonly details: Readonly<Record<string, string>>;
}

/** Subject of the bot's own account, where a platform has one besides the channels it speaks in. */
export const BOT = 'bot';

/** A sealed token opens only for the account it was sealed for. */
export const tokenContext = (platform: string, subject: string, part: 'access' | 'refresh'): string =>
  `${platform}:${subject}:${part}`;

/** The one home of third-party tokens: Postgres, sealed with a named key. */
export async function loadToken(
  db: Database,
  keys: Keyring,
  platform: string,
  subject: string,
): Promise<StoredToken | null> {
  const rows = await db.run('installation.load', (d) =>
    d
      .select()
      .from(installations)
      .where(and(eq(installations.platform, platform), eq(installations.subject, subject))),
  );
  const row = rows[0];
  if (!row) return null;
  return {
    access: {
      token: await unseal(keys, tokenContext(platform, subject, 'access'), row.sealedAccessToken),
      expiresAt: row.accessExpiresAt?.getTime() ?? null,
    },
    refresh: row.sealedRefreshToken
      ? await unseal(keys, tokenContext(platform, subject, 'refresh'), row.sealedRefreshToken)
      : null,
    details: row.details,
  };
}

export async function hasToken(db: Database, platform: string, subject: string): Promise<boolean> {
  const rows = await db.run('installation.has', (d) =>
    d
      .select({ id: installations.id })
      .from(installations)
      .where(and(eq(installations.platform, platform), eq(installations.subject, subject))),
  );
  return rows.length > 0;
}

export async function storeToken(
  db: Database,
  keys: Keyring,
  platform: string,
  subject: string,
  token: {
    readonly access: AccessToken;
    readonly refresh?: string | null;
    readonly scopes?: readonly string[];
    /** What else the platform told at consent; what is not given stays as it is. */
    readonly details?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const sealed = {
    sealedAccessToken: await seal(keys, tokenContext(platform, subject, 'access'), token.access.token),
    sealedRefreshToken: token.refresh
      ? await seal(keys, tokenContext(platform, subject, 'refresh'), token.refresh)
      : null,
    accessExpiresAt: token.access.expiresAt === null ? null : new Date(token.access.expiresAt),
    brokenReason: null,
    updatedAt: new Date(),
    ...(token.scopes ? { scopes: [...token.scopes] } : {}),
    ...(token.details ? { details: token.details } : {}),
  };
  await db.run('installation.store', (d) =>
    d
      .insert(installations)
      .values({ id: uuidv7(), platform, subject, ...sealed })
      .onConflictDoUpdate({ target: [installations.platform, installations.subject], set: sealed }),
  );
}
