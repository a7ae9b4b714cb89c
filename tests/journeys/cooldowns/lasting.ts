import { expect } from 'vitest';
import { BOT_MENTION } from '../../support/doors.ts';
import type { Behaviour } from './behaviour.ts';

/** What a wait outlives, and what ends it. */
export const LASTING: readonly Behaviour[] = [
  {
    number: 47,
    sentence: 'A wait outlives a deploy.',
    on: ['twitch', 'kick'],
    isAlone: true,
    async journey({ mia, ann, deploys, passes }) {
      await mia.adds('hug', 'usercooldown=10m');
      await ann.uses('!hug');
      await deploys();
      await ann.isRefused('!hug', 'cooldown');
      await passes('10m');
      await ann.uses('!hug');
    },
  },
  {
    number: 48,
    sentence: 'A wait outlives the crash of what keeps it.',
    on: ['twitch', 'discord'],
    isAlone: true,
    async journey({ mia, ann, bob, crashes }) {
      await mia.adds('hug', 'usercooldown=10m cooldown=1m group=fun groupcooldown=1m');
      await ann.uses('!hug');
      await crashes();
      await ann.isRefused('!hug', 'cooldown');
      await bob.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 49,
    sentence: 'Who was told of a wait stays told over a crash.',
    on: ['twitch', 'slack'],
    isAlone: true,
    async journey({ mia, ann, crashes }) {
      await mia.adds('yawn', 'usercooldown=10m notice=once');
      await ann.uses('!yawn');
      await ann.isToldToWait('!yawn', 600);
      await crashes();
      await ann.isRefused('!yawn', 'cooldown');
    },
  },
  {
    number: 50,
    sentence: 'No change of a command ends anybody’s wait.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('hug', 'usercooldown=10m');
      await ann.uses('!hug');
      await mia.uses('!command edit hug Hugs!', 'Changed !hug.');
      await mia.sets('hug', 'level=everyone category=love');
      await mia.adds('kiss');
      await ann.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 51,
    sentence: 'A wait that is made longer is longer from the next use on.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('hug', 'usercooldown=1m');
      await ann.uses('!hug');
      await mia.sets('hug', 'usercooldown=10m');
      await passes('1m');
      await ann.uses('!hug');
      await passes('1m');
      await ann.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 52,
    sentence: 'A wait that is made shorter is shorter for who waits already.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('hug', 'usercooldown=1d');
      await ann.uses('!hug');
      await mia.sets('hug', 'usercooldown=1m');
      await ann.isRefused('!hug', 'cooldown');
      await passes('1m');
      await ann.uses('!hug');
    },
  },
  {
    number: 53,
    sentence: 'A wait that is taken away is over at once.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('free', 'usercooldown=1d');
      await ann.uses('!free');
      await mia.sets('free', 'usercooldown=0');
      await ann.uses('!free');
    },
  },
  {
    number: 54,
    sentence: 'Waits that are set back are as they were declared.',
    on: ['twitch', 'slack'],
    async journey({ mia }) {
      await mia.adds('nod', 'usercooldown=1h cooldown=2h');
      await mia.uses('!command options nod', /\bcooldown=7200 usercooldown=3600\b/);
      await mia.sets('nod', 'usercooldown=- cooldown=-');
      await mia.uses('!command options nod', /\bcooldown=1 usercooldown=3\b/);
    },
  },
  {
    number: 55,
    sentence: 'Who is let off a command need not wait for the rest of it.',
    on: ['twitch', 'kick'],
    async journey({ mia, sue }) {
      await mia.adds('hug', 'usercooldown=1d');
      await sue.uses('!hug');
      await sue.isRefused('!hug', 'cooldown');
      await mia.sets('hug', 'exempt=subscriber');
      await sue.uses('!hug');
    },
  },
];

/** One command, whatever it is called and however it is reached. */
export const ONE_COMMAND: readonly Behaviour[] = [
  {
    number: 56,
    sentence: 'An alias shares the wait of its command.',
    on: ['twitch', 'discord'],
    async journey({ mia }) {
      await mia.adds('hug');
      await mia.sets('command show', 'usercooldown=10m exempt=owner');
      await mia.uses('!command show hug', 'The text of !hug: hug!');
      await mia.isRefused('!cmd show hug', 'cooldown');
    },
  },
  {
    number: 57,
    sentence: 'However its name is written, a command’s wait is one.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('hug', 'usercooldown=10m');
      await ann.uses('!hug');
      for (const written of ['!HUG', '!Hug', '!ｈｕｇ']) await ann.isRefused(written, 'cooldown');
    },
  },
  {
    number: 58,
    sentence: 'Speaking to the bot by its name is a use like any other.',
    on: ['twitch', 'discord', 'slack'],
    async journey({ platform, mia, ann, bob }) {
      const bot = BOT_MENTION[platform as keyof typeof BOT_MENTION];
      await mia.adds('knock', 'usercooldown=10m');
      await ann.uses('!knock');
      await ann.isRefused(`${bot} knock`, 'cooldown');
      await bob.uses(`${bot} knock`, 'knock!');
      await bob.isRefused('!knock', 'cooldown');
    },
  },
  {
    number: 59,
    sentence: 'A slash command and a typed one share their wait.',
    on: ['discord', 'slack'],
    async journey({ mia, ann, bob }) {
      await mia.adds('bow', 'usercooldown=10m');
      await ann.uses('!bow');
      expect((await ann.slash('bow')).text).toMatch(/is cooling down/);
      expect((await bob.slash('bow')).text).toBe('bow!');
      await bob.isRefused('!bow', 'cooldown');
    },
  },
  {
    number: 60,
    sentence: 'A command that is renamed keeps its waits.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('old', 'usercooldown=10m');
      await ann.uses('!old');
      await mia.sets('old', 'name=new');
      await ann.isRefused('!new', 'cooldown');
      await bob.uses('!new', 'old!');
    },
  },
  {
    number: 61,
    sentence: 'Another command that takes an old name has waits of its own.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('old', 'usercooldown=10m');
      await ann.uses('!old');
      await mia.sets('old', 'name=new');
      await mia.adds('old', 'usercooldown=10m');
      await ann.uses('!old');
    },
  },
  {
    number: 62,
    sentence: 'A removed command that is brought back has its waits; one that is made anew has none.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('gone', 'usercooldown=1d');
      await ann.uses('!gone');
      await mia.uses('!command remove gone', 'Removed !gone.');
      await ann.isRefused('!gone', 'unknown-command');
      await mia.uses('!command undo gone', /^Took the last change of !gone back/);
      await ann.isRefused('!gone', 'cooldown');
      await mia.uses('!command remove gone', 'Removed !gone.');
      await mia.adds('gone', 'usercooldown=1d');
      await ann.uses('!gone');
    },
  },
  {
    number: 63,
    sentence: 'Who takes another name still waits.',
    on: ['twitch', 'kick'],
    async journey({ mia, ann }) {
      await mia.adds('hug', 'usercooldown=10m');
      await ann.uses('!hug');
      ann.name = `new${ann.name}`;
      await ann.isRefused('!hug', 'cooldown');
    },
  },
];
