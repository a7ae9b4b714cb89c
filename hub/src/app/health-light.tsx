import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { linkedQuery } from '../api/channels.ts';
import { useLive } from '../api/use-live.ts';
import { StatusDot } from '../design/status-dot.tsx';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import type { CommunityHere } from './use-community.ts';

export interface HealthLightProps {
  readonly community: CommunityHere;
  /** Only the light, with its words for who listens. */
  readonly compact?: boolean;
}

/** Always in sight: whether what is shown is live, and whether a channel needs somebody. */
export function HealthLight({ community, compact = false }: HealthLightProps) {
  const w = useWords(app);
  const { status } = useLive(community.slug);
  const { data: channels = [] } = useQuery(linkedQuery(community.slug));
  // As Home counts them: a link that broke, and a consent that is missing, which breaks nothing yet.
  const broken = channels.filter(
    ({ brokenReason, problems = [] }) => brokenReason !== null || problems.length > 0,
  ).length;
  const light =
    status === 'lost'
      ? ({ tone: 'danger', words: w.lost, title: w.lostTitle } as const)
      : status === 'connecting'
        ? ({ tone: 'loading', words: w.connecting, title: w.connecting } as const)
        : broken > 0
          ? ({ tone: 'warning', words: w.broken(broken), title: w.broken(broken) } as const)
          : ({ tone: 'ok', words: w.allWell, title: w.liveTitle } as const);
  return (
    <Link
      to="/c/$slug"
      params={{ slug: community.slug }}
      title={light.title}
      activeProps={{ 'aria-current': undefined }}
      data-live={status}
      className="flex h-8 items-center rounded-lg px-2.5 text-ink-soft hover:bg-hover focus-inset"
    >
      <span role="status">
        <StatusDot state={light.tone} quiet={compact}>
          {light.words}
        </StatusDot>
      </span>
    </Link>
  );
}
