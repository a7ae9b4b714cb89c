import { LEVELS, type Level } from '../../core/levels.ts';
import {
  bareName,
  type Fields,
  flagIn,
  isFields,
  listIn,
  numberIn,
  secondsOf,
  shown,
  textIn,
  textsIn,
  tidy,
  timesOf,
} from './fields.ts';
import { type Reason, reason, type SourceLine } from './lines.ts';
import { aliasesOf } from './streamelements.ts';

/** Fossabot's own roles as levels. Whoever has a role of this list is let in by its level here. */
const ROLES: Readonly<Record<string, Level>> = {
  subscriber: 'subscriber',
  founder: 'subscriber',
  vip: 'vip',
  moderator: 'moderator',
  'lead moderator': 'moderator',
  broadcaster: 'owner',
};
/** What a set of roles has to name, so that nobody gets in who was kept out. */
const LADDER = ['subscriber', 'vip', 'moderator'] as const satisfies readonly Level[];

/** A channel's public commands: `{ commands, roles }`, or the list alone. */
export function readFossabot(document: unknown): readonly SourceLine[] {
  const wholes = Array.isArray(document)
    ? document.some((each) => isFields(each) && Array.isArray(each.commands))
      ? document.filter(isFields)
      : [{ commands: document }]
    : isFields(document)
      ? [document]
      : [];
  return wholes.flatMap((whole, i) => {
    const roles = rolesIn(whole);
    const place = wholes.length > 1 ? `[${i}].commands` : 'commands';
    return listIn(whole, 'commands').flatMap((entry, at) => readEntry(`${place}[${at}]`, entry, roles));
  });
}

interface Role {
  readonly name: string;
  /** Null for roles that the broadcaster made. */
  readonly level: Level | null;
}

function rolesIn(whole: Fields): ReadonlyMap<string, Role> {
  const entries = listIn(whole, 'roles').filter(isFields);
  return new Map(
    entries.map((fields) => {
      const name = textIn(fields, 'name') ?? '';
      const key = name.toLowerCase();
      const isOwn = flagIn(fields, 'default') === false;
      const level = !isOwn && Object.hasOwn(ROLES, key) ? (ROLES[key] ?? null) : null;
      return [textIn(fields, 'id') ?? '', { name, level }] as const;
    }),
  );
}

function readEntry(place: string, entry: unknown, roles: ReadonlyMap<string, Role>): readonly SourceLine[] {
  const line = { id: place, place, kind: 'command', of: null } as const;
  if (!isFields(entry)) return [{ ...line, typed: shown(entry), name: '', draft: null, reasons: [reason('not-read')] }];
  const typed = textIn(entry, 'name');
  const text = textIn(entry, 'response')?.trim();
  const name = bareName(typed ?? '', false);
  if (textIn(entry, 'type') === 'default')
    return [{ ...line, typed: typed ?? '', name: name.name, draft: null, reasons: [reason('default-command')] }];
  if (typed === undefined || text === undefined)
    return [
      {
        ...line,
        typed: typed ?? '',
        name: '',
        draft: null,
        reasons: [reason('incomplete', { field: typed === undefined ? 'name' : 'response' })],
      },
    ];
  const level = levelOf(textsOrIds(entry), roles);
  const [channel, user] = [
    secondsOf(numberIn(entry, 'global_cooldown', 'cooldown')),
    secondsOf(numberIn(entry, 'user_cooldown')),
  ];
  const hasCooldown = ['global_cooldown', 'cooldown', 'user_cooldown'].some((field) => Object.hasOwn(entry, field));
  const is = (field: string): boolean => flagIn(entry, field) !== false;
  const command: SourceLine = {
    ...line,
    typed,
    name: name.name,
    draft: {
      is: 'command',
      text,
      options: {
        ...tidy({
          ...timesOf(is('enabled'), is('enabled_online'), is('enabled_offline')),
          level: level.level === 'everyone' ? undefined : level.level,
          cooldown: { user: user.seconds, channel: channel.seconds },
          hidden: flagIn(entry, 'hidden') === true ? true : undefined,
        }),
        dialect: 'fossabot',
      },
    },
    reasons: [
      ...name.reasons,
      ...level.reasons,
      ...channel.reasons,
      ...user.reasons,
      ...(hasCooldown ? [] : [reason('cooldown-unknown')]),
    ],
  };
  return [command, ...aliasesOf(command, textsIn(entry, 'aliases'))];
}

const textsOrIds = (entry: Fields): readonly string[] => listIn(entry, 'role_ids').map(String);

/** Roles are a set there and a ladder here: the lowest level of which everything above was let in, too. */
function levelOf(
  ids: readonly string[],
  roles: ReadonlyMap<string, Role>,
): { readonly level: Level; readonly reasons: readonly Reason[] } {
  if (ids.length === 0) return { level: 'everyone', reasons: [] };
  const named = ids.map((id) => roles.get(id) ?? { name: id, level: null });
  const own = named.filter(({ level }) => level === null).map(({ name }) => name);
  const levels = new Set(named.map(({ level }) => level));
  const missing = LADDER.findLastIndex((level) => !levels.has(level));
  const level: Level = LADDER[missing + 1] ?? 'owner';
  const below = named
    .filter(({ level: of }) => of !== null && LEVELS.indexOf(of) < LEVELS.indexOf(level))
    .map(({ name }) => name);
  return {
    level,
    reasons: [
      ...(below.length > 0 ? [reason('roles-narrowed', { level, roles: shown(below.join(', ')) })] : []),
      ...(own.length > 0 ? [reason('roles-unknown', { level, roles: shown(own.join(', ')) })] : []),
    ],
  };
}
