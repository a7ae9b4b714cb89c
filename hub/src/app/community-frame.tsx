import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useMatches } from '@tanstack/react-router';
import { useEffect } from 'react';
import { communityQuery } from '../api/community.ts';
import { meQuery } from '../api/session.ts';
import { useInStep } from '../api/use-live.ts';
import { ZoneProvider } from '../design/clock.ts';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import { NotFoundPage, NotYoursPage } from './fallbacks.tsx';
import { keepLastCommunity } from './last-community.ts';
import { COMMUNITY_PAGES, mayOpen } from './pages.ts';
import { type CommunityHere, useCommunityOrNull } from './use-community.ts';

/** Everything under `/c/$slug`: a community of theirs, and pages that their role opens. */
export function CommunityFrame() {
  const community = useCommunityOrNull();
  return community ? <OfCommunity community={community} key={community.slug} /> : <NotFoundPage />;
}

function OfCommunity({ community }: { readonly community: CommunityHere }) {
  const w = useWords(app);
  const { data: me } = useSuspenseQuery(meQuery);
  useInStep(community.slug);
  const { data: settings } = useQuery(communityQuery(community.slug));
  useEffect(() => keepLastCommunity(community.slug), [community.slug]);
  const path = useMatches({ select: (matches) => matches.at(-1)?.fullPath ?? '' });
  const page = COMMUNITY_PAGES.findLast((one) => path.replace(/\/$/, '').startsWith(one.path));
  if (page && !mayOpen(page, community, me)) return <NotYoursPage role={w[community.role]} />;
  return (
    <ZoneProvider value={settings?.zone}>
      <Outlet />
    </ZoneProvider>
  );
}
