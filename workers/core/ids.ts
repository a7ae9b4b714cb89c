declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** The platforms WaddleBot speaks. A platform without a folder under `workers/platforms/` is not offered. */
export const PLATFORMS = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Where an account is: on a platform, or in this installation itself, where somebody has a name and a password. */
export const ACCOUNT_PLATFORMS = [...PLATFORMS, 'local'] as const;
export type AccountPlatform = (typeof ACCOUNT_PLATFORMS)[number];

/** uuidv7 of a person. */
export type PersonId = Brand<string, 'PersonId'>;
/** `platform:id`, the platform's own id of what is linked and steered (a broadcaster, guild, workspace …). */
export type ChannelKey = Brand<string, 'ChannelKey'>;
/** uuidv7 of a community. */
export type CommunityId = Brand<string, 'CommunityId'>;
/** uuidv7 of a member. */
export type MemberId = Brand<string, 'MemberId'>;
/** `platform:channel:eventId:n`: the id under which one effect happens once. */
export type InvocationId = Brand<string, 'InvocationId'>;

export const channelKey = (platform: Platform, id: string): ChannelKey => `${platform}:${id}` as ChannelKey;

/** `n` tells handlers (by their module) or chain links of one event apart. */
export const invocationId = (channel: ChannelKey, eventId: string, n: number | string = 0): InvocationId =>
  `${channel}:${eventId}:${n}` as InvocationId;
