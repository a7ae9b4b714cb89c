import * as z from 'zod';
import { settingsEffect, storedSettings } from '../../../db/module-settings.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { MOST_OPEN } from './reminder-state.ts';

const MODULE = 'memories';

export const settings = z.object({
  quoteApproval: z
    .boolean()
    .default(false)
    .describe('Whether quotes that people add wait until a moderator lets them be shown.'),
  remindersPerPerson: MOST_OPEN.describe('Open reminders that one person may have.'),
});
export type MemorySettings = z.infer<typeof settings>;

/** What may be changed: nothing that is left out is touched. */
export const settingsPatch = z.strictObject({
  quoteApproval: z.boolean().optional(),
  remindersPerPerson: MOST_OPEN.unwrap().optional(),
});

/** What another build stored and this one cannot read counts as not set. */
const settingsFrom = (stored: unknown): MemorySettings => settings.safeParse(stored ?? {}).data ?? settings.parse({});

export async function readMemorySettings({ community, read }: VerbCtx): Promise<MemorySettings> {
  const { rows } = await read('memories.settings', (db) =>
    db.execute<{ value: unknown }>(storedSettings(community.id, MODULE)),
  );
  return settingsFrom(rows[0]?.value);
}

/** Changes what is named, and leaves the rest as it is. */
export const changeMemorySettings = async (
  ctx: VerbCtx,
  change: z.infer<typeof settingsPatch>,
): Promise<MemorySettings> => settingsFrom(await ctx.effect<unknown>(settingsEffect(ctx.community.id, MODULE, change)));
