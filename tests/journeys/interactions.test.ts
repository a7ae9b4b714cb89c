import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { startWorld, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.slack.user({ id: 'UADMIN', isAdmin: true });
});
afterAll(() => world?.close());

const slash = (text: string, user = 'UADMIN') =>
  world.slack.slash({ channel: 'C0DEMO', user, command: '/waddlebot', text });
const answers = (text: string) => world.slack.responses.filter((response) => response.text.includes(text));

/** Holds the table until released: what needs it waits. */
async function holdCommands(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: world.postgresUrl });
  await client.connect();
  await client.query('begin');
  await client.query('lock table commands in access exclusive mode');
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

describe('a channel whose settings were never loaded, while Postgres', () => {
  it('hangs or is away: the person reads to try again, in time', async () => {
    const release = await holdCommands();
    const hanging = await slash('ping', 'U200');
    await release();
    await world.bridge.pause();
    const away = await slash('ping', 'U200');
    await world.bridge.resume();
    for (const { status, body, ms } of [hanging, away]) {
      expect(status).toBe(200);
      expect(ms).toBeLessThan(3_000);
      expect(body).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('try again') });
    }
    expect((await slash('ping', 'U200')).body).toMatchObject({ text: 'Pong!' });
  });
});

describe('a slash command that takes longer than its request may', () => {
  it('is acknowledged in time and answered once by its response_url, with the safety net behind it', async () => {
    const release = await holdCommands();
    const { status, body, ms } = await slash('command add slow Slow but sure.');
    expect(status).toBe(200);
    expect(body).toBe('');
    expect(ms).toBeLessThan(3_000);
    await release();
    await until('the follow-up', () => answers('Added !slow').length > 0);
    // The safety net comes after 30 s and finds it said.
    const answered = Date.now();
    await until('the safety net', () => Date.now() - answered > 34_000, 40_000);
    expect(answers('Added !slow')).toHaveLength(1);
    expect(await world.rows(`select from commands where name = 'slow'`)).toHaveLength(1);
  });

  it('is acknowledged while Postgres is away, and done when it is back', async () => {
    await world.bridge.pause();
    const { status, body, ms } = await slash('command add later Better late.');
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect(ms).toBeLessThan(3_000);
    await world.bridge.resume();
    await until('the follow-up', () => answers('Added !later').length > 0, 75_000);
    expect(await world.rows(`select from commands where name = 'later'`)).toHaveLength(1);
  });
});

describe('what a slash command is told that was not admitted', () => {
  it('an unknown one, a forbidden one, a hasty one: each in words for the one who typed it', async () => {
    expect((await slash('nosuchthing', 'U201')).body).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('no such command'),
    });
    expect((await slash('command add x y', 'U202')).body).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringContaining('may not'),
    });
    await ask(world, 'PATCH', '/commands/demo/ping', { body: { options: { cooldown: { user: 600 } } } });
    await slash('ping', 'U203');
    expect((await slash('ping', 'U203')).body).toMatchObject({
      response_type: 'ephemeral',
      text: expect.stringMatching(/Try again in \d+ s/),
    });
  });
});

describe('a level that the event does not carry', () => {
  it('is looked up once for somebody who keeps trying', async () => {
    const lookUps = () =>
      world.slack.log
        .since(0)
        .filter((entry) => entry.op === 'users.info' && JSON.stringify(entry.data).includes('U299')).length;
    world.slack.user({ id: 'U299' });
    for (let i = 0; i < 3; i++) await slash('command add nope x', 'U299');
    expect(lookUps()).toBe(1);
  });
});

describe('a channel that belongs to nobody', () => {
  it('is not answered, and costs no error', async () => {
    const { status } = await world.twitch.notify(
      { type: 'channel.chat.message', condition: { broadcaster_user_id: '999', user_id: '1000002' } },
      {
        broadcaster_user_id: '999',
        broadcaster_user_login: 'nobody',
        broadcaster_user_name: 'nobody',
        chatter_user_id: '5',
        chatter_user_login: 'five',
        chatter_user_name: 'Five',
        message_id: 'unlinked-1',
        message: { text: '!ping', fragments: [{ type: 'text', text: '!ping' }] },
        badges: [],
        message_type: 'text',
      },
    );
    expect(status).toBe(204);
  });
});

describe('a revocation', () => {
  it('marks the channel broken, with the reason', async () => {
    await world.twitch.revoke('user_removed', '1000100');
    const [row] = await world.rows<{ broken_reason: string }>(
      `select broken_reason from channels where platform = 'twitch' and platform_id = '1000100'`,
    );
    expect(row?.broken_reason).toBe('channel.chat.message: user_removed');
  });
});
