/** Chat levels from weakest to strongest; what each platform's signs mean is in the platform's `events.ts`. */
export const LEVELS = ['everyone', 'follower', 'subscriber', 'vip', 'moderator', 'admin', 'owner'] as const;
export type Level = (typeof LEVELS)[number];

const rank: Record<Level, number> = Object.fromEntries(LEVELS.map((level, i) => [level, i])) as Record<Level, number>;

export const atLeast = (level: Level, wanted: Level): boolean => rank[level] >= rank[wanted];

export const highest = (...levels: readonly Level[]): Level =>
  levels.reduce<Level>((best, level) => (rank[level] > rank[best] ? level : best), 'everyone');

/** Rights in a community's hub, from strongest to weakest. */
export const ROLES = ['owner', 'admin', 'moderator', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** The level in chat that a hub role raises its holder to. */
export const levelOfRole = (role: Role): Level => (role === 'editor' || role === 'viewer' ? 'everyone' : role);

/** The strongest of some roles; null where there is none. */
export const strongest = (roles: readonly Role[]): Role | null => ROLES.find((role) => roles.includes(role)) ?? null;
