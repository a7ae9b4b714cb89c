import * as z from 'zod';
import { ROLES } from '../../core/levels.ts';
import { targetOf, type Undos, undoing } from '../../core/undo.ts';
import { ban, unban } from './bans.ts';
import { accountOf, giveRole, takeRole } from './roles.ts';
import { communityChange, editCommunity, readCommunity } from './settings.ts';

const held = z.looseObject({ role: z.enum(ROLES) });

/** How the audit log's lines about a community itself and its people are taken back. */
export const undo: Undos = {
  'community.edit': {
    access: 'communities:write',
    run: async ({ before }, ctx) => {
      // Whoever changes them meanwhile is not written over.
      const { version, limits, profile } = await readCommunity(ctx);
      const was = communityChange.safeParse(before);
      if (!was.success) return 'overtaken';
      // What was not set then is not set now.
      const none = (of: object) => Object.fromEntries(Object.keys(of).map((key) => [key, null]));
      await editCommunity(ctx, {
        ...was.data,
        limits: { ...none(limits), ...was.data.limits },
        profile: { ...none(profile), ...was.data.profile },
        version,
      });
      return 'done';
    },
  },
  ...undoing(['role.give', 'role.take'], {
    access: 'roles:write',
    run: async (line, ctx) => {
      const account = accountOf(targetOf(line));
      const was = held.safeParse(line.before);
      if (was.success) await giveRole(ctx, account, was.data.role);
      else await takeRole(ctx, account);
      return 'done';
    },
  }),
  'member.ban': {
    access: 'members:write',
    run: async (line, ctx) => {
      await unban(ctx, targetOf(line));
      return 'done';
    },
  },
  'member.unban': {
    access: 'members:write',
    run: async (line, ctx) => {
      const { reason } = z.looseObject({ reason: z.string().catch('') }).parse(line.before ?? {});
      await ban(ctx, targetOf(line), reason);
      return 'done';
    },
  },
};
