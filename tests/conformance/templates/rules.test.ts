// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../../workers/core/templates/nodes.ts';
import { DIALECTS } from '../../../workers/core/templates/nodes.ts';
import type { Given } from './world.ts';
import { count, rendered, says } from './world.ts';

type Row = readonly [text: string, prints: Readonly<Partial<Record<Dialect, string>>>, given?: Given];

/** One text in several dialects. */
function twins(name: string, rows: readonly Row[]): void {
  const cases = rows.flatMap(([text, prints, given]) =>
    DIALECTS.flatMap((dialect) => {
      const wanted = prints[dialect];
      return wanted === undefined ? [] : [{ dialect, text, prints: wanted, given }];
    }),
  );
  it.each(cases)(`${name} — $dialect: $text`, async ({ text, dialect, prints, given }) => {
    expect(await says(text, dialect, given)).toBe(prints);
  });
}

const all = (prints: string): Record<Dialect, string> => ({
  native: prints,
  nightbot: prints,
  streamelements: prints,
  fossabot: prints,
});

describe('the grammar (field.md §3.0)', () => {
  twins('var: the closer matches the opener; `${…}` is StreamElements’ and ours', [
    [
      '${touser}',
      { native: 'Mo', streamelements: 'Mo', nightbot: '${touser}', fossabot: '${touser}' },
      { args: '@Mo' },
    ],
    ['$(touser}) ${touser)}', all('$(touser}) ${touser)}')],
    ['$( touser )', all('Mo'), { args: 'Mo' }],
  ]);
  twins('var: nesting is counted per kind of bracket', [
    ['$(repeat 2 (a}b))', { native: '(a}b) (a}b)', streamelements: '(a}b) (a}b)', fossabot: '(a}b) (a}b)' }],
    ['${repeat 2 "{)}"}', { native: '{)} {)}', streamelements: '{)} {)}' }],
    ['$(repeat 2 $(repeat 2 (x)))', { native: '(x) (x) (x) (x)', fossabot: '(x) (x) (x) (x)' }],
  ]);
  twins('alt: the first that prints something', [
    ['$(1|sender)', { native: 'Pia', streamelements: 'Pia', nightbot: '$(1|sender)', fossabot: '$(1|sender)' }],
    ['$(1|$(sender))', { native: 'Pia', streamelements: 'Pia' }],
    ['${1|nobody}', { native: 'nobody', streamelements: 'nobody', nightbot: '${1|nobody}' }],
    ['$(1|the $(channel) crew)', { native: 'the waddle_demo crew', streamelements: 'the waddle_demo crew' }],
    ["[${1:1 | ' '}]", { native: '[ ]', streamelements: '[ ]' }],
    ["$(1|2|'a|b')", { native: 'a|b', streamelements: 'a|b' }],
    ['$(1|2|sender)', { native: 'x', streamelements: 'x' }, { args: 'x' }],
    ["$(1|random.pick 'a b' c)", { native: 'c', streamelements: 'c' }],
  ]);
  twins('ref: names in any case, `7tvemotes` is a name and no range', [
    ['$(TOUSER) $(Channel)', all('Pia waddle_demo')],
    ['$(7tvemotes)', { streamelements: 'error', nightbot: '$(7tvemotes)' }],
  ]);
  twins('range: 1-based; N: from N to the end', [
    ['$(2:)', { native: 'b c', streamelements: 'b c', fossabot: 'b c', nightbot: '$(2:)' }, { args: 'a  b c' }],
    ['$(1:2)', { native: 'a b', streamelements: 'a b', fossabot: 'a b', nightbot: '$(1:2)' }, { args: 'a b c' }],
    ['$(10)', { native: 'j', streamelements: 'j', fossabot: 'j', nightbot: '$(10)' }, { args: 'a b c d e f g h i j' }],
  ]);
  twins('member: numbers and signs too', [
    ['${random.1-100}', { native: '51', streamelements: '51' }],
    ['$(time.Etc/GMT+5)', { native: '07:34', streamelements: '07:34' }],
  ]);
  twins('escapes: `\\$` and `\\\\` are ours', [
    [
      '\\$(touser) \\\\',
      { native: '$(touser) \\', nightbot: '\\Mo \\\\', streamelements: '\\Mo \\\\', fossabot: '\\Mo \\\\' },
      { args: 'Mo' },
    ],
    ['\\$', { native: '$', nightbot: '\\$' }],
  ]);
  twins('a lone opener stays as typed, and what stands in it still works', [
    ['costs $(5 or $(touser) or ${', all('costs $(5 or Mo or ${'), { args: 'Mo' }],
    ['$() $( ) $(!) $(user!)', all('$() $( ) $(!) $(user!)')],
    ['$(touser$(1)) $($(1)) $(1$(1))', all('$(touserMo) $(Mo) $(1Mo)'), { args: 'Mo' }],
  ]);

  it('tells where what does not parse stands', async () => {
    const { warnings } = await rendered('a $(user b $() ${x', 'native');
    expect(warnings.map(({ start, end }) => [start, end])).toEqual([
      [2, 18],
      [11, 14],
      [15, 18],
    ]);
  });

  it('leaves `${` and `\\` to the code of $(eval …)', async () => {
    for (const dialect of ['native', 'nightbot'] as const)
      expect(await says('$(eval `${"a\\\\b".length} $(1)`)', dialect, { args: 'x' })).toBe('3 x');
  });
});

describe('the rules that make old text behave the same (field.md §3.0)', () => {
  twins('1: an unknown variable stays, in Fossabot it is an error', [
    ['a $(nobody here) b', { ...all('a $(nobody here) b'), fossabot: 'a [Error: Unknown variable nobody.] b' }],
    ['$(user.nonsense)', { ...all('$(user.nonsense)'), fossabot: '[Error: Unknown variable user.nonsense.]' }],
    // What another of the three has is unknown all the same.
    ['$(randint 1 5)', { native: '3', fossabot: '3', nightbot: '$(randint 1 5)', streamelements: '$(randint 1 5)' }],
    [
      '$(userlevel)',
      {
        native: 'vip',
        nightbot: 'twitch_vip',
        streamelements: '$(userlevel)',
        fossabot: '[Error: Unknown variable userlevel.]',
      },
    ],
  ]);

  it('1: warns of it in the preview, by place', async () => {
    const { warnings } = await rendered('hi $(nobody)', 'native');
    expect(warnings).toEqual([{ start: 3, end: 12, message: 'There is no $(nobody) in this dialect.' }]);
    const other = await rendered('$(repeat 3 x)', 'nightbot');
    expect(other.warnings[0]?.message).toBe(
      'There is no $(repeat) in this dialect. It is StreamElements’ and Fossabot’s.',
    );
  });

  twins('2: a missing argument prints nothing, in Fossabot an error or what follows the number', [
    ['[$(2)]', { ...all('[]'), fossabot: '[[Error: Index 2 is not in arguments.]]' }, { args: 'a' }],
    ['[$(2 nobody)]', { native: '[nobody]', fossabot: '[nobody]', streamelements: '[]' }, { args: 'a' }],
    ['[$(1:3 all of $(channel))]', { native: '[all of waddle_demo]', fossabot: '[all of waddle_demo]' }],
    ['$(index2 nobody)', { native: 'nobody', fossabot: 'nobody', streamelements: '$(index2 nobody)' }],
  ]);

  twins('3: $(touser) is the first argument without its @, else the caller', [
    ['$(touser)', all('Mo'), { args: '@Mo please' }],
    ['$(touser)', all('Pia'), { args: '  ' }],
    ['$(touser)', all('Pia'), { args: '@' }],
  ]);

  it('4: $(count) adds one once per execution, however often it is printed, and prints the new value', async () => {
    for (const dialect of DIALECTS) {
      expect(await says('$(count), $(count)', dialect, { counters: { hug: 4 } })).toBe('5, 5');
      const { after } = await count('$(count) $(count)', dialect, { counters: { hug: 4 } });
      expect(after.get('hug')).toBe(5);
    }
  });

  it('4: $(count.get) adds one in Fossabot, $(getcount) never does', async () => {
    expect((await count('$(count.get)', 'fossabot', { counters: { hug: 4 } })).after.get('hug')).toBe(5);
    expect((await count('$(getcount hug)', 'streamelements', { counters: { hug: 4 } })).after.get('hug')).toBe(4);
    expect(await says('$(getcount hug)', 'nightbot', { counters: { hug: 4 } })).toBe('$(getcount hug)');
  });

  twins('5: arguments split at runs of blanks, quotes are for variables’ parameters only', [
    ['$(2)', all('b"'), { args: '"a    b"' }],
    ['$(repeat 2 "a b")', { native: 'a b a b', streamelements: 'a b a b' }],
    ['$(repeat 2 $(1))', { native: '"a "a', streamelements: '"a "a', fossabot: '"a "a' }, { args: '"a b"' }],
  ]);

  it('6: what somebody typed is data in $(eval …): in a string its text, elsewhere a bound value', async () => {
    // Nightbot documents this as an attack: the viewer's text ends the string and prints its own.
    const attack = '";"!settitle Last stream ever!"//';
    const upper = '$(eval "@$(user), " + "$(query)".toUpperCase())';
    for (const dialect of ['native', 'nightbot'] as const) {
      expect(await says(upper, dialect, { args: attack })).toBe('@Pia, ";"!SETTITLE LAST STREAM EVER!"//');
      expect(await says('$(eval $(1) + $(2))', dialect, { args: '19 23' })).toBe('42');
      expect(await says('$(eval $(query))', dialect, { args: 'process.exit()' })).toBe('process.exit()');
    }
    expect(await says('$(eval "\'$(query)\'")', 'fossabot', { args: `'+1+'` })).toBe(`'+1+'`);
  });

  it('7: results are not looked through again', async () => {
    const args = '$(count) ${user} $(1|x) "';
    const author = { account: '1', login: 'x', displayName: '$(query)$(1)', level: 'everyone', badges: [] } as const;
    for (const dialect of DIALECTS) {
      expect(await says('<$(touser)$(user a)$(nothing)>', dialect, { author, args: '' })).not.toContain('undefined');
      expect(await says(dialect === 'streamelements' ? '<$(1:)>' : '<$(query)>', dialect, { args })).toBe(`<${args}>`);
      expect(await says('$$(1)', dialect, { args: '(touser)' })).toBe('$(touser)');
      expect(await says('$(touser)', dialect, { author })).toBe('$(query)$(1)');
    }
  });

  it('7: then no answer begins a command', async () => {
    for (const dialect of DIALECTS) {
      expect(await says('$(touser)', dialect, { args: '!settitle' })).toBe('› !settitle');
      expect(await says('/ban $(touser)', dialect, { args: 'mo' })).toBe('› /ban mo');
      expect(await says('  .timeout x', dialect)).toBe('› .timeout x');
      expect(await says('?x', dialect, { prefix: '?' })).toBe('› ?x');
    }
  });
});

describe('how an answer is shown', () => {
  it.each(['me', 'announce', 'announceblue', 'announcegreen', 'announceorange', 'announcepurple'] as const)(
    'is told apart where the command’s own text begins with /%s (Nightbot: response prefixes)',
    async (style) => {
      for (const dialect of DIALECTS) {
        expect(await rendered(`/${style} hugs $(touser)`, dialect)).toMatchObject({ as: style, text: 'hugs Pia' });
      }
    },
  );

  it('is nothing that a variable can print, nor any other word', async () => {
    expect(await rendered('$(touser)', 'nightbot', { args: '/me' })).toMatchObject({ as: null, text: '› /me' });
    expect(await rendered('/meh $(touser)', 'nightbot')).toMatchObject({ as: null, text: '› /meh Pia' });
    expect(await rendered('\\$/me', 'native')).toMatchObject({ as: null, text: '$/me' });
    expect(await rendered('/me $(touser)', 'nightbot', { args: '/ban' })).toMatchObject({ as: 'me', text: '› /ban' });
  });
});
