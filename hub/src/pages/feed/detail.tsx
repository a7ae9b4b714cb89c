import { Link } from '@tanstack/react-router';
import { Filter } from 'lucide-react';
import type { ReactNode } from 'react';
import { useCommunity } from '../../app/use-community.ts';
import { Alert } from '../../design/alert.tsx';
import { Button, LinkButton } from '../../design/button.tsx';
import { Code } from '../../design/code.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { PlatformMark, platformLabel } from '../../design/platform-mark.tsx';
import { SidePanel } from '../../design/side-panel.tsx';
import { Duration, Time } from '../../design/time.tsx';
import { feed } from '../../words/feed.ts';
import { refusalAdvice } from '../../words/feed-refusals.ts';
import { useWords } from '../../words/use-words.ts';
import { Outcome, Waiting } from './outcome.tsx';
import type { ChannelNames } from './row.tsx';
import { channelOf, entryOf, type FeedRow, personIn, platformOf, type ReplyEntry } from './rows.ts';
import { useSentences } from './use-sentences.ts';

export interface FeedDetailProps {
  /** What is open, by the address; undefined where it is not here any more. */
  readonly row: FeedRow | undefined;
  readonly channels: ChannelNames;
  readonly onClose: () => void;
  /** Narrows the feed to somebody. */
  readonly onPerson: (person: string) => void;
}

/** All that is known of an entry, and what to do about it. */
export function FeedDetail({ row, channels, onClose, onPerson }: FeedDetailProps) {
  const w = useWords(feed);
  return (
    <SidePanel open onClose={onClose} title={titleOf(row, w)} className="max-h-full">
      {!row || row.is === 'gap' ? (
        <EmptyState compact mood="sleepy" title={w.detailGoneTitle}>
          {w.detailGone}
        </EmptyState>
      ) : (
        <Inside row={row} channels={channels} onPerson={onPerson} />
      )}
    </SidePanel>
  );
}

type FeedWords = (typeof feed)['en'];

function titleOf(row: FeedRow | undefined, w: FeedWords): string {
  if (!row || row.is === 'gap') return w.detail;
  if (row.is === 'answer') return w.answer;
  const { is } = row.entry;
  return {
    message: w.oneMessage,
    command: w.oneCommand,
    refusal: w.oneRefusal,
    event: w.oneEvent,
    notice: w.oneNotice,
    change: w.oneChange,
  }[is];
}

function Inside({
  row,
  channels,
  onPerson,
}: Pick<FeedDetailProps, 'channels' | 'onPerson'> & { readonly row: Exclude<FeedRow, { is: 'gap' }> }) {
  const w = useWords(feed);
  const advice = useWords(refusalAdvice);
  const sentences = useSentences();
  const { slug, may } = useCommunity();
  const entry = entryOf(row);
  const person = personIn(entry);
  const channel = channelOf(entry);
  const isTyped = entry.is === 'command' || entry.is === 'refusal';
  return (
    <div className="flex flex-col gap-5">
      {entry.is !== 'reply' && (
        <blockquote className="max-h-72 overflow-y-auto rounded-lg bg-sunken px-3 py-2.5 text-ink">
          <bdi
            className={isTyped ? 'font-mono [overflow-wrap:anywhere]' : 'whitespace-pre-wrap [overflow-wrap:anywhere]'}
          >
            {entry.is === 'event' || entry.is === 'change'
              ? `${person?.name ?? (entry.is === 'change' ? w.theBot : '')} ${sentences.of(entry)}`.trim()
              : entry.is === 'notice'
                ? `${channels.get(entry.channel) ?? entry.channel} ${sentences.of(entry)}`
                : sentences.of(entry)}
          </bdi>
        </blockquote>
      )}
      {entry.is === 'refusal' && (
        <Alert tone="warning" title={`${w.whyRefused}: ${sentences.reason(entry.reason)}`}>
          {Object.hasOwn(advice, entry.reason) ? advice[entry.reason] : null}
        </Alert>
      )}
      {entry.is === 'notice' && (
        <Alert
          tone="warning"
          title={w.broken}
          action={
            may('integrations') && (
              <LinkButton asChild>
                <Link to="/c/$slug/integrations" params={{ slug }}>
                  {w.toIntegrations}
                </Link>
              </LinkButton>
            )
          }
        >
          <bdi>{entry.reason}</bdi>
        </Alert>
      )}
      {entry.is === 'command' && row.answers.length === 0 && (
        <div className="text-ink-soft">
          <Waiting at={entry.at} />
          <p className="mt-1 text-ink-faint">{w.waitingHint}</p>
        </div>
      )}
      {row.answers.length > 0 && (
        <section className="flex flex-col gap-3">
          <h3 className="font-medium">{row.answers.length > 1 ? w.answers : w.answer}</h3>
          {row.answers.map((answer) => (
            <AnswerDetail key={answer.id} answer={answer} />
          ))}
        </section>
      )}
      <section>
        <h3 className="mb-2 font-medium">{w.facts}</h3>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
          {person && (
            <Fact name={w.who}>
              <span className="flex flex-wrap items-center gap-2">
                <bdi className="max-w-full truncate font-medium">{person.name}</bdi>
                <Button size="sm" icon={<Filter aria-hidden />} onClick={() => onPerson(person.key)}>
                  {w.showPerson}
                </Button>
              </span>
            </Fact>
          )}
          <Fact name={w.when}>
            <Time at={entry.at} as="full" /> <span className="text-ink-faint">·</span>{' '}
            <Time at={entry.at} as="seconds" />
          </Fact>
          {channel !== null && (
            <Fact name={w.where}>
              <PlatformMark platform={platformOf(channel)}>
                {platformLabel(platformOf(channel))} · <bdi>{channels.get(channel) ?? channel}</bdi>
              </PlatformMark>
            </Fact>
          )}
          {channel !== null && <Id name={w.channelId}>{channel}</Id>}
          {'room' in entry && <Id name={w.room}>{entry.room}</Id>}
          {person && <Id name={w.account}>{person.key}</Id>}
          {entry.is === 'change' && <Id name={w.target}>{entry.target}</Id>}
          {entry.is === 'refusal' && <Id name={w.reason}>{entry.reason}</Id>}
          <Id name={w.entryId}>{entry.id}</Id>
        </dl>
      </section>
    </div>
  );
}

/** An answer's entry is named for its invocation, how it ended and when (docs/feed.md). */
const invocationOf = ({ id }: ReplyEntry): string => id.replace(/ \S+ \d+$/, '');

function AnswerDetail({ answer }: { readonly answer: ReplyEntry }) {
  const w = useWords(feed);
  const { slug, may } = useCommunity();
  const advice = {
    sent: null,
    refused: w.adviceRefused,
    unknown: w.adviceUnknown,
    withheld: w.adviceWithheld,
    later: w.adviceLater,
  }[answer.status];
  return (
    <div className="flex flex-col gap-2">
      <blockquote className="max-h-60 overflow-y-auto rounded-lg bg-sunken px-3 py-2.5">
        <bdi className="whitespace-pre-wrap [overflow-wrap:anywhere]">{answer.text}</bdi>
      </blockquote>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
        <Fact name={w.outcome}>
          <Outcome answer={answer} />
        </Fact>
        <Fact name={w.command}>
          <Code>{answer.command}</Code>
        </Fact>
        <Fact name={w.took}>
          <Duration ms={answer.tookMs} />
          <span className="block text-ink-faint text-sm">{w.tookHint}</span>
        </Fact>
        {answer.reason !== undefined && <Id name={w.reason}>{answer.reason}</Id>}
        {advice && <Fact name={w.whatToDo}>{advice}</Fact>}
      </dl>
      {may('operations') && answer.status !== 'later' && (
        <LinkButton asChild size="sm" className="self-start">
          <Link
            to="/c/$slug/operations"
            params={{ slug }}
            search={{ tab: 'executions', invocation: invocationOf(answer) } as never}
          >
            {w.toWay}
          </Link>
        </LinkButton>
      )}
    </div>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-ink-faint">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
);

const Id = ({ name, children }: { readonly name: string; readonly children: string }) => (
  <Fact name={name}>
    <Code copy>{children}</Code>
  </Fact>
);
