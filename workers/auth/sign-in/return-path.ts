/** Where people are sent who came from nowhere: the hub, which knows what is next for them. */
export const HOME = '/hub';
/** Longest path that is gone back to; ours are shorter. */
const LONGEST = 500;
/** What some servers or browsers read as another slash, or as the end of a header's line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const TRICKS = /[\\\u0000-\u0020\u007f-\u00a0\u2028\u2029]|%(?:2f|5c|0[0-9a-f]|1[0-9a-f]|7f|00)/i;

/**
 * A path of ours to go to once somebody is signed in: relative, with one slash at its start, also after `.` and `..` are
 * taken out (`/.//evil.example` would else leave the site). Anything else is `HOME`.
 */
export function returnPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > LONGEST || !asked.startsWith('/') || asked.startsWith('//')) return HOME;
  const [path = ''] = asked.split(/[?#]/, 1);
  if (/[\\\r\n\t]/.test(asked) || TRICKS.test(path)) return HOME;
  const base = 'https://here.invalid';
  if (!URL.canParse(asked, base)) return HOME;
  const { origin, pathname, search } = new URL(asked, base);
  return origin === base && /^\/(?![/\\])/.test(pathname) ? `${pathname}${search}` : HOME;
}

/** Whether somebody comes by an invitation, which lets them in where sign-up is for the invited. */
export const isInvitePath = (path: string): boolean => /^\/auth\/join\/[^/?]+/.test(path);
