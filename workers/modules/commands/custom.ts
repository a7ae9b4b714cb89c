import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { commands } from '../../../db/schema/index.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import type { Ctx } from '../../core/modules.ts';
import { codePoints } from '../../core/text.ts';

/** Longest text of a custom command, in code points: it fits every platform that shows 500. */
export const MAX_TEXT = 500;
/** Custom commands of one community. They travel to every Channel as one row of at most 2 MB. */
export const MAX_COMMANDS = 500;

export type CommandChange =
  | { readonly result: 'done'; readonly name: string }
  | { readonly result: 'exists' | 'missing' | 'builtin' | 'bad-name' | 'full'; readonly name: string }
  | { readonly result: 'too-long'; readonly name: string; readonly length: number };

/** Takes the prefix off, as people type it: `!command add !hello …`. */
export function nameOf(typed: string, prefix: string): string {
  const bare = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
  return normaliseName(bare);
}

async function refusal(ctx: Ctx, name: string, text: string): Promise<CommandChange | null> {
  if (!isCommandName(name)) return { result: 'bad-name', name };
  if ((await ctx.registry()).get(name)?.kind === 'builtin') return { result: 'builtin', name };
  const length = codePoints(text);
  return length > MAX_TEXT ? { result: 'too-long', name, length } : null;
}

/** Adds a custom command; a name is taken once per community. */
export async function addCommand(
  ctx: Ctx,
  input: { readonly name: string; readonly text: string },
): Promise<CommandChange> {
  const { name, text } = input;
  const refused = await refusal(ctx, name, text);
  if (refused) return refused;
  const { result } = await ctx.effect<{ result: 'done' | 'exists' | 'full' }>({
    ctes: [
      // Locking the community's row makes counting and adding one step.
      sql`room as (select id from communities where id = ${ctx.community.id}::uuid for update)`,
      sql`held as (select count(*) as n from ${commands}, room where community_id = room.id)`,
      sql`added as (
        insert into ${commands} (id, community_id, name, text, created_by)
        select ${uuidv7()}::uuid, room.id, ${name}, ${text}, member.id from room, held, member where held.n < ${MAX_COMMANDS}
        on conflict (community_id, name) do nothing
        returning id)`,
    ],
    outcome: sql`jsonb_build_object('result', case
      when exists (select from added) then 'done'
      when exists (select from ${commands} where community_id = ${ctx.community.id}::uuid and name = ${name}) then 'exists'
      else 'full' end)`,
    changesSettings: sql`exists (select from added)`,
  });
  return { result, name };
}

/** Changes what a custom command says. */
export async function editCommand(
  ctx: Ctx,
  input: { readonly name: string; readonly text: string },
): Promise<CommandChange> {
  const { name, text } = input;
  const refused = await refusal(ctx, name, text);
  if (refused) return refused;
  const { result } = await ctx.effect<{ result: 'done' | 'missing' }>({
    ctes: [
      sql`edited as (
        update ${commands} set text = ${text}, updated_at = now()
        where community_id = ${ctx.community.id}::uuid and name = ${name} returning id)`,
    ],
    outcome: sql`jsonb_build_object('result', case when exists (select from edited) then 'done' else 'missing' end)`,
    changesSettings: sql`exists (select from edited)`,
  });
  return { result, name };
}

export async function removeCommand(ctx: Ctx, name: string): Promise<CommandChange> {
  if ((await ctx.registry()).get(name)?.kind === 'builtin') return { result: 'builtin', name };
  const { result } = await ctx.effect<{ result: 'done' | 'missing' }>({
    ctes: [
      sql`removed as (
        delete from ${commands} where community_id = ${ctx.community.id}::uuid and name = ${name} returning id)`,
    ],
    outcome: sql`jsonb_build_object('result', case when exists (select from removed) then 'done' else 'missing' end)`,
    changesSettings: sql`exists (select from removed)`,
  });
  return { result, name };
}

/** What a custom command says; it is read where the next message will read it. */
export async function showCommand(ctx: Ctx, name: string): Promise<string | null> {
  return (await ctx.registry()).get(name)?.text ?? null;
}
