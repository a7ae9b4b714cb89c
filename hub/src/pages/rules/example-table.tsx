import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';

/** How a list will look, before there is anything in it. */
export const ExampleTable = ({
  label,
  head,
  rows,
}: {
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}) => (
  <Table label={label}>
    <TableHead>
      <TableRow>
        {head.map((title) => (
          <TableHeader key={title}>{title}</TableHeader>
        ))}
      </TableRow>
    </TableHead>
    <TableBody>
      {rows.map((row) => (
        <TableRow key={row[0]}>
          {row.map((cell, i) => (
            <TableCell key={head[i]} className={i === 0 ? 'font-mono' : 'text-ink-soft'}>
              {cell}
            </TableCell>
          ))}
        </TableRow>
      ))}
    </TableBody>
  </Table>
);
