import type { Answer } from '../routes.ts';
import { helixError } from './auth.ts';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;

/** `first` (1 to 100) entries after the cursor `after`, and the cursor of what is left (Twitch API guide: pagination). */
export function paged(entries: readonly unknown[], query: URLSearchParams, usual = DEFAULT_PAGE): Answer {
  const first = Number(query.get('first') ?? usual);
  if (!Number.isInteger(first) || first < 1 || first > MAX_PAGE)
    return helixError(400, 'The value of first is not valid.');
  const start = Number(Buffer.from(query.get('after') ?? '', 'base64').toString('utf8') || 0);
  if (!Number.isInteger(start)) return helixError(400, 'The cursor is not valid.');
  const end = start + first;
  const cursor = Buffer.from(String(end)).toString('base64');
  return { json: { data: entries.slice(start, end), pagination: entries.length > end ? { cursor } : {} } };
}
