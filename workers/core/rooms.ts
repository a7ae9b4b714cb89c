/** Why the bot cannot speak in a room that it sees. */
export const SILENCES = ['send-messages', 'timed-out', 'read-only'] as const;

export interface Silence {
  readonly is: (typeof SILENCES)[number];
  /** For people: what is wrong, and what to do. */
  readonly text: string;
}

/** A room of a channel, as its platform shows it to the bot. */
export interface Room {
  readonly id: string;
  readonly name: string;
  /** What it stands under: Discord's category, a workspace of a Slack organisation. */
  readonly group: string | null;
  /** Not everybody there sees it. */
  readonly isPrivate: boolean;
  /** Null: the bot can speak there. */
  readonly silence: Silence | null;
}

export interface RoomList {
  /** In the platform's own order. */
  readonly rooms: readonly Room[];
  /** How many there are besides that the bot may not see: nobody learns their names from it. */
  readonly unseen: number;
  /** False where there are more than are listed. */
  readonly isWhole: boolean;
}

/** The rooms of a platform whose channels have many. What a platform does not answer is told with what to do about it. */
export interface RoomPort {
  /**
   * @param channel the platform's own id
   * @throws WaddleError `CONFLICT` where the bot has no right to ask (any more), `LIMITED`, `UPSTREAM`
   */
  list(channel: string): Promise<RoomList>;
  /** Whether a room is in the channel, where the list need not be whole; as `list` else. */
  owns?(channel: string, room: string): Promise<boolean>;
}
