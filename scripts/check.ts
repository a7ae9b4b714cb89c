import { gzipSync } from 'node:zlib';
import { buildWorker } from './local/build.ts';
import { buildHub, firstLoadKb } from './local/hub.ts';
import { runTool } from './local/spawn.ts';

/**
 * Largest script, kB gzipped: a cold start loads all of it. The first doors were to fit into 300; since then people's regular
 * expressions came (re2js, 46), cron expressions (croner, 10), times as people say them and recurrences (core/time, 23, and
 * rrule, 13) and signing in (oauth4webapi, @noble/hashes, otpauth and uqr). Whoever adds a library says here what it weighs; one
 * that is big and seldom needed goes into workers/lazy.
 */
const MAX_SCRIPT_KB = 850;
/** Largest modules beside it, kB gzipped: evaluated where they are first used. There have to be these, and no others. */
const MAX_MODULE_KB: Readonly<Record<string, number>> = {
  'quickjs.wasm': 250,
  'linkedom.mjs': 110,
  'webauthn.mjs': 90,
};

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
    const { script, modules } = await buildWorker();
    const scriptKb = gzippedKb(script);
    console.log(`the script has ${scriptKb.toFixed(1)} kB gzipped, of ${MAX_SCRIPT_KB} kB`);
    // WebAssembly has a hash in front of its name.
    const kbOf = new Map(
      Object.entries(modules).map(([file, module]) => [file.replace(/^[0-9a-f]{40}-/, ''), gzippedKb(module)]),
    );
    const names = new Set([...Object.keys(MAX_MODULE_KB), ...kbOf.keys()]);
    for (const name of names)
      console.log(
        `${name} has ${kbOf.get(name)?.toFixed(1) ?? 'no'} kB gzipped beside it, of ${MAX_MODULE_KB[name] ?? 'no'} kB`,
      );
    // One that is missing became part of the script.
    const fit = [...names].every((name) => (kbOf.get(name) ?? Infinity) <= (MAX_MODULE_KB[name] ?? 0));
    return scriptKb <= MAX_SCRIPT_KB && fit && !script.includes('/_faults');
  },
};

let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  const passed = await check();
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}`);
  if (!passed) failed++;
}
process.exitCode = failed > 0 ? 1 : 0;
