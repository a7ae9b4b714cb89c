import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { httpModules, keywordRules } from '../../../db/schema/index.ts';
import { changedBy, wasStale } from '../../../db/states.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import type { Platform } from '../../core/ids.ts';
import type { LastChange, Seen } from '../../core/if-match.ts';
import { compileKeywords } from '../../core/keyword-matcher.ts';
import { checkPattern, type PatternRefusal } from '../../core/keyword-matcher-check.ts';
import type { KeywordMatch } from '../../core/keywords.ts';
import type { VerbCtx } from '../../core/modules.ts';
import type { ActionNotes, ActionRefusal, ChangedAction, GivenAction } from './actions.ts';
import { actionOf, actionRefusal, changedAction, notesOn } from './actions.ts';
import { findKeyword } from './listing.ts';

/** Rules of one community: all of them are tried on each line of each of its channels. */
export const MAX_RULES = 50;
/** The highest priority, and the lowest below 0. */
export const MAX_PRIORITY = 1_000;

/** How a rule is, apart from its name; what is absent is as usual. */
export interface KeywordRule {
  readonly match: KeywordMatch;
  readonly pattern: string;
  readonly caseSensitive?: boolean;
  /** Null: all. */
  readonly platforms?: readonly Platform[] | null;
  readonly priority?: number;
  /** Seconds before it acts again in a channel. */
  readonly cooldown?: number;
  readonly action: GivenAction;
  readonly enabled?: boolean;
}
export interface KeywordInput extends KeywordRule {
  readonly name: string;
}
export interface KeywordPatch extends Partial<Omit<KeywordInput, 'action'>> {
  readonly action?: ChangedAction;
}

/** What is worth a word about a rule that was kept. */
export interface KeywordNotes extends ActionNotes {
  /** Its pattern leaves no line out. */
  readonly matchesAll: boolean;
}

export type KeywordRefusal =
  | { readonly result: 'exists' | 'missing' | 'bad-name' | 'full' | 'wordless'; readonly name: string }
  | { readonly result: 'no-module'; readonly name: string; readonly module: string }
  | { readonly result: 'bad-pattern'; readonly name: string; readonly refusal: PatternRefusal }
  | ({ readonly name: string } & ActionRefusal)
  /** Somebody changed it since it was seen. */
  | { readonly result: 'stale'; readonly name: string; readonly last: LastChange | null };

export type KeywordChange =
  | { readonly result: 'done'; readonly name: string; readonly id: string; readonly notes: KeywordNotes }
  | KeywordRefusal;

export const room = (ctx: VerbCtx): SQL => sql`room as (select ${ctx.community.id}::uuid as id)`;

/** A rule as the audit log keeps it; `row` names the table or cte it is read from. */
export const snapshotOf = (row: SQL): SQL =>
  sql`jsonb_build_object('id', ${row}.id, 'name', ${row}.name, 'match', ${row}.match, 'pattern', ${row}.pattern,
    'caseSensitive', ${row}.case_sensitive, 'platforms', ${row}.platforms, 'priority', ${row}.priority,
    'cooldown', ${row}.cooldown, 'action', ${row}.action, 'enabled', ${row}.enabled)`;

const platformsOf = (platforms: readonly Platform[] | null): SQL =>
  platforms === null
    ? sql`null::text[]`
    : sql`array(select jsonb_array_elements_text(${JSON.stringify(platforms)}::jsonb))`;

/** The cte `module`: the row of the module that an action names; none where there is no such, or it names none. */
const moduleOf = (action: GivenAction | undefined): SQL =>
  action?.is === 'module'
    ? sql`module as (select h.id from ${httpModules} h, room where h.community_id = room.id and h.name = ${normaliseName(action.module)})`
    : sql`module as (select null::uuid as id where false)`;
const storedAction = (action: GivenAction): SQL =>
  action.is === 'module'
    ? sql`jsonb_build_object('is', 'module', 'module', (select id from module))`
    : sql`${JSON.stringify(action)}::jsonb`;
const hasModule = (action: GivenAction | undefined): SQL =>
  action?.is === 'module' ? sql`exists (select from module)` : sql`true`;

/** What stands against a rule, as far as it can be told without the database. */
function refusalOf(
  name: string,
  { match, pattern, caseSensitive, action }: Partial<KeywordRule>,
): KeywordRefusal | null {
  if (match !== undefined && pattern !== undefined) {
    const refusal = checkPattern(match, pattern, caseSensitive);
    if (refusal) return { result: 'bad-pattern', name, refusal };
  }
  const refused = action === undefined ? null : actionRefusal(action);
  return refused ? { name, ...refused } : null;
}

const ANY_RULE = { id: '', name: '', priority: 0, cooldown: 0, action: { is: 'delete' } } as const;
/** Lines that have nothing in common. */
const PROBES = ['', 'a', '7 ~', '🐧 é\n!'];

/** Whether a pattern is likely one of those that leave no line out. */
function matchesAll(compared: Pick<KeywordRule, 'match' | 'pattern' | 'caseSensitive'>): boolean {
  const { match, pattern, caseSensitive = false } = compared;
  const matcher = compileKeywords([{ ...ANY_RULE, match, pattern, caseSensitive }]);
  return PROBES.every((line) => matcher.match(line, 'twitch') !== null);
}

interface Outcome {
  readonly result: 'done' | 'exists' | 'missing' | 'full' | 'no-module' | 'stale';
  readonly id: string | null;
  readonly last?: LastChange | null;
}

function changeOf(
  { result, id, last = null }: Outcome,
  name: string,
  action: GivenAction | undefined,
  notes: KeywordNotes,
): KeywordChange {
  if (result === 'done') return { result, name, id: id ?? '', notes };
  if (result === 'stale') return { result, name, last };
  if (result === 'no-module') return { result, name, module: action?.is === 'module' ? action.module : '' };
  return { result, name };
}

const ruleNamed = (name: string): SQL =>
  sql`exists (select from ${keywordRules} k, room where k.community_id = room.id and k.name = ${name})`;

/** Adds a rule; a name is taken once per community. */
export async function addKeyword(ctx: VerbCtx, input: KeywordInput): Promise<KeywordChange> {
  const name = normaliseName(input.name);
  if (!isCommandName(name)) return { result: 'bad-name', name: input.name };
  const { match, pattern, caseSensitive = false, platforms = null, priority = 0, cooldown = 0, enabled = true } = input;
  const action = actionOf(input.action, ctx.prefix);
  const refused = refusalOf(name, { match, pattern, caseSensitive, action });
  if (refused) return refused;
  const notes = { ...notesOn(action, await ctx.registry()), matchesAll: matchesAll({ match, pattern, caseSensitive }) };
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      room(ctx),
      moduleOf(action),
      sql`held as (select count(*) as n from ${keywordRules}, room where community_id = room.id)`,
      sql`added as (
        insert into ${keywordRules} (id, community_id, name, match, pattern, case_sensitive, platforms, priority, cooldown, action, enabled, created_by)
        select ${uuidv7()}::uuid, room.id, ${name}, ${match}, ${pattern}, ${caseSensitive}::boolean, ${platformsOf(platforms)},
          ${priority}::integer, ${cooldown}::integer, ${storedAction(action)}, ${enabled}::boolean, (select id from member)
        from room, held where held.n < ${MAX_RULES} and ${hasModule(action)}
        on conflict (community_id, name) do nothing
        returning *)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from added), 'result', case
      when exists (select from added) then 'done'
      when ${ruleNamed(name)} then 'exists'
      when not ${hasModule(action)} then 'no-module'
      else 'full' end)`,
    changesSettings: sql`exists (select from added)`,
    audit: {
      action: 'keyword.add',
      happened: sql`exists (select from added)`,
      target: sql`'keyword:' || (select id from added)`,
      before: sql`null::jsonb`,
      after: sql`(select ${snapshotOf(sql`added`)} from added)`,
    },
  });
  return changeOf(outcome, name, action, notes);
}

/** Changes what is given of a rule, and leaves the rest. */
export async function changeKeyword(
  ctx: VerbCtx,
  typed: string,
  patch: KeywordPatch,
  seen: Seen = null,
): Promise<KeywordChange> {
  const name = normaliseName(typed);
  const next = patch.name === undefined ? name : normaliseName(patch.name);
  if (!isCommandName(next)) return { result: 'bad-name', name: patch.name ?? typed };
  const was = await findKeyword(ctx, name);
  if (!was) return { result: 'missing', name };
  const asked = patch.action && changedAction(patch.action, was.action);
  if (asked === null) return { result: 'wordless', name };
  const action = asked && actionOf(asked, ctx.prefix);
  // How it is compared belongs together: a pattern that is good for one kind may be none of another.
  const { match = was.match, pattern = was.pattern, caseSensitive = was.caseSensitive } = patch;
  const isCompared = [patch.match, patch.pattern, patch.caseSensitive].some((part) => part !== undefined);
  const refused = refusalOf(name, {
    ...(isCompared ? { match, pattern, caseSensitive } : {}),
    ...(action ? { action } : {}),
  });
  if (refused) return refused;
  const notes: KeywordNotes = {
    ...(action ? notesOn(action, await ctx.registry()) : { unknown: [], problems: [], braces: null }),
    matchesAll: isCompared && matchesAll({ match, pattern, caseSensitive }),
  };
  const isTaken = next === name ? sql`false` : ruleNamed(next);
  const stale = wasStale(seen);
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      room(ctx),
      moduleOf(action),
      sql`was as (select k.* from ${keywordRules} k, room where k.community_id = room.id and k.name = ${name})`,
      sql`changed as (
        update ${keywordRules} k set name = ${next}, updated_at = now()
          ${isCompared ? sql`, match = ${match}, pattern = ${pattern}, case_sensitive = ${caseSensitive}::boolean` : sql``}
          ${patch.platforms === undefined ? sql`` : sql`, platforms = ${platformsOf(patch.platforms)}`}
          ${patch.priority === undefined ? sql`` : sql`, priority = ${patch.priority}::integer`}
          ${patch.cooldown === undefined ? sql`` : sql`, cooldown = ${patch.cooldown}::integer`}
          ${patch.enabled === undefined ? sql`` : sql`, enabled = ${patch.enabled}::boolean`}
          ${action === undefined ? sql`` : sql`, action = ${storedAction(action)}`}
        from was where k.id = was.id and ${hasModule(action)} and not ${isTaken} and not ${stale}
        returning k.*)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from changed), 'last', ${changedBy(ctx.community.id, 'keyword', stale)}, 'result', case
      when exists (select from changed) then 'done'
      when not exists (select from was) then 'missing'
      when ${stale} then 'stale'
      when ${isTaken} then 'exists'
      else 'no-module' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: 'keyword.edit',
      happened: sql`exists (select from changed)`,
      target: sql`'keyword:' || (select id from changed)`,
      before: sql`(select ${snapshotOf(sql`was`)} from was)`,
      after: sql`(select ${snapshotOf(sql`changed`)} from changed)`,
    },
  });
  return changeOf(outcome, outcome.result === 'missing' ? name : next, action, notes);
}

export async function removeKeyword(ctx: VerbCtx, typed: string, seen: Seen = null): Promise<KeywordChange> {
  const name = normaliseName(typed);
  const stale = wasStale(seen);
  const outcome = await ctx.effect<Outcome>({
    ctes: [
      room(ctx),
      sql`was as (select k.* from ${keywordRules} k, room where k.community_id = room.id and k.name = ${name})`,
      sql`removed as (delete from ${keywordRules} k using was where k.id = was.id and not ${stale} returning k.*)`,
    ],
    outcome: sql`jsonb_build_object('id', (select id from removed), 'last', ${changedBy(ctx.community.id, 'keyword', stale)}, 'result', case
      when exists (select from removed) then 'done' when ${stale} then 'stale' else 'missing' end)`,
    changesSettings: sql`exists (select from removed)`,
    audit: {
      action: 'keyword.remove',
      happened: sql`exists (select from removed)`,
      target: sql`'keyword:' || (select id from removed)`,
      before: sql`(select ${snapshotOf(sql`removed`)} from removed)`,
      after: sql`null::jsonb`,
    },
  });
  return changeOf(outcome, name, undefined, { unknown: [], problems: [], braces: null, matchesAll: false });
}
