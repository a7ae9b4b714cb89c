/** What a community is about; it changes nothing but the words and what is offered first. */
export const COMMUNITY_KINDS = ['creator', 'gaming', 'interest', 'corporate', 'other'] as const;
export type CommunityKind = (typeof COMMUNITY_KINDS)[number];

/** Who sees that a community is there: anybody, who has its address, or its members alone. */
export const VISIBILITIES = ['public', 'unlisted', 'private'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** How people become members of a community's hub. */
export const JOIN_MODES = ['open', 'request', 'invite'] as const;
export type JoinMode = (typeof JOIN_MODES)[number];

/** What a community says of itself. */
export interface CommunityProfile {
  readonly about?: string;
  /** https. */
  readonly website?: string;
  /** https. */
  readonly avatar?: string;
}

/** A deleted community can be had back for so long, ms. */
export const UNDO_FOR_MS = 7 * 24 * 3600_000;
