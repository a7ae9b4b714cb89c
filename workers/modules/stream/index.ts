import { defineModule } from '../../core/modules.ts';
import { accountage, followage } from './ages.ts';
import { game, title, uptime } from './broadcast.ts';
import { clip, marker } from './moments.ts';
import { raid } from './raid.ts';
import { mod, vip } from './roles.ts';
import { words } from './words.ts';

/** A channel's broadcast, to see and to steer from chat. */
export const stream = defineModule({
  name: 'stream',
  title: 'Stream',
  commands: [uptime, title, game, followage, accountage, clip, marker, raid, vip, mod],
  words,
});
