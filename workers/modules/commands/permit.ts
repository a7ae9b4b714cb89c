import { parseDuration, printDuration } from '../../core/durations.ts';
import type { Command } from '../../core/modules.ts';
import { say } from '../../core/replies.ts';
import { wordsFor } from './commands.ts';
import { permitAccount } from './lists.ts';
import { namedOf } from './names.ts';

const USUAL_SECONDS = 5 * 60;
const MOST_SECONDS = 24 * 3_600;

export const permit: Command = {
  name: 'permit',
  summary: {
    en: 'Lets somebody use a command for a while, whatever their level.',
    de: 'Lässt jemanden eine Zeit lang einen Befehl benutzen, egal auf welcher Stufe.',
  },
  level: 'moderator',
  effect: 'database',
  options: {
    person: { type: 'word', required: true, summary: 'Who, by @name.' },
    command: { type: 'word', required: true, summary: 'Which command.', suggest: 'commands' },
    time: { type: 'word', required: false, summary: 'How many minutes, or 90s, 2h … 5 minutes where it is left out.' },
  },
  run: async (call, ctx) => {
    const { person = '', command = '', time } = call.options;
    const seconds = time === undefined ? USUAL_SECONDS : parseDuration(time, 'm');
    if (seconds === null || seconds < 1 || seconds > MOST_SECONDS)
      return say(ctx.say('bad-time', { time: time ?? '', most: printDuration(MOST_SECONDS) }));
    const found = await ctx.findPerson(person);
    if (!found) return say(ctx.say('nobody', { who: person }));
    const account = `${call.event.platform}:${found.account}`;
    const change = await permitAccount(ctx, { command: namedOf(command, ctx.prefix), account, seconds });
    if (change.result !== 'done') return wordsFor(change, 'permitted', ctx);
    const values = { who: found.displayName, name: ctx.prefix + change.name, time: printDuration(seconds) };
    return say(ctx.say('permitted', values));
  },
};
