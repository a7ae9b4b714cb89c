/** Where people go who were going nowhere in particular. */
const HOME = '/auth/account';

/**
 * A path of ours out of what a link or a form says, for a browser to go on to; anything that could lead elsewhere is left
 * for the account's page. A browser reads `\` as `/` and drops line ends and tabs, so none of them is in it.
 */
export function returnPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > 500) return HOME;
  return /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked) ? asked : HOME;
}
