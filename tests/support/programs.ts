import { randomUUID } from 'node:crypto';
import type { Envelope } from '../../workers/api/errors.ts';
import type { SessionResponse } from '../../workers/core/sessions.ts';
import type { ProgramEventOutcome } from '../../workers/router/program-events.ts';
import { type ApiAnswer, ask } from './api.ts';
import { DISCORD_ROOMS, SLACK_CHANNELS, TWITCH_CHANNELS, type World } from './world.ts';

export interface Line {
  readonly channel: string;
  readonly text: string;
  readonly eventId?: string;
  readonly [more: string]: unknown;
}

export interface SessionTold {
  readonly sessionId: string;
  readonly state: 'pending' | 'answered';
  readonly responses: readonly (SessionResponse & { readonly at: string })[];
}

export interface BatchTold {
  readonly results: readonly (Partial<ProgramEventOutcome> & Partial<Envelope>)[];
}

/** An answer that is what was asked for, or else a failure. */
type Told<Body> = ApiAnswer<Body & Envelope>;

export const line = ({ eventId = randomUUID(), ...rest }: Line) => ({ eventId, ...rest });

/** Programs that bring events to a world, with `key` where nothing else is said. */
export function programsOf(world: World, key: string) {
  let turn = 0;
  return {
    /** A channel of each platform, so that no cooldown of another test counts. */
    place() {
      const n = turn++;
      return {
        twitch: (TWITCH_CHANNELS[n % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number]).id,
        slack: (SLACK_CHANNELS[n % SLACK_CHANNELS.length] as (typeof SLACK_CHANNELS)[number]).id,
        discord: (DISCORD_ROOMS[n % DISCORD_ROOMS.length] as (typeof DISCORD_ROOMS)[number]).id,
      };
    },

    say: (said: Line, as = key, headers: Readonly<Record<string, string>> = {}): Promise<Told<ProgramEventOutcome>> =>
      ask(world, 'POST', '/router/events', { key: as, headers, body: line(said) }),

    read: (sessionId: string | null, as = key): Promise<Told<SessionTold>> =>
      ask(world, 'GET', `/router/responses/${sessionId}`, { key: as }),

    /** Somebody with a hub role in the demo community, as the header names them whom a program speaks for. */
    async moderator(): Promise<{ readonly 'x-on-behalf-of': string }> {
      const account = String(77_000 + turn++);
      await world.rows(
        `with account as (
           insert into accounts (id, platform, platform_id, login, display_name)
           values (gen_random_uuid(), 'twitch', $1, 'mo' || $1, 'Mo') returning id),
         member as (
           insert into members (id, community_id, account_id)
           select gen_random_uuid(), c.id, account.id from communities c, account where c.slug = 'demo' returning id)
         insert into member_roles (member_id, role) select id, 'moderator' from member`,
        [account],
      );
      return { 'x-on-behalf-of': `twitch:${account}` };
    },
  };
}
