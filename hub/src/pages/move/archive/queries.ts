import { queryOptions } from '@tanstack/react-query';
import { api, read, request } from '../../../api/client.ts';
import { ofCommunity } from '../../../api/use-live.ts';

/** What is counted is counted again after this, ms: it is a lot of work for a number that may be a little old. */
const COUNTED_FOR_MS = 5 * 60_000;

/** What an archive of a community would hold now. */
export const contentsQuery = (slug: string) =>
  queryOptions({
    queryKey: ['archive-contents', ...ofCommunity(slug)],
    queryFn: () => read(api.communities[':communityId'].export.contents.$get({ param: { communityId: slug } })),
    staleTime: COUNTED_FOR_MS,
  });

/** An archive that was brought, by its id. */
export const broughtQuery = (importId: string) =>
  queryOptions({
    queryKey: ['archive-brought', importId],
    queryFn: () => read(api.communities.imports[':importId'].$get({ param: { importId } })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
export type Brought = Awaited<ReturnType<NonNullable<ReturnType<typeof broughtQuery>['queryFn']>>>;

/** Largest file, bytes. */
export const MOST_BYTES = 90 * 1024 * 1024;

/** Brings a file as it is: a body that is no JSON, which the typed client does not send. */
export async function bring(file: Blob): Promise<Brought> {
  const headers = { 'content-type': 'application/gzip' };
  const answer = await request('/api/v1/communities/import', { method: 'POST', headers, body: file });
  return (await answer.json()) as Brought;
}
