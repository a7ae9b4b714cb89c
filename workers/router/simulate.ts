import { eq } from 'drizzle-orm';
import { rehearse } from '../../db/rehearsal.ts';
import { communities } from '../../db/schema/index.ts';
import type { ChannelSettings } from '../core/channel-settings.ts';
import { describeError, InvalidInput, WaddleError } from '../core/errors.ts';
import type { Author, ChatEvent, EventKind } from '../core/events.ts';
import { NOBODY } from '../core/events.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { channelKey } from '../core/ids.ts';
import type { Level } from '../core/levels.ts';
import { sampleData } from '../core/sample-events.ts';
import { SIMULATED_PREFIX, SIMULATED_ROOM } from '../core/simulation.ts';
import { hasManyRooms } from '../core/timers.ts';
import type { Rehearsal } from './rehearsal.ts';
import { NOTHING_RUN, runRehearsal } from './rehearsal.ts';
import type { Services } from './services.ts';
import { loadChannelSettings, loadMadeUpSettings, pushSettings } from './settings.ts';
import type { Decided } from './simulated-decision.ts';
import { decideOn } from './simulated-decision.ts';
import type { ParsedStep, SimulatedReply, Simulation } from './simulation-steps.ts';

/** Something that is tried out in a community. */
export interface Trial {
  readonly community: { readonly id: CommunityId; readonly slug: string };
  readonly platform: Platform;
  /** The platform's own id of a linked channel; null: one that is made up. */
  readonly channel: string | null;
  readonly level: Level;
  readonly displayName: string;
  /** Whether the channel is to count as live, whatever it is. */
  readonly live?: boolean;
  readonly kind: EventKind;
  /** The event's data, as far as it is to be other than the sample. */
  readonly data: unknown;
  readonly text: string;
  readonly correlationId: string;
}

/** What was written down of it: now, or when the same was asked for before. */
export interface RecordedSimulation {
  readonly replayed: boolean;
  readonly simulation: Simulation;
}

/**
 * Writes down that something was tried out, and what came of it where the same may be asked for again. In a test community it
 * runs in the transaction that keeps the rest.
 */
export type RecordSimulation = (
  over: Pick<Services, 'db' | 'clock'>,
  simulation: Simulation,
) => Promise<RecordedSimulation>;

/**
 * Has the Channel decide on an event that never happened, runs what it admits for real, and rolls back what that did, unless
 * the community is there for tests. No platform, page, HTTP module or queue hears of it.
 * @throws NOT_FOUND, INVALID, UNAVAILABLE
 */
export async function simulate(
  services: Services,
  trial: Trial,
  record: RecordSimulation,
): Promise<RecordedSimulation> {
  const { clock } = services;
  const id = crypto.randomUUID();
  const at = clock();
  const channel = await settingsFor(services, trial);
  const event = eventOf(trial, channel, id, at);
  const parsed: ParsedStep = {
    step: 'parsed',
    at,
    tookMs: clock() - at,
    kind: event.kind,
    channel: channel.channel,
    isMadeUp: trial.channel === null,
    level: trial.level,
    displayName: trial.displayName,
  };
  const decided = await decideOn(services, { event, channel, isMadeUp: trial.channel === null, live: trial.live });
  const isKept = decided.invocations.length > 0 && (await isTest(services, trial.community.id));
  const cameTo = ({ steps, replies, effects }: Rehearsal, kept: boolean): Simulation => ({
    id,
    kept,
    decision: decided.step.decision,
    steps: [parsed, decided.step, ...steps],
    replies: [...refusedInWords(event, decided), ...replies],
    effects,
  });
  if (decided.invocations.length === 0) return record(services, cameTo(NOTHING_RUN, false));

  const { invocations } = decided;
  const ran = await rehearse(services.settings.DATABASE_URL, services, async (db) => {
    const rehearsal = await runRehearsal(services, db, { invocations, channel, keep: isKept });
    const kept = isKept ? await record({ db, clock }, cameTo(rehearsal, true)) : null;
    // What was kept the first time is not done a second time.
    return { value: { rehearsal, kept }, keep: kept !== null && !kept.replayed };
  });
  if (ran.kept === null) return record(services, cameTo(ran.rehearsal, false));
  if (ran.rehearsal.settingsChanged && !ran.kept.replayed) await tellChannels(services, trial.community.id);
  return ran.kept;
}

/** It has happened: what cannot be told now is told by cron, from the outbox. */
async function tellChannels(services: Services, community: CommunityId): Promise<void> {
  services.lookUps.forget(community);
  await pushSettings(services, community).catch((error: unknown) =>
    services.log('warn', 'settings.not-pushed', { error: describeError(error) }),
  );
}

async function isTest({ db }: Services, community: CommunityId): Promise<boolean> {
  const [row] = await db.run('simulation.community', (d) =>
    d.select({ isTest: communities.isTest }).from(communities).where(eq(communities.id, community)),
  );
  return row?.isTest ?? false;
}

/** What the channel goes by: a linked one's own settings, or those that one of the community's would have. */
async function settingsFor(services: Services, { community, platform, channel }: Trial): Promise<ChannelSettings> {
  if (channel === null)
    return loadMadeUpSettings(services, community.id, channelKey(platform, SIMULATED_PREFIX + community.slug));
  const settings = await loadChannelSettings(services, platform, channel);
  if (settings.community?.id === community.id) return settings;
  throw new WaddleError(
    'NOT_FOUND',
    `This community has no channel ${channelKey(platform, channel)}. Name one that is linked to it, or leave the channel out for one that is made up.`,
  );
}

/** What nobody in particular does. */
const OF_NOBODY: readonly EventKind[] = [
  'stream.online',
  'stream.offline',
  'stream.update',
  'video.published',
  'video.deleted',
  'message.deleted',
  'installation.revoked',
  'shard.disabled',
  'webhook',
  'timer',
  'reminder',
];

/** Whether somebody does what happens. */
export const hasAuthor = (kind: EventKind): boolean => !OF_NOBODY.includes(kind);

function eventOf(trial: Trial, { channel: key }: ChannelSettings, id: string, now: number): ChatEvent {
  const { platform, kind, data: given, text, correlationId } = trial;
  const data = sampleData(kind, given, now);
  if (!data.success) throw new InvalidInput('json.event.data', data.error.issues);
  const channel = key.slice(platform.length + 1);
  return {
    id: SIMULATED_PREFIX + id,
    platform,
    channel,
    room: hasManyRooms(platform) ? SIMULATED_ROOM : channel,
    kind,
    author: hasAuthor(kind) ? authorOf(trial) : NOBODY,
    text: text === '' && kind === 'command' ? (data.data as ChatEvent<'command'>['data']).trigger : text,
    attachments: [],
    mentions: [],
    data: data.data,
    at: now,
    receivedAt: now,
    correlationId,
    redelivered: false,
    answer: kind === 'command' ? { by: 'none' } : { by: 'api' },
    via: 'simulation',
  };
}

/** Somebody made up, who is the same whenever they are called the same. */
function authorOf({ displayName, level }: Trial): Author {
  const login = displayName.toLowerCase().replace(/\s+/gu, '_');
  return { account: SIMULATED_PREFIX + login, login, displayName, level, badges: [] };
}

/** Who asks in a place that has to answer is told why not; in chat a refusal says nothing. */
const refusedInWords = ({ kind }: ChatEvent, { step: { decision, words } }: Decided): readonly SimulatedReply[] =>
  kind === 'command' && decision === 'refused' && words !== undefined
    ? [{ text: words, isPrivate: true, isSecret: false }]
    : [];
