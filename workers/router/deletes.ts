import type { ChatEvent } from '../core/events.ts';
import type { DeleteAnswer } from '../core/platforms.ts';
import type { Services } from './services.ts';

/**
 * Takes away what an event says. Only a line of chat goes by its platform's own id: other events have keys of ours, and what
 * a program brought is on no platform.
 */
export async function deleteMessage(
  { platforms }: Pick<Services, 'platforms'>,
  { kind, via, platform, channel, room, id }: ChatEvent,
): Promise<DeleteAnswer | 'unsupported'> {
  if (kind !== 'message' || via === 'program') return 'unsupported';
  return (await platforms[platform]?.client.deleteMessage?.(channel, room, id)) ?? 'unsupported';
}
