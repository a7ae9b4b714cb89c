import { useQuery } from '@tanstack/react-query';
import { Alert } from '../../design/alert.tsx';
import { Badge } from '../../design/badge.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Duration, Time } from '../../design/time.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { Fact, Facts, Part } from './part.tsx';
import { versionsQuery } from './queries.ts';

const TONES = { applied: 'ok', pending: 'warning', unknown: 'neutral' } as const;

/** Which build runs on which database, and how that came to be as it is. */
export function VersionsTab() {
  const w = useWords(operations);
  const query = useQuery(versionsQuery);
  const names = { applied: w.applied, pending: w.pendingMigration, unknown: w.unknownMigration };
  return (
    <Part query={query}>
      {({ build, environment, database, objects, nightlyAt, migrations }) => (
        <div className="space-y-4">
          {migrations.some(({ state }) => state === 'pending') && (
            <Alert tone="warning" title={w.pendingTitle}>
              {w.pendingWhy}
            </Alert>
          )}
          <Card title={w.versions}>
            <Facts>
              <Fact name={w.build}>
                <Code>{build}</Code>
              </Fact>
              <Fact name={w.environment}>{environment}</Fact>
              <Fact name={w.database}>
                {database === null ? (
                  <StatusDot state="danger">{w.away}</StatusDot>
                ) : (
                  <StatusDot state="ok">{w.databaseIs(database)}</StatusDot>
                )}
              </Fact>
              <Fact name={w.objects}>
                <StatusDot state={objects ? 'ok' : 'danger'}>{objects ? w.answers : w.away}</StatusDot>
              </Fact>
              <Fact name={w.nightly}>{nightlyAt === null ? w.never : <Time at={nightlyAt} />}</Fact>
            </Facts>
          </Card>
          <Card flush title={w.migrations} description={w.migrationsWhy}>
            <Table label={w.migrations}>
              <TableHead>
                <TableRow>
                  <TableHeader>{w.migration}</TableHeader>
                  <TableHeader>{w.state}</TableHeader>
                  <TableHeader>{w.appliedAt}</TableHeader>
                  <TableHeader numeric>{w.took}</TableHeader>
                </TableRow>
              </TableHead>
              <TableBody>
                {migrations.toReversed().map(({ name, state, appliedAt, tookMs }) => (
                  <TableRow key={name}>
                    <TableCell className="font-mono">{name}</TableCell>
                    <TableCell>
                      <Badge tone={TONES[state]}>{names[state]}</Badge>
                    </TableCell>
                    <TableCell className="text-ink-soft">
                      {appliedAt === null ? '–' : <Time at={appliedAt} as="full" />}
                    </TableCell>
                    <TableCell numeric>{tookMs === null ? '–' : <Duration ms={tookMs} />}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Card>
        </div>
      )}
    </Part>
  );
}
