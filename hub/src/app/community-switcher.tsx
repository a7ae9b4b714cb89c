import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Plus } from 'lucide-react';
import { ownCommunitiesQuery } from '../api/session.ts';
import { DropdownMenu } from '../design/dropdown-menu.tsx';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import type { CommunityHere } from './use-community.ts';

/** The community whose pages these are, and the way to the others. */
export function CommunitySwitcher({ community }: { readonly community: CommunityHere | null }) {
  const w = useWords(app);
  const navigate = useNavigate();
  const { data } = useSuspenseQuery(ownCommunitiesQuery);
  const mine = data.filter(({ goneAt }) => goneAt === null);
  return (
    <DropdownMenu
      align="start"
      label={w.switchCommunity}
      trigger={
        <button
          type="button"
          className="flex h-9 w-full min-w-0 items-center gap-2 rounded-lg px-2 text-left hover:bg-hover focus-inset"
        >
          <span className="min-w-0 flex-1">
            <bdi className="block truncate font-semibold">{community?.name ?? 'WaddleBot'}</bdi>
          </span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <span className="hidden-visually">{w.switchCommunity}</span>
        </button>
      }
      groups={[
        ...(mine.length > 0
          ? [
              {
                label: w.communities,
                items: mine.map(({ slug, name }) => ({
                  label: name,
                  checked: slug === community?.slug,
                  onSelect: () => void navigate({ to: '/c/$slug', params: { slug } }),
                })),
              },
            ]
          : []),
        {
          items: [{ label: w.newCommunity, icon: <Plus />, onSelect: () => void navigate({ to: '/start' }) }],
        },
      ]}
    />
  );
}
