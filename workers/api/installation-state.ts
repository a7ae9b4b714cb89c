import { sql } from 'drizzle-orm';
import { Hono } from 'hono';
import * as z from 'zod';
import journal from '../../db/migrations/meta/_journal.json';
import type { AgendaStanding } from '../../durable-objects/agenda.ts';
import { type ApiEnv, route } from '../core/api.ts';
import { within } from '../core/within.ts';
import { agendaKinds, NIGHTLY } from '../router/agenda-kinds.ts';
import type { Services } from '../router/services.ts';
import { hostsOfModules } from './operations/hosts.ts';
import { host } from './operations/shapes.ts';

const access = 'operator';
const tag = 'Installation';

/** An object or the database that takes longer is told as away, ms. */
const ASKED_WITHIN_MS = 3_000;
/** Rows of a kind that are counted; of more it is told that they are more. */
const MOST_COUNTED = 1_000;
/** The cron looks every minute; what has been due for longer than this is overdue, ms. */
const OVERDUE_AFTER_MS = 2 * 60_000;

const since1970 = z.number().describe('ms since 1970');

const agenda = z
  .object({
    kind: z.string(),
    earliest: since1970.nullable().describe('When the earliest is due, as far as was told; null: nothing is known.'),
    checkedAt: since1970.nullable().describe('When it was last looked for in the database.'),
    waiting: z.int().nullable().describe('Rows that are due now, 1,000 at most; null where they cannot be counted.'),
    overdue: z.boolean(),
    answers: z.boolean().describe('Whether its object answered in time.'),
  })
  .meta({ id: 'AgendaKind' });

const versions = z
  .object({
    build: z.string().describe('Names the built-in commands and handlers of this deployment.'),
    environment: z.string(),
    database: z.string().nullable().describe('The version of PostgreSQL; null where it does not answer.'),
    objects: z.boolean().describe('Whether Durable Objects answer.'),
    nightlyAt: since1970.nullable().describe('When the cron of the night was last done.'),
    migrations: z.array(
      z.object({
        name: z.string(),
        state: z
          .enum(['applied', 'pending', 'unknown'])
          .describe('`unknown`: applied, and this deployment does not know it: it is older than its database.'),
        appliedAt: z.iso.datetime().nullable(),
        tookMs: z.int().nullable(),
      }),
    ),
  })
  .meta({ id: 'InstallationVersions' });

/** `/installation/…`: how it does, for who runs it. Nothing in it is any community's. */
export function installationStateRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/agenda',
      route({
        operationId: 'listAgenda',
        summary: 'Lists each kind of due work: when the earliest is due, when it was last looked for, how much waits.',
        access,
        tag,
        answers: { 200: { description: 'All kinds.', schema: z.object({ data: z.array(agenda) }) } },
      }),
      async (c) => c.json({ data: await agendaOf(services) }),
    )
    .get(
      '/hosts',
      route({
        operationId: 'listAllModuleHosts',
        summary: 'Lists the hosts of all HTTP modules, and whether each is left alone because it fails.',
        access,
        tag,
        answers: {
          200: {
            description: 'At most 100 hosts.',
            schema: z.object({ data: z.array(host.omit({ modules: true }).extend({ modules: z.int() })) }),
          },
        },
      }),
      async (c) => {
        const hosts = await hostsOfModules(services, null);
        return c.json({ data: hosts.map(({ modules, ...rest }) => ({ ...rest, modules: modules.length })) });
      },
    )
    .get(
      '/versions',
      route({
        operationId: 'getVersions',
        summary: 'Tells which build runs on which database, and which migrations are applied.',
        access,
        tag,
        answers: { 200: { description: 'The versions.', schema: versions } },
      }),
      async (c) => c.json(await versionsOf(services)),
    );
}

const inTime = <T>(what: string, asked: Promise<T>): Promise<T | null> =>
  within(ASKED_WITHIN_MS, what, asked).catch(() => null);

const standingOf = (services: Services, kind: string): Promise<AgendaStanding | null> =>
  inTime('an agenda', services.bindings.AGENDA.getByName(kind).standing() as unknown as Promise<AgendaStanding>);

async function agendaOf(services: Services): Promise<z.infer<typeof agenda>[]> {
  const now = services.clock();
  const kinds = agendaKinds(services);
  const counts = sql.join(
    kinds.map(
      ({ kind, waiting }) =>
        sql`select ${kind}::text as kind, (select count(*)::int from (${waiting(now)} limit ${MOST_COUNTED}) due) as waiting`,
    ),
    sql` union all `,
  );
  const [counted, standings] = await Promise.all([
    inTime(
      'counting due rows',
      services.db.run('installation.agenda', (d) => d.execute<{ kind: string; waiting: number }>(counts)),
    ),
    Promise.all(kinds.map(({ kind }) => standingOf(services, kind))),
  ]);
  const waiting = new Map((counted?.rows ?? []).map((row) => [row.kind, row.waiting]));
  return kinds.map(({ kind }, i) => {
    const standing = standings[i] ?? null;
    const earliest = standing?.earliest ?? null;
    return {
      kind,
      earliest,
      checkedAt: standing?.checkedAt ?? null,
      waiting: waiting.get(kind) ?? null,
      overdue: earliest !== null && earliest < now - OVERDUE_AFTER_MS,
      answers: standing !== null,
    };
  });
}

interface Applied extends Record<string, unknown> {
  readonly name: string;
  readonly appliedAt: string;
  readonly tookMs: number;
}

async function versionsOf(services: Services): Promise<z.infer<typeof versions>> {
  const [asked, nightly] = await Promise.all([
    inTime(
      'the database',
      services.db.run('installation.versions', (d) =>
        d.execute<{ version: string; applied: readonly Applied[] }>(sql`
          select current_setting('server_version') as version, (
            select coalesce(jsonb_agg(jsonb_build_object('name', name, 'appliedAt',
              to_char(applied_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'tookMs', duration_ms) order by name), '[]'::jsonb)
            from schema_migrations) as applied`),
      ),
    ),
    standingOf(services, NIGHTLY),
  ]);
  const found = asked?.rows[0];
  return {
    build: services.build,
    environment: services.settings.ENVIRONMENT,
    database: found?.version ?? null,
    objects: nightly !== null,
    nightlyAt: nightly?.checkedAt ?? null,
    migrations: found ? migrationsOf(found.applied) : [],
  };
}

/** What this deployment knows of and what its database has, in order. */
function migrationsOf(applied: readonly Applied[]): z.infer<typeof versions>['migrations'] {
  const known = journal.entries.map(({ tag: name }) => `${name}.sql`);
  const there = new Map(applied.map((one) => [one.name, one]));
  return [...new Set([...known, ...there.keys()])].toSorted().map((name) => {
    const one = there.get(name);
    const state = one === undefined ? 'pending' : known.includes(name) ? 'applied' : 'unknown';
    return { name, state, appliedAt: one?.appliedAt ?? null, tookMs: one?.tookMs ?? null };
  });
}
