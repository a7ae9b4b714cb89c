import { Code } from '../../design/code.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { settings } from '../../words/settings.ts';
import { useWords } from '../../words/use-words.ts';
import { differences, keyOf, valueAt } from './merge.ts';
import type { AuditLine } from './queries.ts';
import { shownValue } from './section-frame.tsx';

/** How something was, and how it is. */
export function AuditDiff({ line }: { readonly line: Pick<AuditLine, 'action' | 'target' | 'before' | 'after'> }) {
  const w = useWords(settings);
  const { action, target } = line;
  // What was not there at all is told field by field, too.
  const [before, after] = [line.before ?? {}, line.after ?? {}];
  const places = differences(before, after);
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-faint text-sm">
        <Code>{action}</Code>
        <Code>{target}</Code>
      </p>
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
