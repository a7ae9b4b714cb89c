import { createPkce } from '../platforms/pkce.ts';
import {
  authorizeUrl,
  exchangeCode,
  type OauthFailure,
  revokeToken,
  SCOPES,
  whoAmI,
} from '../platforms/youtube/oauth.ts';
import { LEASE_SECONDS, requestLease, topicOf } from '../platforms/youtube/websub.ts';
import { BOT, loadToken, storeToken } from '../router/installations.ts';
import { Leases } from '../router/leases.ts';
import {
  type Consented,
  type Flow,
  type Ground,
  mustBeExpected,
  type Named,
  type PlatformLinks,
  type Surroundings,
  tellLost,
} from './flow.ts';
import { linkChannel, mustBeFree, nameBotAccount } from './link.ts';
import { type Door, NotConnected, sentence, type WhyNot } from './steps.ts';

/** How long the hub takes for its question at most, tries of a second. */
const HUB_TRIES = 20;

function wordsFor({ again }: Door, failure: OauthFailure, scopes: Readonly<Record<string, string>>): string {
  switch (failure.reason) {
    case 'denied':
      return `You said no. Nothing was stored. ${sentence(again)} if that was not meant.`;
    case 'wrong-state':
      return `This answer belongs to another attempt. ${sentence(again)}.`;
    case 'invalid_grant':
      return `Google says that this consent was used already or is too old. ${sentence(again)}.`;
    case 'under-scoped': {
      const list = failure.missing.map((scope) => `  ${scope}: ${scopes[scope] ?? ''}`).join('\n');
      return `Not all that WaddleBot needs was granted. Nothing was stored. Missing:\n${list}\n${sentence(again)} and leave every box ticked.`;
    }
    case 'refused':
      return `Google does not accept this application (${failure.error}). Check GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET and the redirect address in the Cloud console.`;
    case 'unavailable':
      return `Google did not answer (${failure.error}). Try again in a minute.`;
  }
}

const WHY = {
  denied: 'denied',
  'wrong-state': 'stale',
  invalid_grant: 'stale',
  'under-scoped': 'scopes',
  refused: 'app',
  unavailable: 'unreachable',
} as const satisfies Record<string, WhyNot>;

const googleOf = ({ settings }: Pick<Ground, 'settings'>) => ({
  authUrl: settings.GOOGLE_AUTH_URL,
  tokenUrl: settings.GOOGLE_TOKEN_URL,
  clientId: settings.GOOGLE_CLIENT_ID as string,
  clientSecret: settings.GOOGLE_CLIENT_SECRET as string,
});

const scopesOf = ({
  asBot,
  withStream,
}: Pick<Surroundings, 'asBot' | 'withStream'>): Readonly<Record<string, string>> =>
  asBot ? SCOPES.bot : { ...SCOPES.channel, ...(withStream ? SCOPES.stream : {}) };

/** A streamer's channel, or with `asBot` the bot's own account. */
function flow(around: Surroundings): Flow {
  const scopes = scopesOf(around);
  return {
    title: 'YouTube',
    scopes,
    async start(redirectUri, state) {
      const { challenge, verifier } = await createPkce();
      return {
        url: authorizeUrl(googleOf(around), { redirectUri, state, challenge, scopes: Object.keys(scopes) }),
        verifier,
      };
    },
    finish: (consented) => finish(around, consented),
  };
}

async function finish(around: Surroundings, { code, redirectUri, verifier }: Consented): Promise<void> {
  const { settings, asBot, door, tell } = around;
  const scopes = scopesOf(around);
  const given = { code, redirectUri, needs: Object.keys(scopes), ...(verifier === null ? {} : { verifier }) };
  const grant = await exchangeCode(googleOf(around), given, around.fetch, around.now());
  if (!grant.ok) throw new NotConnected(wordsFor(door, grant, scopes), WHY[grant.reason]);
  const who = await whoAmI(settings.YOUTUBE_API_URL, grant.access.token, around.fetch);
  if (!who.ok) throw new NotConnected(wordsFor(door, who, scopes), WHY[who.reason]);
  if (!who.channel)
    throw new NotConnected(
      `This Google account has no YouTube channel. Make one on youtube.com and ${door.again}.`,
      'no-channel',
    );
  const channel = { id: who.channel.id, name: who.channel.title };
  mustBeExpected(around, channel);
  if (!asBot) await mustBeFree(around, 'youtube', channel);
  const { access, refresh } = grant;
  const kept = { access, refresh, scopes: grant.scopes, details: { account: channel.id, name: channel.name } };
  const subject = asBot ? BOT : channel.id;
  await tellLost(around, 'youtube', subject, grant.scopes);
  await storeToken(around.db, around.keys, 'youtube', subject, kept);
  if (!asBot) return listen(around, channel);
  await nameBotAccount(around, 'youtube', channel.id);
  tell({ is: 'done', text: `${channel.name} is the bot's account on YouTube. Next: ${door.channel('youtube')}` });
}

async function listen(ground: Ground, { id, name }: Named): Promise<void> {
  const { tell, door } = ground;
  const bot = await loadToken(ground.db, ground.keys, 'youtube', BOT);
  await linkChannel(ground, { platform: 'youtube', id, name, botAccount: bot?.details.account ?? null });
  await lease(ground, id);
  if (bot)
    tell({
      is: 'next',
      text: `In YouTube Studio, under Settings → Community, add ${bot.details.name} as a moderator:`,
      copy: `https://www.youtube.com/channel/${bot.details.account}`,
    });
  else
    tell({
      is: 'warning',
      text: `The bot has no account of its own yet, so it can neither read nor answer. ${door.asBot('youtube')}`,
    });
}

const leasesOf = ({ db, settings }: Pick<Ground, 'db' | 'settings'>): Leases =>
  new Leases(db, settings.YOUTUBE_WEBHOOK_SECRET as string);

const callbackOf = ({ settings }: Pick<Ground, 'settings'>, token: string): string =>
  new URL(`/webhooks/youtube/${token}`, settings.PUBLIC_URL).href;

/** Has YouTube's hub tell of uploads and broadcasts, and waits until it has asked back. */
async function lease(ground: Ground, channel: string): Promise<void> {
  const { settings, tell, pause, door } = ground;
  const leases = leasesOf(ground);
  const topic = topicOf(channel);
  const { token, secret, expiresAt: before } = await leases.open(channel, topic);
  const callback = callbackOf(ground, token);
  const answer = await requestLease({ hubUrl: settings.YOUTUBE_HUB_URL, callback, topic, secret }, ground.fetch);
  if (!answer.ok)
    throw new NotConnected(
      `YouTube's hub did not take the subscription (${answer.reason}). ${sentence(door.again)} later.`,
    );
  for (let i = 0; i < HUB_TRIES; i++) {
    const { state, expiresAt } = (await leases.find(token)) ?? {};
    // One that was active before counts only when the hub has come back for it now.
    if (state === 'active' && expiresAt !== before)
      return tell({
        is: 'done',
        text: `YouTube tells of this channel; renewed every ${LEASE_SECONDS / 2 / 3600} hours.`,
      });
    if (state === 'denied') throw new NotConnected("YouTube's hub denied the subscription. Is the channel public?");
    await pause(1_000);
  }
  throw new NotConnected(
    `YouTube's hub did not come back to WaddleBot. PUBLIC_URL (${settings.PUBLIC_URL}) has to be its address on the internet, and the deployment has to have the same YOUTUBE_WEBHOOK_SECRET. Then ${door.again}.`,
    'unreached',
  );
}

export const youtubeLinks: PlatformLinks = {
  flow,
  asks: { channel: SCOPES.channel, stream: SCOPES.stream, bot: SCOPES.bot },
  async mend(ground, channel) {
    const token = await channel.token();
    const who = await whoAmI(ground.settings.YOUTUBE_API_URL, token, ground.fetch);
    // Refused, it is renewed, which says whether it was taken back.
    if (!who.ok) await channel.token(token);
    await listen(ground, channel);
  },
  async leave(ground, { id }, tokens) {
    const { settings, tell } = ground;
    const ended = await leasesOf(ground).ofChannel(id);
    if (ended) {
      const { topic, token, secret } = ended;
      const callback = callbackOf(ground, token);
      const asked = { mode: 'unsubscribe', hubUrl: settings.YOUTUBE_HUB_URL, callback, topic, secret } as const;
      const answer = await requestLease(asked, ground.fetch);
      if (!answer.ok) throw new NotConnected(`YouTube's hub did not end the subscription (${answer.reason}).`);
      tell({ is: 'done', text: 'YouTube tells of this channel no more.' });
    }
    if (!tokens) return;
    if (!(await revokeToken(settings.GOOGLE_TOKEN_URL, tokens.refresh ?? tokens.access, ground.fetch)))
      throw new NotConnected('Google did not take the token back.');
    tell({ is: 'done', text: 'Google took the token back.' });
  },
};
