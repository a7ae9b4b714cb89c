import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Road } from '../../workers/core/road.ts';
import { eventsOfDispatch } from '../../workers/platforms/discord/gateway-events.ts';
import { discordWebhook } from '../../workers/platforms/discord/webhook.ts';
import { genericWebhook } from '../../workers/platforms/generic/webhook.ts';
import { kickWebhook } from '../../workers/platforms/kick/webhook.ts';
import { liveChatEvent } from '../../workers/platforms/youtube/live-chat.ts';
import { youtubeWebhook } from '../../workers/platforms/youtube/webhook.ts';
import { hubSigned } from '../support/hub-signed.ts';
import { kickSigned, makeSigningKey, ringOf } from '../support/kick.ts';
import { discordSigned, hmacHex, makeDiscordKeys } from '../support/signed.ts';

/** What each public sample of the younger doors becomes. */
const PUBLIC: readonly (readonly [file: string, kind: ChatEvent['kind'] | null, facts: object])[] = [
  [
    'discord/interaction.chat_input.json',
    'command',
    { text: 'cardsearch', data: { options: { cardname: 'The Gitrog Monster' } } },
  ],
  [
    'discord/interaction.message_command.json',
    'command',
    { data: { target: { type: 'message', text: 'some message' } } },
  ],
  ['discord/message.json', 'message', { text: 'Supa Hot', author: { login: 'Mason' } }],
  ['kick/channel.followed.json', 'follow', { author: { account: '987654321' } }],
  ['kick/channel.subscription.new.json', 'subscribe', { author: { login: 'subscriber_name' } }],
  ['kick/channel.subscription.renewal.json', 'resubscribe', { data: { months: 3 } }],
  ['kick/chat.message.sent.json', 'message', { author: { level: 'moderator' }, replyTo: 'unique_message_id_456' }],
  ['kick/kicks.gifted.json', 'cheer', { data: { amount: 500, unit: 'kicks' } }],
  ['kick/livestream.status.updated.live.json', 'stream.online', { data: { title: 'Stream Title' } }],
  ['youtube/pubsub.upload.atom.xml', 'video.published', { data: { videoId: 'VIDEO_ID', title: 'Video title' } }],
  ['youtube/liveChatMessages.items.json', 'message', { text: "watching from Murang'a" }],
  ['generic/github.ping.json', null, {}],
];
/** Not webhooks: what the Gateway and the API say, held against their own code elsewhere. */
const NO_EVENTS = [
  'discord/gateway.hello.json',
  'discord/gateway.identify.json',
  'discord/gateway.resume.json',
  'discord/http429.user.json',
];

const FOLDER = process.env.SAMPLES_DIR ?? '';
const NOW = Date.now();

function aRoad() {
  const events: ChatEvent[] = [];
  const road: Road = {
    clock: () => NOW,
    isPlain: () => false,
    bring: async (event) => {
      events.push(event);
      return { decision: 'queued', id: 'x' as never };
    },
    suggest: async () => [],
    answer: async () => ({ answer: 'now', text: '', ephemeral: true }),
    echo: async () => {},
    revoked: async () => {},
    report: () => {},
  };
  return { road, events };
}

/** Sends a sample, signed, through its door. */
async function throughTheDoor(file: string): Promise<{ readonly status: number; readonly events: ChatEvent[] }> {
  const [platform] = file.split('/');
  const body = readFileSync(path.join(FOLDER, file), 'utf8');
  const { road, events } = aRoad();
  const post = async (app: Hono, at: string, headers: Record<string, string>) => {
    const response = await app.request(at, { method: 'POST', headers, body });
    return { status: response.status, events };
  };
  switch (platform) {
    case 'discord': {
      const parsed = JSON.parse(body) as { readonly content?: string };
      if (parsed.content !== undefined) {
        const batch = { session: 's', botUserId: '1', dispatches: [{ t: 'MESSAGE_CREATE', d: parsed, s: 1 }] };
        return { status: 200, events: eventsOfDispatch({ t: 'MESSAGE_CREATE', d: parsed, s: 1 }, batch, NOW) };
      }
      const keys = await makeDiscordKeys();
      const door = discordWebhook({ road, publicKey: keys.publicKey, applicationId: '1' });
      return post(door, '/', await discordSigned(keys, body, Math.floor(NOW / 1000)));
    }
    case 'kick': {
      const key = await makeSigningKey();
      const type = path.basename(file).replace(/(\.live)?\.json$/, '');
      return post(kickWebhook({ road, keys: ringOf(key) }), '/', await kickSigned(key, body, { at: NOW, type }));
    }
    case 'youtube': {
      if (file.endsWith('.json')) {
        const items = JSON.parse(body) as unknown[];
        const place = { channel: 'UCx', liveChatId: 'chat' };
        return { status: 200, events: items.flatMap((item) => liveChatEvent(item, place, NOW) ?? []).slice(0, 1) };
      }
      const lease = { channel: 'CHANNEL_ID', topic: 't', secret: 'hub secret', state: 'active' } as const;
      const leases = { find: async () => lease, confirm: async () => {}, deny: async () => {} };
      const door = youtubeWebhook({ road, leases, watch: async () => {} });
      return post(door, `/${'t'.repeat(43)}`, await hubSigned('hub secret', body));
    }
    default: {
      const hook = {
        id: 'hook',
        name: 'GitHub',
        communityId: 'c' as never,
        platform: 'twitch',
        channel: '1',
        room: '1',
        verifier: 'github',
        secret: 'hook secret',
        template: '$(data.zen)',
      } as const;
      const door = genericWebhook({ road, hooks: { find: async () => hook } });
      return post(door, `/${'t'.repeat(43)}`, {
        'content-type': 'application/json',
        'x-github-event': 'ping',
        'x-github-delivery': 'd1',
        'x-hub-signature-256': `sha256=${await hmacHex('hook secret', body)}`,
      });
    }
  }
}

it.runIf(FOLDER).each(PUBLIC)('the public sample %s is taken as %s', async (file, kind, facts) => {
  const { status, events } = await throughTheDoor(file);
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(300);
  expect(events.map((event) => event.kind)).toEqual(kind === null ? [] : [kind]);
  if (kind !== null) expect(events[0]).toMatchObject(facts);
});

it.runIf(FOLDER)('no public sample of these platforms is left out', () => {
  const known = new Set([...PUBLIC.map(([file]) => file), ...NO_EVENTS]);
  for (const platform of ['discord', 'kick', 'youtube', 'generic']) {
    const folder = path.join(FOLDER, platform);
    for (const name of existsSync(folder) ? readdirSync(folder) : []) expect(known).toContain(`${platform}/${name}`);
  }
});
