import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { DatabaseError } from '../../db/client.ts';
import { archiveImports, archiveParts } from '../../db/schema/index.ts';
import type { Manifest } from '../core/archive.ts';
import { WaddleError } from '../core/errors.ts';
import { fault } from '../core/faults.ts';
import type { PersonId } from '../core/ids.ts';
import type { Services } from '../router/services.ts';
import { broken } from './lines.ts';
import { openArchive, type Part } from './read.ts';
import { ARCHIVED_BY_NAME } from './tables.ts';

/** What was brought and not taken in is forgotten after this, ms. */
const KEPT_FOR_MS = 24 * 3600_000;

/** An archive that was brought. */
export interface Brought {
  readonly id: string;
  readonly manifest: Manifest;
  readonly digest: string;
  /** ms since epoch. */
  readonly expiresAt: number;
}

type Parts = Pick<Services, 'db' | 'clock'>;

/**
 * Reads an archive and keeps its lines aside, where nobody sees them: no community is made, and nothing else is changed. Who brings
 * another one has the one before forgotten.
 * @throws INVALID, with the place, for what is no archive or not a whole one
 */
export async function bringArchive(
  services: Parts,
  person: PersonId,
  body: ReadableStream<Uint8Array>,
): Promise<Brought> {
  const { db, clock } = services;
  const archive = await openArchive(body, ARCHIVED_BY_NAME);
  const id = uuidv7();
  const expiresAt = clock() + KEPT_FOR_MS;
  await db.run('archive.begin', (d) =>
    d.batch([
      d.execute(sql`delete from ${archiveImports} where person_id = ${person}::uuid and community_id is null`),
      d.execute(sql`insert into ${archiveImports} (id, person_id, manifest, expires_at)
        values (${id}::uuid, ${person}::uuid, ${JSON.stringify(archive.manifest)}::jsonb, ${new Date(expiresAt).toISOString()}::timestamptz)`),
    ]),
  );
  try {
    let next = await archive.parts.next();
    for (; !next.done; next = await archive.parts.next()) {
      await keep(services, id, next.value);
      await fault('archive:after-part');
    }
    const digest = next.value;
    await db.run('archive.whole', (d) =>
      d.execute(sql`update ${archiveImports} set digest = ${digest} where id = ${id}::uuid`),
    );
    return { id, manifest: archive.manifest, digest, expiresAt };
  } catch (error) {
    // Where this fails, too, the night forgets it.
    if (error instanceof WaddleError) await forget(services, id).catch(() => undefined);
    throw error;
  }
}

async function keep({ db }: Parts, id: string, { table, first, rows }: Part): Promise<void> {
  try {
    await db.run('archive.keep', (d) =>
      d.execute(sql`insert into ${archiveParts} (import_id, first, kind, rows)
        values (${id}::uuid, ${first}::bigint, ${table}, ${JSON.stringify(rows)}::jsonb)`),
    );
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.transient) throw error;
    // The import it belongs to is gone.
    if (error.code === '23503')
      throw new WaddleError('CONFLICT', 'Another archive of yours was brought meanwhile. Go on with that one.');
    throw broken(`The lines of the archive from ${first} on cannot be kept: they are nested too deeply, or damaged.`);
  }
}

const forget = ({ db }: Pick<Services, 'db'>, id: string) =>
  db.run('archive.forget', (d) => d.execute(sql`delete from ${archiveImports} where id = ${id}::uuid`));

/** An archive that somebody brought, and what it was taken in as. @throws NOT_FOUND, whether it is over or another’s */
export async function broughtBy(
  { db, clock }: Parts,
  person: PersonId,
  id: string,
): Promise<Brought & { readonly community: string | null }> {
  const { rows } = await db.run('archive.brought', (d) =>
    d.execute<{ manifest: Manifest; digest: string; expires_at: string; community: string | null }>(sql`
      select manifest, digest, round(extract(epoch from expires_at) * 1000) as expires_at, community_id as community
      from ${archiveImports} where id = ${id}::uuid and person_id = ${person}::uuid and digest is not null
        and expires_at > ${new Date(clock()).toISOString()}::timestamptz`),
  );
  const [row] = rows;
  if (!row) throw new WaddleError('NOT_FOUND', 'There is no such archive of yours any more. Bring it again.');
  const { manifest, digest, expires_at, community } = row;
  return { id, manifest, digest, expiresAt: Number(expires_at), community };
}

/** Forgets an archive that was brought and not taken in. */
export async function putAway({ db }: Pick<Services, 'db'>, person: PersonId, id: string): Promise<void> {
  await db.run('archive.put-away', (d) =>
    d.execute(
      sql`delete from ${archiveImports} where id = ${id}::uuid and person_id = ${person}::uuid and community_id is null`,
    ),
  );
}

/** Forgets what nobody took in, and what was broken off. */
export async function forgetBrought({ db }: Pick<Services, 'db'>, now: number): Promise<void> {
  await db.run('archive.forget-brought', (d) =>
    d.execute(sql`delete from ${archiveImports} where expires_at <= ${new Date(now).toISOString()}::timestamptz`),
  );
}
