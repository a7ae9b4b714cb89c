import fc from 'fast-check';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Brought, Invocation } from '../../workers/core/invocation.ts';
import { slackWebhooks } from '../../workers/platforms/slack/webhook.ts';
import rateLimited from '../samples/slack/app_rate_limited.json';
import homeOpened from '../samples/slack/event.app_home_opened.json';
import joinedBot from '../samples/slack/event.member_joined_channel.bot.json';
import joined from '../samples/slack/event.member_joined_channel.json';
import left from '../samples/slack/event.member_left_channel.json';
import deleted from '../samples/slack/event.message.message_deleted.json';
import reacted from '../samples/slack/event.reaction_added.json';
import unreacted from '../samples/slack/event.reaction_removed.json';
import revoked from '../samples/slack/event.tokens_revoked.json';
import revokedOfUser from '../samples/slack/event.tokens_revoked.user.json';
import button from '../samples/slack/interactivity.block_actions.form.txt?raw';
import home from '../samples/slack/interactivity.block_actions.home.form.txt?raw';
import selects from '../samples/slack/interactivity.block_actions.selects.form.txt?raw';
import suggestion from '../samples/slack/interactivity.block_suggestion.form.txt?raw';
import messageAction from '../samples/slack/interactivity.message_action.form.txt?raw';
import shortcut from '../samples/slack/interactivity.shortcut.form.txt?raw';
import closed from '../samples/slack/interactivity.view_closed.form.txt?raw';
import submission from '../samples/slack/interactivity.view_submission.form.txt?raw';
import submissionInChannel from '../samples/slack/interactivity.view_submission.in-channel.form.txt?raw';
import { slackSigned } from '../support/signed.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { anyJson, aRoad, bentOutOfShape, headersOf, isWholeEvent, mutate, mutation, NOW } from './doors.ts';

const SECRET = 'the signing secret of these tests';
const LONG = 300_000;

type Entrance = '/events' | '/interactivity';
const payloadOf = (form: string): unknown => JSON.parse(new URLSearchParams(form.trim()).get('payload') ?? '');
const formOf = (payload: string) => new URLSearchParams({ payload }).toString();

/** Each is one fact for the road. */
const EVENTS = [joined, left, reacted, unreacted, deleted, revoked];
const OTHER_EVENTS = [joinedBot, homeOpened, revokedOfUser, rateLimited];
const INTERACTIONS = [button, home, submission, submissionInChannel, shortcut, messageAction];
const OTHER_INTERACTIONS = [selects, suggestion, closed];

/** Knocks with a context to wait in; `posts` are what was said by response_url, as far as it is told when all is done. */
async function knockAt(
  road: SeenRoad,
  at: Entrance,
  headers: Headers,
  body: string | Uint8Array,
  answer: Response | Error = new Response('ok'),
) {
  const posts: { readonly url: string; readonly body: unknown }[] = [];
  const waiting: Promise<unknown>[] = [];
  const app = new Hono().route(
    '/',
    slackWebhooks({
      road,
      signingSecret: SECRET,
      fetch: async (url, init) => {
        posts.push({ url: String(url), body: JSON.parse(String(init?.body)) });
        if (answer instanceof Error) throw answer;
        return answer;
      },
    }),
  );
  app.onError((error) => {
    throw error;
  });
  const context = { waitUntil: (work: Promise<unknown>) => void waiting.push(work), passThroughOnException: () => {} };
  const response = await app.request(
    at,
    { method: 'POST', headers, body: body as BodyInit },
    {},
    context as unknown as Parameters<typeof app.request>[3],
  );
  const text = await response.text();
  await Promise.all(waiting);
  return { status: response.status, text, posts };
}

async function postSigned(road: SeenRoad, at: Entrance, body: string, answer?: Response | Error) {
  return knockAt(road, at, new Headers(await slackSigned(SECRET, body, NOW / 1000)), body, answer);
}

/** Nobody in particular does what some events tell of. */
const isWhole = ({ author, ...event }: ChatEvent) =>
  event.id.length <= 200 &&
  isWholeEvent({ ...event, author: author.account === '' ? { ...author, account: 'nobody' } : author });

const withSuggestions = (road: SeenRoad, suggest: SeenRoad['suggest']): SeenRoad => ({ ...road, suggest });

describe('every kind of event and interaction', () => {
  it('is brought once, whole, under an id that a copy shares', async () => {
    const bodies = [
      ...EVENTS.map((sample) => ({ at: '/events' as const, body: JSON.stringify(sample) })),
      ...INTERACTIONS.map((form) => ({ at: '/interactivity' as const, body: form.trim() })),
    ];
    for (const { at, body } of bodies) {
      const road = aRoad();
      for (const _ of [1, 2]) expect(await postSigned(road, at, body)).toMatchObject({ status: 200, text: '' });
      const brought = road.calls.filter((call) => call === 'bring');
      expect(brought, body).toHaveLength(2);
      expect(road.brought.every(isWhole), body).toBe(true);
      expect(road.brought[0]?.id).toBe(road.brought[1]?.id);
    }
  });

  it('is taken and left where it asks nothing of the bot', async () => {
    for (const sample of [joinedBot, homeOpened, revokedOfUser]) {
      const road = aRoad();
      expect(await postSigned(road, '/events', JSON.stringify(sample))).toMatchObject({ status: 200, text: '' });
      expect([road.calls, road.reported]).toEqual([[], []]);
    }
    const road = aRoad();
    expect(await postSigned(road, '/interactivity', closed.trim())).toMatchObject({ status: 200, text: '' });
    expect(road.calls).toEqual([]);
  });

  it(
    'has no effect without a valid signature, whatever was done to it',
    async () => {
      const sent = fc.oneof(
        fc
          .constantFrom(...EVENTS, ...OTHER_EVENTS)
          .map((sample) => ({ at: '/events' as const, body: JSON.stringify(sample) })),
        fc
          .constantFrom(...INTERACTIONS, ...OTHER_INTERACTIONS)
          .map((form) => ({ at: '/interactivity' as const, body: form.trim() })),
      );
      await fc.assert(
        fc.asyncProperty(sent, mutation, async ({ at, body }, change) => {
          if (change.what === 'nothing') return;
          const bytes = new TextEncoder().encode(body);
          const changed = mutate({ headers: await slackSigned(SECRET, bytes, NOW / 1000), body: bytes }, change);
          const headers = headersOf(changed.headers);
          if (!headers) return;
          const road = withSuggestions(aRoad(), async () => ['ping']);
          const { status, posts } = await knockAt(road, at, headers, changed.body);
          expect(status).toBeLessThan(500);
          if (status === 401) expect([road.calls, posts]).toEqual([[], []]);
          // What passes is another spelling of the same signature.
          else expect(changed.body).toEqual(bytes);
        }),
        { numRuns: cases(5_000) },
      );
    },
    LONG,
  );

  it(
    'is taken in any shape, and becomes whole events or none',
    async () => {
      const sent = fc.oneof(
        fc.oneof(...[...EVENTS, ...OTHER_EVENTS].map(bentOutOfShape)).map((body) => ({ at: '/events' as const, body })),
        fc
          .oneof(anyJson, ...[...INTERACTIONS, ...OTHER_INTERACTIONS].map((form) => bentOutOfShape(payloadOf(form))))
          .map((payload) => ({ at: '/interactivity' as const, body: formOf(payload) })),
      );
      await fc.assert(
        fc.asyncProperty(sent, async ({ at, body }) => {
          const asked: ChatEvent[] = [];
          const road = withSuggestions(aRoad(), async (event) => {
            asked.push(event);
            return [];
          });
          const { status } = await postSigned(road, at, body);
          expect([200, 400]).toContain(status);
          expect([...road.brought, ...asked].every(isWhole)).toBe(true);
          expect(road.calls.filter((call) => call === 'bring').length).toBeLessThanOrEqual(3);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );
});

describe('an interaction', () => {
  const inline: Brought = { decision: 'inline', invocation: {} as Invocation };
  const url = 'https://hooks.slack.example/app/T0DEMO/100200307/sampleMessage';

  it('that nothing handles is noted, and nobody is bothered', async () => {
    for (const form of INTERACTIONS) {
      const road = aRoad();
      expect(await postSigned(road, '/interactivity', form.trim())).toEqual({ status: 200, text: '', posts: [] });
      expect(road.reported).toEqual(['slack.interaction-unhandled']);
    }
  });

  it('is an event for each of its actions', async () => {
    const road = aRoad();
    await postSigned(road, '/interactivity', selects.trim());
    expect(road.brought.map(({ data }) => (data as { customId: string }).customId)).toEqual([
      'poll.vote',
      'poll.when',
      'poll.who',
    ]);
  });

  it('is answered by its response_url, because its response shows nothing', async () => {
    const said = { text: 'Pong!', replace_original: false };
    const road = aRoad({ bring: async () => inline });
    expect(await postSigned(road, '/interactivity', messageAction.trim())).toEqual({
      status: 200,
      text: '',
      posts: [{ url, body: { ...said, response_type: 'in_channel' } }],
    });
    const forOne = async () => ({ answer: 'now', text: 'Pong!', ephemeral: true }) as const;
    const { posts } = await postSigned(
      aRoad({ bring: async () => inline, answer: forOne }),
      '/interactivity',
      messageAction.trim(),
    );
    expect(posts).toEqual([{ url, body: { ...said, response_type: 'ephemeral' } }]);
  });

  it('is answered later where that takes longer, or by the queue, or was answered before', async () => {
    const later = async () => ({ answer: 'later', visibility: 'public' }) as const;
    const admissions: readonly Brought[] = [
      inline,
      { decision: 'queued', id: 'slack:T0DEMO:x:0' as Extract<Brought, { decision: 'queued' }>['id'] },
      { decision: 'duplicate' },
    ];
    for (const admission of admissions) {
      const road = aRoad({ bring: async () => admission, answer: later });
      const answered = await postSigned(road, '/interactivity', messageAction.trim());
      expect(answered).toEqual({ status: 200, text: '', posts: [] });
      expect(road.reported).toEqual([]);
    }
  });

  it('is refused in a friendly way, to the one who tried', async () => {
    const bring = async (): Promise<Brought> => ({ decision: 'refused', reason: 'cooldown', retryAfterMs: 4_200 });
    const { posts } = await postSigned(aRoad({ bring }), '/interactivity', button.trim());
    expect(posts).toMatchObject([
      { body: { response_type: 'ephemeral', text: 'Slow down: this command is cooling down. Try again in 5 s.' } },
    ]);
    // There is no such address in the home tab.
    expect((await postSigned(aRoad({ bring }), '/interactivity', home.trim())).posts).toEqual([]);
  });

  it('whose answer Slack does not take is noted', async () => {
    for (const answer of [new Response('', { status: 404 }), new TypeError('cut')]) {
      const road = aRoad({ bring: async () => inline });
      expect(await postSigned(road, '/interactivity', messageAction.trim(), answer)).toMatchObject({ status: 200 });
      expect(road.reported).toEqual(['slack.answer-lost']);
    }
  });

  it('that could not be taken fails where the person sees it', async () => {
    const fails = async () => Promise.reject(new Error('queue overloaded: pia said !ping'));
    for (const answers of [{ bring: fails }, { bring: async () => inline, answer: fails }]) {
      const road = aRoad(answers);
      const answered = await postSigned(road, '/interactivity', messageAction.trim());
      expect(answered.status).toBe(503);
      expect(answered.text).not.toContain('pia');
      expect(road.reported).toEqual(['webhook.undecided']);
    }
  });
});

describe('a menu that is typed into', () => {
  const optionsOf = async (suggest: SeenRoad['suggest']) => {
    const road = withSuggestions(aRoad(), suggest);
    const { status, text } = await postSigned(road, '/interactivity', suggestion.trim());
    expect(status).toBe(200);
    expect(road.calls).toEqual([]);
    return { options: (JSON.parse(text) as { options: unknown }).options, reported: road.reported };
  };

  it('gets what could be meant, as options', async () => {
    const { options } = await optionsOf(async ({ data }) => [data.typed, `${data.typed}te`]);
    expect(options).toEqual(['quo', 'quote'].map((value) => ({ text: { type: 'plain_text', text: value }, value })));
  });

  it('gets no options that Slack would refuse all of them for', async () => {
    const { options } = await optionsOf(async () => ['', 'x'.repeat(76), ...Array(150).fill('ok')]);
    expect(options).toEqual(Array(100).fill({ text: { type: 'plain_text', text: 'ok' }, value: 'ok' }));
  });

  it('gets none when nobody can say', async () => {
    const { options, reported } = await optionsOf(() => Promise.reject(new Error('gone')));
    expect(options).toEqual([]);
    expect(reported).toEqual(['slack.no-options']);
  });
});
