import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { aliases, commands, httpModules } from '../../../db/schema/index.ts';
import { changedBy, wasStale } from '../../../db/states.ts';
import type { AliasFault } from '../../core/aliases.ts';
import { checkAlias, unquoted } from '../../core/aliases.ts';
import { commandOptions } from '../../core/command-options.ts';
import { type CommandEntry, isCommandName, NO_COOLDOWN } from '../../core/commands.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { Registry } from '../../core/registry.ts';
import { codePoints } from '../../core/text.ts';

/** Aliases of one community: they travel to every Channel as one row of at most 2 MB, with its commands. */
export const MAX_ALIASES = 200;
/** Longest text that an alias stands for, in code points. */
export const MAX_EXPANSION = 500;

/** What may be set on an alias. Who may use what it stands for is set there. */
export const aliasOptions = commandOptions.pick({
  enabled: true,
  level: true,
  cooldown: true,
  group: true,
  category: true,
  platforms: true,
  live: true,
  hidden: true,
});
export type AliasOptions = z.infer<typeof aliasOptions>;

const optional = aliasOptions.shape;
/** As options are, and null where one is to go back to what is usual. */
export const aliasOptionsPatch = z.strictObject({
  ...(Object.fromEntries(Object.entries(optional).map(([key, schema]) => [key, schema.nullable()])) as {
    [Key in keyof typeof optional]: z.ZodNullable<(typeof optional)[Key]>;
  }),
  cooldown: z
    .strictObject(
      Object.fromEntries(
        Object.entries(optional.cooldown.unwrap().shape).map(([key, schema]) => [key, schema.nullable()]),
      ),
    )
    .nullish(),
});
export type AliasOptionsPatch = z.infer<typeof aliasOptionsPatch>;

export interface AliasInput {
  readonly name: string;
  /** What it stands for: `so {target} && hug {target}`. */
  readonly expansion: string;
  readonly options?: AliasOptions;
}

/** Why an alias cannot be as it was asked for. */
export type AliasRefusal =
  | {
      readonly result:
        | 'exists'
        | 'missing'
        | 'builtin'
        | 'command'
        | 'module'
        | 'bad-name'
        | 'empty'
        | 'full'
        | 'twice';
      readonly name: string;
    }
  | { readonly result: Exclude<AliasFault, 'unknown'>; readonly name: string }
  | { readonly result: 'too-long'; readonly name: string; readonly length: number }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

export type AliasChange =
  | {
      readonly result: 'done';
      readonly name: string;
      readonly id: string;
      /** What it stands for and is not there, yet or any more. */
      readonly unknown: readonly string[];
    }
  | AliasRefusal;

/** Locking the community's row makes counting, looking for names and writing one step. */
export const lockedRoom = (ctx: VerbCtx): SQL =>
  sql`room as (select id from communities where id = ${ctx.community.id}::uuid)`;

/** An alias as the audit log keeps it; `row` names the table or cte it is read from. */
export const snapshotOf = (row: SQL): SQL =>
  sql`jsonb_build_object('id', ${row}.id, 'name', ${row}.name, 'expansion', ${row}.expansion, 'options', ${row}.options)`;

/** What stands against a name; of commands and aliases made just now, the database knows. */
function nameRefusal(registry: Registry, name: string): AliasRefusal | null {
  if (!isCommandName(name)) return { result: 'bad-name', name };
  const kind = registry.get(name)?.kind;
  if (kind === 'http') return { result: 'module', name };
  return kind === 'builtin' ? { result: 'builtin', name } : kind === 'custom' ? { result: 'command', name } : null;
}

/** What an alias stands for, in the form in which it is kept. */
export const expansionOf = (typed: string): string => unquoted(typed.replaceAll('\u00A0', ' '));

export function textRefusal(name: string, expansion: string): AliasRefusal | null {
  if (expansion === '') return { result: 'empty', name };
  const length = codePoints(expansion);
  return length > MAX_EXPANSION ? { result: 'too-long', name, length } : null;
}

/** An alias as a registry would have it; until it is kept, by its name. */
export const entryOf = (name: string, expansion: string): CommandEntry => ({
  id: `alias ${name}`,
  name,
  aliases: [],
  kind: 'alias',
  hidden: false,
  summary: '',
  options: {},
  level: 'everyone',
  cooldown: NO_COOLDOWN,
  effect: 'none',
  visibility: 'public',
  subcommands: {},
  expansion,
});

/** The commands as they would be with these aliases, which replace those of their names. */
export function withAliases(registry: Registry, made: readonly CommandEntry[], except?: string): Registry {
  const names = new Set([...made.map(({ name }) => name), except]);
  const others = registry.entries.filter(({ kind, name }) => kind !== 'alias' || !names.has(name));
  return new Registry([...others, ...made]);
}

const commandNamed = (name: SQL): SQL =>
  sql`exists (select from ${commands} c, room where c.community_id = room.id and c.name = ${name})`;
const moduleNamed = (name: SQL): SQL =>
  sql`exists (select from ${httpModules} m, room where m.community_id = room.id and m.name = ${name})`;
const aliasNamed = (name: SQL): SQL =>
  sql`exists (select from ${aliases} a, room where a.community_id = room.id and a.name = ${name})`;

interface Outcome {
  readonly result: 'done' | 'exists' | 'missing' | 'command' | 'module' | 'full' | 'stale';
  readonly id: string | null;
  readonly last?: LastChange | null;
}

function changeOf({ result, id, last = null }: Outcome, name: string, unknown: readonly string[] = []): AliasChange {
  if (result === 'done') return { result, name, id: id ?? '', unknown };
  return result === 'stale' ? { result, name, last } : { result, name };
}

/** Adds an alias; a name is taken once per community, by an alias or a command. */
export async function addAlias(ctx: VerbCtx, input: AliasInput): Promise<AliasChange> {
  const { name, options = {} } = input;
  const expansion = expansionOf(input.expansion);
  const registry = await ctx.registry();
  const refused = nameRefusal(registry, name) ?? textRefusal(name, expansion);
  if (refused) return refused;
  const entry = entryOf(name, expansion);
  const { fault, unknown } = checkAlias(withAliases(registry, [entry]), entry, ctx.prefix);
  if (fault) return { result: fault, name };
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      lockedRoom(ctx),
      sql`held as (select count(*) as n from ${aliases}, room where community_id = room.id)`,
      sql`added as (
        insert into ${aliases} (id, community_id, name, expansion, options, created_by)
        select ${uuidv7()}::uuid, room.id, ${name}, ${expansion}, ${JSON.stringify(options)}::jsonb, (select id from member)
        from room, held where held.n < ${MAX_ALIASES} and not ${commandNamed(sql`${name}`)} and not ${moduleNamed(sql`${name}`)}
        on conflict (community_id, name) do nothing
        returning id, name, expansion, options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from added), 'result', case
      when exists (select from added) then 'done'
      when ${aliasNamed(sql`${name}`)} then 'exists'
      when ${commandNamed(sql`${name}`)} then 'command'
      when ${moduleNamed(sql`${name}`)} then 'module'
      else 'full' end)`,
    changesSettings: sql`exists (select from added)`,
    audit: {
      action: 'alias.add',
      happened: sql`exists (select from added)`,
      target: sql`'alias:' || (select id from added)`,
      before: sql`null::jsonb`,
      after: sql`(select ${snapshotOf(sql`added`)} from added)`,
    },
  });
  return changeOf(outcome, name, unknown);
}

/** Options as they are after a patch, over options as they were; nulls fall out. */
function patched(was: SQL, { cooldown, ...rest }: AliasOptionsPatch): SQL {
  const merged = sql`${was} || ${JSON.stringify(rest)}::jsonb`;
  if (cooldown === undefined) return sql`jsonb_strip_nulls(${merged})`;
  const waits =
    cooldown === null
      ? sql`'{"cooldown": null}'::jsonb`
      : sql`jsonb_build_object('cooldown', coalesce(${was} -> 'cooldown', '{}'::jsonb) || ${JSON.stringify(cooldown)}::jsonb)`;
  return sql`jsonb_strip_nulls(${merged} || ${waits})`;
}

export interface AliasPatch {
  readonly name?: string;
  readonly expansion?: string;
  readonly options?: AliasOptionsPatch;
}

/** Gives an alias another name, another text or other options. */
export async function changeAlias(
  ctx: VerbCtx,
  name: string,
  patch: AliasPatch,
  seen: Seen = null,
): Promise<AliasChange> {
  const registry = await ctx.registry();
  const next = patch.name ?? name;
  const expansion = patch.expansion === undefined ? undefined : expansionOf(patch.expansion);
  const refused =
    (next === name ? null : nameRefusal(registry, next)) ??
    (expansion === undefined ? null : textRefusal(name, expansion));
  if (refused) return refused;
  const entry = entryOf(next, expansion ?? registry.get(name)?.expansion ?? '');
  const { fault, unknown } = checkAlias(withAliases(registry, [entry], name), entry, ctx.prefix);
  if (fault) return { result: fault, name };
  const isTaken = (taken: SQL): SQL => (next === name ? sql`false` : taken);
  const stale = wasStale(seen);
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      lockedRoom(ctx),
      sql`was as (select a.* from ${aliases} a, room where a.community_id = room.id and a.name = ${name})`,
      sql`changed as (
        update ${aliases} a set name = ${next}, expansion = coalesce(${expansion ?? null}::text, a.expansion),
          options = ${patched(sql`was.options`, patch.options ?? {})}, updated_at = now()
        from was where a.id = was.id and not ${stale}
          and not ${isTaken(sql`(${aliasNamed(sql`${next}`)} or ${commandNamed(sql`${next}`)})`)}
        returning a.id, a.name, a.expansion, a.options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from changed), 'last', ${changedBy(ctx.community.id, 'alias', stale)}, 'result', case
      when exists (select from changed) then 'done'
      when not exists (select from was) then 'missing'
      when ${stale} then 'stale'
      when ${isTaken(aliasNamed(sql`${next}`))} then 'exists'
      else 'command' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: 'alias.edit',
      happened: sql`exists (select from changed)`,
      target: sql`'alias:' || (select id from changed)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  return changeOf(outcome, outcome.result === 'missing' ? name : next, unknown);
}

export async function removeAlias(ctx: VerbCtx, name: string, seen: Seen = null): Promise<AliasChange> {
  const stale = wasStale(seen);
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      sql`was as (select a.* from ${aliases} a where a.community_id = ${ctx.community.id}::uuid and a.name = ${name})`,
      sql`removed as (
        delete from ${aliases} a using was where a.id = was.id and not ${stale}
        returning a.id, a.name, a.expansion, a.options)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from removed), 'last', ${changedBy(ctx.community.id, 'alias', stale)}, 'result', case
      when exists (select from removed) then 'done' when ${stale} then 'stale' else 'missing' end)`,
    changesSettings: sql`exists (select from removed)`,
    audit: {
      action: 'alias.remove',
      happened: sql`exists (select from removed)`,
      target: sql`'alias:' || (select id from removed)`,
      before: sql`(select ${snapshotOf(sql`removed`)} from removed)`,
      after: sql`null::jsonb`,
    },
  });
  return changeOf(outcome, name);
}

export type Imported =
  | { readonly result: 'done'; readonly added: number; readonly changed: number; readonly unknown: readonly string[] }
  | AliasRefusal;

/** What stands against a list of aliases: the first thing. */
function listRefusal(
  registry: Registry,
  made: readonly CommandEntry[],
  prefix: string,
): AliasRefusal | readonly string[] {
  const seen = new Set<string>();
  for (const { name, expansion = '' } of made) {
    const refused = seen.has(name)
      ? ({ result: 'twice', name } as const)
      : (nameRefusal(registry, name) ?? textRefusal(name, expansion));
    if (refused) return refused;
    seen.add(name);
  }
  const then = withAliases(registry, made);
  const unknown = new Set<string>();
  for (const entry of made) {
    const checked = checkAlias(then, entry, prefix);
    if (checked.fault) return { result: checked.fault, name: entry.name };
    for (const name of checked.unknown) unknown.add(name);
  }
  return [...unknown];
}

/** Adds a list of aliases, or replaces those of their names: all of them or none. */
export async function importAliases(ctx: VerbCtx, list: readonly AliasInput[]): Promise<Imported> {
  const registry = await ctx.registry();
  const rows = list.map(({ name, expansion, options = {} }) => ({
    id: uuidv7(),
    name,
    expansion: expansionOf(expansion),
    options,
  }));
  const checked = listRefusal(
    registry,
    rows.map(({ name, expansion }) => entryOf(name, expansion)),
    ctx.prefix,
  );
  if ('result' in checked) return checked;
  const all = (row: string): SQL =>
    sql`(select jsonb_agg(${snapshotOf(sql.raw(row))} order by ${sql.raw(row)}.name) from ${sql.raw(row)})`;
  const { result, name, added, changed } = await ctx.effect<{
    readonly result: 'done' | 'command' | 'full';
    readonly name: string | null;
    readonly added: number;
    readonly changed: number;
  }>({
    ctes: [
      lockedRoom(ctx),
      sql`given as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, name text, expansion text, options jsonb))`,
      sql`was as (select a.* from ${aliases} a, room, given where a.community_id = room.id and a.name = given.name)`,
      sql`taken as (select c.name from ${commands} c, room, given where c.community_id = room.id and c.name = given.name)`,
      sql`held as (
        select count(*) as n from (
          select a.name from ${aliases} a, room where a.community_id = room.id union select name from given) as together)`,
      sql`kept as (
        insert into ${aliases} (id, community_id, name, expansion, options, created_by)
        select given.id, room.id, given.name, given.expansion, given.options, (select id from member)
        from given, room, held where held.n <= ${MAX_ALIASES} and not exists (select from taken)
        on conflict (community_id, name) do update
          set expansion = excluded.expansion, options = excluded.options, updated_at = now()
        returning id, name, expansion, options)`,
    ],
    outcome: sql`jsonb_build_object('name', (select min(name) from taken),
      'changed', (select count(*) from was), 'added', (select count(*) from kept) - (select count(*) from was),
      'result', case when exists (select from taken) then 'command'
        when (select n from held) > ${MAX_ALIASES} then 'full' else 'done' end)`,
    changesSettings: sql`exists (select from kept)`,
    audit: {
      action: 'alias.import',
      happened: sql`exists (select from kept)`,
      target: sql`'aliases'::text`,
      before: all('was'),
      after: all('kept'),
    },
  });
  return result === 'done' ? { result, added, changed, unknown: checked } : { result, name: name ?? '' };
}
