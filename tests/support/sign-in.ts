import { randomUUID } from 'node:crypto';
import { csrfToken } from '../../workers/auth/csrf.ts';
import { startSession } from '../../workers/auth/sessions.ts';
import type { AccountPlatform, PersonId } from '../../workers/core/ids.ts';
import type { Role } from '../../workers/core/levels.ts';
import type { ApiRequest } from './api.ts';
import { noteSecret } from './secrets.ts';
import type { World } from './world.ts';

export interface PersonWanted {
  readonly platform?: AccountPlatform;
  /** The platform's own id; else one of their own. */
  readonly account?: string;
  /** By the community's slug. */
  readonly roles?: Readonly<Record<string, Role>>;
  readonly operator?: boolean;
  /** As others see them; else one of their own. */
  readonly name?: string;
}

/** Somebody who is signed in, straight from the database. */
export interface TestPerson {
  readonly id: PersonId;
  readonly account: string;
  /** The session's token, for who takes it to a browser. */
  readonly token: string;
  /** What a page of ours sends: the session's cookie, and the form token both ways. */
  readonly asked: ApiRequest & { readonly headers: Readonly<Record<string, string>> };
}

let people = 0;

export async function aPerson(world: World, wanted: PersonWanted = {}): Promise<TestPerson> {
  const { platform = 'twitch', account = String(42_000_000 + people++), roles = {}, operator } = wanted;
  const id = randomUUID() as PersonId;
  const login = `user_${account}`;
  const name = wanted.name ?? login;
  await world.rows(`insert into persons (id, display_name) values ($1, $2)`, [id, name]);
  await world.rows(
    `insert into accounts (id, platform, platform_id, login, display_name, person_id, is_primary)
     values (gen_random_uuid(), $1, $2, $3, $5, $4, true)
     on conflict (platform, platform_id) do update set person_id = excluded.person_id, is_primary = true`,
    [platform, account, login, id, name],
  );
  for (const [slug, role] of Object.entries(roles))
    await world.rows(
      `with member as (
         insert into members (id, community_id, account_id)
         select gen_random_uuid(), c.id, a.id from communities c, accounts a
         where c.slug = $1 and a.platform = $2 and a.platform_id = $3
         on conflict (community_id, account_id) do update set account_id = excluded.account_id returning id)
       insert into member_roles (member_id, role) select id, $4 from member
       on conflict (member_id) do update set role = excluded.role`,
      [slug, platform, account, role],
    );
  if (operator) await world.rows(`insert into operators (person_id) values ($1)`, [id]);
  const started = await startSession(world.db, { person: id, method: platform, device: 'A test' }, world.now());
  const token = noteSecret('session token', started);
  return { id, account, token, asked: await asBrowser(world, token) };
}

export async function sessionIdOf(world: World, token: string): Promise<string> {
  const [session] = await world.rows<{ id: string }>(
    `select id from sessions where token_hash = encode(sha256($1::bytea), 'hex')`,
    [Buffer.from(token)],
  );
  if (!session) throw new Error('there is no such session');
  return session.id;
}

/** The headers with which a page of ours sends something for a session. */
export async function asBrowser(world: World, token: string): Promise<TestPerson['asked']> {
  const csrf = await csrfToken(world.secrets.session, await sessionIdOf(world, token));
  return {
    key: null,
    headers: {
      cookie: `wb_session=${token}; wb_csrf=${csrf}`,
      'x-csrf-token': csrf,
      origin: world.publicUrl,
      'sec-fetch-site': 'same-origin',
    },
  };
}
