import { readOptions } from './deploy/options.ts';
import { deploy } from './deploy/run.ts';
import { realTools } from './deploy/tools.ts';
import { fetchScalar } from './local/scalar.ts';

// Ends in order, so that what has to be cleared away is.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

try {
  const options = readOptions(process.argv.slice(2));
  const noScalar = await fetchScalar();
  if (noScalar !== null) console.log(`/docs will be without its page: ${noScalar}. All else is not touched by that.\n`);
  process.exitCode = await deploy(options, await realTools(options));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
