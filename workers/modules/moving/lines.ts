import type { CommandOptions } from '../../core/command-options.ts';
import type { KeywordMatch } from '../../core/keywords.ts';
import type { TimerSchedule } from '../../core/timers.ts';
import type { AliasOptions } from '../aliases/aliases.ts';

/** Where a file can come from. */
export const SOURCES = ['nightbot', 'streamelements', 'fossabot', 'quotes'] as const;
export type Source = (typeof SOURCES)[number];
/** Bots whose commands can be brought; quotes have a file of their own. */
export const BOTS = ['nightbot', 'streamelements', 'fossabot'] as const satisfies readonly Source[];
export type Bot = (typeof BOTS)[number];

/** What a line of a report is about; `other` is what WaddleBot has no place for yet. */
export const KINDS = ['command', 'alias', 'counter', 'keyword', 'timer', 'quote', 'other'] as const;
export type Kind = (typeof KINDS)[number];

export const STATUSES = ['ok', 'needs-review', 'conflict', 'unsupported'] as const;
export type Status = (typeof STATUSES)[number];

/**
 * Why a line is as it is, and what that makes of it. `ok`: a remark. `conflict`: its name stands for something already, so that
 * it comes only under another. `unsupported`: it does not come at all.
 */
export const REASONS = {
  'as-it-was': 'ok',
  'alias-of': 'ok',
  'count-unused': 'ok',
  'cooldown-unknown': 'ok',
  'keyword-of': 'ok',
  'lines-since': 'ok',
  'name-changed': 'ok',
  'several-texts': 'ok',
  'starts-at': 'ok',
  reserved: 'ok',
  'unknown-variable': 'needs-review',
  'unread-template': 'needs-review',
  'joins-later': 'needs-review',
  'not-offered': 'needs-review',
  'needs-account': 'needs-review',
  'changes-stream': 'needs-review',
  fetches: 'needs-review',
  'script-takes-text': 'needs-review',
  'timer-dialect': 'needs-review',
  whisper: 'needs-review',
  'style-unknown': 'needs-review',
  cost: 'needs-review',
  'level-regulars': 'needs-review',
  'level-unknown': 'needs-review',
  'roles-narrowed': 'needs-review',
  'roles-unknown': 'needs-review',
  'cooldown-rounded': 'needs-review',
  'cooldown-cut': 'needs-review',
  'other-prefix': 'needs-review',
  'interval-rounded': 'needs-review',
  'interval-short': 'needs-review',
  'interval-long': 'needs-review',
  'lines-cut': 'needs-review',
  'cron-hours': 'needs-review',
  conditions: 'needs-review',
  'target-missing': 'needs-review',
  'target-built-in': 'needs-review',
  'alias-variable': 'needs-review',
  regex: 'needs-review',
  full: 'needs-review',
  'quote-broken': 'needs-review',
  'quote-columns': 'needs-review',
  'quote-encoding': 'needs-review',
  'quote-author-guessed': 'needs-review',
  'quote-pending': 'needs-review',
  'quote-date-unknown': 'needs-review',
  'quote-date-future': 'needs-review',
  'quote-date-ambiguous': 'needs-review',
  'bad-name': 'needs-review',
  'name-builtin': 'conflict',
  'name-custom': 'conflict',
  'name-alias': 'conflict',
  'name-http': 'conflict',
  'name-timer': 'conflict',
  'name-keyword': 'conflict',
  'counter-there': 'conflict',
  'quote-there': 'conflict',
  twice: 'conflict',
  incomplete: 'unsupported',
  empty: 'unsupported',
  'too-long': 'unsupported',
  markers: 'unsupported',
  'alias-loop': 'unsupported',
  'filters-later': 'unsupported',
  'songs-later': 'unsupported',
  'regulars-later': 'unsupported',
  'default-command': 'unsupported',
  'timer-alias': 'unsupported',
  'bad-cron': 'unsupported',
  'bad-pattern': 'unsupported',
  'many-texts': 'unsupported',
  'not-read': 'unsupported',
  'not-in-file': 'unsupported',
  'without-command': 'unsupported',
} as const satisfies Readonly<Record<string, Status>>;
export type ReasonCode = keyof typeof REASONS;

export interface Reason {
  readonly code: ReasonCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Texts of a file are told as PostgreSQL takes them: without NUL and halves of surrogate pairs. */
export const reason = (code: ReasonCode, params: Reason['params'] = {}): Reason => ({
  code,
  params: Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value,
    ]),
  ),
});

/** What a line weighs: its heaviest reason. */
export const statusOf = (reasons: readonly Reason[]): Status =>
  reasons.reduce<Status>(
    (worst, { code }) => (STATUSES.indexOf(REASONS[code]) > STATUSES.indexOf(worst) ? REASONS[code] : worst),
    'ok',
  );

/** What a line would become here, apart from its name. */
export type Draft =
  | { readonly is: 'command'; readonly text: string; readonly options: CommandOptions }
  /** `target` is what it stands for, by the name that the file has, and `rest` what follows it. */
  | { readonly is: 'alias'; readonly target: string; readonly rest: string; readonly options: AliasOptions }
  | { readonly is: 'counter'; readonly value: number }
  /** A rule that runs the command, as whoever wrote the line. */
  | { readonly is: 'keyword'; readonly match: KeywordMatch; readonly pattern: string; readonly target: string }
  | {
      readonly is: 'timer';
      readonly texts: readonly string[];
      readonly schedule: TimerSchedule;
      readonly minLines: number;
      readonly live: 'live' | 'offline' | null;
      readonly enabled: boolean;
    }
  | {
      readonly is: 'quote';
      readonly text: string;
      readonly author: string;
      readonly category: string | null;
      readonly game: string | null;
      readonly title: string | null;
      /** ms since epoch; null: not told. */
      readonly saidAt: number | null;
    };

/** A line as a reader found it, before anybody looked at what the community has. */
export interface SourceLine {
  /** The same for the same file, however often it is read. */
  readonly id: string;
  /** Where it stands in the file: `commands[3].aliases[0]`. */
  readonly place: string;
  readonly kind: Kind;
  /** As the file has it. */
  readonly typed: string;
  /** The name it would have here; what is none is told by `bad-name`. */
  readonly name: string;
  readonly draft: Draft | null;
  /** The id of the line that it comes with: an alias, a counter or a keyword belongs to its command. */
  readonly of: string | null;
  readonly reasons: readonly Reason[];
}

/** Why a file cannot be read at all. */
export type Fault =
  | { readonly fault: 'empty' }
  | { readonly fault: 'not-json'; readonly line: number; readonly column: number }
  | { readonly fault: 'no-text-column'; readonly header: string }
  | { readonly fault: 'other-source'; readonly is: Source }
  | { readonly fault: 'unknown-shape' }
  | { readonly fault: 'answer-is-error'; readonly says: string }
  | { readonly fault: 'too-many'; readonly most: number };

export type Read = { readonly lines: readonly SourceLine[] } | Fault;

/** Lines of one file. */
export const MAX_LINES = 2_000;
/** Longest file, in UTF-16 units. */
export const MAX_FILE = 1_500_000;
