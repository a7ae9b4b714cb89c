import { describe, expect, it } from 'vitest';
import type { LiveEntry } from '../../api/live.ts';
import { type FeedFilter, narrowed, rowMaker } from './rows.ts';

let seq = 0;
const of = (part: object): LiveEntry =>
  ({ seq: ++seq, at: 1_000 + seq, channel: 'twitch:1', room: '1', ...part }) as unknown as LiveEntry;
const by = (account: string, displayName = account) => ({ account, displayName });
const message = (id: string, text = id, account = '7') =>
  of({ id: `twitch:${id}`, is: 'message', author: by(account), text });
const command = (id: string, text = '!ping') => of({ id: `twitch:${id}`, is: 'command', author: by('7', 'ann'), text });
const reply = (invocation: string, status = 'sent', text = 'Pong!') =>
  of({ id: `${invocation} ${status} ${++seq}`, is: 'reply', command: '!ping', text, status, tookMs: 5 });

const ALL: FeedFilter = { platforms: [], kinds: [], text: '', person: undefined };
const keys = (rows: readonly { readonly key: string }[]) => rows.map(({ key }) => key);

describe('rows of a feed', () => {
  it('have a command and what came of its answers in one', () => {
    const entries = [command('a:b'), message('m'), reply('twitch:1:a:b:0', 'later'), reply('twitch:1:a:b:0')];
    const rows = rowMaker()(entries, []);
    expect(keys(rows)).toEqual(['twitch:a:b', 'twitch:m']);
    expect(rows[0]).toMatchObject({ is: 'entry', answers: [{ status: 'sent' }] });
    expect(rows[1]).toMatchObject({ is: 'entry', answers: [] });
  });

  it('have each answer of an event that several parts answer', () => {
    const rows = rowMaker()([command('a'), reply('twitch:1:a:greet'), reply('twitch:1:a:hype', 'refused')], []);
    expect(rows).toMatchObject([{ answers: [{ status: 'sent' }, { status: 'refused' }] }]);
  });

  it('have an answer alone where what it answers is not here, nor of another channel', () => {
    const rows = rowMaker()([command('a'), reply('twitch:2:a:0'), reply('twitch:1:timer-x-1:0')], []);
    expect(rows.map(({ is }) => is)).toEqual(['entry', 'answer', 'answer']);
    expect(rows[0]).toMatchObject({ answers: [] });
  });

  it('are the very same where nothing changed, and others where an answer came', () => {
    const make = rowMaker();
    const entries = [command('a'), command('b')];
    const before = make(entries, []);
    const after = make([...entries, reply('twitch:1:b:0')], []);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(make([...entries], [])).toHaveLength(2);
  });

  it('have a gap after the entry that it comes after', () => {
    const gap = { id: 'gap 1', after: 'twitch:a', from: 1, to: 2 };
    expect(keys(rowMaker()([message('a'), message('b')], [gap]))).toEqual(['twitch:a', 'gap 1', 'twitch:b']);
  });
});

describe('what rows are narrowed to', () => {
  const change = of({ id: 'change 1', is: 'change', action: 'command.add', target: 'command:1', by: null });
  const gap = { id: 'gap 1', after: 'twitch:m', from: 1, to: 2 };
  const rows = rowMaker()(
    [message('m', 'Hello there', '8'), command('c'), reply('twitch:1:c:0', 'withheld', 'too late'), change],
    [gap],
  );
  it.each<[string, Partial<FeedFilter>, readonly string[]]>([
    ['nothing', {}, ['twitch:m', 'gap 1', 'twitch:c', 'change 1']],
    ['a platform, where changes are of none', { platforms: ['twitch'] }, ['twitch:m', 'gap 1', 'twitch:c']],
    ['another platform', { platforms: ['kick'] }, ['gap 1']],
    ['kinds', { kinds: ['message', 'change'] }, ['twitch:m', 'gap 1', 'change 1']],
    ['answers that were not shown', { kinds: ['failed'] }, ['gap 1', 'twitch:c']],
    ['a text, whatever its case', { text: 'hELLO' }, ['twitch:m', 'gap 1']],
    ['the text of an answer', { text: 'too late' }, ['gap 1', 'twitch:c']],
    ['a name', { text: 'ann' }, ['gap 1', 'twitch:c']],
    ['a person', { person: 'twitch:8' }, ['twitch:m', 'gap 1']],
  ])('by %s', (_, filter, left) => {
    expect(keys(narrowed(rows, { ...ALL, ...filter }))).toEqual(left);
  });
});
