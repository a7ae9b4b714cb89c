import { expect, it } from 'vitest';
import page from '../../../docs/write-a-module.md?raw';

const files = import.meta.glob<string>(
  [
    '/workers/modules/hype/*.ts',
    '/workers/modules/index.ts',
    '/db/module-settings.ts',
    '/db/schema/hype.ts',
    '/tests/journeys/hype.test.ts',
    '/tests/support/api-samples.ts',
  ],
  { query: '?raw', import: 'default', eager: true },
);

const trimmed = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();

/** Blocks of code say in their first line which file they are from; `…` alone in a line stands for what is left out. */
const excerpts = Array.from(page.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm), ([, path = '', code = '']) => ({
  path,
  pieces: code.split(/^\s*…$/m).map(trimmed),
}));

it('docs/write-a-module.md quotes the files as they are', () => {
  expect(excerpts.length).toBe(page.match(/^```ts$/gm)?.length);
  for (const { path, pieces } of excerpts)
    for (const piece of pieces) expect(trimmed(files[`/${path}`] ?? `there is no ${path}`), path).toContain(piece);
});
