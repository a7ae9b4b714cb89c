import { Radio } from 'lucide-react';
import { Alert } from '../../design/alert.tsx';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/card.tsx';
import { Code } from '../../design/code.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Kbd } from '../../design/kbd.tsx';
import { Num } from '../../design/num.tsx';
import { Person } from '../../design/person.tsx';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { ProgressBar } from '../../design/progress-bar.tsx';
import { Section } from '../../design/section.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Spinner } from '../../design/spinner.tsx';
import { StatusDot } from '../../design/status-dot.tsx';
import { Table, TableBody, TableCell, TableRow } from '../../design/table.tsx';
import { Duration, Time } from '../../design/time.tsx';
import { kit } from '../../words/kit.ts';
import { kitPage } from '../../words/kit-page.ts';
import { useWords } from '../../words/use-words.ts';
import { OPENED } from './standing.ts';

const MINUTE = 60_000;

export function StateSamples() {
  const w = useWords(kitPage);
  const own = useWords(kit);
  return (
    <>
      <Section title={w.state}>
        <div className="grid gap-4 lg:grid-cols-2 xl:grid-cols-3">
          <Card title={w.state}>
            <div className="flex flex-col items-start gap-2">
              <StatusDot state="ok" />
              <StatusDot state="warning" />
              <StatusDot state="danger" />
              <StatusDot state="info" />
              <StatusDot state="idle" />
              <StatusDot state="loading" />
            </div>
            <div className="mt-4 flex flex-wrap gap-2">
              <Badge tone="ok" icon={<Radio />}>
                {w.live}
              </Badge>
              <Badge>{w.draft}</Badge>
              <Badge tone="accent">{w.owner}</Badge>
              <Badge tone="danger">{w.refused}</Badge>
              <Badge tone="warning">{w.slow}</Badge>
              <Badge tone="info">{w.fresh}</Badge>
              <Badge tone="outline">Kick</Badge>
            </div>
          </Card>
          <Card title={w.people}>
            <div className="space-y-4">
              <Person
                name="Ada Pinguina"
                badge={<Badge tone="accent">{w.owner}</Badge>}
                accounts={[
                  { platform: 'twitch', name: 'ada_live' },
                  { platform: 'discord', name: 'ada' },
                ]}
              />
              <Person name="rockhopper" size="sm" />
              <div className="flex flex-wrap gap-x-4 gap-y-2">
                {['twitch', 'discord', 'slack', 'youtube', 'kick'].map((platform) => (
                  <PlatformMark key={platform} platform={platform} />
                ))}
              </div>
            </div>
          </Card>
          <Card title={w.times}>
            <div className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-6 gap-y-2">
              <Time at={OPENED - 20_000} />
              <Time at={OPENED - 3 * MINUTE} />
              <Time at={OPENED - 26 * 60 * MINUTE} />
              <Time at={OPENED + 125 * MINUTE} />
              <Time at={OPENED} as="full" zone="Europe/Berlin" />
              <Time at={OPENED} as="seconds" zone="Europe/Berlin" />
              <Duration ms={320} />
              <Duration ms={125 * MINUTE} />
              <Num value={1_234_567} />
              <Num value={12_400} compact />
              <Num value={-12} signed />
              <Num value={0.425} percent />
            </div>
            <div className="mt-4 space-y-3">
              <ProgressBar value={42} />
              <ProgressBar value={96} tone="danger" />
              <ProgressBar value={null} />
            </div>
          </Card>
        </div>
      </Section>
      <Section title={w.notices}>
        <div className="space-y-3">
          <Alert tone="danger" title={w.stopped} action={<Button>{w.check}</Button>}>
            {w.stoppedWhy}
          </Alert>
          <Alert tone="warning" title={w.quota}>
            {w.quotaWhy}
          </Alert>
          <Alert tone="ok" title={w.linked} onDismiss={() => undefined} />
          <Alert title={w.update} action={<Button size="sm">{w.docs}</Button>} />
        </div>
      </Section>
      <Section title={w.empty}>
        <div className="grid gap-4 lg:grid-cols-2">
          <Card>
            <EmptyState
              title={w.emptyTitle}
              action={<Button variant="primary">{w.addQuote}</Button>}
              example={
                <Table label={own.example}>
                  <TableBody>
                    {[w.quoteOne, w.quoteTwo].map((quote) => (
                      <TableRow key={quote}>
                        <TableCell>{quote}</TableCell>
                        <TableCell className="text-ink-faint">ada_live</TableCell>
                      </TableRow>
                    ))}
                  </TableBody>
                </Table>
              }
            >
              {w.emptyWhy}
            </EmptyState>
          </Card>
          <Card>
            <ErrorState
              title={w.errorTitle}
              advice={w.errorAdvice}
              requestId="01JDK7Q3M8ZT4X9V2B6N5R1C0F"
              onRetry={() => undefined}
            >
              {w.errorWhy}
            </ErrorState>
          </Card>
        </div>
      </Section>
      <Section title={w.loading}>
        <div className="grid gap-4 lg:grid-cols-3">
          <Card>
            <Skeleton />
          </Card>
          <Card flush>
            <Skeleton shape="table" />
          </Card>
          <Skeleton shape="card" />
        </div>
        <div className="mt-4">
          <Spinner label={own.loading} />
        </div>
      </Section>
      <Section title={w.code}>
        <Card>
          <div className="space-y-3">
            <p className="flex flex-wrap items-center gap-2">
              <Code>!waddle</Code>
              <Code copy>01JDK7Q3M8ZT4X9V2B6N5R1C0F</Code>
              <span className="flex gap-1">
                <Kbd>⌘</Kbd>
                <Kbd>K</Kbd>
              </span>
              <Kbd>?</Kbd>
            </p>
            <Code block copy>
              {'npm start\nnpm run chat -- --as viewer'}
            </Code>
          </div>
        </Card>
      </Section>
    </>
  );
}
