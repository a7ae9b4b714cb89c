import { defineModule } from '../../core/modules.ts';
import { archiveOfPeople } from './archive.ts';
import { link, privacy, whoami } from './commands.ts';
import { peopleJobs } from './forget.ts';
import { peopleOfPeople } from './person.ts';
import { words } from './words.ts';

/** One person, many accounts: who somebody is, and how accounts become one person's. */
export const people = defineModule({
  name: 'people',
  title: 'People',
  commands: [link, privacy, whoami],
  jobs: peopleJobs,
  person: peopleOfPeople,
  archive: archiveOfPeople,
  words,
});
