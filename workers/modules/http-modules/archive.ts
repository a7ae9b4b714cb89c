import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod';
import { archived, byMember, left } from '../../../db/archive-tables.ts';
import { httpModules } from '../../../db/schema/index.ts';
import type { ArchiveHooks } from '../../core/archive.ts';
import { MAX_CACHE_SECONDS, MAX_HTTP_MODULES, MAX_MODULE_URL } from '../../core/http-modules.ts';
import { storedName } from '../commands/archive.ts';
import { moduleOptions } from './options.ts';

export const archiveOfHttpModules: ArchiveHooks = [
  archived(httpModules, {
    order: [sql`t.name collate "C"`],
    most: MAX_HTTP_MODULES,
    columns: {
      id: left('ids are an installation’s own', () => sql`(r.row ->> 'id')::uuid`),
      name: storedName,
      url: z.url({ protocol: /^https?$/ }).max(MAX_MODULE_URL),
      sealed_secret: left(
        'secrets do not travel: whoever takes it in is told a new one',
        () => sql`r.row ->> 'sealed_secret'`,
      ),
      cache_seconds: z.int().min(0).max(MAX_CACHE_SECONDS),
      options: moduleOptions,
      created_by: byMember(),
    },
    mint: async ({ name }, mint) => {
      const id = uuidv7();
      const { secret, sealed } = await mint.module(id);
      return { row: { id, sealed_secret: sealed }, told: { of: 'module', name: String(name), secret } };
    },
  }),
];
