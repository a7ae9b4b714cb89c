import { expect } from 'vitest';
import type { Behaviour } from './behaviour.ts';

/** What a community sets on its commands, and on the bot's. */
export const REGISTRY: readonly Behaviour[] = [
  {
    number: 75,
    sentence: 'A built-in command can be switched off and on.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, cleo }) {
      await ann.uses('!ping', 'Pong!');
      await mia.sets('ping', 'enabled=off');
      await bob.isRefused('!ping', 'disabled');
      await mia.sets('ping', 'enabled=on');
      await cleo.uses('!ping', 'Pong!');
    },
  },
  {
    number: 76,
    sentence: 'A hidden command works and is in no list.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('plain');
      await mia.adds('secret', 'hidden=on');
      await ann.uses('!secret');
      const { text } = await ann.answerTo('!commands');
      expect(text).toContain('!plain');
      expect(text).not.toContain('!secret');
    },
  },
  {
    number: 77,
    sentence: 'A command can be for some platforms alone.',
    on: ['twitch', 'discord'],
    async journey({ platform, mia, ann, another }) {
      await mia.adds('here', `platforms=${platform},slack`);
      const onKick = await another('kick');
      await ann.uses('!here');
      await onKick.ann.isRefused('!here', 'unknown-command');
    },
  },
  {
    number: 78,
    sentence: 'A command can be for while the channel is live.',
    on: ['twitch', 'kick'],
    async journey(place) {
      const { mia, ann, passes } = place;
      await mia.adds('song', 'live=live');
      await ann.isRefused('!song', 'live');
      await passes('1m');
      await place.goesLive();
      await ann.uses('!song');
      await passes('1m');
      await place.goesLive(false);
      await ann.isRefused('!song', 'live');
    },
  },
  {
    number: 79,
    sentence: 'A command can be for while the channel is not live.',
    on: ['twitch', 'kick'],
    async journey(place) {
      const { mia, ann, passes } = place;
      await mia.adds('schedule', 'live=offline');
      await ann.uses('!schedule');
      await passes('1m');
      await place.goesLive();
      await ann.isRefused('!schedule', 'live');
    },
  },
  {
    number: 80,
    sentence: 'Where there are no streams, being live is no condition.',
    on: ['discord', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('stream', 'live=live');
      await mia.adds('break', 'live=offline');
      await ann.uses('!stream');
      await ann.uses('!break');
    },
  },
  {
    number: 81,
    sentence: 'A command can end at a time, and is off from then on.',
    on: ['twitch', 'discord'],
    isAlone: true,
    async journey({ world, mia, ann, passes }) {
      await mia.adds('event', 'expires=1m');
      await ann.uses('!event');
      await passes('1m');
      await ann.isRefused('!event', 'expired');
      await world.worker.cron('* * * * *', new Date(world.now()));
      await ann.isRefused('!event', 'disabled');
      await mia.uses('!command show event', 'The text of !event: event!');
    },
  },
  {
    number: 82,
    sentence: 'A command can be gone when it has ended, and its name is free.',
    on: ['twitch', 'discord'],
    isAlone: true,
    async journey({ world, mia, ann, passes }) {
      await mia.adds('event', 'expires=1m onexpiry=delete');
      await passes('1m');
      await world.worker.cron('* * * * *', new Date(world.now()));
      await ann.isRefused('!event', 'unknown-command');
      await mia.adds('event', '', 'Another one!');
      await ann.uses('!event');
    },
  },
  {
    number: 83,
    sentence: 'An answer can be a plain line, one behind the asker’s name, or one under what they said.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.adds('hi', 'style=say');
      expect(await ann.answerTo('!hi')).toMatchObject({ text: 'hi!', isReply: false });
      await mia.sets('hi', 'style=mention');
      expect(await ann.answerTo('!hi')).toMatchObject({ text: `@${ann.name} hi!`, isReply: false });
      await mia.sets('hi', 'style=reply');
      expect(await ann.answerTo('!hi')).toMatchObject({ text: 'hi!', isReply: true });
    },
  },
  {
    number: 84,
    sentence: 'An answer can be for the asker alone.',
    on: ['discord', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('mine', 'style=ephemeral');
      expect(await ann.slash('mine')).toEqual({ text: 'mine!', ephemeral: true });
    },
  },
  {
    number: 85,
    sentence: 'Of several replies each has its turn.',
    on: ['twitch', 'discord'],
    async journey(place) {
      const { mia, ann } = place;
      await mia.adds('fortune', '', 'one');
      await mia.uses('!command addreply fortune 1 two', /!fortune has one more reply\.$/);
      const answers = await place.answersTo(Array.from({ length: 16 }, () => ann.say('!fortune')));
      expect(answers).toHaveLength(16);
      expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['one', 'two']));
    },
  },
  {
    number: 86,
    sentence: 'A reply that was taken away is never said again.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('coin', '', 'heads');
      await mia.uses('!command addreply coin 1 tails', /!coin has one more reply\.$/);
      await mia.uses('!command removereply coin 1', /!coin has one reply less\.$/);
      for (let tosses = 0; tosses < 6; tosses++) await ann.uses('!coin', 'tails');
      await mia.uses('!command removereply coin 1', /^That is the last reply of !coin\./);
    },
  },
  {
    number: 87,
    sentence: 'A changed text is what the next message gets.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('news', '', 'Nothing yet.');
      await ann.uses('!news', 'Nothing yet.');
      await mia.uses('!command edit news We are live!', 'Changed !news.');
      await ann.uses('!news', 'We are live!');
    },
  },
  {
    number: 88,
    sentence: 'An option that is none, or a value that is none, is told and changes nothing.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('tea');
      await mia.uses('!command options tea colour=red', /^There is no option "colour"\. There are: enabled, /);
      await mia.uses('!command options tea level=king', /^"king" is nothing for level\. It takes: everyone, /);
      await mia.uses('!command options tea enabled=off cooldown=soon', /^"soon" is nothing for cooldown\./);
      await ann.uses('!tea');
    },
  },
];
