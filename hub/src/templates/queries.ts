import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Platform } from '@waddlebot/core/ids.ts';
import type { Level } from '@waddlebot/core/levels.ts';
import type { Dialect } from '@waddlebot/core/templates/nodes.ts';
import { api, read } from '../api/client.ts';
import { ofCommunity } from '../api/use-live.ts';

/** What a text can use in a dialect. It changes with the installation alone. */
export const variablesQuery = (slug: string, dialect: Dialect) =>
  queryOptions({
    queryKey: ['variables', slug, dialect],
    queryFn: async () => (await read(api.commands.variables.$get({ query: { communityId: slug, dialect } }))).data,
    staleTime: 600_000,
  });
export type ListedVariable = Awaited<ReturnType<NonNullable<ReturnType<typeof variablesQuery>['queryFn']>>>[number];

/** Who would type what, and where; what is left out is as the API says. */
export interface PreviewContext {
  readonly args?: string;
  readonly command?: string;
  readonly as?: { readonly displayName: string; readonly level: Level };
  readonly platform?: Platform;
  readonly seed?: number;
}

export interface PreviewOf extends PreviewContext {
  readonly text: string;
  readonly dialect: Dialect;
}

/** A text as chat would see it. */
export const previewQuery = (slug: string, { text, dialect, ...context }: PreviewOf) =>
  queryOptions({
    queryKey: [...ofCommunity(slug), 'preview', text, dialect, context],
    queryFn: ({ signal }) =>
      read(
        api.commands.preview.$post({ json: { communityId: slug, text, dialect, ...context } }, { init: { signal } }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
export type Preview = Awaited<ReturnType<NonNullable<ReturnType<typeof previewQuery>['queryFn']>>>;
export type TemplateWarning = Preview['warnings'][number];
