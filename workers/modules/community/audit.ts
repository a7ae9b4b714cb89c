import { and, desc, eq, lt } from 'drizzle-orm';
import { auditLog } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';

export interface AuditQuery {
  /** `command.edit`: area and verb. */
  readonly action?: string | undefined;
  /** `command:<id>`: the thing. */
  readonly target?: string | undefined;
  /** The id of the last line seen. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Lines of the audit log, newest first. */
export const readAudit = (ctx: VerbCtx, { action, target, before, limit }: AuditQuery) =>
  ctx.read('audit.list', (db) =>
    db
      .select({
        id: auditLog.id,
        at: auditLog.createdAt,
        actor: auditLog.actor,
        action: auditLog.action,
        target: auditLog.target,
        before: auditLog.before,
        after: auditLog.after,
      })
      .from(auditLog)
      .where(
        and(
          eq(auditLog.communityId, ctx.community.id),
          action === undefined ? undefined : eq(auditLog.action, action),
          target === undefined ? undefined : eq(auditLog.target, target),
          before === undefined ? undefined : lt(auditLog.id, before),
        ),
      )
      .orderBy(desc(auditLog.id))
      .limit(limit),
  );
