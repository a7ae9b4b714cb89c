import { WaddleError } from '../../core/errors.ts';

const SHORTEST = 10;
const LONGEST = 200;

/** The commonest passwords of at least ten characters in lists of leaked ones: what a guesser tries first. */
const COMMONEST = new Set(
  `1234567890 0123456789 0987654321 9876543210 12345678910 123456789a 1234567891 123123123123 1q2w3e4r5t 1q2w3e4r5t6y
  1qaz2wsx3edc qwertyuiop qwerty12345 qwerty123456 qwerty1234 qwertyuiop123 asdfghjkl123 zaq12wsx34 password12 password123
  password1234 password12345 password123! passw0rd123 p@ssword123 p@ssw0rd123 mypassword mypassword1 newpassword
  changeme123 letmein123 letmein1234 welcome123 welcome1234 admin12345 admin123456 administrator iloveyou123 iloveyou12
  iloveyou1234 football123 baseball123 superman123 batman12345 princess123 sunshine123 monkey12345 dragon12345 shadow12345
  master12345 michael123 jennifer123 jordan12345 computer123 internet123 samsung123 minecraft123 pokemon123 starwars123
  abcdefghij abcd123456 abc1234567 abc123456789 a123456789 aa12345678 a1b2c3d4e5 q1w2e3r4t5 q1w2e3r4t5y6 zxcvbnm123
  googledummy unknown123 secret12345 default123 testtest123 test123456 twitch12345 discord123 streamer123 waddlebot123`.split(
    /\s+/,
  ),
);

/** A password as it is hashed, however a keyboard composes its characters (NFKC, as RFC 8265 §4.2 all but says). */
export const asHashed = (typed: string): string => typed.normalize('NFKC');

/**
 * A password that somebody wants to have.
 * @param name who they are: it is no secret
 * @throws INVALID in words that say what passwords are like
 */
export function newPassword(typed: string, name: string): string {
  const password = asHashed(typed);
  const length = [...password].length;
  const refuse = (why: string): never => {
    throw new WaddleError('INVALID', why);
  };
  if (length < SHORTEST) refuse(`A password has ${SHORTEST} characters at least; a sentence is a good one.`);
  if (length > LONGEST) refuse(`A password has ${LONGEST} characters at most. Choose a shorter one.`);
  const plain = password.toLowerCase();
  const named = name.normalize('NFKC').toLowerCase();
  if (named !== '' && plain.replaceAll(named, '').replace(/[\d\W_]/gu, '') === '' && plain.includes(named))
    refuse('Your name is no secret, so it is no password. Choose another.');
  if (COMMONEST.has(plain) || /^(.{1,4})\1+$/u.test(plain))
    refuse('That password is among the first that guessers try. Choose another; a sentence is a good one.');
  return password;
}
