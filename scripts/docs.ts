import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runPage } from './docs/page.ts';
import { cleanEnvironment } from './docs/shell.ts';
import { clones, copies } from './docs/workspace.ts';
import { ROOT } from './local/build.ts';

const USAGE = `usage: npm run docs -- [--here] [--slow] [--timeout <seconds>] [page…]
Runs every command line of README.md and docs/ (or of the pages named) that needs no account, in a fresh clone of HEAD.
  --here      in a copy of the files as they are, with the packages that are installed
  --slow      also what takes minutes: tests, benches, fuzzing, mutants`;

async function allPages(): Promise<string[]> {
  const found = await readdir(path.join(ROOT, 'docs'), { recursive: true });
  const pages = found
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join('docs', name.split(path.sep).join('/')));
  return ['README.md', ...pages.sort()];
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      here: { type: 'boolean', default: false },
      slow: { type: 'boolean', default: false },
      timeout: { type: 'string', default: '600' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const timeoutMs = Number(values.timeout) * 1000;
  if (!(timeoutMs > 0)) throw new Error(`--timeout has to be a number of seconds\n${USAGE}`);
  const workspaces = await (values.here ? copies() : clones(timeoutMs));
  let failed = 0;
  for (const name of positionals.length > 0 ? positionals : await allPages()) {
    const cwd = await workspaces.fresh();
    try {
      failed += await runPage({
        name,
        // What a reader of the clone would read.
        markdown: await readFile(path.join(cwd, name), 'utf8'),
        cwd,
        env: cleanEnvironment(process.env),
        timeoutMs,
        slow: values.slow,
        print: (line) => console.log(line),
      });
    } catch (error) {
      console.log(`FAIL  ${name}: ${error instanceof Error ? error.message : error}`);
      failed++;
    }
  }
  console.log(failed === 0 ? 'Every page keeps its word.' : `${failed} pages failed.`);
  return failed === 0 ? 0 : 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
