import { sql } from 'drizzle-orm';
import { greetings } from '../../../db/schema/index.ts';
import type { ChatEvent, EventKind } from '../../core/events.ts';
import type { Ctx, EventHandler } from '../../core/modules.ts';
import { say } from '../../core/replies.ts';
import { type Greeted, settings } from './settings.ts';

/** What comes within this time of the first is thanked for together: a raid brings dozens of follows at once, s. */
const GATHER_SECONDS = 5;
/** Thanks that could not be said in this time are not said any more, minutes. */
const STALE_AFTER_MINUTES = 5;
/** Names that are said one by one; the others are counted. */
const NAMED = 5;

interface Fact {
  readonly amount: number;
  readonly what: string;
}

/** The number and the kind of thing that the words of a kind may name. */
const FACTS: { readonly [K in Greeted]: (data: ChatEvent<K>['data']) => Fact } = {
  follow: () => ({ amount: 1, what: '' }),
  subscribe: ({ tier }) => ({ amount: 1, what: tier }),
  resubscribe: ({ months, tier }) => ({ amount: months, what: tier }),
  gift: ({ count, tier }) => ({ amount: count, what: tier }),
  cheer: ({ amount, unit }) => ({ amount, what: unit }),
  tip: ({ amountMicros, shown }) => ({ amount: Math.round(amountMicros / 10_000), what: shown }),
  raid: ({ viewers }) => ({ amount: viewers, what: '' }),
};

/** The largest integer a column takes; nobody is thanked for more. */
const MOST = 2_147_483_647;

const placeOf = (event: ChatEvent): string => `${event.platform}:${event.room}`;

/** Notes whom to thank; the first one waits a little for others and then has all of them thanked at once. */
const note: EventHandler = async (event, ctx) => {
  const facts = FACTS[event.kind as Greeted] as (data: ChatEvent['data']) => Fact;
  const { amount, what } = facts(event.data);
  const name = event.author.displayName || ctx.say('somebody');
  const { first } = await ctx.effect<{ first: boolean }>({
    ctes: [
      sql`waiting as (
        select count(*) as n from ${greetings}
        where community_id = ${ctx.community.id}::uuid and channel = ${placeOf(event)} and kind = ${event.kind}
          and thanked_by is null and created_at > now() - interval '1 minute')`,
      sql`noted as (
        insert into ${greetings} (id, community_id, channel, kind, name, amount, what)
        values (${ctx.invocation}, ${ctx.community.id}::uuid, ${placeOf(event)}, ${event.kind}, ${name},
          ${Math.min(MOST, Math.max(0, Math.trunc(amount)))}::integer, ${what})
        returning id)`,
    ],
    outcome: sql`jsonb_build_object('first', (select n from waiting) = 0 and exists (select from noted))`,
    says: false,
  });
  // Two that came in the same moment may both be the first: the second to say thanks then finds nobody left.
  if (first) await ctx.callBack('thank', GATHER_SECONDS);
  return null;
};

interface Gathered {
  readonly names: readonly string[] | null;
  readonly amount: number | null;
  readonly what: string | null;
}

/** Thanks everybody who is waiting for it. */
export const thank: EventHandler = async (event, ctx) => {
  const { names, amount, what } = await ctx.effect<Gathered>({
    ctes: [
      sql`thanked as (
        update ${greetings} set thanked_by = ${ctx.invocation}
        where community_id = ${ctx.community.id}::uuid and channel = ${placeOf(event)} and kind = ${event.kind}
          and thanked_by is null and created_at > now() - make_interval(mins => ${STALE_AFTER_MINUTES})
        returning name, amount, what, created_at)`,
    ],
    outcome: sql`(select jsonb_build_object(
      'names', (select jsonb_agg(name) from (select name, min(created_at) as at from thanked group by name order by at) as t),
      'amount', sum(amount), 'what', (array_agg(what order by created_at))[1]) from thanked)`,
  });
  if (!names || names.length === 0) return null;
  const kind = event.kind as Greeted;
  const values = { names: list(names, ctx), count: names.length, amount: amount ?? 0, what: what ?? '' };
  const own = settings.parse(ctx.settings ?? {}).texts[kind];
  return say(own === undefined ? ctx.say(kind, values) : fillIn(own, values));
};

function list(names: readonly string[], ctx: Ctx): string {
  if (names.length === 1) return names[0] as string;
  const more = names.length - NAMED;
  if (more > 0) return ctx.say('list.more', { names: names.slice(0, NAMED).join(', '), more });
  return ctx.say('list', { names: names.slice(0, -1).join(', '), last: names.at(-1) as string });
}

/** One pass: what is filled in is not looked at again, so nobody smuggles a variable in by their name. */
const fillIn = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\$\(\s*(\w+)\s*\)/g, (typed, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : typed,
  );

export const handlers = Object.fromEntries(Object.keys(FACTS).map((kind) => [kind, note])) as {
  readonly [K in Greeted & EventKind]: EventHandler<K>;
};
