import { sql } from 'drizzle-orm';
import { channels, deadLetters, joinRequests, quotes, reminderFirings, reminders } from '../../../db/schema/index.ts';
import type { ChannelKey, CommunityId, Platform } from '../../core/ids.ts';
import type { Services } from '../../router/services.ts';
import { CHANNEL_FINDINGS, type Finding, LEVELS } from './findings.ts';

/** What people are asked to see to besides channels, by the code under which the hub has words for it. */
const WAITING = ['requests.waiting', 'quotes.waiting', 'reminders.missed', 'letters.waiting'] as const;
export const ATTENTION = [...CHANNEL_FINDINGS, ...WAITING] as const;

/** Where in the hub something is seen to. */
export const PLACES = ['integrations', 'commands', 'members', 'memories', 'operations'] as const;

export interface Attention {
  /** The same thing keeps its id from one look to the next. */
  readonly id: string;
  readonly level: 'info' | Finding['level'];
  readonly code: (typeof ATTENTION)[number];
  readonly params: Finding['params'];
  readonly message: string;
  readonly where: (typeof PLACES)[number];
  readonly channel: ChannelKey | null;
}

/** What the caller may be told of. */
export interface Sight {
  readonly requests: boolean;
  readonly quotes: boolean;
  readonly reminders: boolean;
  readonly letters: boolean;
  /** Null: channels of all platforms. */
  readonly platforms: readonly Platform[] | null;
}

/** How many things wait; null: that is not for the caller to know. */
export interface Waiting {
  readonly channels: number;
  readonly requests: number | null;
  readonly quotes: number | null;
  readonly reminders: number | null;
  readonly letters: number | null;
}

/** Reminders that were missed longer ago have been missed, ms. */
const MISSED_WITHIN_MS = 7 * 24 * 3600_000;

/** Counts what waits in a community, in one query. */
export async function waitingIn(services: Services, community: CommunityId, sight: Sight): Promise<Waiting> {
  const id = sql`${community}::uuid`;
  const ifSeen = (isSeen: boolean, count: ReturnType<typeof sql>) => (isSeen ? sql`(${count})` : sql`null::integer`);
  const ofPlatforms = sight.platforms
    ? sql`and platform in (select jsonb_array_elements_text(${JSON.stringify(sight.platforms)}::jsonb))`
    : sql``;
  const since = services.clock() - MISSED_WITHIN_MS;
  const { rows } = await services.db.run('overview.waiting', (d) =>
    d.execute<{ waiting: Waiting }>(sql`
      select jsonb_build_object(
        'channels', (select count(*) from ${channels} where community_id = ${id} ${ofPlatforms}),
        'requests', ${ifSeen(
          sight.requests,
          sql`select count(*) from ${joinRequests} where community_id = ${id} and status = 'open'`,
        )},
        'quotes', ${ifSeen(
          sight.quotes,
          sql`select count(*) from ${quotes} where community_id = ${id} and status = 'pending' and deleted_at is null`,
        )},
        'reminders', ${ifSeen(
          sight.reminders,
          sql`select count(*) from ${reminders} r join ${reminderFirings} f on f.reminder_id = r.id
            where r.community_id = ${id} and f.status = 'missed' and f.due_at > ${since}::bigint`,
        )},
        'letters', ${ifSeen(
          sight.letters,
          sql`select count(*) from ${deadLetters} where community_id = ${id} and settled_at is null`,
        )}) as waiting`),
  );
  return rows[0]?.waiting as Waiting;
}

/** What a channel is called where it is spoken of, and what is not well there. */
export interface FoundIn {
  readonly channel: ChannelKey;
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** What needs attention, the worst first. */
export function attentionTo(waiting: Waiting, found: readonly FoundIn[]): readonly Attention[] {
  const ofChannels = found.flatMap(({ channel, name, findings }) =>
    findings.map(
      ({ code, level, params, what, why, next }): Attention => ({
        id: `${code} ${channel}`,
        level,
        code,
        params: { ...params, channel: name },
        message: `${name}: ${what}${why === null ? '' : ` (${why})`}. ${next}`,
        where: code === 'commands.failing' ? 'commands' : 'integrations',
        channel,
      }),
    ),
  );
  const counted = (
    code: (typeof WAITING)[number],
    level: Attention['level'],
    where: Attention['where'],
    count: number | null,
    message: (count: number) => string,
  ): Attention[] =>
    count ? [{ id: code, level, code, params: { count }, message: message(count), where, channel: null }] : [];
  return [
    ...ofChannels,
    ...counted('letters.waiting', 'warning', 'operations', waiting.letters, (n) =>
      n === 1
        ? 'One message could not be worked on, whatever was tried. Look at it, then have it tried again or put it away.'
        : `${n} messages could not be worked on, whatever was tried. Look at them, then have them tried again or put them away.`,
    ),
    ...counted('reminders.missed', 'warning', 'memories', waiting.reminders, (n) =>
      n === 1
        ? 'One reminder was missed in the last week. Tell whose it is.'
        : `${n} reminders were missed in the last week. Tell whose they are.`,
    ),
    ...counted('requests.waiting', 'info', 'members', waiting.requests, (n) =>
      n === 1
        ? 'One person waits to join. Let them in, or do not.'
        : `${n} people wait to join. Let them in, or do not.`,
    ),
    ...counted('quotes.waiting', 'info', 'memories', waiting.quotes, (n) =>
      n === 1 ? 'One quote waits to be approved.' : `${n} quotes wait to be approved.`,
    ),
  ].toSorted((one, other) => rank(one) - rank(other));
}

const rank = ({ level }: Attention): number => (level === 'info' ? LEVELS.length : -LEVELS.indexOf(level));
