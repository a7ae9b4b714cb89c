import { describe, expect, it } from 'vitest';
import { anEntry } from '../../tests/support/channel.ts';
import { isCommandName, MAX_NAME, normaliseName, usageOf } from './commands.ts';
import { buildOf, entryOf } from './modules.ts';
import { Registry } from './registry.ts';

const quote = anEntry('quote', {
  aliases: ['q'],
  options: { id: { type: 'integer', required: false, summary: '' } },
  subcommands: {
    add: { ...anEntry('add'), level: 'moderator', options: { text: { type: 'rest', required: true, summary: '' } } },
  },
});
const custom = (name: string, text: string) => anEntry(name, { kind: 'custom', replies: [{ text, weight: 1 }] });

describe('a channel’s registry', () => {
  it('finds a command and what was typed after it', () => {
    expect(new Registry([quote]).find('quote 17  and more', 'twitch')).toEqual({
      entry: quote,
      rule: quote,
      rest: '17  and more',
    });
  });

  it('finds it by an alias, in any case and in any width', () => {
    const registry = new Registry([quote]);
    for (const typed of ['q', 'QUOTE', 'ｑｕｏｔｅ', 'Ｑ'])
      expect(registry.find(typed, 'twitch')?.entry, typed).toBe(quote);
  });

  it('goes by the whole first word', () => {
    const registry = new Registry([quote]);
    expect(registry.find('quotes', 'twitch')).toBeUndefined();
    expect(registry.find('quot e', 'twitch')).toBeUndefined();
  });

  it('finds a subcommand with its own rule', () => {
    const found = new Registry([quote]).find('quote ADD hello you', 'twitch');
    expect(found).toMatchObject({ subcommand: 'add', rest: 'hello you', rule: { level: 'moderator' } });
  });

  it('takes a word that is no subcommand as the first argument, even one that every object has', () => {
    for (const typed of ['addd', 'constructor', '__proto__', 'toString']) {
      const found = new Registry([quote]).find(`quote ${typed}`, 'twitch');
      expect(found).toMatchObject({ rest: typed });
      expect(found).not.toHaveProperty('subcommand');
    }
    expect(new Registry([quote]).find('constructor', 'twitch')).toBeUndefined();
  });

  it('never lets a custom command shadow a built-in one or its alias', () => {
    for (const order of [
      [quote, custom('quote', 'mine'), custom('q', 'mine')],
      [custom('quote', 'mine'), custom('q', 'mine'), quote],
    ]) {
      const registry = new Registry(order);
      expect(registry.get('quote')).toBe(quote);
      expect(registry.get('q')).toBe(quote);
    }
  });

  it('leaves a name to the next where its owner does not answer on the platform', () => {
    const registry = new Registry([custom('title', 'Ours.'), anEntry('title', { platforms: ['twitch'] })]);
    expect(registry.find('title', 'twitch')?.entry.kind).toBe('builtin');
    expect(registry.find('title', 'discord')?.entry.kind).toBe('custom');
  });

  it('knows a command only on its platforms', () => {
    const registry = new Registry([anEntry('clip', { platforms: ['twitch'] })]);
    expect(registry.find('clip', 'twitch')).toBeDefined();
    expect(registry.find('clip', 'slack')).toBeUndefined();
    expect(registry.visibleTo('owner', 'slack')).toEqual([]);
  });

  it('shows each person what they can use, by name', () => {
    const registry = new Registry([
      anEntry('so', { level: 'moderator' }),
      quote,
      anEntry('secret', { hidden: true }),
      anEntry('ping'),
    ]);
    const names = (level: 'everyone' | 'moderator') => registry.visibleTo(level, 'twitch').map(({ name }) => name);
    expect(names('everyone')).toEqual(['ping', 'quote']);
    expect(names('moderator')).toEqual(['ping', 'quote', 'so']);
  });
});

describe('a command’s name', () => {
  it.each(['hello', 'häuschen', '한국어', '8ball', 'so-far', 'a_b', '🐧', '👨\u200D👩\u200D👧', 'नमस्ते'])(
    'may be %s',
    (name) => {
      expect(isCommandName(normaliseName(name))).toBe(true);
    },
  );

  it.each(['', 'two words', '!bang', 'a/b', '$(user)', '<@U1>', 'a\u0000', 'x'.repeat(MAX_NAME + 1)])(
    'may not be %j',
    (name) => {
      expect(isCommandName(normaliseName(name))).toBe(false);
    },
  );

  it('is the same for the computer when it is the same for the eye', () => {
    expect(normaliseName(' Ｈｅｌｌｏ ')).toBe('hello');
    expect(normaliseName('ﬁsh')).toBe('fish');
    expect(normaliseName('e\u0301')).toBe(normaliseName('é'));
  });
});

describe('usage', () => {
  it('names subcommands, and each with its own options', () => {
    expect(usageOf('!', quote)).toBe('!quote add [id]');
    expect(usageOf('?', quote, 'add')).toBe('?quote add <text…>');
    expect(usageOf('!', anEntry('ping'))).toBe('!ping');
  });
});

describe('a declared command', () => {
  const run = async () => ({ text: '' });
  const declared = entryOf({
    name: 'shop',
    summary: { en: 'Sells.', de: 'Verkauft.' },
    level: 'vip',
    cooldown: { user: 9, channel: 0, exempt: 'owner' },
    run,
    subcommands: {
      buy: { summary: { en: 'Buys.', de: 'Kauft.' }, effect: 'database', run },
      list: { summary: { en: 'Lists.', de: 'Zeigt.' }, level: 'everyone', run },
    },
  });

  it('hands level and cooldown down to subcommands that have none, and never its effect', () => {
    expect(declared.subcommands.buy).toMatchObject({ level: 'vip', cooldown: { user: 9 }, effect: 'database' });
    expect(declared.subcommands.list).toMatchObject({ level: 'everyone', effect: 'none' });
    expect(declared.effect).toBe('none');
  });

  it('gives the set of commands another name when any of them changes', () => {
    expect(buildOf([declared], [])).toBe(buildOf([structuredClone(declared)], []));
    expect(buildOf([declared], [])).not.toBe(buildOf([{ ...declared, level: 'everyone' }], []));
    const listening = { name: 'greetings', title: '', commands: [], words: {}, on: { follow: async () => null } };
    expect(buildOf([declared], [listening])).not.toBe(buildOf([declared], []));
  });
});
