import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import {
  accounts,
  auditLog,
  communities,
  memberRoles,
  members,
  operators,
  outbox,
  persons,
} from '../../../db/schema/index.ts';
import type { PersonId } from '../../core/ids.ts';
import { inTurn } from '../../router/effects.ts';
import type { Local } from './local.ts';
import { at, type NewLogin, named, newPersonCtes } from './logins.ts';
import { linkCte, noSuchLink, OPERATORS_TURN } from './one-time-links.ts';

/** Who is to become the first operator: somebody new, or whoever is signed in. */
export type Owner =
  | { readonly kind: 'new'; readonly person: PersonId; readonly login: NewLogin }
  | { readonly kind: 'present'; readonly person: PersonId };

/** The demo community, where it is there and nobody owns it: theirs, so that there is something to see on a laptop. */
const demoCtes: readonly SQL[] = [
  sql`demo as (
    select c.id from ${communities} c where c.slug = 'demo' and c.deleted_at is null and not exists (
      select from ${members} m join ${memberRoles} r on r.member_id = m.id where m.community_id = c.id and r.role = 'owner'))`,
  sql`demo_member as (
    insert into ${members} (id, community_id, account_id)
    select gen_random_uuid(), demo.id, account.id from demo, account
    on conflict (community_id, account_id) do update set account_id = excluded.account_id returning id, community_id)`,
  sql`demo_owner as (
    insert into ${memberRoles} (member_id, role) select id, 'owner' from demo_member
    on conflict (member_id) do update set role = 'owner')`,
  sql`demo_bumped as (
    update ${communities} c set settings_version = c.settings_version + 1 from demo_member
    where c.id = demo_member.community_id returning c.id, c.settings_version)`,
  sql`demo_told as (insert into ${outbox} (community_id, version) select id, settings_version from demo_bumped)`,
];

/**
 * Makes the first operator by their link: once, and only while there is none, however many come at once.
 * @throws NOT_FOUND for a link that opens nothing, CONFLICT for a name that is taken; then the link is good still
 */
export async function becomeOwner({ db, isDevelopment, now }: Local, token: string, owner: Owner): Promise<void> {
  const moment = now();
  const link = await linkCte(token, sql`purpose = 'owner' and not exists (select from ${operators})`, moment);
  const { person } = owner;
  const ctes = [
    link,
    sql`allowed as (select from link)`,
    ...(owner.kind === 'new'
      ? newPersonCtes(person, owner.login, moment)
      : [
          sql`person as (select p.id from ${persons} p, allowed where p.id = ${person}::uuid)`,
          sql`account as (
            select a.id, a.person_id from ${accounts} a join person on a.person_id = person.id order by a.is_primary desc, a.id limit 1)`,
        ]),
    sql`operator as (
      insert into ${operators} (person_id, created_at) select id, ${at(moment)} from person
      on conflict (person_id) do nothing returning person_id)`,
    sql`audited as (
      insert into ${auditLog} (id, actor, action, target)
      select ${uuidv7()}::uuid, jsonb_build_object('kind', 'system'), 'operator.add', 'person:' || person_id from operator)`,
    ...(isDevelopment ? demoCtes : []),
  ];
  const statement = sql`with ${sql.join(ctes, sql`, `)} select person_id from operator`;
  const rows = await named(db.run('owner.become', (d) => inTurn(d, [OPERATORS_TURN], statement)));
  if (rows.length === 0) throw noSuchLink();
}
