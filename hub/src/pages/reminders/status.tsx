import { Badge } from '../../design/badge.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import type { Reminder } from './queries.ts';

const TONES = { open: 'accent', done: 'neutral', cancelled: 'outline', missed: 'warning' } as const;

/** How a reminder stands. */
export function Status({ status }: Pick<Reminder, 'status'>) {
  const w = useWords(reminders);
  return <Badge tone={TONES[status]}>{w[status]}</Badge>;
}
