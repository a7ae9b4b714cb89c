import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { may, type OwnCommunity, ownCommunitiesQuery } from '../../api/session.ts';

/** A community of theirs that nothing is linked to yet: where they may have left the first run. */
export function useUnconnected(): OwnCommunity | undefined {
  const { data: own } = useSuspenseQuery(ownCommunitiesQuery);
  const steered = own.filter(({ goneAt, role }) => goneAt === null && may(role, 'integrations', 'write'));
  const { data: linked } = useQuery({
    queryKey: ['communities', 'linked'],
    queryFn: async () =>
      (await read(api.channels.$get({ query: { limit: '100' } }))).data.map(({ community }) => community),
    enabled: steered.length > 0,
  });
  return linked && steered.find(({ slug }) => !linked.includes(slug));
}
