import type { CommandOptions, ReplyStyle } from '../../core/command-options.ts';
import type { Level } from '../../core/levels.ts';
import type { TimerSchedule } from '../../core/timers.ts';
import {
  bareName,
  type Fields,
  fieldsIn,
  flagIn,
  isFields,
  labelName,
  listIn,
  numberIn,
  secondsOf,
  shown,
  slug,
  textIn,
  textsIn,
  tidy,
  timesOf,
} from './fields.ts';
import { type Reason, reason, type SourceLine } from './lines.ts';
import { everyMinutes, minLinesOf } from './schedules.ts';

/** Access levels as StreamElements counts them. */
const ACCESS: readonly (readonly [number, Level])[] = [
  [100, 'everyone'],
  [250, 'subscriber'],
  // Regulars are no level here: no less than a VIP gets in.
  [300, 'vip'],
  [400, 'vip'],
  [500, 'moderator'],
  [1000, 'admin'],
  [1500, 'owner'],
];

const STYLES: Readonly<Record<string, ReplyStyle>> = {
  say: 'say',
  mention: 'mention',
  reply: 'reply',
  whisper: 'ephemeral',
};

/** What the API answers for commands, timers and counters; each alone, or together under these names. */
export function readStreamElements(document: unknown): readonly SourceLine[] {
  return lists(document).flatMap(({ entries, place, is }) =>
    entries.flatMap((entry, i) => readEntry(is, `${place}[${i}]`, entry)),
  );
}

type ListKind = 'command' | 'timer' | 'counter' | 'filter';
interface List {
  readonly place: string;
  readonly entries: readonly unknown[];
  readonly is: ListKind | null;
}

const NAMED: readonly (readonly [string, ListKind])[] = [
  ['commands', 'command'],
  ['timers', 'timer'],
  ['counters', 'counter'],
  ['filters', 'filter'],
];

function lists(document: unknown, place = ''): readonly List[] {
  if (Array.isArray(document)) {
    const isWhole = document.some((each) => Array.isArray(each) || (isFields(each) && hasLists(each)));
    return isWhole
      ? document.flatMap((each, i) => lists(each, `[${i}].`))
      : [{ place: place.replace(/\.$/, ''), entries: document, is: null }];
  }
  if (!isFields(document)) return [];
  if (!hasLists(document)) return [{ place: place || 'file', entries: [document], is: null }];
  return NAMED.flatMap(([name, is]) => {
    const entries = listIn(document, name);
    return entries.length === 0 ? [] : [{ place: place + name, entries, is }];
  });
}

const hasLists = (fields: Fields): boolean => NAMED.some(([name]) => Array.isArray(fields[name]));

function kindOf(fields: Fields): ListKind {
  if ('command' in fields || 'reply' in fields) return 'command';
  if ('chatLines' in fields || 'online' in fields || 'offline' in fields) return 'timer';
  return 'counter' in fields ? 'counter' : 'command';
}

function readEntry(is: ListKind | null, place: string, entry: unknown): readonly SourceLine[] {
  if (!isFields(entry))
    return [
      {
        ...lineAt(place, shown(entry)),
        kind: is === 'timer' ? 'timer' : is === 'counter' ? 'counter' : 'command',
        name: '',
        draft: null,
        reasons: [reason('not-read')],
      },
    ];
  switch (is ?? kindOf(entry)) {
    case 'command':
      return readCommand(place, entry);
    case 'timer':
      return readTimer(place, entry);
    case 'counter':
      return [readCounter(place, entry)];
    case 'filter':
      return [
        {
          ...lineAt(place, shown(textIn(entry, 'name', '_id') ?? '')),
          kind: 'other',
          name: '',
          draft: null,
          reasons: [reason('filters-later')],
        },
      ];
  }
}

const lineAt = (place: string, typed: string, id: string = place, of: string | null = null) => ({
  id,
  place,
  typed,
  of,
});

function readCommand(place: string, fields: Fields): readonly SourceLine[] {
  const typed = textIn(fields, 'command');
  const text = textIn(fields, 'reply')?.trim();
  const line = lineAt(place, typed ?? '');
  if (typed === undefined || text === undefined)
    return [
      {
        ...line,
        kind: 'command',
        name: '',
        draft: null,
        reasons: [reason('incomplete', { field: typed === undefined ? 'command' : 'reply' })],
      },
    ];
  const bare = bareName(typed, false);
  const { options, reasons } = optionsOf(fields);
  const command: SourceLine = {
    ...line,
    kind: 'command',
    name: bare.name,
    draft: { is: 'command', text, options: { ...options, dialect: 'streamelements' } },
    reasons: [...bare.reasons, ...reasons],
  };
  return [command, ...aliasesOf(command, textsIn(fields, 'aliases')), ...keywordsOf(command, fields)];
}

function optionsOf(fields: Fields): { readonly options: CommandOptions; readonly reasons: readonly Reason[] } {
  const level = levelOf(numberIn(fields, 'accessLevel') ?? 100);
  const style = styleOf(textIn(fields, 'type'));
  const cooldown = fieldsIn(fields, 'cooldown');
  const [user, channel] = [secondsOf(numberIn(cooldown, 'user')), secondsOf(numberIn(cooldown, 'global'))];
  const cost = numberIn(fields, 'cost') ?? 0;
  const is = (name: string): boolean => flagIn(fields, name) !== false;
  return {
    options: tidy({
      ...timesOf(is('enabled'), is('enabledOnline'), is('enabledOffline')),
      level: level.level === 'everyone' ? undefined : level.level,
      cooldown: { user: user.seconds, channel: channel.seconds },
      style: style.style,
      hidden: flagIn(fields, 'hidden') === true ? true : undefined,
    }),
    reasons: [
      ...level.reasons,
      ...style.reasons,
      ...user.reasons,
      ...channel.reasons,
      ...(cost > 0 ? [reason('cost', { cost })] : []),
    ],
  };
}

/** The level that lets nobody in who was kept out. */
function levelOf(access: number): { readonly level: Level; readonly reasons: readonly Reason[] } {
  const [exact, level = 'owner'] = ACCESS.find(([number]) => access <= number) ?? [];
  if (access === 300) return { level, reasons: [reason('level-regulars')] };
  return { level, reasons: exact === access ? [] : [reason('level-unknown', { level: access })] };
}

function styleOf(type: string | undefined): {
  readonly style: ReplyStyle | undefined;
  readonly reasons: readonly Reason[];
} {
  if (type === undefined || type === 'say') return { style: undefined, reasons: [] };
  const style = Object.hasOwn(STYLES, type) ? STYLES[type] : undefined;
  if (style === undefined) return { style: undefined, reasons: [reason('style-unknown', { style: shown(type) })] };
  return { style, reasons: type === 'whisper' ? [reason('whisper')] : [] };
}

/** Other names of a command. */
export function aliasesOf(command: SourceLine, aliases: readonly string[]): readonly SourceLine[] {
  return aliases.map((typed, i) => {
    const bare = bareName(typed, false);
    return {
      ...lineAt(`${command.place}.aliases[${i}]`, typed, `${command.id}.aliases[${i}]`, command.id),
      kind: 'alias',
      name: bare.name,
      draft: { is: 'alias', target: command.name, rest: '', options: {} },
      reasons: [...bare.reasons, reason('alias-of', { target: command.name })],
    };
  });
}

/** Words that set a command off wherever they stand, and the expression that does. */
function keywordsOf(command: SourceLine, fields: Fields): readonly SourceLine[] {
  const words = textsIn(fields, 'keywords').filter((word) => word.trim() !== '');
  const regex = textIn(fields, 'regex')?.trim() ?? '';
  const rules = [
    ...words.map((pattern, i) => ({ at: `keywords[${i}]`, match: 'word' as const, pattern: pattern.trim() })),
    ...(regex === '' ? [] : [{ at: 'regex', match: 'regex' as const, pattern: regex }]),
  ];
  return rules.map(({ at, match, pattern }) => ({
    ...lineAt(`${command.place}.${at}`, pattern, `${command.id}.${at}`, command.id),
    kind: 'keyword',
    name: slug(`${command.name}-${match === 'regex' ? 'regex' : pattern}`) || slug(`${command.name}-${at}`),
    draft: { is: 'keyword', match, pattern, target: command.name },
    reasons: [
      reason('keyword-of', { target: command.name }),
      ...(match === 'regex' ? [reason('regex', { pattern: shown(pattern) })] : []),
    ],
  }));
}

function readCounter(place: string, fields: Fields): SourceLine {
  const typed = textIn(fields, 'counter', 'name', '_id') ?? '';
  const value = numberIn(fields, 'value', 'count');
  const bare = bareName(typed, false);
  const line = { ...lineAt(place, typed), kind: 'counter', name: bare.name } as const;
  if (value === undefined || !Number.isSafeInteger(value))
    return { ...line, draft: null, reasons: [reason('incomplete', { field: 'value' })] };
  return {
    ...line,
    draft: { is: 'counter', value },
    reasons: [...bare.reasons, reason('starts-at', { count: value })],
  };
}

/** When a timer speaks: at one pace while a stream is on, at another while none is. */
function readTimer(place: string, fields: Fields): readonly SourceLine[] {
  const typed = textIn(fields, 'name') ?? '';
  const label = labelName(typed);
  const several = textsIn(fields, 'messages');
  const single = textIn(fields, 'message');
  const texts = (several.length > 0 ? several : single === undefined ? textsIn(fields, 'message') : [single])
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const base = { ...lineAt(place, typed), kind: 'timer', name: label.name } as const;
  if (texts.length === 0) return [{ ...base, draft: null, reasons: [reason('incomplete', { field: 'message' })] }];
  const lines = minLinesOf(numberIn(fields, 'chatLines'));
  const reasons = [
    ...label.reasons,
    ...lines.reasons,
    ...(texts.length > 1 ? [reason('several-texts', { count: texts.length })] : []),
    ...(hasConditions(fields) ? [reason('conditions')] : []),
  ];
  const isOn = flagIn(fields, 'enabled') !== false;
  return pacesOf(fields).map(({ suffix, live, enabled, schedule, reasons: odd }) => ({
    ...base,
    id: suffix === '' ? base.id : `${base.id}.${suffix}`,
    place: suffix === '' ? place : `${place}.${suffix}`,
    name: suffix === '' ? base.name : slug(`${base.name.slice(0, 32)}-${suffix}`),
    draft: { is: 'timer', texts, schedule, minLines: lines.minLines, live, enabled: isOn && enabled },
    reasons: [...reasons, ...odd],
  }));
}

const CONDITIONS = ['title', 'titles', 'game', 'games', 'category', 'categories', 'conditions', 'keywords'] as const;
const hasConditions = (fields: Fields): boolean =>
  CONDITIONS.some((name) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return Array.isArray(value) ? value.length > 0 : isFields(value) ? Object.keys(value).length > 0 : Boolean(value);
  });

interface Pace {
  /** Where one timer of theirs is two of ours. */
  readonly suffix: '' | 'live' | 'offline';
  readonly live: 'live' | 'offline' | null;
  readonly enabled: boolean;
  readonly schedule: TimerSchedule;
  readonly reasons: readonly Reason[];
}

function pacesOf(fields: Fields): readonly Pace[] {
  const [online, offline] = [paceIn(fieldsIn(fields, 'online')), paceIn(fieldsIn(fields, 'offline'))];
  const at = (minutes: number, of: Pick<Pace, 'suffix' | 'live' | 'enabled'>): Pace => ({
    ...of,
    ...everyMinutes(minutes),
  });
  if (!online.enabled && !offline.enabled) return [at(online.interval, { suffix: '', live: null, enabled: false })];
  if (!offline.enabled) return [at(online.interval, { suffix: '', live: 'live', enabled: true })];
  if (!online.enabled) return [at(offline.interval, { suffix: '', live: 'offline', enabled: true })];
  if (online.interval === offline.interval) return [at(online.interval, { suffix: '', live: null, enabled: true })];
  return [
    at(online.interval, { suffix: 'live', live: 'live', enabled: true }),
    at(offline.interval, { suffix: 'offline', live: 'offline', enabled: true }),
  ];
}

const paceIn = (fields: Fields): { readonly enabled: boolean; readonly interval: number } => ({
  enabled: flagIn(fields, 'enabled') === true,
  interval: numberIn(fields, 'interval') ?? 0,
});
