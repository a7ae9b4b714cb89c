import { sql } from 'drizzle-orm';
import { isOvertaken } from '../../../db/newest-line.ts';
import { moduleSettings } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { MAX_SENTENCE, MAX_SENTENCES, settings } from './settings.ts';

const MODULE = 'wording';
/** Actions of the audit log about a sentence. */
export const WORDING_CHANGES = ['wording.set', 'wording.reset'] as const;
const PLACEHOLDER = /\{(\w+)\}/g;

/** One sentence of the bot's. */
export interface Sentence {
  /** `general.ping`: module and key. */
  readonly key: string;
  /** In the community's language, as it is built in; `{name}` marks what is filled in. */
  readonly builtIn: string;
  /** The community's own, if it has one. */
  readonly own: string | null;
}

export type WordingChange =
  | { readonly result: 'done'; readonly key: string; readonly text: string }
  | { readonly result: 'unknown' | 'full'; readonly key: string }
  | { readonly result: 'too-long'; readonly key: string; readonly length: number }
  | {
      readonly result: 'bad-placeholder';
      readonly key: string;
      readonly placeholder: string;
      readonly known: readonly string[];
    };

const placeholdersOf = (text: string): string[] => Array.from(text.matchAll(PLACEHOLDER), ([, name]) => name as string);

/** What a community's own words are now. */
async function ownTexts(ctx: VerbCtx): Promise<Readonly<Record<string, string>>> {
  const rows = await ctx.read('wording.own', (db) =>
    db.execute<{ value: unknown }>(
      sql`select value from ${moduleSettings} where community_id = ${ctx.community.id}::uuid and module = ${MODULE}`,
    ),
  );
  const read = settings.safeParse(rows.rows[0]?.value ?? {});
  return read.success ? read.data.texts : {};
}

/** All sentences, by key. @param after the key that the page before ended with */
export async function listSentences(
  ctx: VerbCtx,
  { after = '', search = '', limit }: { readonly after?: string; readonly search?: string; readonly limit: number },
): Promise<readonly Sentence[]> {
  const own = await ownTexts(ctx);
  return ctx
    .sentences()
    .filter(({ key }) => key > after && key.includes(search))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ key, text }) => ({ key, builtIn: text, own: own[key] ?? null }));
}

/** What a sentence is to be; null: the built-in words. */
interface Wording {
  readonly key: string;
  readonly text: string | null;
}

/** Gives a sentence the community's own words, or goes back to the built-in ones. */
export async function wordSentence(ctx: VerbCtx, wording: Wording): Promise<WordingChange> {
  const wanted = wantedOf(ctx, wording);
  if (wanted.result !== 'done') return wanted;
  return (await putSentence(ctx, wording, null)) === 'done' ? wanted : { result: 'full', key: wording.key };
}

/** The same to take a line of the audit log back, where that is the last that was changed of the sentence. */
export async function restoreSentence(
  ctx: VerbCtx,
  wording: Wording,
  line: string,
): Promise<'done' | 'full' | 'overtaken'> {
  return wantedOf(ctx, wording).result === 'done' ? putSentence(ctx, wording, line) : 'overtaken';
}

/** What a change comes to where there is room for it. */
function wantedOf(ctx: VerbCtx, { key, text }: Wording): WordingChange {
  const builtIn = ctx.sentences().find((sentence) => sentence.key === key);
  if (!builtIn) return { result: 'unknown', key };
  if (text === null) return { result: 'done', key, text: builtIn.text };
  if (text.length > MAX_SENTENCE) return { result: 'too-long', key, length: text.length };
  const known = placeholdersOf(builtIn.text);
  const placeholder = placeholdersOf(text).find((name) => !known.includes(name));
  if (placeholder !== undefined) return { result: 'bad-placeholder', key, placeholder, known };
  return { result: 'done', key, text };
}

function putSentence(
  ctx: VerbCtx,
  { key, text }: Wording,
  line: string | null,
): Promise<'done' | 'full' | 'overtaken'> {
  const texts = sql`coalesce(was.value -> 'texts', '{}'::jsonb)`;
  const next =
    text === null ? sql`${texts} - ${key}::text` : sql`${texts} || jsonb_build_object(${key}::text, ${text}::text)`;
  const target = `sentence:${key}`;
  return ctx.effect<'done' | 'full' | 'overtaken'>({
    ctes: [
      sql`room as (select id from communities where id = ${ctx.community.id}::uuid)`,
      sql`was as (
        select coalesce((select value from ${moduleSettings}, room where community_id = room.id and module = ${MODULE}), '{}'::jsonb) as value)`,
      sql`next as (
        select jsonb_build_object('texts', ${next}) as value from was
        where not ${isOvertaken(ctx.community.id, target, WORDING_CHANGES, line)})`,
      sql`changed as (
        insert into ${moduleSettings} (community_id, module, value)
        select room.id, ${MODULE}, next.value from room, next
        where (select count(*) from jsonb_object_keys(next.value -> 'texts')) <= ${MAX_SENTENCES}
        on conflict (community_id, module) do update
          set value = excluded.value, version = ${moduleSettings}.version + 1, updated_at = now()
        returning value)`,
    ],
    outcome: sql`to_jsonb(case when exists (select from changed) then 'done'
      when exists (select from next) then 'full' else 'overtaken' end)`,
    changesSettings: sql`exists (select from changed)`,
    audit: {
      action: text === null ? 'wording.reset' : 'wording.set',
      happened: sql`exists (select from changed)`,
      target: sql`${target}::text`,
      before: sql`(select jsonb_build_object('text', value -> 'texts' -> ${key}::text) from was)`,
      after: sql`(select jsonb_build_object('text', value -> 'texts' -> ${key}::text) from changed)`,
    },
  });
}
