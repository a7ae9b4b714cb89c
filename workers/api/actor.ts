import type { Actor } from '../core/actors.ts';
import type { Level } from '../core/levels.ts';
import type { SignedIn } from '../core/signed-in.ts';

/** A person as who they go by; what they may is what their role says, never what a platform would. */
export function sessionActor({ person, accounts: [own], displayName }: SignedIn, level: Level): Actor {
  const { platform = 'local', account = person, login = displayName } = own ?? {};
  return {
    kind: 'session',
    person,
    as: { kind: 'account', platform, account, login, displayName: own?.displayName ?? displayName, level },
  };
}
