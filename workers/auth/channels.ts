import { and, eq, isNull } from 'drizzle-orm';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { communities } from '../../db/schema/index.ts';
import { sessionActor } from '../api/actor.ts';
import { requireRole } from '../api/auth.ts';
import { keepConsent, type LinkConsent, takeConsent } from '../connect/consents.ts';
import type { Ground } from '../connect/flow.ts';
import { LINKS, TITLES } from '../connect/flows.ts';
import { groundOf, isOn, tellChannels } from '../connect/ground.ts';
import { type ChannelState, channelStates } from '../connect/health.ts';
import { countStart, mendChannel } from '../connect/mend.ts';
import { NotConnected, type Step, type WhyNot } from '../connect/steps.ts';
import { runUnlinking, unlinkChannel } from '../connect/unlink.ts';
import { WaddleError } from '../core/errors.ts';
import { type CommunityId, PLATFORMS, type Platform } from '../core/ids.ts';
import { randomToken } from '../core/random.ts';
import { levelIn } from '../core/rights.ts';
import type { SignedIn } from '../core/signed-in.ts';
import { keysOf } from '../ports/base.ts';
import { announceOutbox } from '../router/effects.ts';
import type { Services } from '../router/services.ts';
import { channelsPage, outcomePage, unlinkPage } from './channels-page.ts';
import { type AuthEnv, requireSignedIn } from './frame.ts';
import { returnPath } from './sign-in/return-path.ts';

type C = Context<AuthEnv>;

const inPath = z.object({
  communityId: z.string().min(1).max(100),
  platform: z.enum(PLATFORMS),
  id: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
});
const startForm = z.strictObject({
  _csrf: z.string().max(200).optional(),
  withStream: z.literal('yes').optional(),
  asBot: z.literal('yes').optional(),
  expected: z.string().min(1).max(200).optional(),
  to: z.string().max(2_000).optional(),
});
/** What platforms send back with; some send more, of which nothing is needed. */
const comeBack = z.object({
  state: z.string().min(20).max(100),
  code: z.string().min(1).max(2_048).optional(),
  error: z.string().min(1).max(100).optional(),
});

/** What linking takes. */
const LINKING = { area: 'integrations', right: 'write' } as const;

/** Who may link in which community, as it is now. */
interface Allowed {
  readonly signedIn: SignedIn;
  readonly community: { readonly id: CommunityId; readonly slug: string; readonly name: string };
  readonly ground: Ground;
  readonly steps: Step[];
}

const redirectUri = ({ settings }: Services, platform: Platform): string =>
  new URL(`/auth/channels/callback/${platform}`, settings.PUBLIC_URL).href;

/** `/auth/channels`: linking, repairing and unlinking a community's channels in the browser. */
export function channelRoutes(services: Services): Hono<AuthEnv> {
  return new Hono<AuthEnv>()
    .get('/channels/callback/:platform', (c) => finish(services, c))
    .get('/channels/:communityId', (c) => show(services, c))
    .post('/channels/:communityId/:platform', (c) => start(services, c))
    .post('/channels/:communityId/:platform/:id/repair', (c) => repair(services, c))
    .get('/channels/:communityId/:platform/:id/unlink', async (c) => {
      const { community, state } = await linkedHere(services, c);
      return unlinkPage(c, community, state);
    })
    .post('/channels/:communityId/:platform/:id/unlink', (c) => unlink(services, c));
}

/** @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN */
async function allowed(services: Services, c: C, named = c.req.param('communityId') ?? ''): Promise<Allowed> {
  const signedIn = requireSignedIn(c);
  const [found] = await services.db.run('connect.community', (d) =>
    d
      .select({ id: communities.id, slug: communities.slug, name: communities.name })
      .from(communities)
      .where(
        and(
          isNull(communities.deletedAt),
          z.guid().safeParse(named).success ? eq(communities.id, named) : eq(communities.slug, named.slice(0, 100)),
        ),
      ),
  );
  const community = (found ?? null) as Allowed['community'] | null;
  const role = requireRole(signedIn, community?.id ?? null, named.slice(0, 100), LINKING);
  const { id } = community as Allowed['community'];
  const steps: Step[] = [];
  const actor = sessionActor(signedIn, levelIn(role, 'integrations'));
  return {
    signedIn,
    community: community as Allowed['community'],
    ground: groundOf(services, { community: id, actor, steps }),
    steps,
  };
}

async function show(services: Services, c: C): Promise<Response> {
  const { signedIn, community } = await allowed(services, c);
  const states = await channelStates(services, community.id);
  const platforms = PLATFORMS.filter((platform) => isOn(services, platform));
  return channelsPage(c, { community, states, platforms, isOperator: signedIn.isOperator });
}

/** Sends somebody away to agree. */
async function start(services: Services, c: C): Promise<Response> {
  const { signedIn, community, ground } = await allowed(services, c);
  const platform = platformIn(services, c);
  const asked = startForm.safeParse(c.get('form'));
  if (!asked.success)
    throw new WaddleError('INVALID', 'That form is none of ours. Go back, reload the page and try again.');
  const { asks, flow } = LINKS[platform];
  const asBot = asked.data.asBot === 'yes';
  if (asBot) mayConnectBot(signedIn, platform);
  const withStream = !asBot && asked.data.withStream === 'yes' && asks.stream !== undefined;
  const expected = asked.data.expected ?? null;
  const to = asked.data.to === undefined ? null : returnPath(asked.data.to);
  await countStart(services, signedIn.person);
  const around = { ...ground, asBot, withStream, expected: expected ?? undefined };
  const state = randomToken();
  const { url, verifier } = await orRefused(() => flow(around).start(redirectUri(services, platform), state));
  const consent = { platform, community: community.id, withStream, asBot, expected, to, state, verifier };
  const { person } = signedIn;
  await keepConsent(
    { db: services.db, keys: keysOf(services) },
    { ...consent, person, browser: c.get('browser') },
    services.clock(),
  );
  return c.redirect(url, 303);
}

/** Somebody comes back from a platform. */
async function finish(services: Services, c: C): Promise<Response> {
  const { person } = requireSignedIn(c);
  const platform = platformIn(services, c);
  const back = comeBack.safeParse(c.req.query());
  const who = { person, browser: c.get('browser'), platform };
  const sent = back.success
    ? await takeConsent(
        { db: services.db, keys: keysOf(services) },
        { ...who, state: back.data.state },
        services.clock(),
      )
    : null;
  if (!back.success || !sent)
    throw new WaddleError(
      'INVALID',
      'This consent was not started here by you in this browser, was used already, or is older than ten minutes. Nothing was stored. Go to your community’s channels and start again.',
    );
  const { signedIn, community, ground, steps } = await allowed(services, c, sent.community);
  if (sent.asBot) mayConnectBot(signedIn, platform);
  try {
    await agreed(services, ground, sent, back.data);
    if (sent.to !== null) return c.redirect(telling(sent.to, platform, sent.asBot ? 'bot-connected' : 'linked'), 303);
    return await outcomePage(c, community, { title: `${TITLES[platform]}: done`, steps });
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error;
    if (sent.to !== null) return c.redirect(telling(sent.to, platform, error.why), 303);
    return await outcomePage(c, community, { title: 'Not linked', steps, failure: error.message });
  }
}

/** The path to go back to (`returnPath` has been asked), with how it went as one of a few words: what is written in an address is never shown as it is. */
function telling(to: string, platform: Platform, said: WhyNot | 'linked' | 'bot-connected'): string {
  const url = new URL(to, 'https://here.invalid');
  url.searchParams.set('said', said);
  url.searchParams.set('on', platform);
  return `${url.pathname}${url.search}`;
}

/** @throws NotConnected */
async function agreed(
  services: Services,
  ground: Ground,
  { platform, community, asBot, withStream, expected, verifier }: LinkConsent & { readonly verifier: string | null },
  { code, error }: z.output<typeof comeBack>,
): Promise<void> {
  const title = TITLES[platform];
  if (error === 'access_denied' || (!error && !code))
    throw new NotConnected(`You said no on ${title}. Nothing was stored. Start again if that was not meant.`, 'denied');
  if (error || !code)
    throw new NotConnected(
      `${title} refused to ask you: ${error}. Whoever runs this WaddleBot checks that ${redirectUri(services, platform)} is registered as a redirect address there.`,
      'app',
    );
  const flow = LINKS[platform].flow({ ...ground, asBot, withStream, expected: expected ?? undefined });
  await announceOutbox(services, services.clock());
  await flow.finish({ code, verifier, redirectUri: redirectUri(services, platform) });
  await tellChannels(services, community);
}

async function repair(services: Services, c: C): Promise<Response> {
  const { community, ground, steps, state } = await linkedHere(services, c);
  const { id, login } = state;
  const platform = platformIn(services, c);
  try {
    await mendChannel(services, ground, platform, { id, name: login });
    return await outcomePage(c, community, {
      title: `${login} is ${state.problems.length === 0 ? 'well' : 'repaired'}`,
      steps,
    });
  } catch (error) {
    const isTold = error instanceof NotConnected || (error instanceof WaddleError && error.code === 'UPSTREAM');
    if (!isTold) throw error;
    // What the stored tokens are not enough for, its owner's consent is.
    return await outcomePage(c, community, {
      title: 'Not repaired yet',
      steps,
      failure:
        error instanceof NotConnected
          ? error.message
          : `${TITLES[platform]} does not accept what is kept of its owner’s consent. Have its owner agree again.`,
      again: state,
    });
  }
}

async function unlink(services: Services, c: C): Promise<Response> {
  const { community, ground, steps, state } = await linkedHere(services, c);
  const { platform, id, login } = state;
  const done = await unlinkChannel(services, ground, platform, { id, name: login }, runUnlinking(services));
  if (!done) throw notLinkedHere();
  return outcomePage(c, community, { title: `${login} is unlinked`, steps });
}

/** A channel of the community in the path. @throws NOT_FOUND */
async function linkedHere(services: Services, c: C): Promise<Allowed & { readonly state: ChannelState }> {
  const may = await allowed(services, c);
  const named = inPath.safeParse(c.req.param());
  if (!named.success) throw notLinkedHere();
  const [state] = await channelStates(services, may.community.id, named.data);
  if (!state) throw notLinkedHere();
  return { ...may, state };
}

const notLinkedHere = (): WaddleError =>
  new WaddleError('NOT_FOUND', 'No such channel is linked to this community. Go back to its channels and look again.');

/** @throws NOT_FOUND for none and for one that is off */
function platformIn(services: Services, c: C): Platform {
  const platform = PLATFORMS.find((name) => name === c.req.param('platform'));
  if (platform && isOn(services, platform)) return platform;
  throw new WaddleError(
    'NOT_FOUND',
    platform
      ? `${TITLES[platform]} is switched off here. Whoever runs this WaddleBot can switch it on.`
      : `There is no such platform. Use one of ${PLATFORMS.join(', ')}.`,
  );
}

/** @throws FORBIDDEN, INVALID */
function mayConnectBot({ isOperator }: SignedIn, platform: Platform): void {
  if (!isOperator)
    throw new WaddleError('FORBIDDEN', 'The bot’s own account is for who runs this WaddleBot. Ask an operator.');
  if (!LINKS[platform].asks.bot)
    throw new WaddleError('INVALID', `On ${TITLES[platform]} the bot is its own account: there is nothing to connect.`);
}

/** What a flow refuses before anybody is sent away, as a page. */
async function orRefused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotConnected) throw new WaddleError('CONFLICT', error.message);
    throw error;
  }
}
