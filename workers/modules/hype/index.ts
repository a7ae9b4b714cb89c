import { defineModule } from '../../core/modules.ts';
import { routes } from './api.ts';
import { hype as command } from './commands.ts';
import { hypeOfPeople } from './person.ts';
import { wanted, welcome } from './raid.ts';
import { settings } from './settings.ts';
import { words } from './words.ts';

/** People of a channel cheer together, and are celebrated when enough of them do so within a minute. */
export const hype = defineModule({
  name: 'hype',
  title: 'Hype',
  commands: [command],
  settings,
  on: { raid: welcome },
  wants: wanted,
  routes,
  person: hypeOfPeople,
  words,
});
