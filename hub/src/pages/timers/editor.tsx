import { useQuery } from '@tanstack/react-query';
import { api, asSeen, read, versionOf } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { isSame } from '../../edit/merge.ts';
import { rules } from '../../words/rules.ts';
import { timers } from '../../words/timers.ts';
import { useWords } from '../../words/use-words.ts';
import { EditorHead, EditorPage, NoSuchRule } from '../rules/editor-page.tsx';
import { HistoryCard } from '../rules/history-card.tsx';
import { useLastRow } from '../rules/use-last-row.ts';
import { useRuleDraft } from '../rules/use-rule-draft.ts';
import { draftOf, inputOf, NEW_TIMER, scheduleOf, type TimerDraft } from './draft.ts';
import { FiringsCard } from './firings-card.tsx';
import { TimerForm } from './form.tsx';
import { type Timer, timerHistoryQuery, timerList, timerQuery, timersQuery } from './queries.ts';

interface EditorProps {
  /** Null: a new one. */
  readonly name: string | null;
  readonly onClose: () => void;
  readonly onNamed: (name: string) => void;
  readonly onRemove: (timer: Timer) => void;
}

/** One timer, with the times at which it speaks beside it. */
export function TimerEditor({ name, onClose, ...rest }: EditorProps) {
  const w = useWords(timers);
  const { slug } = useCommunity();
  const { data, isPending } = useQuery(timersQuery(slug));
  const row = useLastRow(data, name);
  return (
    <>
      <EditorHead title={name ?? w.newOne} onClose={onClose} />
      {name !== null && !row ? (
        <NoSuchRule isLoading={isPending} onClose={onClose} />
      ) : (
        <Editing key={row?.id ?? 'new'} row={row} {...rest} />
      )}
    </>
  );
}

const at = api.timers[':communityId'];

function Editing({ row, onNamed, onRemove }: Omit<EditorProps, 'name' | 'onClose'> & { readonly row: Timer | null }) {
  const w = useWords(timers);
  const r = useWords(rules);
  const { slug, may } = useCommunity();
  const { data: one } = useQuery({ ...timerQuery(slug, row?.name ?? ''), enabled: row !== null });
  const undo = async (name: string, version: string) => {
    await at[':name'].undo.$post({ param: { communityId: slug, name } }, asSeen(version));
  };
  const draft = useRuleDraft<Timer, TimerDraft>({
    list: timerList(slug),
    row,
    initial: NEW_TIMER,
    toValue: draftOf,
    save: async (value, was) => {
      const json = inputOf(value);
      const param = { communityId: slug };
      const saved = was
        ? await read(at[':name'].$put({ param: { ...param, name: was.row.name }, json }, asSeen(was.version)))
        : await read(at.$post({ param, json: { ...json, name: value.name.trim() } }));
      return saved.id;
    },
    onSaved: (saved, isNew) => {
      toast({
        key: 'rules',
        title: isNew ? r.added(saved.name) : r.saved(saved.name),
        undo: () => undo(saved.name, versionOf(saved)),
      });
      if (isNew) onNamed(saved.name);
    },
  });
  const names: Readonly<Record<string, string>> = {
    name: r.name,
    enabled: r.on,
    texts: w.texts,
    order: w.order,
    kind: w.kind,
    every: w.minutes,
    cron: w.cron,
    zone: w.zone,
    target: w.target,
    minLines: w.minLines,
    live: r.live,
    jitter: w.jitter,
  };
  // What keeps its schedule keeps its beat.
  const keepsBeat =
    row?.enabled === true && draft.value.enabled && isSame(scheduleOf(draft.value), scheduleOf(draftOf(row)));
  return (
    <EditorPage
      draft={draft}
      thing={row?.name ?? w.newOne}
      nameOf={([key = '']) => names[key] ?? key}
      target={row ? `timer:${row.name}` : null}
      onRemove={row ? () => onRemove(row) : undefined}
      form={<TimerForm draft={draft} readOnly={!may('commands', 'write')} isNew={row === null} />}
      preview={<FiringsCard draft={draft.value} kept={keepsBeat ? (one?.next ?? row.next) : null} />}
      history={
        row && (
          <HistoryCard
            name={row.name}
            query={timerHistoryQuery(slug, row.name)}
            undo={() => undo(row.name, versionOf(row))}
          />
        )
      }
    />
  );
}
