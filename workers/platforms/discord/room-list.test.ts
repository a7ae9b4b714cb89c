import { describe, expect, it } from 'vitest';
import { answering } from '../../../tests/support/calls.ts';
import { discordRoomList } from './room-list.ts';

const GUILD = '2000000000000000001';
const BOT = '2000000000000000009';
const ROLE = '2000000000000000050';
const VIEW = 1n << 10n;
const SEND = 1n << 11n;

interface Told {
  readonly channels?: readonly object[];
  readonly everyone?: bigint;
  readonly role?: bigint;
  readonly timedOutUntil?: string;
}

let number = 10;
const channel = (name: string, more: object = {}) => ({
  id: String(number++),
  type: 0,
  name,
  position: 0,
  parent_id: null,
  permission_overwrites: [],
  ...more,
});
const overwrite = (id: string, { allow = 0n, deny = 0n }) => ({
  id,
  type: 0,
  allow: String(allow),
  deny: String(deny),
});

function roomsOf({ channels = [], everyone = VIEW | SEND, role = 0n, timedOutUntil }: Told) {
  const answers: Readonly<Record<string, unknown>> = {
    '/users/@me': { id: BOT },
    [`/guilds/${GUILD}/channels`]: channels,
    [`/guilds/${GUILD}`]: {
      roles: [
        { id: GUILD, permissions: String(everyone) },
        { id: ROLE, permissions: String(role) },
      ],
    },
    [`/guilds/${GUILD}/members/${BOT}`]: { roles: [ROLE], communication_disabled_until: timedOutUntil ?? null },
  };
  return listWith((url) => Response.json(answers[url.slice('https://api.example'.length)]));
}

function listWith(answer: (url: string) => Response) {
  const { call, seen } = answering(answer);
  const rooms = discordRoomList({ apiUrl: 'https://api.example', headers: {}, call, clock: () => 1_000 });
  return { list: () => rooms.list(GUILD), seen };
}

describe('rooms of a guild', () => {
  it('are the text and announcement channels, as Discord shows them', async () => {
    const hall = channel('Hall', { type: 4, position: 1 });
    const channels = [
      channel('later', { parent_id: hall.id, position: 7 }),
      channel('sooner', { parent_id: hall.id, position: 2 }),
      channel('voice', { type: 2 }),
      channel('forum', { type: 15 }),
      hall,
      channel('news', { type: 5, position: 9 }),
    ];
    const { list, seen } = roomsOf({ channels });
    const { rooms, unseen, isWhole } = await list();
    expect(rooms.map(({ name, group }) => [name, group])).toEqual([
      ['news', null],
      ['sooner', 'Hall'],
      ['later', 'Hall'],
    ]);
    expect({ unseen, isWhole }).toEqual({ unseen: 0, isWhole: true });
    expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual(Array(4).fill('Bot token-1'));
    await list();
    expect(seen).toHaveLength(7);
  });

  it.each([
    ['open to everybody', {}, 'speaks'],
    ['closed to everybody', { overwrites: [overwrite(GUILD, { deny: VIEW })] }, 'unseen'],
    ['that nobody may write in', { overwrites: [overwrite(GUILD, { deny: SEND })] }, 'silent'],
    [
      'closed, and opened for the bot’s role',
      { overwrites: [overwrite(GUILD, { deny: VIEW }), overwrite(ROLE, { allow: VIEW })] },
      'speaks',
    ],
    [
      'opened for its role, and closed for the bot alone',
      { overwrites: [overwrite(BOT, { deny: VIEW }), overwrite(ROLE, { allow: VIEW })] },
      'unseen',
    ],
    ['of others', { overwrites: [overwrite('77', { deny: VIEW | SEND })] }, 'speaks'],
    ['where its role alone lets it', { everyone: 0n, role: VIEW | SEND }, 'speaks'],
    ['where nothing lets it write', { everyone: VIEW }, 'silent'],
    ['where it is administrator', { role: 1n << 3n, overwrites: [overwrite(GUILD, { deny: VIEW | SEND })] }, 'speaks'],
  ] as const)('one %s', async (_, told, is) => {
    const { overwrites = [], ...more } = told as Told & { overwrites?: readonly object[] };
    const { rooms, unseen } = await roomsOf({
      ...more,
      channels: [channel('it', { permission_overwrites: overwrites })],
    }).list();
    expect(unseen).toBe(is === 'unseen' ? 1 : 0);
    expect(rooms.map(({ silence }) => silence?.is ?? null)).toEqual(
      { speaks: [null], silent: ['send-messages'], unseen: [] }[is],
    );
  });

  it('are private where not everybody sees them', async () => {
    const overwrites = [overwrite(GUILD, { deny: VIEW }), overwrite(ROLE, { allow: VIEW })];
    const channels = [channel('open'), channel('staff', { position: 1, permission_overwrites: overwrites })];
    const { rooms } = await roomsOf({ channels }).list();
    expect(rooms.map(({ isPrivate }) => isPrivate)).toEqual([false, true]);
  });

  it('are silent while the bot is timed out', async () => {
    const channels = [channel('it')];
    const until = (at: number) => roomsOf({ channels, timedOutUntil: new Date(at).toISOString() }).list();
    expect((await until(2_000)).rooms[0]?.silence?.is).toBe('timed-out');
    expect((await until(500)).rooms[0]?.silence).toBeNull();
  });

  it.each([
    [
      Response.json({ message: 'Unknown Guild', code: 10004 }, { status: 404 }),
      'CONFLICT',
      'is not in this Discord server',
    ],
    [
      Response.json({ message: 'Missing Access', code: 50001 }, { status: 403 }),
      'CONFLICT',
      'is not in this Discord server',
    ],
    [Response.json({}, { status: 503 }), 'UPSTREAM', 'Try again in a minute'],
    [
      Response.json({ message: 'You are being rate limited.', retry_after: 2.5, global: false }, { status: 429 }),
      'LIMITED',
      'Try again in 3 s',
    ],
  ])('are told apart from why they are not known: %#', async (answer, code, words) => {
    const { list } = listWith((url) => (url.endsWith('/users/@me') ? Response.json({ id: BOT }) : answer));
    await expect(list()).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
  });

  it('are asked for no more while Discord wants to be left alone', async () => {
    const answer = Response.json({ message: 'Slow down', retry_after: 30, global: true }, { status: 429 });
    const { list, seen } = listWith((url) => (url.endsWith('/users/@me') ? Response.json({ id: BOT }) : answer));
    await expect(list()).rejects.toMatchObject({ code: 'LIMITED', retryAfterMs: 30_000 });
    const asked = seen.length;
    await expect(list()).rejects.toMatchObject({ code: 'LIMITED', retryAfterMs: 30_000 });
    expect(seen).toHaveLength(asked);
  });
});
