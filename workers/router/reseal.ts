import { type SQL, sql } from 'drizzle-orm';
import { keyringOf, seal, sealedPrefix, unseal } from '../core/sealed.ts';
import { moduleSecretContext } from './http-module-rows.ts';
import { tokenContext } from './installations.ts';
import type { Services } from './services.ts';
import { webhookSecretContext } from './webhooks.ts';

/** A column of sealed secrets, and what each row's is sealed for. */
interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The table's primary key. */
  readonly id: string;
  /** The columns that `contextOf` takes. */
  readonly of: readonly string[];
  readonly contextOf: (...of: string[]) => string;
}

/** The context of a second factor's secret: it opens for its person alone. */
export const totpContext = (person: string): string => `totp ${person}`;

const OF_ACCOUNT = ['platform', 'subject'] as const;

/** Every column that keeps something sealed for longer than a few minutes; a test finds one that is missing. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'installations',
    column: 'sealed_access_token',
    id: 'id',
    of: OF_ACCOUNT,
    contextOf: (platform = '', subject = '') => tokenContext(platform, subject, 'access'),
  },
  {
    table: 'installations',
    column: 'sealed_refresh_token',
    id: 'id',
    of: OF_ACCOUNT,
    contextOf: (platform = '', subject = '') => tokenContext(platform, subject, 'refresh'),
  },
  {
    table: 'http_modules',
    column: 'sealed_secret',
    id: 'id',
    of: ['id'],
    contextOf: (id = '') => moduleSecretContext(id),
  },
  {
    table: 'inbound_webhooks',
    column: 'sealed_secret',
    id: 'id',
    of: ['id'],
    contextOf: (id = '') => webhookSecretContext(id),
  },
  {
    table: 'totps',
    column: 'sealed_secret',
    id: 'person_id',
    of: ['person_id'],
    contextOf: (person = '') => totpContext(person),
  },
];

/** Where a rotation stands: the column, and the last row that was looked at. */
export interface ResealPosition {
  readonly column: number;
  readonly after: string;
}

export interface Resealed {
  /** Rows that the current key has sealed now. */
  readonly resealed: number;
  /** Rows that no key of this deployment opens: they were left as they are. */
  readonly unreadable: number;
  /** Where to go on; null: everything was looked at. */
  readonly next: ResealPosition | null;
}

/** Rows of one go: each is opened and sealed in the isolate. */
const BATCH = 100;

type Row = { readonly id: string; readonly sealed: string; readonly of: readonly string[] };

/**
 * Seals with the current key what another one had sealed, some rows at a time. A row that is changed meanwhile, as a token that is
 * renewed, is left: whoever changed it sealed it with the current key. Run again from the start, it finds what is left.
 */
export async function reseal(
  { db, settings, log }: Pick<Services, 'db' | 'settings' | 'log'>,
  from: ResealPosition = { column: 0, after: '' },
): Promise<Resealed> {
  const wanted = SEALED_COLUMNS[from.column];
  if (!wanted) return { resealed: 0, unreadable: 0, next: null };
  const keys = keyringOf(settings.ENCRYPTION_KEY, settings.ENCRYPTION_KEY_PREVIOUS);
  const [table, column, id] = [wanted.table, wanted.column, wanted.id].map((name) => sql.raw(`"${name}"`)) as [
    SQL,
    SQL,
    SQL,
  ];
  const of = sql.raw(wanted.of.map((name) => `t."${name}"::text`).join(', '));
  const prefix = await sealedPrefix(keys);
  const { rows } = await db.run('reseal.find', (d) =>
    d.execute<Row>(sql`
      select t.${id}::text as id, t.${column} as sealed, jsonb_build_array(${of}) as "of" from ${table} t
      where t.${column} is not null and not starts_with(t.${column}, ${prefix}) and t.${id}::text > ${from.after}
      order by 1 limit ${BATCH}`),
  );
  const changes = await Promise.all(
    rows.map(async (row) => {
      const context = wanted.contextOf(...row.of);
      const plain = await unseal(keys, context, row.sealed).catch(() => null);
      return plain === null ? [] : [{ id: row.id, was: row.sealed, sealed: await seal(keys, context, plain) }];
    }),
  ).then((each) => each.flat());
  const unreadable = rows.length - changes.length;
  if (unreadable > 0)
    log('error', 'reseal.unreadable', { column: `${wanted.table}.${wanted.column}`, rows: unreadable });
  const { rows: written } = await db.run('reseal.write', (d) =>
    d.execute(sql`
      update ${table} t set ${column} = c.sealed
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c (id text, was text, sealed text)
      where t.${id}::text = c.id and t.${column} = c.was returning 1`),
  );
  const last = rows.length < BATCH ? undefined : rows.at(-1);
  const next = last ? { column: from.column, after: last.id } : { column: from.column + 1, after: '' };
  return { resealed: written.length, unreadable, next: next.column < SEALED_COLUMNS.length ? next : null };
}
