import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/local/build.ts';
import { MUTANTS } from './mutants.ts';

it('each mutant still finds the guard that it takes out, and the test that has to notice', () => {
  const stale = MUTANTS.filter(({ file, find, test }) => {
    const guard = path.join(ROOT, file);
    const times = existsSync(guard) ? readFileSync(guard, 'utf8').split(find).length - 1 : 0;
    return times !== 1 || !existsSync(path.join(ROOT, test));
  });
  expect(stale.map(({ name }) => name)).toEqual([]);
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
});
