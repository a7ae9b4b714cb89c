import { useQuery } from '@tanstack/react-query';
import { Card } from '../../design/card.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Num } from '../../design/num.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { Part } from './part.tsx';
import { hostsQuery, type Scope } from './queries.ts';

interface Host {
  readonly host: string;
  readonly modules: number | readonly string[];
  readonly breaker: {
    readonly state: 'closed' | 'open' | 'half-open';
    readonly failures: number;
    readonly until: number | null;
  } | null;
}

/** Hosts of HTTP modules, and whether each is left alone because it fails. */
export function HostsTab({ scope }: { readonly scope: Scope }) {
  const w = useWords(operations);
  const query = useQuery(hostsQuery(scope));
  return (
    <Part query={query}>
      {(hosts) =>
        hosts.length === 0 ? (
          <EmptyState
            title={w.noHostsTitle}
            example={
              <HostTable
                hosts={[
                  {
                    host: w.exampleHost,
                    modules: [w.exampleModule],
                    breaker: { state: 'closed', failures: 0, until: null },
                  },
                ]}
              />
            }
          >
            {w.noHosts}
          </EmptyState>
        ) : (
          <Card flush title={w.hosts} description={w.hostsWhy}>
            <HostTable hosts={hosts} />
          </Card>
        )
      }
    </Part>
  );
}

function HostTable({ hosts }: { readonly hosts: readonly Host[] }) {
  const w = useWords(operations);
  return (
    <Table label={w.hosts}>
      <TableHead>
        <TableRow>
          <TableHeader>{w.host}</TableHeader>
          <TableHeader>{w.breaker}</TableHeader>
          <TableHeader numeric>{w.failures}</TableHeader>
          <TableHeader>{w.askedAgain}</TableHeader>
          <TableHeader>{w.modules}</TableHeader>
        </TableRow>
      </TableHead>
      <TableBody>
        {hosts.map(({ host, modules, breaker }) => (
          <TableRow key={host}>
            <TableCell className="max-w-72">
              <bdi className="block truncate font-mono">{host}</bdi>
            </TableCell>
            <TableCell>
              <Breaker breaker={breaker} />
            </TableCell>
            <TableCell numeric>{breaker ? <Num value={breaker.failures} /> : '–'}</TableCell>
            <TableCell className="text-ink-soft">
              {breaker?.until == null ? '–' : <Time at={breaker.until} as="seconds" />}
            </TableCell>
            <TableCell className="max-w-56 text-ink-soft">
              {typeof modules === 'number' ? (
                <Num value={modules} />
              ) : (
                <bdi className="block truncate">{modules.join(', ')}</bdi>
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Breaker({ breaker }: Pick<Host, 'breaker'>) {
  const w = useWords(operations);
  if (breaker === null) return <StatusDot state="idle">{w.noAnswerYet}</StatusDot>;
  switch (breaker.state) {
    case 'closed':
      return <StatusDot state={breaker.failures > 0 ? 'warning' : 'ok'}>{w.closed}</StatusDot>;
    case 'open':
      return <StatusDot state="danger">{w.opened}</StatusDot>;
    case 'half-open':
      return <StatusDot state="warning">{w.halfOpen}</StatusDot>;
  }
}
