import type { Role } from '@waddlebot/core/levels.ts';
import { mayHandOut } from '@waddlebot/core/rights.ts';

export type { Role };

/** From strongest to weakest. */
export const ROLES = ['owner', 'admin', 'moderator', 'editor', 'viewer'] as const satisfies readonly Role[];

/** The roles that somebody may give, or take away. */
export const handedOutBy = (role: Role): readonly Role[] => ROLES.filter((other) => mayHandOut(role, other));

/** The roles that somebody may invite to: nobody is made an owner by a link, and a viewer's is nobody's to refuse. */
export const invitedBy = (role: Role) =>
  (['admin', 'moderator', 'editor', 'viewer'] as const).filter(
    (other) => other === 'viewer' || mayHandOut(role, other),
  );

/** Whether somebody may change the role of who has this one; null: of who only chats. */
export const mayChangeRoleOf = (mine: Role, theirs: Role | null): boolean =>
  theirs === null ? handedOutBy(mine).length > 0 : mayHandOut(mine, theirs);

/** Whether somebody may ban who has this role: only who stands below. */
export const mayBan = (mine: Role, theirs: Role | null): boolean =>
  theirs === null || ROLES.indexOf(theirs) > ROLES.indexOf(mine);
