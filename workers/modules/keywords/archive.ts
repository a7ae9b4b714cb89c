import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { type Archived, archived, byMember } from '../../../db/archive-tables.ts';
import { httpModules, keywordRules } from '../../../db/schema/index.ts';
import type { ArchivedTable, ArchiveHooks, Row } from '../../core/archive.ts';
import { MAX_COOLDOWN_SECONDS, MAX_REPLY } from '../../core/command-options.ts';
import { PLATFORMS } from '../../core/ids.ts';
import { checkPattern } from '../../core/keyword-matcher-check.ts';
import { storedName } from '../commands/archive.ts';
import { MAX_LINE } from './actions.ts';
import { MATCHES } from './grammar.ts';
import { MAX_PRIORITY, MAX_RULES } from './keywords.ts';

const action = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('reply'), text: z.string().max(4 * MAX_REPLY) }),
  z.strictObject({ is: z.literal('run'), line: z.string().max(4 * MAX_LINE) }),
  z.strictObject({ is: z.literal('delete') }),
  z.strictObject({
    is: z.literal('module'),
    module: z.string().max(200).describe('By its name; empty where it is gone.'),
  }),
]);

/** An id that no module has. */
const NO_MODULE = '00000000-0000-0000-0000-000000000000';

const columns: Archived['columns'] = {
  name: storedName,
  match: z.enum(MATCHES),
  platforms: z.array(z.enum(PLATFORMS)).min(1),
  priority: z.int().min(-MAX_PRIORITY).max(MAX_PRIORITY),
  cooldown: z.int().min(0).max(MAX_COOLDOWN_SECONDS),
  action: {
    out: sql`case when t.action ->> 'is' = 'module' then jsonb_build_object('is', 'module', 'module', coalesce((
      select m.name from ${httpModules} m where m.community_id = t.community_id and m.id::text = t.action ->> 'module'), '')) else t.action end`,
    check: action,
    in: ({
      community,
    }) => sql`case when r.row #>> '{action,is}' = 'module' then jsonb_build_object('is', 'module', 'module', coalesce((
      select m.id::text from ${httpModules} m where m.community_id = ${community} and m.name = r.row #>> '{action,module}'), ${NO_MODULE}::text))
      else r.row -> 'action' end`,
  },
  created_by: byMember(),
};

/** Rules of the same priority are tried by age. */
const rules = archived(keywordRules, { order: [sql`t.created_at`, sql`t.name collate "C"`], most: MAX_RULES, columns });

/** A rule that cannot be matched would keep all others from being. */
const matchable = (row: Row): boolean =>
  checkPattern(row.match as 'regex', row.pattern as string, row.case_sensitive === true) === null;

const checked: ArchivedTable = {
  ...rules,
  row: rules.row.refine(matchable, { path: ['pattern'], message: 'cannot be matched' }),
};

export const archiveOfKeywords: ArchiveHooks = [checked];
