import { Alert } from '../../../design/alert.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useLanguage, useWords } from '../../../words/use-words.ts';
import type { Applied, Plan } from './queries.ts';
import { reasonText } from './reason-text.ts';

/** Lines that are named where many stayed behind. */
const MOST_NAMED = 20;

/** What came of it: what moved in, and what stayed behind and why. */
export function Result({
  applied,
  plan,
  onDismiss,
}: {
  readonly applied: Applied;
  readonly plan: Plan;
  readonly onDismiss: () => void;
}) {
  const w = useWords(moveIn);
  const language = useLanguage();
  const { made, left } = applied;
  const nameOf = (id: string): string => {
    const line = plan.lines.find((one) => one.id === id);
    return line?.name || line?.typed || id;
  };
  return (
    <Alert
      tone={left.length > 0 ? 'warning' : 'ok'}
      title={made.length > 0 ? w.moved(made.length) : w.movedNone}
      onDismiss={onDismiss}
    >
      {made.length > 0 && <p>{w.answersNow}</p>}
      {left.length > 0 && (
        <>
          <p>{w.stayed(left.length)}</p>
          <ul className="mt-1 list-disc space-y-0.5 pl-5">
            {left.slice(0, MOST_NAMED).map(({ id, reason }) => (
              <li key={id} className="[overflow-wrap:anywhere]">
                <bdi className="font-mono">{nameOf(id)}</bdi>
                {': '}
                <bdi>{reasonText(reason, language)}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </Alert>
  );
}
