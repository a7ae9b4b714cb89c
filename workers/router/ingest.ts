import type { CommandPlace } from '../../durable-objects/community.ts';
import type { ChannelSnapshot } from '../core/channel-settings.ts';
import { describeError, WaddleError } from '../core/errors.ts';
import type { ChatEvent } from '../core/events.ts';
import { isEcho, keyOf } from '../core/events.ts';
import { invocationId } from '../core/ids.ts';
import type { Admission, Brought } from '../core/invocation.ts';
import { withEvent } from '../core/invocation.ts';
import { isProgram } from '../core/sessions.ts';
import { within } from '../core/within.ts';
import type { Channels } from './channels.ts';
import type { Observer } from './observe.ts';
import type { OpenFeeds } from './open-feeds.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import { isPersonsLine, type Snapshots } from './snapshots.ts';
import { isFeedOpen, tellFeed } from './tell-feed.ts';

/** How long a community's shared limit is waited for, ms; then nobody is held up by it. */
const SHARED_WITHIN_MS = 500;

const isAddressed = (event: ChatEvent): boolean => Boolean((event.data as ChatEvent<'message'>['data']).addressed);

/**
 * Whether the Channel has to see an event: what starts with the prefix or speaks to the bot always, the rest where something
 * wants its kind.
 */
function concernsChannel(event: ChatEvent, snapshot: ChannelSnapshot): boolean {
  return snapshot.wants.includes(event.kind) || isForBot(event, snapshot);
}

/** Whether an event speaks to the bot. */
export const isForBot = (event: ChatEvent, { prefix, modules }: Pick<ChannelSnapshot, 'prefix' | 'modules'>): boolean =>
  event.kind === 'command' ||
  (event.kind === 'message' &&
    (event.text.startsWith(prefix) || isAddressed(event) || (modules && /^#\S/.test(event.text))));

/**
 * Whether an event will have to be decided by its Channel in all likelihood: then that is asked at once, and what the edge
 * may know comes along with the answer.
 */
const looksLikeCommand = (event: ChatEvent): boolean =>
  event.kind === 'command' ||
  (event.kind === 'message' && (isAddressed(event) || /^[!-/:-@[-`{-~]\S/.test(event.text)));

/** What an isolate decides by before it asks. */
export interface Edge {
  readonly services: Services;
  readonly channels: Channels;
  readonly snapshots: Snapshots;
  readonly observer: Observer;
  readonly feeds: OpenFeeds;
}

/**
 * Brings one event to its Channel, if anything wants it there. Interactions come back to be run by the caller.
 * @throws when it could not be decided (the queue refused, an object died): the platform has to send it again.
 */
export async function ingest(
  { services, channels, snapshots, observer, feeds }: Edge,
  event: ChatEvent,
): Promise<Brought> {
  if (event.kind === 'message' && event.text === '' && event.attachments.length === 0) return { decision: 'ignored' };
  const key = keyOf(event);
  const tell = (admission: Admission): Brought => {
    const snapshot = snapshots.held(key);
    if (snapshot) tellFeed(services, feeds, snapshot, event, admission);
    return broughtOf(event, admission);
  };
  if (!snapshots.held(key) && looksLikeCommand(event)) {
    const admission = await admitWithFacts(services, channels, event, { placed: false });
    if (admission.decision !== 'unplaced') {
      const learned = snapshots.held(key);
      const isPersons = learned !== null && isPersonsLine(event) && !isEcho(event, learned);
      if (!isPersons) return tell(admission);
      if (learned.observes) observer.add(event, learned.watched);
      // What no command is may still be what a rule is for.
      const rule = isUnknown(admission) ? snapshots.ruleFor(event, learned) : null;
      if (!rule) return tell(admission);
      return tell(await admitShared(services, channels, learned, event, rule.id));
    }
  } else if (!looksLikeCommand(event) && snapshots.held(key) && feeds.isTimeToAsk()) {
    // Whoever asks a Channel is told with its answer; what is held may be 30 s old.
    await feeds.ask();
  }

  // What the Channel let us know with its answer is held now.
  const { snapshot, isObserved } = await snapshots.get(channels, observer, event);
  if (event.kind === 'command') return tell(await admitShared(services, channels, snapshot, event));
  if (!snapshot.linked) return { decision: 'ignored' };
  if (isEcho(event, snapshot)) {
    const { text, replyTo, at } = event;
    await channelStub(services, key).echo({ text, replyTo, at });
    return { decision: 'ignored' };
  }
  const isWatched = isFeedOpen(feeds, snapshot);
  if (isPersonsLine(event) && !isObserved && (snapshot.observes || isWatched)) observer.add(event, isWatched);
  const rule = isPersonsLine(event) ? snapshots.ruleFor(event, snapshot) : null;
  if (!rule && !concernsChannel(event, snapshot)) return tell({ decision: 'ignored' });
  return tell(await admitShared(services, channels, snapshot, event, rule?.id));
}

const isUnknown = (admission: Admission): boolean =>
  admission.decision === 'ignored' || (admission.decision === 'refused' && admission.reason === 'unknown-command');

function broughtOf(event: ChatEvent, admission: Admission): Brought {
  if (admission.decision === 'inline') return { decision: 'inline', invocation: withEvent(admission.admitted, event) };
  // Whoever is asked for with a place is not told to take one.
  if (admission.decision === 'unplaced')
    throw new WaddleError('UNAVAILABLE', 'the channel’s settings changed just now');
  return admission;
}

/**
 * Where a community's channels share a limit, a place in it is taken before the Channel is asked and given back where it
 * said no. A limit that cannot be asked limits nobody.
 */
async function admitShared(
  services: Services,
  channels: Channels,
  snapshot: ChannelSnapshot,
  event: ChatEvent,
  keyword?: string,
): Promise<Admission> {
  const { shared } = snapshot;
  const asking = { placed: true, ...(keyword === undefined ? {} : { keyword }) };
  if (!shared || !(isForBot(event, snapshot) || keyword !== undefined))
    return admitWithFacts(services, channels, event, asking);
  const community = services.bindings.COMMUNITY.getByName(shared.community);
  const id = invocationId(keyOf(event), event.id);
  const now = services.clock();
  const asked = community.takeCommand(id, shared.limit, now) as unknown as Promise<CommandPlace>;
  const place = await within(SHARED_WITHIN_MS, 'the community’s limit', asked).catch((error: unknown) => {
    const { correlationId } = event;
    services.log('warn', 'community.limit-unknown', { error: describeError(error), correlationId });
    return null;
  });
  if (place && !place.allowed) {
    const { retryAfterMs } = place;
    await channelStub(services, keyOf(event)).noteRefusal(event.author.account, 'community-limit', now);
    return { decision: 'refused', reason: 'community-limit', retryAfterMs };
  }
  const giveBack = async (): Promise<void> => {
    // A copy's place is the first one's, which may have been admitted.
    await community.giveBackCommand(id, shared.limit, now).then(
      () => undefined,
      () => undefined,
    );
  };
  try {
    const admission = await admitWithFacts(services, channels, event, asking);
    if (place && (admission.decision === 'refused' || admission.decision === 'ignored')) await giveBack();
    return admission;
  } catch (error) {
    if (place) await giveBack();
    throw error;
  }
}

/** The longest chain of facts that can be missing: the level, and whether the channel is live. */
const MOST_LOOK_UPS = 2;

/** What the Channel has to know and the event does not carry is looked up, remembered there, and it is asked once more. */
async function admitWithFacts(
  services: Services,
  channels: Channels,
  event: ChatEvent,
  { placed, keyword }: { readonly placed: boolean; readonly keyword?: string },
): Promise<Admission> {
  let admission = await channels.admit(event, placed, keyword);
  for (let looked = 0; looked < MOST_LOOK_UPS && admission.decision === 'refused'; looked++) {
    const learned = await learn(services, event, admission);
    if (!learned) return admission;
    admission = await channels.admit(event, placed, keyword);
  }
  return admission;
}

type Refused = Extract<Admission, { readonly decision: 'refused' }>;

/** Looks up what a refusal says is not known. @returns whether asking again can come to something else. */
async function learn(services: Services, event: ChatEvent, refused: Refused): Promise<boolean> {
  if (refused.reason === 'level' && !refused.levelIsKnown) return learnLevel(services, event);
  if (refused.reason === 'live' && refused.liveIsUnknown) return learnLive(services, event);
  return false;
}

async function learnLevel(services: Services, event: ChatEvent): Promise<boolean> {
  if (isProgram(event.author.account)) return false;
  const level = await services.platforms[event.platform]?.client
    .lookUpLevel(event.channel, event.author.account)
    .catch((error: unknown) => lookUpFailed(services, 'level', error, event));
  if (!level) return false;
  // That somebody is nobody special is worth remembering, too: else each of their tries would cost a look-up.
  await channelStub(services, keyOf(event)).learnLevel(event.author.account, level, services.clock());
  return level !== 'everyone';
}

async function learnLive(services: Services, event: ChatEvent): Promise<boolean> {
  const live = await services.platforms[event.platform]?.client
    .lookUpLive(event.channel)
    .catch((error: unknown) => lookUpFailed(services, 'live', error, event));
  await channelStub(services, keyOf(event)).learnLive(live ?? null, services.clock());
  return live === true;
}

function lookUpFailed(services: Services, what: string, error: unknown, { platform, correlationId }: ChatEvent): null {
  services.log('warn', `${what}.lookup-failed`, { platform, error: describeError(error), correlationId });
  return null;
}
