import { Clock, Cog } from 'lucide-react';
import { dataColour } from '../../design/charts/scale.ts';
import { durationText, localeOf } from '../../design/time.tsx';
import { kit } from '../../words/kit.ts';
import { steps as words } from '../../words/operations.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { type PlacedStep, placed, STEPS, stepsOf, type Trace } from './steps.ts';

/** Up to this, ms, a time is told to the millisecond. */
const EXACT_MS = 10_000;

/** "1,240 ms": of a command's steps each millisecond counts, until it is minutes. */
export function useExact(): (ms: number) => string {
  const k = useWords(kit);
  const locale = localeOf(useLanguage());
  return (ms) =>
    ms < EXACT_MS
      ? k.milliseconds(Math.round(ms)).replace(/\d+/, (n) => Number(n).toLocaleString(locale))
      : durationText(ms, k);
}

/** Work and waiting, among the eight colours. */
const COLOURS = { works: dataColour(0), waits: dataColour(2) } as const;

/** The steps of a command's way as bars, one under the other: a table that draws itself. */
export function Waterfall({ trace }: { readonly trace: Trace }) {
  const w = useWords(words);
  const exact = useExact();
  const steps = placed(stepsOf(trace));
  const total = steps.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return (
    <figure className="min-w-0">
      <table className="tabular w-full table-fixed border-collapse text-left text-sm">
        <caption className="hidden-visually">{w.waterfall}</caption>
        <colgroup>
          <col />
          <col className="w-20" />
        </colgroup>
        <thead className="hidden-visually">
          <tr>
            <th scope="col">{w.step}</th>
            <th scope="col">{w.took}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <StepRow key={step.name} step={step} took={exact(step.tookMs)} after={exact(startOf(steps, step))} />
          ))}
        </tbody>
        <tfoot>
          <tr className="border-line border-t">
            <th scope="row" className="pt-2 font-medium">
              {w.whole}
            </th>
            <td className="pt-2 text-right font-medium">{exact(total)}</td>
          </tr>
        </tfoot>
      </table>
      <figcaption className="mt-3 space-y-1 text-ink-faint text-sm">
        <span className="flex flex-wrap gap-x-4 gap-y-1">
          {(['works', 'waits'] as const).map((kind) => (
            <span key={kind} className="flex items-center gap-1.5">
              <span aria-hidden className="size-2 rounded-[2px]" style={{ background: COLOURS[kind] }} />
              {w[kind]}
            </span>
          ))}
        </span>
        {steps.some(({ skewed }) => skewed) && <span className="block">{w.skewed}</span>}
        {steps.length < STEPS.length && trace.sent === undefined && <span className="block">{w.missing}</span>}
      </figcaption>
    </figure>
  );
}

/** How long after the first moment a step begins, ms. */
const startOf = (steps: readonly PlacedStep[], step: PlacedStep): number =>
  steps.slice(0, steps.indexOf(step)).reduce((sum, { tookMs }) => sum + tookMs, 0);

interface StepRowProps {
  readonly step: PlacedStep;
  readonly took: string;
  readonly after: string;
}

function StepRow({ step, took, after }: StepRowProps) {
  const w = useWords(words);
  const { name, skipped, begins, width, waits, cut } = step;
  const Sign = waits ? Clock : Cog;
  const [first] = skipped;
  return (
    <tr className="align-top">
      <th scope="row" className="py-1.5 pr-3 font-normal">
        <span className="flex min-w-0 items-center gap-1.5">
          <Sign aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
          <span className="min-w-0 truncate">{first ? w.between(w[first], w[name]) : w[name]}</span>
          <span className="hidden-visually">{waits ? w.waits : w.works}</span>
          <span className="ml-auto shrink-0 text-ink-faint">{w.after(after)}</span>
        </span>
        <span aria-hidden className="relative mt-1 block h-2 rounded-full bg-sunken">
          <span
            className="absolute inset-y-0 min-w-0.5 rounded-full"
            style={{
              // The thinnest is seen at the end, too.
              left: `min(${begins * 100}%, 100% - 2px)`,
              width: `${width * 100}%`,
              background: waits ? COLOURS.waits : COLOURS.works,
              ...(cut ? { maskImage: 'linear-gradient(90deg, #000 45%, #0000 45% 55%, #000 55%)' } : {}),
            }}
          />
        </span>
      </th>
      <td className="py-1.5 text-right">
        {took}
        {cut && <span className="block text-ink-faint">{w.cut}</span>}
      </td>
    </tr>
  );
}
