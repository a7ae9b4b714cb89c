import { type ChildProcess, spawn } from 'node:child_process';

export interface Result {
  readonly ok: boolean;
  /** What it printed, both streams. */
  readonly output: string;
  /** Why it failed: its exit code or the time limit. */
  readonly reason: string;
}

/** A program that goes on running while the next lines are typed. */
export interface Background {
  readonly result: Result;
  stop(): Promise<void>;
}

interface Where {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}

const GRACE_MS = 30_000;

/** What a terminal of somebody new to the project has: none of the settings and secrets of this one. */
const KEPT =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_.*|TZ|TMPDIR|https?_proxy|no_proxy|all_proxy|npm_config_.*|NODE_EXTRA_CA_CERTS|SSL_CERT_.*)$/i;

export const cleanEnvironment = (env: NodeJS.ProcessEnv): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => KEPT.test(name)));

/** What still runs ends with this program. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) signal(child, 'SIGKILL');
});

/** In a process group of its own, so that everything it starts ends with it; nobody is there to type into it. */
function start(text: string, { cwd, env }: Where): { readonly child: ChildProcess; output(): string } {
  const child = spawn('sh', ['-c', text], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  child.once('close', () => running.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  return { child, output: () => output };
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid as number), name);
  } catch {
    // The whole group has ended.
  }
}

const ended = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (code) => resolve(code ?? 1));
  });

/** Runs one line to its end. */
export async function runLine(text: string, where: Where): Promise<Result> {
  const { child, output } = start(text, where);
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    signal(child, 'SIGKILL');
  }, where.timeoutMs);
  const code = await ended(child);
  clearTimeout(limit);
  return {
    ok: code === 0 && !isLate,
    output: output(),
    reason: isLate ? `did not end within ${where.timeoutMs / 1000} s` : `ended with ${code}`,
  };
}

/** Runs a line in the background until it says that it is ready. */
export async function startLine(text: string, ready: RegExp, where: Where): Promise<Background> {
  const { child, output } = start(text, where);
  const over = ended(child);
  const stop = async () => {
    signal(child, 'SIGINT');
    const kill = setTimeout(() => signal(child, 'SIGKILL'), GRACE_MS);
    await over;
    clearTimeout(kill);
  };
  const until = Date.now() + where.timeoutMs;
  let code: number | undefined;
  void over.then((given) => {
    code = given;
  });
  while (!ready.test(output()) && code === undefined && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const ok = ready.test(output());
  if (!ok) await stop();
  const reason = code === undefined ? `was not ready within ${where.timeoutMs / 1000} s` : `ended with ${code}`;
  return { result: { ok, output: output(), reason }, stop };
}
