import { sql } from 'drizzle-orm';
import { channels } from '../../db/schema/index.ts';
import { openSnapshot, type Snapshot } from '../../db/snapshot.ts';
import { ARCHIVE, ARCHIVE_VERSION, type Ending, type Manifest } from '../core/archive.ts';
import { utf8 } from '../core/bytes.ts';
import type { CommunityFacts } from '../core/channel-settings.ts';
import { describeError } from '../core/errors.ts';
import type { Services } from '../router/services.ts';
import { LineDigest } from './lines.ts';
import { ARCHIVED } from './tables.ts';

/**
 * Everything of a community as one file, as it is at one moment: NDJSON, packed. It is written as it is read, so that its size does not
 * matter; a reader that stops, and a database that fails, leave a file without its last line, which nobody takes in.
 */
export async function writeArchive(
  services: Pick<Services, 'settings' | 'clock' | 'log'>,
  community: CommunityFacts,
): Promise<ReadableStream<Uint8Array>> {
  const snapshot = await openSnapshot(services.settings.DATABASE_URL);
  try {
    const first = await manifestOf(services, snapshot, community);
    return packed(services, snapshot, linesOf(snapshot, community, first));
  } catch (error) {
    await snapshot.close();
    throw error;
  }
}

/** What an archive of a community would hold now. */
export async function archiveContents(
  services: Pick<Services, 'settings' | 'clock'>,
  community: CommunityFacts,
): Promise<Manifest> {
  const snapshot = await openSnapshot(services.settings.DATABASE_URL);
  try {
    return await manifestOf(services, snapshot, community);
  } finally {
    await snapshot.close();
  }
}

const idOf = ({ id }: CommunityFacts) => sql`${id}::uuid`;

async function manifestOf(
  { settings, clock }: Pick<Services, 'settings' | 'clock'>,
  snapshot: Snapshot,
  community: CommunityFacts,
): Promise<Manifest> {
  const counts: Record<string, number> = {};
  for (const { table, export: rows } of ARCHIVED) {
    const counted = sql`select count(*) as row from (${rows(idOf(community))}) counted`;
    for await (const [count] of snapshot.rows(counted)) if (Number(count) > 0) counts[table] = Number(count);
  }
  const linked: Manifest['channels'] = [];
  const of = sql`select jsonb_build_object('platform', c.platform, 'id', c.platform_id, 'login', c.login) as row
    from ${channels} c where c.community_id = ${idOf(community)} order by c.platform collate "C", c.platform_id collate "C" limit 1000`;
  for await (const rows of snapshot.rows(of)) linked.push(...rows.map((row) => JSON.parse(row)));
  return {
    waddlebot: ARCHIVE,
    version: ARCHIVE_VERSION,
    exportedAt: new Date(clock()).toISOString(),
    from: settings.PUBLIC_URL,
    community: { slug: community.slug, name: community.name },
    channels: linked,
    counts,
  };
}

/** Lines without their ends, some at a time. */
async function* linesOf(
  snapshot: Snapshot,
  community: CommunityFacts,
  first: Manifest,
): AsyncGenerator<readonly string[]> {
  yield [JSON.stringify(first)];
  const digest = new LineDigest();
  let lines = 0;
  for (const { table, export: of } of ARCHIVED)
    for await (const rows of snapshot.rows(of(idOf(community)))) {
      const written = rows.map((row) => `${JSON.stringify([table]).slice(0, -1)},${row}]`);
      for (const line of written) await digest.add(utf8(line));
      lines += written.length;
      yield written;
    }
  yield [JSON.stringify({ end: { lines, digest: await digest.end() } } satisfies Ending)];
}

function packed(
  { log }: Pick<Services, 'log'>,
  snapshot: Snapshot,
  lines: AsyncGenerator<readonly string[]>,
): ReadableStream<Uint8Array> {
  const bytes = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await lines.next();
        if (!done) return controller.enqueue(utf8(`${value.join('\n')}\n`));
        await snapshot.close();
        controller.close();
      } catch (error) {
        log('error', 'archive.not-written', { error: describeError(error) });
        await snapshot.close();
        controller.error(error);
      }
    },
    cancel: () => snapshot.close(),
  });
  return bytes.pipeThrough(new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>);
}
