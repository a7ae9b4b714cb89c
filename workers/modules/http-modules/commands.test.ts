import { describe, expect, it } from 'vitest';
import { A_COMMUNITY, anEntry } from '../../../tests/support/channel.ts';
import type { ModuleTrial } from '../../core/http-modules.ts';
import type { CommandCall, Ctx, Effect } from '../../core/modules.ts';
import { Registry } from '../../core/registry.ts';
import type { Language } from '../../core/words.ts';
import { speak } from '../../core/words.ts';
import { module } from './commands.ts';
import type { ListedModule } from './listing.ts';
import { readModuleOptions } from './options.ts';
import { words } from './words.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const SECRET = 'whsec_c2VjcmV0IG9mIHRoZXNlIHRlc3RzIGFsb25l';
const WEATHER: ListedModule = {
  id: 'm1',
  name: 'weather',
  summary: '',
  url: 'https://example.com/hook?key=abc',
  cacheSeconds: 60,
  options: { level: 'vip' },
  enabled: true,
  createdAt: new Date(NOW),
  updatedAt: new Date(NOW),
  state: 's1',
};
const TRIAL: ModuleTrial = {
  status: 200,
  tookMs: 12,
  shows: 'Sunny',
  promised: false,
  problem: null,
  breaker: 'closed',
  retryAt: null,
};

interface Asked {
  readonly language?: Language;
  readonly modules?: readonly ListedModule[];
  readonly trial?: Partial<ModuleTrial> | null;
  /** What the database says of the effect. */
  readonly outcome?: unknown;
  readonly options?: Readonly<Record<string, string>>;
}

/** Runs `!module <path>`; what it said, and the effects it had. */
async function run(path: string, { language = 'en', modules = [WEATHER], trial = {}, outcome, options }: Asked = {}) {
  const part = path === '' ? module : module.subcommands?.[path];
  if (!part) throw new Error(`no part ${path}`);
  const effects: Effect[] = [];
  const forgotten: string[] = [];
  const asked = options?.name?.replace(/^!/, '');
  const ctx = {
    now: NOW,
    prefix: '!',
    community: { ...A_COMMUNITY, language },
    say: speak(words, language),
    registry: async () =>
      new Registry([
        anEntry('ping'),
        anEntry('mine', { kind: 'custom' }),
        anEntry('other', { kind: 'alias', expansion: 'ping' }),
      ]),
    read: async () => (asked === undefined ? modules : modules.filter(({ name }) => name === asked)),
    effect: async (effect: Effect) => {
      effects.push(effect);
      return outcome ?? { result: 'done', id: 'm1' };
    },
    httpModules: {
      problemOf: (url: string) => (url.startsWith('https://') ? null : 'not-https'),
      freshSecret: async () => ({ secret: SECRET, sealed: 'sealed' }),
      tryOut: async () => (trial === null ? null : { ...TRIAL, ...trial }),
      forget: () => void forgotten.push('all'),
    },
  } as unknown as Ctx;
  const { text } = await part.run({ options: options ?? {} } as CommandCall, ctx);
  return { text, effects, forgotten };
}

const said = async (path: string, asked?: Asked): Promise<string> => (await run(path, asked)).text;

describe('!module', () => {
  it('is for who runs the community, in all its parts', () => {
    expect(module.level).toBe('admin');
    for (const part of Object.values(module.subcommands ?? {})) expect(part.level).toBeUndefined();
  });

  it('tells how it is used', async () => {
    expect(await said('')).toContain('!module add <name> <https://…>');
    expect(await said('', { language: 'de' })).toContain('So geht es');
  });
});

describe('!module add', () => {
  const options = { name: '!sun', url: ' https://example.com/hook ' };

  it('adds it, never says its secret, and tells where that is to be had', async () => {
    const { text, effects, forgotten } = await run('add', { options });
    expect(text).toContain('Added the module !sun.');
    expect(text).toContain('POST /api/v1/modules/demo/sun/secret');
    expect(text).not.toContain(SECRET.slice(6));
    expect([effects.length, forgotten.length]).toEqual([1, 1]);
    expect(await said('add', { options, language: 'de' })).toContain('Das Geheimnis dazu steht nie im Chat');
  });

  it('says which platforms keep the name for themselves', async () => {
    expect(await said('add', { options: { ...options, name: 'clear' } })).toContain('Note that /clear is');
  });

  it.each([
    [{ name: 'ping' }, 'built in'],
    [{ name: 'mine' }, 'There is a command !mine here'],
    [{ name: 'other' }, 'There is an alias !other here'],
    [{ name: 'no way' }, 'cannot be a module'],
    [{ url: 'http://example.com/' }, 'by https only'],
  ])('refuses %j before anything happens', async (wrong, text) => {
    const { text: told, effects } = await run('add', { options: { ...options, ...wrong } });
    expect(told).toContain(text);
    expect(effects).toEqual([]);
  });

  it.each([
    ['exists', 'There is a module !sun already'],
    ['command', 'There is a command !sun here'],
    ['full', 'This community has 50 modules'],
  ])('tells what only the database knew: %s', async (result, text) => {
    expect(await said('add', { options, outcome: { result, id: null } })).toContain(text);
  });
});

describe('!module list and show', () => {
  it('list them, those that are off as well', async () => {
    expect(await said('list', { modules: [] })).toContain('There are no modules yet');
    const off = { ...WEATHER, name: 'moon', enabled: false };
    expect(await said('list', { modules: [WEATHER, off] })).toBe('Modules: !weather !moon (off)');
  });

  it('show where one is, without what its address may hold of secrets', async () => {
    expect(await said('show', { options: { name: 'weather' } })).toBe(
      'The module !weather asks https://example.com/hook?… (enabled=on cache=60 level=vip)',
    );
    expect(await said('show', { options: { name: 'moon' } })).toContain('There is no module !moon');
  });
});

describe('!module test', () => {
  const options = { name: 'weather' };
  it.each([
    [{}, 'Tried !weather: 200 after 12 ms. Chat would show: Sunny'],
    [{ shows: null, status: 204 }, 'Tried !weather: 204 after 12 ms, with nothing to show in chat.'],
    [{ shows: null, status: 202, promised: true }, 'so its answer would come later'],
    [{ shows: null, problem: 'No answer from !weather.' }, 'No answer from !weather. (That took 12 ms.)'],
    [{ breaker: 'open' as const }, 'Its host failed several times in a row and is left alone for now.'],
  ])('tells what came of it: %j', async (trial, text) => {
    expect(await said('test', { options, trial })).toContain(text);
  });

  it('of one that is not there, or has just gone, says so', async () => {
    expect(await said('test', { options: { name: 'moon' } })).toContain('There is no module !moon');
    expect(await said('test', { options, trial: null })).toContain('There is no module !weather');
  });
});

describe('!module on, off, remove and options', () => {
  const options = { name: 'weather' };
  it.each([
    ['on', {}, 'Switched the module !weather on.'],
    ['off', {}, 'Switched the module !weather off; !module on weather brings it back.'],
    ['remove', {}, 'Removed the module !weather.'],
    ['options', { settings: 'cache=60 level=vip' }, 'Changed the module !weather.'],
  ])('%s', async (path, more, text) => {
    const { text: told, effects, forgotten } = await run(path, { options: { ...options, ...more } });
    expect([told, effects.length, forgotten.length]).toEqual([text, 1, 1]);
    const missing = { options: { ...options, ...more }, outcome: { id: null } };
    expect(await said(path, missing)).toContain('There is no module !weather');
  });

  it.each([
    ['cache=2h', '"2h" is nothing for cache'],
    ['cache', '"" is nothing for cache'],
    ['colour=red', 'There is no option "colour"'],
    ['name=x', 'There is no option "name"'],
    ['dialect=nightbot', 'There is no option "dialect"'],
    ['level=king', '"king" is nothing for level'],
  ])('options refuse %j', async (settings, text) => {
    const { text: told, effects } = await run('options', { options: { ...options, settings } });
    expect(told).toContain(text);
    expect(effects).toEqual([]);
  });
});

describe('options as they are typed', () => {
  it.each([
    ['cache=60', { options: {}, cacheSeconds: 60 }],
    ['cache=5m level=vip', { options: { level: 'vip' }, cacheSeconds: 300 }],
    ['CACHE=- usercooldown=10s', { options: { cooldown: { user: 10 } }, cacheSeconds: 0 }],
    ['cache=10 cache=20', { options: {}, cacheSeconds: 20 }],
    ['level=-', { options: { level: null } }],
  ])('%s', (typed, wanted) => expect(readModuleOptions(typed, NOW)).toEqual({ ok: true, ...wanted }));
});
