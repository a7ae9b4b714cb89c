import { Info } from 'lucide-react';
import { useNow, useZone } from '../../design/clock.ts';
import { Time } from '../../design/time.tsx';
import { reminders } from '../../words/reminders.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { dateIn } from './told.ts';
import { clockIn } from './when.ts';

/** How many dates are asked for: fewer are all there are. */
const ASKED = 10;
/** From then on the date says more than how far away it is, ms. */
const NEAR_MS = 7 * 24 * 3600_000;

export interface ExplanationProps {
  readonly once: boolean;
  /** The zone in which it is meant. */
  readonly zone: string;
  readonly next: readonly string[];
  readonly explained: {
    readonly words: string;
    readonly notes: readonly { readonly is: string; readonly words: string }[];
  } | null;
}

/** A time in words, its next dates, and what its clocks do. */
export function Explanation({ once, zone, next, explained }: ExplanationProps) {
  const w = useWords(reminders);
  const language = useLanguage();
  const around = useZone();
  const now = useNow();
  const [first] = next;
  const sentence = explained?.words ?? (first === undefined ? '' : `${dateIn(first, zone, language)}, ${zone}`);
  return (
    <div className="space-y-3">
      <p className="wrap-anywhere font-medium text-ink first-letter:uppercase">
        {sentence}
        {once && first !== undefined && (
          <>
            {' · '}
            <Time at={first} className="font-normal text-ink-faint" />
          </>
        )}
      </p>
      {!once && (
        <div>
          <p className="mb-1 text-ink-faint text-sm">{w.nextDates}</p>
          <ol aria-label={w.nextDates} className="tabular space-y-0.5">
            {next.map((at) => (
              <li key={at} className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span>
                  {dateIn(at, zone, language)}
                  {around !== zone && (
                    <span className="ml-2 text-ink-faint text-sm">
                      {clockIn(around, Date.parse(at)).time} {around}
                    </span>
                  )}
                </span>
                {Date.parse(at) - now < NEAR_MS && <Time at={at} className="text-ink-faint text-sm" />}
              </li>
            ))}
          </ol>
          {next.length < ASKED && <p className="mt-1 text-ink-soft text-sm">{w.lastDates(next.length)}</p>}
        </div>
      )}
      {explained && explained.notes.length > 0 && (
        <ul aria-label={w.goodToKnow} className="space-y-1.5">
          {explained.notes.map(({ words }) => (
            <li key={words} className="flex items-start gap-2 text-ink-soft text-sm">
              <Info aria-hidden className="mt-0.5 size-3.5 shrink-0 text-info" />
              <span className="wrap-anywhere">{words}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
