import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../support/api.ts';
import { quiet, SLACK_CHANNELS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ twin: true });
});
afterAll(() => world?.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let turn = 0;
const viewer = () => ({ id: `87${++turn}`, login: `viewer${turn}`, role: 'viewer' as const });
type User = ReturnType<typeof viewer>;
const channelAt = (i: number) => (TWITCH_CHANNELS[i % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number]).id;

async function answerTo(text: string, user: User = viewer(), channel = channelAt(turn)): Promise<string> {
  const { messageId } = await world.twitch.chat({ channel, user, text });
  const line = await until(`an answer to ${text}`, () =>
    world.twitch.sent.find(({ replyTo }) => replyTo === messageId),
  );
  return line.text;
}

const said = (text: string) => world.twitch.sent.filter((line) => line.text.includes(text) && !line.replyTo);
const cron = () => world.worker.cron('* * * * *', new Date(world.now()));

describe('a reminder', () => {
  it('comes at its time, though nothing else happens, to the one who wanted it, once', async () => {
    const pia = viewer();
    const channel = channelAt(3);
    expect(await answerTo('!remind me 3s drink some tea', pia, channel)).toMatch(/#\d+/);
    const [line] = await until('it comes', () => (said('drink some tea').length > 0 ? said('drink some tea') : false));
    expect(line?.text).toBe(`@${pia.login} you wanted to be reminded: drink some tea`);
    expect(line?.broadcasterId).toBe(channel);
    await Promise.all([cron(), cron()]);
    await quiet(world);
    expect(said('drink some tea')).toHaveLength(1);
    const [row] = await world.rows<{ late: number }>(
      `select extract(epoch from d.settled_at) * 1000 - f.due_at as late from reminder_firings f join deliveries d on d.id = f.delivery_id`,
    );
    expect(Number(row?.late)).toBeGreaterThanOrEqual(0);
  });

  it('comes by the minute’s cron, however often that runs, and late after an outage', async () => {
    await answerTo('!remind here 2h the raid begins');
    await answerTo('!remind me in 3 hours stretch your legs');
    await world.advance(2 * HOUR - 3_000);
    await Promise.all([cron(), cron(), cron()]);
    await until('the first', () => said('the raid begins').length === 1);
    expect(said('the raid begins')[0]?.text).toBe('Reminder: the raid begins');
    // Nobody is there for four hours.
    await world.advance(4 * HOUR);
    await world.deploy();
    await cron();
    await until('the second', () => said('stretch your legs').length === 1);
    expect(said('stretch your legs')[0]?.text).toMatch(/stretch your legs \(late by 3 h/);
    await cron();
    await quiet(world);
    expect(said('stretch your legs')).toHaveLength(1);
  });

  it('recurs by the clocks of the person’s zone, is shown, put off and cancelled', async () => {
    const pia = viewer();
    expect(await answerTo('!timezone Europe/Berlin', pia)).toContain('Europe/Berlin');
    const made = await answerTo('!remind me every monday 9am standup', pia);
    expect(made).toMatch(/09:00/);
    const number = /#(\d+)/.exec(made)?.[1] ?? '';
    const list = await answerTo('!reminders', pia);
    expect(list).toContain(`#${number}`);
    expect(await answerTo(`!remind snooze ${number} 10m`, pia)).toContain(`#${number}`);
    await world.advance(10 * MINUTE);
    await cron();
    await until('it comes', () => said('standup').length === 1);
    expect(await answerTo(`!remind cancel ${number}`, pia)).toContain(`#${number}`);
    const { json } = await ask<{ status: string }>(world, 'GET', `/reminders/demo/${number}`);
    expect(json.status).toBe('cancelled');
  });

  it('is the person’s to the last second: shown, changed and cancelled while it is on its way', async () => {
    const pia = viewer();
    const numbers = [];
    for (const text of ['walk the dog', 'walk the cat']) {
      const made = await answerTo(`!remind me 5m ${text}`, pia);
      numbers.push(/#(\d+)/.exec(made)?.[1] ?? '');
      await world.advance(10_000);
    }
    // Both are taken a minute before their time, and no later: what follows has most of that minute.
    await world.advance(232_000);
    await cron();
    await until('both are taken', async () => {
      const taken = await world.rows(
        `select from reminders r join reminder_firings f on f.reminder_id = r.id where r.text like 'walk the%' and r.status = 'done'`,
      );
      return taken.length === 2;
    });
    const list = await answerTo('!reminders', pia);
    for (const number of numbers) expect(list).toContain(`#${number}`);
    expect(await answerTo(`!remind cancel ${numbers[0]}`, pia)).toContain('cancelled');
    await world.advance(10_000);
    expect(await answerTo(`!remind snooze ${numbers[1]} 1h`, pia)).toContain(`#${numbers[1]}`);
    await world.advance(2 * MINUTE);
    await Promise.all([cron(), cron()]);
    await quiet(world);
    expect(said('walk the')).toEqual([]);
    await world.advance(HOUR);
    await cron();
    await until('the one that was put off', () => said('walk the cat').length === 1);
    expect(said('walk the dog')).toEqual([]);
  });

  it('is cancelled by nobody else, and says what is wrong with it', async () => {
    const made = await answerTo('!remind me in 2 days water the plants');
    const number = /#(\d+)/.exec(made)?.[1] ?? '';
    const other = await answerTo(`!remind cancel ${number}`);
    expect(other).not.toBe('');
    const { json } = await ask<{ status: string }>(world, 'GET', `/reminders/demo/${number}`);
    expect(json.status).toBe('open');
    expect(await answerTo('!remind me buy milk at the store 5')).toMatch(/\d|when/);
  });

  it('pings on Slack', async () => {
    const { id: channel } = SLACK_CHANNELS[4] as (typeof SLACK_CHANNELS)[number];
    await world.slack.message({ channel, user: 'U777', text: '!remind me 2s coffee' });
    const line = await until('it comes', () =>
      world.slack.posted.find(({ text }) => text.includes('reminded: coffee')),
    );
    expect(line.text).toBe('<@U777> you wanted to be reminded: coffee');
    expect(line.channel).toBe(channel);
  });
});

describe('while nothing is due', () => {
  it('the database is asked for nothing', async () => {
    await cron();
    await world.advance(2 * MINUTE);
    await cron();
    await quiet(world);
    const before = world.bridge.queries;
    await world.advance(MINUTE);
    await cron();
    await world.advance(MINUTE);
    await cron();
    expect(world.bridge.queries).toBe(before);
  });
});
