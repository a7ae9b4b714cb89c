import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { type LiveFeed, type LiveSnapshot, liveFeedOf } from './live.ts';

/** A community's feed, as it is and as it goes on. */
export function useLive(community: string): LiveSnapshot & { readonly feed: LiveFeed } {
  const feed = liveFeedOf(community);
  return { ...useSyncExternalStore(feed.subscribe, feed.snapshot), feed };
}

/** Changes that come together are looked at together, ms. */
const SETTLES_MS = 250;

/** Where something of a community changed, whoever did it, what is shown of it is asked for again: pages stay in step. */
function refresh(client: QueryClient, community: string): void {
  void client.invalidateQueries({ queryKey: ofCommunity(community) });
  void client.invalidateQueries({ queryKey: ['communities'] });
}

/** What every query of a community begins with. */
export const ofCommunity = (community: string): readonly ['c', string] => ['c', community];

/** Keeps all that is shown of a community in step with it. */
export function useInStep(community: string): void {
  const client = useQueryClient();
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const refreshSoon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => refresh(client, community), SETTLES_MS);
    };
    const feed = liveFeedOf(community);
    const endBehind = feed.whenBehind(refreshSoon);
    const end = feed.hear((entries) => {
      if (entries.some(({ is }) => is === 'change' || is === 'notice')) refreshSoon();
    });
    return () => {
      clearTimeout(waiting);
      endBehind();
      end();
    };
  }, [client, community]);
}
