import { useQuery } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';
import { ofCommunity } from '../../api/use-live.ts';

/** What the first command is called, without the prefix. */
export const FIRST = 'hello';

export const firstCommandKey = (slug: string) => [...ofCommunity(slug), 'commands', FIRST] as const;

/** What the first command answers; null while there is none. */
export const useFirstCommand = (slug: string) =>
  useQuery({
    queryKey: firstCommandKey(slug),
    queryFn: async (): Promise<string | null> => {
      const { data } = await read(
        api.commands[':communityId'].$get({ param: { communityId: slug }, query: { search: FIRST, limit: '100' } }),
      );
      const found = data.find(({ name }) => name === FIRST);
      return found ? (found.replies?.[0]?.text ?? '') : null;
    },
  });
