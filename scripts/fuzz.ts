import { runTool } from './local/spawn.ts';

/** All property cases of every property test; `npm test` runs a tenth of them. Seeds are printed by the tests. */
process.exitCode = await runTool(
  'node_modules/vitest/vitest.mjs',
  ['run', '--project', 'workerd', ...process.argv.slice(2)],
  { VITE_FUZZ: '1' },
);
