import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../core/events.ts';
import type { CommandCall, Ctx, Effect } from '../../core/modules.ts';
import { entryOf } from '../../core/modules.ts';
import type { Language } from '../../core/words.ts';
import { speak } from '../../core/words.ts';
import { hype } from './index.ts';
import { words } from './words.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const PIA = { kind: 'account', platform: 'twitch', account: '11', login: 'pia', displayName: 'Pia', level: 'everyone' };

interface Asked {
  readonly language?: Language;
  readonly answer?: ChatEvent['answer']['by'];
  readonly options?: Readonly<Record<string, string>>;
  /** What the effect comes to. */
  readonly outcome?: unknown;
  /** The channel's row. */
  readonly row?: object;
}

/** What `!hype …` answers, and the effects that it had. */
async function ask(path: string, asked: Asked = {}) {
  const { language = 'en', answer = 'api', options = {}, outcome = null, row } = asked;
  const [command] = hype.commands;
  const part = path === 'hype' ? command : command?.subcommands?.[path];
  if (!part) throw new Error(`no command ${path}`);
  const effects: Effect[] = [];
  const ctx = {
    now: NOW,
    actor: PIA,
    prefix: '!',
    community: { id: 'c', language },
    say: speak(words, language),
    read: async () => [{ rows: [{ value: { goal: 4 } }] }, row ? [row] : []],
    effect: async (effect: Effect) => {
      if (part.effect !== 'database') throw new Error(`${path} declares no effect`);
      effects.push(effect);
      return outcome;
    },
  } as unknown as Ctx;
  const event = { platform: 'twitch', channel: '1', answer: { by: answer } };
  const reply = await part.run({ event, options } as unknown as CommandCall, ctx);
  return { ...reply, effects: effects.length };
}

const counting = (ages: readonly number[]) => ({
  channel: 'twitch:1',
  cheers: Object.fromEntries(ages.map((age, n) => [n, { name: `fan${n}`, at: NOW - age }])),
  restsUntil: null,
});

describe('!hype', () => {
  it('says nothing in chat below the goal, and how far it is where a place waits for the answer', async () => {
    expect(await ask('hype')).toEqual({ text: '', effects: 1 });
    expect(await ask('hype', { answer: 'discord-interaction', row: counting([0, 5_000]) })).toEqual({
      text: 'Hype: 2 of 4 within a minute. !hype counts you in.',
      ephemeral: true,
      effects: 1,
    });
  });

  it.each<[people: number, language: Language, said: string]>([
    [2, 'en', 'HYPE! Thanks to A, B!'],
    [5, 'en', 'HYPE! Thanks to A, B, C, D, E!'],
    [9, 'en', 'HYPE! Thanks to A, B, C, D, E and 4 more!'],
    [9, 'de', 'HYPE! Danke an A, B, C, D, E und 4 weitere!'],
  ])('names up to five of %i who reached it (%s)', async (people, language, said) => {
    const cheers = [...'ABCDEFGHI'].slice(0, people).map((name, n) => [`m${9 - n}`, { name, at: NOW + n }]);
    expect(await ask('hype', { language, outcome: Object.fromEntries(cheers) })).toMatchObject({ text: said });
  });
});

describe('!hype status', () => {
  it.each<[what: string, row: object | undefined, said: string]>([
    ['nobody', undefined, 'Hype: 0 of 4 within a minute. !hype counts you in.'],
    ['those of the last minute', counting([0, 59_999, 60_000]), 'Hype: 2 of 4 within a minute. !hype counts you in.'],
    [
      'how long it rests',
      { ...counting([0]), restsUntil: new Date(NOW + 90_000) },
      'The last hype still rings. The next one begins in 1 min 30 s.',
    ],
    ['nobody after the rest', { ...counting([60_000]), restsUntil: new Date(NOW) }, expect.stringContaining('0 of 4')],
  ])('tells %s', async (_, row, said) => {
    expect(await ask('status', row ? { row } : {})).toEqual({ text: said, effects: 0 });
  });
});

describe('!hype goal', () => {
  it('is for moderators', () => {
    expect(entryOf(hype.commands[0] as (typeof hype.commands)[number]).subcommands).toMatchObject({
      goal: { level: 'moderator' },
      status: { level: 'everyone' },
    });
  });

  it('sets the goal', async () => {
    expect(await ask('goal', { options: { people: '20' }, outcome: { value: { goal: 20 }, version: 1 } })).toEqual({
      text: 'From now on it takes 20 people.',
      effects: 1,
    });
  });

  it.each(['1', '101', '-5', '999999999999999'])('refuses %s, and changes nothing', async (people) => {
    expect(await ask('goal', { options: { people } })).toEqual({
      text: `${people} cannot be the goal. Choose a number from 2 to 100.`,
      effects: 0,
    });
  });
});

describe('a raid', () => {
  const welcome = (viewers: number) => {
    const event = { author: { displayName: 'Zoe', login: 'zoe' }, data: { viewers } } as ChatEvent<'raid'>;
    return hype.on?.raid?.(event, { prefix: '!', say: speak(words, 'en') } as unknown as Ctx);
  };

  it('is not wanted until somebody switches it on', () => {
    expect(hype.wants?.({})).toEqual([]);
    expect(hype.wants?.({ raids: true })).toEqual(['raid']);
    expect(hype.wants?.({ raids: 'what another build stored' })).toEqual([]);
  });

  it('of twenty is told what to type, a smaller one is not', async () => {
    expect(await welcome(19)).toBeNull();
    expect(await welcome(20)).toEqual({ text: 'Welcome, Zoe and 20 guests! Type !hype and cheer with us.' });
  });
});

it('says every sentence in German, too, with the same places', () => {
  const places = (text: string) => text.match(/\{\w+\}/g)?.toSorted();
  for (const [key, { en, de }] of Object.entries(words)) expect(places(de), key).toEqual(places(en));
});
