import { hmacSha256, utf8 } from './bytes.ts';
import type { CommunityId } from './ids.ts';
import { toBase64Url } from './random.ts';

/** Who reaches a community's pages: nobody, who has the link, or anybody, by the community's name. */
export const PUBLIC_STATES = ['off', 'link', 'public'] as const;
export type PublicState = (typeof PUBLIC_STATES)[number];

/** Where they are: under the link's token, and under the community's name once it is public. */
export const linkPath = (token: string): string => `/p/${token}`;
export const publicPath = (slug: string): string => `/c/${slug}`;

/**
 * The token of a community's link: 128 bits that only who has the deployment's secret works out, so that the owner can copy the
 * address whenever they want, and nothing that is stored opens it.
 * @param link names this link: with another one it is another token
 */
export async function tokenOf(sessionSecret: string, community: CommunityId, link: string): Promise<string> {
  const bytes = new Uint8Array(await hmacSha256(sessionSecret, utf8(`public pages\n${community}\n${link}`)));
  return toBase64Url(bytes.subarray(0, 16));
}
