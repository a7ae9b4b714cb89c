/** Tags of one bookmark. */
export const MAX_TAGS = 10;
/** Longest tag, in code points. */
export const MAX_TAG = 30;

const TAG = /^[\p{L}\p{M}\p{N}_-]+$/u;

/** A tag in its one form (NFKC, lower case, without the #), or null where it cannot be one. */
export function bookmarkTag(typed: string): string | null {
  // Lower case may take a letter apart again, as it does with İ.
  const tag = typed
    .trim()
    .replace(/^[#＃]/, '')
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC');
  return TAG.test(tag) && Array.from(tag).length <= MAX_TAG ? tag : null;
}

export type TagsRead =
  | { readonly ok: true; readonly tags: readonly string[] }
  | { readonly ok: false; readonly result: 'bad-tag' | 'too-many-tags'; readonly typed: string };

/** Tags in their one form, each once, in the order in which they were typed. */
export function readTags(typed: readonly string[]): TagsRead {
  const tags = new Set<string>();
  for (const one of typed) {
    const tag = bookmarkTag(one);
    if (tag === null) return { ok: false, result: 'bad-tag', typed: one };
    tags.add(tag);
  }
  if (tags.size > MAX_TAGS) return { ok: false, result: 'too-many-tags', typed: String(tags.size) };
  return { ok: true, tags: [...tags] };
}

const isTagWord = (word: string | undefined): boolean => word !== undefined && /^[#＃][^#＃]/.test(word);

/**
 * Takes the tags off a line: the words with # at its beginning and at its end. One between other words is part of what is
 * said, as in `our #1 moment`.
 */
export function splitTags(line: string): { readonly tags: readonly string[]; readonly text: string } {
  const words = line.split(/\s+/).filter(Boolean);
  let from = 0;
  let to = words.length;
  while (from < to && isTagWord(words[from])) from++;
  while (to > from && isTagWord(words[to - 1])) to--;
  return { tags: [...words.slice(0, from), ...words.slice(to)], text: words.slice(from, to).join(' ') };
}

export interface TagChanges {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** `#a -#b +#c d` as what is added and what is taken away; a word without a sign is added. */
export function readTagChanges(
  line: string,
): { readonly ok: true; readonly changes: TagChanges } | (TagsRead & { readonly ok: false }) {
  const words = line.split(/\s+/).filter(Boolean);
  const isTakenAway = (word: string) => /^[-−–]/.test(word);
  const remove = readTags(words.filter(isTakenAway).map((word) => word.slice(1)));
  if (!remove.ok && remove.result === 'bad-tag') return remove;
  const add = readTags(words.filter((word) => !isTakenAway(word)).map((word) => word.replace(/^\+/, '')));
  if (!add.ok) return add;
  return { ok: true, changes: { add: add.tags, remove: remove.ok ? remove.tags : [] } };
}
