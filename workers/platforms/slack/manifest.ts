import { SCOPES } from './oauth.ts';

/** Events the app listens to (Slack: Events API). */
const EVENTS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'member_joined_channel',
  'member_left_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
] as const;

/**
 * The app as Slack's "From a manifest" takes it (Slack: App manifest reference). Slack has one slash command for the whole
 * bot, for a workspace has many apps and `/help` is somebody else's.
 */
export const slackManifest = (options: {
  readonly publicUrl: string;
  readonly redirectUri: string;
  /** Names of commands, for the hint that is shown while typing. */
  readonly commands: readonly string[];
}) => {
  const at = (path: string): string => new URL(`/webhooks/slack/${path}`, options.publicUrl).href;
  return {
    display_information: {
      name: 'WaddleBot',
      description: 'The community bot that runs on your own edge.',
      background_color: '#1d3557',
    },
    features: {
      bot_user: { display_name: 'waddlebot', always_online: true },
      slash_commands: [
        {
          command: '/waddlebot',
          url: at('commands'),
          description: 'Runs a command of WaddleBot.',
          // Slack takes hints of up to 1,000 characters and shows a few dozen.
          usage_hint: options.commands.slice(0, 8).join(' | '),
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      // Where `npm run connect` waits, and where people come back to who sign in.
      redirect_urls: [options.redirectUri, new URL('/auth/callback/slack', options.publicUrl).href],
      scopes: { bot: Object.keys(SCOPES) },
    },
    settings: {
      event_subscriptions: { request_url: at('events'), bot_events: [...EVENTS] },
      interactivity: { is_enabled: true, request_url: at('interactivity') },
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    },
  };
};
