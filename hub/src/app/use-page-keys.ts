import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { meQuery } from '../api/session.ts';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import { COMMUNITY_PAGES, mayOpen } from './pages.ts';
import type { CommunityHere } from './use-community.ts';

/** A page that `g` and its letter lead to. */
export interface PageKey {
  readonly key: string;
  readonly title: string;
  readonly go: () => void;
}

/** The keys of the pages that whoever looks may see. */
export function usePageKeys(community: CommunityHere | null): readonly PageKey[] {
  const w = useWords(app);
  const navigate = useNavigate();
  const { slug, role } = community ?? {};
  const { isOperator } = useSuspenseQuery(meQuery).data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what they may is what the role says.
  return useMemo(
    () =>
      community && slug !== undefined
        ? COMMUNITY_PAGES.filter((page) => mayOpen(page, community, { isOperator })).map(({ path, title, key }) => ({
            key,
            title: w[title],
            go: () => void navigate({ to: path as '/c/$slug', params: { slug } }),
          }))
        : [],
    [slug, role, isOperator, w, navigate],
  );
}
