import type { Context } from 'hono';
import { type Actor, personOf } from './actors.ts';
import type { ApiEnv } from './api.ts';
import { ChangedMeanwhile, WaddleError } from './errors.ts';

/** The states of a thing that a caller has seen, one of which it has to be in still; null: whichever it is in. */
export type Seen = readonly string[] | null;

/** A state's name, behind which what reads tell besides (uses, say) has its own. */
const TAG = /^(?:W\/)?"([\w-]{1,64})(?:\.[\w-]*)?"$/;

/**
 * What `If-Match` asks for (RFC 9110 §13.1.1). A proxy that compresses an answer makes its tag a weak one: that still says
 * which state it was. @throws INVALID for what no answer ever said
 */
export function seenIn(c: Context<ApiEnv>): Seen {
  const header = c.req.header('if-match');
  if (header === undefined || header.trim() === '*') return null;
  return header.split(',').map((tag) => {
    const [, state] = TAG.exec(tag.trim()) ?? [];
    if (state === undefined)
      throw new WaddleError(
        'INVALID',
        'If-Match takes the ETag of an answer, as it was: "…". Leave it out to change it as it is.',
      );
    return state;
  });
}

/** Has a read's ETag name the state that it tells of, for `If-Match`. */
export const tellState = (c: Context<ApiEnv>, state: string): void => c.header('ETag', `"${state}"`);

/** Who changed something last, and when, as the database tells it. */
export interface LastChange {
  readonly actor: Actor;
  /** RFC 3339. */
  readonly at: string;
}

const nameOf = (actor: Actor): string | null =>
  personOf(actor)?.displayName ?? (actor.kind === 'key' ? actor.name : null);

/** That somebody was faster, for whoever wanted to change what they had seen. @param thing as people call it */
export function changedMeanwhile(thing: string, last: LastChange | null): ChangedMeanwhile {
  const by = last && nameOf(last.actor);
  const at = last ? new Date(last.at).toISOString() : null;
  const who = by === null ? '' : ` by ${by}`;
  const when = at === null ? '' : ` at ${at}`;
  return new ChangedMeanwhile(
    `"${thing}" was changed${who}${when}, after you looked. Nothing of yours was saved. Look at it as it is now, and decide again.`,
    { by, at },
  );
}
