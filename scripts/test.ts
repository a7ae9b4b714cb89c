import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { findChromium, HOW_TO_GET_ONE } from '../tests/support/chromium.ts';
import { ROOT } from './local/build.ts';
import { buildHub } from './local/hub.ts';
import { runTool } from './local/spawn.ts';

const summary = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z.array(z.object({ name: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/**
 * Runs all tests (or those named) and closes with one line that counts them, whatever happened. Where there is no browser
 * for the hub's journeys it says so; with CHROMIUM_REQUIRED set the run has failed then.
 */
async function main(): Promise<number> {
  const results = path.join(ROOT, '.data', 'test-results.json');
  await mkdir(path.dirname(results), { recursive: true });
  await rm(results, { force: true });
  // Once, before files that run side by side would each do it.
  await buildHub();
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
  const unseen = await journeysWithoutBrowser(parsed.data);
  if (unseen > 0) console.log(`no Chromium: ${HOW_TO_GET_ONE}; the hub's ${unseen} journeys did not run`);
  console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`);
  return failed > 0 || (unseen > 0 && process.env.CHROMIUM_REQUIRED) ? code || 1 : code;
}

/** How many of the hub's journeys were skipped because there is nothing to run them in. */
async function journeysWithoutBrowser({ testResults }: z.infer<typeof summary>): Promise<number> {
  const hub = path.join(ROOT, 'tests/hub') + path.sep;
  const journeys = testResults.filter(({ name }) => path.normalize(name).startsWith(hub));
  const skipped = journeys
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === 'skipped' || status === 'pending');
  return skipped.length > 0 && !(await findChromium().catch(() => null)) ? skipped.length : 0;
}

process.exitCode = await main();
