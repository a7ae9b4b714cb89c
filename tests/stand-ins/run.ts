import { randomBytes } from 'node:crypto';
import { DISCORD_DEMO, type DiscordOptions, type DiscordStandIn, startDiscord } from './discord.ts';
import { KICK_DEMO, type KickOptions, type KickStandIn, type KickTokenPair, startKick } from './kick.ts';
import { type SlackOptions, type SlackStandIn, startSlack } from './slack.ts';
import { startTwitch, type TwitchOptions, type TwitchStandIn } from './twitch.ts';
import {
  type GoogleTokenPair,
  startYouTube,
  YOUTUBE_DEMO,
  type YouTubeOptions,
  type YouTubeStandIn,
} from './youtube.ts';

/** The platform ids of the demo community. */
export const DEMO = {
  twitch: { bot: { id: '1000002', login: 'waddlebot' }, channel: { id: '1000001', login: 'waddle_demo' } },
  discord: DISCORD_DEMO,
  slack: {
    team: { id: 'T0DEMO', name: 'Waddle Demo' },
    channel: { id: 'C0DEMO', name: 'general' },
    botUserId: 'U0WADDLE',
    appId: 'A0WADDLE',
  },
  kick: KICK_DEMO,
  youtube: YOUTUBE_DEMO,
} as const;

/** What the developer consoles of the platforms would have shown, and the tokens of accounts that were connected. */
export interface Credentials {
  readonly twitch: { readonly clientId: string; readonly clientSecret: string; readonly webhookSecret: string };
  readonly discord: { readonly clientSecret: string; readonly botToken: string };
  readonly slack: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly signingSecret: string;
    readonly botToken: string;
  };
  readonly kick: { readonly clientId: string; readonly clientSecret: string; readonly bot: KickTokenPair };
  readonly youtube: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly webhookSecret: string;
    readonly bot: GoogleTokenPair;
  };
}

const secret = (): string => randomBytes(32).toString('base64url');
const pair = () => ({ accessToken: secret(), refreshToken: secret() });

export const freshCredentials = (): Credentials => ({
  twitch: { clientId: 'stand-in', clientSecret: secret(), webhookSecret: secret() },
  discord: { clientSecret: secret(), botToken: secret() },
  slack: { clientId: 'stand-in', clientSecret: secret(), signingSecret: secret(), botToken: `xoxb-${secret()}` },
  kick: { clientId: 'stand-in', clientSecret: secret(), bot: pair() },
  youtube: { clientId: 'stand-in', clientSecret: secret(), webhookSecret: secret(), bot: pair() },
});

/** Each platform is optional: only those given are started. `publicUrl` is where this machine reaches the bot. */
export interface StandInsOptions {
  publicUrl: string;
  twitch?: Credentials['twitch'] & Partial<TwitchOptions>;
  discord?: Credentials['discord'] & Partial<DiscordOptions>;
  slack?: Credentials['slack'] & Partial<SlackOptions>;
  kick?: Credentials['kick'] & Partial<Omit<KickOptions, 'bot'>>;
  youtube?: Credentials['youtube'] & Partial<Omit<YouTubeOptions, 'bot'>>;
}

/** The running stand-ins, and the vars by which the bot finds them and they trust it. */
export interface StandIns {
  twitch?: TwitchStandIn;
  discord?: DiscordStandIn;
  slack?: SlackStandIn;
  kick?: KickStandIn;
  youtube?: YouTubeStandIn;
  vars: Record<string, string>;
  stop(): Promise<void>;
}

/** Units nobody runs out of: a chat client on a laptop reads quickly and all day. */
const UNITS = 100_000_000;

/** Where each platform may send people back to: our pages, and the terminal's own address on any free port. */
const redirectUris = (publicUrl: string, platform: string): readonly string[] => [
  new URL(`/auth/callback/${platform}`, publicUrl).href,
  new URL(`/auth/channels/callback/${platform}`, publicUrl).href,
  'http://localhost/callback',
];

/** Starts the stand-ins of the demo community. */
export async function startStandIns({ publicUrl, ...given }: StandInsOptions): Promise<StandIns> {
  const at = (path: string) => new URL(path, publicUrl).href;
  const backTo = (platform: string) => ({ redirectUris: redirectUris(publicUrl, platform) });
  const twitch =
    given.twitch &&
    (await startTwitch({
      ...backTo('twitch'),
      callbackUrl: at('/webhooks/twitch'),
      bot: DEMO.twitch.bot,
      channels: [{ ...DEMO.twitch.channel, botIsModerator: true }],
      // The bot's memory of lines outlives a restart of this process; its late replies should still be seen.
      refuseUnknownParents: false,
      ...backTo('twitch'),
      ...given.twitch,
    }));
  const discord =
    given.discord &&
    (await startDiscord({
      ...backTo('discord'),
      applicationId: DISCORD_DEMO.applicationId,
      guilds: [{ ...DISCORD_DEMO.guild, channels: [DISCORD_DEMO.channel] }],
      webhookUrl: at('/webhooks/discord'),
      ...backTo('discord'),
      ...given.discord,
    }));
  const slack =
    given.slack &&
    (await startSlack({
      ...backTo('slack'),
      eventsUrl: at('/webhooks/slack/events'),
      commandsUrl: at('/webhooks/slack/commands'),
      interactivityUrl: at('/webhooks/slack/interactivity'),
      team: DEMO.slack.team,
      botUserId: DEMO.slack.botUserId,
      appId: DEMO.slack.appId,
      channels: [DEMO.slack.channel],
      ...backTo('slack'),
      ...given.slack,
    }));
  const kick = given.kick && (await startKickFor({ ...backTo('kick'), ...given.kick }, at('/webhooks/kick')));
  const youtube = given.youtube && (await startYouTubeFor({ ...backTo('youtube'), ...given.youtube }, publicUrl));
  return {
    ...(twitch ? { twitch } : {}),
    ...(discord ? { discord } : {}),
    ...(slack ? { slack } : {}),
    ...(kick ? { kick } : {}),
    ...(youtube ? { youtube } : {}),
    vars: {
      ...(twitch && given.twitch ? twitchVars(twitch, given.twitch) : {}),
      ...(discord && given.discord ? discordVars(discord, given.discord) : {}),
      ...(slack && given.slack ? slackVars(slack, given.slack) : {}),
      ...(kick && given.kick ? kickVars(kick, given.kick) : {}),
      ...(youtube && given.youtube ? youtubeVars(youtube, given.youtube) : {}),
    },
    async stop() {
      await Promise.all([twitch?.stop(), discord?.stop(), slack?.stop(), kick?.stop(), youtube?.stop()]);
    },
  };
}

const startKickFor = ({ bot, ...given }: NonNullable<StandInsOptions['kick']>, webhookUrl: string) =>
  startKick({ webhookUrl, grants: [{ userId: KICK_DEMO.bot.id, ...bot }], ...given });

const startYouTubeFor = (
  { bot, webhookSecret: _, ...given }: NonNullable<StandInsOptions['youtube']>,
  botUrl: string,
) =>
  startYouTube({
    botUrl,
    quota: UNITS,
    pollingIntervalMs: 1_000,
    grants: [{ userId: YOUTUBE_DEMO.bot.id, ...bot }],
    ...given,
  });

const twitchVars = (twitch: TwitchStandIn, given: Credentials['twitch']) => ({
  TWITCH_API_URL: twitch.apiUrl,
  TWITCH_AUTH_URL: twitch.authUrl,
  TWITCH_CLIENT_ID: given.clientId,
  TWITCH_CLIENT_SECRET: given.clientSecret,
  TWITCH_WEBHOOK_SECRET: given.webhookSecret,
  TWITCH_BOT_USER_ID: DEMO.twitch.bot.id,
});

const discordVars = (discord: DiscordStandIn, given: Credentials['discord']) => ({
  DISCORD_API_URL: discord.apiUrl,
  DISCORD_AUTH_URL: discord.authUrl,
  DISCORD_APPLICATION_ID: discord.applicationId,
  DISCORD_PUBLIC_KEY: discord.publicKey,
  DISCORD_BOT_TOKEN: given.botToken,
  DISCORD_CLIENT_SECRET: given.clientSecret,
});

const slackVars = (slack: SlackStandIn, given: Credentials['slack']) => ({
  SLACK_API_URL: slack.apiUrl,
  SLACK_AUTH_URL: slack.authUrl,
  SLACK_CLIENT_ID: given.clientId,
  SLACK_CLIENT_SECRET: given.clientSecret,
  SLACK_SIGNING_SECRET: given.signingSecret,
});

const kickVars = (kick: KickStandIn, given: Credentials['kick']) => ({
  KICK_API_URL: kick.apiUrl,
  KICK_AUTH_URL: kick.authUrl,
  KICK_CLIENT_ID: given.clientId,
  KICK_CLIENT_SECRET: given.clientSecret,
  KICK_PUBLIC_KEY: kick.publicKeyPem,
});

const youtubeVars = (youtube: YouTubeStandIn, given: Credentials['youtube']) => ({
  YOUTUBE_API_URL: youtube.apiUrl,
  YOUTUBE_HUB_URL: youtube.hubUrl,
  YOUTUBE_WEBHOOK_SECRET: given.webhookSecret,
  YOUTUBE_UNITS_PER_DAY: String(UNITS),
  GOOGLE_AUTH_URL: youtube.authUrl,
  GOOGLE_TOKEN_URL: youtube.tokenUrl,
  GOOGLE_CLIENT_ID: given.clientId,
  GOOGLE_CLIENT_SECRET: given.clientSecret,
});
