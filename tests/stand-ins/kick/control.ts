import * as z from 'zod';
import { Consent } from '../consent.ts';
import { KICK_ROLES, KickEvent, KickUser } from './events.ts';
import type { KickStandIn } from './types.ts';
import type { KickDelivery } from './webhook.ts';

// The chat client calls the broadcaster an owner on every platform.
const Role = z.enum([...KICK_ROLES, 'owner']).transform((role) => (role === 'owner' ? 'broadcaster' : role));

const delivery = {
  copies: z.int().min(1).max(100).optional(),
  at: z.number().optional(),
  sentAt: z.number().optional(),
  eventId: z.string().optional(),
  signature: z.enum(['valid', 'none', 'wrong']).optional(),
  offsetMinutes: z.int().optional(),
};

const Chat = z.object({
  ...delivery,
  channel: z.string().optional(),
  user: KickUser.extend({ role: Role.optional() }),
  text: z.string(),
  messageId: z.string().optional(),
  replyTo: z.string().optional(),
});

const Emit = z.union([
  KickEvent,
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('consent'), consent: Consent }),
    z.object({ type: z.literal('rotate-key') }),
    z.object({ type: z.literal('revoke-tokens') }),
    z.object({ type: z.literal('unsubscribe') }),
  ]),
]);

const told = ({ status, statuses, eventId }: KickDelivery) => ({ status, statuses, eventId });

/** `POST /_stand-in/chat`: a person says a line; answers how the bot's webhook took it. */
export async function controlChat(kick: KickStandIn, body: unknown): Promise<unknown> {
  const said = await kick.chat(Chat.parse(body));
  return { ...told(said), messageId: said.messageId };
}

/** `POST /_stand-in/emit`: another event, or what a person does in Kick's dashboard and on its consent page. */
export async function controlEmit(kick: KickStandIn, body: unknown): Promise<unknown> {
  const emit = Emit.parse(body);
  switch (emit.type) {
    case 'consent':
      kick.consent = emit.consent;
      return { ok: true };
    case 'rotate-key':
      kick.rotateKey();
      return { publicKeyPem: kick.publicKeyPem };
    case 'revoke-tokens':
      kick.tokens.revokeAll();
      return { ok: true };
    case 'unsubscribe':
      kick.unsubscribeAll();
      return { ok: true };
    default:
      return told(await kick.emit(emit, z.object(delivery).parse(body)));
  }
}
