import type { Platform } from '../core/ids.ts';

/**
 * What a flow has to say, for whichever door shows it. `done`: it is so now; `warning`: it works, but something is missing;
 * `refused`: a part did not work; `next`: what the person does now.
 */
export interface Step {
  readonly is: 'done' | 'warning' | 'refused' | 'next';
  readonly text: string;
  /** A line to copy, or an address to go to. */
  readonly copy?: string;
}

/** Why a consent came to nothing, for doors that word it themselves. */
export type WhyNot =
  | 'denied'
  | 'stale'
  | 'app'
  | 'account'
  | 'scopes'
  | 'elsewhere'
  | 'unreachable'
  | 'unreached'
  | 'no-channel'
  | 'bot-account'
  | 'failed';

/** A consent that came to nothing, in words that say what to do. */
export class NotConnected extends Error {
  readonly why: WhyNot;
  constructor(message: string, why: WhyNot = 'failed') {
    super(message);
    this.why = why;
  }
}

/** How a door speaks of what can be done in it: the terminal names its commands, the page its buttons. */
export interface Door {
  /** Doing the same once more: `run this again`. */
  readonly again: string;
  /** How a channel is linked: `npm run connect twitch`. */
  channel(platform: Platform): string;
  /** How the bot's own account is connected, as a sentence; `lead` is what it begins with where that is a command. */
  asBot(platform: Platform, lead?: string): string;
  /** How a channel is linked so that its stream can be steered, too. */
  withStream(platform: Platform): string;
  /** That a channel is another community's: `slug` names it to who may know. */
  elsewhere(name: string, slug: string): string;
}

/** The same as the beginning of a sentence. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
