import {
  authorizeUrl,
  BOT_SCOPES,
  exchangeCode,
  isModerator,
  openConduit,
  SCOPES,
  STREAM_SCOPES,
  shardStatus,
  subscribeAll,
  subscriptionsFor,
  type TwitchAnswer,
  type TwitchGrant,
} from '../../workers/platforms/twitch/consent.ts';
import { requestAppToken } from '../../workers/platforms/twitch/oauth.ts';
import { loadToken, storeToken } from '../../workers/router/installations.ts';
import { type Flow, linkChannel, mustBeExpected, mustHave, NotConnected, type Surroundings, tellLost } from './flow.ts';

/** How long Twitch takes for its challenge at most, tries of a second. */
const CHALLENGE_TRIES = 15;

/** The value, or the failure in words. */
function orStop<T>(answer: TwitchAnswer<T>, what: string): T {
  if (answer.ok) return answer.value;
  switch (answer.reason) {
    case 'grant':
      throw new NotConnected(
        `Twitch says that this consent was used already or is too old (${answer.detail}). Run this again.`,
      );
    case 'client':
      throw new NotConnected(
        `Twitch does not accept this application (${answer.detail}). Check TWITCH_CLIENT_ID, TWITCH_CLIENT_SECRET and the redirect address in the developer console.`,
      );
    case 'unreachable':
      throw new NotConnected(
        `${what}: Twitch did not answer (${answer.detail}). Try again in a minute; what was done stays done.`,
      );
    default:
      throw new NotConnected(`${what}: Twitch said no (${answer.detail}).`);
  }
}

/** A broadcaster, or with `asBot` the bot's own account: that one first. */
export function twitchFlow(around: Surroundings): Flow {
  const { settings, asBot, withStream } = around;
  const app = {
    apiUrl: settings.TWITCH_API_URL,
    authUrl: settings.TWITCH_AUTH_URL,
    clientId: settings.TWITCH_CLIENT_ID as string,
    clientSecret: settings.TWITCH_CLIENT_SECRET as string,
  };
  const scopes = asBot ? BOT_SCOPES : { ...SCOPES, ...(withStream ? STREAM_SCOPES : {}) };
  return {
    title: 'Twitch',
    scopes,
    authorizeUrl: async (redirectUri, state) => authorizeUrl(app, { redirectUri, state, scopes: Object.keys(scopes) }),
    async finish(code, redirectUri) {
      const exchanged = await exchangeCode(app, { code, redirectUri }, around.fetch, around.now());
      const grant = orStop(exchanged, 'The consent');
      mustHave(scopes, grant.scopes);
      if (asBot) return keepBot(around, grant);
      mustBeExpected(around, { id: grant.account, name: grant.login });
      await tellLost(around, 'twitch', grant.account, grant.scopes);
      await keep(around, grant);
      const { refused, moderates } = await subscribe(around, app, grant);
      await linkChannel(around, {
        platform: 'twitch',
        id: grant.account,
        name: grant.login,
        botIsModerator: moderates,
      });
      for (const { type, detail } of refused) around.say(`✗ ${type}: ${detail}`);
      if (!moderates)
        around.say(
          `! The bot is no moderator of ${grant.login}: it may say 20 lines in 30 s over all such channels. Paste this into the chat of twitch.tv/${grant.login} and run this again:\n    /mod ${await botLogin(around)}`,
        );
    },
  };
}

const keep = ({ db, keys }: Surroundings, { access, refresh, account, login, scopes }: TwitchGrant): Promise<void> =>
  storeToken(db, keys, 'twitch', account, { access, refresh, scopes, details: { login } });

async function keepBot(around: Surroundings, grant: TwitchGrant): Promise<void> {
  const expected = around.settings.TWITCH_BOT_USER_ID;
  if (grant.account !== expected)
    throw new NotConnected(
      `You agreed as ${grant.login} (${grant.account}), but TWITCH_BOT_USER_ID is ${expected}. Nothing was stored. Sign in to Twitch as the bot's account and run this again, or set TWITCH_BOT_USER_ID=${grant.account}.`,
    );
  await keep(around, grant);
  around.say(`✓ ${grant.login} is the bot's account. Next: npm run connect twitch`);
}

async function botLogin({ db, keys, settings }: Surroundings): Promise<string> {
  const stored = await loadToken(db, keys, 'twitch', settings.TWITCH_BOT_USER_ID as string);
  return stored?.details.login ?? '<the bot’s name>';
}

async function subscribe(around: Surroundings, app: Parameters<typeof openConduit>[0], grant: TwitchGrant) {
  const { settings, say, pause } = around;
  const bot = settings.TWITCH_BOT_USER_ID as string;
  const { token } = await requestAppToken(app, around.fetch, around.now()).catch(() => {
    throw new NotConnected('Twitch gave no app token. Check TWITCH_CLIENT_ID and TWITCH_CLIENT_SECRET.');
  });
  const callback = new URL('/webhooks/twitch', settings.PUBLIC_URL).href;
  const transport = { callback, secret: settings.TWITCH_WEBHOOK_SECRET as string };
  const conduit = orStop(await openConduit(app, token, transport, around.fetch), 'The conduit');
  let status = '';
  for (let i = 0; i < CHALLENGE_TRIES && status !== 'enabled'; i++) {
    status = orStop(await shardStatus(app, token, conduit, around.fetch), 'The conduit');
    if (status === 'webhook_callback_verification_failed') break;
    if (status !== 'enabled') await pause(1_000);
  }
  if (status !== 'enabled')
    throw new NotConnected(
      `Twitch could not reach WaddleBot at ${callback} (${status}). PUBLIC_URL has to be its address on the internet, with https on port 443, and the deployment has to have the same TWITCH_WEBHOOK_SECRET. Then run this again.`,
    );
  say('✓ Twitch reaches WaddleBot through one conduit.');
  const wanted = subscriptionsFor(grant.account, bot);
  const { made, there, refused } = orStop(
    await subscribeAll(app, token, conduit, wanted, around.fetch),
    'The subscriptions',
  );
  say(`✓ ${made} subscriptions made, ${there} were there.`);
  if (refused.some(({ type }) => type === 'channel.chat.message'))
    throw new NotConnected(
      'Twitch lets WaddleBot not read this chat: the bot’s own account has not agreed yet. Run: npm run connect twitch -- --as bot',
    );
  const moderator = await isModerator(app, grant.access.token, grant.account, bot, around.fetch);
  return { refused, moderates: orStop(moderator, 'The moderators') };
}
