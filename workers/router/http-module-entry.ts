import type { httpModules } from '../../db/schema/index.ts';
import type { CommandEntry } from '../core/commands.ts';
import { NO_COOLDOWN } from '../core/commands.ts';
import { conditionsOf, placeOf } from '../core/modules.ts';

/** Seconds before the same person may use the same module again: each use is a request to somebody's server. */
const MODULE_COOLDOWN = { ...NO_COOLDOWN, user: 3 };

type ModuleRow = Pick<
  typeof httpModules.$inferSelect,
  'id' | 'name' | 'summary' | 'options' | 'enabled' | 'cacheSeconds'
>;

/** The registry's line for a community's HTTP module. */
export const httpEntry = ({ id, name, summary, options, enabled, cacheSeconds }: ModuleRow): CommandEntry => ({
  id,
  name,
  aliases: [],
  kind: 'http',
  hidden: options.hidden ?? false,
  summary,
  options: {},
  level: options.level ?? 'everyone',
  cooldown: { ...MODULE_COOLDOWN, ...options.cooldown },
  // What the module itself changes is none of our database.
  effect: 'none',
  visibility: 'public',
  subcommands: {},
  cacheSeconds,
  ...conditionsOf({ ...options, enabled: enabled && options.enabled !== false }),
  ...placeOf(options),
  ...(options.platforms ? { platforms: options.platforms } : {}),
});
