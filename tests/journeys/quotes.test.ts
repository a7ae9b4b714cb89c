import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

let turn = 0;
const MOD = { id: '66200', login: 'mod', role: 'moderator' } as const;
const OWNER = { id: '66201', login: 'boss', role: 'broadcaster' } as const;
const viewer = () => ({ id: `79${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
type User = ReturnType<typeof viewer> | typeof MOD | typeof OWNER;

/** Says a line on Twitch, each time somewhere else. @returns the answers to it, as they come, and how to say it again */
async function say(text: string, user: User = viewer()) {
  const { id } = TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const { messageId, redeliver } = await world.twitch.chat({ channel: id, user, text });
  const answers = () => world.twitch.sent.filter((line) => line.replyTo === messageId).map((line) => line.text);
  return { answers, redeliver };
}

async function answerTo(text: string, user?: User): Promise<string> {
  const { answers } = await say(text, user);
  return until(`an answer to ${text}`, () => answers()[0]);
}

const api = (method: string, path: string, body?: Record<string, unknown>, headers: Record<string, string> = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, { headers, ...(body === undefined ? {} : { body }) });

describe('quotes', () => {
  it('are added in chat, shown, voted on, and read by programs', async () => {
    expect(await answerTo('!quote')).toContain('no quotes here yet');
    const ann = viewer();
    expect(await answerTo('!quote add “Hello there” — Bob', ann)).toMatch(
      /^Added #1: "Hello there" — Bob \[.*\d{4}-\d\d-\d\d\]$/,
    );
    expect(await answerTo('!quote 1')).toContain('"Hello there" — Bob');
    expect(await answerTo('!quote add hello THERE')).toContain('quote #1 already');
    expect(await answerTo('!quote vote 1 up', ann)).toContain('your own');
    expect(await answerTo('!quote vote 1 up')).toBe('Quote #1 has 1 up and 0 down.');
    expect(await answerTo('!quote search hello')).toContain('#1');
    expect((await api('GET', '/quotes/demo/1')).json.quote).toMatchObject({
      author: 'Bob',
      up: 1,
      addedBy: `twitch:${ann.id}`,
    });
  });

  it('are added once, however often the platform sends the line', async () => {
    const { answers, redeliver } = await say('!quote add said only once', MOD);
    await until('an answer', () => answers()[0]);
    await redeliver();
    await quiet(world);
    expect(answers()).toHaveLength(1);
    expect(await world.rows(`select number from quotes where text = 'said only once'`)).toHaveLength(1);
  });

  it('wait for a moderator where the community wants it so', async () => {
    expect(await answerTo('!memories approval perhaps', OWNER)).toContain('neither on nor off');
    expect(await answerTo('!memories limit 0', OWNER)).toContain('1 to 500');
    expect(await answerTo('!memories approval ON', OWNER)).toContain('wait until a moderator approves');
    const added = await answerTo('!quote add is this good enough');
    expect(added).toContain('moderator');
    const [, number] = /#(\d+)/.exec(added) ?? [];
    expect(await answerTo('!memories limit 7', OWNER)).toContain('wait until a moderator approves them (!memories');
    expect((await api('GET', '/memories/demo/settings')).json).toEqual({ quoteApproval: true, remindersPerPerson: 7 });
    const set = await api('PATCH', '/memories/demo/settings', { quoteApproval: false });
    expect(set.json).toEqual({ quoteApproval: false, remindersPerPerson: 7 });
    expect((await api('PATCH', '/memories/demo/settings', { quoteApproval: 'no' })).status).toBe(400);
    expect(await answerTo(`!quote approve ${number}`, MOD)).toContain(`#${number}`);
    expect(await answerTo('!memories settings', MOD)).toContain('7 open reminders');
    expect((await say('!memories approval on')).answers()).toEqual([]);
  });

  it('are taken away by who added them and by moderators, and come back', async () => {
    const ann = viewer();
    const [, number] = /#(\d+)/.exec(await answerTo('!quote add taken away', ann)) ?? [];
    expect(await answerTo(`!quote delete ${number}`)).toContain('can be changed by who added it');
    expect(await answerTo(`!quote delete ${number}`, ann)).toContain('Deleted');
    expect((await api('GET', `/quotes/demo/${number}`)).status).toBe(404);
    expect(await answerTo(`!quote undo ${number}`, MOD)).toContain('"taken away"');
    expect((await api('GET', `/quotes/demo/${number}`)).status).toBe(200);
  });

  it('are voted on by persons, never by programs for nobody', async () => {
    const added = await api('POST', '/quotes', { communityId: 'demo', text: 'By a program', author: 'Zoe' });
    expect(added).toMatchObject({ status: 201, json: { quote: { addedBy: null } } });
    const path = `/quotes/demo/${added.json.quote.number}/vote`;
    expect((await api('POST', path, { vote: 'up' })).status).toBe(422);
    const zoe = viewer();
    // Whoever changed something is known from then on.
    await answerTo(`!quote vote ${added.json.quote.number} down`, zoe);
    const voted = await api('POST', path, { vote: 'up' }, { 'x-on-behalf-of': `twitch:${zoe.id}` });
    expect(voted).toMatchObject({ status: 200, json: { up: 1, down: 0 } });
  });

  it('are listed page by page, and not sent again to who has them', async () => {
    for (let n = 0; n < 3; n++)
      await api('POST', '/quotes', { communityId: 'demo', text: `Page ${n}`, category: 'pages' });
    const first = await api('GET', '/quotes/demo?category=pages&limit=2');
    expect(first.json.data).toHaveLength(2);
    const second = await api('GET', `/quotes/demo?category=pages&limit=2&cursor=${first.json.next}`);
    expect(second.json).toMatchObject({ data: [{ text: 'Page 0' }], next: null });
    const etag = first.headers.get('etag') ?? '';
    const again = await api('GET', '/quotes/demo?category=pages&limit=2', undefined, { 'if-none-match': etag });
    expect(again.status).toBe(304);
  });

  it('are printed by texts, by number and by chance', async () => {
    await answerTo('!command add wisdom They say: $(quote 1)', MOD);
    expect(await answerTo('!wisdom')).toMatch(/^They say: #1: "/);
    await answerTo('!command add luck $(quote)', MOD);
    expect(await answerTo('!luck')).toMatch(/^#\d+: "/);
  });
});
