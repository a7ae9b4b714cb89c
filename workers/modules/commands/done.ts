import { MAX_LISTED, MAX_REPLIES } from '../../core/command-options.ts';
import { WaddleError } from '../../core/errors.ts';
import { changedMeanwhile } from '../../core/if-match.ts';
import { MAX_COMMANDS } from './custom.ts';
import type { ListChange } from './lists.ts';

/** What a change came to, or the failure that it is to a program. */
export function done(change: ListChange): { readonly id: string; readonly name: string } {
  const { name: shown } = change;
  switch (change.result) {
    case 'done':
    case 'unchanged':
      return { id: change.id, name: shown };
    case 'missing':
      throw new WaddleError('NOT_FOUND', `There is no command "${shown}" here, or it has no such part or reply.`);
    case 'exists':
      throw new WaddleError(
        'CONFLICT',
        `There is a command "${shown}" already. Change that one, or choose another name.`,
      );
    case 'builtin':
      throw new WaddleError(
        'CONFLICT',
        `"${shown}" is built in: it cannot be added, removed or given other replies. Its options can be set.`,
      );
    case 'module':
      throw new WaddleError('CONFLICT', `"${shown}" is an HTTP module here. Remove that one, or choose another name.`);
    case 'alias':
      throw new WaddleError('CONFLICT', `"${shown}" is an alias here. Remove that one, or choose another name.`);
    case 'stale':
      throw changedMeanwhile(shown, change.last);
    case 'bad-name':
      throw new WaddleError('INVALID', `"${shown}" cannot be a command: use up to 40 letters, digits, - or _.`);
    case 'too-long':
      throw new WaddleError('INVALID', 'A reply of this command is longer than 500 characters. Make it shorter.');
    case 'too-many-replies':
    case 'last-reply':
      throw new WaddleError('CONFLICT', `A command has between 1 and ${MAX_REPLIES} replies.`);
    case 'list-full':
      throw new WaddleError(
        'CONFLICT',
        `That list of "${shown}" names ${MAX_LISTED} people, which is all there is room for. Take somebody off first.`,
      );
    case 'full':
      throw new WaddleError(
        'CONFLICT',
        `This community has no more room for commands (${MAX_COMMANDS}, or a megabyte of text). Remove some first.`,
      );
  }
}
