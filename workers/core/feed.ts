import type { EventKind } from './events.ts';
import type { SendStatus } from './health.ts';
import type { ChannelKey } from './ids.ts';
import type { RefusalReason } from './invocation.ts';

interface FeedPerson {
  readonly account: string;
  readonly displayName: string;
}

/** What a community's live feed tells. `id` is the entry's own: the same one told twice is shown once. Times are ms since epoch. */
export type FeedEntry = {
  readonly id: string;
  readonly channel: ChannelKey;
  readonly room: string;
  readonly at: number;
} & (
  | { readonly is: 'message'; readonly author: FeedPerson; readonly text: string }
  | { readonly is: 'event'; readonly kind: EventKind; readonly author: FeedPerson | null }
  /** A command that was admitted, as it was typed. */
  | { readonly is: 'command'; readonly author: FeedPerson; readonly text: string }
  | {
      readonly is: 'refusal';
      readonly author: FeedPerson;
      readonly text: string;
      readonly reason: RefusalReason;
    }
  /** What became of an answer. */
  | {
      readonly is: 'reply';
      readonly command: string;
      readonly text: string;
      readonly status: SendStatus;
      readonly reason?: string;
      readonly tookMs: number;
    }
  /** Something that the community's owners have to see to. */
  | { readonly is: 'notice'; readonly notice: 'channel.broken'; readonly reason: string }
);
