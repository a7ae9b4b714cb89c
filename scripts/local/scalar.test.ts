import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SCALAR_PATH } from '../../workers/api/docs.ts';
import { fetchScalar } from './scalar.ts';

let folder: string;
let pages: string;
let tarball: string;
let integrity: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'waddlebot-scalar-test-'));
  pages = path.join(folder, 'pages');
  const browser = path.join(folder, 'package/dist/browser');
  await mkdir(browser, { recursive: true });
  await writeFile(path.join(folder, 'package/package.json'), '{}');
  await writeFile(path.join(browser, 'standalone.js'), 'the page'.repeat(1_000));
  tarball = path.join(folder, 'scalar.tgz');
  execFileSync('tar', ['czf', tarball, '-C', folder, 'package']);
  integrity = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
});
afterEach(() => rm(folder, { recursive: true }));

const pack = async () => tarball;

it('takes the one file out of the tarball, once, and throws older ones away', async () => {
  await mkdir(path.join(pages, 'vendor'), { recursive: true });
  await writeFile(path.join(pages, 'vendor/scalar-1.0.0.js'), 'old');
  expect(await fetchScalar({ pages, pack, integrity })).toBeNull();
  expect(await readFile(path.join(pages, SCALAR_PATH), 'utf8')).toBe('the page'.repeat(1_000));
  expect(await readdir(path.join(pages, 'vendor'))).toEqual([path.basename(SCALAR_PATH)]);
  const again = () => Promise.reject(new Error('asked again'));
  expect(await fetchScalar({ pages, pack: again, integrity })).toBeNull();
});

it('takes nothing out of a tarball that is another than the pinned one', async () => {
  expect(await fetchScalar({ pages, pack })).toContain('another than the one that was looked at');
  await expect(readFile(path.join(pages, SCALAR_PATH))).rejects.toThrow('ENOENT');
});

it('says why where it cannot be had', async () => {
  const offline = () => Promise.reject(new Error('npm could not bring it'));
  expect(await fetchScalar({ pages, pack: offline, integrity })).toBe('npm could not bring it');
  await writeFile(path.join(folder, 'package/dist/browser/standalone.js'), '');
  execFileSync('tar', ['czf', tarball, '-C', folder, 'package/package.json']);
  const other = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  expect(await fetchScalar({ pages, pack, integrity: other })).toContain('has no package/dist/browser/standalone.js');
});
