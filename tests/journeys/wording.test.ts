import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

let turn = 0;
async function answerTo(text: string, role: 'viewer' | 'moderator' = 'viewer'): Promise<string> {
  const { id } = TWITCH_CHANNELS[turn % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const user = { id: `44${turn}`, login: `viewer${turn++}`, role };
  const { messageId } = await world.twitch.chat({ channel: id, user, text });
  const lines = () => world.twitch.sent.filter((line) => line.replyTo === messageId);
  await until(`an answer to ${text}`, () => lines().length > 0);
  return lines()[0]?.text ?? '';
}

describe('a community’s own words', () => {
  it('are said from the next message on, and the built-in ones again when they are reset', async () => {
    expect(await answerTo('!wording set general.ping Here, {nobody}!', 'moderator')).toContain('Nothing fills nobody');
    expect(await answerTo('!wording set general.ping I am here.', 'moderator')).toBe(
      'Changed the words of general.ping.',
    );
    expect(await answerTo('!ping')).toBe('I am here.');
    expect(await answerTo('!wording general.ping', 'moderator')).toBe('The words of general.ping: I am here.');
    expect(await answerTo('!wording reset general.ping', 'moderator')).toContain('Back to the built-in words');
    expect(await answerTo('!ping')).toBe('Pong!');
  });

  it('fill in what the sentence fills in, and nothing that people type', async () => {
    const put = await ask(world, 'PUT', '/wording/demo/commands.added', { body: { text: 'New: {name} {name}' } });
    expect(put.status).toBe(200);
    expect(await answerTo('!command add fresh {prefix}', 'moderator')).toBe('New: !fresh !fresh');
    expect((await ask(world, 'PUT', '/wording/demo/nosuch.key', { body: { text: 'x' } })).status).toBe(404);
    await ask(world, 'DELETE', '/wording/demo/commands.added');
    expect(await answerTo('!command add fresh2 x', 'moderator')).toBe('Added !fresh2. Try it.');
  });
});

describe('what the road itself says', () => {
  it('goes by the community’s own words, too', async () => {
    const slash = async (user: string, text: string) => {
      const { id: channel } = SLACK_CHANNELS[turn++ % SLACK_CHANNELS.length] as (typeof SLACK_CHANNELS)[number];
      const { body } = await world.slack.slash({ channel, user, command: '/waddlebot', text });
      return (body as { readonly text?: string }).text;
    };
    expect(await slash('UVIEW', 'command add x y')).toBe('You may not use !command add here.');
    const level = { body: { text: 'Ask a moderator for {command}.' } };
    expect((await ask(world, 'PUT', '/wording/demo/refusals.level', level)).status).toBe(200);
    expect(await slash('UVIEW', 'command add x y')).toBe('Ask a moderator for !command add.');
    const missing = { body: { text: 'More, please: {usage}' } };
    expect((await ask(world, 'PUT', '/wording/demo/options.missing', missing)).status).toBe(200);
    expect(await answerTo('!command add', 'moderator')).toMatch(/^More, please: !command add /);
    await ask(world, 'DELETE', '/wording/demo/refusals.level');
    await ask(world, 'DELETE', '/wording/demo/options.missing');
    expect(await slash('UVIEW', 'command add x y')).toBe('You may not use !command add here.');
  });
});

describe('a counter', () => {
  it('is counted, set, taken back and printed by texts', async () => {
    expect(await answerTo('!counter add deaths', 'moderator')).toBe('deaths is at 1.');
    expect(await answerTo('!counter add deaths 4', 'moderator')).toBe('deaths is at 5.');
    expect(await answerTo('!counter set deaths 2', 'moderator')).toBe('deaths is at 2 now; it was at 5.');
    expect(await answerTo('!counter undo deaths', 'moderator')).toBe('deaths is back at 5.');
    expect(await answerTo('!counter deaths')).toBe('deaths is at 5.');
    await answerTo('!command add died $(count deaths +2)', 'moderator');
    expect(await answerTo('!died')).toBe('7');
    const body = { value: 10 };
    expect((await ask(world, 'PUT', '/counters/demo/deaths', { body })).status).toBe(200);
    expect(await answerTo('!counter deaths')).toBe('deaths is at 10.');
    expect(await answerTo('!counter remove deaths', 'moderator')).toBe('deaths is forgotten; it was at 10.');
    expect(await answerTo('!counter add a.b', 'moderator')).toContain('cannot be a counter');
  });
});

describe('a preview', () => {
  it('shows a text as chat would see it, with what is wrong by place, and counts nothing', async () => {
    const body = { communityId: 'demo', text: '$(user): $(count seen) $(nosuch) $(', args: 'a b', dialect: 'native' };
    const shown = await ask(world, 'POST', '/commands/preview', { body: { ...body, as: { displayName: 'Pia' } } });
    expect(shown.status).toBe(200);
    const { text, warnings } = JSON.parse(shown.text) as { text: string; warnings: { start: number }[] };
    expect(text).toBe('Pia: 1 $(nosuch) $(');
    expect(warnings.map(({ start }) => start)).toEqual([23, 33]);
    expect(await world.rows(`select name from counters where name = 'seen'`)).toEqual([]);
  });
});
