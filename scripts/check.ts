import { gzipSync } from 'node:zlib';
import { buildWorker } from './local/build.ts';
import { buildHub, firstLoadKb } from './local/hub.ts';
import { runTool } from './local/spawn.ts';

/**
 * Largest script, kB gzipped: a cold start loads all of it. The first doors were to fit into 300; since then people's regular
 * expressions came (re2js, 46), cron expressions (croner, 10), times as people say them and recurrences (core/time, 23, and
 * rrule, 13), pages' metadata (linkedom, 107, which runs in jobs alone and would best be a module of its own), and signing in
 * (@simplewebauthn/server, 89, oauth4webapi, @noble/hashes, otpauth and uqr). Whoever adds a library says here what it weighs.
 */
const MAX_SCRIPT_KB = 850;
/** Largest WebAssembly, kB gzipped: uploaded beside the script, compiled where it is first used. */
const MAX_WASM_KB = 250;

/** Most JavaScript that the hub loads before its first page is there, kB gzipped. */
const MAX_FIRST_LOAD_KB = 200;

const gzippedKb = (content: string | Uint8Array): number => gzipSync(content).length / 1024;

const tsc = (...args: readonly string[]): Promise<number> => runTool('node_modules/typescript/bin/tsc', [...args]);

const CHECKS: Readonly<Record<string, () => Promise<boolean>>> = {
  types: async () => (await tsc('--noEmit', '-p', '.')) === 0,
  // The hub sees of the Worker what is declared of it: its own program knows browsers, and nothing of workerd.
  'types of the hub': async () =>
    (await tsc('-p', 'hub/tsconfig.api.json')) === 0 && (await tsc('--noEmit', '-p', 'hub')) === 0,
  'types of what tests run in pages': async () => (await tsc('--noEmit', '-p', 'tests/support/in-page')) === 0,
  'lint, format and the arrows of imports': async () =>
    (await runTool('node_modules/@biomejs/biome/bin/biome', ['check', '.'])) === 0,
  'dead exports': async () => (await runTool('node_modules/knip/bin/knip.js', [])) === 0,
  'what the hub loads first': async () => {
    await buildHub();
    const kb = await firstLoadKb();
    console.log(`the hub's first load has ${kb.toFixed(1)} kB of JavaScript gzipped, of ${MAX_FIRST_LOAD_KB} kB`);
    return kb <= MAX_FIRST_LOAD_KB;
  },
  'bundle size, and no crash points in it': async () => {
    const { script, wasm } = await buildWorker();
    const scriptKb = gzippedKb(script);
    const wasmKb = Object.values(wasm).reduce((sum, module) => sum + gzippedKb(module), 0);
    console.log(`the script has ${scriptKb.toFixed(1)} kB gzipped, of ${MAX_SCRIPT_KB} kB`);
    console.log(`its WebAssembly has ${wasmKb.toFixed(1)} kB gzipped, of ${MAX_WASM_KB} kB`);
    return scriptKb <= MAX_SCRIPT_KB && wasmKb <= MAX_WASM_KB && !script.includes('/_faults');
  },
};

let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  const passed = await check();
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
  if (!passed) failed++;
}
process.exitCode = failed > 0 ? 1 : 0;
