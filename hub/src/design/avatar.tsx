import { cn } from './cn.ts';

const SIZES = { sm: 'size-5 text-[0.625rem]', md: 'size-7 text-sm', lg: 'size-10 text-base' } as const;

/** One or two letters that stand for a name; whole characters, whatever the script. */
function initials(name: string): string {
  const words = name
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .split(/[\s_-]+/u)
    .filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? '?')[0]?.toLocaleUpperCase() ?? '?').join('');
}

export interface AvatarProps {
  name: string;
  size?: keyof typeof SIZES;
  /** For bots and channels: a square. */
  square?: boolean;
  className?: string;
}

/** Initials in a circle; the name itself stands beside it. No picture is fetched: nobody's page view reaches another site. */
export const Avatar = ({ name, size = 'md', square, className }: AvatarProps) => (
  <span
    aria-hidden
    className={cn(
      'inline-grid shrink-0 select-none place-items-center overflow-hidden bg-accent-soft font-semibold text-accent-ink leading-none',
      square ? 'rounded-md' : 'rounded-full',
      SIZES[size],
      className,
    )}
  >
    {initials(name)}
  </span>
);
