import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { accounts, linkCodes, operators, persons, totps } from '../../db/schema/index.ts';
import type { AccountActor } from '../core/actors.ts';
import { WaddleError } from '../core/errors.ts';
import type { AccountPlatform, PersonId } from '../core/ids.ts';
import type { LinkAsked, LinkDecided, LinkTyped, NamedAccount } from '../core/people.ts';
import type { Services } from '../router/services.ts';
import { claimAccount } from './claim.ts';
import { CODE_FOR_MS, codeFor, hashOfCode, readCode } from './codes.ts';
import { timestamp } from './hooks.ts';
import { joinStatements, locksOn } from './join.ts';
import { ASKED, hasRoom, TYPED, takePlace, WRONG } from './limits.ts';
import { mergePersons } from './merge.ts';
import { inOneGo } from './run.ts';

/** Who asks for a code, or decides on what was typed: somebody in chat by their account, or somebody who is signed in to the hub. */
export type Asker = { readonly account: AccountActor } | { readonly person: PersonId };

const nameOfAsker = (asker: Asker): string =>
  'person' in asker ? `person ${asker.person}` : `${asker.account.platform}:${asker.account.account}`;

/** A query for the row of who is known by their account's own id. */
const rowOf = ({ platform, account }: Pick<AccountActor, 'platform' | 'account'>): SQL =>
  sql`select a.* from ${accounts} a where a.platform = ${platform} and a.platform_id = ${account}`;

/** The cte `name`: an account as it is now, made where it is not known yet. */
const seen = (
  name: string,
  { platform, account, login, displayName }: AccountActor,
  where: SQL = sql`true`,
): SQL => sql`
  ${sql.identifier(name)} as (
    insert into ${accounts} (id, platform, platform_id, login, display_name)
    select ${uuidv7()}::uuid, ${platform}, ${account}, ${login}, ${displayName} where ${where}
    on conflict (platform, platform_id) do update set login = excluded.login, display_name = excluded.display_name
    returning id, person_id)`;

/** Whether a code `l` is one that this side asked for. */
const isAskedBy = (asker: Asker): SQL =>
  'person' in asker
    ? sql`l.person_id = ${asker.person}::uuid`
    : sql`l.account_id = (select own.id from (${rowOf(asker.account)}) own)`;

/**
 * Gives a code to show to nobody else; the one given before opens nothing any more.
 * @param asked names this asking: asked again, the same code is given
 */
export async function askForCode(services: Services, asker: Asker, asked: string): Promise<LinkAsked> {
  const { db, clock, settings } = services;
  if (!(await takePlace(services, nameOfAsker(asker), ASKED))) return { result: 'limited' };
  const code = await codeFor(settings.SESSION_SECRET, asked);
  const hash = await hashOfCode(settings.SESSION_SECRET, code);
  const now = clock();
  const isPerson = 'person' in asker;
  const own = isPerson
    ? sql`own as (select null::uuid as account_id, ${asker.person}::uuid as person_id)`
    : sql`${seen('known', asker.account)}, own as (select id as account_id, null::uuid as person_id from known)`;
  await db.run('link-code.ask', (d) =>
    d.execute(sql`
      with ${own},
      old as (
        delete from ${linkCodes} l using own
        where (l.account_id = own.account_id or l.person_id = own.person_id) and l.status in ('open', 'typed', 'shown') and l.code_hash <> ${hash})
      insert into ${linkCodes} (id, code_hash, account_id, person_id, created_at, expires_at)
      select ${uuidv7()}::uuid, ${hash}, own.account_id, own.person_id, ${timestamp(now)}, ${timestamp(now + CODE_FOR_MS)} from own
      on conflict (code_hash) do nothing`),
  );
  return { result: 'given', code };
}

/**
 * Notes who typed a code: the first who does, once. It joins nothing: who asked for it has to confirm whom they see.
 * @param channel where it was typed
 */
export async function typeCode(
  services: Services,
  typer: AccountActor,
  channel: string,
  typed: string,
): Promise<LinkTyped> {
  const who = `${typer.platform}:${typer.account}`;
  const mayTry = (await takePlace(services, who, TYPED)) && (await hasRoom(services, channel, WRONG));
  if (!mayTry) return { result: 'limited' };
  const code = readCode(typed);
  const found = code === null ? { result: 'unknown' as const } : await noteTyped(services, typer, code);
  if (found.result === 'unknown') await takePlace(services, channel, WRONG);
  return found;
}

async function noteTyped({ db, clock, settings }: Services, typer: AccountActor, code: string): Promise<LinkTyped> {
  const hash = await hashOfCode(settings.SESSION_SECRET, code);
  const now = clock();
  const { rows } = await db.run('link-code.type', (d) =>
    d.execute<{ is: 'own' | 'typed' | 'unknown'; asked_in: AccountPlatform | null }>(sql`
      with code as (
        select l.*, a.platform, coalesce(l.person_id, a.person_id) as asker from ${linkCodes} l left join ${accounts} a on a.id = l.account_id
        where l.code_hash = ${hash} and l.expires_at > ${timestamp(now)}),
      ${seen('typer', typer, sql`exists (select from code)`)},
      own as (select from code, typer where code.account_id = typer.id or code.asker = typer.person_id),
      noted as (
        update ${linkCodes} l set typed_by = typer.id, typed_at = ${timestamp(now)}, status = 'typed',
          expires_at = ${timestamp(now + CODE_FOR_MS)}
        from code, typer where l.id = code.id and l.status = 'open' and not exists (select from own) returning l.id)
      select case when exists (select from own) then 'own'
          when exists (select from noted) or (code.status in ('typed', 'shown') and code.typed_by = typer.id) then 'typed'
          else 'unknown' end as is, code.platform as asked_in
      from code, typer`),
  );
  const [row] = rows;
  if (!row || row.is === 'unknown') return { result: 'unknown' };
  return row.is === 'own' ? { result: 'own' } : { result: 'typed', askedIn: row.asked_in ?? 'hub' };
}

/** A code as the side that asked for it sees it. Times are ms since epoch. */
export interface SeenCode {
  readonly id: string;
  readonly status: 'open' | 'typed' | 'shown' | 'confirmed' | 'refused';
  readonly expiresAt: number;
  readonly askedBy: NamedAccount | null;
  readonly typedBy: NamedAccount | null;
  /** What else belongs to who typed it. */
  readonly others: readonly NamedAccount[];
}

const named = (row: string): SQL => {
  const of = sql.identifier(row);
  return sql`jsonb_build_object('platform', ${of}.platform, 'login', ${of}.login, 'displayName', ${of}.display_name)`;
};

/** Codes that this side asked for, the newest first, as long as they count. */
export async function codesOf(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  asker: Asker,
): Promise<readonly SeenCode[]> {
  const { rows } = await db.run('link-code.list', (d) =>
    d.execute<{ seen: SeenCode }>(sql`
      select jsonb_build_object('id', l.id, 'status', l.status, 'expiresAt', round(extract(epoch from l.expires_at) * 1000),
        'askedBy', case when q.id is not null then ${named('q')} end, 'typedBy', case when t.id is not null then ${named('t')} end,
        'others', (select coalesce(jsonb_agg(${named('o')} order by o.id), '[]') from ${accounts} o
          where o.person_id = t.person_id and o.id <> t.id)) as seen
      from ${linkCodes} l left join ${accounts} q on q.id = l.account_id left join ${accounts} t on t.id = l.typed_by
      where ${isAskedBy(asker)} and l.expires_at > ${timestamp(clock())} order by l.created_at desc, l.id desc limit 20`),
  );
  return rows.map(({ seen: one }) => one);
}

/** Notes that who asked for a code was shown who typed it: nobody confirms whom they have not seen. */
export async function noteShown(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  asker: Asker,
  ids: readonly string[],
): Promise<void> {
  await db.run('link-code.shown', (d) =>
    d.execute(sql`
      update ${linkCodes} l set status = 'shown' where ${isAskedBy(asker)} and l.status = 'typed'
        and l.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)) and l.expires_at > ${timestamp(clock())}`),
  );
}

/** Refuses who typed the code: it is dead then. @returns who that was; null where nobody waits */
export async function refuseTyped(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  asker: Asker,
  id?: string,
): Promise<NamedAccount | null> {
  const { rows } = await db.run('link-code.refuse', (d) =>
    d.execute<{ typer: NamedAccount }>(sql`
      update ${linkCodes} l set status = 'refused' from ${accounts} t
      where ${isAskedBy(asker)} and l.id = coalesce(${id ?? null}::uuid, l.id) and l.status in ('typed', 'shown')
        and l.expires_at > ${timestamp(clock())} and t.id = l.typed_by
      returning ${named('t')} as typer`),
  );
  return rows[0]?.typer ?? null;
}

/** Both sides of a code that was typed. */
interface Sides {
  readonly id: string;
  /** Whether who asked was shown who typed. */
  readonly isShown: boolean;
  readonly askerAccount: string | null;
  readonly asker: PersonId | null;
  readonly askerName: string;
  readonly typerAccount: string;
  readonly typer: PersonId | null;
  /** Whether one of them has a second factor, or runs this installation. */
  readonly isGuarded: boolean;
}

export async function sidesOf(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  asker: Asker,
  id?: string,
): Promise<Sides | null> {
  const { rows } = await db.run('link-code.sides', (d) =>
    d.execute<{ sides: Sides }>(sql`
      select jsonb_build_object('id', l.id, 'isShown', l.status = 'shown', 'askerAccount', q.id, 'asker', coalesce(l.person_id, q.person_id), 'askerName', q.display_name,
        'typerAccount', t.id, 'typer', t.person_id, 'isGuarded', exists (
          select from ${operators} o where o.person_id in (l.person_id, q.person_id, t.person_id)) or exists (
          select from ${totps} f where f.person_id in (l.person_id, q.person_id, t.person_id) and f.confirmed_at is not null)) as sides
      from ${linkCodes} l left join ${accounts} q on q.id = l.account_id join ${accounts} t on t.id = l.typed_by
      where ${isAskedBy(asker)} and l.id = coalesce(${id ?? null}::uuid, l.id) and l.status in ('typed', 'shown')
        and l.expires_at > ${timestamp(clock())} order by l.created_at desc limit 1`),
  );
  return rows[0]?.sides ?? null;
}

/**
 * Joins who asked for a code and who typed it, who has been seen by who asked. The code is used up in the transaction that joins them.
 * @param proved whether they are somebody who has just proved who they are: others with a second factor, and operators, are not joined
 */
export async function confirmTyped(
  services: Services,
  asker: Asker,
  { id, proved }: { readonly id?: string | undefined; readonly proved: boolean },
): Promise<LinkDecided> {
  const sides = await sidesOf(services, asker, id);
  if (!sides) return { result: 'nothing' };
  if (!sides.isShown) return { result: 'unseen' };
  if (sides.isGuarded && !proved) return { result: 'hub' };
  const joined = await join(services, sides);
  if (!joined) return { result: 'changed' };
  const mine =
    'person' in asker
      ? sql`a.person_id = ${asker.person}::uuid`
      : sql`a.person_id = (select own.person_id from (${rowOf(asker.account)}) own)`;
  const { rows } = await services.db.run('person.accounts', (d) =>
    d.execute<{ account: NamedAccount }>(
      sql`select ${named('a')} as account from ${accounts} a where ${mine} order by a.is_primary desc, a.id`,
    ),
  );
  return { result: 'joined', accounts: rows.map(({ account }) => account) };
}

async function join(services: Services, sides: Sides): Promise<boolean> {
  const { asker, typer, askerAccount, typerAccount } = sides;
  const now = services.clock();
  const provided = {
    ctes: [
      sql`confirmed as (
        update ${linkCodes} l set status = 'confirmed'
        where l.id = ${sides.id}::uuid and l.status in ('typed', 'shown') and l.expires_at > ${timestamp(now)} and l.typed_by = ${typerAccount}::uuid
        returning l.id)`,
    ],
    holds: sql`exists (select from confirmed)`,
  };
  const claimed = async (person: PersonId, accountId: string): Promise<boolean> => {
    try {
      const { result } = await claimAccount(services, { person, accountId }, provided);
      return result === 'joined' || result === 'own-already';
    } catch (error) {
      if (error instanceof WaddleError) return false;
      throw error;
    }
  };
  if (asker && typer) return (await mergePersons(services, { person: asker, other: typer }, provided)) !== null;
  if (asker) return claimed(asker, typerAccount);
  if (typer && askerAccount) return claimed(typer, askerAccount);
  return askerAccount !== null && newPerson(services, { ...sides, askerAccount }, provided, now);
}

/** Two accounts that are nobody's become a new person's, who goes by the name of who asked. */
async function newPerson(
  services: Services,
  { askerAccount, askerName, typerAccount }: Sides & { readonly askerAccount: string },
  provided: { readonly ctes: readonly SQL[]; readonly holds: SQL },
  now: number,
): Promise<boolean> {
  const kept = uuidv7() as PersonId;
  const merge = uuidv7();
  const askerCame = sql`exists (select from ${accounts} q where q.id = ${askerAccount}::uuid and q.person_id = ${kept}::uuid)`;
  const rows = await inOneGo(services, 'link-code.new-person', [
    ...locksOn([], [askerAccount, typerAccount]),
    sql`insert into ${persons} (id, display_name) values (${kept}::uuid, ${askerName})`,
    ...joinStatements({ merge: uuidv7(), kept, from: { account: askerAccount }, now }),
    ...joinStatements({
      merge,
      kept,
      from: { account: typerAccount },
      now,
      provided: { ctes: provided.ctes, holds: sql`${provided.holds} and ${askerCame}` },
    }),
    // What came between leaves both as they were.
    sql`update ${accounts} a set person_id = null, is_primary = false
      where a.person_id = ${kept}::uuid and not exists (select from person_merges p where p.id = ${merge}::uuid)`,
    sql`delete from ${persons} p where p.id = ${kept}::uuid and not exists (select from ${accounts} a where a.person_id = p.id)`,
    sql`select exists (select from person_merges p where p.id = ${merge}::uuid) as joined`,
  ]);
  return (rows[0] as { readonly joined: boolean }).joined;
}
