import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import type { Resealed, ResealPosition } from '../workers/router/reseal.ts';
import { ROOT } from './local/build.ts';
import { type Place, placeOf } from './local/place.ts';
import { printOutcome, Refused } from './local/surroundings.ts';
import { freshSecret } from './local/vars.ts';

const USAGE = `Changes the key under which tokens and secrets lie, while the bot goes on answering (docs/deploy.md).

  npm run keys:rotate -- --new        on this machine: a new ENCRYPTION_KEY in .dev.vars, the old one as ENCRYPTION_KEY_PREVIOUS
  npm run keys:rotate                 seals with the new key what the old one had sealed; run again, it goes on
  npm run keys:rotate -- --url https://bot.example.org [--key <its SERVICE_API_KEY>]

On the edge, first: npx wrangler secret put ENCRYPTION_KEY_PREVIOUS (the old one), then ENCRYPTION_KEY (npm run secrets makes a good one).`;

const VARS = path.join(ROOT, '.dev.vars');

/** Puts a new key beside the old one. @throws Refused while an earlier rotation is not over */
async function makeKey(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refused('There is no .dev.vars here yet: npm start makes it.');
  });
  const { ENCRYPTION_KEY: old, ENCRYPTION_KEY_PREVIOUS: previous } = parseEnv(text);
  if (!old) throw new Refused('There is no ENCRYPTION_KEY in .dev.vars: start WaddleBot once, or set it on the edge.');
  if (previous)
    throw new Refused(
      'ENCRYPTION_KEY_PREVIOUS is there: an earlier rotation may not be over. Run `npm run keys:rotate`, take that line out of .dev.vars, and try again.',
    );
  const line = /^ENCRYPTION_KEY=.*$/m;
  await writeFile(file, text.replace(line, `ENCRYPTION_KEY="${freshSecret()}"\nENCRYPTION_KEY_PREVIOUS="${old}"`), {
    mode: 0o600,
  });
  return 'There is a new ENCRYPTION_KEY, and the old one beside it. Start WaddleBot anew, then run: npm run keys:rotate';
}

/** Asks for one batch after the other. @throws Refused with what the deployment says */
export async function rotate(
  { url, key }: Place,
  ask: typeof fetch = fetch,
  say: (line: string) => void = console.log,
): Promise<string> {
  let from: ResealPosition | undefined;
  let [resealed, unreadable] = [0, 0];
  do {
    const response = await ask(`${url}/api/v1/encryption/reseal`, {
      method: 'POST',
      headers: { 'x-service-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(from ? { from } : {}),
    }).catch(() => {
      throw new Refused(`${url} does not answer. What was done stays done: run this again.`);
    });
    const body = (await response.json().catch(() => null)) as (Resealed & { error?: { message: string } }) | null;
    if (!response.ok || !body)
      throw new Refused(
        `${body?.error?.message ?? `HTTP ${response.status}`} What was done stays done: run this again.`,
      );
    resealed += body.resealed;
    unreadable += body.unreadable;
    from = body.next ?? undefined;
    if (body.resealed > 0) say(`${resealed} sealed anew …`);
  } while (from);
  const lost =
    unreadable > 0 ? ` ${unreadable} could be opened with neither key: connect those accounts and modules anew.` : '';
  return `Done: ${resealed} sealed with the new key.${lost} ENCRYPTION_KEY_PREVIOUS can go once a second run finds none.`;
}

async function main(args: readonly string[]): Promise<string> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      new: { type: 'boolean', default: false },
      url: { type: 'string' },
      key: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return USAGE;
  if (values.new) return makeKey(VARS);
  return rotate(await placeOf(values, process.env));
}

if (import.meta.main) printOutcome(main(process.argv.slice(2)));
