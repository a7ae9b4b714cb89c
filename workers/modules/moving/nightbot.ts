import type { Level } from '../../core/levels.ts';
import type { Node } from '../../core/templates/nodes.ts';
import { parse } from '../../core/templates/parse.ts';
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
  textIn,
  tidy,
} from './fields.ts';
import { type Reason, reason, type SourceLine } from './lines.ts';
import { everyMinutes, minLinesOf } from './schedules.ts';

/** Levels as the API names them. A regular is more than a subscriber there and no level here: no less than a VIP gets in. */
const LEVELS: Readonly<Record<string, Level>> = {
  owner: 'owner',
  admin: 'admin',
  moderator: 'moderator',
  twitch_vip: 'vip',
  regular: 'vip',
  subscriber: 'subscriber',
  everyone: 'everyone',
};

/** A document of Nightbot's API, or several of them: `{ commands }`, `{ timers }`, `{ regulars }`, `{ filters }`, `{ playlist }`. */
export function readNightbot(document: unknown): readonly SourceLine[] {
  const all = everyCommand(document);
  // Read without leave, the API writes `[name]` where a variable stands, and what was meant cannot be told any more.
  const isMarked = !all.some((fields) => (textIn(fields, 'message') ?? '').includes('$('));
  return lists(document).flatMap(({ name, place, entries }) =>
    entries.flatMap((entry, i) => readEntry(name, `${place}[${i}]`, entry, isMarked)),
  );
}

interface List {
  readonly name: string;
  readonly place: string;
  readonly entries: readonly unknown[];
}

const KNOWN_LISTS = ['commands', 'timers', 'regulars', 'filters', 'playlist', 'spam_protection'] as const;

function lists(document: unknown, place = ''): readonly List[] {
  if (Array.isArray(document)) {
    const isWhole = document.some((each) => isFields(each) && KNOWN_LISTS.some((name) => Array.isArray(each[name])));
    if (isWhole) return document.flatMap((each, i) => lists(each, `[${i}].`));
    return [{ name: looksLikeTimer(document[0]) ? 'timers' : 'commands', place, entries: document }];
  }
  if (!isFields(document)) return [];
  const found = KNOWN_LISTS.flatMap((name) => {
    const entries = listIn(document, name);
    return entries.length === 0 ? [] : [{ name, place: place + name, entries }];
  });
  const single = [
    ['command', 'commands'],
    ['timer', 'timers'],
  ].flatMap(([field = '', name = '']) =>
    isFields(document[field]) ? [{ name, place: place + field, entries: [document[field]] }] : [],
  );
  return [...found, ...single];
}

const looksLikeTimer = (entry: unknown): boolean => isFields(entry) && 'interval' in entry;

const everyCommand = (document: unknown): readonly Fields[] =>
  lists(document).flatMap(({ name, entries }) => (name === 'commands' ? entries.filter(isFields) : []));

function readEntry(list: string, place: string, entry: unknown, isMarked: boolean): readonly SourceLine[] {
  if (list === 'commands' || list === 'timers') {
    if (!isFields(entry)) return [notRead(place, list === 'timers' ? 'timer' : 'command', entry)];
    return list === 'timers' ? [readTimer(place, entry)] : readCommand(place, entry, isMarked);
  }
  const code = list === 'regulars' ? 'regulars-later' : list === 'playlist' ? 'songs-later' : 'filters-later';
  return [{ ...other(place, labelOf(entry)), reasons: [reason(code)] }];
}

function labelOf(entry: unknown): string {
  if (!isFields(entry)) return shown(entry);
  const track = fieldsIn(entry, 'track');
  return shown(textIn(entry, 'displayName', 'name', '_type', 'title') ?? textIn(track, 'title') ?? '');
}

const other = (place: string, typed: string) =>
  ({ id: place, place, kind: 'other', typed, name: '', draft: null, of: null }) as const;

const notRead = (place: string, kind: 'command' | 'timer', entry: unknown): SourceLine => ({
  ...other(place, shown(entry)),
  kind,
  reasons: [reason('not-read')],
});

const MARKER =
  /\[(?:[1-9]|query|querystring|user|userid|userlevel|touser|channel|channelid|chatid|provider|command|count|countdown|countup|time|eval|urlfetch|customapi|twitch|weather|steam|lastfm|rainwave|leagueoflegends|teamfighttactics|x|tweet|bluesky|threads|djkhaled)\]/i;

function readCommand(place: string, fields: Fields, isMarked: boolean): readonly SourceLine[] {
  const typed = textIn(fields, 'name');
  const text = textIn(fields, 'message');
  const target = textIn(fields, 'alias')?.trim() ?? '';
  const line = { id: place, place, typed: typed ?? '', of: null };
  if (typed === undefined || (text === undefined && target === ''))
    return [
      {
        ...line,
        kind: target === '' ? 'command' : 'alias',
        name: '',
        draft: null,
        reasons: [reason('incomplete', { field: typed === undefined ? 'name' : 'message' })],
      },
    ];
  const bare = bareName(typed, true);
  const level = levelOf(textIn(fields, 'userLevel'));
  const cooldown = secondsOf(numberIn(fields, 'coolDown'));
  const options = tidy({
    level: level.level === 'everyone' ? undefined : level.level,
    cooldown: { channel: cooldown.seconds },
  });
  const reasons = [...bare.reasons, ...level.reasons, ...cooldown.reasons];
  if (target !== '')
    return [readAlias({ ...line, name: bare.name }, { target, message: text ?? '', options, reasons })];
  const said = text ?? '';
  const marked = isMarked && MARKER.test(said) ? [reason('markers')] : [];
  const command: SourceLine = {
    ...line,
    kind: 'command',
    name: bare.name,
    draft: { is: 'command', text: said.trim(), options: { ...options, dialect: 'nightbot' } },
    reasons: [...reasons, ...marked],
  };
  return [command, ...counterOf(command, numberIn(fields, 'count') ?? 0)];
}

/** A command's count, where there is one to carry on. */
function counterOf(command: SourceLine, count: number): readonly SourceLine[] {
  if (!(Number.isSafeInteger(count) && count > 0)) return [];
  const { id, place, typed, name } = command;
  return [
    {
      id: `${id}.count`,
      place: `${place}.count`,
      kind: 'counter',
      typed,
      name,
      draft: { is: 'counter', value: count },
      of: id,
      reasons: [reason('starts-at', { count })],
    },
  ];
}

function levelOf(typed: string | undefined): { readonly level: Level; readonly reasons: readonly Reason[] } {
  if (typed === undefined) return { level: 'everyone', reasons: [] };
  const level = Object.hasOwn(LEVELS, typed) ? LEVELS[typed] : undefined;
  // Nobody gets more than they had.
  if (level === undefined) return { level: 'owner', reasons: [reason('level-unknown', { level: shown(typed) })] };
  return { level, reasons: typed === 'regular' ? [reason('level-regulars')] : [] };
}

/** What an alias's own text can say by our placeholders. */
const PLACEHOLDERS: Readonly<Record<string, string>> = { query: '{args}', user: '{user}', touser: '{target}' };

function readAlias(
  line: Pick<SourceLine, 'id' | 'place' | 'typed' | 'of' | 'name'>,
  given: {
    readonly target: string;
    readonly message: string;
    readonly options: object;
    readonly reasons: readonly Reason[];
  },
): SourceLine {
  const target = bareName(given.target, true);
  const nodes = parse(given.message.trim(), 'nightbot').nodes.map(placeholder);
  const unknown = nodes.flatMap(({ unknown: name }) => (name === null ? [] : [reason('alias-variable', { name })]));
  return {
    ...line,
    kind: 'alias',
    draft: { is: 'alias', target: target.name, rest: nodes.map(({ text }) => text).join(''), options: given.options },
    reasons: [...given.reasons, ...unknown],
  };
}

/** Signs that mean something in an alias and nothing in Nightbot's text. */
const bareSigns = (text: string): string => text.replaceAll('{', '\\{').replaceAll('&&', '\\&&');

function placeholder(node: Node): { readonly text: string; readonly unknown: string | null } {
  if (node.kind === 'text') return { text: bareSigns(node.text), unknown: null };
  const [first] = node.alternatives;
  const isBare = node.alternatives.length === 1 && first?.args.length === 0;
  if (isBare && first.ref?.is === 'range' && first.ref.to === null && first.ref.from >= 1 && first.ref.from <= 9)
    return { text: `{arg${first.ref.from}}`, unknown: null };
  const name = isBare && first.ref?.is === 'name' && first.ref.members.length === 0 ? first.ref.name : '';
  const known = Object.hasOwn(PLACEHOLDERS, name) ? PLACEHOLDERS[name] : undefined;
  return known === undefined ? { text: node.typed, unknown: node.typed.slice(0, 60) } : { text: known, unknown: null };
}

function readTimer(place: string, fields: Fields): SourceLine {
  const typed = textIn(fields, 'name') ?? '';
  const message = textIn(fields, 'message')?.trim();
  const name = labelName(typed);
  const base = { id: place, place, kind: 'timer', typed, name: name.name, of: null } as const;
  if (message === undefined || message === '')
    return { ...base, draft: null, reasons: [reason('incomplete', { field: 'message' })] };
  if (textIn(fields, 'alias')) return { ...base, draft: null, reasons: [reason('timer-alias')] };
  const schedule = scheduleOf(fields);
  const lines = minLinesOf(numberIn(fields, 'lines'));
  return {
    ...base,
    draft: {
      is: 'timer',
      texts: [message],
      schedule: schedule.schedule,
      minLines: lines.minLines,
      live: null,
      enabled: flagIn(fields, 'enabled') !== false,
    },
    reasons: [...name.reasons, ...schedule.reasons, ...lines.reasons],
  };
}

/** A cron expression, as the API has it; a number is minutes. */
function scheduleOf(fields: Fields): { readonly schedule: TimerSchedule; readonly reasons: readonly Reason[] } {
  const cron = (textIn(fields, 'interval') ?? '').trim();
  if (/^\d+(?:\.\d+)?$/.test(cron)) return everyMinutes(Number(cron));
  const [, hours = '*'] = cron.split(/\s+/);
  // The API does not say in which zone it counts hours.
  return {
    schedule: { cron },
    reasons: /^\*(?:\/1)?$/.test(hours) ? [] : [reason('cron-hours', { cron: shown(cron) })],
  };
}
