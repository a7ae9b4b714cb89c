import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { accountKey, archived, byMember, left } from '../../../db/archive-tables.ts';
import { timers } from '../../../db/schema/index.ts';
import type { ArchiveHooks } from '../../core/archive.ts';
import { storedName } from '../commands/archive.ts';
import { MAX_JITTER, MAX_LINES, MAX_TEXT, MAX_TEXTS, MAX_TIMERS, timerSchedule } from './state.ts';

/** A timer that begins anew is planned by whoever fires them, and says nothing before. */
export const archiveOfTimers: ArchiveHooks = [
  archived(timers, {
    order: [sql`t.name collate "C"`],
    most: MAX_TIMERS,
    columns: {
      name: storedName,
      texts: z
        .array(z.string().max(4 * MAX_TEXT))
        .min(1)
        .max(MAX_TEXTS),
      schedule: timerSchedule,
      target: z.strictObject({ channel: accountKey, room: z.string().max(200) }),
      min_lines: z.int().min(0).max(MAX_LINES),
      live: z.enum(['live', 'offline']),
      jitter: z.int().min(0).max(MAX_JITTER),
      round: z.int32().min(0),
      next_at: left('it is planned anew'),
      leased_until: left('it is for who fires it there'),
      created_by: byMember(),
    },
  }),
];
