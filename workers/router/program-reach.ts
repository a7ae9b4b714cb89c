import { sql } from 'drizzle-orm';
import { channels } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { personOf } from '../core/actors.ts';
import type { ApiCall } from '../core/api.ts';
import { WaddleError } from '../core/errors.ts';
import type { ChannelKey, CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import { hasManyRooms } from '../core/timers.ts';
import type { Services } from './services.ts';

/** A line that a program says in a channel. */
export interface ProgramEvent {
  /** The program's own: the same one is the same event, however often it is brought. */
  readonly eventId: string;
  readonly platform: Platform;
  /** The platform's own id of the channel. */
  readonly channel: string;
  readonly room?: string;
  readonly text: string;
  /** When it was said, ms since epoch. */
  readonly at?: number;
  /** Where its answer goes: into a session, to be read by the program, or into the room. */
  readonly answer: 'session' | 'room';
  /** What a program that speaks for itself wants to be called. */
  readonly displayName?: string;
}

/** An event that may be brought, and who acts in it. */
export interface Allowed {
  readonly event: ProgramEvent;
  readonly key: ChannelKey;
  readonly communityId: CommunityId;
  readonly actor: Actor;
}

/**
 * Which of the events may be brought: those in channels of communities that the caller reaches, which can be answered as they
 * ask. The others come to the error that says why not.
 */
export async function allowedOf(
  services: Services,
  call: ApiCall,
  events: readonly ProgramEvent[],
): Promise<readonly (Allowed | WaddleError)[]> {
  const communities = await communitiesOf(services, events);
  const reached = new Map<CommunityId, Promise<Actor>>();
  const actorIn = (community: CommunityId): Promise<Actor> => {
    const known = reached.get(community) ?? call.in(community).then(({ actor }) => actor);
    reached.set(community, known);
    return known;
  };
  const allow = async (event: ProgramEvent): Promise<Allowed> => {
    const key = channelKey(event.platform, event.channel);
    call.requirePlatform(event.platform);
    const communityId = communities.get(key);
    if (!communityId || !(call.reach.communities?.includes(communityId) ?? true))
      throw new WaddleError(
        'NOT_FOUND',
        `No community that you may reach has the channel ${key}. Look whether it is linked, and to which community.`,
      );
    const actor = await actorIn(communityId);
    await requireAnswerable(services, event, actor);
    return { event, key, communityId, actor };
  };
  return Promise.all(
    events.map((event) =>
      allow(event).catch((error: unknown) => {
        if (error instanceof WaddleError) return error;
        throw error;
      }),
    ),
  );
}

/** Which community each channel is linked to now: where it was linked a minute ago may be somebody else's. */
async function communitiesOf(
  { db }: Services,
  events: readonly ProgramEvent[],
): Promise<ReadonlyMap<ChannelKey, CommunityId>> {
  const asked = JSON.stringify(events.map(({ platform, channel }) => ({ platform, channel })));
  const found = await db.run('event.channels', (d) =>
    d.execute<{ platform: Platform; channel: string; community_id: CommunityId }>(sql`
      select distinct e.platform, e.channel, c.community_id
      from jsonb_to_recordset(${asked}::jsonb) as e (platform text, channel text)
      join ${channels} c on c.platform = e.platform and c.platform_id = e.channel`),
  );
  return new Map(found.rows.map((row) => [channelKey(row.platform, row.channel), row.community_id]));
}

/** @throws WaddleError where it could not be answered, or not where it asks to be */
async function requireAnswerable(services: Services, event: ProgramEvent, actor: Actor): Promise<void> {
  const { platform, channel, room, answer } = event;
  const key = channelKey(platform, channel);
  const client = services.platforms[platform]?.client;
  if (!client)
    throw new WaddleError('UNAVAILABLE', `${platform} is switched off here: /ready says what is missing for it.`);
  const person = personOf(actor);
  if (person && person.platform !== platform)
    throw new WaddleError(
      'INVALID',
      `X-On-Behalf-Of names somebody of ${person.platform}, but ${key} is on ${platform}. Name their account there.`,
    );
  if (!hasManyRooms(platform)) {
    if (room === undefined || room === channel) return;
    throw new WaddleError('INVALID', `On ${platform} the channel is the only room there is: leave the room out.`);
  }
  if (room === undefined) {
    if (answer === 'session') return;
    throw new WaddleError(
      'INVALID',
      `An answer on ${platform} needs its room: the id of a text channel or conversation.`,
    );
  }
  if (!((await client.ownsRoom?.(channel, room)) ?? true))
    throw new WaddleError('NOT_FOUND', `${key} has no room ${room} that the bot can see.`);
}
