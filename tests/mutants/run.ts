import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '../../scripts/local/build.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

/** A file's text as it has to be again, however this ends. */
const untouched = new Map<string, string>();
const restore = () => {
  for (const [file, text] of untouched) writeFileSync(file, text);
  untouched.clear();
};
process.on('exit', restore);
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

function testFails({ test, named }: Mutant): boolean {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--bail', '1', test];
  if (named !== '') args.push('-t', named);
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  // A mutant that does not build, or a test that was not found, proves nothing.
  const ran = /Tests\s.*\d+ (?:failed|passed)/.test(stripVTControlCharacters(stdout));
  if (!ran) throw new Error(`no test ran:\n${stdout.slice(-2_000)}`);
  return status !== 0;
}

function kill(mutant: Mutant): 'killed' | 'survived' {
  const file = path.join(ROOT, mutant.file);
  const text = readFileSync(file, 'utf8');
  if (text.split(mutant.find).length !== 2)
    throw new Error(`${mutant.file} does not hold this exactly once: ${mutant.find}`);
  untouched.set(file, text);
  writeFileSync(
    file,
    text.replace(mutant.find, () => mutant.replace),
  );
  try {
    return testFails(mutant) ? 'killed' : 'survived';
  } finally {
    restore();
  }
}

/** `npm run mutants [word…]`: only those whose names hold the words. */
const wanted = MUTANTS.filter(({ name }) => process.argv.slice(2).every((word) => name.includes(word)));
let survived = 0;
for (const mutant of wanted) {
  const fate = kill(mutant);
  if (fate === 'survived') survived++;
  console.log(`${fate.padEnd(8)} ${mutant.name}  (${mutant.test}${mutant.named ? `: ${mutant.named}` : ''})`);
}
console.log(`${wanted.length - survived} killed, ${survived} survived`);
process.exitCode = survived > 0 ? 1 : 0;
