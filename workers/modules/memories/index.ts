import { Hono } from 'hono';
import type { ApiEnv } from '../../core/api.ts';
import { defineModule } from '../../core/modules.ts';
import { archiveOfMemories } from './archive.ts';
import { undo } from './audit-undo.ts';
import { bookmarkRoutes } from './bookmark-api.ts';
import { bookmarkCommands } from './bookmark-commands.ts';
import { bookmarkJobs } from './bookmark-metadata.ts';
import { memories as family } from './family.ts';
import { dueReminders } from './firing.ts';
import { memoriesOfPeople } from './person.ts';
import { quoteRoutes } from './quote-api.ts';
import { quoteCommands } from './quote-commands.ts';
import { quoteJobs } from './quote-language.ts';
import { reminderRoutes } from './reminder-api.ts';
import { reminderCommands } from './reminder-commands.ts';
import { settings } from './settings.ts';
import { settingsRoutes } from './settings-api.ts';
import { words } from './words.ts';

/** What a community remembers: what was said, what was found, and what is to come. */
export const memories = defineModule({
  name: 'memories',
  title: 'Quotes, bookmarks and reminders',
  settings,
  commands: [...quoteCommands, ...bookmarkCommands, ...reminderCommands, family],
  routes: new Hono<ApiEnv>()
    .route('/', quoteRoutes)
    .route('/', bookmarkRoutes)
    .route('/', reminderRoutes)
    .route('/', settingsRoutes),
  schedule: [dueReminders],
  jobs: { ...bookmarkJobs, ...quoteJobs },
  person: memoriesOfPeople,
  archive: archiveOfMemories,
  undo,
  words,
});
