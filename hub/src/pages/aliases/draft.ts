import type { InferRequestType } from 'hono/client';
import type { api } from '../../api/client.ts';
import { PLATFORM_NAMES, type PlatformName } from '../rules/platform-choice.tsx';
import type { Alias } from './queries.ts';

export const LEVELS = ['everyone', 'follower', 'subscriber', 'vip', 'moderator', 'admin', 'owner'] as const;
export type Level = (typeof LEVELS)[number];

/** An alias as its form has it. */
export interface AliasDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly command: string;
  readonly level: Level;
  readonly cooldownUser: number | null;
  readonly cooldownChannel: number | null;
  readonly platforms: readonly PlatformName[];
  readonly live: 'live' | 'offline' | 'always';
  readonly hidden: boolean;
}

export const NEW_ALIAS: AliasDraft = {
  name: '',
  enabled: true,
  command: '',
  level: 'everyone',
  cooldownUser: 0,
  cooldownChannel: 0,
  platforms: [],
  live: 'always',
  hidden: false,
};

export const draftOf = ({ name, command, options }: Alias): AliasDraft => ({
  name,
  enabled: options.enabled !== false,
  command,
  level: options.level ?? 'everyone',
  cooldownUser: options.cooldown?.user ?? 0,
  cooldownChannel: options.cooldown?.channel ?? 0,
  platforms: PLATFORM_NAMES.filter((one) => options.platforms?.includes(one)),
  live: options.live ?? 'always',
  hidden: options.hidden === true,
});

/** What is set is told; what is as usual is left out. */
function setOf(draft: AliasDraft) {
  const { level, cooldownUser, cooldownChannel, platforms, live } = draft;
  const cooldown = {
    ...(cooldownUser ? { user: cooldownUser } : {}),
    ...(cooldownChannel ? { channel: cooldownChannel } : {}),
  };
  return {
    ...(draft.enabled ? {} : { enabled: false }),
    ...(level === 'everyone' ? {} : { level }),
    ...(Object.keys(cooldown).length === 0 ? {} : { cooldown }),
    ...(platforms.length === 0 ? {} : { platforms: [...platforms] }),
    ...(live === 'always' ? {} : { live }),
    ...(draft.hidden ? { hidden: true } : {}),
  };
}

/** Without the prefix, should it be typed. */
function named({ name }: AliasDraft, prefix: string): string {
  const typed = name.trim();
  return typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
}

export const createdOf = (draft: AliasDraft, prefix: string) => ({
  name: named(draft, prefix),
  command: draft.command,
  options: setOf(draft),
});

type Patch = InferRequestType<(typeof api.aliases)[':communityId'][':name']['$patch']>['json'];

/** A change as the API takes it: null goes back to what is usual. */
export const patchOf = (draft: AliasDraft, prefix: string): Patch => ({
  name: named(draft, prefix),
  command: draft.command,
  options: {
    enabled: draft.enabled ? null : false,
    level: draft.level === 'everyone' ? null : draft.level,
    cooldown: { user: draft.cooldownUser || null, channel: draft.cooldownChannel || null } as never,
    platforms: draft.platforms.length === 0 ? null : [...draft.platforms],
    live: draft.live === 'always' ? null : draft.live,
    hidden: draft.hidden ? true : null,
  },
});
