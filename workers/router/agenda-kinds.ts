import { type SQL, sql } from 'drizzle-orm';
import { deliveries, outbox, websubLeases } from '../../db/schema/index.ts';
import type { Services } from './services.ts';

const OWN_KINDS = ['outbox', 'deliveries', 'leases'] as const;
/** Kinds of due work that are no module's. */
export type OwnKind = (typeof OWN_KINDS)[number];

/** The name of the `Agenda` that keeps when the cron of the night was last done; nothing is announced to it. */
export const NIGHTLY = 'nightly';

const at = (now: number): SQL => sql`${new Date(now).toISOString()}::timestamptz`;

const WAITING: Readonly<Record<OwnKind, (now: number) => SQL>> = {
  outbox: () => sql`select from ${outbox}`,
  deliveries: (now) => sql`select from ${deliveries} where status in ('pending', 'claimed') and next_at <= ${at(now)}`,
  leases: (now) => sql`select from ${websubLeases} where state in ('pending', 'active') and renew_at <= ${at(now)}`,
};

/** A kind of due work, with the query of what of it is due at a time, ms since epoch. */
export interface AgendaKind {
  readonly kind: string;
  readonly waiting: (now: number) => SQL;
}

/** Every kind that has an `Agenda`: ours, and those of the modules. */
export const agendaKinds = ({ modules }: Pick<Services, 'modules'>): readonly AgendaKind[] => [
  ...OWN_KINDS.map((kind) => ({ kind, waiting: WAITING[kind] })),
  ...modules.flatMap(({ schedule = [] }) => schedule.map(({ name, waiting }) => ({ kind: name, waiting }))),
];
