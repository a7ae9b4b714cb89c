import { and, asc, eq, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import { channels, inboundWebhooks, type WEBHOOK_VERIFIERS } from '../../db/schema/index.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import type { Keyring } from '../core/sealed.ts';
import { seal, unseal } from '../core/sealed.ts';
import { freshWebhookSecret } from '../core/standard-webhooks.ts';
import { codePoints } from '../core/text.ts';

export type WebhookVerifier = (typeof WEBHOOK_VERIFIERS)[number];

/** Webhooks of one community. */
const MAX_WEBHOOKS = 100;
/** Longest name and template, in code points. */
const MAX_NAME = 80;
const MAX_TEMPLATE = 1_000;
const MAX_ROOM = 150;
/** The channel is the room on platforms where streams are watched. */
const HAS_ROOMS: ReadonlySet<Platform> = new Set(['discord', 'slack']);

export interface NewWebhook {
  readonly communityId: CommunityId;
  readonly platform: Platform;
  /** The platform's own id of the channel, which has to be this community's. */
  readonly channel: string;
  /** Where it speaks; on stream platforms the channel itself, which may be left out. */
  readonly room?: string;
  readonly name: string;
  readonly verifier: WebhookVerifier;
  /** What is said of payloads without `text`. */
  readonly template?: string;
}

export interface CreatedWebhook {
  readonly id: string;
  /** The last part of its address, known to nobody but the caller from here on. */
  readonly token: string;
  /** What senders sign with, likewise; null where they do not sign. */
  readonly secret: string | null;
}

export interface ListedWebhook {
  readonly id: string;
  readonly platform: Platform;
  readonly channel: string;
  readonly room: string;
  readonly name: string;
  readonly verifier: WebhookVerifier;
  readonly tokenStart: string;
  readonly template: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export interface FoundWebhook {
  readonly id: string;
  readonly name: string;
  readonly communityId: CommunityId;
  readonly platform: Platform;
  readonly channel: string;
  readonly room: string;
  readonly verifier: WebhookVerifier;
  readonly secret: string | null;
  readonly template: string | null;
}

/** A sealed secret opens only for the webhook it was made for. */
export const webhookSecretContext = (id: string): string => `webhook:${id}`;

const randomBytes = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
const base64Url = (bytes: Uint8Array): string =>
  base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

const hashOf = async (token: string): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', utf8(token)));

/** In the form each kind of sender takes it in. */
const FRESH_SECRET: Readonly<Record<WebhookVerifier, () => string | null>> = {
  standard: freshWebhookSecret,
  github: () => toHex(randomBytes()),
  bearer: () => null,
};

/** What lets senders in: the address's token, and what they sign with. */
interface FreshWebhook {
  readonly token: string;
  readonly tokenHash: string;
  readonly tokenStart: string;
  readonly secret: string | null;
  readonly sealed: string | null;
}

export async function freshWebhook(keys: Keyring, id: string, verifier: WebhookVerifier): Promise<FreshWebhook> {
  const token = base64Url(randomBytes());
  const secret = FRESH_SECRET[verifier]();
  const sealed = secret === null ? null : await seal(keys, webhookSecretContext(id), secret);
  return { token, tokenHash: await hashOf(token), tokenStart: token.slice(0, 6), secret, sealed };
}

/**
 * Makes an address that says things in one room of a community's channel.
 * @throws WaddleError `INVALID` what was asked for cannot be, `NOT_FOUND` the channel is not the community's,
 * `LIMITED` there are too many
 */
export async function createWebhook(db: Database, keys: Keyring, asked: NewWebhook): Promise<CreatedWebhook> {
  const { communityId, platform, channel, verifier } = asked;
  const { room, name, template } = checked(asked);
  const id = uuidv7();
  const { token, tokenHash, tokenStart, secret, sealed } = await freshWebhook(keys, id, verifier);
  const [, inserted] = await db.run('webhook.create', (d) =>
    d.batch([
      // Locking the community's row makes counting and adding one step.
      d.execute(sql`select from communities where id = ${communityId}::uuid for update`),
      d.execute(sql`
        insert into ${inboundWebhooks}
          (id, community_id, platform, platform_id, room, name, token_hash, token_start, verifier, sealed_secret, template)
        select ${id}::uuid, c.community_id, c.platform, c.platform_id, ${room}, ${name}, ${tokenHash},
          ${tokenStart}, ${verifier}, ${sealed}::text, ${template}::text
        from ${channels} c
        where c.community_id = ${communityId}::uuid and c.platform = ${platform} and c.platform_id = ${channel}
          and (select count(*) from ${inboundWebhooks} w where w.community_id = ${communityId}::uuid) < ${MAX_WEBHOOKS}
        returning id`),
    ]),
  );
  if (inserted.rows.length === 0) throw await refusal(db, asked);
  return { id, token, secret };
}

function checked({ platform, channel, room, name, template }: NewWebhook) {
  const invalid = (message: string) => new WaddleError('INVALID', message);
  const given = room?.trim() || undefined;
  if (HAS_ROOMS.has(platform) && given === undefined)
    throw invalid(`A webhook on ${platform} needs the room it speaks in: the id of a text channel or conversation.`);
  if (!HAS_ROOMS.has(platform) && given !== undefined && given !== channel)
    throw invalid(`On ${platform} the channel is the only room there is: leave the room out.`);
  if (given !== undefined && given.length > MAX_ROOM) throw invalid('That room is too long to be one.');
  const trimmed = name.trim();
  const length = codePoints(trimmed);
  if (length < 1 || length > MAX_NAME) throw invalid(`A webhook needs a name of 1 to ${MAX_NAME} characters.`);
  const text = template?.trim() || null;
  if (text !== null && codePoints(text) > MAX_TEMPLATE)
    throw invalid(`That template has ${codePoints(text)} characters. A webhook takes at most ${MAX_TEMPLATE}.`);
  return { room: given ?? channel, name: trimmed, template: text };
}

/** Why a webhook was not made. */
async function refusal(db: Database, { communityId, platform, channel }: NewWebhook): Promise<WaddleError> {
  const linked = await db.run('webhook.channel', (d) =>
    d
      .select({ id: channels.id })
      .from(channels)
      .where(
        and(eq(channels.communityId, communityId), eq(channels.platform, platform), eq(channels.platformId, channel)),
      ),
  );
  return linked.length === 0
    ? new WaddleError('NOT_FOUND', `The channel ${platform}:${channel} is not linked to this community.`)
    : new WaddleError(
        'LIMITED',
        `This community has ${MAX_WEBHOOKS} webhooks, which is all there is room for. Remove one first.`,
      );
}

/** A community's webhooks, oldest first. Neither addresses nor secrets are in it. */
export async function listWebhooks(db: Database, communityId: CommunityId): Promise<readonly ListedWebhook[]> {
  const rows = await db.run('webhook.list', (d) =>
    d
      .select()
      .from(inboundWebhooks)
      .where(eq(inboundWebhooks.communityId, communityId))
      .orderBy(asc(inboundWebhooks.createdAt), asc(inboundWebhooks.id)),
  );
  return rows.map(
    ({ id, platform, platformId, room, name, verifier, tokenStart, template, createdAt, lastUsedAt }) => ({
      id,
      platform: platform as Platform,
      channel: platformId,
      room,
      name,
      verifier,
      tokenStart,
      template,
      createdAt,
      lastUsedAt,
    }),
  );
}

/** Closes an address. False where the community has no such webhook. */
export async function removeWebhook(db: Database, communityId: CommunityId, id: string): Promise<boolean> {
  const removed = await db.run('webhook.remove', (d) =>
    d
      .delete(inboundWebhooks)
      // As text: what is no id is not there, and no error.
      .where(and(eq(inboundWebhooks.communityId, communityId), sql`${inboundWebhooks.id}::text = ${id.toLowerCase()}`))
      .returning({ id: inboundWebhooks.id }),
  );
  return removed.length > 0;
}

/**
 * The webhook of a token; null where there is none, and where its channel is not its community's any more, so that
 * nobody speaks in a channel that has moved on.
 * @throws when the database is away, or no key of the ring opens its secret
 */
export async function findWebhook(db: Database, keys: Keyring, token: string): Promise<FoundWebhook | null> {
  const tokenHash = await hashOf(token);
  const rows = await db.run('webhook.find', (d) =>
    d
      .select({ hook: inboundWebhooks })
      .from(inboundWebhooks)
      .innerJoin(
        channels,
        and(
          eq(channels.communityId, inboundWebhooks.communityId),
          eq(channels.platform, inboundWebhooks.platform),
          eq(channels.platformId, inboundWebhooks.platformId),
        ),
      )
      .where(eq(inboundWebhooks.tokenHash, tokenHash)),
  );
  const hook = rows[0]?.hook;
  if (!hook) return null;
  return {
    id: hook.id,
    name: hook.name,
    communityId: hook.communityId as CommunityId,
    platform: hook.platform as Platform,
    channel: hook.platformId,
    room: hook.room,
    verifier: hook.verifier,
    secret: hook.sealedSecret === null ? null : await unseal(keys, webhookSecretContext(hook.id), hook.sealedSecret),
    template: hook.template,
  };
}
