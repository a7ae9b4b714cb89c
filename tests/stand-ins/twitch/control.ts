import * as z from 'zod';
import type { TwitchStandIn } from '../twitch.ts';

const User = z.object({
  id: z.string().min(1),
  login: z.string().min(1),
  name: z.string().optional(),
  role: z.enum(['viewer', 'subscriber', 'vip', 'moderator', 'broadcaster']).optional(),
});

const Chat = z.object({
  channel: z.string().optional(),
  user: User,
  text: z.string(),
  messageId: z.string().optional(),
  replyTo: z.string().optional(),
  sharedFrom: User.omit({ role: true }).optional(),
  copies: z.int().min(1).max(100).optional(),
  at: z.number().optional(),
});

const Emit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('revoke'), status: z.string(), channel: z.string().optional() }),
  z.object({
    type: z.literal('notification'),
    subscription: z.object({
      type: z.string(),
      version: z.string().default('1'),
      condition: z.record(z.string(), z.string()).optional(),
    }),
    event: z.record(z.string(), z.unknown()),
    at: z.number().optional(),
    copies: z.int().min(1).max(100).optional(),
  }),
  z.object({ type: z.literal('revoke-tokens') }),
]);

/** `POST /_stand-in/chat`: a person says a line; answers how the bot's webhook took it. */
export async function controlChat(twitch: TwitchStandIn, body: unknown): Promise<unknown> {
  const { status, statuses, messageId, eventsubMessageId } = await twitch.chat(Chat.parse(body));
  return { status, statuses, messageId, eventsubMessageId };
}

/** `POST /_stand-in/emit`: an event that is not a chat line. */
export async function controlEmit(twitch: TwitchStandIn, body: unknown): Promise<unknown> {
  const emit = Emit.parse(body);
  if (emit.type === 'revoke-tokens') {
    twitch.tokens.revokeAll();
    return { ok: true };
  }
  if (emit.type === 'revoke') return { statuses: await twitch.revoke(emit.status, emit.channel) };
  const { subscription, event, ...options } = emit;
  const { status, statuses, eventsubMessageId } = await twitch.notify(subscription, event, options);
  return { status, statuses, eventsubMessageId };
}
