import type { Category, StreamAnswer, StreamPort } from '../../../workers/core/stream.ts';
import { upstreamCaller } from '../../../workers/platforms/call.ts';

type LookUp = 'streamOf' | 'profileOf' | 'followedAt' | 'searchCategories' | 'hasClip' | 'stats';
/** Everything that changes something. */
export type Verb = Exclude<keyof StreamPort, LookUp>;

/** Whom and what the verbs are tried on. */
export interface Targets {
  readonly channel: string;
  readonly category: Category;
  readonly raided: string;
  readonly account: string;
}

/** One call of every verb: a verb that is missing here does not compile. */
export const verbsOn = ({ channel, category, raided, account }: Targets) =>
  ({
    setTitle: (stream) => stream.setTitle(channel, 'A new title'),
    setCategory: (stream) => stream.setCategory(channel, category),
    createClip: (stream) => stream.createClip(channel),
    createMarker: (stream) => stream.createMarker(channel, 'what a moment'),
    raid: (stream) => stream.raid(channel, raided),
    cancelRaid: (stream) => stream.cancelRaid(channel),
    addVip: (stream) => stream.addVip(channel, account),
    removeVip: (stream) => stream.removeVip(channel, account),
    addModerator: (stream) => stream.addModerator(channel, account),
    removeModerator: (stream) => stream.removeModerator(channel, account),
  }) satisfies Record<Verb, (stream: StreamPort) => Promise<StreamAnswer>>;

/** Calls with tokens as a port supplies them: kept until one is refused, then asked for anew; undefined: there is none. */
export function callWith(
  ask: (stale: string | undefined) => Promise<string | undefined>,
  isUnauthorised?: (response: Response, json: unknown) => boolean,
) {
  let held: string | undefined;
  const get = async (stale?: string): Promise<string> => {
    if (held === undefined || held === stale) held = await ask(stale);
    if (held === undefined) throw new Error('no token');
    return held;
  };
  return upstreamCaller({ get }, fetch, isUnauthorised);
}
