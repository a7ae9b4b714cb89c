import { expect } from 'vitest';
import type { Behaviour } from './behaviour.ts';

/** What is said while somebody waits. */
export const WORDS: readonly Behaviour[] = [
  {
    number: 36,
    sentence: 'Who waits hears nothing of it, unless the command says so.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('hush', 'usercooldown=10m');
      await ann.uses('!hush');
      await ann.isRefused('!hush', 'cooldown');
      await ann.isRefused('!hush', 'cooldown');
    },
  },
  {
    number: 37,
    sentence: 'Once in each wait somebody is told how long it still lasts.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('hug', 'usercooldown=10m notice=once');
      await ann.uses('!hug');
      await ann.isToldToWait('!hug', 600);
      await ann.isRefused('!hug', 'cooldown');
      await passes('1m');
      await ann.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 38,
    sentence: 'In the next wait they are told again.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, passes }) {
      await mia.adds('hug', 'usercooldown=1m notice=once');
      await ann.uses('!hug');
      await ann.isToldToWait('!hug', 60);
      await passes('1m');
      await ann.uses('!hug');
      await ann.isToldToWait('!hug', 60);
    },
  },
  {
    number: 39,
    sentence: 'Each is told of a wait of their own.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob }) {
      await mia.adds('hug', 'usercooldown=10m notice=once');
      for (const somebody of [ann, bob]) await somebody.uses('!hug');
      for (const somebody of [ann, bob]) await somebody.isToldToWait('!hug', 600);
    },
  },
  {
    number: 40,
    sentence: 'Of a wait of the channel a room is told once, whoever asks.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, bob, cleo }) {
      await mia.adds('hug', 'cooldown=10m notice=once');
      await ann.uses('!hug');
      await bob.isToldToWait('!hug', 600);
      await cleo.isRefused('!hug', 'cooldown');
    },
  },
  {
    number: 41,
    sentence: 'The seconds that are told are those that are left of the longest wait.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann, passes }) {
      await mia.adds('count', 'usercooldown=10m cooldown=5m notice=once');
      await ann.uses('!count');
      await passes('1m');
      await ann.isToldToWait('!count', 540);
    },
  },
  {
    number: 42,
    sentence:
      'Who waits can be told each time, and alone, where the platform can do that; elsewhere they hear nothing.',
    on: ['slack', 'twitch'],
    async journey({ platform, mia, ann, bob }) {
      await mia.adds('whisper', 'cooldown=10m notice=ephemeral');
      await ann.uses('!whisper');
      for (const somebody of [ann, ann, bob]) {
        if (platform === 'twitch') await somebody.isRefused('!whisper', 'cooldown');
        else expect((await somebody.isToldToWait('!whisper', 600)).onlyFor).toBe(somebody.account);
      }
    },
  },
  {
    number: 43,
    sentence: 'Who uses a slash command is always told to wait, and alone.',
    on: ['discord', 'slack'],
    async journey({ mia, ann }) {
      await mia.adds('nap', 'usercooldown=10m');
      expect(await ann.slash('nap')).toEqual({ text: 'nap!', ephemeral: false });
      for (let tries = 0; tries < 2; tries++) {
        const { text, ephemeral } = await ann.slash('nap');
        expect(text).toMatch(/^Slow down: !nap is cooling down\. Try again in \d+ s\.$/);
        expect(ephemeral).toBe(true);
      }
    },
  },
  {
    number: 44,
    sentence: 'To be told is no use: it neither starts a wait nor makes one longer.',
    on: ['twitch', 'slack'],
    async journey({ mia, ann, passes }) {
      await mia.adds('told', 'usercooldown=2m notice=once');
      await ann.uses('!told');
      await passes('1m');
      await ann.isToldToWait('!told', 60);
      await passes('1m');
      await ann.uses('!told');
    },
  },
  {
    number: 45,
    sentence: 'The words are in the community’s language.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann, api, community }) {
      await mia.adds('hug', 'usercooldown=10m notice=once');
      await api('PATCH', `/communities/${community}`, { language: 'de' });
      await ann.uses('!hug');
      await ann.uses('!hug', /!hug braucht eine Pause\. In \d+ s geht es wieder\.$/);
    },
  },
  {
    number: 46,
    sentence: 'The words name the command as it is called here.',
    on: ['twitch', 'discord'],
    async journey({ mia, ann }) {
      await mia.sets('ping', 'name=echo usercooldown=10m notice=once');
      await ann.uses('!echo', 'Pong!');
      await ann.uses('!echo', /!echo is cooling down\./);
    },
  },
];
