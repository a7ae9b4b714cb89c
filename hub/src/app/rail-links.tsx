import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery } from '../api/session.ts';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import { COMMUNITY_PAGES, mayOpen } from './pages.ts';
import type { CommunityHere } from './use-community.ts';

const LINK =
  'flex h-8 items-center gap-2.5 rounded-lg px-2.5 text-ink-soft hover:bg-hover hover:text-ink focus-inset aria-[current=page]:bg-selected aria-[current=page]:font-medium aria-[current=page]:text-ink [&_svg]:size-4 [&_svg]:shrink-0';

/** The pages of a community: what is not theirs to see is not there. */
export function RailLinks({ community }: { readonly community: CommunityHere | null }) {
  const w = useWords(app);
  const { data: me } = useSuspenseQuery(meQuery);
  return (
    <nav aria-label={w.rail}>
      <ul className="flex flex-col gap-0.5 px-2">
        {community &&
          COMMUNITY_PAGES.filter((page) => !page.isAside && mayOpen(page, community, me)).map(
            ({ path, title, icon: Icon }) => (
              <li key={path}>
                <Link
                  to={path as '/c/$slug'}
                  params={{ slug: community.slug }}
                  activeOptions={{ exact: path === '/c/$slug' }}
                  className={LINK}
                >
                  <Icon aria-hidden />
                  {w[title]}
                </Link>
              </li>
            ),
          )}
      </ul>
    </nav>
  );
}
