import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { ChannelLight } from '../../channels/problems.tsx';
import type { LinkedChannel, PlatformState } from '../../channels/queries.ts';
import { cn } from '../../design/cn.ts';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { integrationWords } from '../../words/integrations.ts';
import { useWords } from '../../words/use-words.ts';

/** What a row is found by, to give it the focus back. */
export const rowId = (of: string): string => `row-${of}`;

export const RowList = ({ children }: { readonly children: ReactNode }) => (
  <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">{children}</ul>
);

interface RowProps {
  readonly id: string;
  readonly isOpen?: boolean | undefined;
  readonly onOpen?: (() => void) | undefined;
  readonly name: ReactNode;
  readonly state: ReactNode;
}

function Row({ id, isOpen, onOpen, name, state }: RowProps) {
  return (
    <li>
      <button
        type="button"
        id={onOpen && rowId(id)}
        aria-expanded={isOpen ?? false}
        onClick={onOpen}
        className={cn(
          'flex min-h-12 w-full items-center gap-4 px-4 py-2 text-left hover:bg-hover focus-inset',
          isOpen && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-1">
          <span className="min-w-0 flex-1 basis-44">{name}</span>
          <span className="min-w-0 text-ink-soft">{state}</span>
        </span>
        <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </button>
    </li>
  );
}

export interface ChannelRowProps {
  readonly channel: LinkedChannel;
  readonly isOpen?: boolean;
  readonly onOpen?: () => void;
}

export const ChannelRow = ({ channel, isOpen, onOpen }: ChannelRowProps) => (
  <Row
    id={channel.channel}
    isOpen={isOpen}
    onOpen={onOpen}
    name={
      <span className="flex min-w-0 items-baseline gap-2">
        <PlatformMark platform={channel.platform} className="font-medium">
          <bdi>{channel.login}</bdi>
        </PlatformMark>
        <span aria-hidden className="shrink-0 text-ink-faint text-sm">
          {platformLabel(channel.platform)}
        </span>
      </span>
    }
    state={<ChannelLight problems={channel.problems} />}
  />
);

export interface PlatformRowProps {
  readonly state: PlatformState;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

export function PlatformRow({ state, isOpen, onOpen }: PlatformRowProps) {
  const w = useWords(integrationWords);
  const { platform, missing, bot } = state;
  return (
    <Row
      id={platform}
      isOpen={isOpen}
      onOpen={onOpen}
      name={<PlatformMark platform={platform} className="font-medium" />}
      state={
        missing.length > 0 ? (
          <StatusDot state="idle">{w.notSetUp}</StatusDot>
        ) : bot === 'missing' || bot === 'refused' ? (
          <StatusDot state="warning">{w.noBot}</StatusDot>
        ) : (
          <span className="text-ink-faint">{w.ready}</span>
        )
      }
    />
  );
}
