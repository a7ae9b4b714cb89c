import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { archived } from '../../../db/archive-tables.ts';
import { counters } from '../../../db/schema/index.ts';
import type { ArchiveHooks } from '../../core/archive.ts';
import { MAX_COUNTERS, MAX_VALUE } from './counters.ts';

export const archiveOfCounters: ArchiveHooks = [
  archived(counters, {
    order: [sql`t.name collate "C"`],
    // A command’s own count has the command’s name, and is one more.
    most: 2 * MAX_COUNTERS + 500,
    columns: { name: z.string().min(1).max(100), value: z.int().min(-MAX_VALUE).max(MAX_VALUE) },
  }),
];
