import type { SQL } from 'drizzle-orm';
import * as z from 'zod';
import { PLATFORMS } from './ids.ts';

/** What an archive calls itself in its first line, and the version of what it says. */
export const ARCHIVE = 'community-archive';
export const ARCHIVE_VERSION = 1;

const count = z.int().min(0);

/** The first line of an archive: what it is, where it is from, and how much is in it. Nothing in it is taken for true. */
export const manifest = z.object({
  waddlebot: z.literal(ARCHIVE),
  version: z.int().min(1),
  exportedAt: z.iso.datetime(),
  /** The installation's address. */
  from: z.string().max(300),
  community: z.object({ slug: z.string().max(100), name: z.string().max(200) }),
  /** What it was linked to. Nobody's consent travels: they are linked anew. */
  channels: z
    .array(z.object({ platform: z.enum(PLATFORMS), id: z.string().max(100), login: z.string().max(5_000) }))
    .max(1_000),
  /** Lines by table. */
  counts: z.record(z.string().max(100), count),
});
export type Manifest = z.infer<typeof manifest>;

/** The last line: how many there were between it and the first, and SHA-256 over them, hex. */
export const ending = z.object({ end: z.object({ lines: count, digest: z.string().max(64) }) });
export type Ending = z.infer<typeof ending>;

export type Row = Readonly<Record<string, unknown>>;

/** A community that an archive becomes. All of it is SQL, so that taking it in is one transaction. */
export interface TakingIn {
  /** uuid of the new community. */
  readonly community: SQL;
  /** uuid of the person who takes it in, and owns it. */
  readonly person: SQL;
  /** timestamptz. */
  readonly now: SQL;
  /** A query for the lines of a table: `row` (jsonb) and `n`, their place. */
  lines(table: string): SQL;
}

/** What was made anew for a line, as its secrets do not travel. */
export interface Minted {
  /** Further fields of the line. */
  readonly row: Row;
  /** What whoever takes it in is told, once. */
  readonly told: { readonly of: string; readonly name: string; readonly secret: string | null; readonly url?: string };
}

/** Makes what does not travel. */
export interface Mint {
  /** A secret for an HTTP module, and how it is kept. */
  module(id: string): Promise<{ readonly secret: string; readonly sealed: string }>;
  /** An address for a webhook, and what its senders sign with. */
  webhook(
    id: string,
    verifier: string,
  ): Promise<{
    readonly url: string;
    readonly tokenHash: string;
    readonly tokenStart: string;
    readonly secret: string | null;
    readonly sealed: string | null;
  }>;
}

/** What one table holds of a community, and how that leaves an installation and comes into another. */
export interface ArchivedTable {
  /** As the database calls it, and as lines are marked. */
  readonly table: string;
  /** Columns that lines have, by their names. */
  readonly columns: readonly string[];
  /** Why the others do not travel. */
  readonly left: Readonly<Record<string, string>>;
  /** What a line may say: nothing else is taken in. */
  readonly row: z.ZodType<Row>;
  /** Lines that are taken at most. */
  readonly most: number;
  /** A query for `row` (jsonb), in an order that does not depend on the installation. @param community its uuid */
  readonly export: (community: SQL) => SQL;
  /** Statements that make rows of the lines. */
  readonly import: (into: TakingIn) => readonly SQL[];
  /** Lines refer to rows of other tables: they are taken in after all that do not. */
  readonly late?: true;
  readonly mint?: (row: Row, mint: Mint) => Promise<Minted>;
}

/** What of a community lives in a module. A test fails when a table is neither some module's nor left out with a reason. */
export type ArchiveHooks = readonly ArchivedTable[];
