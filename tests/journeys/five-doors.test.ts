import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { registerCommands } from '../../scripts/discord-register.ts';
import { openDemoBroadcast } from '../../scripts/local/demo.ts';
import { DEMO } from '../stand-ins/run.ts';
import { chatsAreRead, DISCORD_ROOMS, KICK_CHANNELS, quiet, startWorld, until, type World } from '../support/world.ts';

/** YouTube's rooms are chats, so that journeys that talk a lot need several broadcasts. */
const BROADCASTS = Array.from({ length: 6 }, (_, i) => `broadcast${i}`);

let world: World;
beforeAll(async () => {
  world = await startWorld({ youtube: { pollingIntervalMs: 500 } });
  await registerCommands(world.vars);
  await world.worker.cron('* * * * *');
  await openDemoBroadcast(world.db, world.youtube, world.secrets.youtube, world.worker.url);
  for (const id of BROADCASTS) await world.youtube.publish({ id, title: id, live: 'live' });
  await world.discord.gateway.connected(30_000);
  await chatsAreRead(world, BROADCASTS);
});
afterEach(() => world?.disarm());
afterAll(() => world?.close());

let turn = 0;

/** What somebody asked, and how often it was answered. */
interface Asked {
  answers(): number;
}

interface Asking {
  readonly text?: string;
  /** How often the platform delivers it. */
  readonly copies?: number;
  readonly moderator?: boolean;
}

interface Door {
  ask(options?: Asking): Promise<Asked>;
  fault(fault: Parameters<World['kick']['fault']>[0]['fault'], times?: number): void;
}

const MODERATES = '8192';

const DOORS: Readonly<Record<'discord' | 'kick' | 'youtube', Door>> = {
  discord: {
    async ask({ text = '!ping', copies = 1, moderator = false } = {}) {
      const room = DISCORD_ROOMS[turn++ % DISCORD_ROOMS.length] as (typeof DISCORD_ROOMS)[number];
      const user = {
        id: `21000000000000${1_000 + turn}`,
        username: `viewer${turn}`,
        ...(moderator ? { permissions: MODERATES, roles: [`${BigInt(DEMO.discord.guild.id) + 1001n}`] } : {}),
      };
      const { messageId } = await world.discord.message({ channel: room.id, user, text });
      for (let i = 1; i < copies; i++) world.discord.gateway.repeat(1);
      return { answers: () => world.discord.posted.filter((line) => line.replyTo === messageId).length };
    },
    fault: (fault, times = 1) => world.discord.fault({ op: 'send', times, fault }),
  },
  kick: {
    async ask({ text = '!ping', copies = 1, moderator = false } = {}) {
      const channel = KICK_CHANNELS[turn++ % KICK_CHANNELS.length] as (typeof KICK_CHANNELS)[number];
      const user = {
        id: String(880_000 + turn),
        login: `viewer${turn}`,
        role: moderator ? 'moderator' : 'viewer',
      } as const;
      const { messageId } = await world.kick.chat({ channel: channel.id, user, text, copies });
      return { answers: () => world.kick.sent.filter((line) => line.replyTo === messageId).length };
    },
    fault: (fault, times = 1) => world.kick.fault({ op: 'chat', times, fault }),
  },
  youtube: {
    async ask({ text = '!ping', copies = 1, moderator = false } = {}) {
      const chat = world.youtube.live(BROADCASTS[turn++ % BROADCASTS.length]);
      const before = world.youtube.sent.filter((line) => line.liveChatId === chat.id).length;
      // The same item comes again with every page that follows.
      chat.repeat = copies - 1;
      chat.say({
        user: { id: `UCviewer${turn}`, name: `viewer${turn}`, role: moderator ? 'moderator' : 'viewer' },
        text,
      });
      return { answers: () => world.youtube.sent.filter((line) => line.liveChatId === chat.id).length - before };
    },
    fault: (fault, times = 1) => world.youtube.fault({ op: 'send', times, fault }),
  },
};

describe.each(Object.entries(DOORS))('on %s', (platform, door) => {
  it('one message is one answer, though it is delivered five times', async () => {
    const asked = await door.ask({ copies: 5 });
    await until('an answer', () => asked.answers() > 0);
    await quiet(world);
    expect(asked.answers()).toBe(1);
  });

  it('429: it arrives once, later', async () => {
    door.fault({ kind: 'status', status: 429, retryAfter: 1 }, 2);
    const asked = await door.ask();
    await until('an answer', () => asked.answers() > 0, 60_000);
    await quiet(world);
    expect(asked.answers()).toBe(1);
  });

  it('500 after it was posted: it is not doubled', async () => {
    door.fault({ kind: 'status', status: 500, when: 'after' });
    const asked = await door.ask();
    await until('the line', () => asked.answers() > 0);
    await quiet(world, 6_000);
    expect(asked.answers()).toBe(1);
  });

  it('a connection cut after it was posted: it is not doubled, and the row is settled as sent', async () => {
    door.fault({ kind: 'drop', when: 'after' });
    const name = `cut${platform}`;
    const asked = await door.ask({ text: `!command add ${name} x`, moderator: true });
    await until('the line', () => asked.answers() > 0, 60_000);
    await until(
      'the row is settled',
      async () =>
        (
          await world.rows(
            `select from deliveries d join invocations i using (id) where d.status = 'sent' and i.invocation->>'args' like $1`,
            [`${name}%`],
          )
        ).length > 0,
      90_000,
    );
    // What its echo has set going may not meet the crash that is armed next.
    await quiet(world);
    expect(asked.answers()).toBe(1);
  });

  it.each(['admit:before-queue', 'admit:after-queue', 'admit:after-row', 'execute:after-commit'] as const)(
    'a crash at %s: the effect is once, one answer',
    async (point) => {
      const name = `${platform}${point.replace(/\W/g, '')}`;
      await world.arm(point);
      const asked = await door.ask({ text: `!command add ${name} x`, moderator: true });
      await until('an answer', () => asked.answers() > 0, 60_000);
      await quiet(world, 2_500);
      expect(asked.answers()).toBe(1);
      expect(await world.rows('select from commands where name = $1', [name.toLowerCase()])).toHaveLength(1);
    },
  );
});

describe('a slash command on Discord', () => {
  const user = { id: '2100000000000009001', username: 'ada' };

  it('is answered in its own request, once, though somebody sends it again', async () => {
    const outcome = await world.discord.interact({ name: 'ping', user });
    expect(outcome).toMatchObject({ status: 200, ended: 'message', text: 'Pong!' });
    const again = await Promise.all([outcome.resend(), outcome.resend(), outcome.resend(), outcome.resend()]);
    expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(again.filter(({ body }) => JSON.stringify(body).includes('Pong!'))).toEqual([]);
  });

  it('takes typed options, and says privately what is private', async () => {
    const asked = await world.discord.interact({ name: 'help', options: { command: 'ping' }, user });
    expect(asked).toMatchObject({ ended: 'message', ephemeral: true });
    expect(asked.text).toContain('ping');
  });

  it('makes a custom command, which /do reaches, with its name completed', async () => {
    const moderator = { id: '2100000000000009002', username: 'mia', permissions: MODERATES };
    const made = await world.discord.interact({
      name: 'command',
      subcommand: 'add',
      options: { name: 'hello', text: 'Hello $(touser)!' },
      user: moderator,
    });
    expect(made.text).toBe('Added !hello. Try it.');
    const typed = await world.discord.interact({
      kind: 'autocomplete',
      name: 'do',
      options: { name: 'hel' },
      focused: 'name',
      user,
    });
    expect(typed.choices?.map(({ name }) => name)).toEqual(expect.arrayContaining(['hello', 'help']));
    const done = await world.discord.interact({ name: 'do', options: { name: 'hello', args: 'ann' }, user });
    expect(done).toMatchObject({ ended: 'message', text: 'Hello ann!', ephemeral: false });
  });

  it('refuses in private whom it may not serve', async () => {
    const refused = await world.discord.interact({
      name: 'command',
      subcommand: 'remove',
      options: { name: 'hello' },
      user,
    });
    expect(refused).toMatchObject({ ended: 'message', ephemeral: true, text: 'You may not use !command remove here.' });
    const unknown = await world.discord.interact({ name: 'do', options: { name: 'nonesuch' }, user });
    expect(unknown).toMatchObject({ ephemeral: true });
  });

  it('that takes longer than its request may is deferred and then answered once', async () => {
    const moderator = { id: '2100000000000009003', username: 'moe', permissions: MODERATES };
    await world.bridge.pause();
    const asked = world.discord.interact({
      name: 'command',
      subcommand: 'add',
      options: { name: 'slow', text: 'x' },
      user: moderator,
    });
    const outcome = await asked;
    expect(outcome.ended).toBe('deferred');
    await world.bridge.resume();
    await until(
      'the answer',
      () =>
        world.discord.posted.some((line) => line.interactionId === outcome.interactionId && line.text.includes('slow')),
      60_000,
    );
    await quiet(world, 2_000);
    expect(
      world.discord.posted.filter((line) => line.interactionId === outcome.interactionId && line.text.includes('slow')),
    ).toHaveLength(1);
    expect(await world.rows(`select from commands where name = 'slow'`)).toHaveLength(1);
  });

  it('answers a probe for bad signatures as Discord wants', async () => {
    expect(await world.discord.probe()).toMatchObject({ ok: true });
    expect((await world.discord.webhookEvent('APPLICATION_AUTHORIZED', {})).acknowledged).toBe(true);
  });
});
