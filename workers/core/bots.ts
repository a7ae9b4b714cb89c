import type { Author } from './events.ts';
import type { Platform } from './ids.ts';

/** The badge by which Twitch marks chat bots that were registered as such. */
const BOT_BADGE = 'bot-badge';

/**
 * Bots that many channels have, by login: on platforms where they are accounts like any other. What they say is no
 * conversation, and they must not set off each other.
 */
const WELL_KNOWN: ReadonlySet<string> = new Set([
  'blerp',
  'botrix',
  'botrixoficial',
  'buttsbot',
  'commanderroot',
  'creatisbot',
  'fossabot',
  'frostytoolsdotcom',
  'kickbot',
  'kofistreambot',
  'lolrankbot',
  'mikuia',
  'mixitupapp',
  'moobot',
  'nightbot',
  'own3d',
  'phantombot',
  'pokemoncommunitygame',
  'pretzelrocks',
  'restreambot',
  'sery_bot',
  'songlistbot',
  'soundalerts',
  'stay_hydrated_bot',
  'streamelements',
  'streamlabs',
  'streamstickers',
  'tangiabot',
  'wizebot',
]);

/** Discord and Slack say who is a bot, and their doors leave those out. */
const WITHOUT_MARKS: readonly Platform[] = ['twitch', 'youtube', 'kick'];

/** Whether a line is a bot's, as far as the platform or a well-known name tells. */
export const isBot = (platform: Platform, { login, badges }: Pick<Author, 'login' | 'badges'>): boolean =>
  badges.includes(BOT_BADGE) ||
  (WITHOUT_MARKS.includes(platform) && WELL_KNOWN.has(login.toLowerCase().replace(/^@/, '')));
