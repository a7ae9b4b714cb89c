import { Link } from '@tanstack/react-router';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { useCommunity } from '../../app/use-community.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { Num } from '../../design/num.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { Time } from '../../design/time.tsx';
import { counters } from '../../words/counters.ts';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';
import { HistoryCard } from '../rules/history-card.tsx';
import { NumberField } from '../rules/number-field.tsx';
import { type Counter, counterHistoryQuery } from './queries.ts';
import { useCounterActs } from './use-counter-acts.ts';

/** One counter, beside the list. */
export function CounterPanel({ of, onClose }: { readonly of: Counter; readonly onClose: () => void }) {
  const w = useWords(counters);
  const r = useWords(rules);
  const { slug, may } = useCommunity();
  const acts = useCounterActs();
  const content = useRef<HTMLDivElement>(null);
  // Who opened it goes on in it; who closes it is led back to the row.
  useEffect(() => content.current?.focus({ preventScroll: true }), []);
  const mayWrite = may('commands', 'write');
  return (
    <SidePanel
      open
      onClose={onClose}
      title={<bdi className="font-mono">{of.name}</bdi>}
      description={
        <>
          {w.changedAt} <Time at={of.updatedAt} />
        </>
      }
      footer={
        mayWrite && (
          <>
            <Button icon={<Trash2 />} onClick={() => acts.remove([of], onClose)}>
              {r.remove}
            </Button>
            <Button icon={<RotateCcw />} disabled={of.value === 0} onClick={() => acts.set([of], 0)}>
              {w.reset}
            </Button>
          </>
        )
      }
    >
      <div ref={content} tabIndex={-1} className="space-y-6 outline-none">
        <p>
          <span className="block text-ink-faint">{w.value}</span>
          <Num value={of.value} className="font-semibold text-ink text-xl" />
        </p>
        {mayWrite && <Change of={of} />}
        <section aria-label={w.usedBy}>
          <h3 className="mb-2 font-semibold text-ink">{w.usedBy}</h3>
          <UsedBy of={of} />
        </section>
        <HistoryCard
          name={of.name}
          description={w.historyHint}
          query={counterHistoryQuery(slug, of.name)}
          undo={() => api.counters[':communityId'][':name'].undo.$post({ param: { communityId: slug, name: of.name } })}
        />
      </div>
    </SidePanel>
  );
}

function Change({ of }: { readonly of: Counter }) {
  const w = useWords(counters);
  const acts = useCounterActs();
  const [to, setTo] = useState<number | null>(null);
  const [by, setBy] = useState<number | null>(1);
  return (
    <div className="space-y-4">
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (to === null) return;
          acts.set([of], to);
          setTo(null);
        }}
      >
        <div className="w-44">
          <NumberField label={w.setTo} value={to} onChange={setTo} />
        </div>
        <Button type="submit" disabled={to === null}>
          {w.set}
        </Button>
      </form>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (by !== null && by !== 0) acts.add(of, by);
        }}
      >
        <div className="w-44">
          <NumberField label={w.byAmount} hint={w.byAmountHint} value={by} onChange={setBy} />
        </div>
        <Button type="submit" disabled={by === null || by === 0}>
          {w.add}
        </Button>
      </form>
    </div>
  );
}

const PAGES = {
  command: '/c/$slug/commands',
  keyword: '/c/$slug/commands/keywords',
  timer: '/c/$slug/commands/timers',
} as const;

/** The texts in which it stands, each a way to its editor. */
function UsedBy({ of }: { readonly of: Counter }) {
  const w = useWords(counters);
  const { slug } = useCommunity();
  if (of.usedBy.length === 0)
    return (
      <p className="text-ink-faint">
        {w.usedByNone} <Code>{`$(count ${of.name} +1)`}</Code>
      </p>
    );
  return (
    <ul className="space-y-1.5">
      {of.usedBy.map(({ kind, name }) => (
        <li key={`${kind} ${name}`} className="flex items-center gap-2">
          <Badge tone="outline">{w[`kind.${kind}`]}</Badge>
          <Link
            to={PAGES[kind] as '/c/$slug'}
            params={{ slug }}
            search={{ edit: name } as never}
            className="min-w-0 truncate text-accent-ink hover:underline"
          >
            <bdi className="font-mono">{name}</bdi>
          </Link>
        </li>
      ))}
    </ul>
  );
}
