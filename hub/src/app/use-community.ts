import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type Area, may, type OwnCommunity, ownCommunitiesQuery, type Right } from '../api/session.ts';
import { lastCommunity } from './last-community.ts';

/** The community that a page is about, and what whoever looks may do there. */
export interface CommunityHere {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly role: OwnCommunity['role'];
  may(area: Area, right?: Right): boolean;
}

const hereOf = ({ id, slug, name, role }: OwnCommunity): CommunityHere => ({
  id,
  slug,
  name,
  role,
  may: (area, right) => may(role, area, right),
});

const useOwn = (): readonly OwnCommunity[] =>
  useSuspenseQuery(ownCommunitiesQuery).data.filter(({ goneAt }) => goneAt === null);

/** The community of the address; null where it is none of theirs. */
export function useCommunityOrNull(): CommunityHere | null {
  const { slug } = useParams({ strict: false });
  const found = useOwn().find((one) => one.slug === slug);
  return found ? hereOf(found) : null;
}

/** The community whose pages the frame leads to: that of the address, or outside of any the one that was looked at last. */
export function useFrameCommunity(): CommunityHere | null {
  const { slug = lastCommunity() } = useParams({ strict: false });
  const own = useOwn();
  const found = own.find((one) => one.slug === slug) ?? own[0];
  return found ? hereOf(found) : null;
}

/** The same, under `/c/$slug`, where there is one: the frame shows nothing else. */
export function useCommunity(): CommunityHere {
  const here = useCommunityOrNull();
  if (!here) throw new Error('a page of a community stands outside of one');
  return here;
}
