import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { cn } from './cn.ts';

const TONES = {
  ok: { Icon: CircleCheck, box: 'bg-ok-soft', sign: 'text-ok' },
  warning: { Icon: TriangleAlert, box: 'bg-warning-soft', sign: 'text-warning' },
  danger: { Icon: CircleAlert, box: 'bg-danger-soft', sign: 'text-danger' },
  info: { Icon: Info, box: 'bg-info-soft', sign: 'text-info' },
} as const;

export interface AlertProps {
  tone?: keyof typeof TONES;
  /** What is so, in a few words. */
  title: ReactNode;
  /** Why, and what to do. */
  children?: ReactNode;
  /** The one thing to do about it. */
  action?: ReactNode;
  onDismiss?: () => void;
  className?: string;
}

/** Something about this page that should be known before going on. Told at once when it is urgent. */
export function Alert({ tone = 'info', title, children, action, onDismiss, className }: AlertProps) {
  const w = useWords(kit);
  const { Icon, box, sign } = TONES[tone];
  return (
    <div
      role={tone === 'danger' ? 'alert' : 'status'}
      className={cn('flex items-start gap-3 rounded-lg px-4 py-3', box, className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', sign)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="wrap-anywhere font-medium text-ink">{title}</p>
          {children && <div className="mt-0.5 wrap-anywhere text-ink-soft">{children}</div>}
        </div>
        {action && <div className="-my-1.5 max-w-full shrink-0 self-center">{action}</div>}
      </div>
      {onDismiss && <IconButton size="sm" label={w.close} icon={<X />} onClick={onDismiss} className="-my-1 -mr-2" />}
    </div>
  );
}
