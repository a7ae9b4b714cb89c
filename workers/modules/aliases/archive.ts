import { sql } from 'drizzle-orm';
import { archived, byMember } from '../../../db/archive-tables.ts';
import { aliases } from '../../../db/schema/index.ts';
import type { ArchiveHooks } from '../../core/archive.ts';
import { storedName } from '../commands/archive.ts';
import { aliasOptions, MAX_ALIASES } from './aliases.ts';

export const archiveOfAliases: ArchiveHooks = [
  archived(aliases, {
    order: [sql`t.name collate "C"`],
    most: MAX_ALIASES,
    columns: { name: storedName, options: aliasOptions, created_by: byMember() },
  }),
];
