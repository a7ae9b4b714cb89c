import { Link } from '@tanstack/react-router';
import { useCommunity } from '../../app/use-community.ts';
import { LinkButton } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { home } from '../../words/home.ts';
import { useWords } from '../../words/use-words.ts';

/** Before there is a channel: what this page will show, and how it begins. */
export function FirstVisit() {
  const w = useWords(home);
  const { slug, may } = useCommunity();
  const mayLink = may('integrations', 'write');
  return (
    <EmptyState
      title={w.firstTitle}
      action={
        <div className="flex flex-col items-center gap-3">
          {mayLink && (
            <LinkButton asChild variant="primary">
              <Link to="/c/$slug/integrations" params={{ slug }}>
                {w.linkOne}
              </Link>
            </LinkButton>
          )}
          {may('commands', 'write') && (
            <Link to="/c/$slug/simulator" params={{ slug }} className="rounded-sm text-accent-ink underline">
              {w.trySimulator}
            </Link>
          )}
        </div>
      }
      example={
        <ul className="divide-y divide-line">
          {(['twitch', 'discord', 'youtube'] as const).map((platform) => (
            <li key={platform} className="flex items-center justify-between gap-3 px-4 py-3">
              <PlatformMark platform={platform}>{w.exampleChannel}</PlatformMark>
              <StatusDot state="ok" className="text-ink-soft text-sm">
                {w.ok}
              </StatusDot>
            </li>
          ))}
        </ul>
      }
    >
      {mayLink ? w.first : w.firstWaiting}
    </EmptyState>
  );
}
