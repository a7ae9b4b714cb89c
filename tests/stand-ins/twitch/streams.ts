import { randomInt } from 'node:crypto';
import { type Authorized, helixError } from './auth.ts';
import { paged } from './pages.ts';
import type { People } from './people.ts';

/** What is on the air; `startedAt` in milliseconds since the epoch. */
export interface Stream {
  id: string;
  startedAt: number;
}

const MAX_ASKED = 100;

/** The streams on the air, by their broadcasters' ids. */
export class Streams {
  readonly #people: People;
  #onAir = new Map<string, Stream>();

  constructor(people: People) {
    this.#people = people;
  }

  start(userId: string, stream: Partial<Stream> & Pick<Stream, 'startedAt'>): Stream {
    const started = { id: String(randomInt(1e12)), ...stream };
    this.#onAir.set(userId, started);
    return started;
  }

  end(userId: string): void {
    this.#onAir.delete(userId);
  }

  of(userId: string): Stream | undefined {
    return this.#onAir.get(userId);
  }

  /** `GET /helix/streams?user_id=&user_login=`: of those asked for, or of all, the ones on the air. */
  find: Authorized = ({ query }) => {
    const ids = query.getAll('user_id');
    const logins = query.getAll('user_login').map((login) => login.toLowerCase());
    if (ids.length > MAX_ASKED || logins.length > MAX_ASKED) {
      return helixError(400, 'The maximum number of user_id or user_login query parameters is 100.');
    }
    // An id that is nobody's finds nothing; a login that is nobody's is refused (twitchdev/issues#700).
    if (logins.some((login) => !this.#people.person(login))) return helixError(400, 'Malformed query params.');
    const everybody = ids.length + logins.length === 0;
    const data = [...this.#people.users.values()]
      .filter(({ id, login }) => everybody || ids.includes(id) || logins.includes(login))
      .flatMap(({ id, login, name }) => {
        const stream = this.#onAir.get(id);
        if (!stream) return [];
        const { title, language, categoryId, categoryName, tags } = this.#people.info(id);
        return {
          id: stream.id,
          user_id: id,
          user_login: login,
          user_name: name ?? login,
          game_id: categoryId,
          game_name: categoryName,
          type: 'live',
          title,
          viewer_count: 1,
          started_at: `${new Date(stream.startedAt).toISOString().slice(0, 19)}Z`,
          language,
          thumbnail_url: '',
          tag_ids: [],
          tags,
          is_mature: false,
        };
      });
    return paged(data, query);
  };
}
