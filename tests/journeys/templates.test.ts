import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

/** A streamer's own program, at which commands fetch. */
let program: Server;
const asked: { path: string; headers: Readonly<Record<string, unknown>> }[] = [];
let world: World;
beforeAll(async () => {
  program = createServer((request, response) => {
    asked.push({ path: request.url ?? '', headers: request.headers });
    response.end(request.url === '/evil' ? '$(user) says "hi"' : 'sunny');
  });
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(program.address() as AddressInfo).port}`;
  world = await startWorld({ vars: { FETCH_ALLOW_HOSTS: host } });
});
afterAll(async () => {
  await world?.close();
  program?.close();
});

const here = () => `http://127.0.0.1:${(program.address() as AddressInfo).port}`;
let turn = 0;

/** What is answered to a line on Twitch, each time somewhere else. */
async function answerTo(text: string, role: 'viewer' | 'moderator' = 'viewer'): Promise<string> {
  const { id } = TWITCH_CHANNELS[turn % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const user = { id: `55${turn}`, login: `viewer${turn++}`, role };
  const { messageId } = await world.twitch.chat({ channel: id, user, text });
  const lines = () => world.twitch.sent.filter((line) => line.replyTo === messageId);
  await until(`an answer to ${text}`, () => lines().length > 0);
  return lines()[0]?.text ?? '';
}

async function command(name: string, text: string, dialect?: string): Promise<void> {
  expect(await answerTo(`!command add ${name} ${text}`, 'moderator')).toContain(`Added !${name}`);
  const options = `cooldown=0 ${dialect ? `dialect=${dialect}` : ''}`;
  expect(await answerTo(`!command options ${name} ${options}`, 'moderator')).toBe(`Changed !${name}.`);
}

describe('a command in each dialect', () => {
  it('counts its uses once each, in the words of Nightbot, StreamElements, Fossabot and our own', async () => {
    await command('deaths', 'Died $(count) times', 'nightbot');
    expect(await answerTo('!deaths')).toBe('Died 1 times');
    expect(await answerTo('!deaths')).toBe('Died 2 times');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: StreamElements’ other form of a variable
    await command('wins', '${count wins +5} of $(getcount deaths)', 'streamelements');
    expect(await answerTo('!wins')).toBe('5 of 2');
    await command('falls', '$(count.update falls 3), $(count.get falls)', 'fossabot');
    expect(await answerTo('!falls')).toBe('3, 3');
    await command('both', '$(count a) $(count a) $(count b 7)');
    expect(await answerTo('!both')).toBe('1 2 7');
    expect(await world.rows(`select name, value::int from counters order by name`)).toEqual([
      { name: 'a', value: 2 },
      { name: 'b', value: 7 },
      { name: 'deaths', value: 2 },
      { name: 'falls', value: 3 },
      { name: 'wins', value: 5 },
    ]);
  });

  it('counts once, though the message comes five times', async () => {
    await command('once', 'Number $(count)');
    const { id } = TWITCH_CHANNELS[turn % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
    const user = { id: '99887', login: 'copycat', role: 'viewer' } as const;
    const { messageId } = await world.twitch.chat({ channel: id, user, text: '!once', copies: 5 });
    await until('an answer', () => world.twitch.sent.some((line) => line.replyTo === messageId));
    expect(await answerTo('!once')).toBe('Number 2');
  });

  it('takes its arguments apart as its dialect does', async () => {
    await command('args', '$(1)|$(2)|$(query)', 'nightbot');
    expect(await answerTo('!args a "b c"')).toBe('a|"b|a "b c"');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: StreamElements’ other form of a variable
    await command('range', '${2:} / ${1|nobody}', 'streamelements');
    expect(await answerTo('!range a b c')).toBe('b c / a');
  });
});

describe('what a text asks for', () => {
  it('is computed in a box of its own', async () => {
    await command('calc', '$(eval [$(1), $(2)].map(Number).reduce((a, b) => a + b))');
    expect(await answerTo('!calc 20 22')).toBe('42');
    await command('loop', 'Before $(eval for(;;);) after');
    expect(await answerTo('!loop')).toMatch(/^Before .+ after$/);
    expect(await answerTo('!calc 1 2')).toBe('3');
  });

  it('is fetched with the headers that programs expect, and never looked through again', async () => {
    await command('weather', `It is $(urlfetch ${here()}/now)`, 'nightbot');
    expect(await answerTo('!weather')).toBe('It is sunny');
    expect(asked.at(-1)?.headers).toMatchObject({ 'nightbot-user': expect.stringContaining('provider=twitch') });
    await command('evil', `$(customapi ${here()}/evil)`, 'streamelements');
    expect(await answerTo('!evil')).toBe('$(user) says "hi"');
  });

  it('is not fetched from where nobody outside may look', async () => {
    await command('inside', '$(urlfetch http://169.254.169.254/latest/meta-data)', 'nightbot');
    const before = asked.length;
    expect(await answerTo('!inside')).not.toContain('meta');
    expect(asked).toHaveLength(before);
  });

  it('is told by the platform', async () => {
    await command('up', '$(channel) is playing: $(title) / $(uptime)', 'streamelements');
    expect(await answerTo('!up')).toMatch(/ is playing: .* \/ not live$/);
  });

  it('is another command’s text, for those who may use that', async () => {
    await command('base', 'Base for $(sender)', 'fossabot');
    await command('ref', '$(references base)!', 'fossabot');
    expect(await answerTo('!ref')).toMatch(/^Base for viewer\d+!$/);
    await answerTo('!command options base level=moderator', 'moderator');
    expect(await answerTo('!ref')).not.toContain('Base for');
  });
});
