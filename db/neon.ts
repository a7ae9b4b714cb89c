import { type NeonQueryFunction, neon, neonConfig, Pool, type PoolClient } from '@neondatabase/serverless';

/** Two ways to one database: a round trip of HTTP per query or batch, and WebSocket connections for dialogues. */
export interface Neon {
  http: NeonQueryFunction<false, false>;
  /** Opened and ended within one request: on Workers a socket does not outlive the request that made it. */
  pool(): Pool;
}

const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Connects to Neon, or to the bridge of the embedded database (db/local/bridge.ts) when the URL points at this machine.
 * Does no I/O itself.
 *
 * @throws TypeError when `databaseUrl` is not a URL.
 */
export function connectNeon(databaseUrl: string): Neon {
  if (LOOPBACK_HOSTS.has(new URL(databaseUrl).hostname)) speakToBridge();
  return {
    http: neon(databaseUrl),
    pool: () => openPool(databaseUrl),
  };
}

/**
 * A lost connection already fails the query that needs it. It is told as an event too, even (by workerd) after an orderly
 * end, and an event named "error" that nobody listens to is an uncaught exception.
 */
function openPool(databaseUrl: string): Pool {
  const pool = new Pool({ connectionString: databaseUrl });
  pool.on('error', () => {});
  pool.on('connect', (client: PoolClient) => client.on('error', () => {}));
  return pool;
}

/** The driver's defaults are Neon's addresses and TLS, and its shortcut sends the password in clear instead of SCRAM. */
function speakToBridge(): void {
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`;
  neonConfig.wsProxy = (host, port) => `${host}:${port}/v2`;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
  neonConfig.pipelineTLS = false;
}
