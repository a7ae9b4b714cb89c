import { eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { overtaken } from '../../../db/module-settings.ts';
import { isOvertaken } from '../../../db/newest-line.ts';
import { communities, timers } from '../../../db/schema/index.ts';
import {
  type CommunityLimits,
  DEFAULT_CHANNEL_LIMIT,
  DEFAULT_COMMAND_LIMIT,
  DEFAULT_COMMUNITY_LIMIT,
  DEFAULT_REPLY_LIMIT,
} from '../../core/channel-settings.ts';
import { COMMUNITY_KINDS, type CommunityProfile, JOIN_MODES, VISIBILITIES } from '../../core/communities.ts';
import { WaddleError } from '../../core/errors.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { codePoints } from '../../core/text.ts';
import type { Limit } from '../../core/windows.ts';
import type { Language } from '../../core/words.ts';

const MAX_NAME = 80;
const MAX_ABOUT = 1_000;
const MAX_PREFIX = 5;
/** Longest window of a limit, ms: an hour, as long as a Channel keeps counting without loss. */
const MAX_WINDOW_MS = 3600_000;
const MAX_COUNT = 10_000;

/**
 * Signs only: a letter or digit would make commands of words, a space hides where the command begins. Not in front: `/`,
 * which Twitch, Discord, Slack and Kick keep for themselves, so that it never reaches a bot; `@`, `#` and `<`, with which
 * mentions and channel links begin, so that every one of them would be looked at as a command.
 */
const prefix = z
  .string()
  .refine((text) => codePoints(text) <= MAX_PREFIX, `is longer than ${MAX_PREFIX} characters`)
  .regex(
    /^(?![/@#<])[\p{P}\p{S}]+$/u,
    'has to be signs alone (no letters, digits or spaces), and not begin with / @ # or <',
  )
  .describe(
    '1 to 5 signs, as `!`. Not in front: `/`, which platforms keep for themselves, and `@`, `#` or `<`, which begin mentions.',
  );

const zone = z
  .string()
  .max(64)
  .refine(isZone, 'is no time zone of the IANA list, as Europe/Berlin is one')
  .describe('IANA time zone, as `Europe/Berlin`.');

const limit = (usual: Limit, what: string) =>
  z
    .strictObject({
      count: z.int().min(1).max(MAX_COUNT),
      windowMs: z.int().min(1_000).max(MAX_WINDOW_MS).describe('ms'),
    })
    .nullable()
    .describe(`${what} Null: as usual, ${usual.count} in ${usual.windowMs / 1000} s.`);

const limits = {
  command: limit(DEFAULT_COMMAND_LIMIT, 'How often one person may use one command.'),
  channel: limit(DEFAULT_CHANNEL_LIMIT, 'All commands of one channel together.'),
  community: limit(DEFAULT_COMMUNITY_LIMIT, 'All commands of all the community’s channels together.'),
  reply: limit(DEFAULT_REPLY_LIMIT, 'Replies of one room.'),
};

/** Text that people read: no control characters but the end of a line. */
const about = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]*(?:\n[^\p{Cc}]*)*$/u, 'has to be text without control characters')
  .refine((text) => codePoints(text) <= MAX_ABOUT, `is longer than ${MAX_ABOUT} characters`);

const address = z
  .string()
  .max(300)
  .refine(isHttps, 'has to be an address that begins with https://, without a name or password in it');

/** What a community says of itself; null takes a part away. */
const profile = {
  about: about.nullable().describe(`At most ${MAX_ABOUT} characters.`),
  website: address.nullable(),
  avatar: address.nullable().describe('Of an image.'),
};

const newName = z
  .string()
  .trim()
  .min(1)
  .refine((text) => codePoints(text) <= MAX_NAME, `is longer than ${MAX_NAME} characters`);

const settings = {
  name: newName,
  language: z.enum(['en', 'de'] satisfies Language[]).describe('What the bot speaks.'),
  zone,
  prefix,
  unknownHint: z.boolean().describe('Whether a mistyped command is answered with a hint.'),
  recentLines: z
    .boolean()
    .describe('Whether the last 200 lines of each channel are remembered for a day: keyword rules are tried on them.'),
  isTest: z
    .boolean()
    .describe('Whether it is a test community: what is simulated there is kept, and still reaches no platform.'),
  kind: z.enum(COMMUNITY_KINDS).describe('What it is about.'),
  visibility: z
    .enum(VISIBILITIES)
    .describe('Who may know that it is there: anybody, who has its address, or its members alone.'),
  joinMode: z.enum(JOIN_MODES).describe('Whether anybody may join its hub, asks first, or is invited.'),
};

/** What is kept of a community's settings, by the same rules. */
export const KEPT_SETTINGS = {
  ...settings,
  limits: z.strictObject(limits).partial(),
  profile: z.strictObject(profile).partial(),
};

/** What a new community is asked for: the same rules as for a change. */
export const NEW_SETTINGS = {
  name: settings.name,
  language: settings.language.default('en'),
  zone: settings.zone.default('UTC'),
  kind: settings.kind.default('creator'),
  visibility: settings.visibility.default('public'),
  joinMode: settings.joinMode.default('invite'),
};

export const communityChange = z
  .strictObject(KEPT_SETTINGS)
  .partial()
  .extend({
    version: z
      .string()
      .max(100)
      .optional()
      .describe('Of what you have looked at: where somebody else changed it since, nothing is saved. Left out: it is.'),
  })
  .refine(({ version: _, ...change }) => Object.keys(change).length > 0, 'Say at least one thing to change.');
export type CommunityChange = z.infer<typeof communityChange>;

export const communitySettings = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  language: settings.language,
  zone: z.string(),
  prefix: z.string(),
  unknownHint: z.boolean(),
  recentLines: z.boolean(),
  isTest: z.boolean(),
  kind: settings.kind,
  visibility: settings.visibility,
  joinMode: settings.joinMode,
  limits: z.object(limits),
  profile: z.object({ about: z.string().nullable(), website: z.string().nullable(), avatar: z.string().nullable() }),
  version: z.string().describe('To be sent with a change; another one for each state.'),
});
export type CommunitySettings = z.infer<typeof communitySettings>;

/** A community's settings as Postgres has them now. */
export async function readCommunity(ctx: VerbCtx): Promise<CommunitySettings> {
  const [row] = await ctx.read('community.settings', (db) =>
    db
      .select({ ...getTableColumns(communities), version: sql<string>`${versionOf(shown)}` })
      .from(communities)
      .where(eq(communities.id, ctx.community.id)),
  );
  if (!row) throw new WaddleError('NOT_FOUND', `There is no community "${ctx.community.slug}" any more.`);
  const { createdAt: _, settingsVersion: __, deletedAt: ___, language, limits, profile, ...plain } = row;
  return { ...plain, language: language as Language, limits: allOf(limits), profile: wholeOf(profile) };
}

const allOf = ({ command, channel, community, reply }: CommunityLimits) => ({
  command: command ?? null,
  channel: channel ?? null,
  community: community ?? null,
  reply: reply ?? null,
});

const wholeOf = ({ about, website, avatar }: CommunityProfile) => ({
  about: about ?? null,
  website: website ?? null,
  avatar: avatar ?? null,
});

/** What of a community is changed here, as jsonb. */
const shown = sql`jsonb_build_object('name', name, 'language', language, 'zone', zone, 'prefix', prefix,
  'unknownHint', unknown_hint, 'recentLines', recent_lines, 'isTest', is_test, 'kind', kind, 'visibility', visibility,
  'joinMode', join_mode, 'limits', limits, 'profile', profile)`;

/** Names a state of a community's settings: the row's own version counts whatever its Channels have to know. */
const versionOf = (state: SQL): SQL => sql`md5(${state}::text)`;

/**
 * Changes some of a community's settings; its Channels go by them from the next message on.
 * @param line a line of the audit log that is taken back by it: it has to be the last that was changed of them
 * @throws CONFLICT where they are not of the version that is named any more, with who changed them
 */
export async function editCommunity(
  ctx: VerbCtx,
  change: CommunityChange,
  line: string | null = null,
): Promise<CommunitySettings> {
  const edit = { action: 'community.edit', target: `community:${ctx.community.id}` } as const;
  const { limits = {}, profile = {}, version = null, ...plain } = change;
  // Whoever fires timers plans those again whose cron expression is read in the community's zone.
  if (change.zone !== undefined) await ctx.agenda('timers', ctx.now);
  const next = (field: string): SQL => sql`(select shown ->> ${field} from after)`;
  const after = await ctx.effect<Omit<CommunitySettings, 'id' | 'slug'> | null>({
    ctes: [
      sql`held as (
        select shown from (select ${shown} as shown from ${communities} where id = ${ctx.community.id}::uuid) now
        where coalesce(${version}::text = ${versionOf(sql`shown`)}, true)
          and not ${isOvertaken(ctx.community.id, edit.target, [edit.action], line)})`,
      sql`after as (
        select shown || ${JSON.stringify(plain)}::jsonb || jsonb_build_object('limits',
          jsonb_strip_nulls((shown -> 'limits') || ${JSON.stringify(limits)}::jsonb), 'profile',
          jsonb_strip_nulls((shown -> 'profile') || ${JSON.stringify(profile)}::jsonb)) as shown from held)`,
      sql`replanned as (
        update ${timers} t set next_at = null, leased_until = null from held, after
        where t.community_id = ${ctx.community.id}::uuid and t.enabled and t.schedule ? 'cron' and not t.schedule ? 'zone'
          and held.shown ->> 'zone' <> after.shown ->> 'zone' returning t.id)`,
    ],
    outcome: sql`(select shown || jsonb_build_object('version', ${versionOf(sql`shown`)}) from after)`,
    changesSettings: sql`coalesce((select held.shown <> after.shown from held, after), false)`,
    sets: sql`name = ${next('name')}, language = ${next('language')}, zone = ${next('zone')}, prefix = ${next('prefix')},
      unknown_hint = ${next('unknownHint')}::boolean, recent_lines = ${next('recentLines')}::boolean, is_test = ${next('isTest')}::boolean, limits = (select shown -> 'limits' from after),
      kind = ${next('kind')}, visibility = ${next('visibility')}, join_mode = ${next('joinMode')},
      profile = (select shown -> 'profile' from after)`,
    audit: {
      action: edit.action,
      happened: sql`(select changed from outcome)`,
      target: sql`${edit.target}::text`,
      before: sql`(select shown from held)`,
      after: sql`(select shown from after)`,
    },
  });
  if (!after) throw await overtaken(ctx, edit);
  // What was kept is searched by the rules of the language it is in.
  if (after.language !== ctx.community.language)
    await ctx.enqueue({ module: 'memories', name: 'reindexQuotes', data: null });
  return {
    id: ctx.community.id,
    slug: ctx.community.slug,
    ...after,
    limits: allOf(after.limits as CommunityLimits),
    profile: wholeOf(after.profile as CommunityProfile),
  };
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    // Offsets as +02:00 are zones for Intl, and know no summer time.
    return /^[A-Za-z]/.test(text);
  } catch {
    return false;
  }
}

function isHttps(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url !== null &&
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    /^[\x21-\x7e]+$/.test(text)
  );
}
