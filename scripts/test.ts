import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { ROOT } from './local/build.ts';
import { runTool } from './local/spawn.ts';

const summary = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
});

/** Runs all tests (or those named) and closes with one line that counts them, whatever happened. */
async function main(): Promise<number> {
  const results = path.join(ROOT, '.data', 'test-results.json');
  await mkdir(path.dirname(results), { recursive: true });
  await rm(results, { force: true });
  const code = await runTool('node_modules/vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...process.argv.slice(2),
  ]);
  const parsed = summary.safeParse(JSON.parse(await readFile(results, 'utf8').catch(() => 'null')));
  if (!parsed.success) {
    console.log('0 passed, 1 failed, 0 skipped');
    return code || 1;
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = parsed.data;
  // A file that could not even be loaded has no tests of its own to count.
  const failed = numFailedTests || (code === 0 ? 0 : Math.max(1, numFailedTestSuites));
  console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`);
  return failed > 0 ? code || 1 : code;
}

process.exitCode = await main();
