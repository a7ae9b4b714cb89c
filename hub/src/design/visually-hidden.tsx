import type { ReactNode } from 'react';

/** Text that is read aloud and not seen. */
export const VisuallyHidden = ({ children }: { children: ReactNode }) => (
  <span className="hidden-visually">{children}</span>
);
