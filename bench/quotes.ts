import { PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import type { CommunityId } from '../workers/core/ids.ts';
import type { VerbCtx } from '../workers/core/modules.ts';
import { searchStatement } from '../workers/modules/memories/quote-reads.ts';
import type { Conditions } from './contest.ts';
import { type Cleanup, freshSecrets, startDatabase } from './setup.ts';
import { percentile } from './stats.ts';

const QUOTES = 100_000;
/** Different words that people use, the n-th of them as often as 1/n of the first. */
const WORDS = 20_000;
const WORDS_OF_A_QUOTE = 12;
const SEARCHES = 400;
const WANTED_MS = 20;

/** A word of its own for each rank; none is one that a language leaves out. */
const word = (rank: number): string =>
  `w${rank.toString(26).replace(/[0-9]/g, (digit) => 'qrstuvwxyz'[Number(digit)] as string)}`;

/** By Zipf's law, as words in languages are. */
const rankOf = (share: number): number => Math.floor(WORDS ** share);

const KINDS: Readonly<Record<string, (random: () => number) => string>> = {
  'a rare word': (random) => word(10_000 + Math.floor(random() * 9_000)),
  'a word as people use them': (random) => word(rankOf(random())),
  'the most common word': () => word(1),
  'two common words': () => `${word(1)} ${word(2)}`,
  'a phrase of common words': () => `"${word(1)} ${word(2)}"`,
  'a common word without another': () => `${word(1)} -${word(2)}`,
};

/** What is drawn is the same in each run. */
function drawing(): () => number {
  let seed = 1;
  return () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
}

async function fill(client: pg.Client): Promise<CommunityId> {
  const { rows } = await client.query<{ id: CommunityId }>(
    `insert into communities (id, slug, name) values (gen_random_uuid(), 'quotes', 'Quotes') returning id`,
  );
  const id = rows[0]?.id as CommunityId;
  const random = drawing();
  const texts = Array.from({ length: QUOTES }, () =>
    Array.from({ length: WORDS_OF_A_QUOTE }, () => word(rankOf(random()))).join(' '),
  );
  for (let from = 0; from < QUOTES; from += 5_000)
    await client.query(
      `insert into quotes (id, community_id, number, text, normalised, author, language)
       select gen_random_uuid(), $1, $2::integer + n, text, text, 'Author ' || n % 500, 'english'
       from unnest($3::text[]) with ordinality as given (text, n)`,
      [id, from, texts.slice(from, from + 5_000)],
    );
  await client.query('vacuum analyze quotes');
  return id;
}

/** How long Postgres takes to find quotes by their words, among 100,000 of one community. */
export async function benchQuotes(_: Conditions, cleanup: Cleanup): Promise<void> {
  const database = await startDatabase(cleanup, freshSecrets().ENCRYPTION_KEY, 1);
  const client = new pg.Client({ connectionString: database.direct });
  await client.connect();
  cleanup.add(() => client.end());
  const ctx = { community: { id: await fill(client) } } as VerbCtx;
  const dialect = new PgDialect();
  const random = drawing();
  const queryFor = (words: string) => {
    const { sql, params } = dialect.sqlToQuery(searchStatement(ctx, { words, limit: 3 }));
    return { text: sql, values: params };
  };
  console.log(
    `\n${QUOTES} quotes of one community, ${SEARCHES} searches of each kind (wanted: p99 within ${WANTED_MS} ms)\n`,
  );
  for (const [kind, words] of Object.entries(KINDS)) {
    const times: number[] = [];
    let found = 0;
    for (let i = 0; i < SEARCHES; i++) {
      const query = queryFor(words(random));
      const start = performance.now();
      const { rows } = await client.query<{ total: string }>(query);
      times.push(performance.now() - start);
      found += Number(rows[0]?.total ?? 0);
    }
    const sorted = times.toSorted((a, b) => a - b);
    const ms = (share: number) => percentile(sorted, share).toFixed(1).padStart(5);
    console.log(`  ${kind.padEnd(30)} p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms, ${Math.round(found / SEARCHES)} ranked`);
  }
  const { text, values } = queryFor(word(50));
  const plan = await client.query<{ 'QUERY PLAN': string }>({ text: `explain ${text}`, values });
  const index = plan.rows.map((row) => row['QUERY PLAN']).find((line) => line.includes('quotes_search_idx'));
  console.log(`\n  the plan says: ${index?.trim() ?? 'no index'}`);
}
