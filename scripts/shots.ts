import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SCREENS } from '../tests/hub/screens.ts';
import { screensPage } from '../tests/hub/screens-page.ts';
import { ROOT } from './local/build.ts';
import { runTool } from './local/spawn.ts';

/** Writes docs/screens.md, and takes pictures of every page that it lists (or of those named) in a world with a lively community. */
const folder = path.join(ROOT, '.data/shots');
const names = process.argv.slice(2);
await writeFile(path.join(ROOT, 'docs/screens.md'), screensPage(SCREENS));
if (names.length === 0) await rm(folder, { recursive: true, force: true });
const unknown = names.filter((name) => !SCREENS.some((screen) => screen.name === name));
if (unknown.length > 0) {
  console.error(`There is no page ${unknown.join(', ')}. There are: ${SCREENS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}
const only = names.length > 0 ? ['-t', `(?:${names.join('|')}) shows`] : [];
process.exitCode = await runTool(
  'node_modules/vitest/vitest.mjs',
  ['run', '--project', 'node', 'tests/hub/screens.test.ts', ...only],
  {
    SHOTS: folder,
  },
);
console.log(`Pictures are in ${path.relative(process.cwd(), folder)}.`);
