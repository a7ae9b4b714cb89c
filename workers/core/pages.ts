/** What a page says of itself, or why it says nothing; messages are for people. */
export type PageRead =
  | {
      readonly ok: true;
      /** Where it came from in the end. */
      readonly url: string;
      readonly title: string;
      readonly description: string | null;
      readonly image: string | null;
      readonly site: string | null;
      readonly language: string | null;
    }
  | {
      readonly ok: false;
      readonly reason: string;
      readonly message: string;
      /** What it can be called all the same. */
      readonly title: string | null;
    };
