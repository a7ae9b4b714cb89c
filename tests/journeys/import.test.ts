// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, aCommunity, aKey, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Line {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly reasons: readonly { readonly code: string }[];
  readonly suggestion: string | null;
}
interface Preview {
  readonly result: 'read';
  readonly counts: Readonly<Record<string, number>>;
  readonly lines: readonly Line[];
}
interface Applied {
  readonly id: string | null;
  readonly made: readonly { readonly line: string; readonly kind: string; readonly name: string }[];
  readonly left: readonly { readonly id: string; readonly reason: { readonly code: string } }[];
}
interface Past {
  readonly id: string;
  readonly source: string;
  readonly file: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly undone: { readonly removed: number; readonly kept: number } | null;
}

const preview = async (source: string, text: string) =>
  (await ask<Preview>(world, 'POST', '/imports/demo/preview', { body: { source, text } })).json;
const apply = (body: Readonly<Record<string, unknown>>, asked: ApiRequest = {}) =>
  ask<Applied>(world, 'POST', '/imports/demo', { ...asked, body: { source: 'nightbot', ...body } });
const undo = (id: string | null, asked: ApiRequest = {}) =>
  ask<{ removed: number; kept: readonly { name: string; why: string }[] }>(
    world,
    'POST',
    `/imports/demo/${id}/undo`,
    asked,
  );
const past = async () => (await ask<{ data: readonly Past[] }>(world, 'GET', '/imports/demo')).json.data;
const chose = (lines: readonly Line[], ...statuses: readonly string[]) =>
  lines.filter(({ status }) => statuses.includes(status)).map(({ id }) => ({ id }));

let turn = 0;
/** Says a line on Twitch, each time somewhere else, by somebody new. @returns the answers, as they come */
async function say(text: string) {
  const { id } = TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const user = { id: `88${turn}`, login: `viewer${turn}`, role: 'viewer' as const };
  const { messageId } = await world.twitch.chat({ channel: id, user, text });
  return () => world.twitch.sent.filter((line) => line.replyTo === messageId).map((line) => line.text);
}
async function answerTo(text: string): Promise<string | undefined> {
  const answers = await say(text);
  return until(`an answer to ${text}`, () => answers()[0]);
}

const NIGHTBOT = JSON.stringify({
  _total: 4,
  status: 200,
  commands: [
    {
      _id: '1',
      name: '!pond',
      message: '$(user) jumps into the pond ($(count) jumps)',
      coolDown: 0,
      count: 41,
      userLevel: 'everyone',
    },
    { _id: '2', name: '!jump', alias: '!pond', message: '$(query)', coolDown: 0, count: 0, userLevel: 'everyone' },
    { _id: '3', name: '!ping', message: 'mine', coolDown: 0, count: 0, userLevel: 'everyone' },
    {
      _id: '4',
      name: '!wild',
      message: '$(urlfetch https://api.example.com/x)',
      coolDown: 5,
      count: 0,
      userLevel: 'moderator',
    },
  ],
});

describe('moving in from Nightbot', () => {
  it('tells of each line what it would become, and keeps nothing', async () => {
    const { result, counts, lines } = await preview('nightbot', NIGHTBOT);
    expect({ result, counts }).toEqual({
      result: 'read',
      counts: { ok: 3, 'needs-review': 1, conflict: 1, unsupported: 0 },
    });
    expect(lines.map(({ kind, name, status }) => [kind, name, status])).toEqual([
      ['command', 'pond', 'ok'],
      ['counter', 'pond', 'ok'],
      ['alias', 'jump', 'ok'],
      ['command', 'ping', 'conflict'],
      ['command', 'wild', 'needs-review'],
    ]);
    expect((await ask(world, 'GET', '/commands/demo/pond')).status).toBe(404);
    expect(await past()).toEqual([]);
  });

  it('answers in chat by what was taken over, under another name where its own was taken, until it is taken back', async () => {
    const { lines } = await preview('nightbot', NIGHTBOT);
    const conflict = lines.find(({ status }) => status === 'conflict') as Line;
    const wanted = [...chose(lines, 'ok'), { id: conflict.id, name: 'ourping' }];
    const { status, json } = await apply({ text: NIGHTBOT, file: 'commands.json', lines: wanted });
    expect([status, json.left]).toEqual([201, []]);
    expect(json.made.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'command pond',
      'command ourping',
      'alias jump',
      'counter pond',
    ]);
    expect(await answerTo('!pond')).toMatch(/^viewer\d+ jumps into the pond \(42 jumps\)$/);
    expect(await answerTo('!jump')).toMatch(/\(43 jumps\)$/);
    expect(await answerTo('!ourping')).toBe('mine');

    expect(await past()).toMatchObject([
      {
        id: json.id,
        source: 'nightbot',
        file: 'commands.json',
        counts: { command: 2, alias: 1, counter: 1 },
        undone: null,
      },
    ]);
    const back = await undo(json.id);
    // It has counted since: what it counted stays.
    expect(back).toMatchObject({
      status: 200,
      json: { removed: 3, kept: [{ kind: 'counter', name: 'pond', why: 'changed' }] },
    });
    const silent = await say('!pond');
    expect(await answerTo('!ping')).toBeDefined();
    expect(silent()).toEqual([]);
    expect(await past()).toMatchObject([{ undone: { removed: 3, kept: 1 } }]);
    expect((await undo(json.id)).status).toBe(409);
    await ask(world, 'DELETE', '/counters/demo/pond');
  });

  it('leaves what came in its way meanwhile, and says so', async () => {
    const name = `late${randomUUID().slice(0, 6)}`;
    const text = JSON.stringify({
      commands: [
        { name: `!${name}`, message: '$(user)' },
        { name: `!${name}x`, message: 'x' },
      ],
    });
    const { lines } = await preview('nightbot', text);
    expect(lines.map(({ status }) => status)).toEqual(['ok', 'ok']);
    await ask(world, 'POST', '/commands/demo', { body: { name, replies: [{ text: 'first' }] } });
    const { json } = await apply({ text, lines: chose(lines, 'ok') });
    expect(json.made.map((made) => made.name)).toEqual([`${name}x`]);
    expect(json.left).toMatchObject([{ id: lines[0]?.id, reason: { code: 'name-custom' } }]);
    const [, kept] = [
      await undo(json.id),
      await ask<{ replies: readonly { text: string }[] }>(world, 'GET', `/commands/demo/${name}`),
    ];
    expect(kept.json.replies).toMatchObject([{ text: 'first' }]);
  });

  it('takes back only what nobody has changed since', async () => {
    const name = `mine${randomUUID().slice(0, 6)}`;
    const text = JSON.stringify({
      commands: [
        { name: `!${name}`, message: '$(user)' },
        { name: `!${name}x`, message: 'x' },
      ],
    });
    const { json } = await apply({ text, lines: [{ id: 'commands[0]' }, { id: 'commands[1]' }] });
    await ask(world, 'PATCH', `/commands/demo/${name}`, { body: { replies: [{ text: 'changed' }] } });
    expect((await undo(json.id)).json).toEqual({ removed: 1, kept: [{ kind: 'command', name, why: 'changed' }] });
    expect((await ask(world, 'GET', `/commands/demo/${name}`)).status).toBe(200);
  });

  it('is done once under an Idempotency-Key', async () => {
    const name = `once${randomUUID().slice(0, 6)}`;
    const text = JSON.stringify({ commands: [{ name: `!${name}`, message: '$(user)' }] });
    const headers = { 'idempotency-key': randomUUID() };
    const [first, second] = [
      await apply({ text, lines: [{ id: 'commands[0]' }] }, { headers }),
      await apply({ text, lines: [{ id: 'commands[0]' }] }, { headers }),
    ];
    expect(second.json).toEqual(first.json);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect((await past()).filter(({ id }) => id === first.json.id)).toHaveLength(1);
  });

  it('tells a file of another source, and takes large ones', async () => {
    const { json } = await ask<{ fault: string; is: string }>(world, 'POST', '/imports/demo/preview', {
      body: { source: 'fossabot', text: NIGHTBOT },
    });
    expect(json).toMatchObject({ result: 'fault', fault: 'other-source', is: 'nightbot' });
    expect(await apply({ source: 'fossabot', text: NIGHTBOT, lines: [{ id: 'commands[0]' }] })).toMatchObject({
      status: 400,
      json: { error: { code: 'INVALID' } },
    });
    const many = {
      commands: Array.from({ length: 1_000 }, (_, i) => ({ name: `!c${i}`, message: `${'x'.repeat(400)} $(user)` })),
    };
    const { counts } = await preview('nightbot', JSON.stringify(many));
    expect((counts.ok ?? 0) + (counts['needs-review'] ?? 0)).toBe(1_000);
    expect(counts['needs-review']).toBeGreaterThanOrEqual(500);
  });
});

describe('moving in from StreamElements', () => {
  it('brings commands with their aliases and keywords, timers and counters, and takes all of it back', async () => {
    const text = JSON.stringify({
      commands: [
        {
          command: 'greet',
          reply: 'Hi ${sender}',
          aliases: ['hiya'],
          keywords: ['good evening'],
          accessLevel: 100,
          cooldown: { user: 0, global: 0 },
        },
      ],
      timers: [
        {
          name: 'Follow us',
          message: 'Follow us',
          online: { enabled: true, interval: 20 },
          offline: { enabled: false },
          chatLines: 3,
          enabled: true,
        },
      ],
      counters: [{ counter: 'swims', value: 12 }],
    });
    const { lines } = await preview('streamelements', text);
    const { json } = await apply({ source: 'streamelements', text, lines: lines.map(({ id }) => ({ id })) });
    expect(json.left).toEqual([]);
    expect(json.made.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'command greet',
      'alias hiya',
      'keyword greet-good-evening',
      'timer follow-us',
      'counter swims',
    ]);
    expect(await answerTo('!hiya')).toMatch(/^Hi viewer\d+$/);
    expect(await answerTo('Good evening, pond')).toMatch(/^Hi viewer\d+$/);
    const timer = await ask<{ live: string; nextAt: string }>(world, 'GET', '/timers/demo/follow-us');
    expect(timer.json).toMatchObject({ live: 'live', minLines: 3, schedule: { every: 20 }, enabled: true });
    expect((await ask(world, 'GET', '/counters/demo')).json).toMatchObject({ data: [{ name: 'swims', value: 12 }] });
    expect((await undo(json.id)).json).toEqual({ removed: 5, kept: [] });
    expect((await ask(world, 'GET', '/timers/demo/follow-us')).status).toBe(404);
    expect((await ask(world, 'GET', '/aliases/demo/hiya')).status).toBe(404);
  });

  it('makes nothing of what belongs to a command that stays behind', async () => {
    const text = JSON.stringify([{ command: 'lonely', reply: 'x', aliases: ['alone'] }]);
    const { json } = await apply({ source: 'streamelements', text, lines: [{ id: '[0].aliases[0]' }] });
    expect(json).toMatchObject({ id: null, made: [], left: [{ reason: { code: 'without-command' } }] });
  });
});

describe('moving in with quotes', () => {
  it('keeps a table of them under the next numbers, and takes them back', async () => {
    const text = 'text,author,date\n"Swim, they said",Ben,2024-01-02\nHello there,Pia,\nhello THERE,Pia,\n';
    const asked = await ask<Preview>(world, 'POST', '/imports/demo/quotes/preview', { body: { text } });
    expect(asked.json.counts).toMatchObject({ ok: 2, conflict: 1 });
    const body = { text, file: 'quotes.csv', lines: asked.json.lines.map(({ id }) => ({ id })) };
    const { status, json } = await ask<Applied>(world, 'POST', '/imports/demo/quotes', { body });
    expect([status, json.left.map(({ reason }) => reason.code)]).toEqual([201, ['twice']]);
    const [first, second] = json.made.map(({ name }) => Number(name));
    expect(second).toBe((first ?? 0) + 1);
    expect((await ask(world, 'GET', `/quotes/demo/${first}`)).json).toMatchObject({
      quote: { text: 'Swim, they said', author: 'Ben', status: 'approved' },
    });
    expect((await undo(json.id)).json).toEqual({ removed: 2, kept: [] });
    expect((await ask(world, 'GET', `/quotes/demo/${first}`)).status).toBe(404);
  });
});

describe('who may move in', () => {
  it('is who may write there, in their own community', async () => {
    const text = JSON.stringify({ commands: [{ name: '!x', message: '$(user)' }] });
    const body = { source: 'nightbot', text };
    const viewer = (await aPerson(world, { roles: { demo: 'viewer' } })).asked;
    expect((await ask(world, 'POST', '/imports/demo/preview', { ...viewer, body })).status).toBe(403);
    const stranger = (await aPerson(world, { roles: {} })).asked;
    expect((await ask(world, 'POST', '/imports/demo/preview', { ...stranger, body })).status).toBe(404);
  });

  it('takes back no quotes with a key for commands alone, nor what another community imported', async () => {
    const text = `text,author\n${randomUUID()},Ben\n`;
    const { json } = await ask<Applied>(world, 'POST', '/imports/demo/quotes', {
      body: { text, lines: [{ id: 'line-2' }] },
    });
    const key = await aKey(world, { scopes: ['commands:write'] });
    expect((await undo(json.id, { key })).status).toBe(403);
    const { slug: other } = await aCommunity(world);
    expect((await ask(world, 'POST', `/imports/${other}/${json.id}/undo`)).status).toBe(404);
    expect((await undo(json.id)).status).toBe(200);
  });
});
