import * as z from 'zod';
import { SlackConsent } from './authorize.ts';
import type { SlackStandIn } from './types.ts';
import type { SlackDelivery } from './webhooks.ts';

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

const Membership = z.object({ channel: z.string(), user: z.string() });
const Reaction = Membership.extend({ ts: z.string(), reaction: z.string() });

const Emit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: z.looseObject({ type: z.string() }) }),
  z.object({ type: z.literal('interactivity'), payload: z.looseObject({ type: z.string() }) }),
  z.object({ type: z.literal('url_verification') }),
  z.object({ type: z.literal('ssl_check') }),
  z.object({ type: z.literal('revoke-token') }),
  z.object({ type: z.literal('consent'), consent: SlackConsent }),
  Membership.extend({ type: z.literal('member_joined'), inviter: z.string().optional() }),
  Membership.extend({ type: z.literal('member_left') }),
  Reaction.extend({ type: z.literal('reaction_added') }),
  Reaction.extend({ type: z.literal('reaction_removed') }),
  z.object({ type: z.literal('message_deleted'), channel: z.string(), ts: z.string() }),
  z.object({ type: z.literal('app_home_opened'), user: z.string(), tab: z.enum(['home', 'messages']).optional() }),
  z.object({ type: z.literal('app_uninstalled') }),
  z.object({ type: z.literal('app_rate_limited') }),
  z.object({
    type: z.literal('block_actions'),
    channel: z.string(),
    user: z.string(),
    ts: z.string().optional(),
    actions: z.array(z.object({ actionId: z.string(), value: z.string().optional() })).min(1),
  }),
]);

type Emit = z.output<typeof Emit>;

const told = ({ status, statuses, eventId }: SlackDelivery) => ({ status, statuses, eventId });

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
  const delivery = await delivered(slack, emit);
  if (delivery) return told(delivery);
  switch (emit.type) {
    case 'interactivity':
      return slack.interactivity(emit.payload);
    case 'block_actions':
      return slack.interact.blockActions(emit);
    case 'url_verification':
      return slack.urlVerification();
    case 'ssl_check':
      return slack.sslCheck();
    case 'app_uninstalled':
      return { deliveries: (await slack.emit.appUninstalled()).map(told) };
    case 'revoke-token':
      slack.revokeToken();
      return { ok: true };
    case 'consent':
      slack.consent = emit.consent;
      return { ok: true };
  }
  return undefined;
}

/** The kinds that are one event each. */
async function delivered(slack: SlackStandIn, emit: Emit): Promise<SlackDelivery | undefined> {
  switch (emit.type) {
    case 'event':
      return slack.event(emit.event);
    case 'member_joined':
      return slack.emit.memberJoined({ channel: emit.channel, user: emit.user, inviter: emit.inviter });
    case 'member_left':
      return slack.emit.memberLeft({ channel: emit.channel, user: emit.user });
    case 'reaction_added':
      return slack.emit.reactionAdded(emit);
    case 'reaction_removed':
      return slack.emit.reactionRemoved(emit);
    case 'message_deleted':
      return slack.emit.messageDeleted(emit);
    case 'app_home_opened':
      return slack.emit.appHomeOpened(emit);
    case 'app_rate_limited':
      return slack.emit.appRateLimited();
  }
  return undefined;
}
