import type { Platform } from '../core/ids.ts';
import { discordLinks } from './discord.ts';
import type { PlatformLinks } from './flow.ts';
import { kickLinks } from './kick.ts';
import { slackLinks } from './slack.ts';
import { twitchLinks } from './twitch.ts';
import { youtubeLinks } from './youtube.ts';

/** What each platform's channels are linked by. */
export const LINKS: Readonly<Record<Platform, PlatformLinks>> = {
  twitch: twitchLinks,
  discord: discordLinks,
  slack: slackLinks,
  youtube: youtubeLinks,
  kick: kickLinks,
};

export const TITLES: Readonly<Record<Platform, string>> = {
  twitch: 'Twitch',
  discord: 'Discord',
  slack: 'Slack',
  youtube: 'YouTube',
  kick: 'Kick',
};
