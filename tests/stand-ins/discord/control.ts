import * as z from 'zod';
import { slashRequest } from './slash-text.ts';
import type { DiscordStandIn } from './types.ts';

const ROLES = ['viewer', 'moderator', 'admin', 'owner'] as const;

// The chat client speaks of roles as streams do; here they are the guild's roles with those permissions.
const STREAM_ROLES: Readonly<Record<string, (typeof ROLES)[number]>> = {
  broadcaster: 'owner',
  subscriber: 'viewer',
  vip: 'viewer',
};

const User = z.object({
  id: z.string().regex(/^\d+$/, 'a Discord id is a number'),
  login: z.string().min(1),
  role: z
    .string()
    .transform((role) => STREAM_ROLES[role] ?? role)
    .pipe(z.enum(ROLES))
    .default('viewer'),
});

const Chat = z.object({
  text: z.string().min(1),
  user: User,
  channel: z.string().optional(),
  dm: z.boolean().optional(),
  replyTo: z.string().optional(),
});

const ref = { guild: z.string().optional() };
const message = { channel: z.string().optional(), messageId: z.string() };
const Person = z.object({ id: z.string(), username: z.string(), roles: z.array(z.string()).optional() });

const Emit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: z.string(), data: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('member-join'), ...ref, user: Person }),
  z.object({ type: z.literal('member-leave'), ...ref, user: z.string() }),
  z.object({ type: z.literal('ban'), ...ref, user: z.string() }),
  z.object({ type: z.literal('unban'), ...ref, user: z.string() }),
  z.object({ type: z.literal('timeout'), ...ref, user: Person, until: z.number().nullable() }),
  z.object({ type: z.literal('reaction'), ...message, user: Person, emoji: z.string() }),
  z.object({ type: z.literal('message-delete'), ...message }),
  z.object({ type: z.literal('guild-delete'), ...ref }),
  z.object({ type: z.literal('component'), ...message, user: Person, customId: z.string() }),
  z.object({ type: z.literal('gateway-drop'), code: z.int().optional() }),
  z.object({ type: z.literal('gateway-reconnect') }),
  z.object({ type: z.literal('gateway-invalidate'), resumable: z.boolean().default(false) }),
  z.object({
    type: z.literal('limit'),
    scope: z.enum(['user', 'global', 'shared', 'cloudflare']),
    retryAfter: z.number().min(0).optional(),
    requests: z.int().min(1).optional(),
    op: z.string().optional(),
  }),
  z.object({ type: z.literal('probe') }),
  z.object({ type: z.literal('reset-token') }),
]);

/** Who speaks: the role comes from the guild's roles, and the owner is the guild's own. */
function speaker(discord: DiscordStandIn, { id, login, role }: z.output<typeof User>) {
  const [guild] = discord.guilds;
  const held = role === 'moderator' ? guild?.roles?.[0] : role === 'admin' ? guild?.roles?.[1] : undefined;
  return { id: role === 'owner' ? (guild?.ownerId ?? id) : id, username: login, roles: held ? [held.id] : [] };
}

/** `POST /_stand-in/chat`: a person writes a message, or uses a slash command when the text begins with `/`. */
export async function controlChat(discord: DiscordStandIn, body: unknown): Promise<unknown> {
  const { text, channel, dm, replyTo, ...given } = Chat.parse(body);
  const user = speaker(discord, given.user);
  if (text.startsWith('/')) {
    const guild = dm ? null : discord.guilds[0]?.id;
    const request = slashRequest(text, [...discord.commands(guild ?? undefined), ...discord.commands()]);
    const shown = await discord.interact({ ...request, user, guild, channel });
    const { status, ended, failure, interactionId } = shown;
    const seen = shown.text ?? (ended === 'failed' ? 'The application did not respond' : '');
    return { status, body: { text: seen }, ended, failure, interactionId };
  }
  if (discord.gateway.stats.open === 0)
    throw new Error('No Gateway connection: the bot hears messages only while it is connected; slash commands work');
  const { messageId, delivered } = await discord.message({ text, channel, dm, replyTo, user });
  return { status: 200, messageId, delivered };
}

/** `POST /_stand-in/emit`: anything but a person's line. */
export async function controlEmit(discord: DiscordStandIn, body: unknown): Promise<unknown> {
  const emit = Emit.parse(body);
  switch (emit.type) {
    case 'event':
      return discord.webhookEvent(emit.event, emit.data);
    case 'component': {
      const { type, ...component } = emit;
      const { resend, ...outcome } = await discord.interact({ kind: 'component', ...component });
      return outcome;
    }
    case 'probe':
      return discord.probe();
    case 'reset-token':
      discord.resetToken();
      return undefined;
    default:
      return happen(discord, emit);
  }
}

function happen(
  discord: DiscordStandIn,
  emit: Exclude<z.output<typeof Emit>, { type: 'event' | 'component' | 'probe' | 'reset-token' }>,
): unknown {
  switch (emit.type) {
    case 'member-join':
      return discord.memberJoin(emit);
    case 'member-leave':
      return discord.memberLeave(emit);
    case 'ban':
      return discord.banAdd(emit);
    case 'unban':
      return discord.banRemove(emit);
    case 'timeout':
      return discord.memberUpdate(emit);
    case 'reaction':
      return discord.reactionAdd(emit);
    case 'message-delete':
      return discord.messageDelete(emit);
    case 'guild-delete':
      return discord.guildDelete(emit.guild);
    case 'gateway-drop':
      return discord.gateway.dropAll(emit.code);
    case 'gateway-reconnect':
      return discord.gateway.reconnect();
    case 'gateway-invalidate':
      return discord.gateway.invalidate(emit.resumable);
    case 'limit':
      return discord.limit(emit);
  }
}
