import * as z from 'zod';
import { changeSettings, storedSettings } from '../../../db/module-settings.ts';
import type { VerbCtx } from '../../core/modules.ts';
import { MOST_OPEN } from './reminder-state.ts';

const MODULE = 'memories';

export const settings = z.object({
  quoteApproval: z.boolean().default(false).meta({
    title: 'Quotes wait for approval',
    description: 'Whether quotes that people add wait until a moderator lets them be shown.',
  }),
  remindersPerPerson: MOST_OPEN.meta({
    title: 'Reminders of one person',
    description: 'Open reminders that one person may have: so that nobody fills everybody’s list.',
  }),
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
): Promise<MemorySettings> => settingsFrom((await changeSettings(ctx, MODULE, change)).value);
