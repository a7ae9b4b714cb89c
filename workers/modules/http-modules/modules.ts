import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { aliases, commands, httpModules } from '../../../db/schema/index.ts';
import { isStale, lastChangeOf, stateOf } from '../../../db/states.ts';
import { isCommandName } from '../../core/commands.ts';
import type { AddressProblem } from '../../core/http-modules.ts';
import { MAX_HTTP_MODULES } from '../../core/http-modules.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { ModuleOptions, ModuleOptionsPatch } from './options.ts';
import { patched } from './options.ts';

export interface ModuleInput {
  readonly name: string;
  readonly url: string;
  readonly summary?: string;
  /** Seconds for which an answer to the same arguments is used again; 0: never. */
  readonly cacheSeconds?: number;
  readonly options?: ModuleOptions;
  readonly enabled?: boolean;
}

/** Why a module cannot be as it was asked for. */
export type ModuleRefusal =
  | {
      readonly result: 'exists' | 'missing' | 'builtin' | 'command' | 'alias' | 'bad-name' | 'full' | AddressProblem;
      readonly name: string;
    }
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

/** `secret`: what signs from now on; null where this was done before, and told before. */
export type ModuleMade =
  | { readonly result: 'done'; readonly name: string; readonly id: string; readonly secret: string | null }
  | ModuleRefusal;
export type ModuleChange = { readonly result: 'done'; readonly name: string; readonly id: string } | ModuleRefusal;

const room = (ctx: VerbCtx): SQL => sql`room as (select ${ctx.community.id}::uuid as id)`;

/** A module as the audit log keeps it, which is without its secret; `row` names the table or cte it is read from. */
const snapshotOf = (row: SQL): SQL =>
  sql`jsonb_build_object('id', ${row}.id, 'name', ${row}.name, 'summary', ${row}.summary, 'url', ${row}.url,
    'cacheSeconds', ${row}.cache_seconds, 'options', ${row}.options, 'enabled', ${row}.enabled)`;

const commandNamed = (name: string): SQL =>
  sql`exists (select from ${commands} c, room where c.community_id = room.id and c.name = ${name})`;
const aliasNamed = (name: string): SQL =>
  sql`exists (select from ${aliases} a, room where a.community_id = room.id and a.name = ${name})`;

/** What stands against a name; of what was made just now, the database knows. */
async function nameRefusal(ctx: VerbCtx, name: string): Promise<ModuleRefusal | null> {
  if (!isCommandName(name)) return { result: 'bad-name', name };
  switch ((await ctx.registry()).get(name)?.kind) {
    case 'builtin':
      return { result: 'builtin', name };
    case 'custom':
      return { result: 'command', name };
    case 'alias':
      return { result: 'alias', name };
    default:
      return null;
  }
}

function addressRefusal(ctx: VerbCtx, name: string, url: string): ModuleRefusal | null {
  const result = ctx.httpModules.problemOf(url);
  return result === null ? null : { result, name };
}

/** An address in the form in which it is kept: a fragment is never sent. */
function addressOf(typed: string): string {
  const url = new URL(typed);
  url.hash = '';
  return url.href;
}

/** Adds a module; a name is taken once per community, by a module, a command or an alias. */
export async function addModule(ctx: VerbCtx, input: ModuleInput): Promise<ModuleMade> {
  const { name, url, summary = '', cacheSeconds = 0, options = {}, enabled = true } = input;
  const refused = (await nameRefusal(ctx, name)) ?? addressRefusal(ctx, name, url);
  if (refused) return refused;
  const { httpModules: door } = ctx;
  const id = uuidv7();
  const { secret, sealed } = await door.freshSecret(id);
  const outcome = await ctx.effect<{
    readonly result: 'done' | 'exists' | 'command' | 'alias' | 'full';
    readonly id: string | null;
  }>({
    ctes: [
      room(ctx),
      sql`held as (select count(*) as n from ${httpModules}, room where community_id = room.id)`,
      sql`added as (
        insert into ${httpModules}
          (id, community_id, name, summary, url, sealed_secret, cache_seconds, options, enabled, created_by)
        select ${id}::uuid, room.id, ${name}, ${summary}, ${addressOf(url)}, ${sealed}, ${cacheSeconds}::integer,
          ${JSON.stringify(options)}::jsonb, ${enabled}::boolean, (select id from member)
        from room, held
        where held.n < ${MAX_HTTP_MODULES} and not ${commandNamed(name)} and not ${aliasNamed(name)}
        on conflict (community_id, name) do nothing
        returning id, name, summary, url, cache_seconds, options, enabled)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from added), 'result', case
      when exists (select from added) then 'done'
      when exists (select from ${httpModules} m, room where m.community_id = room.id and m.name = ${name}) then 'exists'
      when ${commandNamed(name)} then 'command'
      when ${aliasNamed(name)} then 'alias'
      else 'full' end)`,
    changesSettings: sql`exists (select from added)`,
    audit: {
      action: 'module.add',
      happened: sql`exists (select from added)`,
      target: sql`'module:' || (select id from added)`,
      before: sql`null::jsonb`,
      after: sql`(select ${snapshotOf(sql`added`)} from added)`,
    },
  });
  door.forget();
  if (outcome.result !== 'done') return { result: outcome.result, name };
  // A repeated call comes to the module that the first one made, whose secret is another.
  return { result: 'done', name, id: outcome.id ?? '', secret: outcome.id === id ? secret : null };
}

/** What is to change. `options` is a patch, unless all of them are given anew. */
export interface ModulePatch {
  readonly url?: string;
  readonly summary?: string;
  readonly cacheSeconds?: number;
  readonly enabled?: boolean;
  readonly options?: ModuleOptionsPatch;
  readonly allOptions?: ModuleOptions;
}

export async function changeModule(
  ctx: VerbCtx,
  name: string,
  patch: ModulePatch,
  seen: Seen = null,
): Promise<ModuleChange> {
  const refused = patch.url === undefined ? null : addressRefusal(ctx, name, patch.url);
  if (refused) return refused;
  const url = patch.url === undefined ? null : addressOf(patch.url);
  const options = patch.allOptions
    ? sql`${JSON.stringify(patch.allOptions)}::jsonb`
    : patched(sql`was.options`, patch.options ?? {});
  const stale = sql`exists (select from was where ${isStale(stateOf(sql`was`), seen)})`;
  const {
    id,
    isStale: isLate,
    last,
  } = await ctx.effect<{
    readonly id: string | null;
    readonly isStale: boolean;
    readonly last: LastChange | null;
  }>({
    ctes: [
      room(ctx),
      sql`was as (select m.* from ${httpModules} m, room where m.community_id = room.id and m.name = ${name})`,
      sql`changed as (
        update ${httpModules} m set
          url = coalesce(${url}::text, was.url),
          summary = coalesce(${patch.summary ?? null}::text, was.summary),
          cache_seconds = coalesce(${patch.cacheSeconds ?? null}::integer, was.cache_seconds),
          enabled = coalesce(${patch.enabled ?? null}::boolean, was.enabled),
          options = ${options}, updated_at = ${new Date(ctx.now).toISOString()}::timestamptz
        from was where m.id = was.id and not ${stale}
        returning m.id, m.name, m.summary, m.url, m.cache_seconds, m.options, m.enabled)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from changed), 'isStale', ${stale},
      'last', case when ${stale} then ${lastChangeOf(ctx.community.id, sql`(select 'module:' || id from was)`)} end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: 'module.edit',
      happened: sql`exists (select from changed)`,
      target: sql`'module:' || (select id from changed)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  ctx.httpModules.forget();
  if (isLate) return { result: 'stale', name, last };
  return id === null ? { result: 'missing', name } : { result: 'done', name, id };
}

/** Removes a module; answers that it still promised are taken by nobody. */
export async function removeModule(ctx: VerbCtx, name: string): Promise<ModuleChange> {
  const { id } = await ctx.effect<{ readonly id: string | null }>({
    ctes: [
      sql`removed as (
        delete from ${httpModules} where community_id = ${ctx.community.id}::uuid and name = ${name}
        returning id, name, summary, url, cache_seconds, options, enabled)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from removed))`,
    changesSettings: sql`exists (select from removed)`,
    audit: {
      action: 'module.remove',
      happened: sql`exists (select from removed)`,
      target: sql`'module:' || (select id from removed)`,
      before: sql`(select ${snapshotOf(sql`removed`)} from removed)`,
      after: sql`null::jsonb`,
    },
  });
  ctx.httpModules.forget();
  return id === null ? { result: 'missing', name } : { result: 'done', name, id };
}

/** Gives a module another secret: from now on it signs, and the one before opens nothing. */
export async function rotateSecret(ctx: VerbCtx, { id, name }: { readonly id: string; readonly name: string }) {
  const { httpModules: door } = ctx;
  const { secret, sealed } = await door.freshSecret(id);
  /** Names this very change, so that a repeated call does not tell a secret that was never kept. */
  const rotation = uuidv7();
  const done = await ctx.effect<{ readonly id: string | null; readonly rotation: string }>({
    ctes: [
      sql`changed as (
        update ${httpModules} set sealed_secret = ${sealed}, updated_at = ${new Date(ctx.now).toISOString()}::timestamptz
        where community_id = ${ctx.community.id}::uuid and id = ${id}::uuid
        returning id, name)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from changed), 'rotation', ${rotation}::text)`,
    audit: {
      action: 'module.secret',
      happened: sql`exists (select from changed)`,
      target: sql`'module:' || (select id from changed)`,
      before: sql`null::jsonb`,
      after: sql`(select jsonb_build_object('id', id, 'name', name) from changed)`,
    },
  });
  door.forget();
  const made: ModuleMade =
    done.id === null
      ? { result: 'missing', name }
      : { result: 'done', name, id: done.id, secret: done.rotation === rotation ? secret : null };
  return made;
}
