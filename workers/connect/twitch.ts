import {
  authorizeUrl,
  BOT_SCOPES,
  exchangeCode,
  isModerator,
  openConduit,
  revokeToken,
  SCOPES,
  STREAM_SCOPES,
  shardStatus,
  subscribeAll,
  subscriptionsFor,
  type TwitchAnswer,
  type TwitchGrant,
  unsubscribeAll,
} from '../platforms/twitch/consent.ts';
import { requestAppToken } from '../platforms/twitch/oauth.ts';
import { loadToken, storeToken } from '../router/installations.ts';
import {
  type Flow,
  type Ground,
  mustBeExpected,
  mustHave,
  type PlatformLinks,
  type Surroundings,
  tellLost,
} from './flow.ts';
import { linkChannel, mustBeFree } from './link.ts';
import { type Door, NotConnected, sentence } from './steps.ts';

/** How long Twitch takes for its challenge at most, tries of a second. */
const CHALLENGE_TRIES = 15;

/** The value, or the failure in words. */
function orStop<T>(door: Door, answer: TwitchAnswer<T>, what: string): T {
  if (answer.ok) return answer.value;
  switch (answer.reason) {
    case 'grant':
      throw new NotConnected(
        `Twitch says that this consent was used already or is too old (${answer.detail}). ${sentence(door.again)}.`,
        'stale',
      );
    case 'client':
      throw new NotConnected(
        `Twitch does not accept this application (${answer.detail}). Check TWITCH_CLIENT_ID, TWITCH_CLIENT_SECRET and the redirect address in the developer console.`,
        'app',
      );
    case 'unreachable':
      throw new NotConnected(
        `${what}: Twitch did not answer (${answer.detail}). Try again in a minute; what was done stays done.`,
        'unreachable',
      );
    default:
      throw new NotConnected(`${what}: Twitch said no (${answer.detail}).`);
  }
}

const appOf = ({ settings }: Pick<Ground, 'settings'>) => ({
  apiUrl: settings.TWITCH_API_URL,
  authUrl: settings.TWITCH_AUTH_URL,
  clientId: settings.TWITCH_CLIENT_ID as string,
  clientSecret: settings.TWITCH_CLIENT_SECRET as string,
});

/** A broadcaster, or with `asBot` the bot's own account: that one first. */
function flow(around: Surroundings): Flow {
  const { asBot, withStream, door } = around;
  const app = appOf(around);
  const scopes = asBot ? BOT_SCOPES : { ...SCOPES, ...(withStream ? STREAM_SCOPES : {}) };
  return {
    title: 'Twitch',
    scopes,
    start: async (redirectUri, state) => ({
      url: authorizeUrl(app, { redirectUri, state, scopes: Object.keys(scopes) }),
      verifier: null,
    }),
    async finish({ code, redirectUri }) {
      const exchanged = await exchangeCode(app, { code, redirectUri }, around.fetch, around.now());
      const grant = orStop(door, exchanged, 'The consent');
      mustHave(around, scopes, grant.scopes);
      if (asBot) return keepBot(around, grant);
      const channel = { id: grant.account, name: grant.login };
      mustBeExpected(around, channel);
      await mustBeFree(around, 'twitch', channel);
      await tellLost(around, 'twitch', grant.account, grant.scopes);
      await keep(around, grant);
      await listen(around, channel, grant.access.token);
    },
  };
}

const keep = ({ db, keys }: Ground, { access, refresh, account, login, scopes }: TwitchGrant): Promise<void> =>
  storeToken(db, keys, 'twitch', account, { access, refresh, scopes, details: { login } });

async function keepBot(around: Surroundings, grant: TwitchGrant): Promise<void> {
  const { door, settings } = around;
  const expected = settings.TWITCH_BOT_USER_ID;
  if (grant.account !== expected)
    throw new NotConnected(
      `You agreed as ${grant.login} (${grant.account}), but TWITCH_BOT_USER_ID is ${expected}. Nothing was stored. Sign in to Twitch as the bot's account and ${door.again}, or set TWITCH_BOT_USER_ID=${grant.account}.`,
      'account',
    );
  await keep(around, grant);
  around.tell({ is: 'done', text: `${grant.login} is the bot's account. Next: ${door.channel('twitch')}` });
}

async function botLogin({ db, keys, settings }: Ground): Promise<string> {
  const stored = await loadToken(db, keys, 'twitch', settings.TWITCH_BOT_USER_ID as string);
  return stored?.details.login ?? '<the bot’s name>';
}

/** Subscribes to what is heard of a channel, looks whether the bot is a moderator there, and links it. */
async function listen(
  ground: Ground,
  channel: { readonly id: string; readonly name: string },
  token: string,
): Promise<void> {
  const { tell, door, settings } = ground;
  const { id, name } = channel;
  const refused = await subscribe(ground, id);
  const bot = settings.TWITCH_BOT_USER_ID as string;
  const asked = await isModerator(appOf(ground), token, id, bot, ground.fetch);
  const moderates = orStop(door, asked, 'The moderators');
  await linkChannel(ground, { platform: 'twitch', id, name, botIsModerator: moderates });
  for (const { type, detail } of refused) tell({ is: 'refused', text: `${type}: ${detail}` });
  if (!moderates)
    tell({
      is: 'warning',
      text: `The bot is no moderator of ${name}: it may say 20 lines in 30 s over all such channels. Paste this into the chat of twitch.tv/${name} and ${door.again}:`,
      copy: `/mod ${await botLogin(ground)}`,
    });
}

/** @returns what Twitch did not subscribe to, with its own words */
async function subscribe(ground: Ground, broadcaster: string) {
  const { settings, tell, pause, door } = ground;
  const app = appOf(ground);
  const token = await appToken(ground);
  const callback = new URL('/webhooks/twitch', settings.PUBLIC_URL).href;
  const transport = { callback, secret: settings.TWITCH_WEBHOOK_SECRET as string };
  const conduit = orStop(door, await openConduit(app, token, transport, ground.fetch), 'The conduit');
  let status = '';
  for (let i = 0; i < CHALLENGE_TRIES && status !== 'enabled'; i++) {
    status = orStop(door, await shardStatus(app, token, conduit, ground.fetch), 'The conduit');
    if (status === 'webhook_callback_verification_failed') break;
    if (status !== 'enabled') await pause(1_000);
  }
  if (status !== 'enabled')
    throw new NotConnected(
      `Twitch could not reach WaddleBot at ${callback} (${status}). PUBLIC_URL has to be its address on the internet, with https on port 443, and the deployment has to have the same TWITCH_WEBHOOK_SECRET. Then ${door.again}.`,
      'unreached',
    );
  tell({ is: 'done', text: 'Twitch reaches WaddleBot through one conduit.' });
  const wanted = subscriptionsFor(broadcaster, settings.TWITCH_BOT_USER_ID as string);
  const subscribed = await subscribeAll(app, token, conduit, wanted, ground.fetch);
  const { made, there, refused } = orStop(door, subscribed, 'The subscriptions');
  tell({ is: 'done', text: `${made} subscriptions made, ${there} were there.` });
  if (refused.some(({ type }) => type === 'channel.chat.message'))
    throw new NotConnected(
      `Twitch lets WaddleBot not read this chat: the bot’s own account has not agreed yet. ${door.asBot('twitch')}`,
      'bot-account',
    );
  return refused;
}

async function appToken(ground: Ground): Promise<string> {
  const { token } = await requestAppToken(appOf(ground), ground.fetch, ground.now()).catch(() => {
    throw new NotConnected('Twitch gave no app token. Check TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET.', 'app');
  });
  return token;
}

export const twitchLinks: PlatformLinks = {
  flow,
  asks: { channel: SCOPES, stream: STREAM_SCOPES, bot: BOT_SCOPES },
  async mend(ground, channel) {
    let token = await channel.token();
    const bot = ground.settings.TWITCH_BOT_USER_ID as string;
    const works = await isModerator(appOf(ground), token, channel.id, bot, ground.fetch);
    // A token that was taken back looks like one that has ended: only a renewal tells which it is.
    if (!works.ok && works.reason === 'grant') token = await channel.token(token);
    await listen(ground, channel, token);
  },
  async leave(ground, { id }, tokens) {
    const app = appOf(ground);
    const ended = orStop(
      ground.door,
      await unsubscribeAll(app, await appToken(ground), id, ground.fetch),
      'The subscriptions',
    );
    ground.tell({ is: 'done', text: `${ended} subscriptions ended.` });
    if (!tokens) return;
    const revoked = await revokeToken(app, tokens.access, ground.fetch);
    // One that has ended by itself opens nothing any more either.
    if (!revoked.ok && revoked.reason === 'unreachable') orStop(ground.door, revoked, 'The token');
    ground.tell({ is: 'done', text: 'Twitch took the token back.' });
  },
};
