import type { LiveEntry, LiveGap } from '../../api/live.ts';

export type ReplyEntry = Extract<LiveEntry, { is: 'reply' }>;
/** An entry that people read of: an answer stands with what it answers. */
export type OtherEntry = Exclude<LiveEntry, ReplyEntry>;

/** One line of the feed: something that happened with what became of its answers, an answer that nobody asked for, or a gap. */
export type FeedRow =
  | { readonly is: 'entry'; readonly key: string; readonly entry: OtherEntry; readonly answers: readonly ReplyEntry[] }
  | { readonly is: 'answer'; readonly key: string; readonly answers: readonly [ReplyEntry, ...ReplyEntry[]] }
  | { readonly is: 'gap'; readonly key: string; readonly gap: LiveGap };

/** What a list can be narrowed to. */
export const KINDS = ['message', 'command', 'refusal', 'failed', 'event', 'notice', 'change'] as const;
export type RowKind = (typeof KINDS)[number];

/** `platform:channel:event:n sent 1764150000000`: the invocation that an answer is of. */
const invocationOf = ({ id }: ReplyEntry): string => id.replace(/ \w+ \d+$/, '');
/** An answer is of what its invocation's id begins with. */
const askedBy = (reply: ReplyEntry): string => {
  const invocation = invocationOf(reply);
  return invocation.slice(0, invocation.lastIndexOf(':'));
};
/** The same of what can be answered: `platform:event`, with the channel put between. */
const askedAs = (entry: OtherEntry): string | null =>
  entry.is === 'change' ? null : `${entry.channel}${entry.id.slice(entry.id.indexOf(':'))}`;

/** Of several tries of one answer, what came of the last. */
function latest(replies: readonly ReplyEntry[]): readonly ReplyEntry[] {
  const last = new Map<string, ReplyEntry>();
  for (const reply of replies) last.set(invocationOf(reply), reply);
  return [...last.values()];
}

const sameAnswers = (one: readonly ReplyEntry[], other: readonly ReplyEntry[]): boolean =>
  one.length === other.length && one.every((answer, i) => answer === other[i]);

/** Makes rows of a feed as it grows. A row that did not change is the very same one, so that it is not drawn again. */
export function rowMaker(): (entries: readonly LiveEntry[], gaps: readonly LiveGap[]) => readonly FeedRow[] {
  let known = new Map<string, FeedRow>();
  return (entries, gaps) => {
    const replies = new Map<string, ReplyEntry[]>();
    const asked = new Set<string>();
    for (const entry of entries) {
      if (entry.is === 'reply') {
        const of = askedBy(entry);
        const others = replies.get(of);
        if (others) others.push(entry);
        else replies.set(of, [entry]);
      } else {
        const as = askedAs(entry);
        if (as !== null) asked.add(as);
      }
    }
    const gapsAfter = Map.groupBy(gaps, ({ after }) => after);
    const made = new Map<string, FeedRow>();
    const told = new Set<string>();
    const add = (row: FeedRow): void => {
      const before = known.get(row.key);
      const isSame =
        before !== undefined &&
        before.is === row.is &&
        (row.is === 'gap' ||
          (before.is !== 'gap' &&
            sameAnswers(before.answers, row.answers) &&
            (row.is !== 'entry' || (before.is === 'entry' && before.entry === row.entry))));
      made.set(row.key, isSame ? before : row);
    };
    for (const entry of entries) {
      if (entry.is !== 'reply') {
        const as = askedAs(entry);
        add({ is: 'entry', key: entry.id, entry, answers: latest((as !== null && replies.get(as)) || []) });
      } else {
        const of = askedBy(entry);
        if (!asked.has(of) && !told.has(of)) {
          told.add(of);
          const answers = latest(replies.get(of) ?? [entry]) as [ReplyEntry, ...ReplyEntry[]];
          add({ is: 'answer', key: of, answers });
        }
      }
      for (const gap of gapsAfter.get(entry.id) ?? []) add({ is: 'gap', key: gap.id, gap });
    }
    known = made;
    return [...made.values()];
  };
}

/** The entry that a row is about: of an answer that nobody asked for, itself. */
export const entryOf = (row: Exclude<FeedRow, { is: 'gap' }>): LiveEntry =>
  row.is === 'entry' ? row.entry : row.answers[0];

/** Whether an answer was meant to be shown and was not, and will not be. */
const isUnsent = ({ status }: ReplyEntry): boolean =>
  status === 'refused' || status === 'unknown' || status === 'withheld';

export const channelOf = (entry: LiveEntry): string | null => (entry.is === 'change' ? null : entry.channel);
export const platformOf = (channel: string): string => channel.slice(0, channel.indexOf(':'));

/** Who did it; null: nobody in particular. */
export function personIn(entry: LiveEntry): { readonly key: string; readonly name: string } | null {
  if (entry.is === 'change') return entry.by && { key: entry.by.account, name: entry.by.displayName };
  if (!('author' in entry) || !entry.author || entry.author.account === '') return null;
  const { account, displayName } = entry.author;
  // Slack tells no name with a message, only whom it means.
  const [, mentioned] = /^<@(\w+)>$/.exec(displayName) ?? [];
  return { key: `${platformOf(entry.channel)}:${account}`, name: mentioned ?? displayName };
}

/** What kinds a row counts as. */
function isOfKind(row: Exclude<FeedRow, { is: 'gap' }>, kind: RowKind): boolean {
  if (kind === 'failed') return row.answers.some(isUnsent);
  if (row.is === 'answer') return kind === 'command';
  return row.entry.is === kind;
}

export interface FeedFilter {
  /** None lets all through. */
  readonly platforms: readonly string[];
  readonly kinds: readonly RowKind[];
  readonly text: string;
  /** `platform:account` */
  readonly person: string | undefined;
}

export const isNarrowing = ({ platforms, kinds, text, person }: FeedFilter): boolean =>
  platforms.length > 0 || kinds.length > 0 || text !== '' || person !== undefined;

/** The rows that a filter lets through. Gaps stay: what is missing might have matched. */
export function narrowed(rows: readonly FeedRow[], filter: FeedFilter): readonly FeedRow[] {
  if (!isNarrowing(filter)) return rows;
  const { platforms, kinds, person } = filter;
  const text = filter.text.toLowerCase();
  return rows.filter((row) => {
    if (row.is === 'gap') return true;
    const entry = entryOf(row);
    const channel = channelOf(entry);
    if (platforms.length > 0 && (channel === null || !platforms.includes(platformOf(channel)))) return false;
    if (kinds.length > 0 && !kinds.some((kind) => isOfKind(row, kind))) return false;
    if (person !== undefined && personIn(entry)?.key !== person) return false;
    return text === '' || textsOf(row).some((one) => one.toLowerCase().includes(text));
  });
}

/** What a search looks at. */
function textsOf(row: Exclude<FeedRow, { is: 'gap' }>): readonly string[] {
  const entry = entryOf(row);
  const own = 'text' in entry ? [entry.text] : entry.is === 'change' ? [entry.action] : [];
  const name = personIn(entry)?.name;
  return [
    ...own,
    ...(name === undefined ? [] : [name]),
    ...row.answers.flatMap(({ text, command }) => [text, command]),
  ];
}
