import { Plus } from 'lucide-react';
import { useCommunity } from '../../app/use-community.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { commands } from '../../words/commands.ts';
import { useWords } from '../../words/use-words.ts';

/** Before there is a command of one's own: what that is, how one looks, and the button. */
export function FirstCommand({ prefix, onNew }: { readonly prefix: string; readonly onNew: () => void }) {
  const w = useWords(commands);
  const { may } = useCommunity();
  return (
    <EmptyState
      compact
      title={w.firstTitle}
      action={
        may('commands', 'write') && (
          <Button variant="primary" icon={<Plus />} onClick={onNew}>
            {w.new}
          </Button>
        )
      }
      example={
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 p-4">
          <dt className="text-ink-faint text-sm leading-5">{w.says}</dt>
          <dd className="font-mono">{w.exampleText}</dd>
          <dt className="text-ink-faint text-sm leading-5">{w.robin}</dt>
          <dd className="font-mono">
            {prefix}
            {w.exampleTyped}
          </dd>
          <dt className="text-ink-faint text-sm leading-5">{w.bot}</dt>
          <dd>{w.exampleSaid}</dd>
        </dl>
      }
    >
      {w.first}
    </EmptyState>
  );
}
