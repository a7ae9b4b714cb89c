import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import type { CounterChange } from './counters.ts';
import { changeCounter, MAX_COUNTERS, readCounter, removeCounter, undoCounter } from './counters.ts';

const name = { type: 'word', required: true, summary: 'The counter.' } as const;
const amount = { type: 'integer', required: true, summary: 'A whole number.' } as const;
const COOLDOWN = { user: 3, channel: 0, exempt: 'moderator' } as const;

function wordsFor(change: CounterChange, done: string, ctx: Ctx): Reply {
  if (change.result !== 'done') return say(ctx.say(change.result, { name: change.name, most: MAX_COUNTERS }));
  return say(ctx.say(done, change));
}

const nameOf = ({ options }: CommandCall): string => options.name ?? '';
const amountOf = ({ options }: CommandCall): number => Number(options.amount ?? 1);

export const counter: Command = {
  name: 'counter',
  summary: { en: 'Shows a number that is counted here, and changes it.', de: 'Zeigt einen Zähler und ändert ihn.' },
  cooldown: COOLDOWN,
  options: { name },
  run: async (call, ctx) => {
    const value = await readCounter(ctx, nameOf(call));
    return say(
      value === null ? ctx.say('bad-name', { name: nameOf(call) }) : ctx.say('is', { name: nameOf(call), value }),
    );
  },
  subcommands: {
    add: {
      summary: {
        en: 'Counts up, by 1 or by what is typed; a negative number counts down.',
        de: 'Zählt hoch, um 1 oder um so viel, wie du tippst; eine negative Zahl zählt herunter.',
      },
      level: 'moderator',
      options: { name, amount: { ...amount, required: false } },
      effect: 'database',
      run: async (call, ctx) =>
        wordsFor(await changeCounter(ctx, { name: nameOf(call), add: amountOf(call) }), 'is', ctx),
    },
    set: {
      summary: { en: 'Sets it.', de: 'Setzt den Stand.' },
      level: 'moderator',
      options: { name, amount },
      effect: 'database',
      run: async (call, ctx) =>
        wordsFor(await changeCounter(ctx, { name: nameOf(call), set: amountOf(call) }), 'set', ctx),
    },
    remove: {
      summary: { en: 'Forgets it.', de: 'Löscht den Zähler.' },
      level: 'moderator',
      options: { name },
      effect: 'database',
      run: async (call, ctx) => wordsFor(await removeCounter(ctx, nameOf(call)), 'removed', ctx),
    },
    undo: {
      summary: { en: 'Takes the last change back.', de: 'Nimmt die letzte Änderung zurück.' },
      level: 'moderator',
      options: { name },
      effect: 'database',
      run: async (call, ctx) => wordsFor(await undoCounter(ctx, nameOf(call)), 'undone', ctx),
    },
  },
};
