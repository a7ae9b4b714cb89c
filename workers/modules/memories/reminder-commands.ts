import { personOf } from '../../core/actors.ts';
import { parseDuration } from '../../core/durations.ts';
import type { AccountPlatform } from '../../core/ids.ts';
import type { Command, CommandCall, Ctx } from '../../core/modules.ts';
import { takeWord } from '../../core/options.ts';
import type { ReminderTarget } from '../../core/reminders.ts';
import type { Reply } from '../../core/replies.ts';
import { say } from '../../core/replies.ts';
import { truncate } from '../../core/text.ts';
import { placeOf } from '../../core/timers.ts';
import { findReminder, listReminders, type Wanted } from './reminder-reads.ts';
import type { Schedule } from './reminder-schedule.ts';
import { dateInWords, nextInWords, scheduleInWords, type Telling } from './reminder-shown.ts';
import type { Reminder, ReminderChange } from './reminder-state.ts';
import { MAX_TEXT, rulesAll } from './reminder-state.ts';
import { readSpoken } from './reminder-when.ts';
import { timezone } from './reminder-zone-commands.ts';
import { zoneOf } from './reminder-zones.ts';
import {
  cancelReminder,
  changeReminder,
  createReminder,
  skipReminder,
  snoozeReminder,
  undoReminder,
} from './reminders.ts';

/** Reminders that one list names, and how much of the text of each, in code points. */
const LISTED = 8;
const LISTED_TEXT = 40;
/** Longest list in one reply, in code points. */
const LIST_LENGTH = 450;
/** A reminder is put off by so much where nothing else is said, s. */
const SNOOZE_SECONDS = 600;
const COOLDOWN = { user: 3, channel: 0, exempt: 'moderator' } as const;

const ME = /^(?:me|mich|mir)$/i;
const HERE = /^(?:here|hier)$/i;
const SOMEBODY = /^(?:@|<@)/;

const number = { type: 'word', required: true, summary: 'The reminder’s number.' } as const;
/** A number as it was typed, `#12` or `12`; 0, which none has, for what is none. */
const numberIn = (typed = ''): number => (/^#?\d{1,9}$/.test(typed) ? Number(typed.replace('#', '')) : 0);
const quoted = (typed: string): string => truncate(typed, 60);

const telling = (ctx: Ctx, now: number): Telling => ({ language: ctx.community.language, now });

function scheduleOf({ nextAt, recurrence, zone }: Reminder): Schedule {
  return { at: nextAt ?? 0, recurrence, zone };
}

/** The words of a change that was made, or why none was. */
function wordsFor(change: ReminderChange, ctx: Ctx, done: (reminder: Reminder) => string): Reply {
  if (change.result === 'done') return say(done(change.reminder));
  const key = change.result === 'cancelled' ? 'cancelled-before' : change.result;
  const { length = 0 } = change.result === 'too-long' ? change : {};
  const most = change.result === 'full' ? change.most : MAX_TEXT;
  return say(ctx.say(`remind.${key}`, { number: change.number, most, length, prefix: ctx.prefix }));
}

/** When a reminder is due, in one sentence with its next times. */
function due(reminder: Reminder, key: string, ctx: Ctx, now: number): string {
  const when = scheduleInWords(scheduleOf(reminder), telling(ctx, now), ctx.say);
  return ctx.say(key, { number: reminder.number, text: reminder.text, when });
}

/** Who is to be reminded, and what is left of the line; null where nobody goes by that name. */
async function whoIn(
  typed: string,
  { event }: CommandCall,
  ctx: Ctx,
): Promise<{ readonly mentions: ReminderTarget['mentions']; readonly rest: string } | { readonly unknown: string }> {
  const { author } = event;
  const me = { account: author.account, displayName: author.displayName || author.login };
  const { word, rest } = takeWord(typed);
  if (ME.test(word)) return { mentions: me, rest };
  if (HERE.test(word)) return { mentions: null, rest };
  if (!SOMEBODY.test(word)) return { mentions: me, rest: typed };
  const person = await ctx.findPerson(word);
  if (person === null) return { unknown: word };
  return { mentions: { account: person.account, displayName: person.displayName || person.login }, rest };
}

async function set(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const typed = (call.options.what ?? '').trim();
  const who = await whoIn(typed, call, ctx);
  if ('unknown' in who) return say(ctx.say('remind.nobody', { typed: quoted(who.unknown) }));
  if (who.rest.trim() === '') return say(ctx.say('remind.usage', { prefix: ctx.prefix }));
  const { language } = ctx.community;
  // Counted from when it was admitted: run again later, it is due at the same time.
  const read = readSpoken(who.rest, { now: call.invocation.admittedAt, zone: await zoneOf(ctx), language });
  if (!read.ok) return say(read.message);
  const target = { ...placeOf(call.event), mentions: who.mentions };
  const change = await createReminder(ctx, { text: read.rest, schedule: read.schedule, target }, true);
  return wordsFor(change, ctx, (reminder) => due(reminder, 'remind.set', ctx, reminder.createdAt));
}

async function list(_: CommandCall, ctx: Ctx): Promise<Reply> {
  const { actor } = ctx;
  if (actor.kind !== 'account') return say(ctx.say('remind.list.none', { prefix: ctx.prefix }));
  const open = await listReminders(ctx, { owner: actor, status: 'open', order: 'next', limit: 500 });
  if (open.length === 0) return say(ctx.say('remind.list.none', { prefix: ctx.prefix }));
  const lines = open.slice(0, LISTED).map(({ number, text, zone, nextAt }) =>
    ctx.say('remind.list.line', {
      number,
      when: dateInWords(nextAt ?? ctx.now, zone, telling(ctx, ctx.now)),
      text: truncate(text, LISTED_TEXT),
    }),
  );
  const more = open.length > LISTED ? `; ${ctx.say('remind.list.more', { more: open.length - LISTED })}` : '';
  return say(truncate(ctx.say('remind.list', { list: lines.join('; ') + more }), LIST_LENGTH));
}

/** Runs what needs a number, or says that there is none. */
const numbered =
  (run: (number: number, call: CommandCall, ctx: Ctx) => Promise<Reply>) =>
  async (call: CommandCall, ctx: Ctx): Promise<Reply> => {
    const typed = call.options.number ?? '';
    const number = numberIn(typed);
    if (number === 0) return say(ctx.say('remind.bad-number', { typed: quoted(typed), prefix: ctx.prefix }));
    return run(number, call, ctx);
  };

/** Whether it is somebody's, by whichever account of theirs. */
const isOf = async ({ number }: Reminder, owner: Wanted['owner'] | null, ctx: Ctx): Promise<boolean> =>
  owner ? (await listReminders(ctx, { number, owner, limit: 1 })).length > 0 : false;

/** Whether it is the actor's, or they have a say in everybody's. */
const mayTouch = async (reminder: Reminder, ctx: Ctx): Promise<boolean> =>
  rulesAll(ctx) || isOf(reminder, personOf(ctx.actor), ctx);

async function show(number: number, _: CommandCall, ctx: Ctx): Promise<Reply> {
  const found = await findReminder(ctx, number);
  if (found === null) return wordsFor({ result: 'missing', number }, ctx, () => '');
  if (!(await mayTouch(found, ctx))) return wordsFor({ result: 'not-yours', number }, ctx, () => '');
  if (found.status === 'open') return say(due(found, 'remind.shown', ctx, ctx.now));
  return say(shownOver(found, ctx));
}

const shownOver = ({ number, text, status }: Reminder, ctx: Ctx): string =>
  ctx.say('remind.shown-over', { number, text, status: ctx.say(`remind.status.${status}`) });

/** When something that is put off comes again, ms since epoch; null for what is no time. */
async function snoozedTo(typed: string, { invocation }: CommandCall, ctx: Ctx): Promise<number | null> {
  const now = invocation.admittedAt;
  const seconds = typed === '' ? SNOOZE_SECONDS : parseDuration(typed.replace(/\s+/g, ''), 'm');
  if (seconds !== null) return seconds > 0 ? now + seconds * 1000 : null;
  const read = readSpoken(typed, { now, zone: await zoneOf(ctx), language: ctx.community.language });
  return read.ok && read.schedule.recurrence === null && read.rest === '' ? read.schedule.at : null;
}

async function snooze(call: CommandCall, ctx: Ctx): Promise<Reply> {
  const { number: first = '', time = '' } = call.options;
  // `snooze 10m` is about the last one that was said.
  const number = numberIn(first) || null;
  const typed = number === null ? `${first} ${time}`.trim() : time;
  const at = await snoozedTo(typed, call, ctx);
  if (at === null) return say(ctx.say('remind.bad-snooze', { typed: quoted(typed) }));
  const now = call.invocation.admittedAt;
  return wordsFor(await snoozeReminder(ctx, number, at), ctx, (reminder) => {
    const once = { at: reminder.nextAt ?? at, recurrence: null, zone: reminder.zone };
    return ctx.say('remind.snoozed', {
      number: reminder.number,
      when: scheduleInWords(once, telling(ctx, now), ctx.say),
    });
  });
}

/** Has a reminder said where this was written from now on. */
async function move(number: number, call: CommandCall, ctx: Ctx): Promise<Reply> {
  const was = await findReminder(ctx, number);
  if (was === null) return wordsFor({ result: 'missing', number }, ctx, () => '');
  if (!(await mayTouch(was, ctx))) return wordsFor({ result: 'not-yours', number }, ctx, () => '');
  const { target: from } = was;
  const mentions = await mentionsHere(was, call, ctx);
  if (mentions === undefined) return say(ctx.say('remind.elsewhere', { number, prefix: ctx.prefix }));
  const moved = { from, to: { ...placeOf(call.event), mentions } };
  return wordsFor(await changeReminder(ctx, number, { moved }, { trusted: true }), ctx, (reminder) =>
    due(reminder, 'remind.moved', ctx, call.invocation.admittedAt),
  );
}

/** Who is mentioned once it is said here; undefined where that is somebody who is not known to be here. */
async function mentionsHere(
  reminder: Reminder,
  { event: { platform, author } }: CommandCall,
  ctx: Ctx,
): Promise<ReminderTarget['mentions'] | undefined> {
  const { channel, mentions } = reminder.target;
  const before = channel.slice(0, Math.max(0, channel.indexOf(':'))) as AccountPlatform;
  if (mentions === null || before === platform) return mentions;
  const isForOwner = await isOf(reminder, { platform: before, account: mentions.account }, ctx);
  // Whoever writes is the same person: they are who is known here.
  if (!(isForOwner && (await isOf(reminder, personOf(ctx.actor), ctx)))) return undefined;
  return { account: author.account, displayName: author.displayName || author.login };
}

const remind: Command = {
  name: 'remind',
  aliases: ['remindme'],
  summary: {
    en: 'Reminds you, somebody or everybody here, once or again and again.',
    de: 'Erinnert dich, jemanden oder alle hier, einmal oder immer wieder.',
  },
  cooldown: COOLDOWN,
  options: {
    what: { type: 'rest', required: true, summary: 'me, @somebody or here, then when and what: me in 2h tea.' },
  },
  effect: 'database',
  run: set,
  subcommands: {
    cancel: {
      summary: {
        en: 'Cancels a reminder of yours; moderators cancel anybody’s.',
        de: 'Streicht eine Erinnerung von dir; die Moderation streicht jede.',
      },
      options: { number },
      effect: 'database',
      run: numbered(async (number, _, ctx) =>
        wordsFor(await cancelReminder(ctx, number), ctx, ({ text }) => ctx.say('remind.cancelled', { number, text })),
      ),
    },
    snooze: {
      summary: {
        en: 'Has a reminder come again later; without a number, the last one that was said.',
        de: 'Lässt eine Erinnerung später noch einmal kommen; ohne Nummer die zuletzt gesagte.',
      },
      options: {
        number: { ...number, required: false, summary: 'The reminder’s number.' },
        time: { type: 'rest', required: false, summary: 'How much later, as 10m or 2h; 10 minutes if left out.' },
      },
      effect: 'database',
      run: snooze,
    },
    move: {
      summary: {
        en: 'Has a reminder said here from now on.',
        de: 'Lässt eine Erinnerung ab jetzt hier sagen.',
      },
      options: { number },
      effect: 'database',
      run: numbered(move),
    },
    show: {
      summary: { en: 'Shows when a reminder is due.', de: 'Zeigt, wann eine Erinnerung dran ist.' },
      options: { number },
      visibility: 'ephemeral',
      run: numbered(show),
    },
    skip: {
      summary: {
        en: 'Leaves the next time of a recurring reminder out.',
        de: 'Lässt bei einer wiederkehrenden Erinnerung das nächste Mal aus.',
      },
      options: { number },
      effect: 'database',
      run: numbered(async (number, call, ctx) =>
        wordsFor(await skipReminder(ctx, number), ctx, (reminder) => {
          const { zone, nextAt } = reminder;
          if (nextAt === null) return ctx.say('remind.skipped-last', { number });
          const now = call.invocation.admittedAt;
          const next = nextInWords(scheduleOf(reminder), telling(ctx, now));
          return ctx.say('remind.skipped', { number, next, zone });
        }),
      ),
    },
    undo: {
      summary: {
        en: 'Takes the last change of a reminder back.',
        de: 'Nimmt die letzte Änderung an einer Erinnerung zurück.',
      },
      options: { number },
      effect: 'database',
      run: numbered(async (number, call, ctx) =>
        wordsFor(await undoReminder(ctx, number), ctx, (reminder) =>
          reminder.status === 'open'
            ? due(reminder, 'remind.undone', ctx, call.invocation.admittedAt)
            : shownOver(reminder, ctx),
        ),
      ),
    },
  },
};

const reminders: Command = {
  name: 'reminders',
  summary: {
    en: 'Lists your open reminders, the next first.',
    de: 'Zeigt deine offenen Erinnerungen, die nächste zuerst.',
  },
  cooldown: COOLDOWN,
  visibility: 'ephemeral',
  run: list,
};

export const reminderCommands: readonly Command[] = [remind, reminders, timezone];
