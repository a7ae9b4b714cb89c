import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { aliases, commands, httpModules } from '../../../db/schema/index.ts';
import { isStale, lastChangeOf, stateOf } from '../../../db/states.ts';
import type { CommandOptions, CommandReply } from '../../core/command-options.ts';
import { MAX_REPLIES, MAX_REPLY } from '../../core/command-options.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { codePoints } from '../../core/text.ts';
import { nameRefusal } from './names.ts';

/** Custom commands of one community, and the bytes of all their replies and options together: they travel to every Channel as one row of at most 2 MB. */
export const MAX_COMMANDS = 500;
export const MAX_BYTES = 1_000_000;

/** What became of a change, and of which command. */
export type CommandChange =
  | { readonly result: 'done'; readonly name: string; readonly id: string }
  | {
      readonly result:
        | 'exists'
        | 'missing'
        | 'builtin'
        | 'alias'
        | 'module'
        | 'bad-name'
        | 'full'
        | 'too-many-replies'
        | 'last-reply';
      readonly name: string;
    }
  | { readonly result: 'too-long'; readonly name: string; readonly length: number }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

type Result = CommandChange['result'];

/** Locking the community's row makes counting and writing one step. */
export const lockedRoom = (ctx: VerbCtx): SQL =>
  sql`room as (select id from communities where id = ${ctx.community.id}::uuid)`;

/** A custom command as the audit log keeps it; `row` names the table or cte it is read from. */
export const snapshotOf = (row: SQL): SQL =>
  sql`jsonb_build_object('name', ${row}.name, 'replies', ${row}.replies, 'options', ${row}.options)`;

/** Bytes that a community's custom commands take. */
export const BYTES_HELD = sql`coalesce(sum(octet_length(replies::text) + octet_length(options::text)), 0)`;

/** Who changed a command (the cte `was`) last; for the outcome of what comes too late. */
export const lastOf = (ctx: VerbCtx, isIt: SQL, target: SQL): SQL =>
  sql`case when ${isIt} then ${lastChangeOf(ctx.community.id, target)} end`;

export const tooLong = (name: string, replies: readonly CommandReply[]): CommandChange | null => {
  const length = Math.max(0, ...replies.map(({ text }) => codePoints(text)));
  return length > MAX_REPLY ? { result: 'too-long', name, length } : null;
};

const isAlias = (ctx: VerbCtx, name: string): SQL =>
  sql`exists (select from ${aliases} a where a.community_id = ${ctx.community.id}::uuid and a.name = ${name})`;

const isModule = (ctx: VerbCtx, name: string): SQL =>
  sql`exists (select from ${httpModules} m where m.community_id = ${ctx.community.id}::uuid and m.name = ${name})`;

/** Adds a custom command; a name is taken once per community. */
export async function addCommand(
  ctx: VerbCtx,
  input: { readonly name: string; readonly replies: readonly CommandReply[]; readonly options?: CommandOptions },
): Promise<CommandChange> {
  const { name, replies, options = {} } = input;
  const refused = nameRefusal(await ctx.registry(), name);
  if (refused) return { result: refused, name };
  const long = tooLong(name, replies);
  if (long) return long;
  const stored = JSON.stringify(replies);
  const { result, id } = await ctx.effect<{ result: Result; id: string | null }>({
    ctes: [
      lockedRoom(ctx),
      sql`held as (
        select count(*) as n, ${BYTES_HELD} as bytes from ${commands}, room where community_id = room.id)`,
      sql`added as (
        insert into ${commands} (id, community_id, name, replies, options, created_by)
        select ${uuidv7()}::uuid, room.id, ${name}, ${stored}::jsonb, ${JSON.stringify(options)}::jsonb, (select id from member)
        from room, held where held.n < ${MAX_COMMANDS} and held.bytes + octet_length(${stored}) <= ${MAX_BYTES}
          and not ${isAlias(ctx, name)} and not ${isModule(ctx, name)}
        on conflict (community_id, name) do nothing
        returning id, name, replies, options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from added), 'result', case
      when exists (select from added) then 'done'
      when exists (select from ${commands} where community_id = ${ctx.community.id}::uuid and name = ${name}) then 'exists'
      when ${isAlias(ctx, name)} then 'alias'
      when ${isModule(ctx, name)} then 'module'
      else 'full' end)`,
    changesSettings: sql`exists (select from added)`,
    audit: {
      action: 'command.add',
      happened: sql`exists (select from added)`,
      target: sql`'command:' || (select id from added)`,
      before: sql`null::jsonb`,
      after: sql`(select ${snapshotOf(sql`added`)} from added)`,
    },
  });
  return changeOf(result, name, id);
}

/** Changes what a custom command says. `next` is jsonb over `was`, the command as it is; `allowed` says whether it may become that. */
async function rewrite(
  ctx: VerbCtx,
  name: string,
  change: { readonly action: string; readonly next: SQL; readonly refused?: readonly (readonly [Result, SQL])[] },
): Promise<CommandChange> {
  const refused = change.refused ?? [];
  const isRefused = sql.join([sql`false`, ...refused.map(([, when]) => when)], sql` or `);
  const { result, id } = await ctx.effect<{ result: Result; id: string | null }>({
    ctes: [
      lockedRoom(ctx),
      sql`was as (select c.* from ${commands} c, room where c.community_id = room.id and c.name = ${name})`,
      sql`held as (select ${BYTES_HELD} as bytes from ${commands}, room where community_id = room.id)`,
      sql`judged as (select was.*, ${change.next} as next, (${isRefused}) as refused from was)`,
      sql`edited as (
        update ${commands} c set replies = judged.next, updated_at = now() from judged, held
        where c.id = judged.id and not judged.refused
          and held.bytes + octet_length(judged.next::text) - octet_length(judged.replies::text) <= ${MAX_BYTES}
        returning c.id, c.name, c.replies, c.options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from edited), 'result', case
      when exists (select from edited) then 'done'
      when not exists (select from was) then 'missing'
      ${sql.join(
        refused.map(([word, when]) => sql`when (select ${when} from was) then ${word}::text`),
        sql` `,
      )}
      else 'full' end)`,
    changesSettings: sql`exists (select from edited)`,
    audit: {
      action: change.action,
      happened: sql`exists (select from edited)`,
      target: sql`'command:' || (select id from edited)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`edited`)} from edited)`,
    },
  });
  return changeOf(result, name, id);
}

async function builtinRefusal(ctx: VerbCtx, name: string): Promise<CommandChange | null> {
  return (await ctx.registry()).get(name)?.kind === 'builtin' ? { result: 'builtin', name } : null;
}

/** Gives a custom command other replies. */
export async function editCommand(
  ctx: VerbCtx,
  input: { readonly name: string; readonly replies: readonly CommandReply[] },
): Promise<CommandChange> {
  const { name, replies } = input;
  const refused = (await builtinRefusal(ctx, name)) ?? tooLong(name, replies);
  return refused ?? rewrite(ctx, name, { action: 'command.edit', next: sql`${JSON.stringify(replies)}::jsonb` });
}

/** Gives a custom command one more reply. */
export async function addReply(
  ctx: VerbCtx,
  input: { readonly name: string; readonly reply: CommandReply },
): Promise<CommandChange> {
  const { name, reply } = input;
  const refused = (await builtinRefusal(ctx, name)) ?? tooLong(name, [reply]);
  if (refused) return refused;
  return rewrite(ctx, name, {
    action: 'command.edit',
    next: sql`was.replies || ${JSON.stringify([reply])}::jsonb`,
    refused: [['too-many-replies', sql`jsonb_array_length(was.replies) >= ${MAX_REPLIES}`]],
  });
}

/** Takes one reply away, by its number in the list (from 1). A command keeps at least one. */
export async function removeReply(
  ctx: VerbCtx,
  input: { readonly name: string; readonly number: number },
): Promise<CommandChange> {
  const { name, number } = input;
  const refused = await builtinRefusal(ctx, name);
  if (refused) return refused;
  return rewrite(ctx, name, {
    action: 'command.edit',
    next: sql`was.replies - ${number - 1}::integer`,
    refused: [
      ['last-reply', sql`jsonb_array_length(was.replies) <= 1`],
      ['missing', sql`jsonb_array_length(was.replies) < ${number}::integer`],
    ],
  });
}

export async function removeCommand(ctx: VerbCtx, name: string, seen: Seen = null): Promise<CommandChange> {
  const refused = await builtinRefusal(ctx, name);
  if (refused) return refused;
  const stale = sql`exists (select from was where ${isStale(stateOf(sql`was`), seen)})`;
  const { result, id, last } = await ctx.effect<Outcome>({
    ctes: [
      sql`was as (select c.* from ${commands} c where c.community_id = ${ctx.community.id}::uuid and c.name = ${name})`,
      sql`removed as (
        delete from ${commands} c using was where c.id = was.id and not ${stale}
        returning c.id, c.name, c.replies, c.options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from removed),
      'last', ${lastOf(ctx, stale, sql`(select 'command:' || id from was)`)},
      'result', case when exists (select from removed) then 'done' when ${stale} then 'stale' else 'missing' end)`,
    changesSettings: sql`exists (select from removed)`,
    audit: {
      action: 'command.remove',
      happened: sql`exists (select from removed)`,
      target: sql`'command:' || (select id from removed)`,
      before: sql`(select ${snapshotOf(sql`removed`)} from removed)`,
      after: sql`null::jsonb`,
    },
  });
  return changeOf(result, name, id, last);
}

export interface Outcome {
  readonly result: Result;
  readonly id: string | null;
  readonly last?: LastChange | null;
}

export function changeOf(
  result: Result,
  name: string,
  id: string | null,
  last: LastChange | null = null,
): CommandChange {
  if (result === 'done') return { result, name, id: id ?? '' };
  if (result === 'stale') return { result, name, last };
  if (result === 'too-long') return { result, name, length: 0 };
  return { result, name };
}

/** What a custom command says; it is read where the next message will read it. */
export async function showCommand(ctx: VerbCtx, name: string): Promise<readonly CommandReply[] | null> {
  return (await ctx.registry()).get(name)?.replies ?? null;
}
