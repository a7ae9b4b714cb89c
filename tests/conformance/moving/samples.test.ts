import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { BOTS, type Bot } from '../../../workers/modules/moving/lines.ts';
import { type PlannedLine, planned } from '../../../workers/modules/moving/plan.ts';
import { readBot } from '../../../workers/modules/moving/read.ts';
import { says } from '../templates/world.ts';
import { community } from './community.ts';
import { composed, fileOf } from './compose.ts';

const sample = (bot: Bot): Promise<string> =>
  readFile(`${import.meta.dirname}/../../samples/import/${bot}.json`, 'utf8');

async function planOf(bot: Bot): Promise<readonly PlannedLine[]> {
  const read = readBot(bot, await sample(bot));
  if ('fault' in read) throw new Error(`${bot}: ${read.fault}`);
  return planned(read.lines, community(bot));
}

describe.each(BOTS)('the sample of %s', (bot) => {
  it('has a command for every documented case of every variable', async () => {
    await expect(fileOf(bot)).toMatchFileSnapshot(`../../samples/import/${bot}.json`);
  });

  it('has a line, a status and a reason for each of its commands, and none is lost', async () => {
    const plan = await planOf(bot);
    const commands = plan.filter(({ kind }) => kind === 'command');
    expect(commands.map(({ name }) => name)).toEqual(composed(bot).map(({ name }) => name));
    expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length);
    expect(plan.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
    expect(plan.filter(({ status }) => status === 'ok').length).toBeGreaterThan(commands.length / 4);
  });

  it('gives each command the options that it had, and says which it could not', async () => {
    const plan = new Map((await planOf(bot)).map((line) => [line.name, line]));
    for (const { name, options, reasons } of composed(bot)) {
      const line = plan.get(name);
      const codes = line?.reasons.map(({ code }) => code) ?? [];
      expect([name, codes.filter((code) => reasons.includes(code))]).toEqual([name, reasons]);
      if (line?.draft?.is === 'command')
        expect([name, line.draft.options]).toEqual([name, { ...options, dialect: bot }]);
    }
  });

  it('renders every line that is ok as the bot would, and leaves its text as it was', async () => {
    const plan = new Map((await planOf(bot)).map((line) => [line.name, line]));
    for (const { name, case: one } of composed(bot)) {
      const [text, prints, given] = one;
      const line = plan.get(name);
      if (line?.draft?.is !== 'command') continue;
      expect([name, line.draft.text]).toEqual([name, text.trim()]);
      if (line.status !== 'ok') continue;
      const said = await says(line.draft.text, line.draft.options.dialect ?? 'native', given);
      if (typeof prints === 'string') expect([name, said]).toEqual([name, prints]);
      else expect([name, prints.test(said)]).toEqual([name, true]);
    }
  });
});

it('has at least three hundred commands in all', () => {
  expect(BOTS.flatMap(composed).length).toBeGreaterThanOrEqual(300);
});
