import type { CommunityId } from './ids.ts';

/** Work of a module that nobody waits for: what the `jobs` queue carries. It may be run more than once. */
export interface Job {
  readonly v: 1;
  readonly kind: 'job';
  readonly community: CommunityId;
  readonly module: string;
  /** Which of the module's `jobs`. */
  readonly name: string;
  readonly data: unknown;
}
