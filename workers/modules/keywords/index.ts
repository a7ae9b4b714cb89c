import { madeBy } from '../../../db/person-tables.ts';
import { keywordRules } from '../../../db/schema/index.ts';
import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { archiveOfKeywords } from './archive.ts';
import { undo } from './audit-undo.ts';
import { keyword } from './commands.ts';
import { takeAway } from './take-away.ts';
import { words } from './words.ts';

/** What the bot does when somebody writes something that is no command. Lines are matched at the edge. */
export const keywords = defineModule({
  name: 'keywords',
  title: 'Keywords',
  commands: [keyword],
  callbacks: { delete: takeAway },
  routes,
  person: [madeBy(keywordRules)],
  archive: archiveOfKeywords,
  undo,
  words,
});
