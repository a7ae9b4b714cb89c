import { useQuery } from '@tanstack/react-query';
import { useCommunity } from '../../app/use-community.ts';
import { communityQuery } from '../settings/queries.ts';

/** What commands begin with here. */
export function usePrefix(): string {
  const { slug } = useCommunity();
  return useQuery(communityQuery(slug)).data?.prefix ?? '!';
}
