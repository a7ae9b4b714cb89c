import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

/** Names are the platforms' own and the same in every language. */
const PLATFORMS = {
  twitch: { name: 'Twitch', colour: 'bg-twitch' },
  discord: { name: 'Discord', colour: 'bg-discord' },
  slack: { name: 'Slack', colour: 'bg-slack' },
  youtube: { name: 'YouTube', colour: 'bg-youtube' },
  kick: { name: 'Kick', colour: 'bg-kick' },
} as const;

export type PlatformName = keyof typeof PLATFORMS;

const isPlatform = (name: string): name is PlatformName => Object.hasOwn(PLATFORMS, name);

/** The name to show of a platform; one we do not know keeps its own. */
export const platformLabel = (platform: string): string => (isPlatform(platform) ? PLATFORMS[platform].name : platform);

export interface PlatformMarkProps {
  platform: string;
  /** What stands beside the marker instead of the platform's name: a channel, an account. The name is then read before it. */
  children?: ReactNode;
  className?: string;
}

/** A small marker in the platform's colour, and always words. */
export const PlatformMark = ({ platform, children, className }: PlatformMarkProps) => (
  <span className={cn('inline-flex min-w-0 max-w-full items-center gap-1.5', className)}>
    <span
      aria-hidden
      className={cn(
        'size-2 shrink-0 rounded-[2px]',
        isPlatform(platform) ? PLATFORMS[platform].colour : 'bg-ink-faint',
      )}
    />
    {children !== undefined && <VisuallyHidden>{platformLabel(platform)}</VisuallyHidden>}
    <span className="truncate">{children ?? platformLabel(platform)}</span>
  </span>
);
