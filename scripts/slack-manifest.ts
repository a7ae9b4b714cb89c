import { parseArgs } from 'node:util';
import { slackManifest } from '../workers/platforms/slack/manifest.ts';
import { builtinEntries } from '../workers/registered.ts';
import { readRun } from './local/run-file.ts';
import { localVars } from './local/vars.ts';

/** Prints the manifest to paste at api.slack.com/apps → Create New App → From a manifest. */
const { values } = parseArgs({ options: { url: { type: 'string' } } });
const publicUrl = values.url ?? (await localVars(['PUBLIC_URL'])).PUBLIC_URL ?? (await readRun())?.url;
if (!publicUrl || !URL.canParse(publicUrl)) {
  console.error('Say where Slack reaches WaddleBot: npm run slack:manifest -- --url https://bot.example.com');
  process.exitCode = 1;
} else {
  const commands = builtinEntries()
    .filter(({ hidden, level }) => !hidden && level === 'everyone')
    .map(({ name }) => name);
  const pages = ['/auth/callback/slack', '/auth/channels/callback/slack'].map((at) => new URL(at, publicUrl).href);
  const redirectUris = [...pages, 'http://localhost:3000/callback'];
  const manifest = slackManifest({ publicUrl, redirectUris, commands });
  console.log(JSON.stringify(manifest, null, 2));
}
