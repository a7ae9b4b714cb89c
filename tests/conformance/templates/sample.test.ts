import { describe, expect, it } from 'vitest';
import { aboutText, saysText } from '../../../hub/src/words/variables.ts';
import { DIALECTS } from '../../../workers/core/templates/nodes.ts';
import { listVariables, renderSample, type SampleOf } from '../../../workers/core/templates/sample.ts';
import { variablesOf } from '../../../workers/core/templates/variables/index.ts';
import { says } from './world.ts';

const of: Omit<SampleOf, 'dialect'> = {
  community: { id: 'c0ffee', slug: 'demo', zone: 'Europe/Berlin' },
  prefix: '!',
  now: Date.UTC(2026, 9, 20, 12, 34, 56),
};

describe.each(DIALECTS)('the list of variables in %s', (dialect) => {
  it('has every one that the engine knows, and no other', async () => {
    const listed = await listVariables({ ...of, dialect });
    expect(listed.map(({ names }) => names[0]).toSorted()).toEqual(
      variablesOf(dialect)
        .map(({ names }) => names[0])
        .toSorted(),
    );
  });

  it('shows for each that works an example that prints something, with nothing to complain of', async () => {
    const listed = await listVariables({ ...of, dialect });
    const working = listed.filter(({ status }) => status.is === 'works' || status.is === 'needs a linked account');
    expect(working.length).toBeGreaterThan(10);
    const complaints = await Promise.all(
      working.map(async ({ example, prints }) => {
        const { warnings } = await renderSample(example, { ...of, dialect });
        const isPrinted = prints !== null && prints !== '' && prints !== example && !/^\[|^error$/.test(prints);
        return isPrinted && warnings.length === 0 ? [] : [{ example, prints, warnings }];
      }),
    );
    expect(complaints.flat()).toEqual([]);
  });
});

it('says of the script in the list what the script comes to', async () => {
  const { example, prints } = (await listVariables({ ...of, dialect: 'native' })).find(
    ({ names: [name] }) => name === 'eval',
  ) ?? { example: '', prints: '' };
  expect(await says(example, 'native')).toBe(prints);
});

it.each(DIALECTS)('the hub has German words for all of %s', async (dialect) => {
  const listed = await listVariables({ ...of, dialect });
  const working = listed.filter(({ status }) => status.is === 'works' || status.is === 'needs a linked account');
  const english = working.flatMap(({ about, says: words }) => [
    ...(saysText(words, 'de') === saysText(words, 'en') ? [words] : []),
    ...(aboutText(about, 'de') === about ? [about] : []),
  ]);
  expect(english).toEqual([]);
});
