import { parseArgs } from 'node:util';
import { SCOPE_NAMES, SCOPES, type Scope } from '../workers/core/api.ts';
import { WaddleError } from '../workers/core/errors.ts';
import { PLATFORMS, type Platform } from '../workers/core/ids.ts';
import { recordedOf } from '../workers/router/effects.ts';
import { type ListedKey, listKeys, madeKeyId, makeKey, revokeKey } from '../workers/router/keys.ts';
import { type Env, printOutcome, Refused, type Surroundings, withSurroundings } from './local/surroundings.ts';

const USAGE = `Keys for programs that use the API (docs/api.md).

  npm run key -- add --name "Overlay" --community demo --scopes commands:read,channels:read [--platforms twitch] [--expires 90d]
  npm run key -- list
  npm run key -- revoke <id>

  --community  slug or id; several with commas
  --scopes     what it may, with commas:
${Object.entries(SCOPES)
  .map(([scope, meaning]) => `                 ${scope.padEnd(18)} ${meaning}`)
  .join('\n')}
  --platforms  where it may, with commas; everywhere unless said: ${PLATFORMS.join(', ')}
  --expires    after so many days (90d) or at a time (2027-01-31T00:00:00Z); never unless said

It works on the database of the running \`npm start\`, or on the one that DATABASE_URL names.`;

const DAY_MS = 24 * 3600_000;
/** Keys that are listed; with more of them the API's pages are the better place. */
const LISTED = 200;
/** Who reaches the database runs this installation. */
const OPERATOR = { kind: 'service' } as const;

interface Asked {
  readonly name?: string | undefined;
  readonly community?: string | undefined;
  readonly scopes?: string | undefined;
  readonly platforms?: string | undefined;
  readonly expires?: string | undefined;
}

const several = (typed = ''): readonly string[] =>
  typed
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** @throws Refused naming what is none of them */
function among<Name extends string>(what: string, typed: readonly string[], known: readonly Name[]): readonly Name[] {
  const unknown = typed.find((each) => !known.some((name) => name === each));
  if (unknown !== undefined) throw new Refused(`There is no ${what} "${unknown}". There are: ${known.join(', ')}.`);
  return typed as readonly Name[];
}

function endOf(typed: string | undefined): Date | null {
  if (typed === undefined) return null;
  const [, days] = /^([1-9]\d{0,4})d$/.exec(typed) ?? [];
  const end = days === undefined ? new Date(typed) : new Date(Date.now() + Number(days) * DAY_MS);
  if (Number.isNaN(end.getTime()))
    throw new Refused(`"${typed}" is no end of a key: use days, as 90d, or a time, as 2027-01-31T00:00:00Z.`);
  if (end.getTime() <= Date.now()) throw new Refused(`${end.toISOString()} is over. A key ends at a time to come.`);
  return end;
}

async function add({ db }: Surroundings, asked: Asked): Promise<string> {
  const name = asked.name?.trim();
  if (!name || name.length > 80)
    throw new Refused('Give it a name of up to 80 characters, to know it by: --name "Overlay"');
  const communities = several(asked.community);
  if (communities.length === 0) throw new Refused('Say for which community: --community <slug>');
  const scopes: readonly Scope[] = among('scope', several(asked.scopes), SCOPE_NAMES);
  if (scopes.length === 0) throw new Refused(`Say what it may: --scopes with some of ${SCOPE_NAMES.join(', ')}`);
  const typed: readonly Platform[] = among('platform', several(asked.platforms), PLATFORMS);
  const expiresAt = endOf(asked.expires);
  const wanted = { name, communities, scopes, platforms: typed.length > 0 ? typed : null, expiresAt };

  const { key, statement } = await makeKey(wanted, OPERATOR);
  const { rows } = await db.run('key.add', (d) => d.execute(statement([])));
  const id = madeKeyId(recordedOf(rows).outcome, wanted);
  return [
    `Made the key "${name}" (${id})${expiresAt ? `, good until ${expiresAt.toISOString()}` : ''}.`,
    '',
    `  ${key}`,
    '',
    'Keep it like a password: it is shown this once and cannot be looked up again. Send it as',
    '  Authorization: Bearer wbk_…',
  ].join('\n');
}

async function list({ db }: Surroundings): Promise<string> {
  const keys = await listKeys(db, LISTED);
  if (keys.length === 0)
    return 'There are no keys. Make one: npm run key -- add --name <name> --community <slug> --scopes <scopes>';
  return keys.flatMap(linesOf).join('\n');
}

function linesOf({ id, name, start, scopes, platforms, communities, ...key }: ListedKey): readonly string[] {
  return [
    `${id}  ${name}`,
    `  ${start}…, ${stateOf(key)}, ${key.lastUsedAt ? `last used ${key.lastUsedAt.toISOString()}` : 'never used'}`,
    `  ${scopes.join(', ')} on ${platforms?.join(', ') ?? 'all platforms'} in ${communities.join(', ')}`,
  ];
}

function stateOf({ revokedAt, expiresAt }: Pick<ListedKey, 'revokedAt' | 'expiresAt'>): string {
  if (revokedAt) return `revoked ${revokedAt.toISOString()}`;
  if (!expiresAt) return 'good for ever';
  return `${expiresAt.getTime() <= Date.now() ? 'expired' : 'good until'} ${expiresAt.toISOString()}`;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function revoke({ db }: Surroundings, id: string | undefined): Promise<string> {
  if (!id || !UUID.test(id))
    throw new Refused('Say which one: npm run key -- revoke <id>. `npm run key -- list` shows them.');
  await revokeKey(db, id, OPERATOR, Date.now());
  return 'Revoked. It opens nothing from now on.';
}

const option = { type: 'string' } as const;
const OPTIONS = { name: option, community: option, scopes: option, platforms: option, expires: option };

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/**
 * Does what the words after `npm run key --` ask for, and returns what is to be printed.
 * @throws Error whose message says what to do
 */
export async function keyCommand(args: readonly string[], env: Env): Promise<string> {
  const { values, positionals } = parsed(args);
  const [verb, id] = positionals;
  if (verb !== 'add' && verb !== 'list' && verb !== 'revoke') throw new Refused(USAGE);
  return withSurroundings(env, (surroundings) => {
    if (verb === 'add') return add(surroundings, values);
    if (verb === 'list') return list(surroundings);
    return revoke(surroundings, id);
  }).catch((error: unknown) => {
    throw error instanceof WaddleError ? new Refused(error.message) : error;
  });
}

if (import.meta.main) printOutcome(keyCommand(process.argv.slice(2), process.env));
