import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';

export interface WranglerRun {
  readonly ok: boolean;
  readonly stdout: string;
  /** Both streams, without colours. */
  readonly output: string;
  /** What wrangler tells programs (WRANGLER_OUTPUT_FILE_PATH). */
  readonly events: readonly WranglerEvent[];
}

/** Runs one wrangler command. `input` is its standard input, which is never a terminal: wrangler asks nothing. */
export type Wrangler = (args: readonly string[], input?: string) => Promise<WranglerRun>;

const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('deploy'), version_id: z.string().nullish(), targets: z.array(z.string()).default([]) }),
  z.object({ type: z.literal('command-failed'), code: z.number().optional(), message: z.string().default('') }),
]);
export type WranglerEvent = z.infer<typeof event>;

const TIME_LIMIT_MS = 10 * 60_000;

/**
 * @param command the program and what comes before wrangler's own arguments
 * @param env the environment of wrangler; it needs none of the Worker's secrets
 */
export function wranglerAt(
  command: readonly [string, ...string[]],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Wrangler {
  return async (args, input = '') => {
    const folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-wrangler-'));
    const told = path.join(folder, 'told.ndjson');
    try {
      const [code, stdout, output] = await run([...command, ...args], input, {
        cwd,
        env: {
          ...env,
          WRANGLER_SEND_METRICS: 'false',
          // The banner looks for a newer wrangler first; ours is pinned.
          WRANGLER_HIDE_BANNER: 'true',
          // wrangler keeps a log of every request; with this it leaves their bodies and tokens out.
          WRANGLER_LOG_SANITIZE: 'true',
          WRANGLER_OUTPUT_FILE_PATH: told,
          CI: '1',
        },
      });
      return { ok: code === 0, stdout, output, events: readEvents(await readFile(told, 'utf8').catch(() => '')) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

function run(
  [program, ...args]: readonly string[],
  input: string,
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<[code: number, stdout: string, output: string]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program as string, args, { ...options, stdio: 'pipe', timeout: TIME_LIMIT_MS });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    // A command that reads no input may end before it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.on('error', reject);
    child.on('close', (code) => resolve([code ?? 1, stdout, stripVTControlCharacters(output)]));
  });
}

/** One JSON object a line; kinds that nobody here reads are passed over. */
export function readEvents(text: string): WranglerEvent[] {
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '') return [];
    const parsed = event.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  });
}
