import type { channelWords } from '../words/channels.ts';
import type { PlatformName } from './queries.ts';

type Words = (typeof channelWords)['en'];

/** What a channel is to the people of a platform. */
export const NOUN = {
  twitch: 'aChannel',
  discord: 'aServer',
  slack: 'aWorkspace',
  youtube: 'aChannel',
  kick: 'aChannel',
} as const satisfies Record<PlatformName, keyof Words>;

interface Console {
  readonly name: string;
  readonly url: string;
}

/** Where applications are registered. */
export const CONSOLE: Readonly<Record<PlatformName, Console>> = {
  twitch: { name: 'dev.twitch.tv/console', url: 'https://dev.twitch.tv/console' },
  discord: { name: 'discord.com/developers', url: 'https://discord.com/developers/applications' },
  slack: { name: 'api.slack.com/apps', url: 'https://api.slack.com/apps' },
  youtube: { name: 'console.cloud.google.com', url: 'https://console.cloud.google.com/apis/credentials' },
  kick: { name: 'kick.com/settings/developer', url: 'https://kick.com/settings/developer' },
};

/** Where each secret is found. */
export const SECRET: Readonly<Record<string, keyof Words>> = {
  TWITCH_CLIENT_ID: 'secretTwitchId',
  TWITCH_CLIENT_SECRET: 'secretTwitchSecret',
  TWITCH_WEBHOOK_SECRET: 'secretMade',
  TWITCH_BOT_USER_ID: 'secretTwitchBot',
  DISCORD_APPLICATION_ID: 'secretDiscordInfo',
  DISCORD_PUBLIC_KEY: 'secretDiscordInfo',
  DISCORD_BOT_TOKEN: 'secretDiscordBot',
  DISCORD_CLIENT_SECRET: 'secretDiscordOauth',
  SLACK_CLIENT_ID: 'secretSlack',
  SLACK_CLIENT_SECRET: 'secretSlack',
  SLACK_SIGNING_SECRET: 'secretSlack',
  GOOGLE_CLIENT_ID: 'secretGoogle',
  GOOGLE_CLIENT_SECRET: 'secretGoogle',
  YOUTUBE_WEBHOOK_SECRET: 'secretMade',
  KICK_CLIENT_ID: 'secretKick',
  KICK_CLIENT_SECRET: 'secretKick',
};
