import {
  authorizeUrl,
  exchangeCode,
  type OauthFailure,
  SCOPES,
  whoAmI,
} from '../../workers/platforms/youtube/oauth.ts';
import { LEASE_SECONDS, requestLease, topicOf } from '../../workers/platforms/youtube/websub.ts';
import { BOT, loadToken, storeToken } from '../../workers/router/installations.ts';
import { Leases } from '../../workers/router/leases.ts';
import {
  type Flow,
  linkChannel,
  mustBeExpected,
  NotConnected,
  nameBotAccount,
  type Surroundings,
  tellLost,
} from './flow.ts';

/** How long the hub takes for its question at most, tries of a second. */
const HUB_TRIES = 20;

function wordsFor(failure: OauthFailure, scopes: Readonly<Record<string, string>>): string {
  switch (failure.reason) {
    case 'denied':
      return 'You said no. Nothing was stored. Run this again if that was not meant.';
    case 'wrong-state':
      return 'This answer belongs to another attempt. Run this again.';
    case 'invalid_grant':
      return 'Google says that this consent was used already or is too old. Run this again.';
    case 'under-scoped': {
      const list = failure.missing.map((scope) => `  ${scope}: ${scopes[scope] ?? ''}`).join('\n');
      return `Not all that WaddleBot needs was granted. Nothing was stored. Missing:\n${list}\nRun this again and leave every box ticked.`;
    }
    case 'refused':
      return `Google does not accept this application (${failure.error}). Check GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET and the redirect address in the Cloud console.`;
    case 'unavailable':
      return `Google did not answer (${failure.error}). Try again in a minute.`;
  }
}

/** A streamer's channel, or with `asBot` the bot's own account. */
export function youtubeFlow(around: Surroundings): Flow {
  const { settings, asBot, withStream } = around;
  const client = {
    authUrl: settings.GOOGLE_AUTH_URL,
    tokenUrl: settings.GOOGLE_TOKEN_URL,
    clientId: settings.GOOGLE_CLIENT_ID as string,
    clientSecret: settings.GOOGLE_CLIENT_SECRET as string,
  };
  const scopes: Readonly<Record<string, string>> = asBot
    ? SCOPES.bot
    : { ...SCOPES.channel, ...(withStream ? SCOPES.stream : {}) };
  const needs = Object.keys(scopes);
  return {
    title: 'YouTube',
    scopes,
    authorizeUrl: async (redirectUri, state) => authorizeUrl(client, { redirectUri, state, scopes: needs }),
    async finish(code, redirectUri) {
      const grant = await exchangeCode(client, { code, redirectUri, needs }, around.fetch, around.now());
      if (!grant.ok) throw new NotConnected(wordsFor(grant, scopes));
      const who = await whoAmI(settings.YOUTUBE_API_URL, grant.access.token, around.fetch);
      if (!who.ok) throw new NotConnected(wordsFor(who, scopes));
      if (!who.channel)
        throw new NotConnected(
          'This Google account has no YouTube channel. Make one on youtube.com and run this again.',
        );
      const { id, title } = who.channel;
      mustBeExpected(around, { id, name: title });
      const { access, refresh } = grant;
      const kept = { access, refresh, scopes: grant.scopes, details: { account: id, name: title } };
      const subject = asBot ? BOT : id;
      await tellLost(around, 'youtube', subject, grant.scopes);
      await storeToken(around.db, around.keys, 'youtube', subject, kept);
      if (asBot) {
        await nameBotAccount(around.db, 'youtube', id);
        around.say(`✓ ${title} is the bot's account on YouTube. Next: npm run connect youtube`);
        return;
      }
      const bot = await loadToken(around.db, around.keys, 'youtube', BOT);
      await linkChannel(around, { platform: 'youtube', id, name: title, botAccount: bot?.details.account ?? null });
      await lease(around, id);
      if (bot)
        around.say(
          `In YouTube Studio, under Settings → Community, add ${bot.details.name} as a moderator:\n    https://www.youtube.com/channel/${bot.details.account}`,
        );
      else
        around.say(
          '! The bot has no account of its own yet, so it can neither read nor answer. Run: npm run connect youtube -- --as bot',
        );
    },
  };
}

/** Has YouTube's hub tell of uploads and broadcasts, and waits until it has asked back. */
async function lease(around: Surroundings, channel: string): Promise<void> {
  const { settings, say, pause } = around;
  const leases = new Leases(around.db, settings.YOUTUBE_WEBHOOK_SECRET as string);
  const topic = topicOf(channel);
  const { token, secret, expiresAt: before } = await leases.open(channel, topic);
  const callback = new URL(`/webhooks/youtube/${token}`, settings.PUBLIC_URL).href;
  const answer = await requestLease({ hubUrl: settings.YOUTUBE_HUB_URL, callback, topic, secret }, around.fetch);
  if (!answer.ok)
    throw new NotConnected(`YouTube's hub did not take the subscription (${answer.reason}). Run this again later.`);
  for (let i = 0; i < HUB_TRIES; i++) {
    const { state, expiresAt } = (await leases.find(token)) ?? {};
    // One that was active before counts only when the hub has come back for it now.
    if (state === 'active' && expiresAt !== before)
      return say(`✓ YouTube tells of this channel; renewed every ${LEASE_SECONDS / 2 / 3600} hours.`);
    if (state === 'denied') throw new NotConnected("YouTube's hub denied the subscription. Is the channel public?");
    await pause(1_000);
  }
  throw new NotConnected(
    `YouTube's hub did not come back to WaddleBot. PUBLIC_URL (${settings.PUBLIC_URL}) has to be its address on the internet, and the deployment has to have the same YOUTUBE_WEBHOOK_SECRET. Then run this again.`,
  );
}
