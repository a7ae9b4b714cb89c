import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { NOW } from '../support/test-channel.ts';
import { migrateForCost } from './database.ts';
import { Evening, type Played } from './evening.ts';
import { Meter } from './meter.ts';
import { SCALES } from './mix.ts';
import { cronOfMonth, monthTable } from './month.ts';
import { dollars } from './prices.ts';
import { type Counted, meanOf, operationTable, priceTable, purposeTable, ROWS, shownIn } from './report.ts';
import { usagePerCommand } from './usage.ts';

const DAY_MS = 24 * 3600_000;

let meter: Meter;
let played: readonly Played[];
let counted: readonly Counted[];

beforeAll(async () => {
  await migrateForCost();
  meter = await Meter.installed();
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  const usage = await usagePerCommand(meter, NOW);
  const evenings: Played[] = [];
  for (const [i, scale] of SCALES.entries())
    evenings.push(await new Evening(meter, scale, NOW + (30 + i) * DAY_MS).play());
  played = evenings;
  counted = SCALES.map((scale, i) => ({ scale, measured: (evenings[i] as Played).measured, usage }));
  const [, thousand] = counted as [Counted, Counted];
  const anyMessage = meanOf(({ turn }) => turn !== 'observed', thousand);
  const month = monthTable(anyMessage, await cronOfMonth(meter));
  const tables = [priceTable(counted), purposeTable(thousand), operationTable(thousand), month];
  console.log(`\nThe mix "evening", docs/costs.md; "!" is above its target\n\n${tables.join('\n\n')}\n`);
}, 180_000);

afterAll(() => void vi.useRealTimers());

describe.each(SCALES.map((scale, i) => [scale.channels, i] as const))('at %i channels, a million of', (channels, i) => {
  const promised = ROWS.flatMap((row) =>
    row.target === undefined ? [] : [{ ...row, most: row.target + (row.missedBy?.[channels] ?? 0) }],
  );

  it.each(promised.map((row) => [row.name, row.most, row] as const))('%s costs at most $%d', (_, most, row) => {
    expect(dollars(shownIn(row, counted[i] as Counted))).toBeLessThanOrEqual(most);
  });
});

describe('an evening', () => {
  it('goes by without a warning or an error', () => {
    expect(meter.complaints).toEqual([]);
  });

  it('has an isolate forget snapshots only where it met more than 5,000 channels', () => {
    expect(played.map(({ forgotten }) => forgotten > 0)).toEqual(SCALES.map(({ channels }) => channels > 5_000));
  });
});
