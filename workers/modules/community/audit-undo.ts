import * as z from 'zod';
import { ROLES } from '../../core/levels.ts';
import { targetOf, type Undos, undoing } from '../../core/undo.ts';
import { ban, unban } from './bans.ts';
import { accountOf, giveRole, ROLE_CHANGES, takeRole } from './roles.ts';
import { communityChange, editCommunity, readCommunity } from './settings.ts';

const held = z.looseObject({ role: z.enum(ROLES) });

/** How the audit log's lines about a community itself and its people are taken back. */
export const undo: Undos = {
  'community.edit': {
    access: 'communities:write',
    run: async ({ id, before }, ctx) => {
      // Whoever changes them meanwhile is not written over.
      const { version, limits, profile } = await readCommunity(ctx);
      const was = communityChange.safeParse(before);
      if (!was.success) return 'overtaken';
      // What was not set then is not set now.
      const none = (of: object) => Object.fromEntries(Object.keys(of).map((key) => [key, null]));
      const change = {
        ...was.data,
        limits: { ...none(limits), ...was.data.limits },
        profile: { ...none(profile), ...was.data.profile },
        version,
      };
      await editCommunity(ctx, change, id);
      return 'done';
    },
  },
  ...undoing(ROLE_CHANGES, {
    access: 'roles:write',
    run: async (line, ctx) => {
      const account = accountOf(targetOf(line));
      const was = held.safeParse(line.before);
      const left = { id: line.id, role: held.safeParse(line.after).data?.role ?? null };
      const isDone = was.success
        ? await giveRole(ctx, account, was.data.role, left)
        : await takeRole(ctx, account, left);
      return isDone ? 'done' : 'overtaken';
    },
  }),
  'member.ban': {
    access: 'members:write',
    run: async (line, ctx) => ((await unban(ctx, targetOf(line), line.id)) ? 'done' : 'overtaken'),
  },
  'member.unban': {
    access: 'members:write',
    run: async (line, ctx) => {
      const { reason } = z.looseObject({ reason: z.string().catch('') }).parse(line.before ?? {});
      return (await ban(ctx, targetOf(line), reason, line.id)) ? 'done' : 'overtaken';
    },
  },
};
