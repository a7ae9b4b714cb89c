import type { Column } from '../../design/data-table.tsx';

/** The first column of a list of rules: what each is called. @param prefix stands before it, where it is typed in chat */
export const nameColumn = <Row extends { readonly name: string }>(
  header: string,
  { width, prefix = '' }: { readonly width?: string; readonly prefix?: string } = {},
): Column<Row> => ({
  id: 'name',
  header,
  ...(width === undefined ? {} : { width }),
  cell: ({ name }) => (
    <bdi data-name={name} className="font-mono">
      {prefix}
      {name}
    </bdi>
  ),
});
