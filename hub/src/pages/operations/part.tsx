import type { ReactNode } from 'react';
import { ApiError } from '../../api/errors.ts';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';

/** A part that did not come. */
export function NotLoaded({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const w = useWords(operations);
  const told = error instanceof ApiError && error.status !== 0 ? error : null;
  return (
    <ErrorState title={w.notLoaded} requestId={told?.requestId ?? null} onRetry={onRetry}>
      {told?.message}
    </ErrorState>
  );
}

interface Asked<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  refetch(): unknown;
}

/** What is asked for in one go, with all that may become of it. */
export function Part<Data>({
  query,
  children,
}: {
  readonly query: Asked<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  const { data, error } = query;
  if (data !== undefined) return children(data);
  if (error) return <NotLoaded error={error} onRetry={() => query.refetch()} />;
  return (
    <Card flush>
      <Skeleton shape="table" lines={5} />
    </Card>
  );
}

interface ChannelMarkProps {
  readonly channel: string | null;
  /** What it is called there, where that is known. */
  readonly name?: string | undefined;
  /** With the platform's name before it, where no other word tells it. */
  readonly full?: boolean;
}

/** A channel by its key, with its platform's mark. */
export function ChannelMark({ channel, name, full }: ChannelMarkProps) {
  if (channel === null) return <span className="text-ink-faint">–</span>;
  const platform = channel.slice(0, channel.indexOf(':'));
  const known = name ?? channel.slice(platform.length + 1);
  return (
    <PlatformMark platform={platform}>
      <bdi>{name === undefined || full ? `${platformLabel(platform)} ${known}` : known}</bdi>
    </PlatformMark>
  );
}

export const Facts = ({ children }: { readonly children: ReactNode }) => (
  <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">{children}</dl>
);

export const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-faint">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
  </>
);

export const Id = ({ name, children }: { readonly name: string; readonly children: string }) => (
  <Fact name={name}>
    <Code copy>{children}</Code>
  </Fact>
);

/** What the server says in its own language, wherever the hub speaks another. */
export const ServerText = ({ children }: { readonly children: string }) => (
  <bdi lang="en" className="overflow-hidden [overflow-wrap:anywhere]">
    {children}
  </bdi>
);

interface SaidProps {
  readonly said: { readonly displayName: string; readonly text: string; readonly reply: string | null } | null;
}

/** What a letter that is about no command is called. */
export const letterName = (kind: string, w: (typeof operations)['en']): string =>
  kind === 'unknown' ? w.oddLetter : w.letterKind(kind);

/** What somebody wrote, and what was or would have been answered. */
export function Said({ said, wasSent }: SaidProps & { readonly wasSent?: boolean }) {
  const w = useWords(operations);
  if (!said) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-medium">{w.written}</h3>
      <blockquote className="overflow-hidden rounded-lg bg-sunken px-3 py-2.5">
        <bdi className="block truncate text-ink-faint text-sm">{said.displayName}</bdi>
        <bdi className="block whitespace-pre-wrap font-mono [overflow-wrap:anywhere]">{said.text}</bdi>
      </blockquote>
      {said.reply !== null && (
        <>
          <h3 className="font-medium">{wasSent ? w.wasAnswered : w.answered}</h3>
          <blockquote className="overflow-hidden rounded-lg bg-sunken px-3 py-2.5">
            <bdi className="whitespace-pre-wrap [overflow-wrap:anywhere]">{said.reply}</bdi>
          </blockquote>
        </>
      )}
    </section>
  );
}
