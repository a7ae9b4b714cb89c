import * as z from 'zod';
import { Consent } from '../consent.ts';
import type { TwitchStandIn } from '../twitch.ts';
import type { FactDelivery } from './facts.ts';
import type { TwitchDelivery } from './webhook.ts';

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
  bits: z.int().min(1).optional(),
  rewardId: z.string().optional(),
  copies: z.int().min(1).max(100).optional(),
  at: z.number().optional(),
});

const Where = z.object({ channel: z.string().optional(), at: z.number().optional() });
const Fact = Where.extend({ order: z.enum(['together', 'forwards', 'backwards']).optional() });
const Tier = z.enum(['1000', '2000', '3000']).default('1000');
const Info = z.object({ title: z.string(), language: z.string(), categoryId: z.string(), categoryName: z.string() });

const Emit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('consent'), consent: Consent }),
  z.object({ type: z.literal('user'), user: User.omit({ role: true }) }),
  z.object({ type: z.literal('disconnect'), user: z.string() }),
  z.object({
    type: z.literal('moderator'),
    is: z.boolean(),
    channel: z.string().optional(),
    user: z.string().optional(),
  }),
  z.object({ type: z.literal('on-air'), is: z.boolean(), channel: z.string().optional() }),
  Where.extend({ type: z.literal('follow'), user: User }),
  Where.extend({ type: z.literal('stream.online'), id: z.string().optional() }),
  Where.extend({ type: z.literal('stream.offline') }),
  Where.extend({ type: z.literal('channel.update'), info: Info.partial() }),
  Where.extend({
    type: z.literal('ban'),
    user: User,
    moderator: User.optional(),
    reason: z.string().optional(),
    seconds: z.int().min(1).optional(),
  }),
  Where.extend({ type: z.literal('unban'), user: User }),
  Where.extend({ type: z.literal('delete'), messageId: z.string() }),
  Fact.extend({ type: z.literal('sub'), user: User, tier: Tier }),
  Fact.extend({
    type: z.literal('resub'),
    user: User,
    tier: Tier,
    months: z.int().min(1),
    text: z.string().optional(),
  }),
  Fact.extend({ type: z.literal('gift'), user: User.optional(), tier: Tier, count: z.int().min(1).max(100) }),
  Fact.extend({ type: z.literal('cheer'), user: User.optional(), bits: z.int().min(1), text: z.string().optional() }),
  Fact.extend({ type: z.literal('raid'), from: User, viewers: z.int().min(0) }),
  Fact.extend({
    type: z.literal('redemption'),
    user: User,
    reward: z.object({ id: z.string(), title: z.string(), cost: z.int().min(1) }).optional(),
    text: z.string().optional(),
  }),
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

type Emit = z.output<typeof Emit>;

const told = ({ status, statuses, eventsubMessageId }: TwitchDelivery) => ({ status, statuses, eventsubMessageId });

/** How a fact's events went: the worst status of all, 0 when one was not answered. */
const allTold = (deliveries: FactDelivery[]) => ({
  status: deliveries.find(({ status }) => status < 200 || status > 299)?.status ?? 200,
  deliveries: deliveries.map(({ type, notice, ...delivery }) => ({ type, notice, ...told(delivery) })),
});

/** `POST /_stand-in/emit`: anything that is not a chat line. */
export async function controlEmit(twitch: TwitchStandIn, body: unknown): Promise<unknown> {
  const emit = Emit.parse(body);
  return (await changed(twitch, emit)) ?? (await happened(twitch, emit)) ?? (await sent(twitch, emit));
}

/** What people and the platform do to the app's standing. */
async function changed(twitch: TwitchStandIn, emit: Emit): Promise<unknown> {
  switch (emit.type) {
    case 'consent':
      twitch.consent = emit.consent;
      return { ok: true };
    case 'user':
      twitch.user(emit.user);
      return { ok: true };
    case 'disconnect':
      await twitch.disconnect(emit.user);
      return { ok: true };
    case 'moderator':
      await twitch.moderator(emit.is, emit);
      return { ok: true };
    case 'on-air':
      twitch.onAir(emit.is, emit.channel);
      return { ok: true };
    case 'revoke-tokens':
      twitch.tokens.revokeAll();
      return { ok: true };
    case 'revoke':
      return { statuses: await twitch.revoke(emit.status, emit.channel) };
  }
  return undefined;
}

/** Facts with all their events. */
async function happened({ emit: facts }: TwitchStandIn, emit: Emit): Promise<unknown> {
  switch (emit.type) {
    case 'sub':
      return allTold(await facts.subOf(emit.tier, emit));
    case 'resub':
      return allTold(await facts.resubOf(emit.months, emit));
    case 'gift':
      return allTold(await facts.giftOf(emit.count, emit));
    case 'cheer':
      return allTold(await facts.cheerOf(emit.bits, emit));
    case 'raid':
      return allTold(await facts.raidOf(emit.viewers, emit));
    case 'redemption':
      return allTold(await facts.redemptionOf(emit));
  }
  return undefined;
}

/** Single events. */
async function sent(twitch: TwitchStandIn, emit: Emit): Promise<unknown> {
  switch (emit.type) {
    case 'follow':
      return told(await twitch.emit.follow(emit));
    case 'stream.online':
      return told(await twitch.emit.streamOnline(emit));
    case 'stream.offline':
      return told(await twitch.emit.streamOffline(emit));
    case 'channel.update':
      return told(await twitch.emit.channelUpdate(emit));
    case 'ban':
      return told(await twitch.emit.ban(emit));
    case 'unban':
      return told(await twitch.emit.unban(emit));
    case 'delete':
      return told(await twitch.emit.messageDelete(emit));
    case 'notification': {
      const { subscription, event, ...options } = emit;
      return told(await twitch.notify(subscription, event, options));
    }
  }
  return undefined;
}
