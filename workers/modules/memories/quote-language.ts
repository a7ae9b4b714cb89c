import { type SQL, sql } from 'drizzle-orm';
import { communities, quotes } from '../../../db/schema/index.ts';
import type { JobCtx } from '../../core/modules.ts';

/** Rows of one statement: far below the 30 s that one may take. */
const BATCH = 1_000;

/** How PostgreSQL reads what is written in a community's language; `simple`, word for word, where it does not know that one. */
export const regconfigOf = (language: SQL): SQL =>
  sql`(case ${language} when 'en' then 'english'::regconfig when 'de' then 'german'::regconfig else 'simple'::regconfig end)`;

/** Reads all quotes of a community in the language it has now, deleted ones as well: they may come back. */
async function reindexQuotes(_: unknown, ctx: JobCtx): Promise<void> {
  for (let done = BATCH; done === BATCH; )
    done = await ctx.effect<number>(ctx.community, {
      ctes: [
        sql`wanted as (
          select id, ${regconfigOf(sql`language`)} as language from ${communities} where id = ${ctx.community}::uuid)`,
        sql`others as (
          select q.id from ${quotes} q, wanted
          where q.community_id = wanted.id and q.language <> wanted.language limit ${BATCH})`,
        sql`read as (
          update ${quotes} q set language = wanted.language from others, wanted where q.id = others.id returning q.id)`,
      ],
      outcome: sql`to_jsonb((select count(*) from read))`,
    });
}

/** What is asked for where a community's language changes. */
export const quoteJobs = { reindexQuotes } as const;
