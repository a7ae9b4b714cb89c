import { describe, expect, it } from 'vitest';
import { EnvironmentError, missingFor, parseSettings, weaknessOf } from './env.ts';

/** 32 different bytes, told apart by where they start. */
const bytes = (from: number) => Uint8Array.from({ length: 32 }, (_, i) => (from + 37 * i) % 256);
const hexOf = (from: number) => Array.from(bytes(from), (byte) => byte.toString(16).padStart(2, '0')).join('');
const base64Of = (from: number) => btoa(String.fromCharCode(...bytes(from)));

const GOOD = {
  PUBLIC_URL: 'https://bot.example',
  DATABASE_URL: 'postgres://user:pw@db.example/waddlebot',
  SESSION_SECRET: hexOf(1),
  ENCRYPTION_KEY: base64Of(2),
};
const TWITCH = {
  TWITCH_CLIENT_ID: 'client',
  TWITCH_CLIENT_SECRET: 'platform-secret',
  TWITCH_WEBHOOK_SECRET: hexOf(3),
  TWITCH_BOT_USER_ID: '1000002',
};
const SLACK = { SLACK_CLIENT_ID: 'client', SLACK_CLIENT_SECRET: 'platform-secret', SLACK_SIGNING_SECRET: 'signing' };

function problemsOf(vars: Readonly<Record<string, unknown>>): readonly string[] {
  try {
    parseSettings(vars);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(EnvironmentError);
    return (error as EnvironmentError).problems;
  }
}

describe('the environment', () => {
  it.each([
    ['http://bot.example', 1],
    ['http://203.0.113.9', 1],
    ['http://172.32.0.1', 1],
    ['http://localhost.bot.example', 1],
    ['http://127.bot.example', 1],
    ['https://bot.example', 0],
    ['http://127.0.0.1:8787', 0],
    ['http://localhost:8787', 0],
    ['http://192.168.1.20', 0],
    ['http://bot.local', 0],
    ['http://[::1]:8787', 0],
  ])('lets sessions travel in clear nowhere but on loopback and in a LAN: %s', (PUBLIC_URL, problems) => {
    expect(problemsOf({ ...GOOD, PUBLIC_URL }).filter((problem) => problem.startsWith('PUBLIC_URL'))).toHaveLength(
      problems,
    );
  });

  it('is taken when everything needed is there, production being what is meant where nothing is said', () => {
    const settings = parseSettings({ ...GOOD, ...TWITCH, ...SLACK, CHANNEL: {}, UNKNOWN: 1 });
    expect(settings).toMatchObject({
      ...GOOD,
      ENVIRONMENT: 'production',
      TWITCH_API_URL: 'https://api.twitch.tv/helix',
    });
  });

  it('takes an empty value for none, as .dev.vars leaves them', () => {
    const settings = parseSettings({
      ...GOOD,
      SERVICE_API_KEY: '',
      SLACK_CLIENT_ID: '',
      TWITCH_WEBHOOK_SECRET: '',
      TWITCH_API_URL: '',
    });
    expect(settings.SERVICE_API_KEY).toBeUndefined();
    expect(settings.TWITCH_API_URL).toBe('https://api.twitch.tv/helix');
  });

  it.each(Object.keys(GOOD))('is refused without %s, by that name alone', (name) => {
    const problems = problemsOf({ ...GOOD, [name]: undefined });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} is missing\\. .*npx wrangler secret put ${name}`));
  });

  it('tells everything that is wrong at once', () => {
    expect(problemsOf({}).map((problem) => problem.split(' ')[0])).toEqual(Object.keys(GOOD));
  });

  it.each([
    ['too short', 'k3J9-short-secret'],
    ['short behind base64', btoa('sixteen bytes 16')],
    ['short behind hex', hexOf(1).slice(0, 62)],
    ['all the same', 'ab'.repeat(32)],
    ['few different characters', 'abcdefghij!abcdefghij!abcdefghij!abcdefghij!'],
    ['a known example', `please-change-me-${hexOf(1)}`],
    ['another known example', `your-secret-${hexOf(1)}`],
    ['the usual hex digits', '0123456789abcdef'.repeat(4)],
    ['named like what it is', `secret!${'qwertyuiopasdfghjklzxcvbnm'.repeat(2)}`],
  ])('is refused with a secret that is %s', (_, weak) => {
    for (const name of [
      'SESSION_SECRET',
      'ENCRYPTION_KEY',
      'ENCRYPTION_KEY_PREVIOUS',
      'SERVICE_API_KEY',
      'TWITCH_WEBHOOK_SECRET',
    ]) {
      const [problem = '', ...others] = problemsOf({ ...GOOD, [name]: weak });
      expect(others).toEqual([]);
      expect(problem).toMatch(new RegExp(`^${name} .*npm run secrets`));
      expect(problem).not.toContain(weak);
    }
  });

  it.each([
    ['hex', hexOf(7)],
    ['base64', base64Of(7)],
    ['base64url', base64Of(7).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')],
    ['a long phrase', 'Waddle quickly, jump boldly, and fix the ice!'],
  ])('takes a good secret as %s', (_, good) => {
    expect(weaknessOf(good)).toBeNull();
  });

  it('never repeats a value in what it complains about', () => {
    const vars = {
      PUBLIC_URL: 'leak-1',
      DATABASE_URL: 'mysql://leak-2',
      SESSION_SECRET: 'leak-3',
      ENCRYPTION_KEY: 'leak-4',
      ENVIRONMENT: 'leak-5',
      SLACK_API_URL: 'leak-6',
      TWITCH_WEBHOOK_SECRET: `leak-7${'x'.repeat(200)}`,
      SERVICE_API_KEY: 7,
    };
    const problems = problemsOf(vars);
    expect(problems.length).toBeGreaterThanOrEqual(Object.keys(vars).length);
    expect(problems.join()).not.toContain('leak');
  });

  it('does not take a webhook secret that is longer than Twitch takes', () => {
    expect(problemsOf({ ...GOOD, TWITCH_WEBHOOK_SECRET: hexOf(3) + hexOf(4).slice(0, 36) })).toEqual([]);
    expect(problemsOf({ ...GOOD, TWITCH_WEBHOOK_SECRET: hexOf(3) + hexOf(4).slice(0, 38) })[0]).toMatch(
      /^TWITCH_WEBHOOK_SECRET is longer/,
    );
  });
});

describe('the address of an upstream', () => {
  const names = ['TWITCH_API_URL', 'TWITCH_AUTH_URL', 'SLACK_API_URL', 'SLACK_AUTH_URL'];

  it.each(names)('%s may be replaced by https in production, but not beside a real secret', (name) => {
    const replaced = { ...GOOD, [name]: 'https://stand-in.example/' };
    expect(parseSettings(replaced)).toMatchObject({ [name]: 'https://stand-in.example' });
    const secret = name.startsWith('TWITCH') ? 'TWITCH_CLIENT_SECRET' : 'SLACK_CLIENT_SECRET';
    const [problem = ''] = problemsOf({ ...replaced, [secret]: 'platform-secret' });
    expect(problem).toMatch(new RegExp(`^${name} would send the real ${secret} to another address`));
    expect(problem).not.toContain('platform-secret');
    expect(problemsOf({ ...replaced, [secret]: 'platform-secret', ALLOW_UPSTREAM_OVERRIDE: '1' })).toEqual([]);
    for (const almost of ['true', '0', '']) {
      expect(problemsOf({ ...replaced, [secret]: 'platform-secret', ALLOW_UPSTREAM_OVERRIDE: almost })).toHaveLength(1);
    }
  });

  it.each(names)('%s is never replaced by plain http in production', (name) => {
    const replaced = { ...GOOD, [name]: 'http://127.0.0.1:9999', ALLOW_UPSTREAM_OVERRIDE: '1' };
    expect(problemsOf(replaced)[0]).toMatch(new RegExp(`^${name} has to be https`));
    expect(problemsOf({ ...replaced, ENVIRONMENT: 'development' })).toEqual([]);
  });

  it('may be written out in full, with a slash too many', () => {
    expect(problemsOf({ ...GOOD, ...SLACK, SLACK_API_URL: 'https://slack.com/api/' })).toEqual([]);
  });

  it('opens no loopback in production', () => {
    expect(problemsOf({ ...GOOD, FETCH_ALLOW_HOSTS: '127.0.0.1' })[0]).toMatch(/^FETCH_ALLOW_HOSTS opens loopback/);
    expect(problemsOf({ ...GOOD, FETCH_ALLOW_HOSTS: '127.0.0.1', ENVIRONMENT: 'development' })).toEqual([]);
  });
});

describe('a platform', () => {
  it('is on when all it needs is there, and else names what is missing', () => {
    expect(missingFor('twitch', parseSettings({ ...GOOD, ...TWITCH }))).toEqual([]);
    expect(missingFor('slack', parseSettings({ ...GOOD, ...SLACK, SLACK_SIGNING_SECRET: '' }))).toEqual([
      'SLACK_SIGNING_SECRET',
    ]);
    expect(missingFor('twitch', parseSettings(GOOD))).toEqual(Object.keys(TWITCH));
  });
});
