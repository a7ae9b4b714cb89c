import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { listSentences, type WordingChange, wordSentence } from './sentences.ts';
import { MAX_SENTENCE, MAX_SENTENCES } from './settings.ts';

const key = { type: 'word', required: true, summary: 'The sentence, as general.ping.' } as const;
/** As many as one line of chat takes. */
const SHOWN = 12;

function wordsFor(change: WordingChange, done: string, ctx: Ctx): Reply {
  const { prefix } = ctx;
  if (change.result === 'bad-placeholder') {
    const known = change.known.map((name) => `{${name}}`).join(', ') || ctx.say('no-placeholder');
    return say(ctx.say(change.result, { ...change, known }));
  }
  const length = change.result === 'too-long' ? change.length : 0;
  const most = change.result === 'full' ? MAX_SENTENCES : MAX_SENTENCE;
  return say(ctx.say(change.result === 'done' ? done : change.result, { key: change.key, prefix, length, most }));
}

const typed = ({ options }: CommandCall): string => (options.sentence ?? '').toLowerCase();

export const wording: Command = {
  name: 'wording',
  summary: { en: 'Gives sentences of the bot your own words.', de: 'Gibt Sätzen des Bots eure eigenen Worte.' },
  level: 'moderator',
  options: { part: { type: 'word', required: false, summary: 'Part of the sentence’s name.' } },
  run: async (call, ctx) => {
    const search = (call.options.part ?? '').toLowerCase();
    const found = await listSentences(ctx, { search, limit: SHOWN + 1 });
    if (found.length === 0) return say(ctx.say('none', { search }));
    const [only] = found;
    if (found.length === 1 && only) return say(ctx.say('is', { key: only.key, text: only.own ?? only.builtIn }));
    const keys = found.slice(0, SHOWN).map((sentence) => sentence.key);
    return say(ctx.say(found.length > SHOWN ? 'list.more' : 'list', { keys: keys.join(', '), prefix: ctx.prefix }));
  },
  subcommands: {
    set: {
      summary: {
        en: 'Sets what is said; {name} and the like are filled in as in the sentence before.',
        de: 'Legt fest, was gesagt wird; {name} und Ähnliches wird eingesetzt wie im Satz davor.',
      },
      options: { sentence: key, text: { type: 'rest', required: true, summary: 'Your words.' } },
      effect: 'database',
      run: async (call, ctx) =>
        wordsFor(await wordSentence(ctx, { key: typed(call), text: call.options.text ?? '' }), 'set', ctx),
    },
    reset: {
      summary: { en: 'Goes back to the built-in words.', de: 'Kehrt zu den eingebauten Worten zurück.' },
      options: { sentence: key },
      effect: 'database',
      run: async (call, ctx) => wordsFor(await wordSentence(ctx, { key: typed(call), text: null }), 'reset', ctx),
    },
  },
};
