import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, read } from '../../../api/client.ts';
import { ofCommunity } from '../../../api/use-live.ts';
import type { Source } from './sources.ts';

const at = api.imports[':communityId'];

const preview = (slug: string, source: Source, text: string) =>
  source === 'quotes'
    ? read(at.quotes.preview.$post({ param: { communityId: slug }, json: { text } }))
    : read(at.preview.$post({ param: { communityId: slug }, json: { source, text } }));
export type Preview = Awaited<ReturnType<typeof preview>>;
export type Plan = Extract<Preview, { result: 'read' }>;
export type Fault = Extract<Preview, { result: 'fault' }>;
export type Line = Plan['lines'][number];
export type Becomes = NonNullable<Line['becomes']>;

/** A line that is to come, under another name where it was given one. */
export interface Wanted {
  readonly id: string;
  readonly name?: string;
}

/** A file, as it lies before whoever moves in. */
export interface OpenFile {
  readonly source: Source;
  readonly name: string;
  readonly text: string;
}

export const previewFile = (slug: string, { source, text }: OpenFile) => preview(slug, source, text);

export const applyFile = (slug: string, { source, name, text }: OpenFile, lines: readonly Wanted[]) => {
  const asked = { text, file: name, lines: [...lines] };
  const param = { communityId: slug };
  return source === 'quotes'
    ? read(at.quotes.$post({ param, json: asked }))
    : read(at.$post({ param, json: { source, ...asked } }));
};
export type Applied = Awaited<ReturnType<typeof applyFile>>;

export const undoImport = (slug: string, importId: string) =>
  read(at[':importId'].undo.$post({ param: { communityId: slug, importId } }));

const PAGE = '10';
const importsPage = (slug: string, cursor: string | undefined) =>
  read(at.$get({ param: { communityId: slug }, query: { limit: PAGE, ...(cursor ? { cursor } : {}) } }));
export type PastImport = Awaited<ReturnType<typeof importsPage>>['data'][number];

export const importPages = (slug: string) =>
  infiniteQueryOptions({
    queryKey: [...ofCommunity(slug), 'imports'],
    queryFn: ({ pageParam }) => importsPage(slug, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
