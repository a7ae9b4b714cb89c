import type { Module } from '../core/modules.ts';
import { aliases } from './aliases/index.ts';
import { customCommands } from './commands/index.ts';
import { community } from './community/index.ts';
import { counters } from './counters/index.ts';
import { general } from './general/index.ts';
import { greetings } from './greetings/index.ts';
import { httpModules } from './http-modules/index.ts';
import { hype } from './hype/index.ts';
import { keywords } from './keywords/index.ts';
import { memories } from './memories/index.ts';
import { moving } from './moving/index.ts';
import { people } from './people/index.ts';
import { stream } from './stream/index.ts';
import { timers } from './timers/index.ts';
import { webhooks } from './webhooks/index.ts';
import { witness } from './witness/index.ts';
import { wording } from './wording/index.ts';

/** Every capability of the bot. Adding one is adding its folder and a line here. */
export const modules: readonly Module[] = [
  general,
  community,
  customCommands,
  aliases,
  counters,
  greetings,
  httpModules,
  hype,
  keywords,
  memories,
  moving,
  people,
  stream,
  timers,
  webhooks,
  wording,
  // Scripts that read these declarations on Node know of no such builds.
  ...(typeof FAULTS !== 'undefined' && FAULTS ? [witness] : []),
];
