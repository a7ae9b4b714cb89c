import { type State, StatusDot } from '../../design/status-dot.tsx';
import { durationText } from '../../design/time.tsx';
import { kit } from '../../words/kit.ts';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import type { Firing } from './queries.ts';

const DOTS: Readonly<Record<Firing['became'], State>> = {
  queued: 'loading',
  sent: 'ok',
  again: 'warning',
  waiting: 'loading',
  missed: 'warning',
  refused: 'danger',
  unknown: 'warning',
  withheld: 'warning',
  forgotten: 'idle',
};

/** A delay that nobody needs to be told of, ms. */
const ON_TIME_MS = 90_000;

/** What became of a time, in a word or two. */
export function Became({ firing }: { readonly firing: Firing }) {
  const w = useWords(reminders);
  const k = useWords(kit);
  const { became, dueAt, settledAt } = firing;
  const lateMs = settledAt === null ? 0 : Date.parse(settledAt) - Date.parse(dueAt);
  const words =
    became === 'again'
      ? w.againBecame
      : became === 'sent' && lateMs > ON_TIME_MS
        ? w.late(durationText(lateMs, k))
        : w[became];
  return <StatusDot state={DOTS[became]}>{words}</StatusDot>;
}

/** Why something did not go as it should, and what can be done; nothing where it did. */
export function Why({ firing: { became, why, reason } }: { readonly firing: Firing }) {
  const w = useWords(reminders);
  switch (became) {
    case 'again':
      return w.whyAgain;
    case 'unknown':
      return w.whyUnknown;
    case 'refused':
      return w.whyRefused(reason);
    case 'withheld':
      return w.whyWithheld(reason);
    case 'forgotten':
      return w.whyForgotten;
    case 'missed':
      return why === 'outage' ? w.whyOutage : why === 'superseded' ? w.whySuperseded : w.whyUnlinked;
    default:
      return null;
  }
}
