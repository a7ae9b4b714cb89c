import { CornerDownRight, Unlink } from 'lucide-react';
import { memo } from 'react';
import { cn } from '../../design/cn.ts';
import { PlatformMark } from '../../design/platform-mark.tsx';
import { Time } from '../../design/time.tsx';
import { feed } from '../../words/feed.ts';
import { useWords } from '../../words/use-words.ts';
import { iconOf } from './icons.tsx';
import { Outcome, Waiting } from './outcome.tsx';
import { channelOf, entryOf, type FeedRow, personIn, platformOf } from './rows.ts';
import { useClockText } from './use-clock-text.ts';
import { useSentences } from './use-sentences.ts';

/** What a channel is called, by its key. */
export type ChannelNames = ReadonlyMap<string, string>;

/** A list that is narrower than this has names above texts, px. */
const NARROW = 640;
/** Heights of lines, px: known before anything is drawn, so that nothing is measured while a chat runs. */
const LINE = 20;
const PADDING = 12;
/** What stands beside a text, what may stand behind it, and how wide a sign is, px. */
const BESIDE = 242;
const BEHIND = 150;
const SIGN = 7;
/** Answers of a row that are shown; the rest is in its detail. */
const MOST_ANSWERS = 2;

function textLines(row: Exclude<FeedRow, { is: 'gap' }>, width: number): number {
  const entry = entryOf(row);
  const isNarrow = width < NARROW;
  const hasMore = row.is === 'answer' || entry.is === 'refusal' || entry.is === 'command';
  const room = isNarrow ? width - 24 : width - BESIDE - (hasMore ? BEHIND : 0);
  const named = isNarrow ? 0 : (personIn(entry)?.name.length ?? 10) + 1;
  const length = 'text' in entry ? entry.text.length : 0;
  return (named + length) * SIGN > room ? 2 : 1;
}

/** How high a row is in a list of some width, px. */
export function heightOf(row: FeedRow, width: number): number {
  if (row.is === 'gap') return PADDING + LINE * (width < NARROW ? 3 : 1);
  const answers = row.is === 'answer' ? 0 : Math.min(MOST_ANSWERS, row.answers.length);
  return PADDING + LINE * ((width < NARROW ? 1 : 0) + textLines(row, width) + answers);
}

export interface RowProps {
  readonly row: FeedRow;
  readonly channels: ChannelNames;
  readonly width: number;
  readonly isOpen: boolean;
  /** Whether Tab stops there: where no other keys lead to it. */
  readonly isStop?: boolean;
  readonly onOpen: (key: string) => void;
}

/** One line of the feed. It is drawn once, whatever happens around it. */
export const Row = memo(function Row({ row, ...props }: RowProps) {
  return row.is === 'gap' ? <GapRow row={row} width={props.width} /> : <EntryRow row={row} {...props} />;
});

function GapRow({ row, width }: Pick<RowProps, 'width'> & { readonly row: Extract<FeedRow, { is: 'gap' }> }) {
  const w = useWords(feed);
  const clock = useClockText();
  return (
    <p className="flex h-full items-center gap-2.5 bg-warning-soft px-3 text-ink-soft">
      <Unlink aria-hidden className="size-4 shrink-0 text-warning" />
      <span className={width < NARROW ? 'line-clamp-3' : 'line-clamp-1'}>
        {w.gap(clock(row.gap.from), clock(row.gap.to))}
      </span>
    </p>
  );
}

function EntryRow({
  row,
  channels,
  width,
  isOpen,
  isStop = false,
  onOpen,
}: Omit<RowProps, 'row'> & { readonly row: Exclude<FeedRow, { is: 'gap' }> }) {
  const sentences = useSentences();
  const entry = entryOf(row);
  const isNarrow = width < NARROW;
  const lines = textLines(row, width);
  const Icon = iconOf(row);
  const channel = channelOf(entry);
  const answers = row.is === 'answer' ? [] : row.answers.slice(0, MOST_ANSWERS);
  const when = (
    <Time
      at={entry.at}
      as={isNarrow ? 'clock' : 'seconds'}
      className={cn('shrink-0 text-ink-faint text-sm leading-5', !isNarrow && 'w-14')}
    />
  );
  const where = (
    <span className={cn('flex shrink-0 text-ink-faint text-sm leading-5', isNarrow ? 'max-w-24' : 'w-28')}>
      {channel !== null && (
        <PlatformMark platform={platformOf(channel)}>
          <bdi>{channels.get(channel) ?? channel}</bdi>
        </PlatformMark>
      )}
    </span>
  );
  const sign = (
    <span className="flex size-5 shrink-0 items-center justify-center text-ink-faint">
      {Icon && (
        <Icon
          aria-hidden
          className={cn('size-4', entry.is === 'notice' && 'text-warning', entry.is === 'refusal' && 'text-warning')}
        />
      )}
    </span>
  );
  const text = (
    <span
      className={cn(
        'min-w-0 flex-1 overflow-hidden [overflow-wrap:anywhere]',
        lines > 1 ? 'line-clamp-2' : 'line-clamp-1 break-all',
      )}
    >
      {!isNarrow && <Who row={row} channels={channels} />}
      <Words row={row} said={sentences.of(entry)} />
    </span>
  );
  const outcome =
    row.is === 'answer' ? (
      <Outcome answer={row.answers[0]} />
    ) : entry.is === 'refusal' ? (
      <span className="max-w-64 shrink-0 truncate text-sm text-warning">{sentences.reason(entry.reason)}</span>
    ) : entry.is === 'command' && row.answers.length === 0 ? (
      <Waiting at={entry.at} />
    ) : null;
  return (
    <button
      type="button"
      tabIndex={isStop ? undefined : -1}
      data-row={row.key}
      aria-current={isOpen || undefined}
      onClick={() => onOpen(row.key)}
      className="focus-inset flex h-full w-full flex-col overflow-hidden px-3 py-1.5 text-left hover:bg-hover aria-[current]:bg-selected"
    >
      {isNarrow ? (
        <>
          <span className="flex h-5 w-full min-w-0 items-center gap-2">
            {when}
            {where}
            {Icon && sign}
            <span className="min-w-0 flex-1 truncate">
              <Who row={row} channels={channels} />
            </span>
            {outcome}
          </span>
          <span className="flex w-full min-w-0">{text}</span>
        </>
      ) : (
        <span className="flex w-full min-w-0 items-start gap-2.5">
          {when}
          {where}
          {sign}
          {text}
          {outcome}
        </span>
      )}
      {answers.map((answer) => (
        <span
          key={answer.id}
          className={cn('flex h-5 w-full min-w-0 items-center gap-2 text-ink-soft', !isNarrow && 'gap-2.5 pl-47')}
        >
          <span className="flex size-5 shrink-0 items-center justify-center">
            <CornerDownRight aria-hidden className="size-3.5 text-ink-faint" />
          </span>
          <bdi className="min-w-0 flex-1 truncate">{answer.text}</bdi>
          <Outcome answer={answer} />
        </span>
      ))}
    </button>
  );
}

/** Who did it, where the sentence names them. */
function Who({ row, channels }: { readonly row: Exclude<FeedRow, { is: 'gap' }>; readonly channels: ChannelNames }) {
  const w = useWords(feed);
  const entry = entryOf(row);
  const person = personIn(entry);
  const name =
    person?.name ??
    (entry.is === 'reply'
      ? w.theBot
      : entry.is === 'change'
        ? w.theBot
        : entry.is === 'notice'
          ? (channels.get(entry.channel) ?? entry.channel)
          : entry.is === 'event'
            ? null
            : w.forgotten);
  return name === null ? null : (
    <>
      <bdi className="font-semibold text-ink">{name}</bdi>{' '}
    </>
  );
}

/** What was said, or what happened. */
function Words({ row, said }: { readonly row: Exclude<FeedRow, { is: 'gap' }>; readonly said: string }) {
  const entry = entryOf(row);
  const isCommand = entry.is === 'command' || entry.is === 'refusal';
  const isOwnWords = entry.is === 'message' || entry.is === 'reply';
  return (
    <bdi className={cn(isCommand ? 'font-mono text-[0.92em] text-ink' : isOwnWords ? 'text-ink' : 'text-ink-soft')}>
      {said}
    </bdi>
  );
}
