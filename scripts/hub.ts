import { parseArgs } from 'node:util';
import { ROOT } from './local/build.ts';
import { buildHub } from './local/hub.ts';

// npm run hub            builds the hub's pages into hub/dist, unless they are
// npm run hub -- --dev   shows them as they are being written, in front of a WaddleBot that runs (npm start)
const { values } = parseArgs({ options: { dev: { type: 'boolean', default: false } } });
if (values.dev) {
  const { createServer } = await import('vite');
  const server = await createServer({ configFile: `${ROOT}/hub/vite.config.ts` });
  await server.listen();
  server.printUrls();
} else if (await buildHub()) console.log('The hub is built.');
