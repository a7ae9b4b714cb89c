import slackEcho from '../samples/slack/event.message.bot_message.json' with { type: 'json' };
import slackLine from '../samples/slack/event.message.json' with { type: 'json' };
import slashSample from '../samples/slack/slash_command.form.txt?raw';
import twitchSample from '../samples/twitch/chat.plain.json' with { type: 'json' };
import { slackSigned, twitchSigned } from '../support/signed.ts';

/** The bot's own account on Twitch. */
export const BOT = '1000002';

export interface Line {
  readonly channel: string;
  /** Unique. */
  readonly id: string;
  readonly text: string;
  /** Who says it; somebody new unless given. */
  readonly by?: string;
}

/** What signs the webhooks. */
export interface SigningSecrets {
  readonly twitch: string;
  readonly slack: string;
}

const seconds = (): number => Math.floor(Date.now() / 1000);

/** A request with its length, as platforms send it. */
const requestTo = (path: string, body: string, headers: Readonly<Record<string, string>>): Request =>
  new Request(`https://bot.example/webhooks/${path}`, {
    method: 'POST',
    headers: { 'content-length': String(new TextEncoder().encode(body).length), ...headers },
    body,
  });

/** A line of Twitch chat. */
export async function twitchRequest(line: Line, { twitch: secret }: SigningSecrets): Promise<Request> {
  const { channel, id, text, by = `u${id}` } = line;
  const { subscription, event } = twitchSample;
  const body = JSON.stringify({
    subscription: { ...subscription, condition: { broadcaster_user_id: channel, user_id: BOT } },
    event: {
      ...event,
      broadcaster_user_id: channel,
      chatter_user_id: by,
      chatter_user_login: by,
      message_id: id,
      message: { text, fragments: [{ type: 'text', text, cheermote: null, emote: null, mention: null }] },
    },
  });
  return requestTo('twitch', body, await twitchSigned(secret, body, { id, at: Date.now() }));
}

/** A line of a Slack workspace. */
export const slackRequest = ({ channel, id, text }: Line, secrets: SigningSecrets): Promise<Request> =>
  slackEvent(slackLine, channel, { client_msg_id: id, text }, id, secrets);

/** The bot's answer to a slash command, which Slack tells the app of as it does of other bots' lines. */
export const slackEchoRequest = ({ channel, id }: Line, secrets: SigningSecrets): Promise<Request> =>
  slackEvent(slackEcho, channel, {}, `echo-${id}`, secrets);

async function slackEvent(
  sample: typeof slackLine | typeof slackEcho,
  team: string,
  more: object,
  id: string,
  { slack: secret }: SigningSecrets,
): Promise<Request> {
  const ts = (Date.now() / 1000).toFixed(6);
  const event = { ...sample.event, team, ts, event_ts: ts, ...more };
  const body = JSON.stringify({ ...sample, team_id: team, event_id: `Ev${id}`, event });
  return requestTo('slack/events', body, await slackSigned(secret, body, seconds()));
}

/** A slash command of a Slack workspace: `/waddlebot <text>`. */
export async function slashRequest(line: Line, { slack: secret }: SigningSecrets): Promise<Request> {
  const { channel, id, text, by = `U${id}` } = line;
  const form = new URLSearchParams(slashSample);
  const given = { team_id: channel, user_id: by, command: '/waddlebot', text, trigger_id: id };
  for (const [name, value] of Object.entries(given)) form.set(name, value);
  const body = form.toString();
  const headers = await slackSigned(secret, body, seconds());
  return requestTo('slack/commands', body, { ...headers, 'content-type': 'application/x-www-form-urlencoded' });
}
