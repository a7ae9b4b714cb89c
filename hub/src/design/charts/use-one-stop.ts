import { type RefObject, useEffect } from 'react';

/** Layers that a chart is drawn in: React listens for focus on them, which makes each a stop of Tab in Chromium. */
const LAYERS = 'g[class*="zIndex-layer"]:not([tabindex])';

/** Leaves a chart one stop of Tab: itself. */
export function useOneStop(of: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = of.current;
    if (!element) return;
    const skip = () => {
      for (const layer of element.querySelectorAll(LAYERS)) layer.setAttribute('tabindex', '-1');
    };
    skip();
    const observer = new MutationObserver(skip);
    observer.observe(element, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [of]);
}
