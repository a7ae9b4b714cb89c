import { ArrowRight } from 'lucide-react';
import { VisuallyHidden } from '../../design/visually-hidden.tsx';
import { simulator } from '../../words/simulator.ts';
import { useWords } from '../../words/use-words.ts';
import { type Difference, differencesOf } from './differences.ts';
import { Facts } from './facts.tsx';
import type { Simulation } from './queries.ts';

/** What the database would be other than before, or is where it is kept. */
export function Effects({ came: { effects, kept, decision } }: { came: Simulation }) {
  const w = useWords(simulator);
  if (decision !== 'admitted') return null;
  const { audited, rows } = effects;
  return (
    <section className="mt-4 space-y-3 border-line border-t pt-3">
      <h3 className="font-medium">{kept ? w.effectsKept : w.effects}</h3>
      {audited.length + rows.length === 0 && <p className="text-ink-soft">{w.effectsNone}</p>}
      {audited.map(({ action, target, before, after }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a run never changes
        <div key={index} className="space-y-1">
          <p className="wrap-anywhere">
            <span className="font-mono text-sm">{action}</span> <bdi className="text-ink-faint text-sm">{target}</bdi>
          </p>
          <ul className="space-y-1">
            {differencesOf(before, after).map((each) => (
              <OneDifference key={each.name} {...each} />
            ))}
          </ul>
        </div>
      ))}
      <Facts
        facts={rows.map(({ table, added, changed, removed }) => [
          w.rowsOf(table),
          [
            added > 0 && w.rowsAdded(added),
            changed > 0 && w.rowsChanged(changed),
            removed > 0 && w.rowsRemoved(removed),
          ]
            .filter(Boolean)
            .join(', '),
        ])}
      />
    </section>
  );
}

function OneDifference({ name, before, after }: Difference) {
  const w = useWords(simulator);
  const value = (text: string | null, colour: string) =>
    text === null ? <span className="text-ink-faint italic">{w.notThere}</span> : <bdi className={colour}>{text}</bdi>;
  return (
    <li className="wrap-anywhere text-sm">
      {name !== '' && <span className="text-ink-faint">{name}: </span>}
      <VisuallyHidden>{w.before} </VisuallyHidden>
      {value(before, 'text-ink-soft line-through decoration-ink-faint')}{' '}
      <ArrowRight aria-hidden className="inline size-3 text-ink-faint" />{' '}
      <VisuallyHidden>{w.afterwards} </VisuallyHidden>
      {value(after, 'text-ink')}
    </li>
  );
}
