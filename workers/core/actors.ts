import { WaddleError } from './errors.ts';
import type { ChatEvent } from './events.ts';
import type { AccountPlatform, PersonId } from './ids.ts';
import type { Level } from './levels.ts';

/** Somebody of a platform, as its signature or a look-up says; never as a body claims. */
export interface AccountActor {
  readonly kind: 'account';
  readonly platform: AccountPlatform;
  readonly account: string;
  readonly login: string;
  readonly displayName: string;
  readonly level: Level;
}

/** Who does something. A service speaks for itself, or for a person where its scope allows. */
export type Actor =
  | AccountActor
  /** Whoever holds this deployment's SERVICE_API_KEY. */
  | { readonly kind: 'service'; readonly onBehalfOf?: AccountActor }
  | { readonly kind: 'key'; readonly id: string; readonly name: string; readonly onBehalfOf?: AccountActor }
  /** Somebody who is signed in to the hub, by the account that they go by; its level is what their role gives them. */
  | { readonly kind: 'session'; readonly person: PersonId; readonly as: AccountActor }
  /** WaddleBot by itself: what a time set earlier does. */
  | { readonly kind: 'system' };

/** The person an actor is or speaks for; null where there is none. */
export function personOf(actor: Actor): AccountActor | null {
  if (actor.kind === 'account') return actor;
  if (actor.kind === 'system') return null;
  if (actor.kind === 'session') return actor.as;
  return actor.onBehalfOf ?? null;
}

/** The person an actor is or speaks for, for verbs that need one. @throws ACTOR_REQUIRED */
export function requirePerson(actor: Actor): AccountActor {
  const person = personOf(actor);
  if (person) return person;
  throw new WaddleError(
    'ACTOR_REQUIRED',
    'This is done by a person. Say for whom, with the header X-On-Behalf-Of: <platform>:<user id>.',
  );
}

export const actorOfEvent = ({ platform, author }: ChatEvent): AccountActor => ({
  kind: 'account',
  platform,
  account: author.account,
  login: author.login,
  displayName: author.displayName,
  level: author.level,
});
