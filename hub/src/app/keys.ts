import { useEffect } from 'react';

/** Whether keys belong to a text that is being typed. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** How long after `g` the letter of a page may come, ms. */
const SEQUENCE_MS = 1_500;

export interface Keys {
  /** By what is pressed: `?`, `n`, or `g h` for one after the other. */
  readonly [pressed: string]: () => void;
}

/**
 * Keys of a page, wherever no text is being typed and no dialog is open. Combinations with Ctrl, Alt or ⌘ stay the browser's,
 * but ⌘K and Ctrl K, written `mod+k`.
 */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    let first: { readonly key: string; readonly at: number } | null = null;
    const press = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
        const run = keys[`mod+${event.key.toLowerCase()}`];
        if (!run) return;
        event.preventDefault();
        run();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || event.repeat) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"][data-state="open"], [role="menu"]')) return;
      const recent = first && event.timeStamp - first.at < SEQUENCE_MS ? first.key : null;
      const run = (recent && keys[`${recent} ${event.key}`]) ?? keys[event.key];
      first = recent === null ? { key: event.key, at: event.timeStamp } : null;
      if (!run) return;
      event.preventDefault();
      first = null;
      run();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [keys]);
}
