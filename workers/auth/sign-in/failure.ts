import type { Platform } from '../../core/ids.ts';

/** Why nobody was signed in, as a table of words knows it. */
export type FailureReason =
  /** They said no. */
  | 'denied'
  /** Not begun here, too old, used already, or another browser's. */
  | 'state'
  /** No answer, or one that says to come back. */
  | 'down'
  /** The code is used up or too old. */
  | 'code'
  /** The platform does not take this application. */
  | 'refused'
  /** The answer has not the shape the platform documents. */
  | 'garbage'
  /** What should prove who they are does not. */
  | 'proof'
  /** They did not allow what is needed to see who they are. */
  | 'scope'
  /** A Google account that is nobody on YouTube. */
  | 'no-channel'
  | 'sign-up-closed'
  | 'sign-up-invited'
  /** To prove who they are they came with somebody else's account. */
  | 'somebody-else';

/** A sign-in that came to nothing, for a reason that people are told. It carries nothing of what the platform said. */
export class SignInFailure extends Error {
  override readonly name = 'SignInFailure';
  readonly reason: FailureReason;
  /** Undefined where it is not even known which platform was meant. */
  readonly platform: Platform | undefined;
  constructor(reason: FailureReason, platform?: Platform) {
    super(`sign-in failed: ${reason}`);
    this.reason = reason;
    this.platform = platform;
  }
}
