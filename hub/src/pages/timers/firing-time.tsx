import { useNow } from '../../design/clock.ts';
import { dateFormat, exactTime } from '../../design/time.tsx';
import { useLanguage } from '../../words/use-words.ts';

const DAY = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

/** When a timer is due, as clocks show it in a zone: the day where it is not today's. */
export function FiringTime({ at, zone }: { readonly at: string; readonly zone: string }) {
  const language = useLanguage();
  const now = useNow();
  const time = Date.parse(at);
  const day = dateFormat(language, { ...DAY, year: 'numeric', timeZone: zone });
  const isToday = day.format(time) === day.format(now);
  return (
    <time dateTime={at} title={exactTime(time, zone, language)} className="tabular whitespace-nowrap">
      {dateFormat(language, {
        ...(isToday ? {} : { weekday: 'short', ...DAY }),
        ...CLOCK,
        timeZone: zone,
      }).format(time)}
    </time>
  );
}
