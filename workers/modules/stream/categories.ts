import type { Category } from '../../core/stream.ts';

export type Choice =
  | { readonly is: 'clear'; readonly category: Category }
  | { readonly is: 'unclear'; readonly near: readonly Category[] };

/** Letters and digits alone, without accents: `Pokémon: Gold` is `pokemongold`. A name of signs alone is its signs. */
function plain(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, '') || bare.trim();
}

/**
 * Which of the categories found is meant: the one called so, the only one there is, or the only one that begins so. Among
 * several that fit as well nobody guesses.
 */
export function chooseCategory(typed: string, found: readonly Category[]): Choice {
  const wanted = plain(typed);
  const same = found.find(({ name }) => plain(name) === wanted);
  if (same) return { is: 'clear', category: same };
  const begun = found.filter(({ name }) => plain(name).startsWith(wanted));
  const [category, ...others] = found.length === 1 ? found : begun;
  return category && others.length === 0 ? { is: 'clear', category } : { is: 'unclear', near: found };
}
