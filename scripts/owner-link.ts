import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { ROOT } from './local/build.ts';
import { askOwnerLink, type Deployment } from './local/owner-link.ts';
import { isAlive, type Run, readRun } from './local/run-file.ts';
import { type Env, printOutcome, Refused } from './local/surroundings.ts';

const USAGE = `The link by which the first operator of a WaddleBot comes in: good for 15 minutes, once, while there is no operator.

  npm run owner:link                                  of the running \`npm start\`
  npm run owner:link -- --env-file .env.production    of the deployment that the file says: PUBLIC_URL, SERVICE_API_KEY

What is set in the environment wins over the file.`;

const kept = async (file: string): Promise<Env> =>
  parseEnv(await readFile(path.resolve(ROOT, file), 'utf8').catch(() => '')) as Env;

/** Which deployment is meant: the one that is named, else the one that runs here. @throws Refused */
export async function deploymentOf(env: Env, file: string | undefined, running: Run | undefined): Promise<Deployment> {
  const given = file === undefined ? {} : await kept(file);
  if (file !== undefined && Object.keys(given).length === 0) throw new Refused(`There is nothing in ${file}.`);
  const publicUrl = env.PUBLIC_URL || given.PUBLIC_URL;
  const local = publicUrl === undefined && running && isAlive(running.pid) ? running : undefined;
  const url = publicUrl ?? local?.url;
  if (url === undefined)
    throw new Refused(`WaddleBot is not running here, and no PUBLIC_URL says where else.\n\n${USAGE}`);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Refused('PUBLIC_URL is no address of the form https://bot.example.org.');
  const serviceKey =
    env.SERVICE_API_KEY || given.SERVICE_API_KEY || (local && (await kept('.dev.vars')).SERVICE_API_KEY);
  if (!serviceKey)
    throw new Refused('Set SERVICE_API_KEY to the key that this WaddleBot runs with: it shows that it is yours.');
  return { url: url.replace(/\/+$/, ''), serviceKey };
}

/** Does what `npm run owner:link` is asked for, and returns what is to be printed. @throws Refused */
export async function ownerLinkCommand(args: readonly string[], env: Env): Promise<string> {
  let file: string | undefined;
  try {
    file = parseArgs({ args: [...args], options: { 'env-file': { type: 'string' } } }).values['env-file'];
  } catch (error) {
    throw new Refused(`${(error as Error).message}\n\n${USAGE}`);
  }
  const deployment = await deploymentOf(env, file, await readRun());
  const link = await askOwnerLink(deployment);
  if (link === null)
    throw new Refused(
      `${deployment.url} has an operator already. Operators name others (POST /api/v1/operators), and make reset links for who cannot get in.`,
    );
  return [
    'Open this link to run this WaddleBot; whoever opens it first does, so show it to nobody:',
    '',
    `  ${link.url}`,
    '',
    `It is good until ${link.expiresAt}, once. Those made before it are void.`,
  ].join('\n');
}

if (import.meta.main) printOutcome(ownerLinkCommand(process.argv.slice(2), process.env));
