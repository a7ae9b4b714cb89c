import { type SQL, sql } from 'drizzle-orm';
import { commandOverrides, commands } from '../../../db/schema/index.ts';
import { stateOf } from '../../../db/states.ts';
import type { CommandOptions } from '../../core/command-options.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { findCommand, type ListedCommand } from './listing.ts';
import { overriddenState } from './options.ts';

/** A command with what the community set on it, as whoever changes it has to see it. */
export interface CommandAsSet {
  readonly command: ListedCommand;
  /** What is set on it, and on each of its parts; what is absent is as it declares. */
  readonly set: CommandOptions;
  readonly parts: Readonly<Record<string, CommandOptions>>;
  /** The name of the state it is in; null for what is changed elsewhere, as aliases. */
  readonly state: string | null;
}

type Row = {
  readonly id: string;
  readonly state: string;
  readonly options: Readonly<Record<string, CommandOptions>>;
};

/** What is set on anything that goes by this name or is built in. The empty id: what nothing was set on yet. */
const settingsOf = (community: string, name: string): SQL => sql`
  select c.id::text as id, ${stateOf(sql`c`)} as state, jsonb_build_object(c.id, c.options) as options
  from ${commands} c where c.community_id = ${community}::uuid and c.name = ${name}
  union all
  select split_part(o.command, ' ', 1), ${overriddenState(sql`o`)}, jsonb_object_agg(o.command, o.options)
  from ${commandOverrides} o where o.community_id = ${community}::uuid group by 1
  union all
  select '', ${overriddenState(sql`o`)}, '{}'::jsonb from ${commandOverrides} o where false`;

/** One command by its name or one of its aliases, with what was set on it, or null. */
export async function commandAsSet(ctx: VerbCtx, name: string): Promise<CommandAsSet | null> {
  // The state first: whoever changes what they saw after that is refused rather than taken for who saw it all.
  const { rows } = await ctx.read('command.settings', (db) => db.execute<Row>(settingsOf(ctx.community.id, name)));
  const command = await findCommand(ctx, name);
  if (!command) return null;
  const { id, kind } = command;
  const row =
    kind === 'builtin'
      ? (rows.find((one) => one.id === id) ?? rows.find((one) => one.id === ''))
      : rows.find((one) => one.id === id);
  const options = row?.options ?? {};
  return {
    command,
    set: options[id] ?? {},
    parts: Object.fromEntries(Object.keys(command.subcommands).map((part) => [part, options[`${id} ${part}`] ?? {}])),
    state: row?.state ?? null,
  };
}
