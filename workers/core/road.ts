import type { ChatEvent } from './events.ts';
import type { ChannelKey } from './ids.ts';
import type { Brought, Invocation } from './invocation.ts';

export type InlineAnswer =
  | { readonly answer: 'now'; readonly text: string; readonly ephemeral: boolean }
  /** The answer comes by follow-up, with the visibility the command declares. */
  | { readonly answer: 'later'; readonly visibility: 'public' | 'ephemeral' };

export type WaitUntil = (work: Promise<unknown>) => void;

/** What a platform's door hands its events to; the router behind it is put in by `workers/index.ts`. */
export interface Road {
  readonly clock: () => number;
  /**
   * Whether a line is plain chatter that nothing in its channel wants, as far as this isolate knows without asking. True
   * is certain and lets a door stop early; false only means "bring it".
   */
  isPlain(channel: ChannelKey, text: string): boolean;
  /** @throws when the event could not be decided: the platform has to send it again. */
  bring(event: ChatEvent): Promise<Brought>;
  /** What could be meant by the option that is being typed: at most 25, best first. */
  suggest(event: ChatEvent<'autocomplete'>): Promise<readonly string[]>;
  /** Runs an admitted interaction. */
  answer(invocation: Invocation, waitUntil: WaitUntil): Promise<InlineAnswer>;
  /** A line of the bot's own was seen in chat. */
  echo(
    channel: ChannelKey,
    line: { readonly text: string; readonly replyTo: string | undefined; readonly at: number },
  ): Promise<void>;
  /** The platform took the bot's rights in a channel away. */
  revoked(channel: ChannelKey, reason: string): Promise<void>;
  /** Notes what a door could not use, by kind and never by content. */
  report(event: string, fields: Readonly<Record<string, string | number>>): void;
}
