import { useQuery } from '@tanstack/react-query';
import { api, asSeen, versionOf } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { useTitle } from '../../app/use-title.ts';
import { PlaceName } from '../../channels/place-name.tsx';
import { Button } from '../../design/button.tsx';
import type { Column } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Switch } from '../../design/switch.tsx';
import { rules } from '../../words/rules.ts';
import { timers } from '../../words/timers.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { BulkActions } from '../rules/bulk-actions.tsx';
import { ExampleTable } from '../rules/example-table.tsx';
import { nameColumn } from '../rules/name-column.tsx';
import { RuleList } from '../rules/rule-list.tsx';
import { useRuleActs } from '../rules/use-rule-acts.ts';
import { useRulesState } from '../rules/use-rules-state.ts';
import { communityQuery } from '../settings/queries.ts';
import { draftOf, inputOf } from './draft.ts';
import { TimerEditor } from './editor.tsx';
import { FiringTime } from './firing-time.tsx';
import { type Timer, timerList, timersQuery } from './queries.ts';
import { conditionsInWords, scheduleInWords } from './schedule-words.ts';

const at = api.timers[':communityId'];

/** What the bot says by itself: all of it with its next times, or one. */
export default function TimersPage() {
  const w = useWords(timers);
  const r = useWords(rules);
  const language = useLanguage();
  const { slug, may } = useCommunity();
  const state = useRulesState();
  useTitle(state.isEditing ? `${state.edit ?? w.newOne} · ${w.title}` : w.title);
  const query = useQuery(timersQuery(slug));
  const { data: community } = useQuery(communityQuery(slug));
  const zone = community?.zone ?? 'UTC';
  const mayWrite = may('commands', 'write');
  const acts = useRuleActs<Timer>({
    list: timerList(slug),
    isOn: ({ enabled }) => enabled,
    setOn: (row, enabled) =>
      at[':name'].$put(
        { param: { communityId: slug, name: row.name }, json: { ...inputOf(draftOf(row)), enabled } },
        asSeen(versionOf(row)),
      ),
    remove: (row) => at[':name'].$delete({ param: { communityId: slug, name: row.name } }, asSeen(versionOf(row))),
    bringBack: (name) => at[':name'].undo.$post({ param: { communityId: slug, name } }),
  });

  if (state.isEditing)
    return (
      <TimerEditor
        name={state.edit}
        onClose={state.close}
        onNamed={state.rename}
        onRemove={(timer) => acts.remove([timer], state.close)}
      />
    );

  const columns: readonly Column<Timer>[] = [
    nameColumn(w.timer, { width: '10rem' }),
    { id: 'says', header: w.says, priority: 3, cell: (row) => <bdi>{row.texts[0]}</bdi> },
    {
      id: 'schedule',
      header: w.schedule,
      width: '13rem',
      priority: 2,
      cell: (row) => scheduleInWords(row.schedule, w, language),
    },
    { id: 'next', header: w.next, width: '21rem', cell: (row) => <Next of={row} zone={zone} /> },
    { id: 'where', header: w.where, width: '9rem', priority: 3, cell: (row) => <Where of={row} /> },
    {
      id: 'on',
      header: r.on,
      width: '5rem',
      cell: (row) => (
        <Switch
          aria-label={r.switchOf(row.name)}
          checked={row.enabled}
          disabled={!mayWrite}
          onChange={(on) => acts.turn([row], on)}
        />
      ),
    },
  ];

  return (
    <RuleList
      words={w}
      query={query}
      columns={columns}
      textOf={({ name, texts }) => `${name} ${texts.join(' ')}`}
      search={state.q}
      onSearch={state.search}
      onOpen={({ name }) => state.open(name)}
      onNew={state.begin}
      bulk={(chosen, done) => <BulkActions of={chosen} acts={acts} onDone={done} />}
      empty={
        <EmptyState
          title={w.firstTitle}
          action={
            mayWrite && (
              <Button variant="primary" onClick={state.begin}>
                {w.firstButton}
              </Button>
            )
          }
          example={
            <ExampleTable
              label={w.title}
              head={[w.timer, w.says, w.next]}
              rows={[['follow', w.exampleText, `13:30, ${w.ifLines(5)}`]]}
            />
          }
        >
          {w.first}
        </EmptyState>
      }
    />
  );
}

/** The next times of a timer, and on what conditions it speaks then. */
function Next({ of, zone }: { readonly of: Timer; readonly zone: string }) {
  const w = useWords(timers);
  if (of.next.length === 0) return <span className="text-ink-faint">{w.off}</span>;
  const shown = ('cron' in of.schedule && of.schedule.zone) || zone;
  const conditions = conditionsInWords(of, w);
  return (
    <div title={conditions.join(', ')}>
      <p className="truncate">
        {of.next.map((next, i) => (
          <span key={next} className={i === 0 ? 'text-ink' : 'text-ink-faint'}>
            {i > 0 && ' · '}
            <FiringTime at={next} zone={shown} />
          </span>
        ))}
      </p>
      {conditions.length > 0 && <p className="truncate text-ink-faint text-sm">{conditions.join(', ')}</p>}
    </div>
  );
}

function Where({ of: { target } }: { readonly of: Timer }) {
  const w = useWords(timers);
  return target === null ? <span className="text-ink-faint">{w.everywhereShort}</span> : <PlaceName place={target} />;
}
