import * as z from 'zod';
import { Consent } from '../consent.ts';
import { LIVE_DETAILS, type LiveDetails, type LiveEventType, YOUTUBE_ROLES, type YouTubeRole } from './items.ts';
import type { PushDeliveries, YouTubeStandIn } from './types.ts';
import { VideoGiven } from './videos.ts';

// The chat client has the roles of all platforms; YouTube has no VIPs, and its subscribers are members.
const ROLES = {
  ...Object.fromEntries(YOUTUBE_ROLES.map((role) => [role, role])),
  subscriber: 'member',
  vip: 'viewer',
  broadcaster: 'owner',
} as Record<string, YouTubeRole>;

const Role = z.enum(Object.keys(ROLES)).transform((role) => ROLES[role]);

const Chat = z.object({
  /** A video's or a live chat's id; the first broadcast unless given. */
  live: z.string().optional(),
  user: z.object({
    id: z.string().min(1),
    login: z.string().optional(),
    name: z.string().optional(),
    role: Role.optional(),
    verified: z.boolean().optional(),
  }),
  text: z.string(),
  messageId: z.string().optional(),
  at: z.number().optional(),
});

const push = {
  copies: z.int().min(1).max(100).optional(),
  signature: z.enum(['valid', 'none', 'wrong']).optional(),
};

const LIVE_TYPES = Object.keys(LIVE_DETAILS) as [LiveEventType, ...LiveEventType[]];

const Emit = z.discriminatedUnion('type', [
  z.object({
    type: z.enum(LIVE_TYPES),
    live: z.string().optional(),
    details: z.record(z.string(), z.unknown()).default({}),
    at: z.number().optional(),
  }),
  z.object({ type: z.enum(['video', 'publish', 'edit']), video: VideoGiven, ...push }),
  z.object({ type: z.literal('delete'), id: z.string(), ...push }),
  z.object({ type: z.enum(['start', 'end']), id: z.string() }),
  z.object({ type: z.literal('deny'), channel: z.string().optional(), reason: z.string().optional() }),
  z.object({ type: z.literal('consent'), consent: Consent }),
  z.object({ type: z.literal('revoke-tokens') }),
]);

/** A channel's id for anybody: the client's own ids are short numbers. */
const channelId = (id: string): string => (id.startsWith('UC') ? id : `UC${id.padStart(22, '0')}`);

const told = ({ status, statuses }: PushDeliveries) => ({ status, statuses });

/** `POST /_stand-in/chat`: a person writes in a live chat. The bot polls it, so that there is no webhook to answer for. */
export async function controlChat(youtube: YouTubeStandIn, body: unknown): Promise<unknown> {
  const { live, user, text, messageId, at } = Chat.parse(body);
  const { id, login, name, role, verified } = user;
  const chatter = { id: channelId(id), name: name ?? login, role, verified };
  const item = youtube.live(live).say({ user: chatter, text, at, id: messageId });
  return { status: 200, messageId: item.id };
}

/** `POST /_stand-in/emit`: other items, videos, and what people do in their account and on the consent page. */
export async function controlEmit(youtube: YouTubeStandIn, body: unknown): Promise<unknown> {
  const emit = Emit.parse(body);
  switch (emit.type) {
    case 'video':
      youtube.video(emit.video);
      return { ok: true };
    case 'publish':
    case 'edit':
      return told(await youtube[emit.type](emit.video, emit));
    case 'delete':
      return told(await youtube.delete(emit.id, emit));
    case 'start':
    case 'end':
      youtube[emit.type](emit.id);
      return { ok: true };
    case 'deny':
      return { statuses: await youtube.deny(emit.channel, emit.reason) };
    case 'consent':
      youtube.consent = emit.consent;
      return { ok: true };
    case 'revoke-tokens':
      youtube.tokens.revokeAll();
      return { ok: true };
    default: {
      const details = LIVE_DETAILS[emit.type].parse(emit.details) as LiveDetails<typeof emit.type>;
      return { status: 200, messageId: youtube.live(emit.live).emit(emit.type, details, emit.at).id };
    }
  }
}
