import { Alert } from '../../../design/alert.tsx';
import { Button } from '../../../design/button.tsx';
import { moveIn } from '../../../words/move-in.ts';
import { useWords } from '../../../words/use-words.ts';
import type { Fault } from './queries.ts';
import type { Source } from './sources.ts';

type Words = (typeof moveIn)['en'];

function bodyOf(told: Fault, w: Words): string {
  switch (told.fault) {
    case 'not-json':
      return w['fault-not-json'](told.line, told.column);
    case 'no-text-column':
      return w['fault-no-text-column'](told.header);
    case 'answer-is-error':
      return w['fault-answer-is-error'](told.says);
    case 'too-many':
      return w['fault-too-many'](told.most);
    case 'unknown-shape':
      return w['fault-unknown-shape']();
    case 'other-source':
      return w.otherBody;
    case 'empty':
      return w['fault-empty']();
  }
}

/** Why a file could not be read; one of another source can be read as what it is. */
export function FaultAlert({
  fault,
  sources,
  onReadAs,
}: {
  readonly fault: Fault;
  readonly sources: readonly Source[];
  readonly onReadAs: (source: Source) => void;
}) {
  const w = useWords(moveIn);
  const other = fault.fault === 'other-source' ? sources.find((one) => one === fault.is) : undefined;
  return (
    <Alert
      tone={other ? 'warning' : 'danger'}
      title={fault.fault === 'other-source' ? w.otherTitle(w[fault.is]) : w.faultTitle}
      action={other && <Button onClick={() => onReadAs(other)}>{w.readAs(w[other])}</Button>}
    >
      <bdi className="[overflow-wrap:anywhere]">{bodyOf(fault, w)}</bdi>
    </Alert>
  );
}
