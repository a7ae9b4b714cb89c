import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useKeys } from '../../app/keys.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { PageHeader } from '../../design/page-header.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { reminders } from '../../words/reminders.ts';
import { useWords } from '../../words/use-words.ts';
import { FirstReminder } from './first-reminder.tsx';
import { ReminderList } from './list.tsx';
import { statsQuery } from './queries.ts';
import type { ChangeState, RemindersState } from './state.ts';
import { Strip } from './strip.tsx';
import { Trouble } from './trouble.tsx';

/** What comes next above, and below all reminders or what of them went wrong. */
export function RemindersOverview({
  state,
  onChange,
  cameFrom,
}: {
  readonly state: RemindersState;
  readonly onChange: ChangeState;
  /** The number of the one that was edited before: the focus goes back to its row. */
  readonly cameFrom: string | null;
}) {
  const w = useWords(reminders);
  const { slug, may } = useCommunity();
  const mayWrite = may('memories', 'write');
  const { data: stats } = useQuery(statsQuery(slug));
  const isFirst = stats !== undefined && stats.open + stats.done + stats.cancelled + stats.missed === 0;
  const makeNew = () => onChange({ make: 'reminder' }, { push: true });
  useKeys(
    useMemo(
      () =>
        mayWrite
          ? ({ n: () => onChange({ make: 'reminder' }, { push: true }) } as Readonly<Record<string, () => void>>)
          : {},
      [mayWrite, onChange],
    ),
  );
  const button = mayWrite && (
    <Button variant="primary" icon={<Plus />} onClick={makeNew}>
      {w.new}
    </Button>
  );
  if (isFirst)
    return (
      <>
        <PageHeader title={w.title} description={w.description} />
        <FirstReminder action={button} />
      </>
    );
  return (
    <>
      <PageHeader title={w.title} description={w.description} actions={button} />
      <Strip onOpen={(number) => onChange({ tab: undefined, reminder: number }, { push: true })} />
      <Tabs
        label={w.views}
        value={state.tab ?? 'all'}
        onChange={(id) =>
          onChange({ tab: id === 'trouble' ? 'trouble' : undefined, reminder: undefined }, { push: true })
        }
        tabs={[
          { id: 'all', label: w.all, content: <ReminderList state={state} onChange={onChange} cameFrom={cameFrom} /> },
          { id: 'trouble', label: w.trouble, content: <Trouble state={state} onChange={onChange} /> },
        ]}
      />
    </>
  );
}
