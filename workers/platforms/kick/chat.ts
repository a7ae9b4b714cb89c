import * as z from 'zod';
import { stripInvisibleEnd } from '../../core/text.ts';
import type { Parser } from './fact.ts';
import { authorOf, eventOf, kickLevel, personOf, textId, time, user } from './fact.ts';

const chatMessage = z.object({
  message_id: textId,
  replies_to: z.object({ message_id: textId }).nullish().catch(null),
  sender: user,
  content: z.string(),
  created_at: time,
});

/** A line as chat shows it: Kick writes an emote as `[emote:4148074:HYPERCLAP]`. */
export const shownText = (content: string): string =>
  stripInvisibleEnd(content.replace(/\[emote:\d+:([^\]]+)\]/g, '$1'));

/** `chat.message.sent`. The message's own id is the same under every subscription. */
export const message: Parser = (notification) => {
  const parsed = chatMessage.safeParse(notification.payload);
  if (!parsed.success) return null;
  const { message_id: id, replies_to, sender, content, created_at: at } = parsed.data;
  const person = personOf(sender);
  if (!person) return null;
  const badges = sender.identity?.badges ?? [];
  return eventOf('message', notification, {
    id,
    author: authorOf(person, notification.channel, kickLevel(badges), badges),
    text: shownText(content),
    replyTo: replies_to?.message_id,
    data: {},
    at,
  });
};
