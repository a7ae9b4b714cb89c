import { missingFor } from '../../workers/env.ts';
import { type Deployment, messageOf, type Outcome, type Step, StepFailed, type Tools } from './step.ts';

function reasonToSkip({ settings }: Deployment, { registerDiscord }: Tools): Outcome | undefined {
  const missing = missingFor('discord', settings);
  if (missing.length > 0) return { state: 'skipped', words: `because ${missing.join(', ')} not set: Discord is off` };
  if (!registerDiscord) return { state: 'skipped', words: 'because there is no scripts/discord-register.ts here' };
  return undefined;
}

/** Discord shows a bot's slash commands only once they are registered; what is registered is overwritten as a whole. */
export const discordStep: Step = {
  name: 'discord',
  async run(deployment, tools) {
    const skipped = reasonToSkip(deployment, tools);
    if (skipped) return skipped;
    const { settings } = deployment;
    try {
      const { count } = await tools.registerDiscord!({
        DISCORD_APPLICATION_ID: settings.DISCORD_APPLICATION_ID as string,
        DISCORD_BOT_TOKEN: settings.DISCORD_BOT_TOKEN as string,
        DISCORD_API_URL: settings.DISCORD_API_URL,
      });
      return { state: 'done', words: `${count} slash commands are registered` };
    } catch (error) {
      throw new StepFailed(
        `Discord did not take the commands: ${messageOf(error)}`,
        'The Worker itself is online. Check DISCORD_APPLICATION_ID and DISCORD_BOT_TOKEN (https://discord.com/developers/applications); then: npm run deploy -- --only discord.',
      );
    }
  },
  preview: async (deployment, tools) =>
    reasonToSkip(deployment, tools) ?? { state: 'skipped', words: 'would register the slash commands' },
};
