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
}

export interface ChannelState {
  readonly key: ChannelKey;
  readonly platform: Platform;
  readonly id: string;
  readonly login: string;
  readonly brokenReason: string | null;
  readonly problems: readonly Problem[];
  /** Whether its stream can be steered; null where there are no streams. */
  readonly steers: boolean | null;
}

interface Consent {
  readonly scopes: readonly string[];
  readonly brokenReason: string | null;
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
}

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
      `case when ${name}.id is null then null else jsonb_build_object('scopes', ${name}.scopes, 'brokenReason', ${name}.broken_reason) end`,
    );
  const one = only ? sql`and c.platform = ${only.platform} and c.platform_id = ${only.id}` : sql``;
  const { rows } = await services.db.run('connect.health', (d) =>
    d.execute<{ state: Row }>(sql`
      select jsonb_build_object('platform', c.platform, 'id', c.platform_id, 'login', c.login,
        'brokenReason', c.broken_reason, 'botIsModerator', c.bot_is_moderator, 'own', ${consent('own')},
        'bot', ${consent('bot')}, 'lease', l.state) as state
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
  const { platform, id, login, own } = row;
  const { stream } = LINKS[platform].asks;
  return {
    key: channelKey(platform, id),
    platform,
    id,
    login,
    brokenReason: row.brokenReason,
    problems: isOn(services, platform)
      ? [...ofChannel(row), ...ofBot(row)]
      : [{ is: 'off', text: 'This platform is switched off here, so nothing is heard or said.' }],
    steers: stream ? Object.keys(stream).every((scope) => own?.scopes.includes(scope) === true) : null,
  };
}

/** Scopes that a consent lacks; of some that were stored long ago they are not known. */
const lacking = (asked: Readonly<Record<string, string>>, { scopes }: Consent): readonly string[] =>
  scopes.length === 0 ? [] : Object.keys(asked).filter((scope) => !scopes.includes(scope));

/** Platforms' own words for why they tell nothing any more (Twitch: EventSub, Slack: events). */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/authorization[._]revoke|tokens_revoked|^token:/, 'the consent was taken back or has run out'],
  [/app_uninstalled/, 'the app was removed from the workspace'],
  [/removed from the server/, 'the bot was removed from the server'],
  [/moderator_removed/, 'the bot is no moderator there any more'],
  [/chat_user_banned/, 'the bot was banned there'],
  [/user_removed/, 'the account is gone'],
  [/notification_failures_exceeded/, 'WaddleBot was not reached for too long'],
  [/version_removed/, 'it changed how it tells of things'],
];

const inWords = (reason: string): string => REASONS.find(([form]) => form.test(reason))?.[1] ?? reason;

function ofChannel({ platform, brokenReason, botIsModerator, own, lease }: Row): readonly Problem[] {
  const broken = brokenReason ?? own?.brokenReason ?? null;
  if (broken !== null)
    return [{ is: 'broken', text: `The platform has ended the link: ${inWords(broken)}. Repair it.` }];
  const problems: Problem[] = [];
  if (platform !== 'discord' && !own)
    problems.push({ is: 'consent', text: 'Its owner’s consent is not kept here. Link it again.' });
  const missing = own ? lacking(LINKS[platform].asks.channel, own) : [];
  if (missing.length > 0)
    problems.push({ is: 'scopes', text: `The consent lacks ${missing.join(', ')}. Link it again.` });
  if (platform === 'youtube' && lease !== 'active')
    problems.push({
      is: 'webhook',
      text: 'YouTube’s hub has not agreed to tell of uploads and broadcasts: it may not reach this WaddleBot. Repair it.',
    });
  if (platform === 'twitch' && !botIsModerator)
    problems.push({
      is: 'moderator',
      text: 'The bot is no moderator there, so it may say little. Write /mod and the bot’s name in the chat, then repair it.',
    });
  return problems;
}

function ofBot({ platform, bot }: Row): readonly Problem[] {
  const { bot: asked } = LINKS[platform].asks;
  if (!asked) return [];
  if (!bot || bot.brokenReason !== null)
    return [
      {
        is: 'bot-account',
        text: `The bot’s own account is ${bot ? 'refused by the platform' : 'not connected'}. Somebody who runs this WaddleBot has to connect it.`,
      },
    ];
  const missing = lacking(asked, bot);
  return missing.length > 0
    ? [{ is: 'bot-scopes', text: `The bot’s own account lacks ${missing.join(', ')}. An operator connects it again.` }]
    : [];
}
