import { api, read } from './client.ts';

/** What a live feed needs of the browser around it; tests give it another. */
export interface LiveSurroundings {
  /** A ticket that opens a community's feed once. @throws ApiError */
  ticket(community: string): Promise<string>;
  open(query: URLSearchParams): WebSocket;
  /** Tells when somebody or the network comes back, and when the network goes. @returns ends it */
  watch(tell: { readonly back: () => void; readonly away: () => void }): () => void;
  isHidden(): boolean;
  nextFrame(run: () => void): void;
  /** ms since epoch */
  now(): number;
  random(): number;
}

export const pageSurroundings: LiveSurroundings = {
  ticket: async (communityId) => (await read(api.live.tickets.$post({ json: { communityId } }))).ticket,
  open: (query) => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/live?${query}`),
  watch({ back, away }) {
    addEventListener('online', back);
    addEventListener('offline', away);
    document.addEventListener('visibilitychange', back);
    return () => {
      removeEventListener('online', back);
      removeEventListener('offline', away);
      document.removeEventListener('visibilitychange', back);
    };
  },
  isHidden: () => document.visibilityState === 'hidden',
  nextFrame: (run) => void requestAnimationFrame(run),
  now: Date.now,
  random: Math.random,
};
