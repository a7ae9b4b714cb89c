import type { Person } from '../../events.ts';
import { textOf, unquoted } from '../segments.ts';
import { error } from '../words.ts';
import { namedBy } from './arguments.ts';
import type { Call } from './variable.ts';

/** Somebody, or the words to print because there is nobody. */
export type Who =
  | { readonly is: 'person'; readonly person: Person }
  | { readonly is: 'nobody'; readonly words: string };

const person = (who: Person): Who => ({ is: 'person', person: who });
const nobody = (words: string): Who => ({ is: 'nobody', words });

/** What platforms let people be called, all of them together. */
const NAME = /^[\p{L}\p{N}_.-]{1,50}$/u;

/** The name that a variable was given, without its `@`. */
export const givenName = (call: Pick<Call, 'args'>): string => textOf(unquoted(call.args)).trim().replace(/^@/, '');

/** Who typed the command. Nobody types a timer (Fossabot, "$(sender)"). */
export function sender({ scope, dialect }: Call): Who {
  if (scope.author) return person(scope.author);
  return nobody(dialect === 'fossabot' ? error(dialect, 'Cannot be executed inside of a timer') : '');
}

/**
 * Who `$(user)` means: the one it names, else in Fossabot the one whom the first argument names, else who typed the
 * command. Fossabot takes that one too where nobody has the name; elsewhere there is nobody.
 */
export async function user(call: Call): Promise<Who> {
  const { dialect, scope } = call;
  const name = givenName(call) || (dialect === 'fossabot' ? namedBy(scope) : '');
  if (name === '') return scope.author || dialect !== 'fossabot' ? sender(call) : nobody('');
  if (!NAME.test(name)) return nobody(dialect === 'fossabot' ? error(dialect, 'Invalid username.') : '');
  const found = await personNamed(call, name);
  if (found) return person(found);
  return dialect === 'fossabot' && scope.author ? person(scope.author) : nobody('');
}

/** Somebody by name; who typed the command and whose channel it is are known without asking. */
export async function personNamed({ scope, sources }: Call, name: string): Promise<Person | null> {
  const wanted = name.toLowerCase();
  const isCalled = ({ login, displayName }: Person): boolean =>
    login.toLowerCase() === wanted || displayName.toLowerCase() === wanted;
  if (scope.author && isCalled(scope.author)) return scope.author;
  return isCalled(scope.channel) ? scope.channel : sources.person(name);
}

/** Another channel that a variable was given, null where it is this one; undefined where nobody has that name. */
export async function channelGiven(call: Call): Promise<Person | null | undefined> {
  const name = givenName(call);
  if (name === '') return null;
  const found = await personNamed(call, name);
  if (!found) return undefined;
  return found.account === call.scope.channel.account ? null : found;
}
