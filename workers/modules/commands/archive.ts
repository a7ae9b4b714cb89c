import { type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { accountKey, archived, byMember, countedByDay, left } from '../../../db/archive-tables.ts';
import {
  aliases,
  commandOverrides,
  commandPermits,
  commands,
  commandUsage,
  httpModules,
  keywordRules,
} from '../../../db/schema/index.ts';
import type { ArchiveHooks } from '../../core/archive.ts';
import { commandOptions, commandReply, MAX_REPLIES } from '../../core/command-options.ts';
import { isCommandName, normaliseName } from '../../core/commands.ts';
import { MAX_COMMANDS } from './custom.ts';

/** A name in its one normal form. */
export const storedName = z
  .string()
  .refine((name) => isCommandName(name) && normaliseName(name) === name, 'has to be a name as WaddleBot keeps them');

const named = (community: SQL): SQL =>
  sql.join(
    [commands, aliases, httpModules].map(
      (table) => sql`select id, name from ${table} where community_id = ${community}`,
    ),
    sql` union all `,
  );

/** What a command stays known by travels as its name: `!name`, `keyword:name`; what is built in is called the same everywhere. */
const commandOf = (column: SQL): SQL => sql`case
  when ${column} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (select '!' || x.name from (${named(sql`t.community_id`)}) x where x.id = ${column}::uuid)
  when ${column} like 'keyword:%' then (
    select 'keyword:' || k.name from ${keywordRules} k where k.community_id = t.community_id and 'keyword:' || k.id = ${column})
  else ${column} end`;

const idOf = (community: SQL): SQL => sql`case
  when r.row ->> 'command' like '!%' then (select x.id::text from (${named(community)}) x where x.name = substr(r.row ->> 'command', 2) limit 1)
  when r.row ->> 'command' like 'keyword:%' then (
    select 'keyword:' || k.id from ${keywordRules} k where k.community_id = ${community} and k.name = substr(r.row ->> 'command', 9))
  else r.row ->> 'command' end`;

const command = z.string().min(1).max(200);

/** Custom commands, what differs from built-in ones, who may use which, and how often they were used. */
export const archiveOfCommands: ArchiveHooks = [
  archived(commands, {
    order: [sql`t.name collate "C"`],
    most: MAX_COMMANDS,
    columns: {
      name: storedName,
      replies: z.array(commandReply).max(MAX_REPLIES),
      text: left('it is the first reply'),
      options: commandOptions,
      created_by: byMember(),
    },
  }),
  archived(commandOverrides, {
    order: [sql`t.command collate "C"`],
    most: 1_000,
    columns: { command, options: commandOptions },
  }),
  archived(commandPermits, {
    order: [sql`t.account collate "C"`, sql`${commandOf(sql`t.command`)} collate "C"`],
    most: 10_000,
    late: true,
    columns: {
      account: accountKey,
      command: {
        out: commandOf(sql`t.command`),
        check: command,
        join: ({ community }) => sql`join lateral (select ${idOf(community)} as id) named on named.id is not null`,
        in: () => sql`named.id`,
        needed: true,
      },
    },
  }),
  countedByDay(commandUsage, {
    of: { command },
    count: 'uses',
    most: 10_000,
    late: true,
    out: { command: commandOf(sql`t.command`) },
    in: ({ community }) => ({ command: idOf(community) }),
  }),
];
