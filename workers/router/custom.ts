import { and, eq, inArray, sql } from 'drizzle-orm';
import { counters } from '../../db/schema/index.ts';
import type { Invocation } from '../core/invocation.ts';
import type { Ctx, Effect } from '../core/modules.ts';
import type { Reply } from '../core/replies.ts';
import { say } from '../core/replies.ts';
import { type CounterOp, counterOps } from '../core/templates/counters.ts';
import { parse } from '../core/templates/parse.ts';
import { render } from '../core/templates/render.ts';
import type { Scope } from '../core/templates/scope.ts';
import type { Services } from './services.ts';
import { sourcesFor } from './sources.ts';

/** The largest amount of a counter either way. */
const MOST = 1_000_000_000_000_000;

/** Says a custom command's text: first what it does to counters, in one effect, then everything else. */
export async function runCustom(services: Services, invocation: Invocation, text: string, ctx: Ctx): Promise<Reply> {
  const template = parse(text, invocation.dialect);
  const scope = await scopeOf(services, invocation, ctx);
  const sources = sourcesFor(services, { ...invocation, actsOnStream: true });
  const ops = await counterOps(template, scope, sources);
  const values = await valuesOf(invocation, ops, ctx);
  const counted = ops.map((op, i) => ({ ...op, value: values[i] ?? 0 }));
  const rendered = await render(template, scope, sources, counted);
  for (const { message } of rendered.warnings)
    services.log('debug', 'template.warning', { message, correlationId: invocation.event.correlationId });
  return say(rendered.text);
}

/** What each operation comes to. A text that only tells what counters are at has no effect, and is none. */
async function valuesOf(invocation: Invocation, ops: readonly CounterOp[], ctx: Ctx): Promise<readonly number[]> {
  if (ops.some(({ change }) => change.is !== 'read')) return ctx.effect(counterEffect(invocation, ops));
  if (ops.length === 0) return [];
  const names = [...new Set(ops.map(({ counter }) => counter))];
  const rows = await ctx.read('counter.values', (db) =>
    db
      .select({ name: counters.name, value: counters.value })
      .from(counters)
      .where(and(eq(counters.communityId, invocation.community.id), inArray(counters.name, names))),
  );
  const held = new Map(rows.map(({ name, value }) => [name, value]));
  return ops.map(({ counter }) => held.get(counter) ?? 0);
}

async function scopeOf(
  services: Services,
  { event, community, prefix, name, command, args }: Invocation,
  ctx: Ctx,
): Promise<Scope> {
  const linked = await services.lookUps.channelsOf(event.platform).catch(() => []);
  const login = linked.find(({ key }) => key === `${event.platform}:${event.channel}`)?.login ?? event.channel;
  const { id, slug, zone } = community;
  return {
    author: event.author,
    platform: event.platform,
    channel: { account: event.channel, login, displayName: login },
    room: event.room,
    community: { id, slug, zone },
    prefix,
    command: name ?? command,
    args,
    message: { id: event.id, text: event.text },
    now: ctx.now,
    random: ctx.random,
  };
}

/** Where a counter is after an operation: how far from what it held before, or from nothing where it was set. */
interface Standing {
  readonly fromHeld: boolean;
  readonly offset: number;
}

/**
 * Does what a text does to counters, in order, with every counter read and written once: as all amounts are known, each
 * operation's value is what the counter held and an offset, or the offset alone.
 */
function counterEffect({ community }: Invocation, ops: readonly CounterOp[]): Effect {
  const at = new Map<string, Standing>();
  const values = ops.map(({ counter, change }) => {
    const was = at.get(counter) ?? { fromHeld: true, offset: 0 };
    const is =
      change.is === 'set'
        ? { fromHeld: false, offset: change.to }
        : { ...was, offset: was.offset + (change.is === 'add' ? change.by : 0) };
    at.set(counter, is);
    return { counter, ...is };
  });
  const changed = new Set(ops.filter(({ change }) => change.is !== 'read').map(({ counter }) => counter));
  const ends = [...at].filter(([counter]) => changed.has(counter)).map(([counter, is]) => ({ counter, ...is }));
  const value = sql`greatest(${-MOST}::bigint, least(${MOST}::bigint,
    case when s."fromHeld" then coalesce(held.value, 0) else 0 end + s."offset"))`;
  const standings = (list: readonly (Standing & { readonly counter: string })[]) =>
    sql`jsonb_to_recordset(${JSON.stringify(list.map((one, n) => ({ n, ...one })))}::jsonb) as s (n integer, counter text, "fromHeld" boolean, "offset" bigint)`;
  return {
    alone: true,
    ctes: [
      sql`room as (select ${community.id}::uuid as id)`,
      sql`held as (
        select c.name, c.value from ${counters} c, room
        where c.community_id = room.id and c.name in (select jsonb_array_elements_text(${JSON.stringify([...at.keys()])}::jsonb)))`,
      sql`counted as (
        insert into ${counters} (community_id, name, value)
        select room.id, s.counter, ${value} from room, ${standings(ends)} left join held on held.name = s.counter
        on conflict (community_id, name) do update set value = excluded.value, updated_at = now())`,
    ],
    outcome: sql`(select coalesce(jsonb_agg(${value} order by s.n), '[]'::jsonb)
      from ${standings(values)} left join held on held.name = s.counter)`,
  };
}
