import { Circle, CircleAlert, CircleCheck, CircleDashed, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { cn } from './cn.ts';

/** A shape per state: colour is never the only sign. */
const STATES = {
  ok: { Icon: CircleCheck, colour: 'text-ok' },
  warning: { Icon: TriangleAlert, colour: 'text-warning' },
  danger: { Icon: CircleAlert, colour: 'text-danger' },
  info: { Icon: Info, colour: 'text-info' },
  idle: { Icon: Circle, colour: 'text-ink-faint' },
  loading: { Icon: CircleDashed, colour: 'text-ink-faint' },
} as const;

export type State = keyof typeof STATES;

export interface StatusDotProps {
  state: State;
  /** What is so; without it the state's own name is used. */
  children?: ReactNode;
  /** The words are only read aloud: where the same words stand beside it. */
  quiet?: boolean;
  className?: string;
}

/** How something is: a shape, a colour and words. */
export function StatusDot({ state, children, quiet, className }: StatusDotProps) {
  const w = useWords(kit);
  const { Icon, colour } = STATES[state];
  return (
    <span className={cn('inline-flex min-w-0 max-w-full items-center gap-1.5', className)}>
      <Icon aria-hidden className={cn('size-4 shrink-0', colour)} />
      <span className={quiet ? 'hidden-visually' : 'truncate'}>{children ?? w[state]}</span>
    </span>
  );
}
