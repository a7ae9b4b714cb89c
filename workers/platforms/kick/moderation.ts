import * as z from 'zod';
import { NOBODY } from '../../core/events.ts';
import type { Parser } from './fact.ts';
import { authorOf, eventOf, keyByTime, personOf, time, user } from './fact.ts';

const banned = z.object({
  moderator: user.nullish(),
  banned_user: user,
  metadata: z.object({ reason: z.string().nullish(), created_at: time, expires_at: time }).nullish(),
});

/** `moderation.banned`: for good, or until `expires_at`. */
export const ban: Parser = (notification) => {
  const parsed = banned.safeParse(notification.payload);
  const target = personOf(parsed.data?.banned_user);
  if (!parsed.success || !target) return null;
  const { moderator, metadata } = parsed.data;
  const person = personOf(moderator);
  const at = metadata?.created_at ?? null;
  const until = metadata?.expires_at ?? null;
  const reason = metadata?.reason ?? '';
  const fact = {
    id: keyByTime('ban', at, target.account, until),
    author: person ? authorOf(person, notification.channel, 'moderator') : NOBODY,
    at,
  };
  return until === null
    ? eventOf('ban', notification, { ...fact, data: { target, reason } })
    : eventOf('timeout', notification, { ...fact, data: { target, reason, until } });
};
