import type { Actor } from './actors.ts';
import { personOf } from './actors.ts';
import type { Scope } from './api.ts';
import { SCOPE_NAMES } from './api.ts';
import type { AccountKey, ChangeEntry, Hearing } from './feed.ts';
import type { Role } from './levels.ts';
import { AREAS, type Area, hasRight, neededFor } from './rights.ts';

/** Where the hub shows what an action changed, by the action's first word. */
const AREA_OF: Readonly<Record<string, Area>> = {
  community: 'overview',
  channel: 'overview',
  command: 'commands',
  alias: 'commands',
  counter: 'commands',
  import: 'commands',
  keyword: 'commands',
  timer: 'commands',
  simulation: 'commands',
  quote: 'memories',
  bookmark: 'memories',
  reminder: 'memories',
  member: 'members',
  note: 'members',
  request: 'members',
  invite: 'members',
  role: 'roles',
  module: 'integrations',
  public: 'settings',
  wording: 'settings',
  key: 'keys',
  'dead-letter': 'operations',
  delivery: 'operations',
};

/** Who may read there may hear of it. What nobody has sorted in yet is for those alone who read the audit log. */
export function areaOfChange({ action, target }: Pick<ChangeEntry, 'action' | 'target'>): Area {
  const [thing = ''] = action.split('.', 1);
  return AREA_OF[thing] ?? (target.startsWith('module:') ? 'settings' : 'audit');
}

/** What takes rights away from somebody, or may. */
const TAKES_RIGHTS: readonly string[] = [
  'role.give',
  'role.take',
  'member.ban',
  'member.leave',
  'community.transfer',
  'community.delete',
];

export const takesRights = (action: string): boolean => TAKES_RIGHTS.includes(action);

/** Who did it, as the feed tells it; null for WaddleBot itself, and for a program that speaks for nobody. */
export function whoOf(actor: Actor): ChangeEntry['by'] {
  const account = personOf(actor);
  if (!account || account.account === '') return null;
  const person = actor.kind === 'session' ? { person: actor.person } : {};
  const key: AccountKey = `${account.platform}:${account.account}`;
  return { ...person, account: key, displayName: account.displayName };
}

const AREA_NAMES = Object.keys(AREAS) as Area[];

/** What somebody of a role hears: what is said in chat only where they may read that, and changes of what they may read. */
export const hearingOfRole = (role: Role): Hearing => {
  const areas = AREA_NAMES.filter((area) => hasRight(role, { area, right: 'read' }));
  return { platforms: areas.includes('moderation') ? null : [], areas };
};

/** The areas in which a key reads, by its scopes. */
export const areasOfScopes = (may: (scope: Scope) => boolean): readonly Area[] =>
  AREA_NAMES.filter((area) =>
    SCOPE_NAMES.some((scope) => {
      const needed = neededFor(scope);
      return needed?.area === area && needed.right === 'read' && may(scope);
    }),
  );

export const hears = ({ areas }: Pick<Hearing, 'areas'>, change: Pick<ChangeEntry, 'action' | 'target'>): boolean =>
  areas === null || areas.includes(areaOfChange(change));
