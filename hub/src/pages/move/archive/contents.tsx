import { Num } from '../../../design/num.tsx';
import { archiveCounts } from '../../../words/archive.ts';
import { useWords } from '../../../words/use-words.ts';

const SHOWN = Object.keys(archiveCounts.en) as (keyof (typeof archiveCounts)['en'])[];

/** How much of what is in an archive. */
export function Contents({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const w = useWords(archiveCounts);
  const shown = SHOWN.filter((table) => (counts[table] ?? 0) > 0);
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4 gap-y-3">
      {shown.map((table) => (
        <div key={table} className="flex min-w-0 flex-col-reverse">
          <dt className="truncate text-ink-faint text-sm">{w[table]}</dt>
          <dd className="font-semibold text-ink text-lg">
            <Num value={counts[table] ?? 0} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
