import type { KickAnswer } from '../../workers/platforms/kick/answer.ts';
import {
  authorizeUrl,
  BOT_SCOPES,
  createPkce,
  exchangeCode,
  introspect,
  type Pkce,
  SCOPES,
  STREAM_SCOPES,
  whoAmI,
} from '../../workers/platforms/kick/oauth.ts';
import { createSubscriptions, deleteSubscriptions } from '../../workers/platforms/kick/subscriptions.ts';
import { BOT, loadToken, storeToken } from '../../workers/router/installations.ts';
import {
  type Flow,
  linkChannel,
  mustBeExpected,
  mustHave,
  NotConnected,
  nameBotAccount,
  type Surroundings,
  tellLost,
} from './flow.ts';

/** The value, or the failure in words. */
function orStop<T>(answer: KickAnswer<T>, what: string): T {
  if (answer.ok) return answer.value;
  const detail = answer.detail ? ` (${answer.detail})` : '';
  switch (answer.reason) {
    case 'grant':
      throw new NotConnected(`Kick says that this consent was used already or is too old${detail}. Run this again.`);
    case 'client':
      throw new NotConnected(
        `Kick does not accept this app${detail}. Check KICK_CLIENT_ID, KICK_CLIENT_SECRET and the redirect address in the app's settings.`,
      );
    case 'unreachable':
    case 'upstream':
      throw new NotConnected(`${what}: Kick did not answer${detail}. Try again in a minute; what was done stays done.`);
    case 'limited':
      throw new NotConnected(`${what}: Kick asks for patience${detail}. Try again in some minutes.`);
    default:
      throw new NotConnected(`${what}: Kick said no${detail}.`);
  }
}

/** A broadcaster, or with `asBot` an account of the bot's own. */
export function kickFlow(around: Surroundings): Flow {
  const { settings, asBot, withStream } = around;
  const app = {
    authUrl: settings.KICK_AUTH_URL,
    clientId: settings.KICK_CLIENT_ID as string,
    clientSecret: settings.KICK_CLIENT_SECRET as string,
  };
  const scopes: Readonly<Record<string, string>> = asBot
    ? BOT_SCOPES
    : { ...SCOPES, ...(withStream ? STREAM_SCOPES : {}) };
  let pkce: Pkce | undefined;
  return {
    title: 'Kick',
    scopes,
    async authorizeUrl(redirectUri, state) {
      pkce = await createPkce();
      const { challenge } = pkce;
      return authorizeUrl({ ...app, redirectUri, state, challenge, scopes: Object.keys(scopes) });
    },
    async finish(code, redirectUri) {
      const verifier = pkce?.verifier ?? '';
      const exchanged = await exchangeCode(app, { code, verifier, redirectUri }, around.fetch, around.now());
      const tokens = orStop(exchanged, 'The consent');
      const { token } = tokens.access;
      const facts = orStop(await introspect({ authUrl: app.authUrl, token }, around.fetch), 'The consent');
      mustHave(scopes, facts.scopes);
      const who = orStop(await whoAmI({ apiUrl: settings.KICK_API_URL, token }, around.fetch), 'The account');
      mustBeExpected(around, { id: who.account, name: who.login });
      const details = { account: who.account, login: who.login };
      const subject = asBot ? BOT : who.account;
      await tellLost(around, 'kick', subject, facts.scopes);
      await storeToken(around.db, around.keys, 'kick', subject, { ...tokens, scopes: facts.scopes, details });
      if (asBot) {
        await nameBotAccount(around.db, 'kick', who.account);
        around.say(`✓ ${who.login} is the bot's account on Kick. Next: npm run connect kick`);
        return;
      }
      await subscribe(around, { token, broadcaster: who.account });
      const bot = await loadToken(around.db, around.keys, 'kick', BOT);
      await linkChannel(around, {
        platform: 'kick',
        id: who.account,
        name: who.login,
        botAccount: bot?.details.account ?? null,
      });
      if (bot) around.say(`In your chat, paste this, so that the bot may moderate:\n    /mod ${bot.details.login}`);
      else
        around.say(
          '! The bot has no account of its own, so it speaks as Kick’s app bot, which is not open to every app. Give it one: npm run connect kick -- --as bot',
        );
    },
  };
}

async function subscribe(
  around: Surroundings,
  whose: { readonly token: string; readonly broadcaster: string },
): Promise<void> {
  const apiUrl = around.settings.KICK_API_URL;
  const made = orStop(await createSubscriptions({ apiUrl, ...whose }, around.fetch), 'The subscriptions');
  around.say(`✓ ${made.created} subscriptions made, ${made.held.length - made.created} were there.`);
  for (const { event, detail } of made.refused) around.say(`✗ ${event}: ${detail}`);
  if (made.duplicates.length === 0) return;
  const ids = made.duplicates.map(({ id }) => id);
  orStop(await deleteSubscriptions({ apiUrl, token: whose.token }, ids, around.fetch), 'The doubled subscriptions');
  around.say(`✓ ${ids.length} doubled subscriptions ended.`);
}
