import * as z from 'zod';
import { MOST_OPEN } from './reminder-state.ts';

export const settings = z.object({
  /** Whether what people add waits until a moderator lets it be shown. */
  quoteApproval: z.boolean().default(false),
  /** Open reminders that one person may have. */
  remindersPerPerson: MOST_OPEN,
});
