import { PgDialect } from 'drizzle-orm/pg-core';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../core/events.ts';
import type { Platform } from '../../core/ids.ts';
import type { CommandCall, Ctx, Effect } from '../../core/modules.ts';
import type { StreamPort, StreamRefusalReason } from '../../core/stream.ts';
import type { Language } from '../../core/words.ts';
import { speak } from '../../core/words.ts';
import { stream as module } from './index.ts';
import { words } from './words.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const DAY = 86_400_000;
const PIA: Person = { account: '11', login: 'pia', displayName: 'Pia' };
const MIA = { account: '12', login: 'mia', displayName: 'Mia', level: 'owner', badges: [] } as const;
const CHANNEL = '1';
const CONNECT = '`npm run connect twitch -- --with stream`';

interface Asked {
  readonly language?: Language;
  readonly platform?: Platform;
  /** Null: the platform has no streams. */
  readonly port?: Partial<StreamPort> | null;
  readonly options?: Readonly<Record<string, string>>;
  readonly args?: string;
  /** How long ago it was asked, ms. */
  readonly waitedMs?: number;
}

/** One invocation, which can be run again; `acts` are the verbs that were called, with what they were given. */
function invocation(path: string, asked: Asked = {}) {
  const { language = 'en', platform = 'twitch', port = {}, options = {}, args = '', waitedMs = 0 } = asked;
  const [name, subcommand] = path.split(' ') as [string, string?];
  const command = module.commands.find((declared) => declared.name === name);
  const part = subcommand === undefined ? command : command?.subcommands?.[subcommand];
  if (!part) throw new Error(`no command ${path}`);
  const acts: unknown[][] = [];
  const recording = new Proxy({} as StreamPort, {
    get:
      (_, verb: string) =>
      async (...given: unknown[]) => {
        const own = (port as Record<string, ((...given: unknown[]) => unknown) | undefined>)[verb];
        acts.push([verb, ...given]);
        return own ? own(...given) : { ok: true };
      },
  });
  /** What the first run left behind. */
  let recorded: unknown;
  const run = async () => {
    const ctx = {
      now: NOW,
      prefix: '!',
      community: { zone: 'Europe/Vienna', language },
      say: speak(words, language),
      stream: port === null ? null : recording,
      findPerson: async (typed: string) => (typed === '@pia' ? PIA : null),
      effect: async (effect: Effect) => {
        if (part.effect !== 'database') throw new Error(`${path} declares no effect`);
        const [by] = new PgDialect().sqlToQuery(effect.outcome).params;
        recorded ??= { by };
        return recorded;
      },
    } as unknown as Ctx;
    const call = {
      event: { platform, channel: CHANNEL, author: MIA },
      options,
      invocation: { args, admittedAt: NOW - waitedMs },
    };
    return (await part.run(call as unknown as CommandCall, ctx)).text;
  };
  return { acts, run };
}

const saidOf = (path: string, asked?: Asked): Promise<string> => invocation(path, asked).run();
const showing = (state: object | null) => ({ streamOf: async () => state }) as Partial<StreamPort>;
const SHOWN = { live: true, startedAt: NOW - 90 * 60_000, title: 'Chess!', category: 'Chess' };

describe('what everybody may ask', () => {
  it.each([
    ['uptime', SHOWN, 'The stream has been on for 1 h 30 min.'],
    ['uptime', { ...SHOWN, startedAt: undefined }, 'The stream is on; the platform does not say since when.'],
    ['uptime', { ...SHOWN, live: false }, 'The stream is off.'],
    ['title', SHOWN, 'Title: Chess!'],
    ['title', { ...SHOWN, title: '' }, 'The stream has no title.'],
    ['game', SHOWN, 'Game: Chess'],
    ['game', { ...SHOWN, category: '' }, 'The stream is filed under nothing.'],
    ['title', null, expect.stringContaining('I cannot see this channel’s stream')],
  ])('%s', async (path, state, said) => {
    expect(await saidOf(path, { port: showing(state) })).toEqual(said);
  });

  it('title and game tell how they are set, to whoever types something new', async () => {
    const asked = { port: showing(SHOWN), args: 'Poker' };
    expect(await saidOf('title', asked)).toBe('Title: Chess! !title set … changes it.');
    expect(await saidOf('game', { ...asked, language: 'de' })).toBe('Spiel: Chess !game set … ändert das.');
  });

  it('followage, of oneself and of others', async () => {
    const port = { followedAt: async (_: string, account: string) => (account === '11' ? NOW - 400 * DAY : null) };
    expect(await saidOf('followage', { port, options: { person: '@pia' } })).toBe(
      'Pia has followed since 2025-10-22 (400 d).',
    );
    expect(await saidOf('followage', { port })).toBe('Mia does not follow this channel.');
    expect(await saidOf('followage', { port, options: { person: '@nobody' } })).toBe(
      'I know nobody called "@nobody" here.',
    );
  });

  it('followage, where it is not told', async () => {
    const port = { followedAt: async () => 'unknown' as const };
    expect(await saidOf('followage', { port })).toContain('npm run connect twitch');
    expect(await saidOf('followage', { port, platform: 'kick' })).toBe('This platform does not tell who follows.');
  });

  it('accountage', async () => {
    const port = { profileOf: async () => ({ ...PIA, createdAt: NOW - DAY }) };
    expect(await saidOf('accountage', { port, options: { person: '@pia' } })).toBe(
      'Pia has had this account since 2026-11-25 (1 d).',
    );
    expect(await saidOf('accountage', { port: { profileOf: async () => PIA } })).toContain('does not tell');
    expect(await saidOf('accountage', { port: { profileOf: async () => null } })).toContain('nobody called "Mia"');
  });
});

const SEARCHED = { searchCategories: async () => [{ id: '27471', name: 'Minecraft' }] };
/** Every act: how it is asked for, what is done, and what is said. */
const ACTS: readonly (readonly [path: string, asked: Asked, act: readonly unknown[], said: string])[] = [
  ['title set', { options: { text: 'New!' } }, ['setTitle', CHANNEL, 'New!'], 'The title is now: New!'],
  [
    'game set',
    { options: { name: 'mine' }, port: SEARCHED },
    ['setCategory', CHANNEL, { id: '27471', name: 'Minecraft' }],
    'The game is now: Minecraft',
  ],
  [
    'clip',
    { port: { createClip: async () => ({ ok: true, id: 'x', url: 'https://clip.example/x' }) } },
    ['createClip', CHANNEL],
    'A clip: https://clip.example/x (it takes some seconds to appear there)',
  ],
  [
    'marker',
    { options: { text: 'wow' }, port: { createMarker: async () => ({ ok: true, positionSeconds: 75 }) } },
    ['createMarker', CHANNEL, 'wow'],
    'Marked, 1 min 15 s into the stream.',
  ],
  [
    'raid',
    { options: { channel: 'pia' }, port: { raid: async () => ({ ok: true, to: PIA }) } },
    ['raid', CHANNEL, 'pia'],
    'The raid on Pia is being prepared. !raid cancel stops it.',
  ],
  ['raid', { options: { channel: 'Cancel' } }, ['cancelRaid', CHANNEL], 'The raid is cancelled.'],
  ['vip add', { options: { person: '@pia' } }, ['addVip', CHANNEL, '11'], 'Pia is a VIP now.'],
  ['vip remove', { options: { person: '@pia' } }, ['removeVip', CHANNEL, '11'], 'Pia is no longer a VIP.'],
  ['mod add', { options: { person: '@pia' } }, ['addModerator', CHANNEL, '11'], 'Pia is a moderator now.'],
  ['mod remove', { options: { person: '@pia' } }, ['removeModerator', CHANNEL, '11'], 'Pia is no longer a moderator.'],
];

describe.each(ACTS)('%s', (path, asked, act, said) => {
  const verb = act[0] as string;

  it('is done, and told', async () => {
    const { acts, run } = invocation(path, asked);
    expect(await run()).toBe(said);
    expect(acts.at(-1)).toEqual(act);
  });

  it('is done once, however often the invocation runs, and says what it cannot know', async () => {
    const { acts, run } = invocation(path, asked);
    await run();
    for (let again = 0; again < 2; again++) expect(await run()).toContain('cannot tell whether that happened');
    expect(acts.filter(([called]) => called === verb)).toHaveLength(1);
  });

  it('is left where nobody can be waiting for it any more, and told so', async () => {
    const { acts, run } = invocation(path, { ...asked, waitedMs: 150_000 });
    expect(await run()).toContain('only now, 2 min 30 s later, so I left it');
    expect(await run()).toContain('cannot tell whether that happened');
    expect(acts.filter(([called]) => called === verb)).toEqual([]);
  });

  it('is refused in words', async () => {
    const refused = { ok: false, reason: 'scope', message: `Not allowed. To ask: ${CONNECT}` };
    const port = { ...asked.port, [verb]: async () => refused };
    expect(await saidOf(path, { ...asked, port })).toBe(`Not allowed. To ask: ${CONNECT}`);
    expect(await saidOf(path, { ...asked, port, language: 'de' })).toBe(
      `Das ist mir hier nicht erlaubt. Not allowed. To ask: ${CONNECT}`,
    );
  });

  it('is nothing where there are no streams', async () => {
    expect(await saidOf(path, { ...asked, port: null })).toBe('There are no streams on this platform.');
  });
});

it.each([
  'scope',
  'not-live',
  'not-found',
  'forbidden',
  'limited',
  'refused',
  'unsupported',
  'upstream',
] satisfies StreamRefusalReason[])('a refusal for %s has words in both languages', async (reason) => {
  const port = { createClip: async () => ({ ok: false as const, reason, message: 'What to do.' }) };
  for (const language of ['en', 'de'] as const) {
    const said = await saidOf('clip', { port, language });
    expect(said).toContain('What to do.');
  }
});

describe('a game', () => {
  const setting = (found: readonly string[], typed: string, platform: Platform = 'twitch') =>
    invocation('game set', {
      platform,
      options: { name: typed },
      port: { searchCategories: async () => found.map((name) => ({ id: name, name })) },
    });

  it('that is unclear is asked back, and nothing is recorded or set', async () => {
    const { acts, run } = setting(['Minecraft', 'Minecraft Dungeons'], 'mine');
    const said = 'Which one is "mine"? There are: Minecraft, Minecraft Dungeons. Nothing was changed.';
    expect([await run(), await run()]).toEqual([said, said]);
    expect(acts.every(([verb]) => verb === 'searchCategories')).toBe(true);
  });

  it('that nobody knows is not set', async () => {
    expect(await setting([], 'xyzzy').run()).toContain('There is no game called "xyzzy"');
  });

  it('is left to the platform where games cannot be searched', async () => {
    const { acts, run } = setting([], 'Chess', 'youtube');
    await run();
    expect(acts).toEqual([['setCategory', CHANNEL, { id: '', name: 'Chess' }]]);
  });
});

it('roles are the broadcaster’s to give, the rest is for moderators', () => {
  const levels = module.commands.map(({ name, level, subcommands }) => [name, level, subcommands?.set?.level]);
  expect(levels).toEqual([
    ['uptime', undefined, undefined],
    ['title', undefined, 'moderator'],
    ['game', undefined, 'moderator'],
    ['followage', undefined, undefined],
    ['accountage', undefined, undefined],
    ['clip', undefined, undefined],
    ['marker', 'moderator', undefined],
    ['raid', 'moderator', undefined],
    ['vip', 'owner', undefined],
    ['mod', 'owner', undefined],
  ]);
});

it('roles say how they are used', async () => {
  expect(await saidOf('vip')).toBe('Usage: !vip add|remove');
});
