import { useQuery } from '@tanstack/react-query';
import type { Area, Right } from '../../api/session.ts';
import { useCommunity } from '../../app/use-community.ts';
import { moduleSettingsQuery } from './queries.ts';

interface Section {
  readonly id: string;
  readonly area: Area;
  readonly right?: Right;
}

/** The sections that are there whichever modules are on, and what somebody needs to see them. */
const OWN_SECTIONS = [
  { id: 'community', area: 'settings' },
  { id: 'roles', area: 'roles' },
  { id: 'public', area: 'settings', right: 'write' },
  { id: 'keys', area: 'keys' },
  { id: 'api', area: 'settings' },
  { id: 'audit', area: 'audit' },
  { id: 'danger', area: 'ownership' },
] as const satisfies readonly Section[];
export type OwnSection = (typeof OWN_SECTIONS)[number]['id'];

export const isOwnSection = (name: string): name is OwnSection => OWN_SECTIONS.some(({ id }) => id === name);

/** The sections that somebody may see, with the word each is called by. */
export const sectionsFor = (may: (area: Area, right?: Right) => boolean) =>
  OWN_SECTIONS.filter((section: Section) => may(section.area, section.right)).map(({ id }) => ({
    id,
    word: id === 'public' ? ('publicPages' as const) : id,
  }));

/** The sections that whoever looks may see. */
export function useSections() {
  const { slug, may } = useCommunity();
  const { data: modules = [], isPending } = useQuery(moduleSettingsQuery(slug));
  return {
    own: sectionsFor(may),
    modules,
    isPending,
  } as const;
}
