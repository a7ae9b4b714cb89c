import { useQuery } from '@tanstack/react-query';
import { Card } from '../../design/card.tsx';
import { Num } from '../../design/num.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { Part } from './part.tsx';
import { agendaQuery } from './queries.ts';

/** Rows that are counted; of more it is known that they are more. */
const MOST_COUNTED = 1_000;

const KINDS: Readonly<
  Record<string, 'kindOutbox' | 'kindDeliveries' | 'kindLeases' | 'kindReminders' | 'kindTimers' | 'kindCommands'>
> = {
  outbox: 'kindOutbox',
  deliveries: 'kindDeliveries',
  leases: 'kindLeases',
  reminders: 'kindReminders',
  timers: 'kindTimers',
  commands: 'kindCommands',
};

/** Work that falls due, by kind. */
export function AgendaTab() {
  const w = useWords(operations);
  const query = useQuery(agendaQuery);
  return (
    <Part query={query}>
      {(kinds) => (
        <Card
          flush
          title={w.agenda}
          description={w.agendaWhy}
          footer={kinds.some(({ overdue }) => overdue) ? w.overdueWhy : undefined}
        >
          <Table label={w.agenda}>
            <TableHead>
              <TableRow>
                <TableHeader>{w.kind}</TableHeader>
                <TableHeader>{w.state}</TableHeader>
                <TableHeader>{w.earliest}</TableHeader>
                <TableHeader>{w.lookedAt}</TableHeader>
                <TableHeader numeric>{w.waiting}</TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              {kinds.map(({ kind, earliest, checkedAt, waiting, overdue, answers }) => {
                const known = KINDS[kind];
                return (
                  <TableRow key={kind}>
                    <TableCell>{known ? w[known] : kind}</TableCell>
                    <TableCell>
                      {answers ? (
                        <StatusDot state={overdue ? 'warning' : 'ok'}>{overdue ? w.overdue : w.fine}</StatusDot>
                      ) : (
                        <StatusDot state="danger">{w.away}</StatusDot>
                      )}
                    </TableCell>
                    <TableCell className="text-ink-soft">
                      {earliest === null ? w.noneKnown : <Time at={earliest} as="full" />}
                    </TableCell>
                    <TableCell className="text-ink-soft">
                      {checkedAt === null ? w.never : <Time at={checkedAt} />}
                    </TableCell>
                    <TableCell numeric>
                      {waiting === null ? '–' : waiting >= MOST_COUNTED ? w.atLeast(waiting) : <Num value={waiting} />}
                    </TableCell>
                  </TableRow>
                );
              })}
            </TableBody>
          </Table>
        </Card>
      )}
    </Part>
  );
}
