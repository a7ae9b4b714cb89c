import { useQuery } from '@tanstack/react-query';
import { Card } from '../../design/card.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Num } from '../../design/num.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { operations, securityKinds } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { Part } from './part.tsx';
import { securityQuery } from './queries.ts';

/** How often something was refused for safety's sake. */
export function SecurityTab() {
  const w = useWords(operations);
  const kinds = useWords(securityKinds);
  const query = useQuery(securityQuery);
  return (
    <Part query={query}>
      {(counts) =>
        counts.length === 0 ? (
          <EmptyState title={w.noSecurityTitle}>{w.noSecurity}</EmptyState>
        ) : (
          <Card flush title={w.security} description={w.securityWhy}>
            <Table label={w.security}>
              <TableHead>
                <TableRow>
                  <TableHeader>{w.day}</TableHeader>
                  <TableHeader>{w.kind}</TableHeader>
                  <TableHeader numeric>{w.count}</TableHeader>
                </TableRow>
              </TableHead>
              <TableBody>
                {counts.map(({ day, kind, count }) => (
                  <TableRow key={`${day} ${kind}`}>
                    <TableCell>
                      <Time at={`${day}T00:00:00Z`} as="date" zone="UTC" />
                    </TableCell>
                    <TableCell>{kinds[kind]}</TableCell>
                    <TableCell numeric>
                      <Num value={count} />
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Card>
        )
      }
    </Part>
  );
}
