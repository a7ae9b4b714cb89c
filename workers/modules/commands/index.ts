import { sql } from 'drizzle-orm';
import { madeBy, namedInOptions, rowsOfAccounts } from '../../../db/person-tables.ts';
import { commandOverrides, commandPermits, commands } from '../../../db/schema/index.ts';
import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { archiveOfCommands } from './archive.ts';
import { undo } from './audit-undo.ts';
import { command } from './commands.ts';
import { expireCommands, expiredAt } from './expiry.ts';
import { permit } from './permit.ts';
import { words } from './words.ts';

/** A community's own text commands, and what it sets on any command. */
export const customCommands = defineModule({
  name: 'commands',
  title: 'Custom commands',
  commands: [command, permit],
  routes,
  schedule: [{ name: 'commands', run: expireCommands, waiting: expiredAt }],
  person: [
    madeBy(commands),
    namedInOptions(commands),
    namedInOptions(commandOverrides),
    rowsOfAccounts(commandPermits, ['account'], sql`t.account = a.key`),
  ],
  archive: archiveOfCommands,
  undo,
  words,
});
