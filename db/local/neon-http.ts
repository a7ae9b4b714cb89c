import { createHash, timingSafeEqual } from 'node:crypto';
import pg from 'pg';

/** What the bridge answers to one request. */
export interface Answer {
  status: number;
  body: unknown;
}

/** The headers of a request, as Node gives them (lower case). */
export type Headers = Record<string, string | string[] | undefined>;

interface Statement {
  query: string;
  params: unknown[];
}

/** Column values go through as PostgreSQL's own text; the driver at the other end parses them. */
const RAW_TEXT = { getTypeParser: () => (value: string | Buffer) => value };

const ISOLATION: Record<string, string> = {
  readuncommitted: 'READ UNCOMMITTED',
  readcommitted: 'READ COMMITTED',
  repeatableread: 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
};

const ERROR_FIELDS = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

class BadRequest extends Error {}

/**
 * Answers one `POST /sql` of Neon's protocol: a single query, or `{ queries }` in one transaction.
 *
 * Never throws: what PostgreSQL refuses becomes a 400 with its SQLSTATE and fields, as the driver's NeonDbError expects;
 * a database that cannot be reached becomes a 500.
 */
export async function answerSql(pool: pg.Pool, headers: Headers, body: string): Promise<Answer & { queries: number }> {
  let statements: Statement[] = [];
  try {
    const request = parseBody(body);
    statements = 'queries' in request ? request.queries : [request];
    const objects = headers['neon-array-mode'] !== 'true';
    const begin = 'queries' in request ? beginOf(headers) : undefined;
    const results = await withClient(pool, (client) => execute(client, statements, begin));
    const shaped = results.map((result) => shape(result, objects));
    return { status: 200, body: begin === undefined ? shaped[0] : { results: shaped }, queries: statements.length };
  } catch (error) {
    return { ...failure(error), queries: statements.length };
  }
}

/** Whether the request's connection string names the same user, password and database; the password in constant time. */
export function isAuthorised(headers: Headers, upstream: URL): boolean {
  const given = headers['neon-connection-string'];
  if (typeof given !== 'string' || !URL.canParse(given)) return false;
  return timingSafeEqual(identityOf(new URL(given)), identityOf(upstream));
}

/** The answer to a wrong password, in PostgreSQL's words and with its code. */
export const UNAUTHORISED: Answer = {
  status: 400,
  body: { message: 'password authentication failed', severity: 'FATAL', code: '28P01' },
};

function identityOf(url: URL): Buffer {
  const parts = [url.username, url.password, url.pathname].map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

function parseBody(body: string): Statement | { queries: Statement[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    throw new BadRequest('the body is not JSON');
  }
  if (typeof parsed === 'object' && parsed !== null && 'queries' in parsed) {
    if (!Array.isArray(parsed.queries)) throw new BadRequest('"queries" must be an array');
    return { queries: parsed.queries.map(parseStatement) };
  }
  return parseStatement(parsed);
}

function parseStatement(value: unknown): Statement {
  const { query, params = [] } = (value ?? {}) as Partial<Statement>;
  if (typeof query !== 'string') throw new BadRequest('"query" must be a string');
  if (!Array.isArray(params)) throw new BadRequest('"params" must be an array');
  return { query, params };
}

function beginOf(headers: Headers): string {
  const words = ['BEGIN'];
  const level = headers['neon-batch-isolation-level'];
  if (level !== undefined) {
    const spelled = ISOLATION[String(level).toLowerCase()];
    if (spelled === undefined) throw new BadRequest(`unknown isolation level "${level}"`);
    words.push(`ISOLATION LEVEL ${spelled}`);
  }
  for (const [header, yes, no] of [
    ['neon-batch-read-only', 'READ ONLY', 'READ WRITE'],
    ['neon-batch-deferrable', 'DEFERRABLE', 'NOT DEFERRABLE'],
  ] as const) {
    if (headers[header] !== undefined) words.push(headers[header] === 'true' ? yes : no);
  }
  return words.join(' ');
}

/** Lends a connection that nobody else's settings, temporary tables or open transaction can be seen on. */
async function withClient<T>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await use(client);
  } finally {
    // The answer does not wait for the cleaning; a connection that cannot be cleaned is not used again.
    if (client.getTransactionStatus() !== 'I') client.release(true);
    else
      client.query('DISCARD ALL').then(
        () => client.release(),
        () => client.release(true),
      );
  }
}

async function execute(
  client: pg.PoolClient,
  statements: Statement[],
  begin: string | undefined,
): Promise<pg.QueryArrayResult[]> {
  if (begin !== undefined) await client.query(begin);
  const results: pg.QueryArrayResult[] = [];
  try {
    for (const { query, params } of statements) {
      // The extended protocol, as on Neon: one statement per query, whether or not it has parameters.
      const config = { text: query, values: params, rowMode: 'array' as const, types: RAW_TEXT, queryMode: 'extended' };
      results.push(await client.query(config));
    }
    if (begin !== undefined) await client.query('COMMIT');
  } catch (error) {
    if (begin !== undefined) await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
  return results;
}

function shape({ command, rowCount, rows, fields }: pg.QueryArrayResult, objects: boolean) {
  const names = fields.map(({ name }) => name);
  return {
    command,
    rowCount,
    rows: objects ? rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))) : rows,
    fields: fields.map(({ name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier, format }) => ({
      name,
      dataTypeID,
      tableID,
      columnID,
      dataTypeSize,
      dataTypeModifier,
      format,
    })),
    rowAsArray: !objects,
  };
}

function failure(error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof BadRequest) return { status: 400, body: { message } };
  if (error instanceof pg.DatabaseError) {
    const fields = ERROR_FIELDS.map((field) => [field, error[field] ?? null]);
    return { status: 400, body: { message, ...Object.fromEntries(fields) } };
  }
  return { status: 500, body: { message: `the database cannot be reached: ${message}`, code: null } };
}
