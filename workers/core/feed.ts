import type { EventKind } from './events.ts';
import type { SendStatus } from './health.ts';
import type { AccountPlatform, ChannelKey, PersonId, Platform } from './ids.ts';
import type { RefusalReason } from './invocation.ts';
import type { Area } from './rights.ts';

interface FeedPerson {
  readonly account: string;
  readonly displayName: string;
}

/** `platform:id`. */
export type AccountKey = `${AccountPlatform}:${string}`;

/** What a community's live feed tells. `id` is the entry's own: the same one told twice is shown once. Times are ms since epoch. */
export type FeedEntry = ChatEntry | ChangeEntry;

/**
 * Somebody changed something, by whichever door: what the audit log has a line of. Neither how it was nor how it is: whoever
 * shows it asks for it, and sees what they may.
 */
export interface ChangeEntry {
  readonly id: string;
  readonly at: number;
  readonly is: 'change';
  /** `command.edit`: area and verb. */
  readonly action: string;
  /** `command:<id>`: the thing. */
  readonly target: string;
  /** Null: WaddleBot itself, or a program that speaks for nobody. */
  readonly by: { readonly person?: PersonId; readonly account: AccountKey; readonly displayName: string } | null;
}

/** What happens in a community's channels. */
export type ChatEntry = {
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

/** What somebody may hear of a feed. */
export interface Hearing {
  /** What happens in channels of these platforms; null: of all. */
  readonly platforms: readonly Platform[] | null;
  /** Changes in these areas of the hub; null: in all. */
  readonly areas: readonly Area[] | null;
}
