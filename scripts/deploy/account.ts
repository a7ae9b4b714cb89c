import * as z from 'zod';
import { refused } from './refusals.ts';
import { StepFailed, type Tools } from './step.ts';

const whoami = z.object({
  loggedIn: z.boolean(),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
});

/** wrangler prints warnings before its JSON at times. */
function parseWhoami(stdout: string): z.infer<typeof whoami> | undefined {
  try {
    return whoami.safeParse(JSON.parse(stdout.slice(stdout.indexOf('{')))).data;
  } catch {
    return undefined;
  }
}

/** The name of the Cloudflare account that is deployed to. Asks Cloudflare, changes nothing. */
export async function accountName({ wrangler, config }: Tools, accountId: string | undefined): Promise<string> {
  const run = await wrangler(['whoami', '--json']);
  const answer = parseWhoami(run.stdout);
  if (answer?.loggedIn === false) {
    throw new StepFailed(
      'nobody is logged in at Cloudflare',
      'Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN (docs/deploy.md, “The API token”).',
    );
  }
  if (!run.ok || !answer) throw refused('the login at Cloudflare', run);
  const wanted = accountId ?? config.accountId;
  if (wanted !== undefined) {
    // A token of one account may not list it; then its first request tells.
    return answer.accounts.find(({ id }) => id === wanted)?.name ?? wanted;
  }
  const [only, ...others] = answer.accounts;
  if (others.length > 0) {
    throw new StepFailed(
      `the login sees ${answer.accounts.length} accounts`,
      `Say which one by CLOUDFLARE_ACCOUNT_ID: ${answer.accounts.map(({ id, name }) => `${id} (${name})`).join(', ')}.`,
    );
  }
  return only?.name ?? 'the one of the token';
}
