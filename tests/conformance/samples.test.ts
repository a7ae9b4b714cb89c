import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Road } from '../../workers/core/road.ts';
import { slackWebhooks } from '../../workers/platforms/slack/webhook.ts';
import { twitchWebhook } from '../../workers/platforms/twitch/webhook.ts';
import { signSlack } from '../stand-ins/slack.ts';
import { signTwitch, twitchTimestamp } from '../stand-ins/twitch.ts';

/** Our own samples, and those of the folder that SAMPLES_DIR names: each goes, signed, through its door. */
const FOLDERS = ['tests/samples', ...(process.env.SAMPLES_DIR ? [process.env.SAMPLES_DIR] : [])];
const SECRET = 'a secret of this test alone, long enough';

interface Came {
  readonly events: ChatEvent[];
  readonly echoes: number;
  readonly revoked: number;
}

function doors() {
  const came = { events: [] as ChatEvent[], echoes: 0, revoked: 0 };
  const road: Road = {
    clock: Date.now,
    isPlain: () => false,
    bring: async (event) => {
      came.events.push(event);
      return { decision: 'ignored' };
    },
    suggest: async () => [],
    answer: async () => ({ answer: 'now', text: '', ephemeral: true }),
    echo: async () => void came.echoes++,
    revoked: async () => void came.revoked++,
    report: () => {},
  };
  const app = new Hono()
    .route('/twitch', twitchWebhook({ road, webhookSecret: SECRET, botUserId: '1000002' }))
    .route('/slack', slackWebhooks({ road, signingSecret: SECRET }));
  return { app, came: came as Came };
}

const filesOf = (folder: string, platform: string): string[] => {
  const where = path.join(folder, platform);
  return existsSync(where) ? readdirSync(where).filter((name) => /\.(json|txt)$/.test(name)) : [];
};

function twitchRequest(body: string): RequestInit {
  const parsed = JSON.parse(body) as {
    challenge?: string;
    subscription?: { type: string; status?: string };
    event?: unknown;
  };
  const id = crypto.randomUUID();
  const timestamp = twitchTimestamp(Date.now());
  const type = parsed.challenge ? 'webhook_callback_verification' : parsed.event ? 'notification' : 'revocation';
  return {
    method: 'POST',
    body,
    headers: {
      'twitch-eventsub-message-id': id,
      'twitch-eventsub-message-timestamp': timestamp,
      'twitch-eventsub-message-type': type,
      'twitch-eventsub-message-signature': signTwitch(SECRET, id, timestamp, body),
    },
  };
}

function slackRequest(body: string): RequestInit {
  const timestamp = Math.floor(Date.now() / 1000);
  return {
    method: 'POST',
    body,
    headers: {
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': signSlack(SECRET, timestamp, body),
    },
  };
}

/** A sample as a request: which door it belongs to can be told from its content. */
function requestOf(
  platform: string,
  name: string,
  text: string,
): { readonly path: string; readonly init: RequestInit } | null {
  if (platform === 'twitch') {
    const parsed = JSON.parse(text) as { subscription?: unknown };
    return parsed.subscription ? { path: '/twitch', init: twitchRequest(text) } : null;
  }
  if (name.endsWith('.txt')) {
    const body = text.trimEnd();
    return {
      path: new URLSearchParams(body).has('payload') ? '/slack/interactivity' : '/slack/commands',
      init: slackRequest(body),
    };
  }
  const parsed = JSON.parse(text) as { type?: string };
  if (parsed.type === 'block_actions') {
    return { path: '/slack/interactivity', init: slackRequest(new URLSearchParams({ payload: text }).toString()) };
  }
  return parsed.type === 'event_callback' || parsed.type === 'url_verification'
    ? { path: '/slack/events', init: slackRequest(text) }
    : null;
}

describe.each(FOLDERS)('the samples of %s', (folder) => {
  it.each(['twitch', 'slack'])('of %s are taken at their doors, and none is misread', async (platform) => {
    const counts: Record<string, number> = { taken: 0, 'no webhook': 0 };
    for (const name of filesOf(folder, platform)) {
      const request = requestOf(platform, name, readFileSync(path.join(folder, platform, name), 'utf8'));
      if (!request) {
        counts['no webhook'] = (counts['no webhook'] ?? 0) + 1;
        continue;
      }
      const { app, came } = doors();
      const response = await app.request(request.path, request.init);
      expect({ name, status: response.status }).toEqual({
        name,
        status: expect.toSatisfy((status: number) => status >= 200 && status < 300),
      });
      counts.taken = (counts.taken ?? 0) + 1;
      for (const { kind } of came.events) counts[kind] = (counts[kind] ?? 0) + 1;
    }
    console.log(
      `${folder} ${platform}: ${Object.entries(counts)
        .map(([what, n]) => `${n} ${what}`)
        .join(', ')}`,
    );
    expect(counts.taken).toBeGreaterThan(0);
  });
});

describe('the public chat message', () => {
  it.runIf(process.env.SAMPLES_DIR)('becomes the event it is', async () => {
    const file = path.join(process.env.SAMPLES_DIR as string, 'twitch/channel.chat.message.json');
    const { app, came } = doors();
    await app.request('/twitch', twitchRequest(readFileSync(file, 'utf8')));
    expect(came.events).toHaveLength(1);
    expect(came.events[0]).toMatchObject({ platform: 'twitch', kind: 'message', author: { level: 'moderator' } });
  });
});
