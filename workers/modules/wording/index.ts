import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { undo } from './audit-undo.ts';
import { wording as command } from './commands.ts';
import { settings } from './settings.ts';
import { words } from './words.ts';

/** A community's own words for what the bot says. */
export const wording = defineModule({
  name: 'wording',
  title: 'Wording',
  commands: [command],
  settings,
  settingsApart: true,
  routes,
  undo,
  words,
});
