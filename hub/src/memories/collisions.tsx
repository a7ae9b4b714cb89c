import { Alert } from '../design/alert.tsx';
import { Button } from '../design/button.tsx';
import { keyOf } from '../edit/merge.ts';
import { actorName } from '../history/actor.ts';
import type { HistoryLine } from '../history/history-list.tsx';
import { history } from '../words/history.ts';
import { memories } from '../words/memories.ts';
import { useWords } from '../words/use-words.ts';
import type { Edits } from './use-edits.ts';

/** Fields that somebody else changed meanwhile: whose is it to be? */
export function EditCollisions<Value>({
  edits,
  nameOf,
  last,
}: {
  readonly edits: Edits<Value>;
  readonly nameOf: (field: string) => string;
  /** The newest change, where it is known: who made it. */
  readonly last: HistoryLine | undefined;
}) {
  const w = useWords(memories);
  const h = useWords(history);
  const who = last ? actorName(last.actor, h) : h.somebody;
  return edits.collisions.map(({ place, theirs }) => (
    <Alert
      key={keyOf(place)}
      tone="warning"
      title={w.collided(who, nameOf(place[0] ?? ''))}
      action={
        <span className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => edits.take(place)}>
            {w.takeTheirs}
          </Button>
          <Button size="sm" onClick={() => edits.keep(place)}>
            {w.keepMine}
          </Button>
        </span>
      }
    >
      {w.theirs}: <bdi className="[overflow-wrap:anywhere]">{said(theirs) || w.nothing}</bdi>
    </Alert>
  ));
}

const said = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value ?? ''));
