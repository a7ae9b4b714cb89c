import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Menu, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { IconButton } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { PenguinMark } from '../design/penguin.tsx';
import { SkipLink } from '../design/skip-link.tsx';
import { Toaster } from '../design/toast.tsx';
import { app } from '../words/app.ts';
import { useWords } from '../words/use-words.ts';
import { CommunitySwitcher } from './community-switcher.tsx';
import { HealthLight } from './health-light.tsx';
import { useKeys } from './keys.ts';
import { KeysDialog } from './keys-dialog.tsx';
import { PersonMenu } from './person-menu.tsx';
import { PressedKeys } from './pressed-keys.tsx';
import { RailLinks } from './rail-links.tsx';
import { useFrameCommunity } from './use-community.ts';
import { usePageKeys } from './use-page-keys.ts';

const Palette = lazy(() => import('./palette.tsx'));

/** The frame: the rail, what is always in sight, the keys, and the page. */
export function Shell() {
  const w = useWords(app);
  const community = useFrameCommunity();
  const { pathname } = useLocation();
  const [overlay, setOverlay] = useState<'palette' | 'keys' | 'menu' | null>(null);
  const main = useRef<HTMLElement>(null);
  const close = () => setOverlay(null);

  const pageKeys = usePageKeys(community);
  const keys = useMemo(
    () => ({
      'mod+k': () => setOverlay('palette'),
      '?': () => setOverlay('keys'),
      ...Object.fromEntries(pageKeys.map(({ key, go }) => [`g ${key}`, go])),
    }),
    [pageKeys],
  );
  useKeys(keys);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes what lay over the last one.
  useEffect(() => setOverlay(null), [pathname]);
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its start for who listens to it.
  useEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [pathname]);

  const rail = (
    <>
      <div className="flex items-center gap-2 px-2 pt-1 pb-3">
        <PenguinMark className="size-7 shrink-0" />
        <div className="min-w-0 flex-1">
          <CommunitySwitcher community={community} />
        </div>
      </div>
      <button
        type="button"
        onClick={() => setOverlay('palette')}
        className="mx-2 mb-3 flex h-8 items-center gap-2 rounded-lg border border-line bg-sunken px-2.5 text-ink-faint hover:bg-hover"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left">{w.search}</span>
        <PressedKeys keys={['mod', 'K']} />
      </button>
      <RailLinks community={community} />
      <div className="mt-auto flex flex-col gap-1 px-2 pt-3">
        {community && <HealthLight community={community} />}
        <PersonMenu />
      </div>
    </>
  );

  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <SkipLink />
      <aside className="sticky top-0 z-(--layer-rail) hidden h-dvh flex-col overflow-y-auto border-line border-r bg-surface py-3 lg:flex">
        {rail}
      </aside>
      <header className="sticky top-0 z-(--layer-sticky) flex h-12 items-center gap-2 border-line border-b bg-surface px-3 lg:hidden">
        <IconButton label={w.openMenu} icon={<Menu />} onClick={() => setOverlay('menu')} />
        <Link to="/" aria-label={w.toHome} className="rounded-md">
          <PenguinMark className="size-6" />
        </Link>
        <span className="min-w-0 flex-1 truncate font-medium">{community?.name ?? 'WaddleBot'}</span>
        {community && <HealthLight community={community} compact />}
        <IconButton label={w.search} icon={<Search />} onClick={() => setOverlay('palette')} />
      </header>
      <Dialog open={overlay === 'menu'} onOpenChange={(open) => setOverlay(open ? 'menu' : null)} title={w.rail}>
        <div className="-mx-2 flex flex-col">{rail}</div>
      </Dialog>
      <main id="content" ref={main} tabIndex={-1} className="min-w-0 outline-none">
        <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-6 lg:px-8">
          <Outlet />
        </div>
      </main>
      {overlay === 'palette' && (
        <Suspense fallback={null}>
          <Palette community={community} onClose={close} onKeys={() => setOverlay('keys')} />
        </Suspense>
      )}
      <KeysDialog open={overlay === 'keys'} onClose={close} pages={pageKeys} />
      <Toaster />
    </div>
  );
}
