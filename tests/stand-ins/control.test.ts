import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BotEndpoint, startBotEndpoint } from './bot.ts';
import { type StandIns, startStandIns } from './run.ts';

let bot: BotEndpoint;
let standIns: StandIns;

beforeEach(async () => {
  bot = await startBotEndpoint();
  standIns = await startStandIns({
    publicUrl: bot.url,
    twitch: { clientId: 'c', clientSecret: 's', webhookSecret: 'webhook secret' },
    slack: { clientId: 'c', clientSecret: 's', signingSecret: 'signing', botToken: 'bot-token' },
  });
});

afterEach(async () => {
  await standIns.stop();
  await bot.stop();
});

async function control(url: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}/_stand-in/${path}`, init);
  const text = await answer.text();
  return { status: answer.status, json: text ? JSON.parse(text) : undefined };
}

test('the bot is told where the stand-ins are', () => {
  const { twitch, slack, vars } = standIns;
  expect(vars).toMatchObject({
    TWITCH_API_URL: `${twitch!.url}/helix`,
    TWITCH_AUTH_URL: `${twitch!.url}/oauth2`,
    TWITCH_WEBHOOK_SECRET: 'webhook secret',
    SLACK_API_URL: `${slack!.url}/api`,
    SLACK_SIGNING_SECRET: 'signing',
  });
  expect(Object.keys(vars).some((name) => /DISCORD|KICK|YOUTUBE|GOOGLE/.test(name))).toBe(false);
});

test('another process speaks as a person and waits for the bot’s line', async () => {
  const { url } = standIns.twitch!;
  const user = { id: '5', login: 'pia', role: 'vip' };
  const said = await control(url, 'chat', { user, text: '!ping' });
  expect(said.json).toMatchObject({ status: 200, statuses: [200] });
  expect(bot.received[0]).toMatchObject({ path: '/webhooks/twitch' });
  const { json } = await control(url, 'log?since=0');
  const waiting = control(url, `log?since=${json.next}&wait=5000&kind=posted`);
  const issued = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'c', client_secret: 's', grant_type: 'client_credentials' }),
  });
  const { access_token } = (await issued.json()) as { access_token: string };
  await fetch(`${url}/helix/chat/messages`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${access_token}`, 'Client-Id': 'c' },
    body: JSON.stringify({ broadcaster_id: '1000001', sender_id: '1000002', message: 'Pong!' }),
  });
  expect((await waiting).json.entries).toMatchObject([{ kind: 'posted', data: { text: 'Pong!' } }]);
  const all = JSON.stringify((await control(url, 'log')).json);
  expect(all).not.toContain(access_token);
  expect(all).toContain('client_secret=***');
});

test('Slack people have roles, messages, mentions and slash commands', async () => {
  const { url } = standIns.slack!;
  const user = { id: 'U0MO', login: 'mo', role: 'moderator' };
  expect((await control(url, 'chat', { user, text: 'hi' })).json).toMatchObject({ status: 200 });
  expect((await control(url, 'chat', { kind: 'mention', user, text: '<@U0WADDLE> hi' })).json.status).toBe(200);
  bot.answer = () => ({ body: JSON.stringify({ text: 'only you' }) });
  const slash = await control(url, 'chat', { kind: 'slash', user, command: '/waddle', text: 'ping' });
  expect(slash.json).toMatchObject({ status: 200, body: { text: 'only you' } });
  expect(standIns.slack!.posted).toMatchObject([{ text: 'only you', ephemeral: true, user: 'U0MO' }]);
  const info = await fetch(`${url}/api/users.info?user=U0MO`, { headers: { Authorization: 'Bearer bot-token' } });
  expect(await info.json()).toMatchObject({ user: { is_admin: true, is_owner: false } });
  expect((await control(url, 'emit', { type: 'event', event: { type: 'app_uninstalled' } })).json.status).toBe(200);
});

test('faults and resets come in from outside; bad input is refused with reasons', async () => {
  const { url } = standIns.twitch!;
  expect((await control(url, 'health')).json).toEqual({ ok: true, name: 'twitch' });
  const plan = { op: 'token', times: 2, fault: { kind: 'status', status: 503 } };
  expect((await control(url, 'faults', plan)).json).toEqual({ pending: 2 });
  expect((await fetch(`${url}/oauth2/token`, { method: 'POST' })).status).toBe(503);
  expect((await control(url, 'reset', {})).json).toEqual({ ok: true });
  expect((await fetch(`${url}/oauth2/token`, { method: 'POST' })).status).toBe(400);
  expect((await control(url, 'faults', { op: 'token', fault: { kind: 'plague' } })).status).toBe(400);
  expect((await control(url, 'chat', { text: 'nobody' })).status).toBe(400);
  expect((await control(url, 'nonsense')).status).toBe(404);
});

test('web pages cannot steer a stand-in', async () => {
  const { url } = standIns.twitch!;
  const user = { id: '5', login: 'pia' };
  expect((await control(url, 'chat', { user, text: 'hi' }, { Origin: 'https://evil.example' })).status).toBe(403);
});

test('every sample is listed and is what its name says', async () => {
  const samples = join(import.meta.dirname, '../samples');
  const index = await readFile(join(samples, 'INDEX.md'), 'utf8');
  // A line may stand for a family of samples: `twitch/notice.*.json`.
  const patterns = Array.from(
    index.matchAll(/`([\w./*-]+)`/g),
    ([, listed = '']) => new RegExp(`^${listed.replaceAll('.', '\\.').replaceAll('*', '[\\w.-]+')}$`),
  );
  for (const folder of ['twitch', 'slack', 'discord', 'kick', 'youtube', 'generic']) {
    for (const name of await readdir(join(samples, folder))) {
      expect(
        patterns.some((pattern) => pattern.test(`${folder}/${name}`)),
        `${folder}/${name} is listed`,
      ).toBe(true);
      const text = await readFile(join(samples, folder, name), 'utf8');
      if (name.endsWith('.xml')) expect(text).toContain('<feed');
      else if (name.endsWith('.json')) expect(typeof JSON.parse(text)).toBe('object');
      else expect([...new URLSearchParams(text)].length).toBeGreaterThan(0);
    }
  }
});
