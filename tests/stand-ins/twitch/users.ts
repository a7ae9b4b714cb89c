import type { Answer } from '../routes.ts';
import { helixError } from './auth.ts';
import type { TwitchUser } from './events.ts';

/** `GET /helix/users?id=&login=`: the bot, the broadcasters and everyone who has spoken. */
export function findUsers(users: ReadonlyMap<string, TwitchUser>, query: URLSearchParams): Answer {
  const ids = query.getAll('id');
  const logins = query.getAll('login').map((login) => login.toLowerCase());
  const asked = ids.length + logins.length;
  if (asked === 0 || asked > 100) return helixError(400, 'Between 1 and 100 ids and logins must be given');
  const data = [...users.values()]
    .filter(({ id, login }) => ids.includes(id) || logins.includes(login))
    .map(({ id, login, name }) => ({
      id,
      login,
      display_name: name ?? login,
      type: '',
      broadcaster_type: '',
      description: '',
      profile_image_url: '',
      offline_image_url: '',
      created_at: '2020-01-01T00:00:00Z',
    }));
  return { json: { data } };
}
