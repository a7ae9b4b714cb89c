import { findChromium, HOW_TO_GET_ONE } from '../tests/support/chromium.ts';

/** Says which browser the hub's journeys run in, of those that are here; fails where there is none. */
const found = await findChromium().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(found ? `${found.version} (${found.from}: ${found.path})` : `no Chromium: ${HOW_TO_GET_ONE}`);
process.exitCode = found ? 0 : 1;
