import { freshSecret } from './local/vars.ts';

/** Prints secrets that `workers/env.ts` takes, ready to be put in place. */
const names = ['SESSION_SECRET', 'ENCRYPTION_KEY', 'SERVICE_API_KEY', 'TWITCH_WEBHOOK_SECRET'];
console.log('# 32 random bytes each. For the edge: npx wrangler secret put <NAME>. For this machine: .dev.vars');
for (const name of names) console.log(`${name}="${freshSecret()}"`);
