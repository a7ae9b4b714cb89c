import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../workers/core/bytes.ts';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Brought, Invocation } from '../../workers/core/invocation.ts';
import { slackWebhooks } from '../../workers/platforms/slack/webhook.ts';
import rateLimited from '../samples/slack/app_rate_limited.json';
import mention from '../samples/slack/event.app_mention.json';
import uninstalled from '../samples/slack/event.app_uninstalled.json';
import said from '../samples/slack/event.message.json';
import edited from '../samples/slack/event.message.message_changed.json';
import thread from '../samples/slack/event.message.thread.json';
import clicked from '../samples/slack/interactivity.block_actions.form.txt?raw';
import slashForm from '../samples/slack/slash_command.form.txt?raw';
import probe from '../samples/slack/ssl_check.form.txt?raw';
import challenge from '../samples/slack/url_verification.json';
import { hmacHex, slackSigned } from '../support/signed.ts';
import { anyText } from './arbitraries.ts';
import { cases } from './cases.ts';
import type { SeenRoad } from './doors.ts';
import { anyJson, aRoad, bentOutOfShape, headersOf, isWholeEvent, knock, mutate, mutation, NOW } from './doors.ts';

const SECRET = 'the signing secret of these tests';
const SECONDS = NOW / 1000;
const LONG = 300_000;
/** Nobody in particular does what some events tell of. */
const isWhole = ({ author, ...event }: ChatEvent) =>
  isWholeEvent({ ...event, author: author.account === '' ? { ...author, account: 'nobody' } : author });
const SLASH = slashForm.trim();

type Entrance = '/events' | '/commands' | '/interactivity';

const post = (road: SeenRoad, at: Entrance, headers: Headers, body: string | Uint8Array) =>
  knock(slackWebhooks({ road, signingSecret: SECRET }), at, headers, body);

async function postSigned(
  road: SeenRoad,
  at: Entrance,
  body: string | Uint8Array,
  timestamp: number | string = SECONDS,
) {
  return post(road, at, new Headers(await slackSigned(SECRET, body, timestamp)), body);
}

/** Whether Slack would say that it sent this, by the words of its documentation. */
async function isAuthentic(headers: Headers, body: Uint8Array): Promise<boolean> {
  const timestamp = headers.get('x-slack-request-timestamp');
  const signature = headers.get('x-slack-signature');
  if (!timestamp || !signature || !/^\d+$/.test(timestamp)) return false;
  const expected = `v0=${await hmacHex(SECRET, `v0:${timestamp}:`, body)}`;
  return (
    signature.slice(0, 3) === 'v0=' &&
    signature.toLowerCase() === expected &&
    Math.abs(SECONDS - Number(timestamp)) <= 300
  );
}

/** The one thing that Slack sends without a signature; it may have no effect. */
const isProbe = (at: Entrance, body: Uint8Array) =>
  at === '/commands' && new URLSearchParams(new TextDecoder().decode(body)).get('ssl_check') === '1';

const message = (text: string) => JSON.stringify({ ...said, event: { ...said.event, text } });
const slash = (text: string) => {
  const form = new URLSearchParams(SLASH);
  form.set('text', text);
  return form.toString();
};

describe('the doors of Slack', () => {
  it(
    'let nothing past that is not signed and fresh, and take everything that is, whatever was done to it',
    async () => {
      const sent = fc.oneof(
        anyText().map((text) => ({ at: '/events' as const, body: message(text) })),
        anyText().map((text) => ({ at: '/commands' as const, body: slash(text) })),
        fc.constant({ at: '/interactivity' as const, body: clicked.trim() }),
      );
      await fc.assert(
        fc.asyncProperty(sent, mutation, async ({ at, body }, change) => {
          const bytes = utf8(body);
          const changed = mutate({ headers: await slackSigned(SECRET, bytes, SECONDS), body: bytes }, change);
          const headers = headersOf(changed.headers);
          if (!headers || isProbe(at, changed.body)) return;
          const road = aRoad();
          const { status } = await post(road, at, headers, changed.body);
          if (await isAuthentic(headers, changed.body)) {
            expect(status).toBe(200);
            expect(road.calls).toEqual(['bring']);
          } else {
            expect(status).toBe(401);
            expect(road.calls).toEqual([]);
          }
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it(
    'bring each signed line and each slash command exactly once',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyText(200),
          fc.integer({ min: -300, max: 300 }),
          fc.boolean(),
          async (text, offset, typed) => {
            const road = aRoad();
            const { status } = await postSigned(
              road,
              typed ? '/commands' : '/events',
              typed ? slash(text) : message(text),
              SECONDS + offset,
            );
            expect(status).toBe(200);
            expect(road.calls).toEqual(['bring']);
            expect(road.brought.every(isWholeEvent)).toBe(true);
          },
        ),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it.each([-601, -301, 301, 601])('do not open to what was signed %d s from now', async (offset) => {
    const road = aRoad();
    expect((await postSigned(road, '/events', message('!ping'), SECONDS + offset)).status).toBe(401);
    expect((await postSigned(road, '/commands', SLASH, SECONDS + offset)).status).toBe(401);
    expect((await postSigned(road, '/interactivity', clicked.trim(), SECONDS + offset)).status).toBe(401);
    expect(road.calls).toEqual([]);
  });

  it(
    'stay standing whatever JSON is signed, in any shape',
    async () => {
      const bodies = fc.oneof(anyJson, ...[said, mention, thread, edited, uninstalled, challenge].map(bentOutOfShape));
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const road = aRoad();
          const { status } = await postSigned(road, '/events', body);
          expect([200, 400]).toContain(status);
          // A workspace that took the bot away is told to the road, and is an event.
          expect(road.calls.length).toBeLessThanOrEqual(road.calls[0] === 'revoked' ? 2 : 1);
          expect(road.brought.every(isWhole)).toBe(true);
        }),
        { numRuns: cases(10_000) },
      );
    },
    LONG,
  );

  it(
    'stay standing whatever form is signed',
    async () => {
      const names = [...new URLSearchParams(SLASH).keys(), '__proto__', 'constructor', 'ssl_check', 'payload'];
      const change = fc.tuple(
        fc.constantFrom(...names),
        fc.oneof(anyText(60), fc.constantFrom('', '1', 'x'.repeat(5_000), 'javascript:1', '/', '//', '%', '\u0000')),
      );
      const forms = fc.tuple(fc.array(change, { maxLength: 4 }), fc.boolean()).map(([changes, added]) => {
        const form = new URLSearchParams(SLASH);
        for (const [name, value] of changes) form[added ? 'append' : 'set'](name, value);
        return form.toString();
      });
      await fc.assert(
        fc.asyncProperty(forms, fc.constantFrom<Entrance>('/commands', '/interactivity'), async (body, at) => {
          const road = aRoad();
          const { status } = await postSigned(road, at, body);
          expect([200, 400]).toContain(status);
          expect(road.calls.length).toBeLessThanOrEqual(1);
          expect(road.brought.every(isWholeEvent)).toBe(true);
        }),
        { numRuns: cases(5_000) },
      );
    },
    LONG,
  );

  it(
    'stay standing whatever bytes come, signed or not',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uint8Array({ maxLength: 500 }),
          fc.boolean(),
          fc.constantFrom<Entrance>('/events', '/commands', '/interactivity'),
          async (body, signed, at) => {
            if (isProbe(at, body)) return;
            const road = aRoad();
            const { status } = signed ? await postSigned(road, at, body) : await post(road, at, new Headers(), body);
            expect(signed ? [200, 400] : [401]).toContain(status);
            expect(road.calls).toEqual([]);
          },
        ),
        { numRuns: cases(2_000) },
      );
    },
    LONG,
  );

  it('take no more than a mebibyte', async () => {
    const road = aRoad();
    for (const at of ['/events', '/commands', '/interactivity'] as const) {
      expect((await postSigned(road, at, 'x'.repeat(1024 * 1024 + 1))).status).toBe(413);
      expect((await post(road, at, new Headers({ 'content-length': String(2 ** 40) }), '')).status).toBe(413);
    }
    expect(road.calls).toEqual([]);
  });

  it('answer the challenge with exactly the challenge, as plain text, and only a signed one', async () => {
    const road = aRoad();
    const answer = await postSigned(road, '/events', JSON.stringify(challenge));
    expect(answer).toMatchObject({ status: 200, text: challenge.challenge });
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await post(road, '/events', new Headers(), JSON.stringify(challenge))).toMatchObject({
      status: 401,
      text: expect.not.stringContaining(challenge.challenge),
    });
  });

  it('answer the unsigned probe of the address, and do nothing, even if it looks like a command', async () => {
    const road = aRoad();
    for (const body of [probe.trim(), `${SLASH}&ssl_check=1`]) {
      expect(await post(road, '/commands', new Headers(), body)).toMatchObject({ status: 200, text: '' });
    }
    expect(road.calls).toEqual([]);
    for (const body of ['ssl_check=0', 'ssl_check=', 'ssl_check=true', 'ssl_check'])
      expect((await post(road, '/commands', new Headers(), body)).status).toBe(401);
    expect((await post(road, '/interactivity', new Headers(), probe.trim())).status).toBe(401);
  });

  it('leave alone what they do not know, and edits', async () => {
    const road = aRoad();
    for (const body of [edited, { ...said, event: { type: 'reaction_added' } }]) {
      expect(await postSigned(road, '/events', JSON.stringify(body))).toMatchObject({ status: 200, text: '' });
    }
    expect(road.calls).toEqual([]);
    expect(road.reported).toEqual([]);
  });

  it('note when Slack holds events back', async () => {
    const road = aRoad();
    expect(await postSigned(road, '/events', JSON.stringify(rateLimited))).toMatchObject({ status: 200, text: '' });
    expect(road.calls).toEqual([]);
    expect(road.reported).toEqual(['slack.events-lost']);
  });

  it('tell the road when a workspace takes the bot away', async () => {
    const road = aRoad();
    expect((await postSigned(road, '/events', JSON.stringify(uninstalled))).status).toBe(200);
    expect(road.calls).toEqual(['revoked', 'bring']);
    expect(road.brought).toMatchObject([{ kind: 'installation.revoked', data: { reason: 'app_uninstalled' } }]);
  });

  it('ask Slack to send an event again that the road could not take', async () => {
    const fails = async () => Promise.reject(new Error('queue overloaded: pia said !ping'));
    for (const body of [message('!ping'), JSON.stringify(uninstalled)]) {
      const road = aRoad({ bring: fails, other: fails });
      const answer = await postSigned(road, '/events', body);
      expect(answer.status).toBe(503);
      expect(answer.text).not.toContain('pia');
      expect(road.reported).toEqual(['webhook.undecided']);
    }
  });
});

describe('a slash command is answered', () => {
  const inline: Brought = { decision: 'inline', invocation: {} as Invocation };
  const answerTo = async (answers: Parameters<typeof aRoad>[0]) => {
    const road = aRoad(answers);
    const { status, text } = await postSigned(road, '/commands', SLASH);
    expect(status).toBe(200);
    return text === '' ? null : (JSON.parse(text) as { readonly response_type: string; readonly text: string });
  };
  const refusedFor = (reason: Extract<Brought, { decision: 'refused' }>['reason'], retryAfterMs?: number) =>
    answerTo({
      bring: async () => ({ decision: 'refused', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }),
    });

  it('to all or to one, as the command says', async () => {
    const bring = async () => inline;
    expect(await answerTo({ bring })).toEqual({ response_type: 'in_channel', text: 'Pong!' });
    const forOne = async () => ({ answer: 'now', text: 'Help!', ephemeral: true }) as const;
    expect(await answerTo({ bring, answer: forOne })).toEqual({ response_type: 'ephemeral', text: 'Help!' });
  });

  it('with nothing yet when the answer takes longer', async () => {
    expect(
      await answerTo({ bring: async () => inline, answer: async () => ({ answer: 'later', visibility: 'public' }) }),
    ).toBeNull();
  });

  it('with nothing when it came before', async () => {
    expect(await answerTo({ bring: async () => ({ decision: 'duplicate' }) })).toBeNull();
  });

  it('in a friendly way when it is refused', async () => {
    expect(await refusedFor('cooldown', 4_200)).toEqual({
      response_type: 'ephemeral',
      text: 'Slow down: this command is cooling down. Try again in 5 s.',
    });
    for (const reason of ['level', 'unknown-command', 'command-limit'] as const)
      expect(await refusedFor(reason)).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/./) });
    expect((await answerTo({ bring: async () => ({ decision: 'ignored' }) }))?.text).toMatch(/not linked/);
  });

  it('in a friendly way when the road fails: Slack will not send it again, but a person can', async () => {
    const fails = async () => Promise.reject(new Error('database: pia'));
    for (const answers of [{ bring: fails }, { bring: async () => inline, answer: fails }]) {
      const answer = await answerTo(answers);
      expect(answer).toMatchObject({ response_type: 'ephemeral', text: expect.stringMatching(/try again/) });
      expect(answer?.text).not.toContain('pia');
    }
  });
});
