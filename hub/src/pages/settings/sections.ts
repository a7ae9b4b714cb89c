import { useQuery } from '@tanstack/react-query';
import type { Area } from '../../api/session.ts';
import { useCommunity } from '../../app/use-community.ts';
import { moduleSettingsQuery } from './queries.ts';

/** The sections that are there whichever modules are on, and what somebody needs to see them. */
export const OWN_SECTIONS = [
  { id: 'community', area: 'settings' },
  { id: 'roles', area: 'roles' },
  { id: 'keys', area: 'keys' },
  { id: 'audit', area: 'audit' },
  { id: 'danger', area: 'ownership' },
] as const satisfies readonly { readonly id: string; readonly area: Area }[];
export type OwnSection = (typeof OWN_SECTIONS)[number]['id'];

export const isOwnSection = (name: string): name is OwnSection => OWN_SECTIONS.some(({ id }) => id === name);

/** The sections that whoever looks may see. */
export function useSections() {
  const { slug, may } = useCommunity();
  const { data: modules = [], isPending } = useQuery(moduleSettingsQuery(slug));
  return { own: OWN_SECTIONS.filter(({ area }) => may(area)).map(({ id }) => id), modules, isPending } as const;
}
