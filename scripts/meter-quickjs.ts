import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from './local/build.ts';
import { metered } from './metering/module.ts';

/** Writes the QuickJS that the Worker runs, out of its package. `scripts/run.mjs` has it done whenever the lock file or `scripts/metering` changes. */
const source = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
const target = path.join(ROOT, 'workers/eval/quickjs.wasm');
const module = metered(await readFile(source));
await writeFile(target, module);
console.log(
  `${path.relative(ROOT, target)}: ${(module.length / 1024).toFixed(0)} kB, of ${path.relative(ROOT, source)}`,
);
