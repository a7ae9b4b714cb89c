import fc from 'fast-check';
import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../workers/core/bytes.ts';
import type { LiveChatAsk } from '../../workers/core/intake.ts';
import type { CallUpstream } from '../../workers/platforms/call.ts';
import { createYoutubeClient } from '../../workers/platforms/youtube/client.ts';
import { liveChatEvent } from '../../workers/platforms/youtube/live-chat.ts';
import { type Lease, youtubeWebhook } from '../../workers/platforms/youtube/webhook.ts';
import { topicOf } from '../../workers/platforms/youtube/websub.ts';
import deleted from '../samples/youtube/feed.deleted.xml?raw';
import edited from '../samples/youtube/feed.edited.xml?raw';
import foreign from '../samples/youtube/feed.foreign.xml?raw';
import published from '../samples/youtube/feed.published.xml?raw';
import chatPage from '../samples/youtube/liveChatMessages.page.json';
import liveVideo from '../samples/youtube/videos.live.json';
import { hubSigned } from '../support/hub-signed.ts';
import { anyText } from './arbitraries.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { anyJson, aRoad, bentOutOfShape, headersOf, isWholeEvent, knock, mutate, mutation, NOW } from './doors.ts';

const LONG = 300_000;
const TOKEN = 'a-token-of-random-bytes';
const CHANNEL = 'UCdemo0000000000000000000';
const LEASE: Lease = {
  channel: CHANNEL,
  topic: topicOf(CHANNEL),
  secret: 'the secret of this lease',
  state: 'active',
};

interface Door {
  readonly door: Hono;
  readonly road: SeenRoad;
  readonly watched: string[];
  /** Calls that change a lease. */
  readonly noted: unknown[][];
  readonly lookedUp: string[];
}

function aDoor(
  lease: Partial<Lease> = {},
  fails: { readonly road?: SeenRoad; readonly leases?: boolean; readonly watch?: boolean } = {},
): Door {
  const road = fails.road ?? aRoad();
  const watched: string[] = [];
  const noted: unknown[][] = [];
  const lookedUp: string[] = [];
  const change = async (...call: unknown[]) => {
    if (fails.leases) throw new Error('no database');
    noted.push(call);
  };
  const door = youtubeWebhook({
    road,
    leases: {
      find: async (token) => {
        lookedUp.push(token);
        return token === TOKEN ? { ...LEASE, ...lease } : null;
      },
      confirm: (...call) => change('confirm', ...call),
      deny: (...call) => change('deny', ...call),
    },
    watch: async ({ channel, videoId }) => {
      if (fails.watch) throw new Error('object overloaded');
      watched.push(`${channel} ${videoId}`);
    },
  });
  return { door, road, watched, noted, lookedUp };
}

const post = (at: Door, headers: Headers, body: string | Uint8Array, token = TOKEN) =>
  knock(at.door, `/${token}`, headers, body);
const postSigned = async (at: Door, body: string | Uint8Array, token = TOKEN, secret = LEASE.secret) =>
  post(at, new Headers(await hubSigned(secret, body)), body, token);

async function isAuthentic(headers: Headers, body: Uint8Array): Promise<boolean> {
  const given = headers.get('x-hub-signature') ?? '';
  const { 'x-hub-signature': expected = '' } = await hubSigned(LEASE.secret, body);
  return given.startsWith('sha1=') && given.toLowerCase() === expected;
}

const titled = (title: string) => {
  const escaped = title.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
  return published.replace(/<title>Penguins[^<]*<\/title>/, () => `<title>${escaped}</title>`);
};

describe('the door of YouTube’s hub', () => {
  it(
    'takes everything alike, and lets nothing past that the hub did not sign, whatever was done to it',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyText(), mutation, async (title, change) => {
          const body = utf8(titled(title));
          const changed = mutate({ headers: await hubSigned(LEASE.secret, body), body }, change);
          const headers = headersOf(changed.headers);
          if (!headers) return;
          const at = aDoor();
          const { status, text } = await post(at, headers, changed.body);
          expect({ status, text }).toEqual({ status: 202, text: '' });
          if (!(await isAuthentic(headers, changed.body))) {
            expect(at.road.calls).toEqual([]);
            expect(at.road.reported).toEqual([]);
            expect(at.watched).toEqual([]);
          }
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it(
    'brings each signed upload once, as it is called',
    async () => {
      // What XML cannot carry makes the feed none; that is another test's.
      const carried = (char: string) => char >= ' ' && char !== '\uFFFE' && char !== '\uFFFF';
      const title = anyText(100).filter((text) => [...text].every(carried));
      await fc.assert(
        fc.asyncProperty(title, async (said) => {
          const at = aDoor();
          await postSigned(at, titled(said));
          expect(at.road.calls).toEqual(['bring']);
          expect(at.road.brought[0]?.data).toMatchObject({ title: said.trim() });
          expect(at.watched).toEqual([`${CHANNEL} wadVideo001`]);
        }),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it(
    'stays standing whatever is signed',
    async () => {
      const feeds = [published, edited, deleted, foreign];
      const bent = fc
        .tuple(
          fc.constantFrom(...feeds),
          fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.oneof(fc.constant(''), anyText(8), fc.constantFrom(...feeds))), {
            minLength: 1,
            maxLength: 4,
          }),
        )
        .map(([feed, cuts]) =>
          cuts.reduce((text, [at, length, instead]) => {
            const from = at % (text.length + 1);
            return text.slice(0, from) + instead + text.slice(from + length);
          }, feed),
        );
      await fc.assert(
        fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: bent }, anyJson, fc.uint8Array()), async (body) => {
          const at = aDoor();
          expect((await postSigned(at, body)).status).toBe(202);
          expect(at.road.brought.every(isWholeEvent)).toBe(true);
          expect(at.road.brought.every(({ channel, id }) => channel === CHANNEL && id.length <= 200)).toBe(true);
          expect(at.watched.every((video) => video.startsWith(`${CHANNEL} `))).toBe(true);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it('has nothing looked up for what is no token, or has no signature', async () => {
    const at = aDoor();
    for (const token of ['short', 'x'.repeat(129), 'a-token-with-a-dot.in-it'])
      expect((await postSigned(at, published, token)).status).toBe(202);
    expect((await post(at, new Headers(), published)).status).toBe(202);
    expect((await post(at, new Headers({ 'x-hub-signature': 'sha1=no' }), published)).status).toBe(202);
    expect(at.lookedUp).toEqual([]);
    expect(at.road.calls).toEqual([]);
  });

  it('discards what comes for a token nobody has, by another’s secret, or after the end', async () => {
    for (const [at, token, secret] of [
      [aDoor(), 'a-token-that-nobody-has', LEASE.secret],
      [aDoor(), TOKEN, 'the secret of another lease'],
      [aDoor({ state: 'ended' }), TOKEN, LEASE.secret],
    ] as const) {
      expect((await postSigned(at, published, token, secret)).status).toBe(202);
      expect(at.road.calls).toEqual([]);
      expect(at.watched).toEqual([]);
    }
  });

  it('takes what is signed before the lease is known to be active', async () => {
    const at = aDoor({ state: 'pending' });
    await postSigned(at, published);
    expect(at.road.calls).toEqual(['bring']);
  });

  it('tells uploads, edits and deletions apart, and leaves other channels out', async () => {
    const at = aDoor();
    for (const body of [published, edited, deleted, foreign, foreign.replaceAll('UCother000000000000000000', CHANNEL)])
      await postSigned(at, body);
    expect(at.road.brought.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
      'video.published video:wadVideo001',
      `video.published video:wadVideo000:${Date.UTC(2026, 9, 4, 11, 59, 2, 100)}`,
      'video.deleted deleted:wadVideo001',
      'video.published video:othVideo001',
    ]);
    // What is older than a month cannot go live any more.
    expect(at.watched).toEqual([`${CHANNEL} wadVideo001`, `${CHANNEL} othVideo001`]);
  });

  it('believes no tombstone that names another channel', async () => {
    const at = aDoor();
    await postSigned(at, deleted.replaceAll('UCdemo', 'UCother'));
    expect(at.road.calls).toEqual([]);
    await postSigned(at, deleted.replace(/<at:by>[\s\S]*<\/at:by>/, ''));
    expect(at.road.brought.map(({ kind }) => kind)).toEqual(['video.deleted']);
  });

  it('reports what is signed and no feed, by its size alone', async () => {
    const at = aDoor();
    for (const body of ['', '{"pia":"said"}', `<!DOCTYPE feed [<!ENTITY x "y">]>${published}`])
      await postSigned(at, body);
    expect(at.road.reported).toEqual(['youtube.unread', 'youtube.unread', 'youtube.unread']);
    expect(at.road.calls).toEqual([]);
  });

  it('asks the hub to send again what could not be taken, and tells nobody the token', async () => {
    const fields: unknown[] = [];
    const failing = aRoad({ bring: () => Promise.reject(new Error('queue overloaded: pia said !ping')) });
    const road: SeenRoad = {
      ...failing,
      report: (event, more) => {
        failing.report(event, more);
        fields.push(more);
      },
    };
    for (const at of [aDoor({}, { road }), aDoor({}, { watch: true })]) {
      const answer = await postSigned(at, published);
      expect(answer.status).toBe(503);
      expect(answer.text).not.toContain('pia');
      expect(at.road.reported).toEqual(['webhook.undecided']);
    }
    expect(JSON.stringify(fields)).not.toContain(TOKEN);
  });

  it('takes no more than a mebibyte', async () => {
    const at = aDoor();
    expect((await postSigned(at, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
    expect(at.lookedUp).toEqual([]);
  });
});

describe('the hub’s questions', () => {
  const ask = async (at: Door, query: Readonly<Record<string, string>>, token = TOKEN) => {
    const response = await at.door.request(`/${token}?${new URLSearchParams(query)}`);
    return { status: response.status, text: await response.text(), type: response.headers.get('content-type') };
  };
  const SURE = {
    'hub.mode': 'subscribe',
    'hub.topic': LEASE.topic,
    'hub.challenge': 'challenge-1',
    'hub.lease_seconds': '432000',
  };
  const without = (name: string) => Object.fromEntries(Object.entries(SURE).filter(([key]) => key !== name));

  it.each(['pending', 'active'] as const)(
    'are answered with the challenge as text for a lease that is %s',
    async (state) => {
      const at = aDoor({ state });
      expect(await ask(at, SURE)).toEqual({ status: 200, text: 'challenge-1', type: 'text/plain; charset=UTF-8' });
      expect(at.noted).toEqual([['confirm', TOKEN, 'subscribe', 432_000, NOW]]);
    },
  );

  it('are answered for an end that was asked for', async () => {
    const at = aDoor({ state: 'ended' });
    expect(await ask(at, { ...SURE, 'hub.mode': 'unsubscribe' })).toMatchObject({ status: 200, text: 'challenge-1' });
    expect(at.noted).toEqual([['confirm', TOKEN, 'unsubscribe', 0, NOW]]);
  });

  it.each([
    ['another token', {}, SURE, 'a-token-that-nobody-has'],
    ['no token', {}, SURE, 'x'],
    ['another topic', {}, { ...SURE, 'hub.topic': topicOf('UCother000000000000000000') }, TOKEN],
    ['another form of the topic', {}, { ...SURE, 'hub.topic': LEASE.topic.replace('/xml', '') }, TOKEN],
    ['no topic', {}, without('hub.topic'), TOKEN],
    ['another mode', {}, { ...SURE, 'hub.mode': 'publish' }, TOKEN],
    ['no mode', {}, without('hub.mode'), TOKEN],
    ['no challenge', {}, without('hub.challenge'), TOKEN],
    ['a challenge that is a book', {}, { ...SURE, 'hub.challenge': 'x'.repeat(1_001) }, TOKEN],
    ['an end nobody asked for', {}, { ...SURE, 'hub.mode': 'unsubscribe' }, TOKEN],
    ['a lease that was ended', { state: 'ended' }, SURE, TOKEN],
    ['a lease that was denied', { state: 'denied' }, SURE, TOKEN],
    ['a denial of another topic', {}, { 'hub.mode': 'denied', 'hub.topic': 'x' }, TOKEN],
  ] as const)('are not answered about %s', async (_, lease, query, token) => {
    const at = aDoor(lease);
    const { status, text } = await ask(at, query, token);
    expect(status).toBe(404);
    expect(text).not.toContain('challenge-1');
    expect(at.noted).toEqual([]);
  });

  it.each([
    [undefined, 432_000],
    ['soon', 432_000],
    ['-5', 432_000],
    ['0', 1],
    ['999999999', 90 * 86_400],
  ])('grant %j seconds, within reason', async (given, seconds) => {
    const at = aDoor();
    const query = given === undefined ? without('hub.lease_seconds') : { ...SURE, 'hub.lease_seconds': given };
    await ask(at, query);
    expect(at.noted[0]?.[3]).toBe(seconds);
  });

  it('may be a no, which is noted with as much of its reason as fits', async () => {
    const at = aDoor();
    const denied = { 'hub.mode': 'denied', 'hub.topic': LEASE.topic, 'hub.reason': 'r'.repeat(500) };
    expect(await ask(at, denied)).toMatchObject({ status: 200, text: '' });
    expect(at.noted).toEqual([['deny', TOKEN, 'r'.repeat(200)]]);
  });

  it('are not answered while the answer cannot be noted', async () => {
    const at = aDoor({}, { leases: true });
    const { status, text } = await ask(at, SURE);
    expect(status).toBe(503);
    expect(text).not.toContain('challenge-1');
  });

  it(
    'have no effect that was not asked for, whatever they are',
    async () => {
      const value = fc.oneof(anyText(), fc.constantFrom('subscribe', 'unsubscribe', 'denied', LEASE.topic, '1', ''));
      const query = fc.record({
        'hub.mode': value,
        'hub.topic': value,
        'hub.challenge': value,
        'hub.lease_seconds': value,
        'hub.reason': value,
      });
      await fc.assert(
        fc.asyncProperty(query, async (asked) => {
          const at = aDoor();
          const { status, text, type } = await ask(at, asked);
          expect([200, 404]).toContain(status);
          expect(type).toMatch(/^text\/plain/);
          if (asked['hub.topic'] === LEASE.topic && ['subscribe', 'denied'].includes(asked['hub.mode'])) return;
          expect(status).toBe(404);
          expect(text).toBe('Nobody here asked for this.');
          expect(at.noted).toEqual([]);
        }),
        { numRuns: cases(5_000) },
      );
    },
    LONG,
  );
});

describe('what YouTube’s API answers', () => {
  const ASK: LiveChatAsk = { channel: CHANNEL, videoId: 'v1', liveChatId: 'chat-1', pageToken: null, since: 0 };
  const clientFor = (body: string, status: number) => {
    const call: CallUpstream = async () => {
      let json: unknown;
      try {
        json = JSON.parse(body);
      } catch {
        json = undefined;
      }
      return { ok: true, response: new Response(body, { status }), json };
    };
    return createYoutubeClient({
      apiUrl: 'https://api.example',
      project: 'p',
      unitsPerDay: 10_000,
      spend: async () => true,
      call,
      clock: () => NOW,
      echoed: async () => 'unclear',
    });
  };

  it(
    'may be anything, and is always understood as something',
    async () => {
      const page = { ...chatPage, items: chatPage.items.slice(0, 13) };
      const bodies = fc.oneof(anyJson, bentOutOfShape(page), bentOutOfShape(liveVideo));
      await fc.assert(
        fc.asyncProperty(bodies, fc.constantFrom(200, 400, 403, 404, 429, 500, 503), async (body, status) => {
          const client = clientFor(body, status);
          const read = await client.readLiveChat(ASK);
          if (read.is === 'page') {
            expect(read.events.every((event) => event.id.length <= 200 && Number.isFinite(event.at))).toBe(true);
            expect(read.afterMs).toBeGreaterThanOrEqual(1_000);
          } else if (read.is === 'failed') expect(read.afterMs).toBeGreaterThan(0);
          const look = await client.lookAtVideo('v1');
          if (look.is === 'unknown') expect(look.afterMs).toBeGreaterThan(0);
          const person = await client.findAccount(CHANNEL, '@pia').catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'UPSTREAM' });
            return null;
          });
          if (person) for (const part of [person.account, person.login]) expect(part).not.toBe('');
          const room = `${CHANNEL}/chat-1`;
          const message = { deliveryId: 'd', channel: CHANNEL, privileged: false, room, text: 'Pong!' };
          const { outcome } = await client.send(message);
          expect(status >= 500 ? ['unclear', 'refused'] : ['sent', 'unclear', 'refused']).toContain(outcome);
        }),
        { numRuns: cases(5_000) },
      );
    },
    LONG,
  );

  it(
    'holds items that are whole events, or none',
    () => {
      const item = fc.constantFrom(...chatPage.items).chain((sample) => bentOutOfShape(sample));
      fc.assert(
        fc.property(item, (text) => {
          const event = liveChatEvent(JSON.parse(text), { channel: CHANNEL, liveChatId: 'chat-1' }, NOW);
          if (!event) return;
          const ofNobody = event.author.account === '';
          const author = ofNobody ? { ...event.author, account: 'nobody' } : event.author;
          expect(isWholeEvent({ ...event, author })).toBe(true);
          expect(event.id.length).toBeLessThanOrEqual(200);
          if (ofNobody) expect(['message.deleted', 'ban', 'timeout']).toContain(event.kind);
          if (event.kind === 'message') expect(event.text).not.toBe('');
          for (const value of Object.values(event.data))
            if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );
});
