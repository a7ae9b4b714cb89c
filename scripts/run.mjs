#!/usr/bin/env node
// The only script that has to run on whatever Node there is (20 or newer): it installs what is missing, then hands over
// to the pinned Node, which runs the project's TypeScript as it is.
//   node scripts/run.mjs <script> [arguments…]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');
const marker = path.join(root, 'node_modules', '.waddlebot-installed');

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`WaddleBot needs Node 20 or newer to start; this is ${process.version}. Get one from https://nodejs.org.`);
}

/** Installed means: this very lock file was installed to its end. */
const lock = createHash('sha256')
  .update(readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex');
if (!existsSync(marker) || readFileSync(marker, 'utf8') !== lock) {
  console.error('Installing what WaddleBot needs (once) …');
  const npm = process.env.npm_execpath;
  // Not `npm ci`: it refuses a lock file that was made where other systems' optional binaries could not be looked up.
  const args = [
    'install',
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ];
  const [command, commandArgs] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  const installed = spawnSync(command, commandArgs, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (installed.status !== 0)
    fail('npm could not install the packages; its own words are above. Fix that and run the same command again.');
  mkdirSync(path.dirname(marker), { recursive: true });
  writeFileSync(marker, lock);
}

const binary = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
const pinned = [
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  `node-bin-${process.platform}-${process.arch}`,
]
  .map((name) => path.join(root, 'node_modules', name, binary))
  .find(existsSync);
if (!pinned && Number(process.versions.node.split('.')[0]) < 24) {
  fail(
    `There is no pinned Node for ${process.platform}-${process.arch}, and ${process.version} is too old to take its place. Install Node 24 or newer.`,
  );
}

const node = pinned ?? process.execPath;

/**
 * Makes what the Worker has of packages and git has not, unless it was made out of these very files.
 * @param what how a failure names it
 * @param recipe what it is made by, besides the packages
 */
const make = (what, targets, script, recipe, stamp) => {
  const madeFrom = path.join(root, 'node_modules', stamp);
  const hash = createHash('sha256').update(lock);
  for (const file of [script, ...recipe]) hash.update(readFileSync(path.join(root, file)));
  const wanted = hash.digest('hex');
  const isThere = targets.every((target) => existsSync(path.join(root, target)));
  if (isThere && existsSync(madeFrom) && readFileSync(madeFrom, 'utf8') === wanted) return;
  const made = spawnSync(node, ['--disable-warning=ExperimentalWarning', path.join(root, script)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (made.status !== 0) fail(`${what} could not be made out of its package; why is told above.`);
  writeFileSync(madeFrom, wanted);
};
const filesIn = (folder) =>
  readdirSync(path.join(root, folder))
    .sort()
    .map((name) => `${folder}/${name}`);

/** The interpreter for people's scripts: 0.4 s, once for each lock file and each way to meter. */
make(
  'The interpreter for $(eval)',
  ['workers/eval/quickjs.wasm'],
  'scripts/meter-quickjs.ts',
  filesIn('scripts/metering'),
  '.waddlebot-interpreter',
);
/** The modules beside the script: 2 s, once for each lock file. */
const sources = filesIn('workers/lazy').filter((file) => file.endsWith('.mts'));
make(
  'A module in workers/lazy',
  sources.map((file) => file.replace(/\.mts$/, '.mjs')),
  'scripts/lazy-modules.ts',
  sources,
  '.waddlebot-lazy-modules',
);

const [script, ...rest] = process.argv.slice(2);
if (!script) fail('usage: node scripts/run.mjs <script> [arguments…]');
const child = spawn(node, ['--disable-warning=ExperimentalWarning', path.join(root, script), ...rest], {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` },
});
// Ctrl-C reaches the child by itself (same terminal); this process only has to outlive it.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
