import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './local/build.ts';

/** Writes the modules that go up beside the script, each out of its `.mts`. `scripts/run.mjs` has it done whenever the lock file or one of them changes. */
const folder = path.join(ROOT, 'workers/lazy');
process.env.NODE_ENV = 'production';
const { build } = await import('vite');

const names = await readdir(folder);
// wrangler would upload what nothing is written for any more.
for (const name of names)
  if (name.endsWith('.mjs') && !names.includes(name.replace(/\.mjs$/, '.mts'))) await rm(path.join(folder, name));
for (const source of names.filter((name) => name.endsWith('.mts'))) {
  const built = await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2024',
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: path.join(folder, source),
        preserveEntrySignatures: 'strict',
        output: { format: 'es', codeSplitting: false, comments: { legal: true, annotation: false, jsdoc: false } },
      },
    },
  });
  const chunks = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  const [chunk] = chunks;
  if (chunk?.type !== 'chunk' || chunks.length > 1) throw new Error(`workers/lazy/${source} does not make one module`);
  const target = path.join(folder, source.replace(/\.mts$/, '.mjs'));
  // Renamed into place: a build that runs meanwhile finds all of it or none.
  await writeFile(`${target}.${process.pid}`, chunk.code);
  await rename(`${target}.${process.pid}`, target);
  console.log(`${path.relative(ROOT, target)}: ${(chunk.code.length / 1024).toFixed(0)} kB`);
}
