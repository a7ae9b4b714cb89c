import type { ReactNode } from 'react';
import { dataColour } from '../../design/charts/scale.ts';
import { Num } from '../../design/num.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';

export interface Ranked {
  readonly id: string;
  readonly name: ReactNode;
  readonly value: number;
}

/** What there is most of, as bars that are a table: what is seen can be read. */
export function RankTable({
  label,
  of,
  counted,
  rows,
  colour,
}: {
  readonly label: string;
  /** What a row is, and what is counted of it. */
  readonly of: string;
  readonly counted: string;
  readonly rows: readonly Ranked[];
  /** Which of the eight data colours, from 0. */
  readonly colour: number;
}) {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <Table label={label} className="table-fixed">
      <TableHead>
        <TableRow>
          <TableHeader>{of}</TableHeader>
          <TableHeader numeric className="w-24">
            {counted}
          </TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map(({ id, name, value }) => (
          <TableRow key={id}>
            <TableCell>
              <div className="min-w-0 space-y-1.5">
                <div className="min-w-0 truncate overflow-hidden">{name}</div>
                <div
                  aria-hidden
                  className="h-1.5 rounded-full"
                  style={{ width: `${Math.max(1, (100 * value) / most)}%`, background: dataColour(colour) }}
                />
              </div>
            </TableCell>
            <TableCell numeric>
              <Num value={value} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
