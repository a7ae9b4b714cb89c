/** What a command answers. `parts`, when given, are separate messages in this order; else `text` is split where it must be. */
export interface Reply {
  readonly text: string;
  readonly parts?: readonly string[];
  /** Shown only to the one who asked, where the platform has that; elsewhere it is said in the room. */
  readonly ephemeral?: boolean;
}

export const say = (text: string): Reply => ({ text });
