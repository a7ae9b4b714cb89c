import { sql } from 'drizzle-orm';
import { keywordRules, timers } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { countersNamed } from '../../core/templates/counters.ts';
import { parse } from '../../core/templates/parse.ts';

/** What has a text in which a counter stands. */
export interface CounterUser {
  readonly kind: 'command' | 'keyword' | 'timer';
  readonly name: string;
}

/**
 * Which texts of a community name which counters, by the counter's name. A name that is only worked out when the text is said
 * cannot be known.
 */
export async function counterUsers(ctx: VerbCtx): Promise<ReadonlyMap<string, readonly CounterUser[]>> {
  const [registry, { rows }] = await Promise.all([
    ctx.registry(),
    ctx.read('counter.texts', (db) =>
      db.execute<{ kind: 'keyword' | 'timer'; name: string; texts: readonly string[] }>(sql`
        select 'keyword' as kind, name, jsonb_build_array(action ->> 'text') as texts from ${keywordRules}
        where community_id = ${ctx.community.id}::uuid and action ->> 'is' = 'reply'
        union all
        select 'timer', name, texts from ${timers} where community_id = ${ctx.community.id}::uuid`),
    ),
  ]);
  const users = new Map<string, CounterUser[]>();
  const note = (user: CounterUser, counters: readonly string[]) => {
    for (const counter of new Set(counters)) users.set(counter, [...(users.get(counter) ?? []), user]);
  };
  for (const { name, replies, dialect = 'native' } of registry.entries)
    note(
      { kind: 'command', name },
      (replies ?? []).flatMap(({ text }) => countersNamed(parse(text, dialect), name)),
    );
  for (const { kind, name, texts } of rows)
    note(
      { kind, name },
      texts.flatMap((text) => countersNamed(parse(text), null)),
    );
  return users;
}
