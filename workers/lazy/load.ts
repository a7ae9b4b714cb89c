/**
 * Packages that are too big for every cold start and that few requests need. Each is bundled to a module of its own
 * (scripts/lazy-modules.ts), which goes up beside the script and is evaluated by the first who loads it.
 *
 * They are imported here and nowhere else: wrangler names such a module by its path below `base_dir`, which is this folder, and
 * leaves the import as it is written.
 */
export const loadLinkedom = () => import('./linkedom.mjs');
export const loadWebAuthn = () => import('./webauthn.mjs');
