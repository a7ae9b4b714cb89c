import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { DatabaseError } from '../../db/client.ts';
import { archiveImports, archiveParts, auditLog, communities, persons } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import type { Mint, Minted, Row, TakingIn } from '../core/archive.ts';
import { WaddleError } from '../core/errors.ts';
import { fault } from '../core/faults.ts';
import type { CommunityId, PersonId } from '../core/ids.ts';
import { freshWebhookSecret } from '../core/standard-webhooks.ts';
import { keysOf } from '../ports/base.ts';
import { inTurn } from '../router/effects.ts';
import { sealModuleSecret } from '../router/http-module-rows.ts';
import type { Services } from '../router/services.ts';
import { freshWebhook, type WebhookVerifier } from '../router/webhooks.ts';
import { type Brought, broughtBy } from './bring.ts';
import { broken } from './lines.ts';
import { ARCHIVED } from './tables.ts';

export interface Wanted {
  readonly slug: string;
  readonly name: string;
}

/** Who takes it in: the owner, from then on. */
export interface Taker {
  readonly person: PersonId;
  readonly actor: Actor;
  /** `ok` where they may make a community, over nothing. */
  readonly verdict: SQL;
}

export interface TakenIn {
  readonly id: CommunityId;
  readonly slug: string;
  /** What was made anew, told this once; empty where it was taken in before. */
  readonly secrets: readonly Minted['told'][];
}

/**
 * Makes a community of an archive that was brought: all of it in one transaction, or none. Asked for again, it is the community that the
 * first one made. Nothing that is here is overwritten: its ids are new, and its people are those the platforms name.
 * @throws NOT_FOUND, CONFLICT where the slug is taken, INVALID where the database refuses what it says
 */
export async function takeIn(services: Services, taker: Taker, id: string, wanted: Wanted): Promise<TakenIn> {
  const brought = await broughtBy(services, taker.person, id);
  if (brought.community !== null) return before(services, brought.community);
  const community = uuidv7();
  const minted = await mintAll(services, id);
  const now = services.clock();
  const into: TakingIn = {
    community: sql`${community}::uuid`,
    person: sql`${taker.person}::uuid`,
    now: sql`${new Date(now).toISOString()}::timestamptz`,
    lines: (table) => linesOf(id, minted.get(table)?.map(({ row }) => row) ?? null, table),
  };
  try {
    await services.db.run('archive.take-in', (db) =>
      inTurn(
        db,
        [
          // One after the other for each person, so that two at once are counted; and each archive once.
          sql`select from ${persons} where id = ${into.person} for update`,
          sql`select from ${archiveImports} where id = ${id}::uuid for update`,
          sql`insert into ${communities} (id, slug, name) select ${into.community}, ${wanted.slug}, ${wanted.name} from ${archiveImports} i
        where i.id = ${id}::uuid and i.community_id is null and (${taker.verdict}) = 'ok'`,
          // Where it was not made, what comes next has nothing to belong to, and all is as it was.
          ...ARCHIVED.flatMap((table) => table.import(into)),
          sql`update ${communities} set name = ${wanted.name} where id = ${into.community}`,
          audited(taker.actor, into.community, wanted, brought),
          sql`update ${archiveImports} set community_id = ${into.community} where id = ${id}::uuid`,
        ],
        sql`delete from ${archiveParts} where import_id = ${id}::uuid`,
      ),
    );
  } catch (error) {
    const made = await whyNot(services, taker, id, wanted, error);
    return before(services, made);
  }
  await fault('archive:after-commit');
  services.lookUps.forget(community as CommunityId);
  // Whoever fires timers and reminders looks what of it is due, and when.
  for (const { schedule = [] } of services.modules)
    for (const { name } of schedule) await services.bindings.AGENDA.getByName(name).announce(now);
  services.log('info', 'archive.taken-in', {
    lines: Object.values(brought.manifest.counts).reduce((sum, n) => sum + n, 0),
  });
  return {
    id: community as CommunityId,
    slug: wanted.slug,
    secrets: Array.from(minted.values()).flatMap((each) => each.map(({ told }) => told)),
  };
}

/** Lines with their places; those that something was made for are few, and are handed in. */
const linesOf = (id: string, rows: readonly Row[] | null, table: string): SQL =>
  rows
    ? sql`select x.value as row, x.ordinality as n from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality x`
    : sql`select x.value as row, part.first + x.ordinality as n
        from ${archiveParts} part cross join lateral jsonb_array_elements(part.rows) with ordinality x
        where part.import_id = ${id}::uuid and part.kind = ${table}`;

async function mintAll(services: Services, id: string): Promise<ReadonlyMap<string, readonly Minted[]>> {
  const minting = ARCHIVED.flatMap(({ table, mint }) => (mint ? [{ table, mint }] : []));
  const mint = mintOf(services);
  const made = minting.map(async ({ table, mint: one }) => {
    const { rows } = await services.db.run('archive.to-mint', (d) =>
      d.execute<{ row: Row }>(sql`select l.row from (${linesOf(id, null, table)}) l order by l.n`),
    );
    const minted = rows.map(async ({ row }) => {
      const { row: more, told } = await one(row, mint);
      return { row: { ...row, ...more }, told };
    });
    return [table, await Promise.all(minted)] as const;
  });
  return new Map(await Promise.all(made));
}

const mintOf = (services: Services): Mint => ({
  async module(id) {
    const secret = freshWebhookSecret();
    return { secret, sealed: await sealModuleSecret(services, id, secret) };
  },
  async webhook(id, verifier) {
    const { token, ...rest } = await freshWebhook(keysOf(services), id, verifier as WebhookVerifier);
    return { ...rest, url: `${services.settings.PUBLIC_URL}/webhooks/in/${token}` };
  },
});

const audited = (actor: Actor, community: SQL, { slug, name }: Wanted, { manifest, digest }: Brought): SQL => {
  const { from, exportedAt, counts } = manifest;
  const after = { slug, name, from, exportedAt, digest, counts };
  return sql`insert into ${auditLog} (id, community_id, actor, action, target, after)
    values (${uuidv7()}::uuid, ${community}, ${JSON.stringify(actor)}::jsonb, 'community.import', 'community:' || ${community}::text,
      ${JSON.stringify(after)}::jsonb)`;
};

/** Why nothing came of it; or the community that somebody else made of it a moment before. */
async function whyNot(
  { db }: Services,
  { verdict }: Taker,
  id: string,
  { slug }: Wanted,
  error: unknown,
): Promise<string> {
  if (!(error instanceof DatabaseError) || error.transient) throw error;
  const { rows } = await db.run('archive.why-not', (d) =>
    d.execute<{ made: string | null; verdict: string; taken: boolean }>(sql`
      select i.community_id as made, (${verdict}) as verdict, exists (select from ${communities} c where c.slug = ${slug}) as taken
      from ${archiveImports} i where i.id = ${id}::uuid`),
  );
  const [now] = rows;
  if (now?.made) return now.made;
  if (now?.taken) throw new WaddleError('CONFLICT', `A community is called "${slug}" already. Take another slug.`);
  if (now?.verdict === 'closed')
    throw new WaddleError('FORBIDDEN', 'On this WaddleBot only operators make communities. Ask one of them.');
  if (now?.verdict === 'many')
    throw new WaddleError('CONFLICT', 'You own as many communities as anybody may. Transfer one, or delete it.');
  const where = error.constraint ? ` (${error.constraint})` : '';
  throw broken(
    `What this archive says cannot be: two of its lines are about the same thing, or it was changed by hand${where}. Nothing was taken in.`,
  );
}

async function before({ db }: Pick<Services, 'db'>, community: string): Promise<TakenIn> {
  const { rows } = await db.run('archive.taken-before', (d) =>
    d.execute<{ slug: string }>(sql`select slug from ${communities} where id = ${community}::uuid`),
  );
  return { id: community as CommunityId, slug: rows[0]?.slug ?? '', secrets: [] };
}
