import * as z from 'zod';
import type { SlackStandIn } from './types.ts';

// The chat client speaks of roles as streams do; a workspace has owners and admins.
const OWNERS = ['owner', 'broadcaster'];
const ADMINS = ['admin', 'moderator'];

const User = z.object({
  id: z.string().min(1),
  login: z.string().optional(),
  name: z.string().optional(),
  role: z.string().optional(),
});

const Chat = z.object({
  kind: z.enum(['message', 'mention', 'slash']).default('message'),
  channel: z.string().optional(),
  user: User,
  text: z.string(),
  command: z.string().startsWith('/').default('/waddle'),
  threadTs: z.string().optional(),
});

const Emit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: z.looseObject({ type: z.string() }) }),
  z.object({ type: z.literal('interactivity'), payload: z.looseObject({ type: z.string() }) }),
  z.object({ type: z.literal('url_verification') }),
  z.object({ type: z.literal('ssl_check') }),
  z.object({ type: z.literal('revoke-token') }),
]);

/** `POST /_stand-in/chat`: a person writes a message or gives a slash command. */
export async function controlChat(slack: SlackStandIn, body: unknown): Promise<unknown> {
  const { kind, user, text, command, threadTs, ...chat } = Chat.parse(body);
  const role = user.role ?? '';
  slack.user({
    id: user.id,
    name: user.login ?? user.name,
    isOwner: OWNERS.includes(role),
    isAdmin: OWNERS.includes(role) || ADMINS.includes(role),
  });
  const channel = chat.channel ?? slack.channels[0]?.id ?? '';
  if (kind === 'slash') return slack.slash({ channel, user: user.id, command, text });
  const said = await slack[kind]({ channel, user: user.id, text, threadTs });
  return { status: said.status, statuses: said.statuses, messageId: said.ts, ts: said.ts, eventId: said.eventId };
}

/** `POST /_stand-in/emit`: anything but a person's line. */
export async function controlEmit(slack: SlackStandIn, body: unknown): Promise<unknown> {
  const emit = Emit.parse(body);
  switch (emit.type) {
    case 'event': {
      const { status, statuses, eventId } = await slack.event(emit.event);
      return { status, statuses, eventId };
    }
    case 'interactivity':
      return slack.interactivity(emit.payload);
    case 'url_verification':
      return slack.urlVerification();
    case 'ssl_check':
      return slack.sslCheck();
    case 'revoke-token':
      slack.revokeToken();
      return { ok: true };
  }
}
