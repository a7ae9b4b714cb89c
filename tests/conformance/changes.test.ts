import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { areaOfChange } from '../../workers/core/changes.ts';

const SOURCES = readdirSync('workers', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => ({ file, text: readFileSync(`workers/${file}`, 'utf8') }));

/** Lines of the audit log that no community's pages show as a change, each with why. */
const UNTOLD: Readonly<Record<string, string>> = {
  'api/encryption.ts': 'the installation’s',
  'api/founding.ts': 'nobody watches a community that is being made',
  'archive/take-in.ts': 'nobody watches a community that is being made',
  'auth/local/one-time-links.ts': 'the installation’s',
  'auth/local/owner.ts': 'the installation’s',
  'auth/operators.ts': 'the installation’s',
  'router/program-events.ts': 'what a program brings is shown by its event',
  'scheduler/deleted-communities.ts': 'the community is gone',
};

it('every line of the audit log is written where it is told, or somebody has said why not', () => {
  const writing = SOURCES.filter(({ text }) => /insert(?: into \$\{|\()auditLog/.test(text)).map(({ file }) => file);
  expect(writing.toSorted()).toEqual(['router/audited.ts', ...Object.keys(UNTOLD)].toSorted());
});

it('every action belongs to an area of the hub', () => {
  const actions = SOURCES.filter(({ file }) => !(file in UNTOLD)).flatMap(({ text }) =>
    Array.from(text.matchAll(/action: (?:[^,\n]*\? )?['`]([a-z-]+)\.[a-z-]/g), ([, thing]) => thing as string),
  );
  expect(actions.length).toBeGreaterThan(30);
  const unsorted = new Set(actions.filter((thing) => areaOfChange({ action: `${thing}.x`, target: 'x' }) === 'audit'));
  expect([...unsorted]).toEqual([]);
});
