import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO } from '../stand-ins/run.ts';
import { aCommunity, aKey, ask } from '../support/api.ts';
import { type BatchTold, line, programsOf } from '../support/programs.ts';
import { DISCORD_ROOMS, quiet, startWorld, until, type World } from '../support/world.ts';

const GUILD = DEMO.discord.guild.id;
/** The bot is there, too, for another community. */
const ANOTHER_GUILD = {
  id: '2000000000000000900',
  name: 'Another guild',
  ownerId: '2000000000000000903',
  channels: [{ id: '2000000000000000901', name: 'general' }],
};

let world: World;
let key: string;
let programs: ReturnType<typeof programsOf>;
beforeAll(async () => {
  world = await startWorld({
    discord: {
      guilds: [{ ...DEMO.discord.guild, channels: [DEMO.discord.channel, ...DISCORD_ROOMS] }, ANOTHER_GUILD],
    },
  });
  world.slack.user({ id: 'UADMIN', isAdmin: true });
  key = await aKey(world);
  programs = programsOf(world, key);
});
afterAll(() => world?.close());

const saidIn = (channel: string) => world.twitch.sent.filter((said) => said.broadcasterId === channel);
const postedIn = (room: string) => world.slack.posted.filter((said) => said.channel === room);

/** A command that its user waits for longer than any test takes. */
const addSlow = async (name: string): Promise<void> => {
  const options = { cooldown: { user: 600, channel: 0 } };
  await ask(world, 'POST', '/commands/demo', { body: { name, replies: [{ text: 'Slowly.' }], options } });
};

describe('a line that a program says', () => {
  it.each(['twitch', 'slack'] as const)('on %s is answered in its session, and in no room', async (platform) => {
    const { twitch } = programs.place();
    const as = await aKey(world);
    const channel = platform === 'twitch' ? `twitch:${twitch}` : 'slack:T0DEMO';
    const { status, json } = await programs.say({ channel, text: '!ping' }, as);
    expect(status).toBe(200);
    expect(json).toEqual({
      eventId: expect.any(String),
      decision: 'admitted',
      sessionId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      response: { text: 'Pong!' },
    });
    const answers = await programs.read(json.sessionId, as);
    expect(answers.status).toBe(200);
    expect(answers.json).toEqual({
      sessionId: json.sessionId,
      state: 'answered',
      responses: [{ text: 'Pong!', at: expect.any(String) }],
    });
    await quiet(world);
    expect(saidIn(twitch)).toHaveLength(0);
    expect(world.slack.posted.filter(({ text }) => text === 'Pong!')).toHaveLength(0);
  });

  it('with its answer for the room is answered there, on Twitch, Slack and Discord', async () => {
    const { twitch, slack, discord } = programs.place();
    const as = await aKey(world);
    const answers = [
      await programs.say({ channel: `twitch:${twitch}`, text: '!ping', answer: 'room' }, as),
      await programs.say({ channel: 'slack:T0DEMO', room: slack, text: '!ping', answer: 'room' }, as),
      await programs.say({ channel: `discord:${GUILD}`, room: discord, text: '!ping', answer: 'room' }, as),
    ];
    for (const { status, json } of answers) {
      expect(status).toBe(202);
      expect(json).toMatchObject({ decision: 'admitted', sessionId: null });
    }
    await until('the line on Twitch', () => saidIn(twitch).length > 0);
    await until('the line on Slack', () => postedIn(slack).length > 0);
    await until('the line on Discord', () => world.discord.posted.some((posted) => posted.channel === discord));
    await quiet(world);
    // There is no message of the platform’s that it could be said under.
    expect(saidIn(twitch)).toMatchObject([{ text: 'Pong!', replyTo: undefined }]);
    expect(postedIn(slack)).toMatchObject([{ text: 'Pong!' }]);
  });

  it('is said where all can hear it, if its answer is meant for one and the program is nobody there', async () => {
    const { slack } = programs.place();
    await programs.say({ channel: 'slack:T0DEMO', room: slack, text: '!commands', answer: 'room' }, await aKey(world));
    await until('the list', () => postedIn(slack).some(({ text }) => text.startsWith('Commands:')));
  });

  it('goes by what it is called, where a command says its name', async () => {
    const { twitch } = programs.place();
    const channel = `twitch:${twitch}`;
    const mo = { id: '660900', login: 'mo', role: 'moderator' as const };
    await world.twitch.chat({ channel: twitch, user: mo, text: '!command add whoareyou You are $(user).' });
    await until('it is there', () => saidIn(twitch).length > 0);
    const { json } = await programs.say(
      { channel, text: '!whoareyou', author: { displayName: 'Deploy Robot' } },
      await aKey(world),
    );
    expect(json.response).toEqual({ text: 'You are Deploy Robot.' });
  });

  it('is refused in words, and consumes nothing', async () => {
    const { twitch } = programs.place();
    const channel = `twitch:${twitch}`;
    const refused = await programs.say({ channel, text: '!nosuchthing' });
    expect(refused.status).toBe(200);
    expect(refused.json).toMatchObject({
      decision: 'refused',
      sessionId: null,
      reason: expect.stringContaining('no such command'),
    });
    const as = await aKey(world);
    await addSlow('slow');
    await programs.say({ channel, text: '!slow' }, as);
    expect((await programs.say({ channel, text: '!slow' }, as)).json).toMatchObject({
      decision: 'refused',
      reason: expect.stringMatching(/cooling down\. Try again in \d+ s\./),
    });
    expect((await programs.say({ channel, text: 'good morning' })).json).toMatchObject({
      decision: 'ignored',
      sessionId: null,
      reason: expect.stringContaining('no command'),
    });
  });

  it('an hour ago is too late for the room, as it is in chat', async () => {
    const { twitch } = programs.place();
    const at = new Date(Date.now() - 3_600_000).toISOString();
    const { json } = await programs.say(
      { channel: `twitch:${twitch}`, text: '!ping', answer: 'room', at },
      await aKey(world),
    );
    expect(json).toMatchObject({ decision: 'refused', reason: expect.stringContaining('too late') });
  });
});

describe('who acts', () => {
  it('is the program itself, at the level everyone', async () => {
    const { twitch } = programs.place();
    const { json } = await programs.say({ channel: `twitch:${twitch}`, text: '!command add mine x' });
    expect(json).toMatchObject({ decision: 'refused', reason: expect.stringContaining('may not') });
    expect(await world.rows(`select from commands where name = 'mine'`)).toHaveLength(0);
  });

  it.each(['twitch', 'slack'] as const)(
    'is on %s whoever it speaks for, at their own level, where its key allows that',
    async (platform) => {
      const { twitch } = programs.place();
      const [channel, speaking] =
        platform === 'twitch'
          ? [`twitch:${twitch}`, await programs.moderator()]
          : ['slack:T0DEMO', { 'x-on-behalf-of': 'slack:UADMIN' }];
      const name = `by${platform}`;
      const { status, json } = await programs.say({ channel, text: `!command add ${name} x` }, key, speaking);
      expect(status).toBe(200);
      expect(json.response?.text).toContain(`Added !${name}`);
      const [made] = await world.rows(
        `select a.platform_id from audit_log l, accounts a
         where l.action = 'command.add' and l.after->>'name' = $1 and a.platform_id = l.actor->>'account'`,
        [name],
      );
      expect(`${platform}:${made?.platform_id}`).toBe(speaking['x-on-behalf-of']);
    },
  );

  it('is nobody else for a key that may not speak for others', async () => {
    const { twitch } = programs.place();
    const as = await aKey(world, { scopes: ['events:write'] });
    const speaking = await programs.moderator();
    expect((await programs.say({ channel: `twitch:${twitch}`, text: '!ping' }, as, speaking)).status).toBe(403);
  });

  it('is nobody of another platform', async () => {
    const { twitch } = programs.place();
    const { status, json } = await programs.say({ channel: `twitch:${twitch}`, text: '!ping' }, key, {
      'x-on-behalf-of': 'slack:UADMIN',
    });
    expect(status).toBe(400);
    expect(json.error.message).toContain('somebody of slack');
  });

  it('is never whom the body claims, which is told by the name of the field', async () => {
    const { twitch } = programs.place();
    const channel = `twitch:${twitch}`;
    for (const claim of [{ userId: '1' }, { level: 'owner' }, { role: 'admin' }, { author: { account: '1' } }]) {
      const { status, json } = await programs.say({ channel, text: '!ping', ...claim });
      expect(status).toBe(400);
      const [field] = Object.keys(claim);
      expect(json.error.issues?.[0]?.path).toContain(field);
      expect(json.error.issues?.[0]?.message).toContain('never by the request');
    }
  });
});

describe('a line that is brought again', () => {
  it('is the same event: the same session, the same answer, one effect', async () => {
    const { twitch } = programs.place();
    const speaking = await programs.moderator();
    const said = line({ channel: `twitch:${twitch}`, text: '!command add again x' });
    const copies = await Promise.all(Array.from({ length: 8 }, () => programs.say(said, key, speaking)));
    const decisions = copies.map(({ json }) => json.decision).toSorted();
    expect(decisions).toEqual(['admitted', ...Array.from({ length: 7 }, () => 'duplicate')]);
    expect(new Set(copies.map(({ json }) => json.sessionId)).size).toBe(1);
    const later = await programs.say(said, key, speaking);
    expect(later.status).toBe(200);
    expect(later.json).toMatchObject({
      decision: 'duplicate',
      sessionId: copies[0]?.json.sessionId,
      response: { text: expect.stringContaining('Added !again') },
    });
    expect((await programs.read(later.json.sessionId)).json.responses).toHaveLength(1);
    expect(await world.rows(`select from commands where name = 'again'`)).toHaveLength(1);
  });

  it('for the room is said there once', async () => {
    const { slack } = programs.place();
    const said = line({ channel: 'slack:T0DEMO', room: slack, text: '!ping', answer: 'room' });
    const as = await aKey(world);
    for (let i = 0; i < 3; i++) await programs.say(said, as);
    expect((await programs.say(said, as)).json).toMatchObject({ decision: 'duplicate', sessionId: null });
    await until('the line', () => postedIn(slack).length > 0);
    await quiet(world);
    expect(postedIn(slack)).toHaveLength(1);
  });

  it('by another program is another event, and takes no id from the platform', async () => {
    const { twitch } = programs.place();
    const [one, other] = [await aKey(world), await aKey(world)];
    const said = line({ channel: `twitch:${twitch}`, text: '!ping', eventId: 'the-same' });
    const [first, second] = [await programs.say(said, one), await programs.say(said, other)];
    expect([first.json.decision, second.json.decision]).toEqual(['admitted', 'admitted']);
    expect(first.json.sessionId).not.toBe(second.json.sessionId);
    const viewer = { id: '990100', login: 'vera', role: 'viewer' as const };
    await programs.say({ channel: `twitch:${twitch}`, text: '!about', eventId: 'from-twitch' }, one);
    await world.twitch.chat({ channel: twitch, user: viewer, text: '!about', messageId: 'from-twitch' });
    await until('Twitch’s own', () => saidIn(twitch).some(({ replyTo }) => replyTo === 'from-twitch'));
  });

  it('after it was refused can still be done', async () => {
    const { twitch } = programs.place();
    const as = await aKey(world);
    await addSlow('slower');
    await programs.say({ channel: `twitch:${twitch}`, text: '!slower' }, as);
    const said = line({ channel: `twitch:${twitch}`, text: '!slower' });
    expect((await programs.say(said, as)).json.decision).toBe('refused');
    await world.advance(601_000);
    expect((await programs.say(said, as)).json.decision).toBe('admitted');
  });
});

describe('a batch', () => {
  it('comes to an outcome or an error for each, in their order', async () => {
    const { twitch } = programs.place();
    const { channel: another } = await aCommunity(world);
    const as = await aKey(world, { platforms: ['twitch'] });
    const channel = `twitch:${twitch}`;
    const twice = line({ channel, text: '!about' });
    const events = [
      line({ channel, text: '!ping' }),
      line({ channel, text: '!nosuchthing' }),
      line({ channel: 'twitch:404404', text: '!ping' }),
      line({ channel: `twitch:${another}`, text: '!ping' }),
      line({ channel: 'slack:T0DEMO', text: '!ping' }),
      twice,
      twice,
      line({ channel, text: 'only chatter', answer: 'room' }),
      line({ channel, room: 'C1ROOM', text: '!ping' }),
    ];
    const { status, json } = await ask<BatchTold>(world, 'POST', '/router/events/batch', { key: as, body: { events } });
    expect(status).toBe(200);
    expect(json.results.map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
    const noChannel = (id: string) => ({
      // Nobody learns which of them is there.
      error: { code: 'NOT_FOUND', message: expect.stringContaining(`you may reach has the channel twitch:${id}.`) },
    });
    expect(json.results).toMatchObject([
      { decision: 'admitted', response: { text: 'Pong!' } },
      { decision: 'refused', reason: expect.stringContaining('no such command') },
      noChannel('404404'),
      noChannel(another),
      { error: { code: 'FORBIDDEN' } },
      {},
      {},
      { decision: 'ignored' },
      { error: { code: 'INVALID', message: expect.stringContaining('leave the room out') } },
    ]);
    const both = json.results.slice(5, 7);
    expect(both.map(({ decision }) => decision).toSorted()).toEqual(['admitted', 'duplicate']);
    expect(new Set(both.map(({ sessionId }) => sessionId)).size).toBe(1);
    const lines = await world.rows<{ after: { events: unknown[] } }>(
      `select after from audit_log where action = 'event.bring' and after->'events'->0->>'eventId' = $1`,
      [events[0]?.eventId],
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]?.after.events).toHaveLength(5);
  });

  it('of a hundred is taken; of none, or one more, is not', async () => {
    const { twitch } = programs.place();
    const events = Array.from({ length: 100 }, (_, n) => line({ channel: `twitch:${twitch}`, text: `chatter ${n}` }));
    const sent = (of: readonly unknown[]) =>
      ask<BatchTold>(world, 'POST', '/router/events/batch', { key, body: { events: of } });
    const { status, json } = await sent(events);
    expect(status).toBe(200);
    expect(json.results).toHaveLength(100);
    expect((await sent([])).status).toBe(400);
    expect((await sent([...events, events[0]])).status).toBe(400);
  });
});

describe('what a program may reach', () => {
  it('is no channel of another community, nor a room of another guild', async () => {
    const { channel } = await aCommunity(world);
    expect((await programs.say({ channel: `twitch:${channel}`, text: '!ping' })).status).toBe(404);
    for (const { id: room } of [...ANOTHER_GUILD.channels, { id: '2000000000000000999' }]) {
      const { status, json } = await programs.say({ channel: `discord:${GUILD}`, room, text: '!ping', answer: 'room' });
      expect(status).toBe(404);
      expect(json.error.message).toContain('has no room');
    }
    await quiet(world);
    expect(world.discord.posted.filter(({ guild }) => guild === ANOTHER_GUILD.id)).toHaveLength(0);
  });

  it('is written down with who brought what to where, and not a word of it', async () => {
    const { twitch } = programs.place();
    const as = await aKey(world);
    const said = line({ channel: `twitch:${twitch}`, text: '!ping penguins-only' });
    await programs.say(said, as);
    const rows = await world.rows(
      `select actor->>'kind' as kind, target, after, log::text as whole from audit_log log
       where action = 'event.bring' and after->'events'->0->>'eventId' = $1`,
      [said.eventId],
    );
    expect(rows).toMatchObject([
      {
        kind: 'key',
        target: `channel:twitch:${twitch}`,
        after: { events: [{ eventId: said.eventId, channel: `twitch:${twitch}`, answer: 'session' }] },
      },
    ]);
    expect(rows[0]?.whole).not.toContain('penguins-only');
    expect(world.logs.join('\n')).not.toContain('penguins-only');
  });

  it('tells nothing of how the channel’s platform does', async () => {
    const { slug, channel } = await aCommunity(world);
    const { json: told } = await programs.say(
      { channel: `twitch:${channel}`, text: '!ping' },
      await aKey(world, { communities: [slug] }),
    );
    expect(told.response?.text).toBe('Pong!');
    const { json } = await ask(world, 'GET', `/channels/twitch:${channel}/health`);
    expect(json).toMatchObject({ lastEvent: null, lastSend: null, lag: { samples: 0 } });
  });
});

describe('what is no event', () => {
  it.each<[string, unknown]>([
    ['nothing', {}],
    ['no text', { text: '   ' }],
    ['a text that is too long', { text: 'x'.repeat(5_001) }],
    ['a NUL', { text: 'a\u0000b' }],
    ['half a character', { text: '\ud800' }],
    ['a NUL in its id', { eventId: 'a\u0000' }],
    ['an id that is too long', { eventId: 'x'.repeat(201) }],
    ['a channel of no platform', { channel: 'irc:1' }],
    ['a channel without an id', { channel: 'twitch:' }],
    ['a channel with two ids', { channel: 'twitch:1:2' }],
    ['a room that is a path', { room: 'a b' }],
    ['a time that is none', { at: 'yesterday' }],
    ['an answer that is none', { answer: 'mail' }],
    ['a field that is none', { shout: true }],
  ])('%s is refused by its place', async (_, broken) => {
    const { twitch } = programs.place();
    const whole = line({ channel: `twitch:${twitch}`, text: '!ping' });
    const body = Object.keys(broken as object).length === 0 ? broken : { ...whole, ...(broken as object) };
    const { status, json } = await ask(world, 'POST', '/router/events', { key, body });
    expect(status).toBe(400);
    expect(json.error).toMatchObject({ code: 'INVALID', issues: expect.any(Array) });
  });
});
