import { NOBODY } from '../../core/events.ts';
import type { Parser } from './fact.ts';
import { eventOf, id, keyByTime, moderatorOf, personOf, timeOf } from './fact.ts';

/** `channel.ban`: for good, or until `ends_at`. */
export const ban: Parser = (notification) => {
  const { event } = notification;
  const target = personOf(event, 'user');
  if (!target) return null;
  const at = timeOf(event.banned_at);
  const until = event.is_permanent === true ? null : timeOf(event.ends_at);
  const reason = typeof event.reason === 'string' ? event.reason : '';
  const fact = { id: keyByTime('ban', target.account, at), author: moderatorOf(notification), at };
  return until === null
    ? eventOf('ban', notification, { ...fact, data: { target, reason } })
    : eventOf('timeout', notification, { ...fact, data: { target, reason, until } });
};

/** `channel.unban`: the end of a ban, or of a timeout before its time. */
export const unban: Parser = (notification) => {
  const target = personOf(notification.event, 'user');
  return target && eventOf('unban', notification, { author: moderatorOf(notification), data: { target } });
};

/** `channel.chat.message_delete`: who deleted it is not told. */
export const messageDelete: Parser = (notification) => {
  const { event } = notification;
  const messageId = id.safeParse(event.message_id);
  if (!messageId.success) return null;
  const target = personOf(event, 'target_user');
  return eventOf('message.deleted', notification, {
    id: `deleted:${messageId.data}`,
    author: NOBODY,
    data: { messageId: messageId.data, ...(target ? { target } : {}) },
  });
};
