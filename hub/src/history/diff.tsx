import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../design/table.tsx';
import { differences, keyOf, valueAt } from '../edit/merge.ts';
import { history } from '../words/history.ts';
import { useWords } from '../words/use-words.ts';
import { shownValue } from './shown-value.ts';

/** How something was, and how it is: field by field. What was not there, or is not any more, is null. */
export function Diff({ before: was, after: is }: { readonly before: unknown; readonly after: unknown }) {
  const w = useWords(history);
  // What was not there at all is told field by field, too.
  const [before, after] = [was ?? {}, is ?? {}];
  const places = differences(before, after);
  return (
    <div>
      {places.length === 0 ? (
        <p className="text-ink-faint">{w.noDetails}</p>
      ) : (
        <Table label={w.details}>
          <TableHead>
            <TableRow>
              <TableHeader>{w.field}</TableHeader>
              <TableHeader>{w.before}</TableHeader>
              <TableHeader>{w.after}</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {places.map((place) => (
              <TableRow key={keyOf(place)}>
                <TableCell className="align-top font-mono text-ink-soft text-sm">{place.join('.')}</TableCell>
                <Value of={shownValue(valueAt(before, place), w)} />
                <Value of={shownValue(valueAt(after, place), w)} />
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </div>
  );
}

const Value = ({ of: text }: { readonly of: string }) => (
  <TableCell className="max-w-80 align-top">
    <bdi className="line-clamp-6 min-w-24 overflow-hidden [overflow-wrap:anywhere]">{text}</bdi>
  </TableCell>
);
