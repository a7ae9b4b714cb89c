import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiError } from '../../api/errors.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Card } from '../../design/card.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { timers } from '../../words/timers.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useSettled } from '../members/use-settled.ts';
import { inputOf, scheduleOf, type TimerDraft } from './draft.ts';
import { FiringTime } from './firing-time.tsx';
import { type Schedule, schedulePreviewQuery } from './queries.ts';
import { conditionsInWords, scheduleInWords } from './schedule-words.ts';

/**
 * When a timer speaks: in words, and its next times as the server works them out.
 * @param kept its next times as it is, where its schedule is not being changed
 */
export function FiringsCard({ draft, kept }: { readonly draft: TimerDraft; readonly kept: readonly string[] | null }) {
  const w = useWords(timers);
  const language = useLanguage();
  const { slug } = useCommunity();
  const settled = JSON.parse(useSettled(JSON.stringify(scheduleOf(draft)))) as Schedule;
  const isSaid = 'every' in settled ? settled.every > 0 : settled.cron !== '';
  const { data, error } = useQuery({
    ...schedulePreviewQuery(slug, settled),
    enabled: isSaid,
    placeholderData: keepPreviousData,
  });
  const next = kept ?? data?.next;
  const conditions = conditionsInWords(inputOf(draft), w);
  return (
    <Card
      title={w.preview}
      description={data && w.inZone(data.zone.replaceAll('_', ' '))}
      footer={draft.enabled ? (kept === null ? w.ifSaved : w.asItIs) : w.isOff}
    >
      <div className="space-y-3">
        {error ? (
          <p role="alert" className="wrap-anywhere text-danger">
            {error instanceof ApiError ? (error.issues[0]?.message ?? error.message) : null}
          </p>
        ) : (
          <p className="wrap-anywhere font-medium text-ink">{isSaid && scheduleInWords(settled, w, language)}</p>
        )}
        {!error && isSaid && next === undefined && <Skeleton lines={4} />}
        {!error && next && data && (
          <ol aria-label={w.next} className="columns-2 gap-4 space-y-1 text-ink-soft">
            {next.map((at) => (
              <li key={at}>
                <FiringTime at={at} zone={data.zone} />
              </li>
            ))}
          </ol>
        )}
        {conditions.length > 0 && (
          <ul className="space-y-1 border-line border-t pt-3 text-ink-soft">
            {conditions.map((condition) => (
              <li key={condition}>{condition}</li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
