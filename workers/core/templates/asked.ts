import type { Person } from '../events.ts';
import type { Sources } from './scope.ts';

const keyOf = (person: Person | null): string => person?.account ?? '';

interface Asking {
  /** Takes one look-up of the budget. */
  readonly mayAsk: () => boolean;
  readonly failed: (what: string) => void;
}

/**
 * Sources within a budget: what was asked once is not asked again, what throws is not known, and what is above the budget
 * is not asked at all.
 */
export function askedOnce(sources: Sources, { mayAsk, failed }: Asking): Sources {
  const answers = new Map<string, Promise<unknown>>();
  const attempt = async <T>(what: string, ask: () => Promise<T>): Promise<T | null> => {
    try {
      return await ask();
    } catch {
      failed(what);
      return null;
    }
  };
  const once = <T>(what: string, key: string, ask: () => Promise<T>): Promise<T | null> => {
    const known = answers.get(`${what} ${key}`) as Promise<T | null> | undefined;
    if (known) return known;
    const answer = mayAsk() ? attempt(what, ask) : Promise.resolve(null);
    answers.set(`${what} ${key}`, answer);
    return answer;
  };
  return {
    person: (name) => once('The person', name.toLowerCase(), () => sources.person(name)),
    stream: (of) => once('The stream', keyOf(of), () => sources.stream(of)),
    profile: (of) => once('The profile', keyOf(of), () => sources.profile(of)),
    followers: (of) => once('The number of followers', keyOf(of), () => sources.followers(of)),
    subscribers: () => once('The number of subscribers', '', () => sources.subscribers()),
    follow: (who, of) => once('The follow', `${keyOf(who)} ${keyOf(of)}`, () => sources.follow(who, of)),
    chatters: () => once('The list of chatters', '', () => sources.chatters()),
    commandText: (name) => once('The command', name, () => sources.commandText(name)),
    fetchText: async (url, headers) =>
      (await attempt('The web', () => sources.fetchText(url, headers))) ?? { is: 'unreachable' },
    evaluate: (program) => attempt('The script', () => sources.evaluate(program)),
    setGame: (game) => attempt('The category', () => sources.setGame(game)),
    setTitle: (title) => attempt('The title', () => sources.setTitle(title)),
    quote: (number) => once('The quote', String(number), () => sources.quote(number)),
  };
}
