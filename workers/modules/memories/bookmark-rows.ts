import { type SQL, sql } from 'drizzle-orm';
import { stateOf } from '../../../db/states.ts';

/** A bookmark as lists, editors and chat have it. */
export interface Bookmark {
  /** A uuid: what the audit log and the feed call it, as `bookmark:<id>`. */
  readonly id: string;
  /** Counted from 1 in its community; it never moves. */
  readonly number: number;
  /** `/b/<code>` leads to its page. */
  readonly code: string;
  /** Null: a note. */
  readonly url: string | null;
  /** Empty where neither a person nor the page has said anything yet. */
  readonly title: string;
  readonly description: string | null;
  readonly image: string | null;
  readonly site: string | null;
  readonly tags: readonly string[];
  /** Whether its page was read: `none` for notes. */
  readonly metadata: 'pending' | 'read' | 'failed' | 'none';
  /** Why its page was not read, as the rest of a sentence. */
  readonly metadataReason: string | null;
  /** One per visitor and day. */
  readonly visits: number;
  readonly createdBy: { readonly account: string; readonly name: string } | null;
  readonly createdAt: Date;
  /** When somebody changed it last. */
  readonly updatedAt: Date;
  /** Names it as it is; another one after every change by somebody. */
  readonly state: string;
}

/** The same as Postgres tells it in jsonb. */
export interface BookmarkRow extends Omit<Bookmark, 'createdAt' | 'updatedAt'> {
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** jsonb for `BookmarkRow`; `row` names the table or cte it is read from. */
export const rowOf = (row: SQL): SQL =>
  sql`jsonb_build_object('id', ${row}.id, 'number', ${row}.number, 'code', ${row}.code, 'url', ${row}.url, 'title', ${row}.title,
    'description', ${row}.description, 'image', ${row}.image, 'site', ${row}.site, 'tags', ${row}.tags,
    'metadata', ${row}.metadata, 'metadataReason', ${row}.metadata_reason, 'visits', ${row}.visits,
    'createdAt', ${row}.created_at, 'updatedAt', ${row}.updated_at, 'state', ${stateOf(row)},
    'createdBy', (
      select jsonb_build_object('account', a.platform || ':' || a.platform_id, 'name', a.display_name)
      from members m join accounts a on a.id = m.account_id where m.id = ${row}.created_by))`;

export const bookmarkOf = ({ createdAt, updatedAt, ...row }: BookmarkRow): Bookmark => ({
  ...row,
  createdAt: new Date(createdAt),
  updatedAt: new Date(updatedAt),
});

/** A bookmark as the audit log keeps it, from which undo takes it back. */
export const snapshotOf = (row: SQL): SQL =>
  sql`jsonb_build_object('number', ${row}.number, 'url', ${row}.url, 'urlKey', ${row}.url_key, 'title', ${row}.title,
    'description', ${row}.description, 'given', ${row}.title_is_given, 'tags', ${row}.tags, 'deleted', ${row}.deleted_at is not null)`;
