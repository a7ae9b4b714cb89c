import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      shadow: ['shadow-float'],
      animate: [{ animate: ['appear', 'rise', 'slide-in', 'leave', 'shimmer'] }],
    },
  },
});

/** Classes from many places into one string; of two that say the same thing, the later wins. */
export const cn = (...classes: readonly ClassValue[]): string => merge(clsx(classes));
