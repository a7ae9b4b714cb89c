import type { Variable } from './variable.ts';
import { ALL, FOSSABOT, STREAMELEMENTS, WORKS } from './variable.ts';

export const COUNTERS: readonly Variable[] = [
  {
    names: ['count'],
    of: ALL,
    status: WORKS,
    says: 'uses of the command, one more each time; with a name (StreamElements) that counter, changed by `+n`, `-n` or to `n`',
    open: true,
    effect: 'counts',
  },
  {
    names: ['count.get'],
    of: FOSSABOT,
    status: WORKS,
    says: 'a counter as it is; without a name the uses of the command, one more each time',
    effect: 'counts',
  },
  {
    names: ['count.increment', 'count.update'],
    of: FOSSABOT,
    status: WORKS,
    says: 'a counter after one or so many were added',
    effect: 'counts',
  },
  { names: ['count.set'], of: FOSSABOT, status: WORKS, says: 'a counter after it was set', effect: 'counts' },
  {
    names: ['getcount'],
    of: STREAMELEMENTS,
    status: WORKS,
    says: 'a counter as it is; 0 where there is none',
    effect: 'reads-counter',
  },
];
