import { type SQL, sql } from 'drizzle-orm';
import { channels, installations, websubLeases } from '../../db/schema/index.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import { BOT } from '../router/installations.ts';
import type { Services } from '../router/services.ts';
import { LINKS } from './flows.ts';
import { isOn } from './ground.ts';

/** `broken`: the platform tells nothing any more; the rest says what is missing. */
export const PROBLEMS = [
  'off',
  'broken',
  'consent',
  'scopes',
  'bot-account',
  'bot-scopes',
  'moderator',
  'webhook',
] as const;

/** What keeps a channel from working as it should. */
export interface Problem {
  readonly is: (typeof PROBLEMS)[number];
  /** For people: what is wrong, and what helps. */
  readonly text: string;
  /** The same in its parts, without full stops; why: null where nothing more is known. */
  readonly what: string;
  readonly why: string | null;
  readonly next: string;
  /** What in it is not the same everywhere, for whoever says it in words of their own. */
  readonly params: Readonly<Record<string, string>>;
}

const problem = (
  is: Problem['is'],
  what: string,
  why: string | null,
  next: string,
  params: Problem['params'] = {},
): Problem => ({ is, text: `${what}${why === null ? '' : `: ${why}`}. ${next}`, what, why, next, params });

export interface ChannelState {
  readonly key: ChannelKey;
  readonly platform: Platform;
  readonly id: string;
  readonly login: string;
  readonly brokenReason: string | null;
  readonly problems: readonly Problem[];
  /** Whether its stream can be steered; null where there are no streams. */
  readonly steers: boolean | null;
  /** When it was linked, ms since epoch. */
  readonly since: number;
  readonly botIsModerator: boolean;
  /** Its owner's token; null where none is kept. */
  readonly token: ChannelToken | null;
  /** Until when YouTube's hub tells of uploads, ms since epoch; null: elsewhere, and where it does not. */
  readonly leaseUntil: number | null;
}

export interface ChannelToken {
  /** When it ends, ms since epoch; null: never. */
  readonly expiresAt: number | null;
  /** Whether WaddleBot renews it by itself. */
  readonly renews: boolean;
}

interface Consent extends ChannelToken {
  readonly scopes: readonly string[];
  readonly brokenReason: string | null;
  /** What the account is called there. */
  readonly login: string | null;
}

interface Row {
  readonly platform: Platform;
  readonly id: string;
  readonly login: string;
  readonly brokenReason: string | null;
  readonly botIsModerator: boolean;
  readonly own: Consent | null;
  readonly bot: Consent | null;
  readonly lease: string | null;
  readonly leaseUntil: number | null;
  readonly since: number;
}

/** A time as ms since epoch. */
const msOf = (column: string): string => `round(extract(epoch from ${column}) * 1000)`;

/**
 * How the channels of a community do, by what is stored: nothing is asked of any platform. Broken ones first.
 * @param only one of them, by platform and id
 */
export async function channelStates(
  services: Services,
  community: CommunityId,
  only?: { readonly platform: Platform; readonly id: string },
): Promise<readonly ChannelState[]> {
  const consent = (name: string): SQL =>
    sql.raw(
      `case when ${name}.id is null then null else jsonb_build_object('scopes', ${name}.scopes, 'brokenReason', ${name}.broken_reason, 'expiresAt', ${msOf(`${name}.access_expires_at`)}, 'renews', ${name}.sealed_refresh_token is not null, 'login', ${name}.details ->> 'login') end`,
    );
  const one = only ? sql`and c.platform = ${only.platform} and c.platform_id = ${only.id}` : sql``;
  const { rows } = await services.db.run('connect.health', (d) =>
    d.execute<{ state: Row }>(sql`
      select jsonb_build_object('platform', c.platform, 'id', c.platform_id, 'login', c.login,
        'brokenReason', c.broken_reason, 'botIsModerator', c.bot_is_moderator, 'own', ${consent('own')},
        'bot', ${consent('bot')}, 'lease', l.state, 'leaseUntil', ${sql.raw(msOf('l.expires_at'))},
        'since', ${sql.raw(msOf('c.created_at'))}) as state
      from ${channels} c
        left join ${installations} own on own.platform = c.platform and own.subject = c.platform_id
        left join ${installations} bot on bot.platform = c.platform and bot.subject =
          case when c.platform = 'twitch' then ${services.settings.TWITCH_BOT_USER_ID ?? ''} else ${BOT} end
        left join ${websubLeases} l on c.platform = 'youtube' and l.channel = c.platform_id
      where c.community_id = ${community}::uuid ${one}
      order by c.broken_reason is null, c.platform, c.login
      limit 500`),
  );
  return rows.map(({ state }) => stateOf(services, state));
}

function stateOf(services: Services, row: Row): ChannelState {
  const { platform, id, login, own, since, botIsModerator, leaseUntil } = row;
  const { stream } = LINKS[platform].asks;
  return {
    key: channelKey(platform, id),
    platform,
    id,
    login,
    brokenReason: row.brokenReason,
    problems: isOn(services, platform)
      ? [...ofChannel(row), ...ofBot(row)]
      : [problem('off', 'This platform is switched off here', 'nothing is heard or said there', OPERATOR_SWITCHES)],
    steers: stream ? Object.keys(stream).every((scope) => own?.scopes.includes(scope) === true) : null,
    since,
    botIsModerator,
    token: own ? { expiresAt: own.expiresAt, renews: own.renews } : null,
    leaseUntil,
  };
}

/** Scopes that a consent lacks; of some that were stored long ago they are not known. */
const lacking = (asked: Readonly<Record<string, string>>, { scopes }: Consent): readonly string[] =>
  scopes.length === 0 ? [] : Object.keys(asked).filter((scope) => !scopes.includes(scope));

/** Why a platform tells nothing any more. */
const ENDED_BY = {
  consent: 'the consent was taken back or has run out',
  uninstalled: 'the app was removed from the workspace',
  removed: 'the bot was removed from the server',
  moderator: 'the bot is no moderator there any more',
  banned: 'the bot was banned there',
  account: 'the account is gone',
  unreached: 'WaddleBot was not reached for too long',
  version: 'it changed how it tells of things',
} as const;
type EndedBy = keyof typeof ENDED_BY;

/** Platforms' own words for it (Twitch: EventSub, Slack: events). */
const REASONS: readonly (readonly [RegExp, EndedBy])[] = [
  [/authorization[._]revoke|tokens_revoked|^token:/, 'consent'],
  [/app_uninstalled/, 'uninstalled'],
  [/removed from the server/, 'removed'],
  [/moderator_removed/, 'moderator'],
  [/chat_user_banned/, 'banned'],
  [/user_removed/, 'account'],
  [/notification_failures_exceeded/, 'unreached'],
  [/version_removed/, 'version'],
];

const OPERATOR_SWITCHES = 'Somebody who runs this WaddleBot can switch it on.';

const endedBy = (reason: string): EndedBy | undefined => REASONS.find(([form]) => form.test(reason))?.[1];

function ofChannel({ platform, brokenReason, botIsModerator, own, bot, lease }: Row): readonly Problem[] {
  const broken = brokenReason ?? own?.brokenReason ?? null;
  if (broken !== null) {
    const why = endedBy(broken);
    const params = { reason: broken, ...(why ? { endedBy: why } : {}) };
    return [problem('broken', 'The platform has ended the link', why ? ENDED_BY[why] : broken, 'Repair it.', params)];
  }
  const problems: Problem[] = [];
  if (platform !== 'discord' && !own)
    problems.push(problem('consent', 'Its owner’s consent is not kept here', null, 'Link it again.'));
  const missing = own ? lacking(LINKS[platform].asks.channel, own) : [];
  if (missing.length > 0) {
    const scopes = missing.join(', ');
    problems.push(problem('scopes', `The consent lacks ${scopes}`, null, 'Link it again.', { scopes }));
  }
  if (platform === 'youtube' && lease !== 'active')
    problems.push(
      problem(
        'webhook',
        'YouTube’s hub has not agreed to tell of uploads and broadcasts',
        'it may not reach this WaddleBot',
        'Repair it.',
      ),
    );
  if (platform === 'twitch' && !botIsModerator)
    problems.push(
      problem(
        'moderator',
        'The bot is no moderator there',
        'it may say little',
        'Write /mod and the bot’s name in the chat, then repair it.',
        // A line to paste there.
        bot?.login ? { line: `/mod ${bot.login}` } : {},
      ),
    );
  return problems;
}

function ofBot({ platform, bot }: Row): readonly Problem[] {
  const { bot: asked } = LINKS[platform].asks;
  if (!asked) return [];
  if (!bot || bot.brokenReason !== null)
    return [
      problem(
        'bot-account',
        `The bot’s own account is ${bot ? 'refused by the platform' : 'not connected'}`,
        null,
        'Somebody who runs this WaddleBot has to connect it.',
        { state: bot ? 'refused' : 'missing' },
      ),
    ];
  const scopes = lacking(asked, bot).join(', ');
  return scopes === ''
    ? []
    : [
        problem('bot-scopes', `The bot’s own account lacks ${scopes}`, null, 'An operator connects it again.', {
          scopes,
        }),
      ];
}
