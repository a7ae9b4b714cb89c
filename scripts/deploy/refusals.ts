import { StepFailed } from './step.ts';
import type { WranglerRun } from './wrangler.ts';

const TOKEN =
  'Cloudflare refuses the login for this. Make an API token from the template “Edit Cloudflare Workers”, add Account › Queues › Edit, and set it as CLOUDFLARE_API_TOKEN (docs/deploy.md, “The API token”).';

/** What Cloudflare says, by its error code or its words, and what to do about it. The first that fits counts. */
const REMEDIES: readonly (readonly [RegExp, string])[] = [
  [/\[code: (10000|10001|9109|9103|6003|6111|1000)\]|Unable to authenticate request/, TOKEN],
  [
    /\[code: 100328\]|not supported for the Free plan/,
    'WaddleBot needs the Workers Paid plan ($5 a month): commands take more than the 10 ms of CPU that the free plan allows. Choose it at https://dash.cloudflare.com/?to=/:account/workers/plans.',
  ],
  [
    /fetch failed|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|timed out|connectivity issue/i,
    'Cloudflare could not be reached. Look at the connection of this machine (proxy, VPN, firewall; https://www.cloudflarestatus.com).',
  ],
  [/\[code: (971|10429)\]|rate.?limit|too many requests/i, 'Cloudflare asks to slow down. Wait five minutes.'],
  [/\[code: 10034\]/, 'Verify the e-mail address of your Cloudflare account: https://dash.cloudflare.com/profile.'],
  [
    /\[code: 10063\]|workers\.dev subdomain/,
    'Choose your name under workers.dev once: open https://dash.cloudflare.com/?to=/:account/workers/onboarding.',
  ],
  [
    /\[code: (10214|10215)\]|latest version of your Worker isn't currently deployed/,
    'After a rollback secrets can only go up together with code: run `npm run deploy` without --only.',
  ],
  [/\[code: (10007|10090)\]/, 'There is no Worker yet for the secrets to go to: run `npm run deploy` without --only.'],
  [/Queue "?.+"? does not exist/, 'Make the queues first: npm run deploy -- --only queues.'],
  [
    /\[code: 10053\]|already in use/,
    'A plain variable of that name was set in the dashboard: delete it there (Workers & Pages › waddlebot › Settings).',
  ],
  [
    /limit|quota|exceed/i,
    'A limit of the Cloudflare account is reached. Delete what is not needed there, or choose a larger plan.',
  ],
];
const UNKNOWN = 'These are wrangler’s own words; docs/deploy.md has a list under “What goes wrong”.';

/** Lines after the error itself that say nothing about it. */
const AFTERWORDS = /^\s*(If you think this is a bug|📎|🪵|✘|▲|Getting User settings|To continue without logging in)/;

/** Why a wrangler command failed, in its own words, on one line. */
export function refusalOf({ output, events }: WranglerRun): string {
  const lines = output.split('\n');
  const first = lines.findIndex((line) => line.includes('[ERROR]'));
  if (first === -1)
    return lines.filter((line) => line.trim() !== '' && !AFTERWORDS.test(line)).at(-1) ?? 'it ended without a word';
  const end = lines.findIndex((line, index) => index > first && AFTERWORDS.test(line));
  const block = oneLine(lines.slice(first, end === -1 ? undefined : end)).replace(/^.*?\[ERROR\] /, '');
  // "Build failed with 1 error:" is followed by blocks with pictures; programs are told the same in plain lines.
  const told = events.find((event) => event.type === 'command-failed')?.message;
  return block.endsWith(':') && told ? oneLine([told]) : block;
}

const oneLine = (lines: readonly string[]): string => lines.join(' ').replace(/\s+/g, ' ').trim();

/** Cloudflare's error code of a failed command. */
export const codeOf = (run: WranglerRun): number | undefined =>
  run.events.find((event) => event.type === 'command-failed')?.code;

/** The failure of a step whose wrangler command failed. */
export function refused(what: string, run: WranglerRun): StepFailed {
  const reason = refusalOf(run);
  const remedy = REMEDIES.find(([pattern]) => pattern.test(reason))?.[1] ?? UNKNOWN;
  return new StepFailed(`${what}: ${reason}`, remedy);
}
