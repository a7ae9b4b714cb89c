import type { Bindings } from '../../workers/env.ts';

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {}
  }
}
