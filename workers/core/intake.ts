/**
 * What objects that watch a platform by themselves (`DiscordGateway`, `LiveChat`) ask of the Worker, which has the
 * platforms' clients, the tokens and the road. They keep state and time; everything else happens here.
 */
export interface Intake {
  /** How to open a Gateway connection now. @throws when Discord does not tell. */
  gatewayStart(): Promise<GatewayStart>;
  /**
   * Takes dispatches in their order. @throws when one could not be decided: all of them have to be brought again, and what
   * was taken before is known by its id.
   */
  dispatch(batch: GatewayBatch): Promise<void>;
  /** What is known of a video now: whether it is a broadcast, and where its chat is. */
  lookAtVideo(ask: { readonly channel: string; readonly videoId: string }): Promise<VideoLook>;
  /** Reads what is new in a live chat and takes it down the road. @throws when an event could not be decided. */
  readLiveChat(ask: LiveChatAsk): Promise<LiveChatPage>;
}

export interface GatewayStart {
  readonly token: string;
  /** wss address, without query. */
  readonly url: string;
  /** Bits of the intents this application may have. */
  readonly intents: number;
  /** Identifies left in this day of Discord's, and when it ends, ms from now. */
  readonly remaining: number;
  readonly resetAfterMs: number;
}

/** One dispatch of the Gateway as it came: event name, data, sequence. */
export interface GatewayDispatch {
  readonly t: string;
  readonly d: unknown;
  readonly s: number;
}

/** Dispatches of one session, whose id and sequences name those that carry no id of their own. */
export interface GatewayBatch {
  readonly session: string;
  readonly botUserId: string;
  readonly dispatches: readonly GatewayDispatch[];
}

/** The dispatches that mean something to the road; the others stay in the object. */
export const WANTED_DISPATCHES: ReadonlySet<string> = new Set([
  'MESSAGE_CREATE',
  'MESSAGE_DELETE',
  'MESSAGE_DELETE_BULK',
  'MESSAGE_REACTION_ADD',
  'MESSAGE_REACTION_REMOVE',
  'GUILD_MEMBER_ADD',
  'GUILD_MEMBER_REMOVE',
  'GUILD_MEMBER_UPDATE',
  'GUILD_BAN_ADD',
  'GUILD_BAN_REMOVE',
  'GUILD_DELETE',
]);

export type VideoLook =
  /** No broadcast (any more), or gone. */
  | { readonly is: 'video' | 'ended' | 'missing' }
  /** `startsAt` in ms since epoch. */
  | { readonly is: 'upcoming'; readonly startsAt: number | null }
  | { readonly is: 'live'; readonly liveChatId: string | null; readonly startedAt: number }
  /** Not known now (outage, quota); ask again after `afterMs`. */
  | { readonly is: 'unknown'; readonly reason: string; readonly afterMs: number };

export interface LiveChatAsk {
  readonly channel: string;
  readonly videoId: string;
  readonly liveChatId: string;
  readonly pageToken: string | null;
  /** Items from before this are history and are skipped, ms since epoch. */
  readonly since: number;
}

export type LiveChatPage =
  | {
      readonly is: 'page';
      readonly nextPageToken: string | null;
      /** Not to be asked again earlier than this. */
      readonly afterMs: number;
      readonly taken: number;
    }
  | { readonly is: 'ended'; readonly reason: string }
  /** `afterMs`: when to ask again; what was not read is still there. */
  | { readonly is: 'failed'; readonly reason: string; readonly afterMs: number };
