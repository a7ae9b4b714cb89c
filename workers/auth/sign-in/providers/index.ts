import { WaddleError } from '../../../core/errors.ts';
import { PLATFORMS, type Platform } from '../../../core/ids.ts';
import { missingFor, type Settings } from '../../../env.ts';
import type { Provider } from '../provider.ts';
import { discord } from './discord.ts';
import { kick } from './kick.ts';
import { slack } from './slack.ts';
import { twitch } from './twitch.ts';
import { youtube } from './youtube.ts';

const PROVIDERS: Readonly<Record<Platform, Provider>> = { twitch, discord, slack, youtube, kick };

/** What people call a way of signing in: a platform, or what this installation has itself. */
export const titleOf = (platform: string): string =>
  PLATFORMS.includes(platform as Platform) ? PROVIDERS[platform as Platform].title : 'this WaddleBot';

/** Discord needs no client secret for anything but this. */
const isOn = ({ platform, client }: Provider, settings: Settings): boolean =>
  missingFor(platform, settings).length === 0 && Boolean(client(settings).secret);

/** The platforms by which people sign in here. */
export const providersOn = (settings: Settings): readonly Provider[] =>
  PLATFORMS.map((platform) => PROVIDERS[platform]).filter((provider) => isOn(provider, settings));

/** @throws NOT_FOUND for a platform that is none, or is off here */
export function providerOf(named: string, settings: Settings): Provider {
  const provider = providersOn(settings).find(({ platform }) => platform === named);
  if (provider) return provider;
  throw new WaddleError(
    'NOT_FOUND',
    'Nobody signs in by that here: the platform is none of ours, or it is not set up. Choose another at /auth/sign-in.',
  );
}
