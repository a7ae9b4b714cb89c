import { type SQL, sql } from 'drizzle-orm';

/**
 * A query for the newest line of the audit log about something, which has a column `id`.
 * @param line where it is to be this one and no other: a row that is another's is none
 */
export const newestLine = (query: SQL, line: string | null): SQL =>
  line === null ? query : sql`select newest.* from (${query}) newest where newest.id = ${line}::uuid`;
