import { LoaderCircle } from 'lucide-react';
import { cn } from './cn.ts';
import { VisuallyHidden } from './visually-hidden.tsx';

/** Something is on its way. Give `label` where no text beside it says so. */
export const Spinner = ({ label, className }: { label?: string; className?: string }) => (
  <span role={label ? 'status' : undefined} className={cn('inline-flex', className)}>
    <LoaderCircle aria-hidden className="size-4 animate-spin" />
    {label && <VisuallyHidden>{label}</VisuallyHidden>}
  </span>
);
