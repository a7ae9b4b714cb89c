import { refused } from './refusals.ts';
import type { Outcome, Step, Tools } from './step.ts';

/** Bundles the Worker as the upload will, and reads wrangler.toml to its end: what does not build changes nothing. */
export async function build({ wrangler }: Tools): Promise<Outcome> {
  const run = await wrangler(['deploy', '--dry-run']);
  if (!run.ok) throw refused('the Worker does not build', run);
  const size = /Total Upload: ([\d.]+ \w+) \/ gzip: ([\d.]+ \w+)/.exec(run.output);
  return { state: 'done', words: size ? `the Worker has ${size[1]}, ${size[2]} gzipped` : 'the Worker builds' };
}

export const buildStep: Step = {
  name: 'build',
  run: (_, tools) => build(tools),
  preview: (_, tools) => build(tools),
};
