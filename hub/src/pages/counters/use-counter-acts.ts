import { api } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { localeOf } from '../../design/time.tsx';
import { counters } from '../../words/counters.ts';
import { rules } from '../../words/rules.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useActs } from '../rules/use-rule-acts.ts';
import { type Counter, counterList } from './queries.ts';

const at = api.counters[':communityId'][':name'];

/** Sets, counts and forgets counters; each can be had back as it was. */
export function useCounterActs() {
  const w = useWords(counters);
  const r = useWords(rules);
  const language = useLanguage();
  const { slug } = useCommunity();
  const acts = useActs<Pick<Counter, 'name' | 'value'>>(counterList(slug));
  const shown = (value: number) => value.toLocaleString(localeOf(language));
  const param = (name: string) => ({ communityId: slug, name });
  const set = (name: string, value: number) => at.$put({ param: param(name), json: { value } });
  return {
    isPending: acts.isPending,
    set: (of: readonly Pick<Counter, 'name' | 'value'>[], value: number, onDone?: () => void) =>
      acts.mutate(
        {
          of,
          act: ({ name }) => set(name, value),
          told: (done) =>
            done.length === 1 && done[0] ? w.isNow(done[0].name, shown(value)) : w.manyReset(done.length),
          back: (was) => at.undo.$post({ param: param(was.name) }),
        },
        { onSuccess: onDone },
      ),
    add: (of: Pick<Counter, 'name' | 'value'>, add: number) =>
      acts.mutate({
        of: [of],
        act: ({ name }) => at.$put({ param: param(name), json: { add } }),
        // As it stood when it was counted: who clicked may have seen an older number.
        told: ([was = of]) => w.isNow(was.name, shown(was.value + add)),
        // Whoever counted meanwhile keeps their counts.
        back: ({ name }) => at.$put({ param: param(name), json: { add: -add } }),
      }),
    remove: (of: readonly Pick<Counter, 'name' | 'value'>[], onDone?: () => void) =>
      acts.mutate(
        {
          of,
          act: ({ name }) => at.$delete({ param: param(name) }),
          told: (done) => (done.length === 1 && done[0] ? r.removed(done[0].name) : r.manyRemoved(done.length)),
          back: ({ name }) => at.undo.$post({ param: param(name) }),
        },
        { onSuccess: onDone },
      ),
  } as const;
}
