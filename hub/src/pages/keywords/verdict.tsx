import { StatusDot } from '../../design/status-dot.tsx';
import { keywords } from '../../words/keywords.ts';
import { useWords } from '../../words/use-words.ts';
import { usePrefix } from '../rules/use-prefix.ts';
import { type AnyAction, actionText } from './action-text.ts';
import type { Keyword, TriedLine } from './queries.ts';

/** What the rule that is tried is called in a trial. */
export const UNSAVED = '';

type Told = Pick<TriedLine, 'acts' | 'matched' | 'undecided'>;
const NOTHING: Told = { acts: null, matched: [], undecided: [] };

/**
 * What a line would come to, in a sentence.
 * @param draft what the rule that is tried does; null: those that are kept are tried
 */
export function Verdict({
  line,
  draft,
  rules,
}: {
  readonly line: Told | undefined;
  readonly draft: AnyAction | null;
  readonly rules: readonly Keyword[];
}) {
  const w = useWords(keywords);
  const prefix = usePrefix();
  const { acts, matched, undecided } = line ?? NOTHING;
  const other = rules.find(({ name }) => name === acts);
  const behind = matched.slice(1).filter((name) => name !== UNSAVED);
  const said = (): readonly ['ok' | 'idle' | 'warning', string] => {
    if (draft === null) {
      if (acts === null) return ['idle', w.noRule];
      return ['ok', w.ruleActs(acts, other ? actionText(other.action, w, prefix) : '…')];
    }
    if (undecided.includes(UNSAVED)) return ['warning', w.undecided];
    if (acts === UNSAVED) return ['ok', w.wouldAct(actionText(draft, w, prefix))];
    if (matched.includes(UNSAVED)) return ['warning', w.otherActs(acts ?? '')];
    return ['idle', acts === null ? w.noMatch : w.noMatchOther(acts)];
  };
  const [state, words] = said();
  return (
    <div className="space-y-1">
      <div className="flex items-start gap-1.5">
        <span aria-hidden className="flex h-5 items-center">
          <StatusDot state={state} quiet />
        </span>
        <p className="line-clamp-4 min-w-0 overflow-hidden text-ink [overflow-wrap:anywhere]">{words}</p>
      </div>
      {acts !== null && behind.length > 0 && (
        <p className="wrap-anywhere text-ink-faint text-sm">{w.alsoMatch(behind.join(', '))}</p>
      )}
    </div>
  );
}
