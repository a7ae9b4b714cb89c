import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Area } from '../api/session.ts';
import { useWidth } from '../design/use-width.ts';
import { subPages } from '../words/sub-pages.ts';
import { useWords } from '../words/use-words.ts';
import { useCommunity } from './use-community.ts';

/** One of the pages that a page of the rail is divided into; the first has the rail's own address. */
interface SubPage {
  readonly path: '/c/$slug' | `/c/$slug/${string}`;
  readonly title: Exclude<keyof (typeof subPages)['en'], 'ofCommands' | 'ofMemories'>;
  /** What somebody needs to see it, where the page above asks for less. */
  readonly area?: Area;
}

const OF_COMMANDS: readonly SubPage[] = [
  { path: '/c/$slug/commands', title: 'commands' },
  { path: '/c/$slug/commands/aliases', title: 'aliases' },
  { path: '/c/$slug/commands/keywords', title: 'keywords' },
  { path: '/c/$slug/commands/timers', title: 'timers' },
  { path: '/c/$slug/commands/counters', title: 'counters' },
  { path: '/c/$slug/commands/modules', title: 'modules' },
];
const OF_MEMORIES: readonly SubPage[] = [
  { path: '/c/$slug/memories', title: 'quotes' },
  { path: '/c/$slug/memories/bookmarks', title: 'bookmarks' },
  { path: '/c/$slug/memories/reminders', title: 'reminders' },
  { path: '/c/$slug/memories/statistics', title: 'statistics' },
];

const LINK =
  'focus-inset relative flex h-9 shrink-0 items-center rounded-t-md px-3 font-medium text-ink-faint transition-colors after:absolute after:inset-x-3 after:-bottom-px after:h-0.5 after:rounded-full hover:text-ink aria-[current=page]:text-ink aria-[current=page]:after:bg-accent-ink';

/** The pages beside the one that is shown, above it. */
function SubPages({
  label,
  pages,
}: {
  readonly label: 'ofCommands' | 'ofMemories';
  readonly pages: readonly SubPage[];
}) {
  const w = useWords(subPages);
  const { slug, may } = useCommunity();
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const width = useWidth(nav);
  // Where they are more than fit, the one that is shown is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is shown at another address, and more of them in more room.
  useEffect(() => {
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [pathname, width]);
  return (
    <>
      <nav ref={nav} aria-label={w[label]} className="mb-6 flex gap-1 overflow-x-auto border-line border-b">
        {pages
          .filter(({ area }) => area === undefined || may(area))
          .map(({ path, title }) => (
            <Link
              key={path}
              to={path as '/c/$slug'}
              params={{ slug }}
              activeOptions={{ exact: true, includeSearch: false }}
              className={LINK}
            >
              {w[title]}
            </Link>
          ))}
      </nav>
      <Outlet />
    </>
  );
}

export const CommandsFrame = () => <SubPages label="ofCommands" pages={OF_COMMANDS} />;
export const MemoriesFrame = () => <SubPages label="ofMemories" pages={OF_MEMORIES} />;
