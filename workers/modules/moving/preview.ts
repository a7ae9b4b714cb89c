import type { VerbCtx } from '../../core/modules.ts';
import { holdingsOf } from './holdings.ts';
import type { Fault, Read, Source } from './lines.ts';
import { type PlannedLine, planned } from './plan.ts';
import { readQuotes } from './quotes.ts';
import { readBot } from './read.ts';

export const readFile = (source: Source, text: string, { now, community }: VerbCtx): Read =>
  source === 'quotes' ? readQuotes(text, now, community.zone) : readBot(source, text);

/** What a file would become, line by line. Nothing is kept of it. */
export async function previewImport(
  ctx: VerbCtx,
  { source, text }: { readonly source: Source; readonly text: string },
): Promise<{ readonly lines: readonly PlannedLine[] } | Fault> {
  const read = readFile(source, text, ctx);
  if ('fault' in read) return read;
  return { lines: planned(read.lines, await holdingsOf(ctx, source, read.lines)) };
}
