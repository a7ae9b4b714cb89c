import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import { type Reply, say } from '../../core/replies.ts';
import { codePoints } from '../../core/text.ts';
import { GREETED, type Greeted, type GreetingSettings, isGreeted, MAX_TEXT, wanted } from './settings.ts';
import { showGreetings, switchGreetings, wordGreeting } from './switch.ts';

const KINDS = GREETED.join(', ');
const anyKind: Options = { kind: { type: 'word', required: false, summary: `One of ${KINDS}; left out: all.` } };
const oneKind: Options = { kind: { type: 'word', required: true, summary: `One of ${KINDS}.` } };
const worded: Options = {
  ...oneKind,
  text: {
    type: 'rest',
    required: true,
    summary: 'What is said. $(names), $(count), $(amount), $(what) are filled in.',
  },
};

function stateOf(state: GreetingSettings, ctx: Ctx): Reply {
  const on = wanted(state);
  return say(
    on.length === 0 ? ctx.say('state.off', { prefix: ctx.prefix }) : ctx.say('state.on', { kinds: on.join(', ') }),
  );
}

/** Runs with the kind that was typed, or says which ones there are. */
async function withKind({ options }: CommandCall, ctx: Ctx, run: (kind: Greeted) => Promise<Reply>): Promise<Reply> {
  const typed = (options.kind ?? '').toLowerCase();
  return isGreeted(typed) ? run(typed) : say(ctx.say('bad-kind', { typed, kinds: KINDS }));
}

const switching = (to: 'on' | 'off') => async (call: CommandCall, ctx: Ctx) =>
  call.options.kind === undefined
    ? stateOf(await switchGreetings(ctx, to), ctx)
    : withKind(call, ctx, async (kind) => stateOf(await switchGreetings(ctx, to, kind), ctx));

export const greetings: Command = {
  name: 'greetings',
  summary: {
    en: 'Thanks people for follows, subs, gifts, cheers, tips and raids.',
    de: 'Bedankt sich für Follows, Abos, Geschenke, Cheers, Trinkgeld und Raids.',
  },
  level: 'moderator',
  effect: 'database',
  run: async (_, ctx) => stateOf(await showGreetings(ctx), ctx),
  subcommands: {
    on: {
      summary: { en: 'Switches thanks on, all or of one kind.', de: 'Schaltet das Bedanken ein, alles oder eine Art.' },
      options: anyKind,
      effect: 'database',
      run: switching('on'),
    },
    off: {
      summary: {
        en: 'Switches thanks off, all or of one kind.',
        de: 'Schaltet das Bedanken aus, alles oder eine Art.',
      },
      options: anyKind,
      effect: 'database',
      run: switching('off'),
    },
    text: {
      summary: { en: 'Sets what is said for one kind.', de: 'Legt fest, was bei einer Art gesagt wird.' },
      options: worded,
      effect: 'database',
      run: (call, ctx) =>
        withKind(call, ctx, async (kind) => {
          const text = call.options.text ?? '';
          const length = codePoints(text);
          if (length > MAX_TEXT) return say(ctx.say('too-long', { length, most: MAX_TEXT }));
          await wordGreeting(ctx, kind, text);
          return say(ctx.say('worded', { kind }));
        }),
    },
    reset: {
      summary: {
        en: 'Goes back to the built-in words for one kind.',
        de: 'Kehrt bei einer Art zu den eingebauten Worten zurück.',
      },
      options: oneKind,
      effect: 'database',
      run: (call, ctx) =>
        withKind(call, ctx, async (kind) => {
          await wordGreeting(ctx, kind, null);
          return say(ctx.say('reset', { kind }));
        }),
    },
  },
};
