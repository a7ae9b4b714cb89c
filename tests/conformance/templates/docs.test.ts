import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { templatesPage } from '../../../scripts/templates-table.ts';

it('docs/templates.md is what the table says: `node scripts/run.mjs scripts/templates-table.ts` writes it', async () => {
  const page = await readFile(path.resolve(import.meta.dirname, '../../../docs/templates.md'), 'utf8');
  expect(page).toBe(templatesPage());
});
