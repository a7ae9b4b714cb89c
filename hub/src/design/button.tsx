import { cva, type VariantProps } from 'class-variance-authority';
import { Slot } from 'radix-ui';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { Spinner } from './spinner.tsx';

/** How a button looks; links that act as one use it too. */
const buttonStyle = cva(
  [
    'touch-target inline-flex max-w-full shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-lg border font-medium',
    'transition-[background-color,border-color,color,opacity] disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50',
    '[&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent enabled:hover:bg-accent-hover [a]:hover:bg-accent-hover',
        secondary: 'border-line bg-raised text-ink hover:bg-hover active:bg-pressed data-[state=open]:bg-hover',
        ghost:
          'border-transparent text-ink-soft hover:bg-hover hover:text-ink active:bg-pressed data-[state=open]:bg-hover data-[state=open]:text-ink',
        danger:
          'border-transparent bg-danger-solid text-on-danger enabled:hover:bg-danger-solid-hover [a]:hover:bg-danger-solid-hover',
      },
      size: {
        sm: 'h-7 rounded-md px-2.5 text-sm [&_svg]:size-3.5',
        md: 'h-8 px-3',
        lg: 'h-10 px-4',
      },
      shape: { words: '', icon: 'aspect-square px-0' },
    },
    defaultVariants: { variant: 'secondary', size: 'md', shape: 'words' },
  },
);

/** Words that are longer than the page is wide end in dots. */
const cut = (words: ReactNode) => (typeof words === 'string' ? <span className="truncate">{words}</span> : words);

type Style = VariantProps<typeof buttonStyle>;

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'ref'> {
  ref?: ComponentProps<'button'>['ref'];
  /** One primary per page; danger only for what cannot be undone. */
  variant?: Style['variant'];
  size?: Style['size'];
  /** A lucide icon before the words. */
  icon?: ReactNode;
  /** On its way: keeps its width and its focus, takes no second press. */
  loading?: boolean;
}

/** Does something here; what goes somewhere is a LinkButton. */
export function Button({ variant, size, icon, loading, className, children, onClick, type, ...rest }: ButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      {...rest}
      className={cn(buttonStyle({ variant, size }), className)}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
    >
      {loading ? <Spinner /> : icon}
      {cut(children)}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  /** What it does, in words: read aloud and shown on hover. */
  label: string;
  /** A lucide icon. */
  icon: ReactNode;
}

/** A button that is only an icon; its label is never left out. */
export function IconButton({
  label,
  icon,
  variant = 'ghost',
  size,
  loading,
  className,
  onClick,
  type,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type={type ?? 'button'}
      title={label}
      {...rest}
      aria-label={label}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={loading ? (event) => event.preventDefault() : onClick}
      className={cn(buttonStyle({ variant, size, shape: 'icon' }), className)}
    >
      {loading ? <Spinner /> : icon}
    </button>
  );
}

export interface LinkButtonProps extends ComponentProps<'a'> {
  variant?: Style['variant'];
  size?: Style['size'];
  icon?: ReactNode;
  /** Wraps the router's link given as the only child, so that it looks like a button. */
  asChild?: boolean;
}

/** A link that looks like a button: `<LinkButton href>` or `<LinkButton asChild><Link to/></LinkButton>`. */
export function LinkButton({ variant, size, icon, asChild, className, children, ...rest }: LinkButtonProps) {
  const style = cn(buttonStyle({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root {...rest} className={style}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <a {...rest} className={style}>
      {icon}
      {cut(children)}
    </a>
  );
}
