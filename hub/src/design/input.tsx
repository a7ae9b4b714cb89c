import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/** The box that text, choices and numbers are given in. 16 px on phones: less makes iOS zoom in. */
export const controlStyle = cva(
  [
    'w-full min-w-0 rounded-lg border border-edge bg-field text-base text-ink transition-colors pointer-coarse:text-lg',
    'hover:border-ink-faint aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-50',
    'focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 aria-invalid:focus-visible:outline-danger',
  ],
  {
    variants: { size: { sm: 'h-7 rounded-md px-2 text-sm', md: 'h-8 px-2.5', lg: 'h-10 px-3' } },
    defaultVariants: { size: 'md' },
  },
);

type Size = VariantProps<typeof controlStyle>['size'];

export interface InputProps extends Omit<ComponentProps<'input'>, 'size' | 'prefix'> {
  size?: Size;
  /** For commands, templates, ids. */
  mono?: boolean;
  /** An icon or a sign before the text. */
  before?: ReactNode;
  /** A unit, a key or a button after the text. */
  after?: ReactNode;
}

/** One line of text. Inside a Field it takes its id, hint and error by itself. */
export function Input({ size, mono, before, after, className, ...rest }: InputProps) {
  const own = cn(controlStyle({ size }), mono && 'font-mono', rest.type === 'number' && 'tabular');
  if (!before && !after) return <input autoComplete="off" {...rest} className={cn(own, className)} />;
  return (
    <span className={cn('relative flex w-full min-w-0 items-center', className)}>
      {before && (
        <span className="pointer-events-none absolute left-2.5 flex items-center text-ink-faint [&_svg]:size-4">
          {before}
        </span>
      )}
      <input
        autoComplete="off"
        {...rest}
        className={cn(own, before && (typeof before === 'string' ? 'pl-5.5' : 'pl-8'), after && 'pr-9')}
      />
      {after && <span className="absolute right-1 flex items-center text-ink-faint text-sm">{after}</span>}
    </span>
  );
}

export interface TextareaProps extends ComponentProps<'textarea'> {
  mono?: boolean;
}

/** Several lines; grows with what is written where the browser can. */
export const Textarea = ({ mono, className, ...rest }: TextareaProps) => (
  <textarea
    rows={3}
    {...rest}
    className={cn(
      controlStyle(),
      'field-sizing-content h-auto min-h-16 max-h-96 py-1.5',
      mono && 'font-mono',
      className,
    )}
  />
);
