import {
  ARCHIVE,
  ARCHIVE_VERSION,
  type ArchivedTable,
  ending,
  type Manifest,
  manifest,
  type Row,
} from '../core/archive.ts';
import { InvalidInput } from '../core/errors.ts';
import { broken, LineDigest, readLines } from './lines.ts';

/** Lines of all tables together. */
const MOST_LINES = 1_500_000;
/** Lines, and characters of them, that are handed on together. */
const PART_LINES = 1_000;
const PART_SIZE = 256 * 1024;

/** Some lines of one table, checked. */
export interface Part {
  readonly table: string;
  /** The place of the first of them; the manifest is line 1. */
  readonly first: number;
  readonly rows: readonly Row[];
}

export interface OpenArchive {
  readonly manifest: Manifest;
  /** Hands on what is in it, and comes to its digest: only then is it known to be whole. */
  readonly parts: AsyncGenerator<Part, string>;
}

/** What JSON can say and PostgreSQL keeps nowhere: NUL, and halves of surrogate pairs. */
const UNKEPT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parsed(line: Uint8Array | undefined): unknown {
  try {
    return line && JSON.parse(decoder.decode(line));
  } catch {
    return undefined;
  }
}

const FOREIGN =
  'This is no archive of a WaddleBot community. It is made under Move › Moving out, and is called <community>.waddlebot.gz.';
const CUT =
  'This archive ends before its last line: some of it is missing. Export the community again, and bring the whole file.';

/** @throws INVALID for what is no archive, or one of a newer version */
export async function openArchive(
  body: ReadableStream<Uint8Array>,
  tables: ReadonlyMap<string, ArchivedTable>,
): Promise<OpenArchive> {
  const lines = readLines(body);
  const first = parsed((await lines.next()).value ?? undefined) as
    | { readonly waddlebot?: unknown; readonly version?: unknown }
    | undefined;
  if (typeof first !== 'object' || first === null || first.waddlebot !== ARCHIVE) throw broken(FOREIGN);
  if (typeof first.version === 'number' && first.version > ARCHIVE_VERSION)
    throw broken(
      `This archive is of version ${first.version}, and this WaddleBot reads up to ${ARCHIVE_VERSION}: a newer one wrote it. Bring this WaddleBot up to date, then the archive.`,
    );
  const read = manifest.safeParse(first);
  if (!read.success)
    throw new InvalidInput(
      'archive',
      read.error.issues.map(({ path, message }) => ({ path: [1, ...path], message })),
    );
  const unknown = Object.keys(read.data.counts).find((table) => !tables.has(table));
  if (unknown !== undefined)
    throw broken(`This archive holds "${unknown.slice(0, 40)}", which this WaddleBot knows nothing of.`);
  return { manifest: read.data, parts: partsOf(lines, read.data, tables) };
}

async function* partsOf(
  lines: AsyncGenerator<Uint8Array>,
  { counts }: Manifest,
  tables: ReadonlyMap<string, ArchivedTable>,
): AsyncGenerator<Part, string> {
  const digest = new LineDigest();
  const seen = new Map<string, number>();
  let part: { table: string; first: number; rows: Row[]; size: number } | null = null;
  let place = 1;
  for await (const line of lines) {
    place++;
    const said = parsed(line);
    const end = ending.safeParse(said);
    if (end.success) {
      if (part) yield part;
      const isWhole =
        end.data.end.lines === place - 2 &&
        end.data.end.digest === (await digest.end()) &&
        Object.entries(counts).every(([table, count]) => (seen.get(table) ?? 0) === count);
      if (!isWhole)
        throw broken(
          'What is in this archive is not what its last line says: it was changed, or damaged on its way. Export the community again.',
        );
      return end.data.end.digest;
    }
    if (place > MOST_LINES) throw broken(`An archive has at most ${MOST_LINES} lines.`);
    const { table, row, size } = checked(said, place, tables);
    seen.set(table.table, (seen.get(table.table) ?? 0) + 1);
    if ((seen.get(table.table) ?? 0) > table.most)
      throw broken(
        `Line ${place} of the archive is one too many of "${table.table}": a community has at most ${table.most}.`,
      );
    await digest.add(line);
    if (part && (part.table !== table.table || part.rows.length >= PART_LINES || part.size + size > PART_SIZE)) {
      yield part;
      part = null;
    }
    part ??= { table: table.table, first: place, rows: [], size: 0 };
    part.rows.push(row);
    part.size += size;
  }
  throw broken(CUT);
}

function checked(said: unknown, place: number, tables: ReadonlyMap<string, ArchivedTable>) {
  const [name, value] = Array.isArray(said) && said.length === 2 ? said : [];
  const table = tables.get(name);
  if (!table) throw broken(`Line ${place} of the archive cannot be read.`);
  const read = table.row.safeParse(value);
  if (!read.success)
    throw new InvalidInput(
      'archive',
      read.error.issues.slice(0, 5).map(({ path, message }) => ({ path: [place, table.table, ...path], message })),
    );
  const text = JSON.stringify(read.data);
  if (UNKEPT.test(text)) throw broken(`Line ${place} of the archive has signs in it that no database keeps.`);
  return { table, row: read.data, size: text.length };
}
