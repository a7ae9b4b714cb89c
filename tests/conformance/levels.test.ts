import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../workers/core/events.ts';
import type { Level } from '../../workers/core/levels.ts';
import { createDiscordClient } from '../../workers/platforms/discord/client.ts';
import { eventsOfDispatch } from '../../workers/platforms/discord/gateway-events.ts';
import { parseInteraction } from '../../workers/platforms/discord/interactions.ts';
import { readKickEvent } from '../../workers/platforms/kick/events.ts';
import { createSlackClient } from '../../workers/platforms/slack/client.ts';
import { eventCallback, parseMessage } from '../../workers/platforms/slack/events.ts';
import { parseChatMessage } from '../../workers/platforms/twitch/chat.ts';
import { parseNotification } from '../../workers/platforms/twitch/events.ts';
import { liveChatEvent } from '../../workers/platforms/youtube/live-chat.ts';
import guild from '../samples/api/discord.guild.json';
import guildMember from '../samples/api/discord.member.json';
import info from '../samples/api/slack.users.info.json';
import discordLine from '../samples/discord/gateway.message_create.json';
import interaction from '../samples/discord/interaction.command.json';
import kickLine from '../samples/kick/chat.message.sent.plain.json';
import slackLine from '../samples/slack/event.message.json';
import twitchLine from '../samples/twitch/chat.plain.json';
import raid from '../samples/twitch/notice.raid.json';
import livePage from '../samples/youtube/liveChatMessages.page.json';
import { answering } from '../support/calls.ts';

// What each platform's signs mean is DESIGN.md §3, "level". Every row goes through the platform's own reader, in a real payload.

const NOW = Date.UTC(2026, 9, 4, 12);

/** What stands where the platform promises a sign. Nobody gains a level by it, and no line is lost. */
const ODD: readonly unknown[] = [
  null,
  undefined,
  'moderator',
  7,
  true,
  {},
  [null],
  ['moderator'],
  [[]],
  [{}],
  [{ id: 1 }],
];

describe('Twitch: badges', () => {
  const said = twitchLine.event;
  const headers = { messageId: 'delivery-1', type: 'notification', retry: 0, sentAt: NOW };
  const chat = (event: object): ChatEvent => {
    const read = parseChatMessage({ ...said, ...event }, headers, '1000002', NOW, 'delivery-1');
    if (read.is !== 'event') throw new Error(`it is ${read.is}`);
    return read.event;
  };
  const worn = (...sets: readonly string[]) => sets.map((set_id) => ({ set_id, id: '1', info: '' }));

  it.each<[readonly string[], Level]>([
    [[], 'everyone'],
    [['broadcaster'], 'owner'],
    [['moderator'], 'moderator'],
    [['lead_moderator'], 'moderator'],
    [['vip'], 'vip'],
    [['subscriber'], 'subscriber'],
    [['founder'], 'subscriber'],
    [['subscriber', 'vip'], 'vip'],
    [['founder', 'lead_moderator', 'vip'], 'moderator'],
    [['subscriber', 'broadcaster', 'moderator'], 'owner'],
    [['bits', 'premium', 'sub-gifter', 'artist-badge', 'hype-train'], 'everyone'],
    [['staff', 'admin', 'global_mod', 'partner', 'turbo'], 'everyone'],
    [['Moderator', 'moderator ', 'constructor', '__proto__', ''], 'everyone'],
    [['of-next-year', 'subscriber'], 'subscriber'],
  ])('%j make %s, in a line and in a notice', (sets, level) => {
    expect(chat({ badges: worn(...sets) }).author).toMatchObject({ level, badges: sets });
    const notice = { ...raid.event, badges: worn(...sets) };
    const told = parseNotification({ type: 'channel.chat.notification' }, notice, headers, NOW);
    expect(told?.author).toMatchObject({ level, badges: sets });
  });

  it.each(ODD)('%j in their place make everyone', (badges) => {
    expect(chat({ badges }).author).toMatchObject({ level: 'everyone', badges: [] });
  });

  it('count beside what is none', () => {
    const badges = [null, { set_id: 5 }, ...worn('moderator'), 'broadcaster'];
    expect(chat({ badges }).author).toMatchObject({ level: 'moderator', badges: ['moderator'] });
  });

  it('are not needed by the broadcaster', () => {
    expect(chat({ chatter_user_id: said.broadcaster_user_id, badges: [] }).author.level).toBe('owner');
  });

  it('of another room of a shared chat make nothing', () => {
    const source_badges = worn('moderator');
    expect(chat({ badges: [], source_badges, source_broadcaster_user_id: '1000001' }).author.level).toBe('everyone');
  });
});

describe('Kick: badges', () => {
  const said = kickLine;
  const headers = { messageId: 'm', subscriptionId: 's', sentAt: NOW, type: 'chat.message.sent', version: '1' };
  async function chat(sender: object): Promise<ChatEvent> {
    const read = await readKickEvent({ ...said, sender: { ...said.sender, ...sender } }, headers, NOW);
    if (read.is !== 'event') throw new Error(`it is ${read.is}`);
    return read.event;
  }
  const wearing = (badges: unknown) => ({ identity: { username_color: '#1E90FF', badges } });
  const worn = (...types: readonly string[]) => types.map((type) => ({ text: type.toUpperCase(), type }));

  it.each<[readonly string[], Level]>([
    [[], 'everyone'],
    [['broadcaster'], 'owner'],
    [['moderator'], 'moderator'],
    [['vip'], 'vip'],
    [['subscriber'], 'subscriber'],
    [['founder'], 'subscriber'],
    [['subscriber', 'vip', 'sub_gifter'], 'vip'],
    [['founder', 'moderator', 'vip'], 'moderator'],
    [['subscriber', 'broadcaster'], 'owner'],
    [['og'], 'everyone'],
    [['og', 'subscriber'], 'subscriber'],
    [['sub_gifter', 'verified', 'staff', 'bot', 'sidekick', 'level'], 'everyone'],
    [['Moderator', 'constructor', '__proto__', ''], 'everyone'],
  ])('%j make %s', async (types, level) => {
    expect((await chat(wearing(worn(...types)))).author).toMatchObject({ level, badges: types });
  });

  it.each(ODD)('%j in their place make everyone', async (badges) => {
    expect((await chat(wearing(badges))).author).toMatchObject({ level: 'everyone', badges: [] });
  });

  it.each(ODD)('%j in place of an identity makes everyone', async (identity) => {
    expect((await chat({ identity })).author).toMatchObject({ level: 'everyone', badges: [] });
  });

  it('count beside what is none', async () => {
    const badges = [null, { type: 5 }, ...worn('moderator'), 'broadcaster'];
    expect((await chat(wearing(badges))).author).toMatchObject({ level: 'moderator', badges: ['moderator'] });
  });

  it('are not needed by the broadcaster', async () => {
    expect((await chat({ user_id: said.broadcaster.user_id, ...wearing([]) })).author.level).toBe('owner');
  });
});

describe('YouTube: signs', () => {
  const [said] = livePage.items;
  const place = { channel: 'UCdemo0000000000000000000', liveChatId: 'chat-1' };
  const level = (authorDetails: object): Level | undefined =>
    liveChatEvent({ ...said, authorDetails: { ...said?.authorDetails, ...authorDetails } }, place, NOW)?.author.level;

  it.each<[readonly string[], Level]>([
    [[], 'everyone'],
    [['isChatOwner'], 'owner'],
    [['isChatModerator'], 'moderator'],
    [['isChatSponsor'], 'subscriber'],
    [['isVerified'], 'everyone'],
    [['isChatSponsor', 'isChatModerator'], 'moderator'],
    [['isVerified', 'isChatSponsor', 'isChatModerator', 'isChatOwner'], 'owner'],
    [['isChatVip', 'isChatAdmin'], 'everyone'],
  ])('%j make %s', (signs, expected) => {
    expect(level(Object.fromEntries(signs.map((sign) => [sign, true])))).toBe(expected);
  });

  it.each([null, undefined, 'true', 1, {}, []])('%j in place of yes makes everyone', (odd) => {
    expect(level({ isChatOwner: odd, isChatModerator: odd, isChatSponsor: odd })).toBe('everyone');
    expect(level({ isChatOwner: odd, isChatModerator: true, isChatSponsor: odd })).toBe('moderator');
  });
});

describe('Discord: permissions', () => {
  const ADMINISTRATOR = 1n << 3n;
  const MANAGE_MESSAGES = 1n << 13n;
  const MODERATE_MEMBERS = 1n << 40n;
  const ALL = (1n << 53n) - 1n;
  const author = (member: object) =>
    parseInteraction({ ...interaction, member: { ...interaction.member, ...member } }, '2000000000000000009', {
      receivedAt: NOW,
      redelivered: false,
    })?.author;

  it.each<[string, bigint, Level]>([
    ['none', 0n, 'everyone'],
    ['ADMINISTRATOR', ADMINISTRATOR, 'admin'],
    ['MANAGE_MESSAGES', MANAGE_MESSAGES, 'moderator'],
    ['MODERATE_MEMBERS', MODERATE_MEMBERS, 'moderator'],
    ['both of a moderator', MANAGE_MESSAGES | MODERATE_MEMBERS, 'moderator'],
    ['all, which is how an event shows a guild’s owner', ALL, 'admin'],
    ['all but those', ALL & ~(ADMINISTRATOR | MANAGE_MESSAGES | MODERATE_MEMBERS), 'everyone'],
    ['a bit of next year', 1n << 70n, 'everyone'],
  ])('%s make the level of an interaction', (_, bits, level) => {
    expect(author({ permissions: String(bits) })?.level).toBe(level);
  });

  it.each([null, undefined, 8, '', '-8', '8.0', '0x8', 'ADMINISTRATOR', {}, ['8']])(
    '%j in their place make everyone',
    (permissions) => {
      expect(author({ permissions })?.level).toBe('everyone');
    },
  );

  it.each([null, undefined, 'admin', {}, [8], [null]])('%j in place of roles costs nothing else', (roles) => {
    expect(author({ roles, permissions: String(ADMINISTRATOR) })).toMatchObject({ level: 'admin', badges: [] });
  });

  it('are none in a direct message, where there are roles of nobody', () => {
    const { member, guild_id: _, ...direct } = interaction;
    const event = parseInteraction({ ...direct, user: member.user }, '2000000000000000009', {
      receivedAt: NOW,
      redelivered: false,
    });
    expect(event?.author).toMatchObject({ level: 'everyone', badges: [] });
  });

  it('are not told with a line of chat: its author counts as everyone, with roles for the community to map', () => {
    const { d } = discordLine;
    const roles = ['2000000000000001003'];
    const batch = { session: 's', botUserId: '2000000000000000009', dispatches: [] };
    const dispatch = { t: 'MESSAGE_CREATE', s: 7, d: { ...d, member: { ...d.member, roles } } };
    expect(eventsOfDispatch(dispatch, batch, NOW)[0]?.author).toMatchObject({
      level: 'everyone',
      badges: ['role:2000000000000001003'],
    });
  });

  describe('by look-up, where the event does not carry them', () => {
    const lookUp = (of: object, home: object = {}, account = '2100000000000000001') => {
      const { call } = answering((url) =>
        Response.json(url.includes('/members/') ? { ...guildMember, ...of } : { ...guild, ...home }),
      );
      const options = { apiUrl: 'https://api.example', botToken: 't', fetch, clock: () => NOW };
      return createDiscordClient({ ...options, call }).lookUpLevel(guild.id, account);
    };
    const [HELPERS, GUARDS, ADMINS, ARTISTS] = ['1', '2', '3', '4'].map((n) => `200000000000000100${n}`);

    it.each<[string, readonly (string | undefined)[], Level]>([
      ['no role', [], 'everyone'],
      ['a role without rights', [ARTISTS], 'everyone'],
      ['MANAGE_MESSAGES', [HELPERS], 'moderator'],
      ['MODERATE_MEMBERS', [GUARDS], 'moderator'],
      ['ADMINISTRATOR', [ADMINS], 'admin'],
      ['several roles', [ARTISTS, ADMINS, HELPERS], 'admin'],
      ['a role that is gone', ['2000000000000009999'], 'everyone'],
    ])('%s', async (_, roles, level) => {
      expect(await lookUp({ roles })).toBe(level);
    });

    it('is the owner of the guild, whatever the roles', async () => {
      expect(await lookUp({ roles: [] }, {}, guild.owner_id)).toBe('owner');
    });

    it('counts what everybody in the guild may', async () => {
      const roles = [{ ...guild.roles[0], permissions: String(MANAGE_MESSAGES) }];
      expect(await lookUp({ roles: [] }, { roles })).toBe('moderator');
    });

    it.each([null, 'admins', [8], [null]])('is not known where %j stands in place of roles', async (roles) => {
      expect(await lookUp({ roles })).toBeNull();
      expect(await lookUp({ roles: [ADMINS] }, { roles })).toBeNull();
    });
  });
});

describe('Slack: owners and admins', () => {
  const lookUp = (user: object) => {
    const { call } = answering(Response.json({ ...info, user: { ...info.user, ...user } }));
    const options = { apiUrl: 'https://slack.example/api', fetch, clock: () => 0 };
    return createSlackClient({ ...options, callFor: () => call }).lookUpLevel('T0DEMO', 'U0PIA');
  };

  it.each<[readonly string[], Level]>([
    [[], 'everyone'],
    [['is_primary_owner'], 'owner'],
    [['is_owner'], 'owner'],
    [['is_admin'], 'admin'],
    [['is_owner', 'is_admin'], 'owner'],
    [['is_primary_owner', 'is_owner', 'is_admin'], 'owner'],
    [['is_restricted', 'is_ultra_restricted', 'is_bot', 'is_moderator'], 'everyone'],
  ])('%j make %s, by look-up', async (signs, level) => {
    expect(await lookUp(Object.fromEntries(signs.map((sign) => [sign, true])))).toBe(level);
  });

  it.each([null, 'true', 1, {}, []])('are not known where %j stands for yes or no', async (odd) => {
    for (const sign of ['is_owner', 'is_primary_owner', 'is_admin'])
      expect(await lookUp({ is_owner: true, [sign]: odd }), sign).toBeNull();
  });

  it('are not told by events: everybody counts as everyone', () => {
    const delivery = { receivedAt: NOW, correlationId: 'c', redelivered: false };
    const event = parseMessage(eventCallback.parse(slackLine), delivery);
    expect(event?.author).toMatchObject({ account: 'U0PIA', level: 'everyone', badges: [] });
  });
});
