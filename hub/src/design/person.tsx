import type { ReactNode } from 'react';
import { Avatar } from './avatar.tsx';
import { cn } from './cn.ts';
import { PlatformMark } from './platform-mark.tsx';

export interface PersonProps {
  name: string;
  /** The accounts that are this person's. */
  accounts?: readonly { readonly platform: string; readonly name: string }[];
  /** A role or level beside the name. */
  badge?: ReactNode;
  size?: 'sm' | 'md';
  className?: string;
}

/** Somebody: initials, name, and where else they are the same person. */
export const Person = ({ name, accounts = [], badge, size = 'md', className }: PersonProps) => (
  <span className={cn('flex min-w-0 items-center', size === 'sm' ? 'gap-2' : 'gap-2.5', className)}>
    <Avatar name={name} size={size} />
    <span className="min-w-0">
      <span className="flex min-w-0 items-center gap-2">
        <bdi className="truncate font-medium text-ink">{name}</bdi>
        {badge}
      </span>
      {accounts.length > 0 && (
        <span className="flex min-w-0 flex-wrap gap-x-3 text-ink-faint text-sm">
          {accounts.map((account) => (
            <PlatformMark key={`${account.platform} ${account.name}`} platform={account.platform} className="max-w-40">
              <bdi>{account.name}</bdi>
            </PlatformMark>
          ))}
        </span>
      )}
    </span>
  </span>
);
