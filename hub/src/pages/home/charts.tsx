import { useMemo } from 'react';
import { oneOf, type RawSearch, useSearchState } from '../../app/use-search-state.ts';
import { Card } from '../../design/card.tsx';
import { BarChart, LineChart } from '../../design/charts/charts.tsx';
import { Select } from '../../design/select.tsx';
import { durationText } from '../../design/time.tsx';
import { home } from '../../words/home.ts';
import { kit } from '../../words/kit.ts';
import { useWords } from '../../words/use-words.ts';
import { refusedPerHour, timesOf } from './numbers.ts';
import type { Series } from './overview.ts';

/** Red among the eight. */
const FAILED = 5;

const readState = (raw: RawSearch) => ({ span: oneOf(raw, 'span', ['hour'] as const) });

/** A day of messages, commands and answers. */
export function Charts({ series }: { readonly series: Series }) {
  const w = useWords(home);
  const k = useWords(kit);
  const [{ span }, change] = useSearchState(readState);
  const messages = span === 'hour' ? series.minutes : series.messages;
  const { commands, answers } = series;
  const perHour = useMemo(
    () => [
      { id: 'answered', label: w.answered, values: commands.answered },
      { id: 'refused', label: w.refused, values: refusedPerHour(commands) },
      { id: 'failed', label: w.failed, values: commands.failed, colour: FAILED },
    ],
    [commands, w],
  );
  return (
    <>
      <Card
        title={w.perMinute}
        actions={
          <div className="w-28">
            <Select
              size="sm"
              aria-label={w.range}
              value={span ?? 'day'}
              onChange={(value) => change({ span: value === 'hour' ? 'hour' : undefined })}
              options={[
                { value: 'day', label: w.day },
                { value: 'hour', label: w.hour },
              ]}
            />
          </div>
        }
      >
        <LineChart
          label={w.perMinute}
          times={timesOf(messages, messages.perMinute.length)}
          series={[{ id: 'messages', label: w.perMinute, values: messages.perMinute }]}
        />
        {messages.perMinute.includes(null) && <p className="mt-2 text-ink-faint text-sm">{w.gapsNote}</p>}
      </Card>
      <Card title={w.commandsPerHour}>
        <BarChart label={w.commandsPerHour} times={timesOf(commands, commands.answered.length)} series={perHour} />
      </Card>
      <Card title={w.answerTime} description={w.answersNote}>
        <LineChart
          label={w.answerTime}
          times={timesOf(answers, answers.p50Ms.length)}
          series={[
            { id: 'p50', label: w.half, values: answers.p50Ms },
            { id: 'p99', label: w.most, values: answers.p99Ms },
          ]}
          format={(value) => durationText(value, k)}
        />
      </Card>
    </>
  );
}
