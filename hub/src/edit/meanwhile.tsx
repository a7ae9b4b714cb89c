import { useId } from 'react';
import { Alert } from '../design/alert.tsx';
import { Button } from '../design/button.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../design/table.tsx';
import { Time } from '../design/time.tsx';
import { shownValue } from '../history/shown-value.ts';
import { edit } from '../words/edit.ts';
import { history } from '../words/history.ts';
import { useWords } from '../words/use-words.ts';
import { keyOf, type Place } from './merge.ts';
import type { Draft } from './use-draft.ts';
import { useLastChange } from './use-last-change.ts';

export interface MeanwhileProps<Value> {
  /** From `useDraft({ …, byHand: true })`. */
  readonly draft: Draft<Value>;
  /** What is edited, in sentences: `!hug`. */
  readonly thing: string;
  /** What a field is called. */
  readonly nameOf: (place: Place) => string;
  /** The community's slug, and what the audit log calls the thing (`command:<id>`): whose changes are told of. Null while it is being made. */
  readonly community: string;
  readonly target: string | null;
  /** How a value of a field reads, where it is more than a word. */
  readonly shown?: ((place: Place, value: unknown) => string | null) | undefined;
}

/** What somebody else did to it while it was open, and where they did something else than whoever looks. */
export function Meanwhile<Value>({ draft, thing, nameOf, community, target, shown }: MeanwhileProps<Value>) {
  const w = useWords(edit);
  const h = useWords(history);
  const heard = useLastChange(community, target);
  const headingId = useId();
  const { news, collisions } = draft;
  if (!news && collisions.length === 0) return null;
  // What whoever looks did elsewhere, or took back, is no news to them.
  if (heard?.isOwn && !news?.refused && collisions.length === 0) return null;
  const who = news?.by ?? heard?.by ?? w.somebody;
  const at = news?.at ?? heard?.at ?? null;
  const told = (place: Place, value: unknown) => shown?.(place, value) ?? shownValue(value, h);
  const colliding = new Set(collisions.map(({ place }) => keyOf(place)));
  const comesIn = (news?.places ?? []).filter((place) => !colliding.has(keyOf(place))).map(nameOf);
  const title = (
    <>
      <bdi>{w.changedMeanwhile(who, thing)}</bdi>
      {at !== null && <Time at={at} className="ml-2 font-normal text-ink-faint text-sm" />}
    </>
  );
  if (collisions.length === 0)
    return (
      <Alert tone={news?.refused ? 'warning' : 'info'} title={title} onDismiss={draft.dismissNews}>
        {news?.refused && <p>{w.wasRefused}</p>}
        {comesIn.length > 0 && <p>{w.comesIn([...new Set(comesIn)].join(', '))}</p>}
      </Alert>
    );
  return (
    <section aria-labelledby={headingId} className="space-y-3">
      <Alert
        tone="warning"
        title={<span id={headingId}>{title}</span>}
        action={
          <span className="flex flex-wrap gap-2">
            <Button size="sm" onClick={() => collisions.forEach(({ place }) => void draft.take(place))}>
              {w.takeTheirs}
            </Button>
            <Button size="sm" onClick={() => collisions.forEach(({ place }) => void draft.keep(place))}>
              {w.keepYours}
            </Button>
          </span>
        }
      >
        {news?.refused && <p>{w.wasRefused}</p>}
        <p>{w.collides}</p>
        {comesIn.length > 0 && <p>{w.comesIn([...new Set(comesIn)].join(', '))}</p>}
      </Alert>
      <div className="rounded-lg border border-line">
        <Table label={w.collides}>
          <TableHead>
            <TableRow>
              <TableHeader>{h.field}</TableHeader>
              <TableHeader>{w.theirs}</TableHeader>
              <TableHeader>{w.yours}</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {collisions.map(({ place, mine, theirs }) => (
              <TableRow key={keyOf(place)}>
                <TableCell className="align-top text-ink-soft">{nameOf(place)}</TableCell>
                {[theirs, mine].map((value, i) => (
                  <TableCell key={i === 0 ? 'theirs' : 'mine'} className="max-w-80 align-top">
                    <bdi className="line-clamp-6 min-w-24 overflow-hidden whitespace-pre-line [overflow-wrap:anywhere]">
                      {told(place, value)}
                    </bdi>
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </section>
  );
}
