import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { EVENT_KINDS } from '../../core/events.ts';
import type { EventHandler, Module } from '../../core/modules.ts';
import { defineModule } from '../../core/modules.ts';

/** Keeps nothing but what the road itself keeps: the invocation, and with it the whole event. */
const see: EventHandler = async (_, ctx) => {
  await ctx.effect({ ctes: [], outcome: sql`'{}'::jsonb`, says: false });
  return null;
};

const settings = z.object({ kinds: z.array(z.enum(EVENT_KINDS)).default([]) });

/**
 * Sees the events a journey asks it to, once. Only in builds made for fault journeys, which read in the database what it
 * saw.
 */
export const witness = defineModule({
  name: 'witness',
  title: 'Witness',
  commands: [],
  on: Object.fromEntries(EVENT_KINDS.map((kind) => [kind, see])) as NonNullable<Module['on']>,
  settings,
  settingsApart: true,
  wants: (given) => settings.parse(given ?? {}).kinds,
  eventEffect: 'database',
  words: {},
});
