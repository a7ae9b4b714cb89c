import type { Case, Class, Measured, Scale, Turn } from './mix.ts';
import { CASES, caseKey, perMinute } from './mix.ts';
import { dollars } from './prices.ts';
import { type Kind, type Operation, Tally } from './tally.ts';

/** What was counted at one scale. */
export interface Counted {
  readonly scale: Scale;
  /** By `caseKey`. */
  readonly measured: ReadonlyMap<string, Measured>;
  /** Telling Postgres of uses, per command. */
  readonly usage: Readonly<Record<Class, Tally>>;
}

/** A row of the table, with the cases that it is the mean of. */
export interface Row {
  readonly name: string;
  /** Where columns are narrow. */
  readonly short?: string;
  readonly has: (one: Case) => boolean;
  /** US dollars per million, DESIGN §6. */
  readonly target?: number;
  /** Where the target is not reached, by channels: what it is held under instead (docs/costs.md tells why). */
  readonly missedBy?: Readonly<Record<number, number>>;
  /** Counted as a row of its own: a platform sends the bot's own line back as a message like any other. */
  readonly apart?: readonly Operation[];
}

/** At 10,000 channels most commands are the first that an isolate sees of their channel, and the send budget is kept. */
const MISSED = { 10000: 0.1 } as const;
/** Wider since the sample has observed channels, too: this row cost 3.467 before that and costs 3.508 now, the one above 3.455 and 3.417. */
const EFFECT_MISSED = { 10000: 0.12 } as const;

/** What the bot's own line costs that a platform shows it again. */
const ECHO: readonly Operation[] = ['request echo', 'cpu echo', 'call Channel.echo', 'busy Channel.echo'];

const turns =
  (...wanted: readonly Turn[]) =>
  ({ turn }: Case): boolean =>
    wanted.includes(turn);
const plainIn =
  (of: Class) =>
  (one: Case): boolean =>
    one.of === of && one.turn === 'plain';

const observedIn =
  (of: Class) =>
  (one: Case): boolean =>
    one.of === of && one.turn === 'observed';

export const ROWS: readonly Row[] = [
  { name: 'plain message nobody wants, busy channel (warm)', short: 'plain, busy', has: plainIn('busy'), target: 0.36 },
  { name: 'plain message nobody wants, calm channel', short: 'calm', has: plainIn('calm') },
  { name: 'plain message nobody wants, quiet channel', short: 'quiet', has: plainIn('quiet'), target: 0.5 },
  { name: 'command by the queue', short: 'queue', has: turns('queued'), target: 3.4, missedBy: MISSED, apart: ECHO },
  {
    name: 'command by the queue, effect in the database',
    has: turns('effect'),
    target: 3.4,
    missedBy: EFFECT_MISSED,
    apart: ECHO,
  },
  {
    name: 'command by the queue, community of several channels',
    short: 'several channels',
    has: turns('shared'),
    apart: ECHO,
  },
  { name: 'command inline', short: 'inline', has: turns('inline'), target: 1.9 },
  { name: 'command inline, effect in the database', has: turns('inline effect'), target: 1.9 },
  { name: 'command refused (cooldown)', short: 'refused', has: turns('refused') },
  {
    name: 'plain message that is observed, busy channel',
    short: 'observed, busy',
    has: observedIn('busy'),
    target: 0.6,
  },
  { name: 'plain message that is observed, calm channel', has: observedIn('calm') },
  {
    name: 'plain message that is observed, quiet channel',
    short: 'observed, quiet',
    has: observedIn('quiet'),
    target: 1,
  },
  { name: 'any message of the mix', has: ({ turn }) => turn !== 'observed' },
];

/** What a row tells: the mean of its cases, without what is a row of its own. */
export const shownIn = ({ has, apart = [] }: Row, at: Counted): Tally => meanOf(has, at).without(...apart);

const isAnswered = ({ turn }: Case): boolean => turn !== 'plain' && turn !== 'refused' && turn !== 'observed';

/** What one message does, as a mean over the cases it may be, each as often as the mix has it. */
export function meanOf(has: Row['has'], { scale, measured, usage }: Counted): Tally {
  const cases = CASES.filter(has);
  const all = cases.reduce((sum, one) => sum + perMinute(one, scale), 0);
  const mean = new Tally();
  for (const one of cases) {
    const { messages, tally } = measured.get(caseKey(one)) as Measured;
    if (messages === 0) throw new Error(`nothing was counted of ${caseKey(one)}`);
    const share = perMinute(one, scale) / all;
    mean.plus(tally, share / messages);
    if (isAnswered(one)) mean.plus(usage[one.of], share);
  }
  return mean;
}

/** What things are done for. */
const PURPOSES: Readonly<Record<string, readonly Operation[]>> = {
  'webhook: request, CPU': ['request webhook', 'cpu webhook'],
  'snapshot for the isolate': ['call Channel.meet', 'busy Channel.meet'],
  'open feeds: call': ['call Feeds.current', 'busy Feeds.current'],
  'observation: call': ['call Channel.observe', 'busy Channel.observe'],
  'observation: row': ['write observed', 'write alarm'],
  admission: ['call Channel.admitAll', 'busy Channel.admitAll'],
  'packed row': ['write admitted'],
  'queue: message, waiting for its acceptance': ['queue invocations', 'busy invocations'],
  'consumer: request, CPU': ['request consumer', 'cpu consumer'],
  'send budget: call': ['call Upstream.acquire', 'busy Upstream.acquire'],
  'send budget: row': ['write windows'],
  'echo: request, CPU': ['request echo', 'cpu echo'],
  'echo: call': ['call Channel.echo', 'busy Channel.echo'],
  "community's limit": [
    'call Community.takeCommand',
    'busy Community.takeCommand',
    'call Community.giveBackCommand',
    'busy Community.giveBackCommand',
    'write kv',
  ],
  'health notes: calls': ['call Channel.noteSends', 'busy Channel.noteSends'],
  'health notes: rows': ['write health'],
  'counts told': ['write usage', 'queue activity', 'busy activity', 'request activity', 'cpu activity'],
  'log line, 5 % kept': ['log line'],
};

/** The dollars of a tally by what they are spent on. */
function byPurpose(tally: Tally): Readonly<Record<string, number>> {
  const purposes = Object.entries(PURPOSES).map(
    ([name, operations]) => [name, dollars(tally.only(...operations))] as const,
  );
  const rest = purposes.reduce((left, [, amount]) => left - amount, dollars(tally));
  return Object.fromEntries([...purposes, ['rows read, and the rest', rest]]);
}

const cents = (amount: number): string => amount.toFixed(2);
const mills = (amount: number): string => (amount < 0.0005 ? '' : amount.toFixed(3));

/** US dollars per million of each kind of message, at each scale. */
export function priceTable(counted: readonly Counted[]): string {
  const rows = ROWS.map((row) => {
    const { name, target } = row;
    return [
      name,
      target === undefined ? '' : `≤ ${cents(target)}`,
      ...counted.map((at) => {
        const price = dollars(shownIn(row, at));
        return price.toFixed(3) + (target !== undefined && price > target ? ' !' : '');
      }),
    ];
  });
  const part = (name: string, has: Row['has'], ...purposes: readonly string[]) => [
    name,
    '',
    ...counted.map((at) => {
      const spent = byPurpose(meanOf(has, at));
      return purposes.reduce((sum, purpose) => sum + (spent[purpose] ?? 0), 0).toFixed(3);
    }),
  ];
  rows.push(
    part('of it: counts told, per answered command', isAnswered, 'counts told'),
    part('of it: health notes, per message', () => true, 'health notes: calls', 'health notes: rows'),
    part(
      'besides: the bot’s own line, seen again (echo)',
      turns('queued', 'effect', 'shared'),
      'echo: request, CPU',
      'echo: call',
    ),
  );
  const scales = counted.map(({ scale }) => `${scale.channels.toLocaleString('en')} channels`);
  return markdown(['$ per million', 'target', ...scales], rows);
}

/** What the dollars of some rows are spent on, at one scale. */
export function purposeTable(at: Counted): string {
  const shown = ROWS.filter(({ short }) => short !== undefined);
  const spent = shown.map(({ has }) => byPurpose(meanOf(has, at)));
  return markdown(
    [`$ per million, ${at.scale.channels.toLocaleString('en')} channels`, ...shown.map(({ short = '' }) => short)],
    Object.keys(spent[0] ?? {}).map((purpose) => [purpose, ...spent.map((one) => mills(one[purpose] ?? 0))]),
  );
}

const COUNTED: readonly (readonly [Kind, string])[] = [
  ['request', 'requests'],
  ['call', 'calls'],
  ['write', 'rows written'],
  ['read', 'rows read'],
  ['queue', 'queue messages'],
  ['trip', 'round trips'],
  ['log', 'log lines'],
];

/** How many operations one message of each row is, at one scale. */
export function operationTable(at: Counted): string {
  return markdown(
    [`operations, ${at.scale.channels.toLocaleString('en')} channels`, ...COUNTED.map(([, title]) => title)],
    ROWS.map(({ name, has }) => {
      const mean = meanOf(has, at);
      return [name, ...COUNTED.map(([kind]) => mean.sum(kind).toFixed(2))];
    }),
  );
}

/** A table as the formatter of the docs would have it. */
export function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(3, title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
