import type { ChannelSettings } from '../../workers/core/channel-settings.ts';
import type { CommandEntry } from '../../workers/core/commands.ts';
import { NO_COOLDOWN } from '../../workers/core/commands.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { CommunityId } from '../../workers/core/ids.ts';
import { channelKey } from '../../workers/core/ids.ts';

/** A built-in command that everyone may use, unless said otherwise. */
export const anEntry = (name: string, more: Partial<CommandEntry> = {}): CommandEntry => ({
  id: name,
  name,
  aliases: [],
  kind: 'builtin',
  hidden: false,
  summary: `Does ${name}.`,
  options: {},
  level: 'everyone',
  cooldown: NO_COOLDOWN,
  effect: 'none',
  visibility: 'public',
  subcommands: {},
  ...more,
});

export const A_COMMUNITY = {
  id: '01900000-0000-7000-8000-000000000001' as CommunityId,
  slug: 'demo',
  name: 'Demo',
  language: 'en',
  zone: 'Europe/Berlin',
} as const;

export const BUILD = 'build-1';

/** Settings of a linked Twitch channel with wide limits, unless said otherwise. */
export const someSettings = (more: Partial<ChannelSettings> = {}): ChannelSettings => ({
  channel: channelKey('twitch', '1000001'),
  version: 1,
  build: BUILD,
  community: A_COMMUNITY,
  privileged: false,
  botAccount: 'waddlebot',
  prefix: '!',
  unknownHint: false,
  replyLimit: { count: 100, windowMs: 10_000 },
  commandLimit: { count: 100, windowMs: 60_000 },
  channelLimit: { count: 100, windowMs: 60_000 },
  communityLimit: null,
  webhookLimit: { count: 100, windowMs: 60_000 },
  raised: {},
  editors: [],
  permits: [],
  ownWords: {},
  commands: [anEntry('ping')],
  handlers: [],
  keywords: [],
  timers: 'none',
  recentLines: true,
  ...more,
});

/** A line of chat on Twitch, said at `at`. */
export const aMessage = (
  id: string,
  text: string,
  at: number,
  more: Partial<ChatEvent<'message'>> = {},
): ChatEvent<'message'> => ({
  id,
  platform: 'twitch',
  channel: '1000001',
  room: '1000001',
  kind: 'message',
  author: { account: 'pia', login: 'pia', displayName: 'Pia', level: 'everyone', badges: [] },
  text,
  attachments: [],
  mentions: [],
  data: {},
  at,
  receivedAt: at,
  correlationId: `c-${id}`,
  redelivered: false,
  answer: { by: 'api' },
  ...more,
});
