import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useSyncExternalStore } from 'react';
import { kit } from '../words/kit.ts';
import { useWords } from '../words/use-words.ts';
import { Button, IconButton } from './button.tsx';
import { cn } from './cn.ts';

export interface ToastNotice {
  title: string;
  /** One more sentence; for errors: what to do. */
  description?: string;
  /** Takes back what was just done. The notice then stays for 10 s. */
  undo?: () => void | Promise<void>;
  tone?: 'ok' | 'warning' | 'danger' | 'info';
  /** Another notice of the same key takes this one's place. */
  key?: string;
}

type Shown = ToastNotice & { readonly id: string; readonly turn: number };

/** How long an action can be taken back. */
const UNDO_MS = 10_000;
const SHOWN_MS = 5_000;
const MOST_SHOWN = 3;

let shown: readonly Shown[] = [];
let count = 0;
const listeners = new Set<() => void>();

function show(next: readonly Shown[]) {
  shown = next;
  for (const heard of listeners) heard();
}

/** Tells of what happened, at the corner, without taking the focus. Returns what takes the notice away. */
export function toast(notice: ToastNotice): () => void {
  count += 1;
  const id = notice.key ?? `toast-${count}`;
  show([...shown.filter((one) => one.id !== id), { ...notice, id, turn: count }].slice(-MOST_SHOWN));
  return () => dismiss(id);
}

const dismiss = (id: string) => show(shown.filter((one) => one.id !== id));

const subscribe = (heard: () => void) => {
  listeners.add(heard);
  return () => {
    listeners.delete(heard);
  };
};

const ICONS = { ok: CircleCheck, warning: TriangleAlert, danger: CircleAlert, info: Info } as const;
const TONES = { ok: 'text-ok', warning: 'text-warning', danger: 'text-danger', info: 'text-info' } as const;

/** Where notices appear; once, in the app's frame. F8 moves to them; they wait while pointed at or focused. */
export function Toaster() {
  const w = useWords(kit);
  const notices = useSyncExternalStore(subscribe, () => shown);
  return (
    <Radix.Provider label={w.toasts} swipeDirection="right" duration={SHOWN_MS}>
      {notices.map((notice) => (
        // One that takes another's place has all of its own time.
        <OneToast key={notice.turn} notice={notice} />
      ))}
      <Radix.Viewport
        label={`${w.toasts} ({hotkey})`}
        className={cn(
          'fixed inset-x-4 top-16 z-(--layer-toast) m-0 flex list-none flex-col gap-2 p-0 outline-none sm:top-auto sm:bottom-4 sm:left-auto sm:w-88',
        )}
      />
    </Radix.Provider>
  );
}

/** One notice; the kit page shows it standing still. */
function OneToast({ notice }: { notice: Shown }) {
  const w = useWords(kit);
  const tone = notice.tone ?? 'ok';
  const Icon = ICONS[tone];
  const { undo } = notice;
  return (
    <Radix.Root
      type={tone === 'danger' ? 'foreground' : 'background'}
      duration={undo || tone === 'danger' ? UNDO_MS : SHOWN_MS}
      onOpenChange={(open) => {
        if (!open) dismiss(notice.id);
      }}
      className={cn(
        'relative flex animate-rise items-start gap-3 overflow-hidden rounded-lg border border-line bg-raised py-3 pr-2 pl-3.5 text-ink shadow-float',
        'data-[swipe=move]:translate-x-(--radix-toast-swipe-move-x) data-[swipe=end]:animate-leave',
      )}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', TONES[tone])} />
      <div className="min-w-0 flex-1">
        <Radix.Title className="wrap-anywhere font-medium">{notice.title}</Radix.Title>
        {notice.description && (
          <Radix.Description className="mt-0.5 wrap-anywhere text-ink-soft text-sm">
            {notice.description}
          </Radix.Description>
        )}
      </div>
      <div className="-my-1 flex shrink-0 items-center gap-1">
        {undo && (
          <Radix.Action asChild altText={w.undo}>
            <Button size="sm" onClick={() => void undo()}>
              {w.undo}
            </Button>
          </Radix.Action>
        )}
        <Radix.Close asChild>
          <IconButton size="sm" label={w.dismiss} icon={<X />} />
        </Radix.Close>
      </div>
    </Radix.Root>
  );
}
