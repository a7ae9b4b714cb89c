// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are the language under test
import { describe, expect, it } from 'vitest';
import type { Bot, Fault, Status } from '../../../workers/modules/moving/lines.ts';
import { aliasEntry, type PlannedLine, planned } from '../../../workers/modules/moving/plan.ts';
import { readQuotes } from '../../../workers/modules/moving/quotes.ts';
import { readBot } from '../../../workers/modules/moving/read.ts';
import { community, type Given } from './community.ts';

function plan(bot: Bot, document: unknown, given: Given = {}): readonly PlannedLine[] {
  const read = readBot(bot, JSON.stringify(document));
  if ('fault' in read) throw new Error(read.fault);
  return planned(read.lines, community(bot, given));
}

/** Lines in short: what, under which name, how, and why. */
const inShort = (lines: readonly PlannedLine[]) =>
  lines.map(({ kind, name, status, reasons }) => [kind, name, status, reasons.map(({ code }) => code)]);

const nightbot = (...commands: readonly unknown[]) => ({ _total: commands.length, status: 200, commands });
const OK = 'as-it-was';

describe('Nightbot', () => {
  const other = { name: '!other', message: 'hi $(user)' };
  const cases: readonly (readonly [string, unknown, Status, readonly string[], Given?])[] = [
    ['a plain command', { name: '!a', message: 'hi' }, 'ok', [OK]],
    ['a level of its own', { name: '!a', message: 'hi', userLevel: 'knight' }, 'needs-review', ['level-unknown']],
    ['half seconds', { name: '!a', message: 'hi', coolDown: 2.5 }, 'needs-review', ['cooldown-rounded']],
    ['a week of waiting', { name: '!a', message: 'hi', coolDown: 604_800 }, 'needs-review', ['cooldown-cut']],
    ['another sign before the name', { name: '~a', message: 'hi' }, 'needs-review', ['other-prefix']],
    ['no sign before the name', { name: 'a', message: 'hi' }, 'needs-review', ['other-prefix']],
    ['two words as name', { name: '!good night', message: 'hi' }, 'needs-review', ['bad-name']],
    ['no message', { name: '!a' }, 'unsupported', ['incomplete']],
    ['an empty message', { name: '!a', message: ' ' }, 'unsupported', ['empty']],
    ['what is no object', 'hello', 'unsupported', ['not-read']],
    ['a text that is too long', { name: '!a', message: 'x'.repeat(501) }, 'unsupported', ['too-long']],
    ['a count that nothing tells', { name: '!a', message: 'hi', count: 9 }, 'ok', ['count-unused']],
    ['an unknown variable', { name: '!a', message: '$(nope)' }, 'needs-review', ['unknown-variable']],
    ['a bracket that never closes', { name: '!a', message: '$(user' }, 'needs-review', ['unread-template']],
    ['a fetch', { name: '!a', message: '$(urlfetch https://a.example/x)' }, 'needs-review', ['fetches']],
    ['people’s text in a script', { name: '!a', message: '$(eval "$(query)")' }, 'needs-review', ['script-takes-text']],
    ['a script without', { name: '!a', message: '$(eval 1 + 1)' }, 'ok', [OK]],
    ['the name of something built in', { name: '!uptime', message: 'hi' }, 'conflict', ['name-builtin']],
    ['a word of Twitch’s own', { name: '!announce', message: 'hi' }, 'ok', ['reserved']],
    [
      'a name that an alias has',
      { name: '!b', message: 'hi' },
      'conflict',
      ['name-alias'],
      { entries: [aliasEntry('b', 'ping')] },
    ],
    ['one too many', { name: '!a', message: 'hi' }, 'needs-review', ['full'], { counts: { command: 500 } }],
  ];

  it.each(cases.map(([what, fields, ...rest]) => ({ what, fields, rest })))('$what', ({ fields, rest }) => {
    const [status, codes, given] = rest;
    const [line] = plan('nightbot', nightbot(fields, other), given);
    expect([line?.status, line?.reasons.map(({ code }) => code)]).toEqual([status, codes]);
  });

  it('keeps no more than one of two commands of a name, and says of the other which has it', () => {
    const lines = plan('nightbot', nightbot({ name: '!a', message: 'one' }, { name: '!A', message: 'two' }));
    expect(inShort(lines)).toEqual([
      ['command', 'a', 'ok', [OK]],
      ['command', 'a', 'conflict', ['twice']],
    ]);
    expect(lines[1]).toMatchObject({
      needsName: true,
      suggestion: 'a2',
      reasons: [{ params: { place: 'commands[0]' } }],
    });
  });

  it('shows beside a conflict what is there', () => {
    const [line] = plan('nightbot', nightbot({ name: '!ping', message: 'hi $(user)' }));
    expect(line?.there).toMatchObject({ kind: 'built-in', name: 'ping' });
  });

  it('refuses marks in the place of variables where nothing in the file is a variable', () => {
    const marked = { name: '!a', message: 'hi [user], it is [time]' };
    expect(plan('nightbot', nightbot(marked))[0]?.status).toBe('unsupported');
    expect(plan('nightbot', nightbot(marked, { name: '!b', message: '$(user)' }))[0]?.status).toBe('ok');
    expect(plan('nightbot', nightbot({ name: '!a', message: 'hi [everybody]' }))[0]?.status).toBe('ok');
  });

  it('carries a count on where the text tells it', () => {
    const lines = plan('nightbot', nightbot({ name: '!hugs', message: '$(count) hugs', count: 41 }));
    expect(inShort(lines)).toEqual([
      ['command', 'hugs', 'ok', [OK]],
      ['counter', 'hugs', 'ok', ['starts-at']],
    ]);
    expect(lines[1]).toMatchObject({ of: lines[0]?.id, draft: { is: 'counter', value: 41 } });
    const there = plan('nightbot', nightbot({ name: '!hugs', message: '$(count) hugs', count: 41 }), {
      counters: { hugs: 7 },
    });
    expect(there[1]).toMatchObject({ status: 'conflict', reasons: [{ code: 'starts-at' }, { code: 'counter-there' }] });
  });

  it('makes of an alias the command with the words that it hands over', () => {
    const lines = plan(
      'nightbot',
      nightbot(
        { name: '!setmulti', alias: '!multi', message: 'kadgar.net/$(query)' },
        { name: '!multi', message: 'Watch $(query)' },
        { name: '!h', alias: '!hug', message: '{x} && $(touser) $(1) $(twitch x)' },
        { name: '!u', alias: '!uptime', message: '' },
        { name: '!loop', alias: '!loop', message: '' },
      ),
    );
    const aliases = lines.filter(({ kind }) => kind === 'alias');
    expect(aliases.map(({ name, status, draft, of }) => [name, status, of, draft])).toMatchObject([
      ['setmulti', 'ok', 'commands[1]', { target: 'multi', rest: 'kadgar.net/{args}' }],
      ['h', 'needs-review', null, { target: 'hug', rest: '\\{x} \\&& {target} {arg1} $(twitch x)' }],
      ['u', 'needs-review', null, { target: 'uptime', rest: '' }],
      ['loop', 'unsupported', null, { target: 'loop' }],
    ]);
  });

  it('reads timers, and says what it cannot tell of them', () => {
    const timer = { message: 'Follow us', enabled: true };
    const lines = plan('nightbot', {
      timers: [
        { name: 'follow', interval: '*/15 * * * *', lines: 2, ...timer },
        { name: 'My socials!', interval: '*/5 * * * *', lines: 0, ...timer },
        { name: 'evening', interval: '0 18 * * *', lines: 0, ...timer },
        { name: 'never', interval: 'whenever', ...timer },
        { name: 'variable', interval: '*/10 * * * *', message: 'Live for $(twitch $(channel) "{{uptimeLength}}")' },
        { name: 'other', interval: '*/10 * * * *', message: '!socials', alias: '!socials' },
        { name: 'follow', interval: '*/20 * * * *', ...timer, enabled: false },
      ],
    });
    expect(inShort(lines)).toEqual([
      ['timer', 'follow', 'ok', ['lines-since']],
      ['timer', 'my-socials', 'ok', ['name-changed']],
      ['timer', 'evening', 'needs-review', ['cron-hours']],
      ['timer', 'never', 'unsupported', ['bad-cron']],
      ['timer', 'variable', 'needs-review', ['timer-dialect']],
      ['timer', 'other', 'unsupported', ['timer-alias']],
      ['timer', 'follow', 'conflict', ['twice']],
    ]);
    expect(lines[0]?.draft).toMatchObject({ schedule: { cron: '*/15 * * * *' }, minLines: 2, enabled: true });
  });

  it('names what has no place here yet', () => {
    const lines = plan('nightbot', [
      { _total: 1, regulars: [{ _id: '1', name: 'pia', displayName: 'Pia' }] },
      { filters: [{ _type: 'caps', enabled: true, limit: 8 }] },
      { playlist: [{ _id: '2', track: { title: 'A song' } }] },
    ]);
    expect(lines.map(({ typed, status, reasons }) => [typed, status, reasons[0]?.code])).toEqual([
      ['Pia', 'unsupported', 'regulars-later'],
      ['caps', 'unsupported', 'filters-later'],
      ['A song', 'unsupported', 'songs-later'],
    ]);
  });
});

describe('StreamElements', () => {
  it('makes lines of a command’s aliases and keywords', () => {
    const lines = plan('streamelements', [
      {
        command: 'hello',
        reply: 'Hi $(sender)',
        aliases: ['hi', 'hey there'],
        keywords: ['good morning', ''],
        regex: '^gm+$',
        accessLevel: 100,
      },
      { command: 'bad', reply: 'x', regex: '(?=x)' },
    ]);
    expect(inShort(lines)).toEqual([
      ['command', 'hello', 'ok', [OK]],
      ['alias', 'hi', 'ok', ['alias-of']],
      ['alias', 'hey there', 'needs-review', ['bad-name', 'alias-of']],
      ['keyword', 'hello-good-morning', 'ok', ['keyword-of']],
      ['keyword', 'hello-regex', 'needs-review', ['keyword-of', 'regex']],
      ['command', 'bad', 'ok', [OK]],
      ['keyword', 'bad-regex', 'unsupported', ['keyword-of', 'regex', 'bad-pattern']],
    ]);
    expect(lines.slice(1, 5).every(({ of }) => of === lines[0]?.id)).toBe(true);
  });

  it('reads timers, two of those that have two paces', () => {
    const lines = plan('streamelements', {
      timers: [
        {
          name: 'both',
          message: 'a',
          online: { enabled: true, interval: 10 },
          offline: { enabled: true, interval: 10 },
          chatLines: 5,
          enabled: true,
        },
        {
          name: 'paces',
          messages: ['a', 'b'],
          online: { enabled: true, interval: 10 },
          offline: { enabled: true, interval: 30 },
          chatLines: 0,
        },
        {
          name: 'live',
          message: 'a',
          online: { enabled: true, interval: 2.5 },
          offline: { enabled: false, interval: 30 },
          enabled: true,
        },
        {
          name: 'short',
          message: 'a',
          online: { enabled: true, interval: 0.5 },
          offline: { enabled: false, interval: 30 },
        },
        {
          name: 'off',
          message: 'a',
          online: { enabled: false, interval: 5 },
          offline: { enabled: false, interval: 30 },
        },
        { name: 'some', message: 'a', online: { enabled: true, interval: 5 }, categories: ['Art'] },
        {
          name: 'many',
          messages: Array.from({ length: 11 }, (_, i) => `${i}`),
          online: { enabled: true, interval: 5 },
        },
        { name: 'none', message: '', online: { enabled: true, interval: 5 } },
      ],
    });
    expect(inShort(lines)).toEqual([
      ['timer', 'both', 'ok', ['lines-since']],
      ['timer', 'paces-live', 'ok', ['several-texts']],
      ['timer', 'paces-offline', 'ok', ['several-texts']],
      ['timer', 'live', 'needs-review', ['interval-rounded']],
      ['timer', 'short', 'needs-review', ['interval-short']],
      ['timer', 'off', 'ok', [OK]],
      ['timer', 'some', 'needs-review', ['conditions']],
      ['timer', 'many', 'unsupported', ['several-texts', 'many-texts']],
      ['timer', 'none', 'unsupported', ['incomplete']],
    ]);
    const drafts = lines.map(({ draft }) => draft);
    expect(drafts[0]).toMatchObject({ live: null, schedule: { every: 10 } });
    expect(drafts[1]).toMatchObject({ live: 'live', schedule: { every: 10 }, texts: ['a', 'b'] });
    expect(drafts[2]).toMatchObject({ live: 'offline', schedule: { every: 30 } });
    expect(drafts[3]).toMatchObject({ live: 'live', schedule: { every: 3 } });
    expect(drafts[5]).toMatchObject({ enabled: false });
  });

  it('reads counters', () => {
    const lines = plan('streamelements', [{ counter: 'deaths', value: 12 }, { counter: 'wins' }], {
      counters: { wins: 1 },
    });
    expect(inShort(lines)).toEqual([
      ['counter', 'deaths', 'ok', ['starts-at']],
      ['counter', 'wins', 'unsupported', ['incomplete']],
    ]);
  });
});

describe('Fossabot', () => {
  it('leaves what is built in there, and gives nobody more than they had', () => {
    const roles = [
      { id: '1', name: 'Subscriber', default: true },
      { id: '3', name: 'VIP', default: true },
      { id: '4', name: 'Moderator', default: true },
      { id: '7', name: 'Moderator', default: false },
    ];
    const command = (name: string, role_ids: readonly string[], more = {}) => ({
      name,
      response: 'x',
      type: 'custom',
      role_ids,
      ...more,
    });
    const lines = plan('fossabot', {
      roles,
      commands: [
        command('uptime', [], { type: 'default' }),
        command('all', [], { global_cooldown: 5, user_cooldown: 0 }),
        command('vip-only', ['3', '4']),
        command('gap', ['1', '4']),
        command('own', ['7']),
        command('off', [], { enabled_online: false, enabled_offline: false, aliases: ['of'] }),
      ],
    });
    expect(inShort(lines)).toEqual([
      ['command', 'uptime', 'unsupported', ['default-command']],
      ['command', 'all', 'ok', [OK]],
      ['command', 'vip-only', 'ok', ['cooldown-unknown']],
      ['command', 'gap', 'needs-review', ['roles-narrowed', 'cooldown-unknown']],
      ['command', 'own', 'needs-review', ['roles-unknown', 'cooldown-unknown']],
      ['command', 'off', 'ok', ['cooldown-unknown']],
      ['alias', 'of', 'ok', ['alias-of']],
    ]);
    const levels = lines.map(({ draft }) => (draft?.is === 'command' ? (draft.options.level ?? 'everyone') : null));
    expect(levels).toEqual([null, 'everyone', 'vip', 'moderator', 'owner', 'everyone', null]);
  });
});

describe('quotes', () => {
  it('reads a table, and finds what is there', () => {
    const read = readQuotes(
      'text,author,date\n"Hello there",Ben,2024-01-02\nhello  THERE!,Ben,\nBye,,someday\n',
      Date.UTC(2026, 10, 26),
      'UTC',
    );
    if ('fault' in read) throw new Error(read.fault);
    const lines = planned(read.lines, community('native', { quotes: { bye: 4 } }));
    expect(lines.map(({ status, reasons }) => [status, reasons.map(({ code }) => code)])).toEqual([
      ['ok', [OK]],
      ['conflict', ['twice']],
      ['conflict', ['quote-date-unknown', 'quote-there']],
    ]);
  });
});

describe('files that are none', () => {
  const cases: readonly (readonly [string, Bot, string, Fault])[] = [
    ['nothing', 'nightbot', ' \n', { fault: 'empty' }],
    ['no lines', 'nightbot', '{"commands":[]}', { fault: 'empty' }],
    ['broken JSON', 'nightbot', '{"commands": [\n {"name": "!a",, }]}', { fault: 'not-json', line: 2, column: 16 }],
    ['half of JSON', 'streamelements', '[{"command": "a"', { fault: 'not-json', line: 1, column: 17 }],
    ['another bot’s', 'nightbot', '[{"command":"a","reply":"b"}]', { fault: 'other-source', is: 'streamelements' }],
    [
      'another bot’s',
      'streamelements',
      '{"commands":[{"name":"!a","message":"b"}]}',
      { fault: 'other-source', is: 'nightbot' },
    ],
    [
      'another bot’s',
      'nightbot',
      '{"commands":[{"name":"a","response":"b"}]}',
      { fault: 'other-source', is: 'fossabot' },
    ],
    ['a table of quotes', 'fossabot', 'text,author\n"Hi",Ben\n', { fault: 'other-source', is: 'quotes' }],
    [
      'an answer that is an error',
      'nightbot',
      '{"status":401,"message":"Invalid token"}',
      { fault: 'answer-is-error', says: 'Invalid token' },
    ],
    ['something else', 'nightbot', '[1, 2, 3]', { fault: 'unknown-shape' }],
  ];

  it.each(cases)('%s', (_, bot, text, fault) => {
    expect(readBot(bot, text)).toEqual(fault);
  });

  it('tells a bot’s file where a table is wanted', () => {
    expect(readQuotes('[{"command":"a","reply":"b"}]', 0, 'UTC')).toEqual({
      fault: 'other-source',
      is: 'streamelements',
    });
  });
});
