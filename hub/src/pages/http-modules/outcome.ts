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
  unknown: 'forgotten',
} as const satisfies Record<Outcome, keyof (typeof httpModules)['en']>;

/** What a call came to, in words. */
export const outcomeIn = (w: (typeof httpModules)['en'], outcome: Call['outcome']): string =>
  outcome === null ? w.underWay : w[KEYS[outcome]];

/** What a mark says of it beside the words: nothing of what is not known, or not yet. */
export function stateOf(outcome: Call['outcome']): 'ok' | 'danger' | 'idle' {
  switch (outcome) {
    case null:
    case 'unknown':
      return 'idle';
    case 'said':
    case 'silent':
    case 'promised':
      return 'ok';
    default:
      return 'danger';
  }
}
