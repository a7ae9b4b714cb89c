import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { auditLog } from '../../db/schema/index.ts';
import type { Actor } from '../core/actors.ts';
import { personOf } from '../core/actors.ts';
import type { ApiCall } from '../core/api.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import type { Author, ChatEvent } from '../core/events.ts';
import { refusalText } from '../core/refusals.ts';
import type { Road, WaitUntil } from '../core/road.ts';
import type { SessionResponse } from '../core/sessions.ts';
import { programOf } from '../core/sessions.ts';
import { runForSession } from './inline.ts';
import type { Allowed, ProgramEvent } from './program-reach.ts';
import { allowedOf } from './program-reach.ts';
import { answersOf, openingSessions } from './responses.ts';
import type { Services } from './services.ts';

/** What became of an event. */
export interface ProgramEventOutcome {
  readonly eventId: string;
  /** `admitted`: it is being done, or is done. `ignored`: nothing here asks for it. */
  readonly decision: 'admitted' | 'duplicate' | 'ignored' | 'refused';
  /** Where its answer is, or will be; null where there will be none. */
  readonly sessionId: string | null;
  /** Its answer, where it is there already. */
  readonly response?: SessionResponse;
  /** Why nothing comes of it, in words. */
  readonly reason?: string;
}

/** What events are brought with. */
export interface Bringing {
  readonly services: Services;
  readonly road: Road;
  readonly call: ApiCall;
  /** Of the request, to find it in logs. */
  readonly correlationId: string;
  readonly waitUntil: WaitUntil;
}

/**
 * Brings events down the road that those of the platforms go: the same registry, levels, cooldowns and limits, and once per
 * `eventId`. Who acts is who calls, at the level everyone, or the person they speak for, at that person's own. Each comes to
 * an outcome or to an error of its own; there is no order among them.
 * @throws where the database is away: then none of them was brought
 */
export async function bringEvents(
  bringing: Bringing,
  events: readonly ProgramEvent[],
): Promise<readonly (ProgramEventOutcome | WaddleError)[]> {
  const allowed = await allowedOf(bringing.services, bringing.call, events);
  const sessions = await openSessions(
    bringing,
    allowed.filter((each): each is Allowed => !(each instanceof WaddleError)),
  );
  return Promise.all(
    allowed.map((each) =>
      each instanceof WaddleError
        ? each
        : bring(bringing, each, sessions).catch((error: unknown) => undecided(bringing, error)),
    ),
  );
}

/** Nothing was consumed, or it is remembered: in either case the same event may come again. */
function undecided({ services, correlationId }: Bringing, error: unknown): WaddleError {
  services.log('warn', 'event.undecided', { error: describeError(error), correlationId });
  if (error instanceof WaddleError) return error;
  return new WaddleError(
    'UNAVAILABLE',
    'This event could not be taken just now. Send it again, with the same eventId.',
  );
}

/** The ids of the sessions that were opened, by opener and event. */
type Sessions = ReadonlyMap<string, string>;

/** What an event's session goes by. */
const sessionOf = ({ event, key, communityId, actor }: Allowed) => ({
  communityId,
  opener: programOf(actor),
  event: `${key}:${event.eventId}`,
});

/** Null for an event whose answer is for the room. @throws where one that asks for a session has none */
function sessionIn(sessions: Sessions, allowed: Allowed): string | null {
  if (allowed.event.answer === 'room') return null;
  const { opener, event } = sessionOf(allowed);
  const id = sessions.get(`${opener} ${event}`);
  if (id === undefined) throw new Error('an event that asks for a session was given none');
  return id;
}

/**
 * Opens the sessions of those events that ask for one, and writes down what a scoped key brings, before any of it is
 * brought: nothing gets in unseen.
 */
async function openSessions({ services, call }: Bringing, allowed: readonly Allowed[]): Promise<Sessions> {
  const asked = allowed.filter(({ event }) => event.answer === 'session').map(sessionOf);
  const opening: readonly SQL[] = asked.length > 0 ? openingSessions(asked) : [];
  const auditing = call.may('operator') || allowed.length === 0 ? [] : [audited(allowed)];
  const [first, ...more] = [...opening, ...auditing];
  if (!first) return new Map();
  const results = await services.db.run('event.open', (db) =>
    db.batch([
      db.execute<{ opener: string; event: string; id: string }>(first),
      ...more.map((statement) => db.execute<{ opener: string; event: string; id: string }>(statement)),
    ]),
  );
  const opened = results[opening.length - 1]?.rows ?? [];
  return new Map(opened.map(({ opener, event, id }) => [`${opener} ${event}`, id]));
}

/** One line for each community, without a word of what was said. */
function audited(allowed: readonly Allowed[]): SQL {
  const lines = [...Map.groupBy(allowed, ({ communityId }) => communityId)].map(([communityId, of]) => {
    const [{ actor, key }] = of as [Allowed, ...Allowed[]];
    const target = of.every((each) => each.key === key) ? `channel:${key}` : `community:${communityId}`;
    const events = of.map(({ event, key: channel }) => ({ eventId: event.eventId, channel, answer: event.answer }));
    return { id: uuidv7(), community_id: communityId, actor, target, after: { events } };
  });
  return sql`
    insert into ${auditLog} (id, community_id, actor, action, target, after)
    select line.id, line.community_id, line.actor, 'event.bring', line.target, line.after
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as line (id uuid, community_id uuid, actor jsonb, target text, after jsonb)`;
}

const IGNORED = 'This is no command, and nothing in the channel listens to plain messages.';

async function bring(
  { services, road, correlationId, waitUntil }: Bringing,
  allowed: Allowed,
  sessions: Sessions,
): Promise<ProgramEventOutcome> {
  const { eventId } = allowed.event;
  const sessionId = sessionIn(sessions, allowed);
  const brought = await road.bring(eventOf(allowed, sessionId, correlationId, services.clock()));
  switch (brought.decision) {
    case 'refused':
      return { eventId, decision: 'refused', sessionId: null, reason: refusalText(brought) };
    case 'ignored':
      return { eventId, decision: 'ignored', sessionId: null, reason: IGNORED };
    case 'unconfigured':
      throw new WaddleError('UNAVAILABLE', 'The channel has no settings yet. Send this again, with the same eventId.');
    case 'queued':
      return { eventId, decision: 'admitted', sessionId };
    case 'inline': {
      const done = await runForSession(services, brought.invocation, waitUntil);
      return {
        eventId,
        decision: 'admitted',
        sessionId,
        ...(done === 'now' ? await answered(services, sessionId) : {}),
      };
    }
    case 'duplicate':
      return { eventId, decision: 'duplicate', sessionId, ...(await answered(services, sessionId)) };
  }
}

/** All that was answered in a session so far, as one text. */
async function answered(
  services: Services,
  sessionId: string | null,
): Promise<{ readonly response?: SessionResponse }> {
  const answers = sessionId === null ? [] : await answersOf(services, sessionId);
  if (answers.length === 0) return {};
  const text = answers.map((answer) => answer.text).join('\n');
  return { response: { text, ...(answers.every(({ ephemeral }) => ephemeral) ? { ephemeral: true } : {}) } };
}

function eventOf(
  { event, actor }: Allowed,
  sessionId: string | null,
  correlationId: string,
  now: number,
): ChatEvent<'message'> {
  const { platform, channel, room = channel, text, at = now } = event;
  return {
    // Each program counts its own events: none can take an id away from another, or from the platform.
    id: `${programOf(actor)}:${event.eventId}`,
    platform,
    channel,
    room,
    kind: 'message',
    author: authorOf(event, actor),
    text,
    attachments: [],
    mentions: [],
    data: {},
    // Nothing was said in the future.
    at: Math.min(at, now),
    receivedAt: now,
    correlationId,
    redelivered: false,
    answer: sessionId === null ? { by: 'api' } : { by: 'session', sessionId },
    via: 'program',
  };
}

function authorOf({ displayName }: ProgramEvent, actor: Actor): Author {
  const person = personOf(actor);
  if (person) {
    const { account, login, displayName: shown, level } = person;
    return { account, login, displayName: shown, level, badges: [] };
  }
  const name = actor.kind === 'key' ? actor.name : 'service';
  return { account: programOf(actor), login: name, displayName: displayName ?? name, level: 'everyone', badges: [] };
}
