import { refused } from './refusals.ts';
import type { Deployment, Outcome, Step } from './step.ts';

/**
 * In a whole deployment secrets go up with the code that needs them, in one version (worker.ts): neither is ever there
 * without the other, a rollback takes both back, and the first deployment needs no empty Worker to put them into.
 * Without the Worker (`--only secrets`) they are set on the one that is there, which Cloudflare deploys anew with them.
 */
const goTogether = ({ options }: Deployment): boolean => options.steps.has('worker');

const names = ({ secrets }: Deployment): string => Object.keys(secrets).join(', ');

export const secretsStep: Step = {
  name: 'secrets',
  async run(deployment, { wrangler }): Promise<Outcome> {
    if (goTogether(deployment)) return { state: 'done', words: `will go up with the Worker: ${names(deployment)}` };
    const run = await wrangler(['secret', 'bulk'], JSON.stringify(deployment.secrets));
    if (!run.ok) throw refused('the secrets', run);
    return { state: 'done', words: `set ${names(deployment)}` };
  },
  preview: async (deployment) => ({ state: 'skipped', words: `would set ${names(deployment)}` }),
};
