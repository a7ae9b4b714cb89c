import { randomInt, randomUUID } from 'node:crypto';
import type { Envelope } from '../../workers/api/errors.ts';
import type { Scope } from '../../workers/core/api.ts';
import { SCOPE_NAMES } from '../../workers/core/api.ts';
import type { Platform } from '../../workers/core/ids.ts';
import { makeKey } from '../../workers/router/keys.ts';
import { noteSecret } from './secrets.ts';
import type { World } from './world.ts';

export interface ApiAnswer<Body = Envelope> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, where it is JSON; of the shape that the test goes on to look for. */
  readonly json: Body;
}

export interface Page<Row> {
  readonly data: readonly Row[];
  readonly next: string | null;
}

export interface ApiRequest {
  /** A scoped key; without one it is the deployment's own. Null: none at all. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  /** Where it comes from; else from an address of its own, so that no limit is shared. */
  readonly address?: string;
}

export const someAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

let byService = 0;
/** How often this file has asked as the deployment itself: its key has a limit, too. */
export const callsByService = (): number => byService;

/** Asks the admin API as a program would. @param path as `/channels`, under /api/v1 */
export async function ask<Body = Envelope>(
  world: World,
  method: string,
  path: string,
  asked: ApiRequest = {},
): Promise<ApiAnswer<Body>> {
  const { key, headers = {}, body, address = someAddress() } = asked;
  if (key === undefined) byService++;
  const response = await fetch(`${world.worker.url}/api/v1${path}`, {
    method,
    headers: {
      'cf-connecting-ip': address,
      ...(key === undefined ? { 'x-service-key': world.secrets.service } : {}),
      ...(key ? { authorization: `Bearer ${key}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  const json = (isJson ? JSON.parse(text) : undefined) as Body;
  return { status: response.status, headers: response.headers, text, json };
}

export interface KeyWanted {
  /** All, where they are left out. */
  readonly scopes?: readonly Scope[];
  readonly communities?: readonly string[];
  readonly platforms?: readonly Platform[] | null;
  readonly expiresAt?: Date;
  readonly revoked?: boolean;
}

/** A key straight from the database, whatever state it is wanted in. */
export async function aKey(world: World, wanted: KeyWanted = {}): Promise<string> {
  const { scopes = SCOPE_NAMES, communities = ['demo'], platforms = null, expiresAt = null, revoked = false } = wanted;
  const name = `test ${randomUUID()}`;
  const { key, statement } = await makeKey({ name, communities, scopes, platforms, expiresAt }, { kind: 'service' });
  await world.db.run('test.key', (db) => db.execute(statement([])));
  if (revoked) await world.rows('update api_keys set revoked_at = now() where name = $1', [name]);
  return noteSecret('API key', key);
}

let channels = 0;

/** A community of its own, with one Twitch channel; its slug and the channel's id. */
export async function aCommunity(world: World): Promise<{ readonly slug: string; readonly channel: string }> {
  const slug = `c-${randomUUID().slice(0, 8)}`;
  const channel = String(5_000_000 + channels++);
  await world.rows(
    `with made as (insert into communities (id, slug, name) values (gen_random_uuid(), $1, $1) returning id)
     insert into channels (id, community_id, platform, platform_id, login)
     select gen_random_uuid(), id, 'twitch', $2, $1 from made`,
    [slug, channel],
  );
  return { slug, channel };
}
