import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cleanup } from './setup.ts';
import { freePort, temporaryFolder } from './setup.ts';

export const HOW_TO_INSTALL = 'apt-get install redis-server (Debian, Ubuntu) or brew install redis (macOS)';

const START_LIMIT_MS = 10_000;

interface Redis {
  readonly port: number;
  readonly pid: number;
}

/**
 * Runs the machine's own redis-server; undefined where there is none. In memory alone is the fastest it can be; durable
 * it forgets as little as a Durable Object does.
 */
export async function startRedis(durable: boolean, cleanup: Cleanup): Promise<Redis | undefined> {
  const port = await freePort();
  const dir = await temporaryFolder(cleanup);
  const flags = {
    port: String(port),
    bind: '127.0.0.1',
    dir,
    save: '',
    appendonly: durable ? 'yes' : 'no',
    appendfsync: durable ? 'always' : 'no',
    loglevel: 'warning',
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const found = await once(server, 'spawn').then(
    () => true,
    () => false,
  );
  if (!found) return undefined;
  endWithUs(server, cleanup);
  for (const deadline = Date.now() + START_LIMIT_MS; !(await listens(port)); ) {
    if (server.exitCode !== null || Date.now() > deadline) throw new Error('redis-server does not start');
    await sleep(50);
  }
  return { port, pid: server.pid as number };
}

/** Ends a process with the bench, however that ends. */
export function endWithUs(child: ChildProcess, cleanup: Cleanup): void {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  cleanup.add(async () => {
    process.off('exit', kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const late = setTimeout(kill, 5_000);
    await ended;
    clearTimeout(late);
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });
}
