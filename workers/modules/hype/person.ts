import { sql } from 'drizzle-orm';
import { hype } from '../../../db/schema/index.ts';
import type { PersonHooks } from '../../core/people.ts';

/** Whose cheers are on which meter: the later of two counts, and the other is remembered. */
export const hypeOfPeople: PersonHooks = [
  {
    table: 'hype',
    columns: ['cheers'],
    by: 'member',
    export: (of) => sql`
      select jsonb_build_object('community', t.community_id, 'channel', t.channel, 'cheer', t.cheers -> m.id::text) as row
      from ${hype} t join (${of.members}) m on t.cheers ? m.id::text`,
    erase: (of) => [
      sql`update ${hype} t set cheers = t.cheers - array(select m.id::text from (${of.members}) m)
        where exists (select from (${of.members}) m where t.cheers ? m.id::text)`,
    ],
    merge: {
      ctes: [
        sql`theirs as (
          select pairs.gone, pairs.kept, t.community_id, t.channel, t.cheers -> pairs.gone::text as cheer,
            t.cheers -> pairs.kept::text as own
          from ${hype} t join pairs on pairs.community = t.community_id and t.cheers ? pairs.gone::text)`,
        sql`given as (
          update ${hype} t set cheers = (t.cheers - theirs.gone::text) || jsonb_build_object(theirs.kept::text,
            case when (theirs.own ->> 'at')::bigint > (theirs.cheer ->> 'at')::bigint then theirs.own else theirs.cheer end)
          from theirs where t.community_id = theirs.community_id and t.channel = theirs.channel)`,
      ],
      moved: sql`select gone, jsonb_build_object('channel', channel, 'cheer', cheer, 'own', own) as item from theirs`,
    },
    split: (back) => [
      sql`update ${hype} t set cheers = (
          case when t.cheers -> b.kept::text is distinct from b.item -> 'cheer' then t.cheers
            when b.item -> 'own' = 'null' then t.cheers - b.kept::text
            else t.cheers || jsonb_build_object(b.kept::text, b.item -> 'own') end)
          || jsonb_build_object(b.gone::text, b.item -> 'cheer')
        from (${back}) b join members m on m.id = b.gone
        where t.community_id = m.community_id and t.channel = b.item ->> 'channel'`,
    ],
  },
];
