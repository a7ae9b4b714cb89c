import { type ReactNode, useLayoutEffect, useRef } from 'react';

/** Takes the focus when it appears, so that keys go on in what was opened; where a page begins with it, the page's start keeps it. */
export function FocusHere({ children }: { readonly children: ReactNode }) {
  const here = useRef<HTMLDivElement>(null);
  // Before it is seen: keys that are pressed at once are for it.
  useLayoutEffect(() => {
    if (document.activeElement !== document.body) here.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={here} tabIndex={-1} className="space-y-5 outline-none">
      {children}
    </div>
  );
}
