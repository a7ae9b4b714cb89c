import { gzipSync } from 'node:zlib';
import { buildWorker } from './local/build.ts';
import { runTool } from './local/spawn.ts';

/** Largest bundle, kB gzipped: a cold start loads all of it. */
const MAX_BUNDLE_KB = 300;

const CHECKS: Readonly<Record<string, () => Promise<boolean>>> = {
  types: async () => (await runTool('node_modules/typescript/bin/tsc', ['--noEmit', '-p', '.'])) === 0,
  'lint, format and the arrows of imports': async () =>
    (await runTool('node_modules/@biomejs/biome/bin/biome', ['check', '.'])) === 0,
  'dead exports': async () => (await runTool('node_modules/knip/bin/knip.js', [])) === 0,
  'bundle size, and no crash points in it': async () => {
    const bundle = await buildWorker();
    const kb = gzipSync(bundle).length / 1024;
    console.log(`the bundle has ${kb.toFixed(1)} kB gzipped, of ${MAX_BUNDLE_KB} kB`);
    return kb <= MAX_BUNDLE_KB && !bundle.includes('/_faults');
  },
};

let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  const passed = await check();
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
  if (!passed) failed++;
}
process.exitCode = failed > 0 ? 1 : 0;
