import type { httpModules } from '../../words/http-modules.ts';
import type { Call } from './queries.ts';

type Outcome = NonNullable<Call['outcome']>;

const KEYS = {
  said: 'said',
  silent: 'silent',
  promised: 'promised',
  timeout: 'timeout',
  unreachable: 'unreachable',
  address: 'addressFailed',
  broken: 'broken',
  refused: 'refused',
  busy: 'busy',
  unreadable: 'unreadable',
  'too-large': 'tooLarge',
} as const satisfies Record<Outcome, keyof (typeof httpModules)['en']>;

/** What a call came to, in words. */
export const outcomeIn = (w: (typeof httpModules)['en'], outcome: Call['outcome']): string =>
  outcome === null ? w.wasCalled : w[KEYS[outcome]];

export const wentWell = (outcome: Call['outcome']): boolean =>
  outcome === null || outcome === 'said' || outcome === 'silent' || outcome === 'promised';
