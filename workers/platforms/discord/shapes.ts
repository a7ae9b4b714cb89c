import * as z from 'zod';
import type { Author, ChatEvent } from '../../core/events.ts';
import type { Level } from '../../core/levels.ts';

/** A snowflake, or whatever else Discord uses as an id. */
export const id = z.string().min(1).max(100);

export const user = z.object({
  id,
  username: z.string(),
  global_name: z.string().nullish(),
  bot: z.boolean().optional(),
});
export type User = z.infer<typeof user>;

/** Roles and permissions that are none cost their level, never what was said. */
export const member = z.object({
  nick: z.string().nullish(),
  roles: z.array(z.string()).catch([]),
  permissions: z.string().optional().catch(undefined),
  joined_at: z.string().nullish(),
});
export type Member = z.infer<typeof member>;

/** Roles travel as badges, so that a community can map them to levels. */
export function authorOf(who: User, as: Member | null | undefined, level: Level): Author {
  return {
    account: who.id,
    login: who.username,
    displayName: as?.nick || who.global_name || who.username,
    level,
    badges: (as?.roles ?? []).map((role) => `role:${role}`),
  };
}

/** What is linked is the guild; a direct message belongs to the person. */
export const channelOf = (guild: string | undefined, userId: string): string => guild ?? `dm:${userId}`;

/** The parts that every event of one delivery shares. */
export type Delivery = Pick<ChatEvent, 'receivedAt' | 'correlationId' | 'redelivered'>;
