import { Trash2 } from 'lucide-react';
import { Button } from '../../design/button.tsx';
import { rules } from '../../words/rules.ts';
import { useWords } from '../../words/use-words.ts';

/** What can be done to all that are chosen. */
export function BulkActions<Row>({
  of,
  acts,
  onDone,
}: {
  readonly of: readonly Row[];
  readonly acts: {
    readonly isPending: boolean;
    turn(of: readonly Row[], on: boolean, onDone?: () => void): void;
    remove(of: readonly Row[], onDone?: () => void): void;
  };
  readonly onDone: () => void;
}) {
  const w = useWords(rules);
  return (
    <>
      <Button size="sm" loading={acts.isPending} onClick={() => acts.turn(of, true, onDone)}>
        {w.turnOn}
      </Button>
      <Button size="sm" loading={acts.isPending} onClick={() => acts.turn(of, false, onDone)}>
        {w.turnOff}
      </Button>
      <Button size="sm" icon={<Trash2 />} loading={acts.isPending} onClick={() => acts.remove(of, onDone)}>
        {w.remove}
      </Button>
    </>
  );
}
