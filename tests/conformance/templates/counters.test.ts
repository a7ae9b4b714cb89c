// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import { describe, expect, it } from 'vitest';
import { counterOps, usesEffect } from '../../../workers/core/templates/counters.ts';
import type { Dialect } from '../../../workers/core/templates/nodes.ts';
import { parse } from '../../../workers/core/templates/parse.ts';
import { count, rendered, says, scopeOf, sourcesOf } from './world.ts';

const ops = (text: string, dialect: Dialect, args = '') =>
  counterOps(parse(text, dialect), scopeOf({ args }), sourcesOf());

/** Sets any title, and notes it. */
const noting = (asked: string[]) => async (to: string) => {
  asked.push(to);
  return { is: 'set' as const, to };
};

describe('the counter operations of a text', () => {
  it('come in the order of the text, with their arguments worked out and where they are printed', async () => {
    expect(await ops('$(count a +2) $(count) $(getcount $(1)) $(count) $(count b 7)', 'streamelements', 'A')).toEqual([
      { counter: 'a', change: { is: 'add', by: 2 }, isUse: false, positions: [0] },
      { counter: 'hug', change: { is: 'add', by: 1 }, isUse: true, positions: [14, 40] },
      { counter: 'a', change: { is: 'read' }, isUse: false, positions: [23] },
      { counter: 'b', change: { is: 'set', to: 7 }, isUse: false, positions: [49] },
    ]);
  });

  it('are found inside of other variables', async () => {
    expect(
      await says('$(repeat 2 $(count)) $(eval $(count) > 4 ? "many" : "few")', 'native', { counters: { hug: 4 } }),
    ).toBe('5 5 many');
  });

  it('apply one after the other', async () => {
    const { after } = await count(
      '$(count a +2) $(count a +3) $(count a -1) $(count a 9) $(count a)',
      'streamelements',
    );
    expect(after.get('a')).toBe(10);
    expect(await says('$(count a +2) $(count a +3) $(getcount a)', 'streamelements')).toBe('2 5 5');
  });

  it('go by one name, whatever its letters', async () => {
    const { after } = await count('$(count Deaths) $(count DEATHS) $(count.deaths)', 'streamelements');
    expect([...after]).toEqual([['deaths', 3]]);
  });

  it.each([
    ['a counter inside of another', '$(count $(count))', '[A counter cannot stand inside of another.]'],
    ['one in a fallback', '$(1|count)', '[A counter cannot stand in a fallback.]'],
    ['one in what follows a number', '$(1 $(count))', '[A counter cannot stand in a fallback.]'],
    [
      'a name with blanks',
      '$(count $(query))',
      '[Count name invalid. Must contain only alphanumeric, dashes, or underscores.]',
    ],
    ['too much at once', '$(count a +99999999999)', '[Count amount invalid. Must be a whole number.]'],
    ['half of one', '$(count.update a 0.5)', '[Count amount invalid. Must be a whole number.]'],
    ['what others fetch', '$(count $(urlfetch https://api.example.com/joke))', /^\[Count name invalid/],
  ])('leave out %s, and the answer says why', async (_, text, words) => {
    const given = { args: text.includes('query') ? 'a b' : '' };
    expect(await ops(text, 'native', given.args)).toEqual([]);
    const { text: said, warnings } = await rendered(text, 'native', given);
    expect(said).toMatch(words);
    expect(warnings.length).toBeGreaterThan(0);
  });

  it('are none where the text that holds them stays as typed', async () => {
    expect(await ops('$(nobody $(count)) \\$(count) $(count', 'native')).toEqual([]);
  });

  it('are not those of a command that is referred to', async () => {
    const sources = { commandText: async () => ({ text: 'used $(count) times', dialect: 'fossabot' as const }) };
    expect(await says('$(references other)', 'fossabot', { sources })).toBe(
      'used [Error: A counter does not count in a command that another one refers to.] times',
    );
    // Nor does one get the value of a counter that stands at the same place in this text.
    expect(await says('used $(count), $(references other)', 'fossabot', { sources })).toMatch(
      /^used 1, used \[Error: A counter/,
    );
  });

  it('change nothing while they are collected', async () => {
    const asked: string[] = [];
    const sources = {
      ...sourcesOf(),
      setTitle: async (title: string) => {
        asked.push(title);
        return null;
      },
      fetchText: async (url: string) => {
        asked.push(url);
        return { is: 'unreachable' as const };
      },
    };
    await counterOps(parse('$(count $(settitle a)) $(count $(urlfetch http://b))', 'native'), scopeOf(), sources);
    expect(asked).toEqual([]);
  });
});

describe('whether a text changes anything', () => {
  it.each<[string, Dialect, boolean]>([
    ['$(count)', 'nightbot', true],
    ['$(repeat 2 $(count.update a 1))', 'fossabot', true],
    ['$(settitle x)', 'streamelements', true],
    ['$(setgame)', 'fossabot', true],
    ['$(getcount a)', 'streamelements', false],
    ['$(user) $(uptime)', 'native', false],
    ['$(settitle x)', 'nightbot', false],
    ['\\$(count) $(count', 'native', false],
    ['$(nobody $(count))', 'native', false],
  ])('%s in %s: %s', (text, dialect, changes) => {
    expect(usesEffect(parse(text, dialect))).toBe(changes);
  });

  it('tells what was asked of the stream, and asks it once', async () => {
    const asked: string[] = [];
    const sources = { setTitle: noting(asked) };
    const { effects } = await rendered('$(settitle $(1:))', 'streamelements', { args: 'Late night', sources });
    expect(effects).toEqual([{ is: 'title', to: 'Late night' }]);
    expect(asked).toEqual(['Late night']);
  });

  it('lets nobody change the stream by referring to a moderators’ command', async () => {
    const asked: string[] = [];
    const sources = {
      setTitle: noting(asked),
      commandText: async () => ({ text: '$(settitle mine)', dialect: 'streamelements' as const }),
    };
    const said = await says('$(references title)', 'fossabot', { sources });
    expect(said).toBe('[$(settitle) changes nothing in a command that another one refers to.]');
    expect(asked).toEqual([]);
  });
});
