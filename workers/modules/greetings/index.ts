import { defineModule } from '../../core/modules.ts';
import { greetings as command } from './commands.ts';
import { greetingsOfPeople } from './person.ts';
import { settings, wanted } from './settings.ts';
import { handlers, thank } from './thanks.ts';
import { words } from './words.ts';

/** Thanks in chat for follows, subs, gifts, cheers, tips and raids; those that come together are thanked for together. */
export const greetings = defineModule({
  name: 'greetings',
  title: 'Greetings',
  commands: [command],
  settings,
  on: handlers,
  eventEffect: 'database',
  wants: wanted,
  callbacks: { thank },
  person: greetingsOfPeople,
  words,
});
