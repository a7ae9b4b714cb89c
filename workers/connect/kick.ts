import type { KickAnswer } from '../platforms/kick/answer.ts';
import {
  appToken,
  authorizeUrl,
  BOT_SCOPES,
  exchangeCode,
  introspect,
  revokeToken,
  SCOPES,
  STREAM_SCOPES,
  whoAmI,
} from '../platforms/kick/oauth.ts';
import { createSubscriptions, deleteSubscriptions, listSubscriptions } from '../platforms/kick/subscriptions.ts';
import { createPkce } from '../platforms/pkce.ts';
import { BOT, loadToken, storeToken } from '../router/installations.ts';
import {
  type Consented,
  type Flow,
  type Ground,
  mustBeExpected,
  mustHave,
  type Named,
  type PlatformLinks,
  type Surroundings,
  tellLost,
} from './flow.ts';
import { linkChannel, mustBeFree, nameBotAccount } from './link.ts';
import { type Door, NotConnected, sentence } from './steps.ts';

/** The value, or the failure in words. */
function orStop<T>(door: Door, answer: KickAnswer<T>, what: string): T {
  if (answer.ok) return answer.value;
  const detail = answer.detail ? ` (${answer.detail})` : '';
  switch (answer.reason) {
    case 'grant':
      throw new NotConnected(
        `Kick says that this consent was used already or is too old${detail}. ${sentence(door.again)}.`,
        'stale',
      );
    case 'client':
      throw new NotConnected(
        `Kick does not accept this app${detail}. Check KICK_CLIENT_ID, KICK_CLIENT_SECRET and the redirect address in the app's settings.`,
        'app',
      );
    case 'unreachable':
    case 'upstream':
      throw new NotConnected(
        `${what}: Kick did not answer${detail}. Try again in a minute; what was done stays done.`,
        'unreachable',
      );
    case 'limited':
      throw new NotConnected(`${what}: Kick asks for patience${detail}. Try again in some minutes.`);
    default:
      throw new NotConnected(`${what}: Kick said no${detail}.`);
  }
}

const appOf = ({ settings }: Pick<Ground, 'settings'>) => ({
  authUrl: settings.KICK_AUTH_URL,
  clientId: settings.KICK_CLIENT_ID as string,
  clientSecret: settings.KICK_CLIENT_SECRET as string,
});

const scopesOf = ({
  asBot,
  withStream,
}: Pick<Surroundings, 'asBot' | 'withStream'>): Readonly<Record<string, string>> =>
  asBot ? BOT_SCOPES : { ...SCOPES, ...(withStream ? STREAM_SCOPES : {}) };

/** A broadcaster, or with `asBot` an account of the bot's own. */
function flow(around: Surroundings): Flow {
  const app = appOf(around);
  const scopes = scopesOf(around);
  return {
    title: 'Kick',
    scopes,
    async start(redirectUri, state) {
      const { challenge, verifier } = await createPkce();
      return { url: authorizeUrl({ ...app, redirectUri, state, challenge, scopes: Object.keys(scopes) }), verifier };
    },
    finish: (consented) => finish(around, consented),
  };
}

async function finish(around: Surroundings, { code, redirectUri, verifier }: Consented): Promise<void> {
  const { settings, asBot, door, tell } = around;
  const app = appOf(around);
  const scopes = scopesOf(around);
  const given = { code, verifier: verifier ?? '', redirectUri };
  const tokens = orStop(door, await exchangeCode(app, given, around.fetch, around.now()), 'The consent');
  const { token } = tokens.access;
  const facts = orStop(door, await introspect({ authUrl: app.authUrl, token }, around.fetch), 'The consent');
  mustHave(around, scopes, facts.scopes);
  const who = orStop(door, await whoAmI({ apiUrl: settings.KICK_API_URL, token }, around.fetch), 'The account');
  const channel = { id: who.account, name: who.login };
  mustBeExpected(around, channel);
  if (!asBot) await mustBeFree(around, 'kick', channel);
  const details = { account: who.account, login: who.login };
  const subject = asBot ? BOT : who.account;
  await tellLost(around, 'kick', subject, facts.scopes);
  await storeToken(around.db, around.keys, 'kick', subject, { ...tokens, scopes: facts.scopes, details });
  if (!asBot) return listen(around, channel, token);
  await nameBotAccount(around, 'kick', who.account);
  tell({ is: 'done', text: `${who.login} is the bot's account on Kick. Next: ${door.channel('kick')}` });
}

async function listen(ground: Ground, { id, name }: Named, token: string): Promise<void> {
  const { tell, door } = ground;
  await subscribe(ground, { token, broadcaster: id });
  const bot = await loadToken(ground.db, ground.keys, 'kick', BOT);
  await linkChannel(ground, { platform: 'kick', id, name, botAccount: bot?.details.account ?? null });
  if (bot)
    tell({
      is: 'next',
      text: 'In your chat, paste this, so that the bot may moderate:',
      copy: `/mod ${bot.details.login}`,
    });
  else
    tell({
      is: 'warning',
      text: `The bot has no account of its own, so it speaks as Kick’s app bot, which is not open to every app. ${door.asBot('kick', 'Give it one')}`,
    });
}

async function subscribe(
  ground: Ground,
  whose: { readonly token: string; readonly broadcaster: string },
): Promise<void> {
  const { tell, door } = ground;
  const apiUrl = ground.settings.KICK_API_URL;
  const made = orStop(door, await createSubscriptions({ apiUrl, ...whose }, ground.fetch), 'The subscriptions');
  tell({
    is: 'done',
    text: `${made.created} subscriptions made, ${made.held.length - made.created} were there.`,
  });
  for (const { event, detail } of made.refused) tell({ is: 'refused', text: `${event}: ${detail}` });
  if (made.duplicates.length === 0) return;
  const ids = made.duplicates.map(({ id }) => id);
  const ended = await deleteSubscriptions({ apiUrl, token: whose.token }, ids, ground.fetch);
  orStop(door, ended, 'The doubled subscriptions');
  tell({ is: 'done', text: `${ids.length} doubled subscriptions ended.` });
}

export const kickLinks: PlatformLinks = {
  flow,
  asks: { channel: SCOPES, stream: STREAM_SCOPES, bot: BOT_SCOPES },
  async mend(ground, channel) {
    let token = await channel.token();
    const facts = await introspect({ authUrl: ground.settings.KICK_AUTH_URL, token }, ground.fetch);
    if (facts.ok ? !facts.value.active : facts.reason === 'token') token = await channel.token(token);
    await listen(ground, channel, token);
  },
  async leave(ground, { id }, tokens) {
    const { door, settings, tell } = ground;
    const app = appOf(ground);
    const { token } = orStop(door, await appToken(app, ground.fetch, ground.now()), 'The subscriptions');
    const subscriber = { apiUrl: settings.KICK_API_URL, token, broadcaster: id };
    const held = orStop(door, await listSubscriptions(subscriber, ground.fetch), 'The subscriptions');
    const ids = held.map((subscription) => subscription.id);
    orStop(door, await deleteSubscriptions(subscriber, ids, ground.fetch), 'The subscriptions');
    tell({ is: 'done', text: `${ids.length} subscriptions ended.` });
    for (const token of tokens ? [tokens.refresh, tokens.access] : [])
      if (token !== null) orStop(door, await revokeToken(app, token, ground.fetch), 'The token');
    if (tokens) tell({ is: 'done', text: 'Kick took the token back.' });
  },
};
