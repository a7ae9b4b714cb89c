import { useQuery } from '@tanstack/react-query';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { FocusHere } from '../../design/focus-here.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '../../design/table.tsx';
import { Time } from '../../design/time.tsx';
import { operations } from '../../words/operations.ts';
import { useWords } from '../../words/use-words.ts';
import { ChannelMark, Fact, Facts, Id, letterName, Said, ServerText } from './part.tsx';
import { letterQuery, type OpenedLetter, type Scope } from './queries.ts';
import type { useLetterChanges } from './use-letter-changes.ts';

const TONES = { open: 'warning', replayed: 'ok', discarded: 'neutral' } as const;

interface LetterPanelProps {
  readonly scope: Scope;
  readonly id: string;
  readonly changes: ReturnType<typeof useLetterChanges>;
  readonly onInvocation: (invocation: string) => void;
  readonly onClose: () => void;
}

/** All that is known of a letter, and what to do about it. */
export function LetterPanel({ scope, id, changes, onInvocation, onClose }: LetterPanelProps) {
  const w = useWords(operations);
  const { data: letter, error } = useQuery(letterQuery(scope, id));
  const act = (action: 'replay' | 'discard' | 'reopen') => changes.mutate({ action, letters: [id] });
  return (
    <SidePanel
      open
      onClose={onClose}
      title={letter ? (letter.command ?? letterName(letter.kind, w)) : w.letters}
      {...(letter
        ? {
            description: <Badge tone={TONES[letter.state]}>{w[letter.state]}</Badge>,
            footer:
              letter.state === 'open' ? (
                <>
                  <Button loading={changes.isPending} onClick={() => act('discard')}>
                    {w.discard}
                  </Button>
                  <Button
                    variant="primary"
                    loading={changes.isPending}
                    disabled={!letter.replayable}
                    onClick={() => act('replay')}
                  >
                    {w.replay}
                  </Button>
                </>
              ) : letter.state === 'discarded' ? (
                <Button loading={changes.isPending} onClick={() => act('reopen')}>
                  {w.takeBack}
                </Button>
              ) : null,
          }
        : {})}
    >
      <FocusHere>
        {letter ? (
          <Inside letter={letter} onInvocation={onInvocation} />
        ) : error ? (
          <EmptyState compact mood="sleepy" title={w.goneTitle}>
            <ServerText>{error.message}</ServerText>
          </EmptyState>
        ) : (
          <Skeleton lines={8} />
        )}
      </FocusHere>
    </SidePanel>
  );
}

function Inside({
  letter,
  onInvocation,
}: {
  readonly letter: OpenedLetter;
  readonly onInvocation: LetterPanelProps['onInvocation'];
}) {
  const w = useWords(operations);
  const { invocation } = letter;
  return (
    <div className="flex flex-col gap-5">
      {!letter.replayable && letter.state === 'open' && <p className="text-ink-soft">{w.notReplayable}</p>}
      <section>
        <h3 className="mb-2 font-medium">{w.facts}</h3>
        <Facts>
          <Fact name={w.reason}>
            <ServerText>{letter.reason}</ServerText>
          </Fact>
          <Fact name={w.created}>
            <Time at={letter.createdAt} as="full" />
          </Fact>
          {letter.settledAt !== null && (
            <Fact name={w.settledAt}>
              <Time at={letter.settledAt} as="full" />
            </Fact>
          )}
          {letter.community !== null && <Fact name={w.community}>{letter.community}</Fact>}
          <Fact name={w.channel}>
            <ChannelMark channel={letter.channel} />
          </Fact>
          <Fact name={w.kind}>{letter.kind}</Fact>
          <Fact name={w.queue}>{letter.queue}</Fact>
          {invocation !== null && <Id name={w.invocation}>{invocation}</Id>}
        </Facts>
        {invocation !== null && (
          <Button size="sm" className="mt-3" onClick={() => onInvocation(invocation)}>
            {w.toWay}
          </Button>
        )}
      </section>
      <Said said={letter.said} />
      <section>
        <h3 className="mb-2 font-medium">{w.tries}</h3>
        {letter.tries.length === 0 ? (
          <p className="text-ink-soft">{w.noTries}</p>
        ) : (
          <div className="max-h-64 overflow-y-auto rounded-lg border border-line">
            <Table label={w.tries}>
              <TableHead>
                <TableRow>
                  <TableHeader numeric>{w.attempt}</TableHeader>
                  <TableHeader>{w.when}</TableHeader>
                  <TableHeader>{w.reason}</TableHeader>
                </TableRow>
              </TableHead>
              <TableBody>
                {letter.tries.map(({ attempt, at, reason }) => (
                  <TableRow key={`${attempt} ${at}`}>
                    <TableCell numeric>{attempt}</TableCell>
                    <TableCell>
                      <Time at={at} as="seconds" />
                    </TableCell>
                    <TableCell>
                      <ServerText>{reason}</ServerText>
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </div>
        )}
      </section>
      <section>
        <h3 className="font-medium">{w.outline}</h3>
        <p className="mb-2 text-ink-faint text-sm">{w.outlineWhy}</p>
        <Code block>{JSON.stringify(letter.outline, null, 2)}</Code>
      </section>
    </div>
  );
}
