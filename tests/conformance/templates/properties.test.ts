// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect, Node } from '../../../workers/core/templates/nodes.ts';
import { DIALECTS } from '../../../workers/core/templates/nodes.ts';
import { parse } from '../../../workers/core/templates/parse.ts';
import { cases } from '../../fuzz/cases.ts';
import { hostile, soup, visible, wellFormed } from './arbitraries.ts';
import type { Given } from './world.ts';
import { LIVE, PIA, rendered, says, sourcesOf } from './world.ts';

const dialects = fc.constantFrom<Dialect>(...DIALECTS);
const codePoints = (text: string): number => [...text].length;

describe('any text', () => {
  const anything = fc.oneof(
    soup,
    hostile,
    fc.string({ unit: 'binary', maxLength: 5_000 }),
    soup.map((text) => text.repeat(Math.ceil(5_000 / (text.length + 1))).slice(0, 5_000)),
  );

  it('parses without throwing, in at most 8 steps per character, and nothing of it is lost', () => {
    fc.assert(
      fc.property(anything, dialects, (text, dialect) => {
        const { nodes, steps } = parse(text, dialect);
        expect(steps).toBeLessThanOrEqual(8 * text.length);
        expect(sourceOf(nodes, text)).toBe(text);
      }),
      { numRuns: cases(5_000) },
    );
  });

  it.each([
    '$(',
    '${',
    '$(1|',
    '$(${',
    '$($(',
    '$(a ',
    '$(eval ',
    '$(eval "',
    "$(1|'",
    "$(1|'a|",
    '$(x "',
    '\\$',
    '\\\\',
    '$( ',
    '$(                 ',
    '$(user',
    '$(aaaaaaaaaaaaaaaa!)',
    '$(1|1',
    '((',
    '$((',
    '$)',
    '$(user)',
    '$(1|2)',
    '$(a $(b $(c ',
    '{',
    '$({',
    '$(1|"|"',
    '|',
  ])('parses %s over and over in as few steps, closed at the end or not', (piece) => {
    for (const dialect of DIALECTS) {
      for (const close of ['', ')', '}', "'", '"', ')}', ' )']) {
        const half = piece.repeat(2_500 / piece.length);
        for (const text of [piece.repeat(5_000 / piece.length), half + close.repeat(2_500 / (close.length || 1))]) {
          expect(parse(text, dialect).steps).toBeLessThanOrEqual(8 * text.length);
        }
      }
    }
  });

  it('renders without throwing, whatever its sources do, and begins no command', async () => {
    const broken = Object.fromEntries(
      Object.keys(sourcesOf()).map((name) => [name, () => Promise.reject(new Error('down'))]),
    ) as Given['sources'];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(soup, wellFormed),
        hostile,
        dialects,
        fc.constantFrom('!', '?', '$', 'w!'),
        fc.boolean(),
        async (text, args, dialect, prefix, isDown) => {
          const { text: said } = await rendered(text, dialect, {
            args,
            prefix,
            ...(isDown ? { sources: broken } : {}),
          });
          expect(codePoints(said)).toBeLessThanOrEqual(2_002);
          expect(said).not.toMatch(/^[\p{C}\p{Z}\s]*[/.]/u);
          expect(said.replace(/^[\p{C}\p{Z}\s]+/u, '').startsWith(prefix)).toBe(false);
        },
      ),
      { numRuns: cases(3_000) },
    );
  });
});

/** What the nodes stand for, put together again by their places. */
function sourceOf(nodes: readonly Node[], source: string): string {
  let at = 0;
  let whole = '';
  for (const { start, end } of nodes) {
    if (start !== at) throw new Error(`a gap at ${at}`);
    whole += source.slice(start, end);
    at = end;
  }
  return whole;
}

describe('what somebody typed, is called or put on the web', () => {
  it('is printed as it is', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, visible, dialects, async (typed, displayName, dialect) => {
        const given = { args: typed, author: { ...PIA, displayName } };
        const words = typed.split(/\s+/).filter(Boolean);
        const safe = dialect === 'streamelements' ? (words[0] ?? '').replace(/^[/.]+/, '') : (words[0] ?? '');
        const missing = dialect === 'fossabot' ? '[Error: Index 1 is not in arguments.]' : '';
        expect(await says('<$(1)>', dialect, given)).toBe(`<${words.length > 0 ? safe : missing}>`);
        if (dialect !== 'streamelements') expect(await says('<$(query)>', dialect, given)).toBe(`<${typed}>`);
        expect(await says('<$(user)>', dialect, { ...given, args: '' })).toBe(`<${displayName}>`);
      }),
      { numRuns: cases(2_000) },
    );
  });

  /** Texts that pass values on as they are; `V` is a variable that prints one. */
  const PASSING: readonly (readonly [Dialect, string])[] = [
    ['native', '<V>$$V$(V)${V'],
    ['native', '<$(repeat 2 "V, V")|$(echo V "x")>'],
    ['native', "<$(random.pick 'a V' 'b')|$(rngphrase a,V,b)|$(if 1 'V' no)|$(if V a b)>"],
    ['native', '<$(1|V)|$(9|nobody V)|$(9 V and V)>'],
    ['native', '<$(repeat 1 $(repeat 1 $(echo V)))>'],
    ['native', `<$(eval "V" + 'V' + \`V\${'V'}\`)|$(eval /* V */ V + '')>`],
    ['nightbot', '<$(twitch $(channel) "{{displayName}} V {{status}}")>'],
    ['nightbot', '<$(eval decodeURIComponent("$(querystring V)"))>'],
    ['streamelements', '<${repeat 2 "V"}|${9|V}|$(random.pick V x)>'],
    ['fossabot', `<$(eval "'V' + V")|$(9 V)|$(nobody V)|$(urldecode $(urlencode V))>`],
  ];
  /** Variables that print what somebody else made up. */
  const VALUES: Readonly<Record<Dialect, readonly string[]>> = {
    native: ['$(user)', '$(customapi https://v.example)', '$(game)', '$(title)'],
    nightbot: ['$(user)', '$(urlfetch https://v.example)'],
    streamelements: ['$(sender)', '$(customapi https://v.example)', '${game}', '$(title)'],
    fossabot: ['$(sender)', '$(title)', '$(game)', '$(customapi https://v.example)'],
  };

  it('is never looked through for variables, quotes, separators or fields: it may be swapped after rendering as well', async () => {
    const given = (value: string): Given => ({
      args: '',
      author: { ...PIA, displayName: value },
      sources: {
        stream: async () => ({ ...LIVE, game: value, title: value }),
        fetchText: async () => ({ is: 'answered', status: 200, text: value }),
      },
    });
    // Of letters only, so that it means nothing to anybody, and never a part of the text itself.
    const TOKEN = 'Qqvalueqq';
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PASSING), fc.nat(3), visible, async ([dialect, pattern], nth, value) => {
        const wellFormedValue = value.toWellFormed();
        // A number outside of a string is one in a script, and `if` reads its condition.
        fc.pre(!/^\s*[+-]?[\d.]+\s*$/.test(value) && !['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value));
        const variable = VALUES[dialect][nth % VALUES[dialect].length] as string;
        const text = pattern.replaceAll('V', () => variable);
        const plain = await says(text, dialect, given(TOKEN));
        expect(await says(text, dialect, given(wellFormedValue))).toBe(plain.replaceAll(TOKEN, () => wellFormedValue));
      }),
      { numRuns: cases(3_000) },
    );
  });
});

describe('a bomb', () => {
  /** Counts what is asked of the sources. */
  function counting() {
    const asked = { fetches: 0, scripts: 0, lookUps: 0 };
    const plain = sourcesOf();
    const sources: Given['sources'] = {
      fetchText: async () => {
        asked.fetches++;
        return { is: 'answered', status: 200, text: 'x'.repeat(60_000) };
      },
      evaluate: async () => {
        asked.scripts++;
        return { is: 'printed', text: 'x'.repeat(60_000) };
      },
      person: (name) => {
        asked.lookUps++;
        return plain.person(name);
      },
      stream: (of) => {
        asked.lookUps++;
        return plain.stream(of);
      },
    };
    return { asked, sources };
  }

  it.each([
    ['of web requests', '$(customapi https://x.example) '.repeat(50), 'Too many web requests: 3 is the most.'],
    ['of scripts', '$(eval 1) '.repeat(50), 'Too many scripts: 3 is the most.'],
    ['of repeats', '$(repeat 9999999 x)', 'Repeated too often: 20 times is the most.'],
    ['of repeats of repeats', `${'$(repeat 20 '.repeat(8)}xxxxxxxxxx${')'.repeat(8)}`, '…'],
    ['of nesting', `${'$(echo '.repeat(15)}x${')'.repeat(15)}`, 'Nested too deep: 10 is the most.'],
    ['of variables', '$(channel)'.repeat(120), 'Too many variables: 100 is the most.'],
    [
      'of look-ups',
      Array.from({ length: 40 }, (_, i) => `$(uptime name${i})`).join(''),
      'Too many people and channels to ask for: 10 is the most.',
    ],
  ])('%s ends at its budget with a sentence', async (_, text, sentence) => {
    const { asked, sources } = counting();
    const { text: said, warnings } = await rendered(text, 'native', { sources });
    expect(said + warnings.map(({ message }) => message).join()).toContain(sentence);
    expect(codePoints(said)).toBeLessThanOrEqual(2_000);
    expect(asked.fetches).toBeLessThanOrEqual(3);
    expect(asked.scripts).toBeLessThanOrEqual(3);
    expect(asked.lookUps).toBeLessThanOrEqual(10);
  });

  it('of long answers grows no further than one may be', async () => {
    const lengths: number[] = [];
    const sources: Given['sources'] = {
      fetchText: async () => ({ is: 'answered', status: 200, text: 'x'.repeat(60_000) }),
      evaluate: async ({ values }) => {
        lengths.push(...Object.values(values).map((text) => String(text).length));
        return null;
      },
    };
    await rendered(
      '$(eval $(customapi https://x.example))$(eval $(urlencode $(customapi https://x.example)))',
      'native',
      { sources },
    );
    expect(lengths).toEqual([2_000, 2_000]);
  });

  it('of questions asks each of them once', async () => {
    const { asked, sources } = counting();
    const text =
      '$(uptime) $(title) $(game) $(viewers) $(channel.viewers) $(user.login mo_plays) $(user.provider_id MO_plays)';
    expect((await rendered(text, 'native', { sources })).text).toContain('mo_plays 7');
    expect(asked.lookUps).toBe(2);
  });

  it('of any make ends within its budgets', async () => {
    const bomb = fc
      .tuple(
        fc.array(wellFormed, { maxLength: 20 }),
        fc.constantFrom('$(customapi http://x.example)', '$(eval 1)', '$(uptime $(1))', '$(user mo)'),
      )
      .map(([texts, piece]) => texts.map((text) => text + piece).join(''));
    await fc.assert(
      fc.asyncProperty(bomb, dialects, async (text, dialect) => {
        const { asked, sources } = counting();
        const { text: said } = await rendered(text, dialect, { sources });
        expect(codePoints(said)).toBeLessThanOrEqual(2_002);
        expect(asked.fetches).toBeLessThanOrEqual(3);
        expect(asked.scripts).toBeLessThanOrEqual(3);
        // Those of the counters' arguments are counted by themselves.
        expect(asked.lookUps).toBeLessThanOrEqual(20);
      }),
      { numRuns: cases(1_000) },
    );
  });
});
