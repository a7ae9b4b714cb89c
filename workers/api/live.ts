import { and, eq, isNull } from 'drizzle-orm';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { channels, communities } from '../../db/schema/index.ts';
import { listenRequest } from '../../durable-objects/feed-listener.ts';
import type { FeedPosition } from '../../durable-objects/feed-ring.ts';
import type { FeedTicket } from '../../durable-objects/feed-tickets.ts';
import { type ApiCall, type ApiEnv, route, valid } from '../core/api.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import { areasOfScopes, hearingOfRole } from '../core/changes.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import { type CommunityId, channelKey, type Platform } from '../core/ids.ts';
import type { Services } from '../router/services.ts';
import { authenticate, noCommunity, roleIn } from './auth.ts';
import { authOptions } from './auth-options.ts';
import { Call } from './context.ts';
import { networkOf } from './limits.ts';

/** How long a ticket waits to be used, ms. */
const TICKET_FOR_MS = 60_000;
/** 32 bytes in base64url: nothing else is worth asking about. */
const TICKET = /^[A-Za-z0-9_-]{43}$/;

const ticket = z.object({
  ticket: z.string().describe('Connects once: /live?community=…&ticket=…'),
  expiresAt: z.iso.datetime(),
});

/** What connects: `GET /live?community=<id|slug>[&ticket][&after[&epoch][&last]]`. */
const listening = z.object({
  community: z.string().min(1).max(100),
  ticket: z.string().max(200).optional(),
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'is the number of the last entry heard')
    .transform(Number)
    .optional(),
  epoch: z.string().max(100).optional(),
  last: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'is how many of the latest entries are enough')
    .transform(Number)
    .optional(),
});
type Listening = z.infer<typeof listening>;

/** `/api/v1/live`: tickets with which browsers, that can send no key, connect to a feed. */
export function liveRoutes({ bindings, clock }: Services) {
  return new Hono<ApiEnv>().post(
    '/tickets',
    route({
      operationId: 'openFeed',
      summary: 'Makes a ticket to a community’s live feed: good for one connection within a minute.',
      access: 'feed:read',
      // Whoever sees the hub hears what changes there; what is said in chat, only who may read that (`hearingIn`).
      area: 'overview',
      tag: 'Feed',
      answers: { 201: { description: 'The ticket; each call makes another.', schema: ticket } },
      errors: ['NOT_FOUND'],
    }),
    valid('json', z.strictObject({ communityId: z.string().min(1).max(100).describe('Id or slug.') })),
    async (c) => {
      const call = c.get('api');
      const { community } = await call.in(c.req.valid('json').communityId);
      const fresh = freshTicket();
      const now = clock();
      const expiresAt = now + TICKET_FOR_MS;
      const object = bindings.COMMUNITY.getByName(community.id);
      await object.keepFeedTicket(await hashOf(fresh), hearingIn(call, community.id), expiresAt, now);
      return c.json({ ticket: fresh, expiresAt: new Date(expiresAt).toISOString() }, 201);
    },
  );
}

/** What a caller may hear of a community that they may reach: a person by their role there, a program by its scopes. */
function hearingIn(call: ApiCall, community: CommunityId): FeedTicket {
  const { signedIn } = call;
  if (!signedIn) {
    const areas = call.may('operator') ? null : areasOfScopes((scope) => call.may(scope));
    return { platforms: call.reach.platforms, areas, isPersons: false };
  }
  const role = roleIn(signedIn, community);
  if (role === null) throw noCommunity(community);
  return { ...hearingOfRole(role), isPersons: true };
}

/** `GET /live`: the WebSocket of a community's feed, for who has a key, and for pages of this deployment with a ticket. */
export function liveDoor(services: Services): Hono<ApiEnv> {
  const origin = new URL(services.settings.PUBLIC_URL).origin;
  const options = authOptions(services);
  const { limits } = options;

  /** Whoever shows a ticket that opens nothing is counted as one who guesses keys. */
  async function byTicket(c: Context, asked: Listening, shown: string): Promise<Response> {
    const address = networkOf(c.req.header('cf-connecting-ip') ?? null);
    await limits.callFrom(address);
    const community = TICKET.test(shown) ? await communityOf(services, asked.community) : null;
    const ticketHash = await hashOf(shown);
    const answer = community ? await connect(services, community, { asked, ticketHash, ...BY_TICKET }) : null;
    if (answer && answer.status !== 401) return answer;
    await limits.badCredentialFrom(address);
    throw new WaddleError('UNAUTHENTICATED', NO_TICKET);
  }

  async function byKey(c: Context, asked: Listening): Promise<Response> {
    const authenticated = await authenticate(options, c.req.raw);
    const call = await Call.open(services, c.req, authenticated);
    call.require('feed:read');
    const { community } = await call.in(asked.community);
    return connect(services, community.id, { asked, ticketHash: null, ...hearingIn(call, community.id) });
  }

  return new Hono<ApiEnv>()
    .get('/live', async (c, next) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return noUpgrade(c);
      const from = c.req.header('origin');
      // On a laptop pages are of `localhost` as well, where browsers make passkeys: what they asked is of the same origin.
      if (from !== undefined && from !== origin && from !== new URL(c.req.url).origin)
        throw new WaddleError(
          'FORBIDDEN',
          `This feed is for pages of ${origin}, and for programs, which send no Origin.`,
        );
      return next();
    })
    .get('/live', valid('query', listening), async (c) => {
      const asked = c.req.valid('query');
      if (asked.ticket !== undefined) return byTicket(c, asked, asked.ticket);
      if (c.req.header('origin') === undefined) return byKey(c, asked);
      throw new WaddleError('UNAUTHENTICATED', 'A page needs a ticket: POST /api/v1/live/tickets, then ?ticket=….');
    });
}

const NO_TICKET = 'That ticket opens nothing here: it was used, or it is older than a minute. Ask for another one.';

/** RFC 9110 §15.5.22 */
function noUpgrade(c: Context): Response {
  const message = 'This is a WebSocket: connect to it with ws:// or wss://, as docs/feed.md shows.';
  c.header('Upgrade', 'websocket');
  c.header('Connection', 'Upgrade');
  return c.json({ error: { code: 'INVALID', message, requestId: c.get('requestId') } }, 426);
}

interface Admitted extends FeedTicket {
  readonly asked: Listening;
  readonly ticketHash: string | null;
}

/** What counts is in the ticket; without one that is good, nothing is heard. */
const BY_TICKET: FeedTicket = { platforms: [], areas: [], isPersons: true };

/** @returns the connection, or 401 where the ticket opens nothing. @throws UNAVAILABLE */
async function connect(
  services: Services,
  community: CommunityId,
  { asked, ...admitted }: Admitted,
): Promise<Response> {
  const { bindings, clock, log } = services;
  const request = listenRequest({ ...admitted, position: positionIn(asked), now: clock() });
  const answer = await bindings.COMMUNITY.getByName(community)
    .fetch(request)
    .catch((error: unknown) => {
      log('warn', 'feed.not-connected', { error: describeError(error) });
      throw new WaddleError('UNAVAILABLE', 'The feed cannot be reached right now. Try again in a few seconds.');
    });
  if (answer.status === 101) services.behind(0, () => watchChannels(services, community));
  if (answer.status === 503) throw new WaddleError('UNAVAILABLE', await answer.text());
  await answer.body?.cancel();
  // A copy, as what is sent on is given headers.
  return new Response(null, answer);
}

/** A socket is closed after an hour at the latest; whoever connects again says so again. */
const WATCHED_FOR_MS = 65 * 60_000;

/** Has a community's Channels say that somebody watches: whoever asks them for anything knows it then. */
async function watchChannels({ db, bindings, clock, log }: Services, community: CommunityId): Promise<void> {
  const linked = await db.run('live.channels', (d) =>
    d
      .select({ platform: channels.platform, platformId: channels.platformId })
      .from(channels)
      .where(eq(channels.communityId, community)),
  );
  const now = clock();
  await Promise.all(
    linked.map(({ platform, platformId }) =>
      bindings.CHANNEL.getByName(channelKey(platform as Platform, platformId))
        .watch(now + WATCHED_FOR_MS, now)
        .then(
          () => undefined,
          (error: unknown) => log('warn', 'feed.channel-not-told', { error: describeError(error) }),
        ),
    ),
  );
}

const positionIn = ({ after, epoch, last }: Listening): FeedPosition | null =>
  after === undefined ? null : { after, epoch: epoch ?? null, ...(last === undefined ? {} : { last }) };

/** A community's id by its id or slug; null where it is not there. */
async function communityOf({ db }: Services, named: string): Promise<CommunityId | null> {
  const [found] = await db.run('live.community', (d) =>
    d
      .select({ id: communities.id })
      .from(communities)
      .where(
        and(
          isNull(communities.deletedAt),
          z.guid().safeParse(named).success ? eq(communities.id, named) : eq(communities.slug, named),
        ),
      ),
  );
  return found ? (found.id as CommunityId) : null;
}

const hashOf = async (shown: string): Promise<string> => toHex(await crypto.subtle.digest('SHA-256', utf8(shown)));

function freshTicket(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
