import { type Authorized, helixError } from './auth.ts';
import { paged } from './pages.ts';

export interface TwitchCategory {
  id: string;
  name: string;
}

export const USUAL_CATEGORIES: readonly TwitchCategory[] = [
  { id: '509658', name: 'Just Chatting' },
  { id: '1469308723', name: 'Software and Game Development' },
  { id: '27471', name: 'Minecraft' },
  { id: '1435336850', name: 'Minecraft Dungeons' },
  { id: '32982', name: 'Grand Theft Auto V' },
  { id: '32399', name: 'Counter-Strike' },
  { id: '138585', name: 'Hearthstone' },
  { id: '743', name: 'Chess' },
];

/** The games and other categories that a stream can be in. */
export class Categories {
  readonly #all: readonly TwitchCategory[];

  constructor(all: readonly TwitchCategory[]) {
    this.#all = all;
  }

  get(id: string): TwitchCategory | undefined {
    return this.#all.find((category) => category.id === id);
  }

  /** `GET /helix/search/categories?query=`: what has one of the words in its name, or is abbreviated so, in no good order. */
  search: Authorized = ({ query }) => {
    const words = (query.get('query') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return helixError(400, 'Missing required parameter "query"');
    const found = this.#all.filter(({ name }) =>
      words.some((word) => name.toLowerCase().includes(word) || initials(name).startsWith(word)),
    );
    return paged(
      found.toReversed().map(({ id, name }) => ({ id, name, box_art_url: '' })),
      query,
    );
  };
}

const initials = (name: string): string =>
  name
    .split(/[\s-]+/)
    .map((word) => word[0] ?? '')
    .join('')
    .toLowerCase();
