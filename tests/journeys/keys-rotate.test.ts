import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rotate } from '../../scripts/keys-rotate.ts';
import { freshSecret } from '../../scripts/local/vars.ts';
import { keyringOf, sealedPrefix } from '../../workers/core/sealed.ts';
import { SEALED_COLUMNS } from '../../workers/router/reseal.ts';
import { ask } from '../support/api.ts';
import { startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

/** As an operator has it after `--new`: a new key, and the one before, under which everything still lies. */
const next = freshSecret();
let previous = true;
let world: World;
beforeAll(async () => {
  world = await startWorld({
    vars: ({ encryption }) => ({
      ENCRYPTION_KEY: next,
      ENCRYPTION_KEY_PREVIOUS: previous ? encryption : '',
    }),
  });
});
afterAll(() => world?.close());

let turn = 0;
async function isAnswered(): Promise<boolean> {
  const { id: channel } = TWITCH_CHANNELS[turn++ % TWITCH_CHANNELS.length] as (typeof TWITCH_CHANNELS)[number];
  const user = { id: `63${turn}`, login: `viewer${turn}`, role: 'viewer' as const };
  const { messageId } = await world.twitch.chat({ channel, user, text: '!ping' });
  return until('an answer', () => world.twitch.sent.some(({ replyTo }) => replyTo === messageId));
}

/** How many sealed secrets there are, and how many of them another key than the new one sealed. */
async function sealed(): Promise<{ readonly all: number; readonly byOthers: number }> {
  const prefix = await sealedPrefix(keyringOf(next));
  const counts = SEALED_COLUMNS.map(({ table, column }) =>
    world.rows<{ all: number; others: number }>(
      `select count(${column})::integer as all, count(*) filter (where not starts_with(${column}, $1))::integer as others from ${table}`,
      [prefix],
    ),
  );
  const rows = (await Promise.all(counts)).flat();
  return {
    all: rows.reduce((sum, { all }) => sum + all, 0),
    byOthers: rows.reduce((sum, { others }) => sum + others, 0),
  };
}

describe('changing the encryption key', () => {
  it('goes on where it was cut off, while the bot answers, until the old key can go', async () => {
    const place = { url: world.worker.url, key: world.secrets.service };
    await world.rows(
      `insert into installations (id, platform, subject, sealed_access_token)
       select gen_random_uuid(), 'twitch', 'many-' || n, 'v1.00000000.AAAA' from generate_series(1, 150) n`,
    );
    const before = await sealed();
    expect(before.byOthers).toBe(before.all);
    expect(await isAnswered()).toBe(true);

    let calls = 0;
    const cutOff: typeof fetch = (input, init) => (calls++ < 1 ? fetch(input, init) : Promise.reject(new Error('cut')));
    await expect(rotate(place, cutOff, () => {})).rejects.toThrow('What was done stays done');
    expect(await isAnswered()).toBe(true);

    const done = await rotate(place, fetch, () => {});
    // What neither key opens is told, and left as it was.
    expect(done).toContain('150 could be opened with neither key');
    expect((await sealed()).byOthers).toBe(150);
    expect(await isAnswered()).toBe(true);
    await world.rows(`delete from installations where subject like 'many-%'`);
    expect(await rotate(place, fetch, () => {})).toContain('Done: 0 sealed');

    previous = false;
    await world.deploy();
    expect(await isAnswered()).toBe(true);
  });

  it('is for operators alone, and takes no position that is none', async () => {
    expect((await ask(world, 'POST', '/encryption/reseal', { key: null, body: {} })).status).toBe(401);
    const far = { from: { column: 99, after: '' } };
    expect((await ask(world, 'POST', '/encryption/reseal', { body: far })).status).toBe(400);
  });

  it('knows every column that something sealed lies in', async () => {
    const columns = await world.rows<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_name like 'sealed%' order by 1`,
    );
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    // Ten minutes old at most.
    const short = ['oauth_states.sealed_verifier'];
    expect(columns.map(({ name }) => name)).toEqual([...known, ...short].sort());
  });
});
