/** The platforms that people are found on. */
export const PLATFORM_NAMES = ['twitch', 'discord', 'slack', 'youtube', 'kick'] as const;
export type PlatformName = (typeof PLATFORM_NAMES)[number];
