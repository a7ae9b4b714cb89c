import { createContext, type ReactNode, useContext, useState } from 'react';
import { cn } from './cn.ts';

export type Theme = 'dark' | 'light';

const FloatHere = createContext<HTMLElement | null>(null);

/** Where what floats (dialogs, menus, toasts) is put: the page's end, or the nearest ThemeScope. */
export const useFloatContainer = (): HTMLElement | undefined => useContext(FloatHere) ?? undefined;

/** A part of the page in its own theme, with all that floats out of it. */
export function ThemeScope({ theme, className, children }: { theme: Theme; className?: string; children: ReactNode }) {
  const [floats, setFloats] = useState<HTMLElement | null>(null);
  return (
    <div data-theme={theme} className={cn('bg-canvas text-ink', className)}>
      <FloatHere value={floats}>{children}</FloatHere>
      <div ref={setFloats} />
    </div>
  );
}
