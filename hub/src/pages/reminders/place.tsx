import { PlaceName } from '../../channels/place-name.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import type { Reminder } from './queries.ts';

/** Where a reminder is said. */
export function Place({ target: { channel, room } }: Pick<Reminder, 'target'>) {
  const w = useWords(reminders);
  if (channel === null) return <span className="text-ink-faint">{w.nowhere}</span>;
  return <PlaceName place={{ channel, room: room ?? '' }} />;
}
