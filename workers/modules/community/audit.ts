import { and, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import * as z from 'zod';
import { accountsBeside } from '../../../db/members.ts';
import { accounts, auditLog } from '../../../db/schema/index.ts';
import type { VerbCtx } from '../../core/modules.ts';

/** A line as the admin API shows it. */
export const auditLine = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.looseObject({ kind: z.enum(['account', 'service', 'key', 'session', 'system']) }).describe('Who did it.'),
  action: z.string().describe('Area and verb, as `command.edit`.'),
  target: z.string().describe('The thing, as `command:<id>`.'),
  before: z.unknown().describe('How it was; null where it was not there.'),
  after: z.unknown().describe('How it is; null where it is not there any more.'),
});

export interface AuditQuery {
  /** `command.edit`: area and verb. */
  readonly action?: string | undefined;
  /** `command:<id>`: the thing. */
  readonly target?: string | undefined;
  /** An account: what its person did, by whichever of their accounts. */
  readonly by?: { readonly platform: string; readonly account: string } | undefined;
  /** Only from then on, and only before then. */
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** One line alone, by its id. */
  readonly line?: string | undefined;
  /** Actions that count where a thing was changed after a line. */
  readonly counted?: readonly string[] | undefined;
  /** Any of these things. */
  readonly targets?: readonly string[] | undefined;
  /** The id of the last line seen. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Whether a line is of whoever has an account: a session's has it under `as`, a program's that spoke for somebody under `onBehalfOf`. */
const isBy = ({ platform, account }: NonNullable<AuditQuery['by']>): SQL => sql`exists (
  select from ${accounts} own cross join lateral (${accountsBeside(sql`own`)}) mine join ${accounts} a on a.id = mine.id
  cross join lateral (select coalesce(${auditLog.actor} -> 'as', ${auditLog.actor} -> 'onBehalfOf', ${auditLog.actor}) as who) acted
  where own.platform = ${platform} and own.platform_id = ${account}
    and a.platform = acted.who ->> 'platform' and a.platform_id = acted.who ->> 'account')`;

/** Lines of the audit log, newest first. */
export const readAudit = (
  ctx: VerbCtx,
  { action, target, targets, by, since, until, line, counted = [], before, limit }: AuditQuery,
) =>
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
        isLast: sql<boolean>`not exists (
          select from ${auditLog} newer where newer.community_id = audit_log.community_id and newer.target = audit_log.target
            and newer.id > audit_log.id and newer.action in ${counted.length > 0 ? counted : ['']})`,
      })
      .from(auditLog)
      .where(
        and(
          eq(auditLog.communityId, ctx.community.id),
          action === undefined ? undefined : eq(auditLog.action, action),
          target === undefined ? undefined : eq(auditLog.target, target),
          targets === undefined ? undefined : inArray(auditLog.target, [...targets]),
          by === undefined ? undefined : isBy(by),
          since === undefined ? undefined : gte(auditLog.createdAt, since),
          until === undefined ? undefined : lt(auditLog.createdAt, until),
          line === undefined ? undefined : eq(auditLog.id, line),
          before === undefined ? undefined : lt(auditLog.id, before),
        ),
      )
      .orderBy(desc(auditLog.id))
      .limit(limit),
  );
