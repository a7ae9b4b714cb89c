import type { Dialect } from '../nodes.ts';
import type { Variable } from './variable.ts';

/** How a variable is typed where its name alone is not enough; by the name that lists call it. */
const EXAMPLES: Readonly<Record<string, string | Readonly<Partial<Record<Dialect, string>>>>> = {
  '1': '$(1)',
  '1:3': '$(1:3)',
  ':3': '$(:3)',
  'count.increment': '$(count.increment deaths)',
  'count.set': '$(count.set deaths 0)',
  countdown: '$(countdown Dec 24 2030 6:00 PM UTC)',
  countup: '$(countup Jan 1 2026 12:00 AM UTC)',
  currenttime: '$(currenttime Europe/Berlin)',
  customapi: '$(customapi https://api.example.com/joke)',
  eval: { native: '$(eval 6 * 7)', nightbot: '$(eval 6 * 7)', fossabot: '$(eval "6 * 7")' },
  getcount: '$(getcount deaths)',
  if: "$(if 1 'heads' 'tails')",
  math: '$(math 6 * 7)',
  pathdecode: '$(pathdecode duck%20pond)',
  pathencode: '$(pathencode duck pond)',
  pathescape: "$(pathescape 'duck pond')",
  queryescape: "$(queryescape 'duck pond')",
  randint: '$(randint 1 6)',
  random: '$(random 1-6)',
  'random.pick': "$(random.pick 'heads' 'tails')",
  references: '$(references hello)',
  repeat: '$(repeat 3 quack)',
  rngphrase: '$(rngphrase heads, tails)',
  setgame: '$(setgame Celeste)',
  settitle: '$(settitle Speedrunning all night!)',
  time: '$(time Europe/Berlin)',
  'time.until': { native: '$(time.until 18:00)', streamelements: '$(time.until 18:00)' },
  twitch: '$(twitch waddle_demo)',
  urldecode: '$(urldecode duck+pond)',
  urlencode: '$(urlencode duck pond)',
  urlfetch: '$(urlfetch https://api.example.com/joke)',
  x: '$(x Look at this)',
  bluesky: '$(bluesky Look at this)',
  threads: '$(threads Look at this)',
};

/** How a variable is typed in a dialect, to try it. */
export function exampleOf({ names: [name = ''] }: Variable, dialect: Dialect): string {
  const example = Object.hasOwn(EXAMPLES, name) ? EXAMPLES[name] : undefined;
  if (typeof example === 'string') return example;
  return example?.[dialect] ?? `$(${name})`;
}
