import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/session.ts';
import { useLive } from '../api/use-live.ts';

/** Who changed something last while the page is open, as the live feed tells it; null where it told of nothing. @param target as the audit log calls the thing */
export function useLastChange(
  community: string,
  target: string | null,
): { readonly by: string | null; readonly at: number; readonly isOwn: boolean } | null {
  const { data: me } = useQuery(meQuery);
  const { entries } = useLive(community);
  const last = entries.findLast((entry) => entry.is === 'change' && entry.target === target);
  if (last?.is !== 'change') return null;
  const { by, at } = last;
  return { by: by?.displayName ?? null, at, isOwn: by?.person !== undefined && by.person === me?.person };
}
