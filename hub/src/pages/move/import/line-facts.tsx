import type { ReactNode } from 'react';
import { Time } from '../../../design/time.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useWords } from '../../../words/use-words.ts';
import type { Becomes } from './queries.ts';

type Words = (typeof moveIn)['en'];
type Fact = readonly [label: string, value: ReactNode];

const TEXT = 'line-clamp-6 overflow-hidden font-mono [overflow-wrap:anywhere]';
const said = (text: string) => <bdi className={TEXT}>{text}</bdi>;

/** What was set on a command or an alias, as far as anything was. */
function optionFacts({ options }: Extract<Becomes, { is: 'command' | 'alias' }>, w: Words): readonly Fact[] {
  const { level, cooldown, live, enabled, hidden } = options;
  const style = 'style' in options ? options.style : undefined;
  const waits = w.cooldownOf(cooldown?.user ?? 0, cooldown?.channel ?? 0);
  const states = [enabled === false ? w.off : '', hidden ? w.hidden : ''].filter(Boolean);
  return [
    [w.level, w[level ?? 'everyone']],
    ...(waits ? [[w.cooldown, waits] as const] : []),
    ...(live ? [[w.live, live === 'live' ? w.whileLive : w.whileOffline] as const] : []),
    ...(style ? [[w.style, w[style]] as const] : []),
    ...(states.length > 0 ? [[w.state, states.join(', ')] as const] : []),
  ];
}

function factsOf(becomes: Becomes, w: Words): readonly Fact[] {
  switch (becomes.is) {
    case 'command':
      return [[w.text, said(becomes.text)], [w.dialect, w[dialectOf(becomes.dialect)]], ...optionFacts(becomes, w)];
    case 'alias':
      return [[w.runs, said(becomes.command)], ...optionFacts(becomes, w)];
    case 'counter':
      return [[w.value, becomes.value]];
    case 'keyword':
      return [
        [w.pattern, said(becomes.pattern)],
        [w.runs, said(becomes.runs)],
      ];
    case 'timer': {
      const { schedule, texts, minLines, live, enabled } = becomes;
      return [
        ...texts.map((text, i) => [texts.length > 1 ? `${w.text} ${i + 1}` : w.text, said(text)] as const),
        [w.schedule, 'every' in schedule ? w.everyMinutes(schedule.every) : said(schedule.cron)],
        ...(minLines > 0 ? [[w.minLines, minLines] as const] : []),
        ...(live ? [[w.live, live === 'live' ? w.whileLive : w.whileOffline] as const] : []),
        ...(enabled ? [] : [[w.state, w.off] as const]),
      ];
    }
    case 'quote':
      return [
        [
          w.text,
          <bdi key="text" className="[overflow-wrap:anywhere]">
            {becomes.text}
          </bdi>,
        ],
        ...(becomes.author ? [[w.author, <bdi key="author">{becomes.author}</bdi>] as const] : []),
        ...(becomes.saidAt ? [[w.saidAt, <Time key="at" at={becomes.saidAt} as="date" />] as const] : []),
      ];
  }
}

const dialectOf = (dialect: Extract<Becomes, { is: 'command' }>['dialect']) =>
  dialect === 'native' ? 'quotes' : dialect;

/** What a line would be here, fact by fact. */
export function LineFacts({ becomes }: { readonly becomes: Becomes }) {
  const w = useWords(moveIn);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
      {factsOf(becomes, w).map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-ink-faint">{label}</dt>
          <dd className="min-w-0 text-ink-soft">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
