import { describeError } from '../core/errors.ts';
import type { ChannelKey, Platform } from '../core/ids.ts';
import type { TimerDue, TimerVerdict } from '../core/timers.ts';
import type { Services } from './services.ts';
import { channelStub } from './services.ts';
import { loadChannelSettings } from './settings.ts';

/** What a Channel can lack when a timer is due: its settings, and whether it is live. */
const MOST_ASKED = 3;

/**
 * Has a Channel decide on a timer that is due, with what it has to know.
 * @throws when the queue or the object is away: asked again with the same `dueAt`, it speaks once
 */
export async function fireTimer(services: Services, channel: ChannelKey, due: TimerDue): Promise<TimerVerdict> {
  const { build, clock } = services;
  const stub = channelStub(services, channel);
  const colon = channel.indexOf(':');
  const platform = channel.slice(0, colon) as Platform;
  const platformId = channel.slice(colon + 1);
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    const verdict: TimerVerdict = await stub.fire(build, due, clock());
    if (verdict === 'unconfigured')
      await stub.configure(await loadChannelSettings(services, platform, platformId), clock());
    else if (verdict === 'live-unknown') await stub.learnLive(await isLive(services, platform, platformId), clock());
    else return verdict;
  }
  throw new Error('the channel did not come to a decision on a timer');
}

const isLive = (services: Services, platform: Platform, channel: string): Promise<boolean | null> =>
  services.platforms[platform]?.client.lookUpLive(channel).catch((error: unknown) => {
    services.log('warn', 'live.lookup-failed', { platform, error: describeError(error) });
    return null;
  }) ?? Promise.resolve(null);
