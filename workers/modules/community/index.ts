import { defineModule } from '../../core/modules.ts';
import { communityApi } from './api.ts';
import { archiveOfCommunity } from './archive.ts';
import { undo } from './audit-undo.ts';
import { communityOfPeople } from './person.ts';

/** What a community is: its settings, who has which role in it, and who changed what. */
export const community = defineModule({
  name: 'community',
  title: 'Community',
  commands: [],
  routes: communityApi,
  person: communityOfPeople,
  archive: archiveOfCommunity,
  undo,
  words: {},
});
