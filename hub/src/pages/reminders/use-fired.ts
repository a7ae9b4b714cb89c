import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { liveFeedOf } from '../../api/live.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** What is shown of reminders is asked for again when one was said, as far as whoever looks may hear of it; others see it a little later. */
export function useFired(community: string): void {
  const client = useQueryClient();
  useEffect(
    () =>
      liveFeedOf(community).hear((entries) => {
        // An answer's id begins with that of what asked for it: `twitch:12345:reminder-…`.
        if (entries.some(({ is, id }) => is === 'reply' && id.includes(':reminder-')))
          void client.invalidateQueries({ queryKey: [...ofCommunity(community), 'reminders'] });
      }),
    [client, community],
  );
}
