import { useId } from 'react';
import { cn } from './cn.ts';

export type Mood = 'ok' | 'sleepy' | 'alert';

export interface PenguinProps {
  /** Read aloud; leave it out where the name stands beside the mark. */
  label?: string;
  className?: string;
}

/** The mark: a penguin's face, drawn for 16 to 32 px. */
export const PenguinMark = ({ label, className }: PenguinProps) => (
  <svg
    viewBox="0 0 24 24"
    role={label ? 'img' : undefined}
    aria-hidden={label ? undefined : true}
    aria-label={label}
    className={cn('size-6', className)}
  >
    <path
      d="M12 1.5c5.6 0 9.5 4.1 9.5 10.2 0 6.6-3.7 10.8-9.5 10.8s-9.5-4.2-9.5-10.8C2.5 5.6 6.4 1.5 12 1.500Z"
      fill="var(--penguin-coat)"
    />
    <path
      d="M8.3 6.800c1.7 0 3 .9 3.7 2.3.7-1.4 2-2.3 3.7-2.3 2.5 0 4.1 1.9 4.1 4.7 0 5.2-3 9-7.8 9s-7.8-3.8-7.8-9c0-2.8 1.6-4.7 4.1-4.700Z"
      fill="var(--penguin-belly)"
    />
    <circle cx="8.7" cy="11.3" r="1.35" fill="var(--penguin-eye)" />
    <circle cx="15.3" cy="11.3" r="1.35" fill="var(--penguin-eye)" />
    <path
      d="M9.6 13.900c0-.7 1.1-1.3 2.4-1.300s2.4.6 2.4 1.300c0 .9-1.5 2.5-2.4 2.500s-2.4-1.6-2.4-2.500Z"
      fill="var(--penguin-beak)"
    />
  </svg>
);

/** The whole bird, for empty states and what went wrong: well, asleep, or with its flippers up. */
export function Penguin({ mood = 'ok', label, className }: PenguinProps & { mood?: Mood }) {
  const clip = useId();
  const up = mood === 'alert';
  return (
    <svg
      viewBox="0 0 96 112"
      role={label ? 'img' : undefined}
      aria-hidden={label ? undefined : true}
      aria-label={label}
      className={cn('h-28 w-24', className)}
    >
      <ellipse cx="48" cy="106" rx="30" ry="3.5" fill="var(--pressed)" />
      <path
        d="M30 103.500c0-5 4-8.5 8.5-8.500s8 3.5 8 8.500c0 1-.7 1.5-1.6 1.500H31.600c-1 0-1.6-.5-1.6-1.500Z"
        fill="var(--penguin-beak)"
      />
      <path
        d="M49.5 103.500c0-5 3.5-8.5 8-8.500s8.5 3.5 8.5 8.500c0 1-.7 1.5-1.6 1.500H51.100c-1 0-1.6-.5-1.6-1.500Z"
        fill="var(--penguin-beak)"
      />
      {/* Flippers stand behind the body. */}
      <path
        d={
          up
            ? 'M24 54C16 48 9 38 7.5 28.500c-.4-2.6 2.6-3.8 4.3-1.800C17 33 24 40 30 45Z'
            : 'M23 50c-7 8-12 19-12.5 29-.1 2.6 2.7 3.6 4.4 1.700C20 75 25 70 30 67Z'
        }
        fill="var(--penguin-coat)"
      />
      <path
        d={
          up
            ? 'M72 54c8-6 15-16 16.5-25.5.4-2.6-2.6-3.8-4.3-1.800C79 33 72 40 66 45Z'
            : 'M73 50c7 8 12 19 12.5 29 .1 2.6-2.7 3.6-4.4 1.700C76 75 71 70 66 67Z'
        }
        fill="var(--penguin-coat)"
      />
      <clipPath id={clip}>
        <path d="M48 6c16.5 0 26 11.5 26.5 27 .3 8 2.5 14 4 21 1.5 6.8 2 13 1 20C77 90.5 65 100 48 100S19 90.5 16.5 74c-1-7-.5-13.2 1-20 1.5-7 3.7-13 4-21C22 17.5 31.5 6 48 6Z" />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <path d="M0 0h96v112H0Z" fill="var(--penguin-coat)" />
        <path
          d="M37.5 21c5 0 8.6 2.5 10.5 6.500C49.9 23.5 53.5 21 58.5 21c6.8 0 10.7 5 10.5 12-.2 6.5-3.6 11-7.5 14 7 6 11 14.5 11 24.500C72.5 88 63 97 48 97s-24.5-9-24.5-25.500c0-10 4-18.5 11-24.5-3.9-3-7.3-7.5-7.5-14-.2-7 3.7-12 10.5-12Z"
          fill="var(--penguin-belly)"
        />
      </g>
      {mood === 'sleepy' ? (
        <g fill="none" stroke="var(--penguin-eye)" strokeWidth="2.2" strokeLinecap="round">
          <path d="M34.5 33.500c1.6 2 5.4 2 7 0" />
          <path d="M54.5 33.500c1.6 2 5.4 2 7 0" />
        </g>
      ) : (
        <g fill="var(--penguin-eye)">
          <circle cx="38" cy="33" r={up ? 4.2 : 3.3} />
          <circle cx="58" cy="33" r={up ? 4.2 : 3.3} />
          <g fill="var(--penguin-belly)">
            <circle cx="39.3" cy="31.7" r={up ? 1.4 : 1.1} />
            <circle cx="59.3" cy="31.7" r={up ? 1.4 : 1.1} />
          </g>
        </g>
      )}
      <path
        d={
          up
            ? 'M42 39.500c0-1.7 2.7-3 6-3s6 1.3 6 3c0 3.5-3.8 8-6 8s-6-4.5-6-8Z'
            : 'M41.5 39.500c0-1.7 2.9-3 6.5-3s6.5 1.3 6.5 3c0 2.3-4.1 6-6.5 6s-6.5-3.7-6.5-6Z'
        }
        fill="var(--penguin-beak)"
      />
      {mood === 'sleepy' && (
        <g fill="none" stroke="var(--ink-faint)" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
          <path d="M76 18h7l-7 8h7" />
          <path d="M86.5 6h5l-5 5.500h5" />
        </g>
      )}
    </svg>
  );
}
