import type { core } from 'zod';
import type { kit } from '../words/kit.ts';

/** A complaint of zod in the words of the hub; undefined where the schema's own message says it better. */
export function issueText(issue: core.$ZodRawIssue, w: (typeof kit)['en']): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null || issue.input === '') return w.needed;
      if (issue.expected === 'int') return w.notWhole;
      return issue.expected === 'number' ? w.notNumber : undefined;
    case 'too_small': {
      const least = String(issue.minimum);
      if (issue.origin === 'string') return issue.input === '' ? w.needed : w.tooShort(least);
      return issue.origin === 'array' || issue.origin === 'set' ? w.tooFew(least) : w.tooSmall(least);
    }
    case 'too_big': {
      const most = String(issue.maximum);
      if (issue.origin === 'string') return w.tooLong(most);
      return issue.origin === 'array' || issue.origin === 'set' ? w.tooMany(most) : w.tooBig(most);
    }
    case 'invalid_format':
      return issue.input === '' ? w.needed : w.wrongShape;
    case 'invalid_value':
      return w.notChoice;
    default:
      return undefined;
  }
}
