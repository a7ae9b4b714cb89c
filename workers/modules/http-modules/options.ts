import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { commandOptions } from '../../core/command-options.ts';
import { parseDuration } from '../../core/durations.ts';
import { MAX_CACHE_SECONDS } from '../../core/http-modules.ts';
import { readOptions } from '../commands/option-words.ts';

/** What may be set on a module as on any command. Whether it is on is a field of its own. */
export const moduleOptions = commandOptions.pick({
  level: true,
  cooldown: true,
  group: true,
  category: true,
  platforms: true,
  live: true,
  hidden: true,
  style: true,
  allow: true,
  deny: true,
});
export type ModuleOptions = z.infer<typeof moduleOptions>;

const optional = moduleOptions.shape;
/** As options are, and null where one is to go back to what is usual. */
const moduleOptionsPatch = z.strictObject({
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
export type ModuleOptionsPatch = z.infer<typeof moduleOptionsPatch>;

/** Options as they are after a patch, over options as they were; nulls fall out. */
export function patched(was: SQL, { cooldown, ...rest }: ModuleOptionsPatch): SQL {
  const merged = sql`${was} || ${JSON.stringify(rest)}::jsonb`;
  if (cooldown === undefined) return sql`jsonb_strip_nulls(${merged})`;
  const waits =
    cooldown === null
      ? sql`'{"cooldown": null}'::jsonb`
      : sql`jsonb_build_object('cooldown', coalesce(${was} -> 'cooldown', '{}'::jsonb) || ${JSON.stringify(cooldown)}::jsonb)`;
  return sql`jsonb_strip_nulls(${merged} || ${waits})`;
}

/** Options of a module, as people type them. */
export const OPTION_NAMES =
  'cache, level, cooldown, usercooldown, groupcooldown, exempt, notice, group, category, platforms, live, hidden, style';

type ReadModuleOptions =
  | { readonly ok: true; readonly options: ModuleOptionsPatch; readonly cacheSeconds?: number }
  | { readonly ok: false; readonly reason: 'unknown-option'; readonly option: string }
  | {
      readonly ok: false;
      readonly reason: 'bad-value';
      readonly option: string;
      readonly value: string;
      readonly values: string;
    };

const CACHE = /^cache(?:=(.*))?$/i;
const RESET = new Set(['-', 'off', 'default', 'reset']);

/** Seconds that answers are used again for, or null for what is none. */
function cacheSecondsOf(value: string): number | null {
  if (RESET.has(value.toLowerCase())) return 0;
  const seconds = parseDuration(value);
  return seconds === null || seconds > MAX_CACHE_SECONDS ? null : seconds;
}

/** Reads `cache=60 level=vip usercooldown=10s`, in any order. */
export function readModuleOptions(typed: string, now: number): ReadModuleOptions {
  const words = typed.split(/\s+/).filter(Boolean);
  const caches = words.flatMap((word) => {
    const found = CACHE.exec(word);
    return found ? [found[1] ?? ''] : [];
  });
  const value = caches.at(-1);
  const cacheSeconds = value === undefined ? undefined : cacheSecondsOf(value);
  if (cacheSeconds === null)
    return { ok: false, reason: 'bad-value', option: 'cache', value: value ?? '', values: '0, 60, 5m … up to 1h' };
  const read = readOptions(words.filter((word) => !CACHE.test(word)).join(' '), now);
  if (!read.ok) return read;
  const options = moduleOptionsPatch.safeParse(read.patch);
  if (!options.success) {
    const [issue] = options.error.issues;
    const option = issue?.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : String(issue?.path[0]);
    return { ok: false, reason: 'unknown-option', option };
  }
  return { ok: true, options: options.data, ...(cacheSeconds === undefined ? {} : { cacheSeconds }) };
}
