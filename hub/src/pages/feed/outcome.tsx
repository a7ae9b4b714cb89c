import { Check, CircleAlert, CircleHelp, Hourglass } from 'lucide-react';
import { useNow } from '../../design/clock.ts';
import { cn } from '../../design/cn.ts';
import { Duration } from '../../design/time.tsx';
import { feed } from '../../words/feed.ts';
import { useWords } from '../../words/use-words.ts';
import type { ReplyEntry } from './rows.ts';
import { useSentences } from './use-sentences.ts';

const SIGNS = {
  sent: { Icon: Check, colour: 'text-ok' },
  refused: { Icon: CircleAlert, colour: 'text-danger' },
  unknown: { Icon: CircleHelp, colour: 'text-warning' },
  withheld: { Icon: CircleAlert, colour: 'text-warning' },
  later: { Icon: Hourglass, colour: 'text-ink-faint' },
} as const;

/** How an answer ended, and how long it took. */
export function Outcome({ answer }: { readonly answer: ReplyEntry }) {
  const { outcome } = useSentences();
  const { Icon, colour } = SIGNS[answer.status];
  return (
    <span className={cn('flex min-w-0 shrink-0 items-center gap-1 text-sm', colour)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className={answer.status === 'sent' ? 'hidden-visually' : 'truncate'}>{outcome(answer)}</span>
      {answer.status === 'sent' && <Duration ms={answer.tookMs} className="text-ink-faint" />}
    </span>
  );
}

/** How long a command may be believed to be on its way, ms. */
const ON_ITS_WAY_MS = 30_000;

/** That an answer is still to come, as long as that may be. */
export function Waiting({ at }: { readonly at: number }) {
  const w = useWords(feed);
  const now = useNow();
  if (now - at > ON_ITS_WAY_MS) return null;
  return (
    <span className="flex shrink-0 items-center gap-1 text-ink-faint text-sm">
      <Hourglass aria-hidden className="size-3.5" />
      {w.waiting}
    </span>
  );
}
