import * as z from 'zod';
import { accountKey, countedByDay } from '../../../db/archive-tables.ts';
import { chatActivity } from '../../../db/schema/index.ts';
import type { ArchiveHooks } from '../../core/archive.ts';

/** How much people wrote, by channel and account; the account is of the channel’s platform. */
export const archiveOfPeople: ArchiveHooks = [
  countedByDay(chatActivity, {
    of: { channel: accountKey, account: z.string().min(1).max(100) },
    count: 'lines',
    most: 500_000,
  }),
];
