import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { ofCommunity } from '../../api/use-live.ts';
import { tellFailure } from '../../app/tell-failure.ts';
import { useCommunity } from '../../app/use-community.ts';
import { toast } from '../../design/toast.tsx';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';

/** Where one of many fails the others are done. */
async function forEach<Row>(rows: readonly Row[], act: (row: Row) => Promise<unknown>) {
  const done: Row[] = [];
  const failures: unknown[] = [];
  // One after the other: each is a change of the community's settings, and waits for the one before it anyway.
  for (const row of rows) {
    try {
      await act(row);
      done.push(row);
    } catch (error) {
      failures.push(error);
    }
  }
  return { done, failures };
}

/** Does something to one or many of a list, tells what became of it, and offers to take it back. */
export function useActs<Row extends { readonly name: string }>(list: {
  readonly queryKey: QueryKey;
  readonly ask: () => Promise<readonly Row[]>;
}) {
  const w = useWords(rules);
  const { slug } = useCommunity();
  const client = useQueryClient();
  const settle = () => client.invalidateQueries({ queryKey: ofCommunity(slug) });
  const look = () => client.fetchQuery({ queryKey: list.queryKey, queryFn: list.ask, staleTime: 0 });
  // As they are at this moment: what somebody did to one a moment ago, whoever looks had no time to see.
  const onFresh = async (
    of: readonly Row[],
    act: (row: Row) => Promise<unknown>,
    needs: (row: Row) => boolean = () => true,
  ) => {
    const now = await look();
    const fresh = of.map((row) => now.find(({ name }) => name === row.name) ?? row);
    return forEach(fresh.filter(needs), act);
  };
  const tell = (failures: readonly unknown[], all: number) => {
    if (failures.length === 0) return;
    if (all === 1) return tellFailure(failures[0]);
    const [first] = failures;
    toast({
      tone: 'danger',
      title: w.someFailed(failures.length, all),
      ...(first instanceof Error ? { description: first.message } : {}),
    });
  };
  return useMutation({
    mutationFn: ({
      of,
      act,
      needs,
    }: {
      readonly of: readonly Row[];
      readonly act: (row: Row) => Promise<unknown>;
      /** Whether there is anything to do to one, as it is now. */
      readonly needs?: (row: Row) => boolean;
      /** What is told of so many. */
      readonly told: (done: readonly Row[]) => string;
      /** Takes it back, of the row as it is then (null: it is not there). */
      readonly back: (was: Row, now: Row | null) => Promise<unknown>;
    }) => onFresh(of, act, needs),
    onSuccess: ({ done, failures }, { of, told, back }) => {
      tell(failures, of.length);
      if (done.length === 0) return;
      toast({
        key: 'rules',
        title: told(done),
        undo: async () => {
          const now = await look();
          const undone = await forEach(done, (was) => back(was, now.find(({ name }) => name === was.name) ?? null));
          tell(undone.failures, done.length);
          await settle();
        },
      });
    },
    // What is shown follows by itself: nobody has to wait for it.
    onSettled: () => void settle(),
  });
}

interface SwitchedRow {
  readonly name: string;
}

/** Switches rules on and off, and removes them, one and many. */
export function useRuleActs<Row extends SwitchedRow>({
  list,
  isOn,
  setOn,
  remove,
  bringBack,
}: {
  readonly list: { readonly queryKey: QueryKey; readonly ask: () => Promise<readonly Row[]> };
  readonly isOn: (row: Row) => boolean;
  readonly setOn: (row: Row, on: boolean) => Promise<unknown>;
  readonly remove: (row: Row) => Promise<unknown>;
  readonly bringBack: (name: string) => Promise<unknown>;
}) {
  const w = useWords(rules);
  const acts = useActs(list);
  const count = (done: readonly Row[], one: (name: string) => string, many: (n: number) => string) =>
    done.length === 1 && done[0] ? one(done[0].name) : many(done.length);
  return {
    isPending: acts.isPending,
    turn: (of: readonly Row[], on: boolean, onDone?: () => void) =>
      acts.mutate(
        {
          of,
          needs: (row) => isOn(row) !== on,
          act: (row) => setOn(row, on),
          told: (done) => count(done, on ? w.turnedOn : w.turnedOff, on ? w.manyOn : w.manyOff),
          back: async (_, now) => now && setOn(now, !on),
        },
        { onSuccess: onDone },
      ),
    remove: (of: readonly Row[], onDone?: () => void) =>
      acts.mutate(
        {
          of,
          act: remove,
          told: (done) => count(done, w.removed, w.manyRemoved),
          back: ({ name }) => bringBack(name),
        },
        { onSuccess: onDone },
      ),
  };
}
