import { unquoted } from '../../core/aliases.ts';
import { printDuration } from '../../core/durations.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import type { Options } from '../../core/options.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { wallTime } from '../../core/templates/time/zones.ts';
import { truncate } from '../../core/text.ts';
import type { TimerTarget } from '../../core/timers.ts';
import { placeOf } from '../../core/timers.ts';
import { EVERY_VALUES, OPTION_NAMES, printEvery, printOptionWords, readOptions, readSchedule } from './option-words.ts';
import type { ListedTimer, TimerChange } from './state.ts';
import { MAX_TEXT, MAX_TEXTS, MAX_TIMERS } from './state.ts';
import {
  addText,
  addTimer,
  changeTimer,
  findTimer,
  listTimers,
  removeText,
  removeTimer,
  sayNow,
  switchTimer,
  undoTimer,
} from './timers.ts';

/** Longest list in one reply, in code points. */
const LIST_LENGTH = 400;

const name = { type: 'word', required: true, summary: 'The timer.' } as const;
const text = {
  type: 'rest',
  required: true,
  summary: 'What it says. $(title), $(game), $(uptime) and the like are filled in.',
} as const;
const NAMED: Options = { name };

const nameOf = ({ options }: CommandCall): string => options.name ?? '';
const textOf = ({ options }: CommandCall): string => options.text ?? '';

/** Where a command was typed. */
const hereOf = ({ event }: CommandCall): TimerTarget => placeOf(event);

const two = (n: number): string => String(n).padStart(2, '0');

/** When a timer is due, as the community's clocks will show it. */
function nextOf(at: number | null, ctx: Ctx): string {
  const left = at === null ? 0 : at - ctx.now;
  if (at === null || left < 60_000) return ctx.say('next.soon');
  const { zone } = ctx.community;
  const { year, month, day, hour, minute } = wallTime(at, zone);
  const time = `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
  return ctx.say('next.at', { time, zone, left: printDuration(left / 1000) });
}

const MOST: Readonly<Record<string, number>> = { full: MAX_TIMERS, 'many-texts': MAX_TEXTS, 'too-long': MAX_TEXT };

function wordsFor(change: TimerChange, done: string, ctx: Ctx, typed = ''): Reply {
  const timer = change.result === 'done' ? change.timer : null;
  const key = change.result === 'done' ? done : change.result === 'off' ? 'now.off' : change.result;
  return say(
    ctx.say(key, {
      name: change.name,
      prefix: ctx.prefix,
      typed,
      values: EVERY_VALUES,
      length: change.result === 'too-long' ? change.length : 0,
      most: MOST[change.result] ?? 0,
      next: nextOf(timer?.nextAt ?? null, ctx),
      where: ctx.say(timer?.target ? 'where.here' : 'where.everywhere'),
    }),
  );
}

const edited = (change: TimerChange, ctx: Ctx, typed?: string): Reply =>
  wordsFor(change, change.result === 'done' && change.timer?.enabled === false ? 'edited.off' : 'edited', ctx, typed);

async function add(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const typed = unquoted(call.options.every ?? '');
  const schedule = readSchedule(typed);
  if (schedule === null) return wordsFor({ result: 'bad-every', name: nameOf(call) }, 'added', ctx, typed);
  const here = hereOf(call);
  const input = { name: nameOf(call), texts: [textOf(call)], schedule, target: here };
  return wordsFor(await addTimer(ctx, input, here), 'added', ctx, typed);
}

async function list(_: CommandCall, ctx: Ctx): Promise<Reply> {
  const timers = await listTimers(ctx, { limit: MAX_TIMERS });
  if (timers.length === 0) return say(ctx.say('list.none', { prefix: ctx.prefix }));
  const lines = timers.map(({ name, enabled, schedule }) =>
    ctx.say(enabled ? 'list.line' : 'list.off', {
      name,
      schedule: 'every' in schedule ? printEvery(schedule.every) : schedule.cron,
    }),
  );
  return say(truncate(ctx.say('list', { list: lines.join(', ') }), LIST_LENGTH));
}

const textsOf = ({ texts: [first = '', ...more] }: ListedTimer): string =>
  more.length === 0 ? first : [first, ...more].map((text, i) => `${i + 1}: ${text}`).join(' | ');

async function show(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const timer = await findTimer(ctx, nameOf(call));
  if (timer === null) return say(ctx.say('missing', { name: nameOf(call), prefix: ctx.prefix }));
  const { name, enabled, nextAt } = timer;
  const options = printOptionWords(timer);
  return say(
    ctx.say(enabled ? 'shown' : 'shown.off', { name, options, next: nextOf(nextAt, ctx), text: textsOf(timer) }),
  );
}

async function changeTexts(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const action = call.options.action?.toLowerCase();
  if (action === 'add') return edited(await addText(ctx, nameOf(call), textOf(call)), ctx);
  if (action === 'remove' && /^\d{1,3}$/.test(textOf(call)))
    return edited(await removeText(ctx, nameOf(call), Number(textOf(call))), ctx);
  return say(ctx.say('bad-action', { name: nameOf(call), prefix: ctx.prefix }));
}

async function setOptions(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const here = hereOf(call);
  const read = readOptions(call.options.settings ?? '', here);
  if (!read.ok) {
    const { value = '', values = '' } = read.reason === 'bad-value' ? read : {};
    return say(ctx.say(read.reason, { option: read.option, value, values, options: OPTION_NAMES }));
  }
  const { patch } = read;
  const change = await changeTimer(ctx, nameOf(call), patch, { action: 'options', here });
  return edited(change, ctx, patch.schedule?.every === undefined ? patch.schedule?.cron : '');
}

async function showOptions(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const timer = await findTimer(ctx, nameOf(call));
  if (timer === null) return say(ctx.say('missing', { name: nameOf(call), prefix: ctx.prefix }));
  return say(ctx.say('options', { name: timer.name, options: printOptionWords(timer) }));
}

const switching = (enabled: boolean) => async (call: CommandCall, ctx: Ctx) =>
  wordsFor(await switchTimer(ctx, nameOf(call), enabled), enabled ? 'on' : 'off', ctx);

export const timer: Command = {
  name: 'timer',
  summary: {
    en: 'Texts that the bot says by itself, again and again.',
    de: 'Texte, die der Bot von sich aus sagt, immer wieder.',
  },
  level: 'moderator',
  run: async (_, ctx) => say(ctx.say('usage', { prefix: ctx.prefix })),
  subcommands: {
    add: {
      summary: { en: 'Adds a timer that speaks here.', de: 'Legt einen Timer an, der hier spricht.' },
      options: {
        name,
        every: { type: 'word', required: true, summary: 'How often, as 15m or 1h30m; or a cron expression in quotes.' },
        text,
      },
      effect: 'database',
      run: add,
    },
    list: { summary: { en: 'Lists the timers.', de: 'Zeigt alle Timer.' }, run: list },
    show: {
      summary: {
        en: 'Shows what a timer says, and when it is due next.',
        de: 'Zeigt, was ein Timer sagt und wann er wieder dran ist.',
      },
      options: NAMED,
      run: show,
    },
    edit: {
      summary: {
        en: 'Changes what a timer says; of several texts, this one is left.',
        de: 'Ändert, was ein Timer sagt; von mehreren Texten bleibt nur dieser.',
      },
      options: { name, text },
      effect: 'database',
      run: async (call, ctx) => edited(await changeTimer(ctx, nameOf(call), { texts: [textOf(call)] }), ctx),
    },
    text: {
      summary: {
        en: 'Gives a timer one more text, or takes one away by its number.',
        de: 'Gibt einem Timer einen weiteren Text oder nimmt einen weg, nach seiner Nummer.',
      },
      options: {
        action: { type: 'word', required: true, summary: 'add or remove.' },
        name,
        text: { type: 'rest', required: true, summary: 'The text to add; the number to remove, as show counts them.' },
      },
      effect: 'database',
      run: changeTexts,
    },
    remove: {
      summary: { en: 'Removes a timer.', de: 'Entfernt einen Timer.' },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await removeTimer(ctx, nameOf(call)), 'removed', ctx),
    },
    on: {
      summary: { en: 'Switches a timer on.', de: 'Schaltet einen Timer ein.' },
      options: NAMED,
      effect: 'database',
      run: switching(true),
    },
    off: {
      summary: { en: 'Switches a timer off.', de: 'Schaltet einen Timer aus.' },
      options: NAMED,
      effect: 'database',
      run: switching(false),
    },
    now: {
      summary: {
        en: 'Has a timer speak now; its interval counts from then.',
        de: 'Lässt einen Timer jetzt sprechen; sein Abstand zählt ab da.',
      },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await sayNow(ctx, nameOf(call)), 'now', ctx),
    },
    options: {
      summary: {
        en: `Shows or sets options of a timer: ${OPTION_NAMES}.`,
        de: `Zeigt oder setzt Optionen eines Timers: ${OPTION_NAMES}.`,
      },
      options: {
        name,
        settings: { type: 'rest', required: false, summary: 'As every=15m lines=5 live=live; - sets back.' },
      },
      effect: 'database',
      run: (call, ctx) => (call.options.settings === undefined ? showOptions(call, ctx) : setOptions(call, ctx)),
    },
    undo: {
      summary: { en: 'Takes the last change of a timer back.', de: 'Nimmt die letzte Änderung an einem Timer zurück.' },
      options: NAMED,
      effect: 'database',
      run: async (call, ctx) => wordsFor(await undoTimer(ctx, nameOf(call)), 'undone', ctx),
    },
  },
};
