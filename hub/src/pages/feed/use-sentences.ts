import { useMemo } from 'react';
import type { LiveEntry } from '../../api/live.ts';
import { changedHow, changedOwn, changedThings } from '../../words/changes.ts';
import { feed } from '../../words/feed.ts';
import { eventsAlone, eventsBy } from '../../words/feed-events.ts';
import { refusalReasons } from '../../words/feed-refusals.ts';
import { useWords } from '../../words/use-words.ts';
import { personIn, type ReplyEntry } from './rows.ts';

/** The word of a catalogue, if it has one: what is told may be newer than the page. */
const wordIn = <Word>(words: Readonly<Record<string, Word>>, key: string): Word | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;

/** How a verb of the audit log is said. */
const VERBS: Readonly<Record<string, keyof (typeof changedHow)['en']>> = {
  add: 'add',
  remove: 'remove',
  delete: 'remove',
  undo: 'undo',
  undelete: 'undo',
  approve: 'approve',
  revoke: 'revoke',
  link: 'link',
  unlink: 'unlink',
};

/** What entries say in words. */
export function useSentences() {
  const w = useWords(feed);
  const by = useWords(eventsBy);
  const alone = useWords(eventsAlone);
  const reasons = useWords(refusalReasons);
  const own = useWords(changedOwn);
  const how = useWords(changedHow);
  const things = useWords(changedThings);
  return useMemo(() => {
    const changed = (action: string): string => {
      const [thing = '', verb = ''] = action.split('.', 2);
      const sentence = wordIn(own, action);
      if (sentence !== undefined) return sentence;
      return how[VERBS[verb] ?? 'edit'](wordIn(things, thing) ?? things.other);
    };
    return {
      /** What stands after the name, or alone where there is none. */
      of(entry: LiveEntry): string {
        if (entry.is === 'event') return wordIn(personIn(entry) ? by : alone, entry.kind) ?? entry.kind;
        if (entry.is === 'change') return changed(entry.action);
        if (entry.is === 'notice') return w.broken;
        return 'text' in entry ? entry.text : '';
      },
      reason: (reason: string): string => wordIn(reasons, reason) ?? reason,
      outcome: ({ status }: Pick<ReplyEntry, 'status'>): string => (status === 'refused' ? w.refusedSend : w[status]),
    };
  }, [w, by, alone, reasons, own, how, things]);
}
