import type { CommandPlace } from '../../durable-objects/community.ts';
import type { ChannelSettings } from '../core/channel-settings.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import type { ChatEvent } from '../core/events.ts';
import type { Admission, Invocation } from '../core/invocation.ts';
import { compileKeywords } from '../core/keyword-matcher.ts';
import { refusalText } from '../core/refusals.ts';
import type { SimulatedAdmission, SimulatedTimer } from '../core/simulation.ts';
import type { TimerVerdict } from '../core/timers.ts';
import { within } from '../core/within.ts';
import { isForBot } from './ingest.ts';
import { runOf } from './rehearsal.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import type { AdmittedStep } from './simulation-steps.ts';

/** How long a community's shared limit is waited for, ms; then nobody is held up by it. */
const SHARED_WITHIN_MS = 500;

interface Deciding {
  readonly event: ChatEvent;
  readonly channel: ChannelSettings;
  readonly isMadeUp: boolean;
  readonly live?: boolean | undefined;
}

/** What was decided, in words, and what runs by it. */
export interface Decided {
  readonly step: AdmittedStep;
  readonly invocations: readonly Invocation[];
}

/** Asks the Channel, and what is asked before it, and takes nothing of either. */
export async function decideOn(services: Services, deciding: Deciding): Promise<Decided> {
  const at = services.clock();
  const decided =
    deciding.event.kind === 'timer' ? await decideOnTimer(services, deciding) : await decide(services, deciding);
  const { invocations, ...step } = decided;
  return {
    invocations,
    step: {
      step: 'admitted',
      at,
      tookMs: services.clock() - at,
      runs: invocations.map(runOf),
      aliases: [],
      keyword: null,
      cooldowns: [],
      calls: [],
      ...step,
    },
  };
}

type What = Pick<AdmittedStep, 'decision'> & Partial<AdmittedStep> & { readonly invocations: readonly Invocation[] };

const NOBODY_LISTENS = 'Nothing here asks for that: it is no command, and nothing in this community listens to it.';

async function decide(services: Services, deciding: Deciding): Promise<What> {
  const { event, channel } = deciding;
  const rule =
    event.kind === 'message' && event.text !== ''
      ? compileKeywords(channel.keywords).match(event.text, event.platform)
      : null;
  const modules = channel.commands.some(({ kind }) => kind === 'http');
  const place =
    channel.communityLimit && (rule || isForBot(event, { prefix: channel.prefix, modules }))
      ? await sharedPlace(services, channel)
      : null;
  const keyword = rule?.name ?? null;
  if (place && !place.allowed)
    return { ...refused({ reason: 'community-limit', retryAfterMs: place.retryAfterMs }), keyword };
  const tried = await ask(services, deciding, rule?.id);
  const { admission, invocations, aliases, cooldowns } = tried;
  switch (admission.decision) {
    case 'refused': {
      const calls = admission.liveIsUnknown
        ? [{ to: event.platform, what: 'look up whether the channel is live' }]
        : [];
      return { ...refused(admission), keyword, calls };
    }
    case 'queued':
    case 'inline':
      return { decision: 'admitted', invocations, aliases, cooldowns, keyword };
    default:
      return { decision: 'ignored', invocations: [], keyword, words: NOBODY_LISTENS };
  }
}

type Refused = Omit<Extract<Admission, { readonly decision: 'refused' }>, 'decision'>;

const refused = (why: Refused): What => ({
  decision: 'refused',
  invocations: [],
  reason: why.reason,
  words: refusalText(why),
  ...(why.retryAfterMs === undefined ? {} : { retryAfterMs: why.retryAfterMs }),
});

/** A made-up channel has an object of its own, which keeps nothing and goes by what it is handed. */
function objectOf(services: Services, { channel, isMadeUp }: Deciding) {
  const name = `simulation:${channel.community?.id}:${channel.channel}`;
  return isMadeUp ? services.bindings.CHANNEL.getByName(name) : channelStub(services, channel.channel);
}

const optionsOf = ({ build }: Services, { event, channel, isMadeUp, live }: Deciding, keyword?: string) => ({
  build,
  inline: event.answer.by !== 'api',
  placed: [event.id],
  keywords: keyword === undefined ? {} : { [event.id]: keyword },
  ...(live === undefined ? {} : { live }),
  ...(isMadeUp ? { settings: channel } : {}),
});

async function ask(services: Services, deciding: Deciding, keyword?: string): Promise<SimulatedAdmission> {
  const object = objectOf(services, deciding);
  const options = optionsOf(services, deciding, keyword);
  const simulate = async () =>
    (await object.simulate(deciding.event, options, services.clock())) as unknown as SimulatedAdmission;
  const first = await simulate();
  if (first.admission.decision !== 'unconfigured') return first;
  await object.configure(deciding.channel, services.clock());
  return simulate();
}

/** Why a timer that was due would have stayed silent. */
const SILENT: Readonly<Record<Exclude<TimerVerdict, 'queued'>, string>> = {
  duplicate: 'It has spoken at this time before.',
  'few-lines': 'It waits until people have written more in this channel.',
  live: 'It is only for while the channel is live, or only for while it is not.',
  'live-unknown': 'Whether the channel is live would have to be looked up first. Say what to assume.',
  raid: 'Guests of a raid are arriving, and timers keep silent for two minutes.',
  'reply-limit': 'The room has had as many answers as it takes at a time.',
  unlinked: 'The channel belongs to no community.',
  unconfigured: 'The channel has no settings yet.',
};

async function decideOnTimer(services: Services, deciding: Deciding): Promise<What> {
  const { event, channel, isMadeUp } = deciding;
  const { name } = event.data as ChatEvent<'timer'>['data'];
  const now = services.clock();
  const due = await services.timerDue({
    community: (channel.community as NonNullable<ChannelSettings['community']>).id,
    name: name === '' ? null : name,
    channel: channel.channel,
    now,
  });
  if (!due)
    throw new WaddleError(
      'NOT_FOUND',
      name === ''
        ? 'This community has no timer to fire. Add one first, as with !timer add.'
        : `This community has no timer called "${name}".`,
    );
  const object = objectOf(services, deciding);
  const options = optionsOf(services, deciding);
  // Where nobody ever writes, a timer that waits for people would never speak.
  const asked = isMadeUp ? { ...due, minLines: 0 } : due;
  const fire = async () => (await object.simulateTimer(asked, options, now)) as unknown as SimulatedTimer;
  let fired = await fire();
  if (fired.verdict === 'unconfigured') {
    await object.configure(channel, now);
    fired = await fire();
  }
  const { verdict, invocations } = fired;
  if (verdict === 'queued') return { decision: 'admitted', invocations };
  const calls = verdict === 'live-unknown' ? [{ to: event.platform, what: 'look up whether the channel is live' }] : [];
  return { decision: 'refused', invocations: [], reason: verdict, words: SILENT[verdict], calls };
}

/** A limit that cannot be asked limits nobody. */
async function sharedPlace(
  services: Services,
  { community, communityLimit }: ChannelSettings,
): Promise<CommandPlace | null> {
  if (!community || !communityLimit) return null;
  const object = services.bindings.COMMUNITY.getByName(community.id);
  const asked = object.placeFor(communityLimit, services.clock()) as unknown as Promise<CommandPlace>;
  return within(SHARED_WITHIN_MS, 'the community’s limit', asked).catch((error: unknown) => {
    services.log('warn', 'community.limit-unknown', { error: describeError(error) });
    return null;
  });
}
