import { tellFailure } from '../app/tell-failure.ts';
import { toast } from '../design/toast.tsx';
import { memories } from '../words/memories.ts';
import { useWords } from '../words/use-words.ts';

/** Calls that are under way at once: a whole page of them is no reason to be refused. */
const AT_ONCE = 4;

export interface Ended<Done> {
  readonly done: readonly Done[];
  readonly failures: readonly unknown[];
}

/** Does something to each of many; where one fails the others are done all the same. @returns what came of those that were done */
export async function forEach<Row, Done>(rows: readonly Row[], act: (row: Row) => Promise<Done>): Promise<Ended<Done>> {
  const done: Done[] = [];
  const failures: unknown[] = [];
  const left = rows.values();
  const work = async () => {
    for (const row of left) {
      try {
        done.push(await act(row));
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done, failures };
}

/** Tells once of what failed of many. */
export function useTellFailures() {
  const w = useWords(memories);
  return (failures: readonly unknown[], all: number) => {
    const [first] = failures;
    if (failures.length === 0) return;
    if (all === 1) return tellFailure(first);
    toast({
      tone: 'danger',
      title: w.someFailed(failures.length, all),
      ...(first instanceof Error ? { description: first.message } : {}),
    });
  };
}
