import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ORDINARY } from '../stand-ins/pages/ordinary.ts';
import { ordinaryPath, type PagesStandIn, startPages } from '../stand-ins/pages.ts';
import { aCommunity, aKey, ask } from '../support/api.ts';
import { quiet, SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
let pages: PagesStandIn;
beforeAll(async () => {
  pages = await startPages();
  world = await startWorld({ vars: { FETCH_ALLOW_HOSTS: pages.host } });
});
afterAll(async () => {
  await world?.close();
  await pages?.stop();
});

let turn = 0;
const MOD = { id: '66300', login: 'mod', role: 'moderator' } as const;
const viewer = () => ({ id: `79${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
type User = ReturnType<typeof viewer> | typeof MOD;

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

const api = (method: string, path: string, body?: Record<string, unknown>, key?: string) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, { ...(body === undefined ? {} : { body }), ...(key === undefined ? {} : { key }) });

/** The number in an answer such as `Kept as bookmark #3: …`. */
const numberIn = (answer: string): number => Number(/#(\d+)/.exec(answer)?.[1]);
const get = async (number: number) => (await api('GET', `/bookmarks/demo/${number}`)).json;
/** The bookmark once its page was read, or could not be. */
const settled = (number: number) =>
  until(`bookmark ${number} is read`, async () => {
    const found = await get(number);
    return found.metadata === 'pending' ? undefined : found;
  });

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';
const visit = (path: string, from: string, agent = BROWSER) =>
  fetch(`${world.worker.url}${path}`, {
    redirect: 'manual',
    headers: { 'user-agent': agent, 'cf-connecting-ip': from },
  });

describe('a bookmark on Twitch', () => {
  it('is kept once, read, found, tagged, renamed, deleted and brought back', async () => {
    const url = pages.serve('/fish', {
      body: '<html lang="en"><title>Fish of the sea</title><meta name="description" content="What penguins like">',
    });
    const pia = viewer();
    const { answers, redeliver } = await say(`!bookmark add ${url} #Food`, pia);
    const kept = await until('it is kept', () => answers()[0]);
    const number = numberIn(kept);
    expect(kept).toMatch(/^Kept as bookmark #\d+/);
    await redeliver();
    await quiet(world);
    expect(answers()).toHaveLength(1);
    expect(await settled(number)).toMatchObject({
      title: 'Fish of the sea',
      description: 'What penguins like',
      tags: ['food'],
      createdBy: { name: pia.login },
    });
    expect(await answerTo(`!bookmark add ${url}?utm_source=chat`)).toBe(
      `That page is bookmark #${number} already: Fish of the sea`,
    );
    expect(await answerTo('!bookmark search penguin #food')).toContain(`#${number}: Fish of the sea`);
    expect(await answerTo(`!bookmark tag ${number} #sea -#food`)).toContain('somebody else’s');
    expect(await answerTo(`!bookmark tag ${number} #sea -#food`, MOD)).toContain('the tags #sea now');
    expect(await answerTo(`!bookmark edit ${number} All the fish`, MOD)).toBe(`Changed bookmark #${number}.`);
    expect(await answerTo(`!bm ${number}`)).toContain(`#${number}: All the fish – http`);
    expect(await answerTo('!bookmark tags')).toContain('#sea (1)');
    expect(await answerTo('!bookmark list #sea')).toContain('All the fish');
    expect(await answerTo(`!bookmark delete ${number}`, MOD)).toContain('Deleted bookmark');
    expect(await answerTo(`!bookmark ${number}`)).toContain('no bookmark');
    expect(await answerTo(`!bookmark undo ${number}`, MOD)).toContain('Took the last change');
    expect(await answerTo(`!bookmark ${number}`)).toContain('All the fish');
  });

  it('is a note where it has no page', async () => {
    const number = numberIn(await answerTo('!bookmark note Feed the penguins at noon #todo'));
    expect(await answerTo(`!bookmark ${number}`)).toBe(`#${number}: Feed the penguins at noon #todo`);
  });
});

describe('a bookmark on Slack', () => {
  it('is kept by a slash command, as Slack writes links', async () => {
    const [, channel] = SLACK_CHANNELS.map(({ id }) => id) as [string, string];
    const url = pages.serve('/slack', { body: '<title>From Slack</title>' });
    const { body } = await world.slack.slash({
      channel,
      user: 'U310',
      command: '/waddlebot',
      text: `bookmark add <${url}> #slack`,
    });
    expect(body).toMatchObject({ text: expect.stringContaining('Kept as bookmark #') });
    const number = numberIn((body as { text: string }).text);
    expect(await settled(number)).toMatchObject({ url, title: 'From Slack', tags: ['slack'] });
  });
});

describe('what a page says of itself', () => {
  it('is its title, on ordinary pages', async () => {
    for (const page of ORDINARY.slice(0, 3)) {
      const url = `${pages.url}${ordinaryPath(page.name)}`;
      const { json } = await api('POST', '/bookmarks', { communityId: 'demo', url });
      const read = await settled(json.number);
      expect(read).toMatchObject({ metadata: 'read', metadataReason: null });
      expect(read.title).not.toBe('');
    }
  });

  it('is why it was not read, on others; who asks again is answered again', async () => {
    const pdf = (
      await api('POST', '/bookmarks', { communityId: 'demo', url: `${pages.url}/hostile/annual%20report.pdf` })
    ).json;
    expect(await settled(pdf.number)).toMatchObject({
      metadata: 'failed',
      title: 'annual report.pdf',
      metadataReason: expect.stringContaining('a PDF'),
    });
    const inside = (await api('POST', '/bookmarks', { communityId: 'demo', url: 'http://127.0.0.1:1/admin' })).json;
    expect(await settled(inside.number)).toMatchObject({ metadata: 'failed' });

    const url = pages.serve('/later', { status: 404, body: 'Not yet' });
    const { number } = (await api('POST', '/bookmarks', { communityId: 'demo', url })).json;
    expect(await settled(number)).toMatchObject({ metadata: 'failed' });
    pages.serve('/later', { body: '<title>Now it is here</title>' });
    expect((await api('POST', `/bookmarks/demo/${number}/refresh`)).status).toBe(202);
    await until('it is read', async () => (await get(number)).title === 'Now it is here');
  });

  it('is asked for again by the queue where the page was away for a while', async () => {
    const url = pages.serve('/flaky', { status: 503, body: 'Away' });
    const { number } = (await api('POST', '/bookmarks', { communityId: 'demo', url })).json;
    await until('it was asked for', async () => (await get(number)).metadata === 'failed');
    pages.serve('/flaky', { body: '<title>Back again</title>' });
    await until('it is read', async () => (await get(number)).title === 'Back again');
  });
});

describe('a short link', () => {
  it('leads to the page, counts once per visitor and day, and is listed among the popular ones', async () => {
    const url = `${pages.url}/visited`;
    const { number, path } = (await api('POST', '/bookmarks', { communityId: 'demo', url, title: 'Visited' })).json;
    const first = await visit(path, '203.0.113.1');
    expect([first.status, first.headers.get('location')]).toEqual([302, url]);
    expect(first.headers.get('referrer-policy')).toBe('no-referrer');
    await visit(path, '203.0.113.1');
    await visit(path, '203.0.113.2');
    await visit(path, '203.0.113.3', 'Slackbot-LinkExpanding 1.0');
    expect((await get(number)).visits).toBe(2);
    expect((await api('GET', '/bookmarks/demo/popular')).json.data[0]).toMatchObject({ number, visits: 2 });
    expect(await answerTo('!bookmark popular')).toBe(`Most visited: #${number} Visited (2)`);

    await api('DELETE', `/bookmarks/demo/${number}`);
    expect((await visit(path, '203.0.113.4')).status).toBe(404);
    expect((await visit('/b/zzzzzzz', '203.0.113.4')).status).toBe(404);
  });

  it('forgets who visited after a month', async () => {
    await world.rows(`update bookmark_visits set day = day - 40`);
    await world.worker.cron('0 3 * * *', new Date(world.now()));
    expect(await world.rows('select from bookmark_visits')).toEqual([]);
  });
});

describe('bookmarks by the API', () => {
  it('are each community’s own', async () => {
    const { slug } = await aCommunity(world);
    const { json } = await api('POST', '/bookmarks', { communityId: slug, title: 'Theirs' });
    expect(json.number).toBe(1);
    const key = await aKey(world);
    expect((await api('GET', `/bookmarks/${slug}/1`, undefined, key)).status).toBe(404);
    expect((await api('POST', '/bookmarks', { communityId: slug, title: 'x' }, key)).status).toBe(404);
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/undo'],
      ['POST', '/refresh'],
    ] as const)
      expect((await api(method, `/bookmarks/${slug}/77${path}`, method === 'PATCH' ? {} : undefined)).status).toBe(404);
    expect((await api('GET', `/bookmarks/${slug}/stats`)).json).toMatchObject({ bookmarks: 1, notes: 1, latest: 1 });
  });
});
