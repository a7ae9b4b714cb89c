import type { Context } from 'hono';
import { Hono } from 'hono';
import { describeError } from '../../core/errors.ts';
import type { ChatEvent } from '../../core/events.ts';
import type { Road } from '../../core/road.ts';
import { decodeUtf8, orNot, rawBody, tooLarge } from '../door.ts';
import { videoDeleted, videoPublished } from './events.ts';
import { parseFeed } from './feed.ts';
import { hubSignature, verifyHub } from './verify.ts';
import { LEASE_SECONDS } from './websub.ts';

/** What we asked the hub for, by the token in its callback's path. */
export interface Lease {
  /** YouTube's channel id. */
  readonly channel: string;
  readonly topic: string;
  /** Signs the notifications. */
  readonly secret: string;
  /** `pending`: asked for; `ended`: we asked for its end. */
  readonly state: 'pending' | 'active' | 'denied' | 'ended';
}

export interface Leases {
  find(token: string): Promise<Lease | null>;
  /** The hub was told that this is meant. `leaseSeconds` is what it grants, 0 for an end; `now` in ms since epoch. */
  confirm(token: string, mode: 'subscribe' | 'unsubscribe', leaseSeconds: number, now: number): Promise<void>;
  /** The hub will not tell (any more). */
  deny(token: string, reason: string): Promise<void>;
}

export interface YoutubeDoor {
  readonly road: Road;
  readonly leases: Leases;
  /** Has a video looked at that may be a broadcast; asked for twice, it is watched once. */
  readonly watch: (video: { readonly channel: string; readonly videoId: string }) => Promise<void>;
  readonly clock?: () => number;
}

/** A token is made of random bytes; what is no token costs no look-up. */
const TOKEN = /^[\w-]{16,128}$/;
const MAX_CHALLENGE = 1_000;
const MAX_LEASE_SECONDS = 90 * 86_400;
/** A change to a video older than this starts no broadcast: what was planned before is watched already. */
const MAY_GO_LIVE_FOR_MS = 30 * 86_400_000;

/**
 * `GET|POST /webhooks/youtube/:token`: the hub's questions and its notifications (WebSub 5.3, 7). Nothing but the token
 * authenticates a question, so it is answered only about what was asked for; a notification that is not signed is
 * discarded without telling (WebSub 7.1).
 */
export function youtubeWebhook({ road, leases, watch, clock = road.clock }: YoutubeDoor): Hono {
  const find = async (token: string): Promise<Lease | null> => (TOKEN.test(token) ? leases.find(token) : null);

  async function answerHub(c: Context): Promise<Response> {
    const token = c.req.param('token') ?? '';
    const lease = await find(token);
    const mode = c.req.query('hub.mode');
    if (!lease || c.req.query('hub.topic') !== lease.topic) return notAsked(c);
    if (mode === 'denied') {
      await leases.deny(token, (c.req.query('hub.reason') ?? '').slice(0, 200));
      return c.text('');
    }
    const challenge = c.req.query('hub.challenge');
    if (!challenge || challenge.length > MAX_CHALLENGE || !isAskedFor(mode, lease)) return notAsked(c);
    await leases.confirm(token, mode, mode === 'subscribe' ? granted(c.req.query('hub.lease_seconds')) : 0, clock());
    c.header('x-content-type-options', 'nosniff');
    return c.text(challenge);
  }

  async function take(token: string, body: Uint8Array, signature: Uint8Array, receivedAt: number): Promise<void> {
    const lease = await find(token);
    if (!lease || lease.state === 'ended') return;
    if (!(await orNot(verifyHub(lease.secret, body, signature)))) return;
    const feed = parseFeed(decodeUtf8(body) ?? '');
    if (!feed) return road.report('youtube.unread', { bytes: body.length });

    const { channel } = lease;
    const entries = feed.entries.filter(({ channelId }) => channelId === channel);
    const deleted = feed.deleted.filter(({ channelId }) => channelId === null || channelId === channel);
    const events: readonly ChatEvent[] = [
      ...entries.map((entry) => videoPublished(entry, receivedAt)),
      ...deleted.map((gone) => videoDeleted(gone, channel, receivedAt)),
    ];
    for (const event of events) await road.bring(event);
    for (const { videoId, published } of entries)
      if (receivedAt - published < MAY_GO_LIVE_FOR_MS) await watch({ channel, videoId });
  }

  return new Hono()
    .get('/:token', async (c) => {
      try {
        return await answerHub(c);
      } catch (error) {
        // Without the challenge the hub takes nothing as agreed, and asks again.
        return undecided(c, road, error);
      }
    })
    .post('/:token', async (c) => {
      const receivedAt = clock();
      const signature = hubSignature(c.req.raw.headers);
      const body = await rawBody(c);
      if (!body) return tooLarge(c);
      try {
        if (signature) await take(c.req.param('token'), body, signature, receivedAt);
      } catch (error) {
        return undecided(c, road, error);
      }
      return c.body(null, 202);
    });
}

/** 503, so that the hub comes again. The path holds the token and is not told. */
function undecided(c: Context, road: Road, error: unknown): Response {
  road.report('webhook.undecided', { path: '/webhooks/youtube', error: describeError(error) });
  c.header('retry-after', '1');
  return c.text('This could not be taken. Send it again.', 503);
}

/** One answer for an unknown token, another topic and what nobody asked for. */
const notAsked = (c: Context): Response => c.text('Nobody here asked for this.', 404);

/** The hub asks to be sure, also when a running lease is renewed. */
const isAskedFor = (mode: string | undefined, { state }: Lease): mode is 'subscribe' | 'unsubscribe' =>
  mode === 'subscribe' ? state === 'pending' || state === 'active' : mode === 'unsubscribe' && state === 'ended';

function granted(given: string | undefined): number {
  const seconds = /^\d{1,9}$/.test(given ?? '') ? Number(given) : LEASE_SECONDS;
  return Math.min(Math.max(seconds, 1), MAX_LEASE_SECONDS);
}
