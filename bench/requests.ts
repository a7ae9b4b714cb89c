import { randomBytes, randomUUID } from 'node:crypto';
import { slackHeaders } from '../tests/stand-ins/slack/sign.ts';
import { chatMessageEvent } from '../tests/stand-ins/twitch/events.ts';
import { twitchHeaders, twitchTimestamp } from '../tests/stand-ins/twitch/sign.ts';

/** What to send, as plain data: it crosses to the load generator's thread. */
export type Recipe =
  | {
      readonly kind: 'twitch';
      readonly path: string;
      readonly secret: string;
      readonly botUserId: string;
      readonly text: string;
      /** Ids `firstChannel` to `firstChannel + channels - 1`, taken in turn. */
      readonly firstChannel: number;
      readonly channels: number;
    }
  | {
      readonly kind: 'slack';
      readonly path: string;
      readonly secret: string;
      readonly team: string;
      readonly command: string;
      readonly text: string;
    };

interface Made {
  readonly bytes: Buffer;
  /** The platform's id of the message or interaction. */
  readonly id: string;
  readonly channel: string;
}

/** Makes requests, each with an id and an author of its own, so that none is a copy and no cooldown meets another. */
type Maker = () => Made;

export const makerOf = (recipe: Recipe): Maker => (recipe.kind === 'twitch' ? twitchMaker(recipe) : slackMaker(recipe));

function twitchMaker(recipe: Extract<Recipe, { kind: 'twitch' }>): Maker {
  const condition = { broadcaster_user_id: '%CHANNEL%', user_id: recipe.botUserId };
  const template = JSON.stringify({
    subscription: {
      id: randomUUID(),
      status: 'enabled',
      type: 'channel.chat.message',
      version: '1',
      condition,
      transport: { method: 'webhook', callback: `https://waddlebot.example${recipe.path}` },
      created_at: twitchTimestamp(Date.now()),
      cost: 0,
    },
    event: chatMessageEvent(
      {
        channel: { id: '%CHANNEL%', login: 'bench_%CHANNEL%' },
        user: { id: '%USER%', login: 'viewer_%USER%', role: 'subscriber' },
        text: recipe.text,
        messageId: '%ID%',
      },
      [],
    ),
  });
  const fill = filler(template);
  const firstUser = 100_000_000 + randomBytes(3).readUIntBE(0, 3) * 10;
  let count = 0;
  return () => {
    const id = randomUUID();
    const channel = String(recipe.firstChannel + (count % recipe.channels));
    const body = fill({ CHANNEL: channel, USER: String(firstUser + count), ID: id });
    count++;
    const headers = twitchHeaders({
      secret: recipe.secret,
      id: randomUUID(),
      timestamp: twitchTimestamp(Date.now()),
      body,
      messageType: 'notification',
      subscriptionType: 'channel.chat.message',
    });
    return { bytes: post(recipe.path, headers, body), id, channel };
  };
}

function slackMaker(recipe: Extract<Recipe, { kind: 'slack' }>): Maker {
  const template = new URLSearchParams({
    token: 'verification-token-nobody-reads',
    team_id: recipe.team,
    team_domain: 'bench',
    channel_id: 'C0BENCH',
    channel_name: 'general',
    user_id: 'XUSERX',
    user_name: 'viewer',
    command: recipe.command,
    text: recipe.text,
    api_app_id: 'A0BENCH',
    is_enterprise_install: 'false',
    response_url: `https://hooks.slack.com/commands/${recipe.team}/1/abc`,
    trigger_id: 'XIDX',
  })
    .toString()
    .replace('XUSERX', '%USER%')
    .replace('XIDX', '%ID%');
  const fill = filler(template);
  const run = randomBytes(3).toString('hex').toUpperCase();
  let count = 0;
  return () => {
    const id = `${Date.now()}.${run}.${count}`;
    const user = `U${run}${count.toString(36).toUpperCase()}`;
    count++;
    const body = fill({ USER: user, ID: id });
    const headers = slackHeaders(
      recipe.secret,
      Math.floor(Date.now() / 1000),
      body,
      'application/x-www-form-urlencoded',
    );
    return { bytes: post(recipe.path, headers, body), id, channel: recipe.team };
  };
}

/** Fills `%NAME%` places; cut up once, because building each body from objects would cost the generator its speed. */
function filler(template: string): (values: Readonly<Record<string, string>>) => string {
  const pieces = template.split(/%([A-Z]+)%/);
  return (values) => {
    let text = '';
    for (let i = 0; i < pieces.length; i++) text += i % 2 === 0 ? pieces[i] : values[pieces[i] as string];
    return text;
  };
}

function post(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  let head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  return Buffer.from(`${head}\r\n${body}`);
}
