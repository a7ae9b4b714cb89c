import { pathToFileURL } from 'node:url';
import { slashCommands } from '../workers/platforms/discord/commands.ts';
import { overwriteCommands } from '../workers/platforms/discord/oauth.ts';
import { builtinEntries } from '../workers/registered.ts';
import { readRun } from './local/run-file.ts';
import { localVars } from './local/vars.ts';

const NAMES = ['DISCORD_APPLICATION_ID', 'DISCORD_BOT_TOKEN', 'DISCORD_API_URL'];

/**
 * Tells Discord which slash commands this build has; what it had before and has no more is gone there, too.
 * @throws with what is missing, or with Discord's own words.
 */
export async function registerCommands(
  vars: Readonly<Record<string, string | undefined>>,
  fetcher: typeof fetch = fetch,
): Promise<{ readonly count: number }> {
  const { DISCORD_APPLICATION_ID: applicationId, DISCORD_BOT_TOKEN: botToken } = vars;
  if (!applicationId || !botToken)
    throw new Error(
      'DISCORD_APPLICATION_ID and DISCORD_BOT_TOKEN have to be set: docs/platforms/discord.md says where they are.',
    );
  const apiUrl = vars.DISCORD_API_URL || 'https://discord.com/api/v10';
  return {
    count: await overwriteCommands({ apiUrl, applicationId, botToken }, slashCommands(builtinEntries()), fetcher),
  };
}

/** The environment and `.dev.vars` first; else the stand-in of a running `npm start`. */
async function main(): Promise<void> {
  const own = await localVars(NAMES);
  const vars = own.DISCORD_BOT_TOKEN ? own : { ...own, ...(await readRun())?.vars };
  const { count } = await registerCommands(vars);
  console.log(`Discord knows ${count} slash commands of WaddleBot now.`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
