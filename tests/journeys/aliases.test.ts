import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { quiet, SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.slack.user({ id: 'UMOD', isAdmin: true });
  for (const name of ['hello', 'hug', 'cheer']) {
    const replies = [{ text: `${name} $(1) from $(user)` }];
    const options = { cooldown: { user: 0, channel: 0 } };
    expect((await ask(world, 'POST', '/commands/demo', { body: { name, replies, options } })).status).toBe(201);
  }
});
afterAll(() => world?.close());

let turn = 0;
const MOD = { id: '66200', login: 'mod', role: 'moderator' } as const;
const viewer = () => ({ id: `78${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
type User = ReturnType<typeof viewer> | typeof MOD;

/** Says a line on Twitch, each time somewhere else. @returns the answers to it, as they come, and how to say it again */
async function say(text: string, user: User = viewer()) {
  const { id } = TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const { messageId, redeliver } = await world.twitch.chat({ channel: id, user, text });
  const answers = () => world.twitch.sent.filter((line) => line.replyTo === messageId).map((line) => line.text);
  return { answers, redeliver };
}

/** The answers to a line, when there are so many; in no order, as each is a command of its own. */
async function answersTo(text: string, count: number, user?: User): Promise<string[]> {
  const { answers } = await say(text, user);
  return until(`${count} answers to ${text}`, () => (answers().length >= count ? answers().toSorted() : undefined));
}
const answerTo = async (text: string, user?: User) => (await answersTo(text, 1, user))[0];
const api = (method: string, path: string, body?: Record<string, unknown>) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, body === undefined ? {} : { body });

const slash = (text: string, channel: string, user = 'UMOD') =>
  world.slack.slash({ channel, user, command: '/waddlebot', text });

describe('an alias on Twitch', () => {
  it('is added, used, listed, shown, changed, taken back and removed', async () => {
    expect(await answerTo('!alias list', MOD)).toContain('no aliases yet');
    expect(await answerTo('!alias add !hi "!hello {target}"', MOD)).toBe('Added the alias !hi. Try it.');
    const ann = viewer();
    expect(await answerTo('!HI @bob', ann)).toBe(`hello bob from ${ann.login}`);
    expect(await answerTo('!hi', ann)).toBe(`hello ${ann.login} from ${ann.login}`);

    expect(await answerTo('!alias list', MOD)).toBe('Aliases: !hi');
    expect(await answerTo('!alias show hi', MOD)).toBe('The alias !hi stands for: !hello {target}');
    expect(await answerTo('!help hi')).toBe('The alias !hi stands for: !hello {target}');
    expect(await answerTo('!alias edit hi hug {target}', MOD)).toBe('Changed the alias !hi.');
    expect(await answerTo('!hi @bob', ann)).toBe(`hug bob from ${ann.login}`);
    expect(await answerTo('!alias undo hi', MOD)).toContain('Took the last change of !hi back');
    expect(await answerTo('!hi @bob', ann)).toBe(`hello bob from ${ann.login}`);
    expect(await answerTo('!alias history hi', MOD)).toMatch(
      /^Changes of !hi: undo by mod, .*; edit by mod, .*; add by/,
    );
    expect(await answerTo('!alias remove hi', MOD)).toBe('Removed the alias !hi.');
    expect(await answerTo('!alias show hi', MOD)).toContain('no alias !hi');
  });

  it('keeps what is quoted together, in every kind of quotes', async () => {
    await answerTo('!alias add q hello {arg2}', MOD);
    for (const typed of ['"a b" second', "'a b' second", '“a b” second', '„a b“ second', '«a b» second'])
      expect(await answerTo(`!q ${typed}`)).toMatch(/^hello second from /);
    await answerTo('!alias add quoted hello "x && y" && hug z', MOD);
    const answers = await answersTo('!quoted', 2);
    expect(answers).toEqual([expect.stringMatching(/^hello /), expect.stringMatching(/^hug z from /)]);
  });

  it('runs a chain link by link, once, and counts each', async () => {
    await answerTo('!alias add welcome hello {target} && hug {target} && cheer {target}', MOD);
    const usesOf = async (name: string): Promise<number> => (await api('GET', `/commands/demo/${name}`)).json.uses;
    const before = await Promise.all(['hello', 'hug', 'cheer'].map(usesOf));
    const { answers, redeliver } = await say('!welcome @bob');
    await until('three answers', () => answers().length === 3);
    await redeliver();
    await quiet(world);
    const inOrder = ['hello bob', 'hug bob', 'cheer bob'];
    expect(answers().map((text) => text.split(' ', 2).join(' '))).toEqual(inOrder);
    expect(await Promise.all(['hello', 'hug', 'cheer'].map(usesOf))).toEqual(before.map((uses) => uses + 1));
    expect((await api('GET', '/aliases/demo/welcome')).json.uses).toBe(1);
  });

  it('stands for built-in commands with an effect, at the level that these ask for', async () => {
    await answerTo('!alias add note command add {arg1} {user} noted {arg2}', MOD);
    expect(await answerTo('!note n1 "a thing"', MOD)).toBe('Added !n1. Try it.');
    expect(await answerTo('!n1')).toBe('mod noted a thing');
    const { answers } = await say('!note n2 x');
    await quiet(world);
    expect(answers()).toEqual([]);
    expect(await world.rows(`select from commands where name = 'n2'`)).toEqual([]);
  });

  it('takes nothing of what people type for a command or a placeholder', async () => {
    await answerTo('!alias add echo hello "{args}"', MOD);
    const { answers } = await say('!echo x && !hug y {user} $(user)');
    await until('an answer', () => answers().length > 0);
    await quiet(world);
    expect(answers()).toHaveLength(1);
    expect(answers()[0]).toMatch(/^hello (?:"?x) /);
  });

  it('is told by name what is wrong with it, and then there is none', async () => {
    expect(await answerTo('!alias add ping about', MOD)).toContain('The command !ping is built in');
    expect(await answerTo('!alias add hello about', MOD)).toContain('There is a command !hello here');
    expect(await answerTo('!alias add a/b about', MOD)).toContain('"a/b" cannot be an alias');
    expect(await answerTo('!alias add me about', MOD)).toContain('Note that /me is');
    expect(await answerTo('!alias add soon later {args}', MOD)).toContain('there is no !later here yet');
    expect(await answerTo('!command add soon Text', MOD)).toContain('There is an alias !soon here');
    expect(await answerTo('!alias add later soon', MOD)).toContain('!later would stand for itself in the end');
    expect(await answerTo(`!alias add many ${Array(6).fill('ping').join('&&')}`, MOD)).toContain(
      'more than 5 commands',
    );
    for (let i = 1; i <= 5; i++) await answerTo(`!alias add d${i} ${i === 1 ? 'about' : `d${i - 1}`}`, MOD);
    expect(await answerTo('!d5')).toContain('WaddleBot');
    expect(await answerTo('!alias add d6 d5', MOD)).toContain('more than 5 deep');
    expect(await world.rows(`select name from aliases where name in ('later', 'many', 'd6', 'ping')`)).toEqual([]);
  });

  it('has a level and a wait of its own', async () => {
    await answerTo('!alias add rare hello {target}', MOD);
    expect(await answerTo('!alias options rare cooldown=60 exempt=owner category=fun', MOD)).toBe(
      'Changed the alias !rare.',
    );
    expect(await answerTo('!alias show rare', MOD)).toBe(
      'The alias !rare (cooldown=60 category=fun) stands for: hello {target}',
    );
    expect(await answerTo('!alias options rare style=say', MOD)).toContain('no option "style"');
    await answerTo('!alias options rare level=moderator', MOD);
    const { answers } = await say('!rare');
    await quiet(world);
    expect(answers()).toEqual([]);
    expect(await answerTo('!rare', MOD)).toMatch(/^hello mod/);
  });
});

describe('an alias on Slack', () => {
  const [, one, two] = SLACK_CHANNELS.map(({ id }) => id) as [string, string, string];
  const posted = (channel: string) =>
    world.slack.posted
      .filter((line) => line.channel === channel && line.via === 'chat.postMessage')
      .map(({ text }) => text);

  it('is made and used by messages', async () => {
    await world.slack.message({ channel: one, user: 'UMOD', text: '!alias add sl hello {arg1} && hug {arg1}' });
    await until('it is added', () => posted(one).some((text) => text.includes('Added the alias !sl')));
    await world.slack.message({ channel: one, user: 'U301', text: '!sl everybody' });
    await until('both are said', () => posted(one).filter((text) => / everybody from /.test(text)).length === 2);
  });

  it('answers a slash command with its first link, and in the room with the others', async () => {
    expect((await slash('alias add pair hello {target} && cheer {target}', two)).body).toMatchObject({
      text: 'Added the alias !pair. Try it.',
    });
    expect((await slash('pair bob', two, 'U302')).body).toMatchObject({
      text: expect.stringMatching(/^hello bob from /),
    });
    await until('the second is said', () => posted(two).some((text) => text.startsWith('cheer bob from ')));
    expect(posted(two).some((text) => text.startsWith('hello bob'))).toBe(false);
  });

  it('says to the one who asked why it cannot be run', async () => {
    await api('POST', '/aliases/demo', { name: 'round1', command: 'round2' });
    // As it comes to be where two are made at once.
    await world.rows(
      `insert into aliases (id, community_id, name, expansion)
       select gen_random_uuid(), id, 'round2', 'round1' from communities where slug = 'demo'`,
    );
    await api('POST', '/aliases/demo', { name: 'unrelated', command: 'ping' });
    expect((await slash('round1', two, 'U303')).body).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('!round1 stands for itself'),
    });
  });
});

describe('aliases by the API', () => {
  it('are listed page by page, exported, and imported as they were', async () => {
    const { json } = await api('GET', '/aliases/demo?limit=2');
    expect(json.data).toHaveLength(2);
    const next = await api('GET', `/aliases/demo?limit=2&cursor=${json.next}`);
    expect(next.json.data[0].name > json.data[1].name).toBe(true);
    expect((await api('GET', '/aliases/demo?category=fun')).json.data).toMatchObject([{ name: 'rare' }]);

    const exported = (await api('GET', '/aliases/demo/export.json')).json;
    expect(exported.aliases).toContainEqual({ name: 'sl', command: 'hello {arg1} && hug {arg1}', options: {} });
    const fine = exported.aliases.filter(({ name }: { name: string }) => !name.startsWith('round'));
    await api('DELETE', '/aliases/demo/sl');
    expect((await api('POST', '/aliases/demo/import', { aliases: fine })).json).toMatchObject({
      added: 1,
      changed: fine.length - 1,
      unknown: ['later'],
    });
    expect((await api('GET', '/aliases/demo/export.json')).json).toEqual(exported);
  });

  it('are imported all or none, and each import can be taken back alias by alias', async () => {
    const before = (await api('GET', '/aliases/demo/export.json')).json;
    const list = (...names: string[]) => ({ aliases: names.map((name) => ({ name, command: 'hello imported' })) });
    expect((await api('POST', '/aliases/demo/import', list('i1', 'ping'))).json.error).toMatchObject({
      code: 'CONFLICT',
    });
    expect((await api('POST', '/aliases/demo/import', list('i1', 'i1'))).json.error).toMatchObject({ code: 'INVALID' });
    const circle = {
      aliases: [
        { name: 'i1', command: 'i2' },
        { name: 'i2', command: 'i1' },
      ],
    };
    expect((await api('POST', '/aliases/demo/import', circle)).status).toBe(400);
    expect(
      (await api('POST', '/aliases/demo/import', list(...Array.from({ length: 199 }, (_, i) => `i${i}`)))).status,
    ).toBe(409);
    expect((await api('GET', '/aliases/demo/export.json')).json).toEqual(before);

    await api('POST', '/aliases/demo/import', list('i1', 'i2', 'sl'));
    expect(await answerTo('!i1')).toMatch(/^hello imported/);
    expect((await api('POST', '/aliases/demo/i1/undo')).json).toEqual({ name: 'i1', undone: 'alias.import' });
    expect((await api('GET', '/aliases/demo/i1')).status).toBe(404);
    expect((await api('POST', '/aliases/demo/sl/undo')).json).toEqual({ name: 'sl', undone: 'alias.import' });
    expect((await api('GET', '/aliases/demo/sl')).json).toMatchObject({ command: 'hello {arg1} && hug {arg1}' });
    expect((await api('GET', '/aliases/demo/i2')).json).toMatchObject({ command: 'hello imported' });
    const { data } = (await api('GET', '/aliases/demo/sl/history')).json;
    expect(data.map(({ action }: { action: string }) => action).slice(0, 2)).toEqual(['alias.undo', 'alias.import']);
    expect(data[1]).toMatchObject({ after: { name: 'sl', expansion: 'hello imported' } });
  });

  it('are renamed and changed, and nothing takes a name that is taken', async () => {
    expect((await api('PATCH', '/aliases/demo/i2', { name: 'ping' })).status).toBe(409);
    expect((await api('PATCH', '/aliases/demo/i2', { name: 'hello' })).status).toBe(409);
    expect((await api('PATCH', '/aliases/demo/i2', { name: 'sl' })).status).toBe(409);
    expect((await api('PATCH', '/aliases/demo/i2', { command: 'i2' })).status).toBe(400);
    const options = { level: 'vip', cooldown: { channel: 5 } };
    expect((await api('PATCH', '/aliases/demo/i2', { name: 'renamed', options })).json).toMatchObject({
      name: 'renamed',
    });
    expect((await api('PATCH', '/aliases/demo/renamed', { options: { level: null } })).status).toBe(200);
    expect((await api('GET', '/aliases/demo/renamed')).json).toMatchObject({ options: { cooldown: { channel: 5 } } });
    expect((await api('GET', '/aliases/demo/renamed')).json.options).not.toHaveProperty('level');
    expect(
      (await api('POST', '/commands/demo', { name: 'renamed', replies: [{ text: 'x' }] })).json.error,
    ).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('alias'),
    });
    expect((await api('PATCH', '/commands/demo/hug', { options: { name: 'renamed' } })).status).toBe(409);
    expect((await api('GET', '/commands/demo?kind=alias&search=renamed')).json.data).toMatchObject([{ kind: 'alias' }]);
  });
});
