import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../../db/client.ts';
import { apiKeys } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import type { Scope } from '../core/api.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import { WaddleError } from '../core/errors.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { type AuditLine, audited, NOTED } from './audited.ts';

/** What every scoped key begins with, so that people and secret scanners know one when they see it. */
const KEY_PREFIX = 'wbk_';
const KEY = /^wbk_[A-Za-z0-9_-]{43}$/;
/** Characters of a key that are kept for people to know it by. */
const SHOWN = KEY_PREFIX.length + 6;
/** How exact the time of a key's last use is, ms: a write a minute is all it costs. */
const USED_EVERY_MS = 60_000;

export interface NewKey {
  readonly name: string;
  /** Ids or slugs; at least one. */
  readonly communities: readonly string[];
  readonly scopes: readonly Scope[];
  /** Null: all. */
  readonly platforms: readonly Platform[] | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

export interface ListedKey {
  readonly id: string;
  readonly name: string;
  /** Its first characters. */
  readonly start: string;
  readonly scopes: readonly Scope[];
  readonly communities: readonly CommunityId[];
  readonly platforms: readonly Platform[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** A new key, and the statement that makes it; nobody but the caller knows the key from here on. */
export interface KeyMaking {
  readonly key: string;
  /**
   * Returns `value`, the key's id or null where one of the communities is not there, `changed` and `noted`.
   * @param keep further ctes, over `outcome (value, changed)`
   */
  readonly statement: (keep: readonly SQL[]) => SQL;
}

const hashOf = async (key: string): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', utf8(key)));

function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  return KEY_PREFIX + text;
}

/**
 * A key of 256 random bits. The database keeps its hash, and the audit log who made it.
 * @param community in whose audit log, where its own people make it; null: in the installation's
 */
export async function makeKey(asked: NewKey, actor: Actor, community: CommunityId | null = null): Promise<KeyMaking> {
  const key = freshKey();
  const keyHash = await hashOf(key);
  const id = uuidv7();
  const communities = [...new Set(asked.communities)];
  const { name, scopes, platforms, expiresAt } = asked;
  const statement: KeyMaking['statement'] = (keep) =>
    sql`with ${sql.join(
      [
        sql`wanted as (select jsonb_array_elements_text(${JSON.stringify(communities)}::jsonb) as named)`,
        sql`found as (
        select c.id from wanted join communities c
          on (c.slug = wanted.named or c.id::text = lower(wanted.named)) and c.deleted_at is null)`,
        sql`made as (
        insert into ${apiKeys} (id, name, key_hash, key_start, scopes, community_ids, platforms, expires_at)
        select ${id}::uuid, ${name}, ${keyHash}, ${key.slice(0, SHOWN)}, ${textArray(scopes)},
          (select array_agg(distinct id) from found), ${platforms === null ? sql`null` : textArray(platforms)},
          ${expiresAt?.toISOString() ?? null}::timestamptz
        where (select count(*) from found) = (select count(*) from wanted)
        returning id, name, scopes, community_ids, platforms, expires_at)`,
        audited(
          {
            action: 'key.add',
            happened: sql`exists (select from made)`,
            target: sql`${`key:${id}`}::text`,
            before: sql`null::jsonb`,
            after: sql`(select jsonb_build_object('name', name, 'scopes', scopes, 'communities', community_ids,
              'platforms', platforms, 'expiresAt', expires_at) from made)`,
          },
          community,
          actor,
        ),
        sql`outcome as materialized (select to_jsonb((select id from made)) as value, false as changed)`,
        ...keep,
      ],
      sql`, `,
    )} select value, changed, ${NOTED} from outcome`;
  return { key, statement };
}

/** A list as one parameter: an array of the driver's own would be several. */
const textArray = (values: readonly string[]): SQL =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;

/** @throws NOT_FOUND naming what was asked for, where one of the communities is not there. */
export function madeKeyId(value: unknown, { communities }: Pick<NewKey, 'communities'>): string {
  if (typeof value === 'string') return value;
  const named = communities.map((community) => `"${community}"`).join(', ');
  throw new WaddleError(
    'NOT_FOUND',
    communities.length === 1 ? `There is no community ${named}.` : `Not all of these are communities here: ${named}.`,
  );
}

type KeyRow = typeof apiKeys.$inferSelect;

const listed = (row: KeyRow): ListedKey => ({
  id: row.id,
  name: row.name,
  start: row.keyStart,
  // What an older or newer build knew besides allows nothing here, as nothing asks for it.
  scopes: row.scopes as Scope[],
  communities: row.communityIds as CommunityId[],
  platforms: row.platforms,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  revokedAt: row.revokedAt,
  lastUsedAt: row.lastUsedAt,
});

/**
 * Keys, newest first; those that were revoked or expired as well.
 * @param before the id of the last one seen
 * @param community only those that may go there
 */
export async function listKeys(
  db: Database,
  limit: number,
  before?: string,
  community?: CommunityId,
): Promise<readonly ListedKey[]> {
  const rows = await db.run('key.list', (d) =>
    d
      .select()
      .from(apiKeys)
      .where(
        and(
          before === undefined ? undefined : lt(apiKeys.id, before),
          community === undefined ? undefined : sql`${apiKeys.communityIds} @> array[${community}::uuid]`,
        ),
      )
      .orderBy(desc(apiKeys.id))
      .limit(limit),
  );
  return rows.map(listed);
}

/** The key's row, whether or not it still opens anything; null where there is none. */
export async function findKey(db: Database, key: string): Promise<ListedKey | null> {
  if (!KEY.test(key)) return null;
  const keyHash = await hashOf(key);
  const rows = await db.run('key.find', (d) => d.select().from(apiKeys).where(eq(apiKeys.keyHash, keyHash)));
  return rows[0] ? listed(rows[0]) : null;
}

/** The key of an id (a UUID); null where there is none. */
export async function keyOfId(db: Database, id: string): Promise<ListedKey | null> {
  const rows = await db.run('key.of-id', (d) =>
    // As text: what is no id is not there, and no error.
    d.select().from(apiKeys).where(sql`${apiKeys.id}::text = ${id.toLowerCase()}`),
  );
  return rows[0] ? listed(rows[0]) : null;
}

/**
 * Closes a key for good, at once. A second time changes nothing.
 * @param community where its own people close it: only a key that goes nowhere else
 * @returns what the audit log got of it; null where it was closed already
 * @throws NOT_FOUND
 */
export async function revokeKey(
  db: Database,
  id: string,
  actor: Actor,
  now: number,
  community: CommunityId | null = null,
): Promise<AuditLine | null> {
  const { rows } = await db.run('key.revoke', (d) =>
    d.execute<{ noted: AuditLine | null }>(sql`
      with held as (select id, name, revoked_at from ${apiKeys} where id = ${id}::uuid
          and (${community}::uuid is null or community_ids = array[${community}::uuid]) for update),
        revoked as (
          update ${apiKeys} k set revoked_at = ${new Date(now).toISOString()}::timestamptz from held
          where k.id = held.id and held.revoked_at is null returning k.id, k.name),
        ${audited(
          {
            action: 'key.revoke',
            happened: sql`exists (select from revoked)`,
            target: sql`(select 'key:' || id from revoked)`,
            before: sql`(select jsonb_build_object('name', name) from revoked)`,
            after: sql`null::jsonb`,
          },
          community,
          actor,
        )}
      select id, ${NOTED} from held`),
  );
  const [held] = rows;
  if (!held) throw new WaddleError('NOT_FOUND', `There is no key ${id}.`);
  return held.noted;
}

/** Notes that a key was used, to the minute. */
export async function noteUse(db: Database, { id, lastUsedAt }: ListedKey, now: number): Promise<void> {
  if (lastUsedAt && now - lastUsedAt.getTime() < USED_EVERY_MS) return;
  await db.run('key.used', (d) =>
    d
      .update(apiKeys)
      .set({ lastUsedAt: new Date(now) })
      .where(eq(apiKeys.id, id)),
  );
}
