import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { versionOf } from '../../api/client.ts';
import { type Change, type Draft, type Seen, useDraft } from '../../edit/use-draft.ts';

/** What lists of rules have alike: a name that may change, an id that does not, and what every change names anew. */
export interface RuleRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

interface RowsQuery<Row> {
  readonly queryKey: QueryKey;
  readonly queryFn?: unknown;
  readonly ask: () => Promise<readonly Row[]>;
}

/**
 * The draft of one rule of a list, or of one that is not there yet: read out of the list, which is in step with what others do.
 * @param row null: it is being made
 * @param save makes or changes it. @returns its id
 */
export function useRuleDraft<Row extends RuleRow, Value>({
  list,
  row,
  initial,
  toValue,
  save,
  onSaved,
}: {
  readonly list: RowsQuery<Row>;
  readonly row: Row | null;
  readonly initial: Value;
  readonly toValue: (row: Row) => Value;
  readonly save: (value: Value, was: { readonly row: Row; readonly version: string } | null) => Promise<string>;
  readonly onSaved: (saved: Row, isNew: boolean) => void;
}): Draft<Value> {
  const client = useQueryClient();
  const latest = useRef(row);
  latest.current = row ?? latest.current;
  const seenOf = (of: Row | null): Seen<Value> =>
    of ? { value: toValue(of), version: versionOf(of) } : { value: initial, version: '' };
  const find = async (id: string | undefined): Promise<Row | null> => {
    const rows = await client.fetchQuery({ queryKey: list.queryKey, queryFn: list.ask, staleTime: 0 });
    return rows.find((one) => one.id === id) ?? null;
  };
  return useDraft<Value>({
    byHand: true,
    theirs: seenOf(row),
    look: async () => seenOf(await find(latest.current?.id)),
    send: async ({ mine, base }: Change<Value>) => {
      const was = latest.current;
      const id = await save(mine, was ? { row: was, version: String(base.version) } : null);
      const saved = await find(id);
      latest.current = saved;
      return saved ? seenOf(saved) : { value: mine, version: base.version };
    },
    onSaved: () => {
      if (latest.current) onSaved(latest.current, row === null);
    },
  });
}
