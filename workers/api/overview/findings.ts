import type { ChannelOverview } from '../../../durable-objects/channel.ts';
import { type ChannelState, PROBLEMS, type Problem } from '../../connect/health.ts';
import type { Budget } from './budgets.ts';

/** From best to worst. */
export const LEVELS = ['ok', 'warning', 'broken'] as const;
export type FindingLevel = (typeof LEVELS)[number];

/** What may not be well with a channel, by the code under which the hub has words for it. */
export const CHANNEL_FINDINGS = [
  ...PROBLEMS.map((is): `channel.${Problem['is']}` => `channel.${is}`),
  'channel.unavailable',
  'channel.gateway',
  'channel.silent',
  'channel.late',
  'channel.token-ending',
  'channel.token-ended',
  'channel.lease-ending',
  'channel.held',
  'channel.quota-low',
  'channel.quota-spent',
  'commands.failing',
] as const;

/** Something that is not well: what it is, why, as far as that is known, and what to do. */
export interface Finding {
  readonly code: (typeof CHANNEL_FINDINGS)[number];
  readonly level: Exclude<FindingLevel, 'ok'>;
  /** What is not the same everywhere; times in ms since epoch. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly what: string;
  readonly why: string | null;
  readonly next: string;
}

/** What keeps a channel from working at all; the other problems take only some of it. */
const BREAKS: readonly Problem['is'][] = ['off', 'broken', 'consent', 'bot-account'];

const DAY_MS = 24 * 3600_000;
/** Who hears nothing for so long may be cut off, ms: quieter channels than that are rare. */
const SILENT_AFTER_MS = 3 * DAY_MS;
/** Half of a channel's last events came later than that, ms, and there were so many. */
const LATE_MS = 30_000;
const LATE_SAMPLES = 5;
/** A token that nobody renews is told of so long before its end, ms; a lease, which renews itself at half of its time, when so little is left. */
const TOKEN_TOLD_MS = 7 * DAY_MS;
const LEASE_TOLD_MS = 12 * 3600_000;
/** Of a day's quota. */
const QUOTA_LOW = 0.9;
/** So many of the last commands failed, and at least this share of them. */
const FAILED = 3;
const FAILED_SHARE = 0.2;
/** What failed longer ago is another story, ms. */
const FAILED_WITHIN_MS = 2 * 3600_000;

/** What is known of a channel: stored, asked of its object, and asked of its bot account. Null: it did not answer. */
export interface KnownChannel {
  readonly state: ChannelState;
  readonly told: ChannelOverview | null;
  readonly budget: Budget | null;
  /** On Discord: how the connection to its Gateway does. */
  readonly gateway: { readonly state: string; readonly reason: string | null } | null;
}

/** What is not well with a channel, the worst first. */
export function findingsOf(known: KnownChannel, now: number): readonly Finding[] {
  const { state, told, budget } = known;
  const findings = [
    ...state.problems.map(ofProblem),
    ...(told ? ofHealth(state, told, now) : [UNAVAILABLE]),
    ...ofToken(state, now),
    ...ofGateway(known),
    ...(budget ? ofBudget(budget) : []),
  ];
  return findings.toSorted((one, other) => LEVELS.indexOf(other.level) - LEVELS.indexOf(one.level));
}

export const worstOf = (findings: readonly Finding[]): FindingLevel => findings[0]?.level ?? 'ok';

const ofProblem = ({ is, what, why, next, params }: Problem): Finding => ({
  code: `channel.${is}`,
  level: BREAKS.includes(is) ? 'broken' : 'warning',
  params,
  what,
  why,
  next,
});

const UNAVAILABLE: Finding = {
  code: 'channel.unavailable',
  level: 'warning',
  params: {},
  what: 'How it does cannot be told just now',
  why: 'its object did not answer in time',
  next: 'Look again in a minute. If it stays so, tell whoever runs this WaddleBot.',
};

function ofHealth({ since, problems }: ChannelState, { health, pulse }: ChannelOverview, now: number): Finding[] {
  const findings: Finding[] = [];
  const heardAt = Math.max(health.lastEvent?.at ?? 0, since);
  // Where the link is broken, that is why.
  const isCutOff = problems.some(({ is }) => BREAKS.includes(is));
  if (!isCutOff && heardAt < now - SILENT_AFTER_MS)
    findings.push({
      code: 'channel.silent',
      level: 'warning',
      params: { since: heardAt },
      what: `Nothing was heard since ${utc(heardAt)}`,
      why: null,
      next: 'Write something there. If this stays, repair the link.',
    });
  const { samples, medianMs } = health.lag;
  if (samples >= LATE_SAMPLES && medianMs > LATE_MS)
    findings.push({
      code: 'channel.late',
      level: 'warning',
      params: { medianMs },
      what: `Messages arrive ${Math.round(medianMs / 1000)} s late`,
      why: 'the platform is slow to send them, or WaddleBot was not reached at first',
      next: 'Look at the platform’s status page. Commands that come a minute late are not answered.',
    });
  const [answered, failed] = pulse.hours
    .slice(-2)
    .reduce(([sum, lost], hour) => [sum + (hour?.answered ?? 0), lost + (hour?.failed ?? 0)], [0, 0]);
  if (failed >= FAILED && failed >= FAILED_SHARE * (answered + failed))
    findings.push({
      code: 'commands.failing',
      level: 'warning',
      params: { failed, of: answered + failed },
      what: `${failed} of the last ${answered + failed} commands failed`,
      why: health.lastFailure && health.lastFailure.at > now - FAILED_WITHIN_MS ? health.lastFailure.reason : null,
      next: 'Watch the feed while somebody uses one: it tells what becomes of each answer.',
    });
  return findings;
}

function ofToken({ token, leaseUntil }: ChannelState, now: number): Finding[] {
  const findings: Finding[] = [];
  if (token && !token.renews && token.expiresAt !== null && token.expiresAt < now + TOKEN_TOLD_MS) {
    const isOver = token.expiresAt <= now;
    findings.push({
      code: isOver ? 'channel.token-ended' : 'channel.token-ending',
      level: isOver ? 'broken' : 'warning',
      params: { at: token.expiresAt },
      what: `Its owner’s consent ${isOver ? 'ended' : 'ends'} at ${utc(token.expiresAt)}`,
      why: 'the platform gave nothing to renew it with',
      next: 'Link it again.',
    });
  }
  if (leaseUntil !== null && leaseUntil < now + LEASE_TOLD_MS)
    findings.push({
      code: 'channel.lease-ending',
      level: 'warning',
      params: { at: leaseUntil },
      what: `YouTube’s hub tells of uploads and broadcasts until ${utc(leaseUntil)} only`,
      why: 'it was asked to go on, and has not agreed yet',
      next: 'Repair it.',
    });
  return findings;
}

function ofGateway({ gateway }: KnownChannel): Finding[] {
  if (!gateway || gateway.state === 'ready') return [];
  const isStopped = gateway.state === 'stopped';
  return [
    {
      code: 'channel.gateway',
      level: isStopped ? 'broken' : 'warning',
      params: { state: gateway.state },
      what: 'The connection to Discord’s Gateway is not up, so only slash commands are heard',
      why: gateway.reason,
      next: isStopped
        ? 'Somebody who runs this WaddleBot has to see to it.'
        : 'It is made again by itself. Look in a minute.',
    },
  ];
}

function ofBudget({ window, quota }: Budget): Finding[] {
  const findings: Finding[] = [];
  if (window?.heldUntil)
    findings.push({
      code: 'channel.held',
      level: 'warning',
      params: { until: window.heldUntil },
      what: `The platform takes nothing from the bot until ${utc(window.heldUntil)}`,
      why: 'it said too much in too little time',
      next: 'Wait. Answers are sent when there is room again.',
    });
  if (quota && quota.used >= QUOTA_LOW * quota.perDay) {
    const isSpent = quota.left <= 0;
    findings.push({
      code: isSpent ? 'channel.quota-spent' : 'channel.quota-low',
      level: isSpent ? 'broken' : 'warning',
      params: { used: quota.used, perDay: quota.perDay, resetAt: quota.resetAt },
      what: isSpent
        ? 'The day’s quota is spent, so nothing can be said'
        : `${quota.used} of the day’s ${quota.perDay} units of quota are used`,
      why: null,
      next: `There is more at ${utc(quota.resetAt)}. Whoever runs this WaddleBot can ask the platform for a larger one.`,
    });
  }
  return findings;
}

const utc = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
