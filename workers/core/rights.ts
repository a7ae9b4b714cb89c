import type { Access, Scope } from './api.ts';
import type { Level, Role } from './levels.ts';
import { levelOfRole, ROLES } from './levels.ts';

/** What a community's hub is divided into, in the words of who gives roles. */
export const AREAS = {
  overview: 'The community at a glance: its settings, its channels, their health.',
  commands: 'Commands, aliases, counters, keywords and timers.',
  memories: 'Quotes, bookmarks and reminders.',
  members: 'Who belongs here: join requests, invites, bans.',
  roles: 'Who may what.',
  moderation: 'Rules for chat, what they did, and what is said there: the live feed, the last lines, what was refused.',
  reputation: 'What members have done for the community.',
  loyalty: 'Points, games, giveaways.',
  'loyalty-wipes': 'Resetting everybody’s points.',
  calendar: 'Events and who comes.',
  announcements: 'Announcements.',
  stream: 'Title, category, shoutouts, overlays.',
  music: 'Song requests and what is playing.',
  ai: 'Answers by a model.',
  integrations: 'Linked channels, modules over HTTP, webhooks.',
  settings: 'Language, zone, prefix, limits, and what modules are set to.',
  keys: 'Keys for programs.',
  operations:
    'What went wrong, and what is left to do: dead letters, answers that nobody saw, limits, how commands went.',
  audit: 'Who changed what.',
  ownership: 'Export, transfer and deletion of the community.',
} as const;
export type Area = keyof typeof AREAS;

export type Right = 'none' | 'read' | 'write';

type Rights = Readonly<Record<Area, Right>>;

const OWNER: Rights = {
  overview: 'write',
  commands: 'write',
  memories: 'write',
  members: 'write',
  roles: 'write',
  moderation: 'write',
  reputation: 'write',
  loyalty: 'write',
  'loyalty-wipes': 'write',
  calendar: 'write',
  announcements: 'write',
  stream: 'write',
  music: 'write',
  ai: 'write',
  integrations: 'write',
  settings: 'write',
  keys: 'write',
  operations: 'write',
  audit: 'read',
  ownership: 'write',
};

/** What each role may: the one table of it. */
export const RIGHTS: Readonly<Record<Role, Rights>> = {
  owner: OWNER,
  admin: { ...OWNER, 'loyalty-wipes': 'none', operations: 'none', ownership: 'none' },
  moderator: {
    overview: 'write',
    commands: 'write',
    memories: 'write',
    members: 'write',
    roles: 'read',
    moderation: 'write',
    reputation: 'write',
    loyalty: 'write',
    'loyalty-wipes': 'none',
    calendar: 'write',
    announcements: 'write',
    stream: 'write',
    music: 'write',
    ai: 'read',
    integrations: 'read',
    settings: 'read',
    keys: 'none',
    operations: 'none',
    audit: 'read',
    ownership: 'none',
  },
  editor: {
    overview: 'read',
    commands: 'write',
    memories: 'write',
    members: 'none',
    roles: 'none',
    moderation: 'none',
    reputation: 'read',
    loyalty: 'read',
    'loyalty-wipes': 'none',
    calendar: 'read',
    announcements: 'read',
    stream: 'read',
    music: 'read',
    ai: 'none',
    integrations: 'none',
    settings: 'none',
    keys: 'none',
    operations: 'none',
    audit: 'none',
    ownership: 'none',
  },
  viewer: {
    overview: 'read',
    commands: 'read',
    memories: 'read',
    members: 'none',
    roles: 'none',
    moderation: 'none',
    reputation: 'read',
    loyalty: 'read',
    'loyalty-wipes': 'none',
    calendar: 'read',
    announcements: 'read',
    stream: 'none',
    music: 'read',
    ai: 'none',
    integrations: 'none',
    settings: 'none',
    keys: 'none',
    operations: 'none',
    audit: 'none',
    ownership: 'none',
  },
};

interface Needed {
  readonly area: Area;
  readonly right: 'read' | 'write';
}

/** Which right each scope stands for where a person asks; null: it is for programs alone. */
const NEEDED: Readonly<Record<Scope, Needed | null>> = {
  'channels:read': { area: 'overview', right: 'read' },
  'channels:write': { area: 'integrations', right: 'write' },
  'communities:read': { area: 'overview', right: 'read' },
  'communities:write': { area: 'settings', right: 'write' },
  'members:read': { area: 'members', right: 'read' },
  'members:write': { area: 'members', right: 'write' },
  'roles:read': { area: 'roles', right: 'read' },
  'roles:write': { area: 'roles', right: 'write' },
  'audit:read': { area: 'audit', right: 'read' },
  'commands:read': { area: 'commands', right: 'read' },
  'commands:write': { area: 'commands', right: 'write' },
  'memories:read': { area: 'memories', right: 'read' },
  'memories:write': { area: 'memories', right: 'write' },
  'events:write': null,
  'events:actor': null,
  'responses:read': null,
  'responses:write': null,
  // Whoever joins an open community is a viewer: what is said in a guild's own rooms is not for them.
  'feed:read': { area: 'moderation', right: 'read' },
};

/**
 * What a person needs in a community for what a route asks of programs; null where no role is enough.
 * @param area where the hub has it elsewhere than the scope does
 */
export function neededFor(access: Access, area?: Area): Needed | null {
  if (access === 'operator' || access === 'person') return null;
  if (access === 'ownership') return { area: 'ownership', right: 'write' };
  if (access === 'keys') return { area: 'keys', right: 'write' };
  if (access === 'operations' || access === 'letters') return { area: 'operations', right: 'write' };
  if (area) return { area, right: access.endsWith(':write') ? 'write' : 'read' };
  return NEEDED[access];
}

export const hasRight = (role: Role, { area, right }: Needed): boolean => {
  const held = RIGHTS[role][area];
  return held === 'write' || (right === 'read' && held === 'read');
};

/** A key with one of these may do what nobody but an owner may: give any role, and act as anybody at their level. */
const OWNERS_ALONE: readonly Scope[] = ['roles:write', 'events:actor'];

/** Whether somebody of this role may put a scope into a key: a key may never do more than its maker. */
export function mayGrant(role: Role, scope: Scope): boolean {
  if (OWNERS_ALONE.includes(scope)) return role === 'owner';
  return hasRight(role, NEEDED[scope] ?? { area: 'integrations', right: 'write' });
}

/** Whether somebody of this role may give, or take, another: owners any, who else may at all only what is below their own. */
export const mayHandOut = (role: Role, other: Role): boolean =>
  hasRight(role, { area: 'roles', right: 'write' }) && (role === 'owner' || ROLES.indexOf(other) > ROLES.indexOf(role));

/** Modules whose commands belong to an area that editors write in. */
const EDITED: Readonly<Record<string, Area>> = {
  commands: 'commands',
  aliases: 'commands',
  counters: 'commands',
  keywords: 'commands',
  timers: 'commands',
  memories: 'memories',
};

/** Whether a module's commands are what editors edit: there they are moderators in chat, too. */
export const isEdited = (module: string): boolean => EDITED[module] !== undefined;

/** The level in chat at which a role acts in an area: editors are moderators for commands and memories, and nowhere else. */
export const levelIn = (role: Role, area: Area | null): Level =>
  role === 'editor' && (area === 'commands' || area === 'memories') ? 'moderator' : levelOfRole(role);
