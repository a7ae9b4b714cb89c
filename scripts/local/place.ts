import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { ROOT } from './build.ts';
import { isAlive, readRun } from './run-file.ts';
import { type Env, Refused } from './surroundings.ts';

/** A WaddleBot that is asked over HTTP, and the key it is asked with. */
export interface Place {
  readonly url: string;
  readonly key: string;
}

/**
 * The WaddleBot that is meant: the running `npm start`, unless another is named.
 * @param keys what is said of scoped keys that would do: `made with feed:read, `
 * @throws Refused in words that say what to do
 */
export async function placeOf(
  asked: { readonly url?: string | undefined; readonly key?: string | undefined },
  env: Env,
  keys = '',
): Promise<Place> {
  if (asked.url !== undefined) {
    const key = asked.key ?? env.SERVICE_API_KEY;
    if (!URL.canParse(asked.url) || !/^https?:/.test(asked.url))
      throw new Refused('--url is as https://bot.example.org.');
    if (!key) throw new Refused(`Say with which key: --key …, ${keys}or set SERVICE_API_KEY.`);
    return { url: asked.url.replace(/\/+$/, ''), key };
  }
  const run = await readRun();
  if (!run || !isAlive(run.pid))
    throw new Refused('WaddleBot is not running here. Start it in another terminal (npm start), or name one: --url.');
  const kept = parseEnv(await readFile(path.join(ROOT, '.dev.vars'), 'utf8').catch(() => ''));
  const key = asked.key ?? (env.SERVICE_API_KEY || kept.SERVICE_API_KEY);
  if (!key) throw new Refused('There is no SERVICE_API_KEY in .dev.vars: start WaddleBot anew, or say --key.');
  return { url: run.url, key };
}
