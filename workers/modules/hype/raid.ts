import type { EventKind } from '../../core/events.ts';
import type { EventHandler } from '../../core/modules.ts';
import { say } from '../../core/replies.ts';
import { settingsFrom } from './settings.ts';

/** Smaller raids are no crowd to cheer with. */
const LEAST_VIEWERS = 20;

/** Off until somebody switches it on: then no raid is brought here at all. */
export const wanted = (given: unknown): readonly EventKind[] => (settingsFrom(given).raids ? ['raid'] : []);

/** Tells the guests of a raid what they can do here. */
export const welcome: EventHandler<'raid'> = async ({ author, data: { viewers } }, ctx) =>
  viewers < LEAST_VIEWERS
    ? null
    : say(ctx.say('raid', { name: author.displayName || author.login, viewers, prefix: ctx.prefix }));
