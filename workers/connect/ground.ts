import type { Actor } from '../core/actors.ts';
import { describeError } from '../core/errors.ts';
import type { CommunityId, Platform } from '../core/ids.ts';
import { missingFor } from '../env.ts';
import { fetcher, keysOf } from '../ports/base.ts';
import { tellChange } from '../router/audited.ts';
import type { Services } from '../router/services.ts';
import { pushSettings } from '../router/settings.ts';
import type { Ground, Linked, Named } from './flow.ts';
import type { Door, Step } from './steps.ts';

/** How the pages and the admin API speak of what can be done. */
const PAGE: Door = {
  again: 'start again',
  channel: (platform) => (platform === 'discord' ? 'add the bot to the server' : 'link the channel'),
  asBot: () => 'Somebody who runs this WaddleBot has to connect the bot’s own account first.',
  withStream: () => 'tick “also steer the stream” and link it again.',
  // Nobody is told whose it is: that would say who is here to whoever asks.
  elsewhere: (name) =>
    `${name} is linked to another community already, and a channel is in one community at most. Nothing was stored. Have somebody who looks after that community unlink it there, then link it here.`,
};

/** What linking works with in a request. `steps` gathers what there is to say. */
export function groundOf(
  services: Services,
  { community, actor, steps }: { readonly community: CommunityId; readonly actor: Actor; readonly steps: Step[] },
): Ground {
  return {
    db: services.db,
    keys: keysOf(services),
    settings: services.settings,
    communityId: community,
    actor,
    fetch: fetcher,
    now: services.clock,
    tell: (step) => void steps.push(step),
    noted: (line) => tellChange(services, community, actor, line),
    pause: (ms) => scheduler.wait(ms),
    door: PAGE,
  };
}

export const isOn = ({ settings }: Pick<Services, 'settings'>, platform: Platform): boolean =>
  missingFor(platform, settings).length === 0;

/** A linked channel with the way to its token. */
export function linkedOf(services: Services, platform: Platform, { id, name }: Named): Linked {
  const port = services.platforms[platform];
  return { id, name, token: async (stale) => (await port?.token?.(id, stale)) ?? '' };
}

/** Has the community's Channels learn of a change now; what cannot be told now is told by cron, from the outbox. */
export async function tellChannels(services: Services, community: CommunityId): Promise<void> {
  services.lookUps.forget(community);
  await pushSettings(services, community).catch((error: unknown) =>
    services.log('warn', 'connect.settings-not-pushed', { error: describeError(error) }),
  );
}
