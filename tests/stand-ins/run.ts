import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type SlackOptions, type SlackStandIn, startSlack } from './slack.ts';
import { startTwitch, type TwitchOptions, type TwitchStandIn } from './twitch.ts';

/** The platform ids of the demo community. */
export const DEMO = {
  twitch: { bot: { id: '1000002', login: 'waddlebot' }, channel: { id: '1000001', login: 'waddle_demo' } },
  slack: {
    team: { id: 'T0DEMO', name: 'Waddle Demo' },
    channel: { id: 'C0DEMO', name: 'general' },
    botUserId: 'U0WADDLE',
    appId: 'A0WADDLE',
  },
} as const;

type TwitchGiven = Partial<TwitchOptions> & Pick<TwitchOptions, 'clientId' | 'clientSecret' | 'webhookSecret'>;
type SlackGiven = Partial<SlackOptions> &
  Pick<SlackOptions, 'signingSecret' | 'clientId' | 'clientSecret' | 'botToken'>;

/** Each platform is optional: only those given are started. `publicUrl` is where this machine reaches the bot. */
export interface StandInsOptions {
  publicUrl: string;
  twitch?: TwitchGiven;
  slack?: SlackGiven;
}

/** The running stand-ins and the vars by which the bot finds them. */
export interface StandIns {
  twitch?: TwitchStandIn;
  slack?: SlackStandIn;
  vars: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the stand-ins of the demo community. */
export async function startStandIns({ publicUrl, ...given }: StandInsOptions): Promise<StandIns> {
  const at = (path: string) => new URL(path, publicUrl).href;
  const twitch =
    given.twitch &&
    (await startTwitch({
      callbackUrl: at('/webhooks/twitch'),
      bot: DEMO.twitch.bot,
      channels: [{ ...DEMO.twitch.channel, botIsModerator: true }],
      // The bot's memory of lines outlives a restart of this process; its late replies should still be seen.
      refuseUnknownParents: false,
      ...given.twitch,
    }));
  const slack =
    given.slack &&
    (await startSlack({
      eventsUrl: at('/webhooks/slack/events'),
      commandsUrl: at('/webhooks/slack/commands'),
      interactivityUrl: at('/webhooks/slack/interactivity'),
      team: DEMO.slack.team,
      botUserId: DEMO.slack.botUserId,
      appId: DEMO.slack.appId,
      channels: [DEMO.slack.channel],
      ...given.slack,
    }));
  return {
    twitch,
    slack,
    vars: {
      ...(twitch ? { TWITCH_API_URL: twitch.apiUrl, TWITCH_AUTH_URL: twitch.authUrl } : {}),
      ...(slack ? { SLACK_API_URL: slack.apiUrl } : {}),
    },
    async stop() {
      await Promise.all([twitch?.stop(), slack?.stop()]);
    },
  };
}

/** A secret from the environment, or a fresh one: arguments would show it to every process on the machine. */
const secret = (name: string): string => process.env[name] || randomBytes(24).toString('hex');

/** `run.ts --public-url URL [--twitch-port N] [--slack-port N]`: a platform runs when its port is given (0: any). */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'public-url': { type: 'string', default: 'http://127.0.0.1:8787' },
      'twitch-port': { type: 'string' },
      'slack-port': { type: 'string' },
    },
  });
  const twitchPort = values['twitch-port'];
  const slackPort = values['slack-port'];
  const standIns = await startStandIns({
    publicUrl: values['public-url'],
    twitch: twitchPort === undefined ? undefined : { port: Number(twitchPort), ...twitchSecrets() },
    slack: slackPort === undefined ? undefined : { port: Number(slackPort), ...slackSecrets() },
  });
  console.log(JSON.stringify(standIns.vars));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void standIns.stop());
}

const twitchSecrets = () => ({
  clientId: secret('TWITCH_CLIENT_ID'),
  clientSecret: secret('TWITCH_CLIENT_SECRET'),
  webhookSecret: secret('TWITCH_WEBHOOK_SECRET'),
});

const slackSecrets = () => ({
  clientId: secret('SLACK_CLIENT_ID'),
  clientSecret: secret('SLACK_CLIENT_SECRET'),
  signingSecret: secret('SLACK_SIGNING_SECRET'),
  botToken: secret('SLACK_BOT_TOKEN'),
});

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
