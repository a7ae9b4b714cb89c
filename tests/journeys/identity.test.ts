import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mergeProof } from '../../workers/people/proof.ts';
import { DEMO } from '../stand-ins/run.ts';
import { ask } from '../support/api.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { DISCORD_ROOMS, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

let room = 0;
let channel = 0;
let number = 0;

interface Chatter {
  readonly id: string;
  readonly login: string;
}
const onTwitch = (name = 'ann'): Chatter => ({
  id: String(randomInt(60_000_000, 70_000_000)),
  login: `${name}_${number++}`,
});
const onDiscord = (name = 'ann'): { id: string; username: string } => ({
  id: String(2_700_000_000_000_000_000n + BigInt(randomInt(1_000_000_000))),
  username: `${name}_d${number++}`,
});

/** A slash command on Discord, and its answer. */
async function slash(user: { id: string; username: string }, name: string, args = '') {
  const { text = '', ephemeral = false } = await world.discord.interact({
    guild: DEMO.discord.guild.id,
    channel: DISCORD_ROOMS[room++ % DISCORD_ROOMS.length]?.id as string,
    user,
    name: 'do',
    options: { name, args },
  });
  return { text, ephemeral };
}

/** A line on Twitch, and the bot's answer to it. */
async function says(user: Chatter, text: string): Promise<string> {
  const { id } = TWITCH_CHANNELS[channel++ % TWITCH_CHANNELS.length] as { id: string };
  const { messageId } = await world.twitch.chat({ channel: id, user: { ...user, role: 'viewer' }, text });
  return until(`an answer to ${text}`, () => world.twitch.sent.find(({ replyTo }) => replyTo === messageId)?.text);
}

const codeIn = (text: string): string => /\b[A-HJ-NP-Z2-9]{8}\b/.exec(text)?.[0] ?? '';

describe('one human on Discord and Twitch', () => {
  it('asks on Discord, types the code on Twitch, looks, confirms, and is one person on either', async () => {
    const [discord, twitch] = [onDiscord(), onTwitch()];
    const given = await slash(discord, 'link');
    expect(given.ephemeral).toBe(true);
    const code = codeIn(given.text);
    expect(code).not.toBe('');

    const typed = await says(twitch, `!link ${code}`);
    expect(typed).toContain('Nothing is linked yet');
    expect(typed).not.toContain(code);
    expect(await slash(discord, 'link', 'confirm')).toEqual({
      ephemeral: true,
      text: 'Look first who typed your code: /link',
    });
    expect(await says(twitch, '!whoami')).not.toContain('Discord');

    const shown = await slash(discord, 'link');
    expect(shown).toMatchObject({
      ephemeral: true,
      text: expect.stringContaining(`${twitch.login} (Twitch) typed your code`),
    });
    expect(shown.text).toContain(discord.username);
    const joined = await slash(discord, 'link', 'confirm');
    expect(joined).toMatchObject({ ephemeral: true, text: expect.stringMatching(/^Done\. You are one person now/) });

    const there = await says(twitch, '!whoami');
    const here = await slash(discord, 'whoami');
    expect(here.text).toBe(there);
    for (const name of [twitch.login, discord.username]) expect(there).toContain(name);
    expect(await world.rows(`select 1 from link_codes where code_hash like '%' || $1 || '%'`, [code])).toEqual([]);
    expect(await world.rows(`select 1 from deliveries where reply like '%' || $1 || '%'`, [code])).toEqual([]);
    expect(world.logs.filter((line) => line.includes(code))).toEqual([]);
    // Used up.
    expect(await says(onTwitch('eve'), `!link ${code}`)).toContain('opens nothing');
    expect(await slash(discord, 'link', 'confirm')).toMatchObject({
      text: expect.stringContaining('Nobody has typed'),
    });
  });

  it('is shown a stranger who types the code first, refuses, and the code is dead', async () => {
    const [discord, twitch, stranger] = [onDiscord(), onTwitch(), onTwitch('stranger')];
    const code = codeIn((await slash(discord, 'link')).text);
    await says(stranger, `!link ${code}`);
    expect(await says(twitch, `!link ${code}`)).toContain('opens nothing');
    expect((await slash(discord, 'link')).text).toContain(stranger.login);
    expect((await slash(discord, 'link', 'refuse')).text).toContain('was refused');
    for (const who of [twitch, stranger]) expect(await says(who, `!link ${code}`)).toContain('opens nothing');
    expect((await slash(discord, 'link', 'confirm')).text).toContain('Nobody has typed');
    expect(await says(stranger, '!whoami')).not.toContain('Discord');
    expect(
      await world.rows(`select person_id from accounts where platform_id = any($1)`, [[stranger.id, discord.id]]),
    ).toEqual([{ person_id: null }, { person_id: null }]);
  });

  it('gets no code where others read, but the page of the hub', async () => {
    expect(await says(onTwitch(), '!link')).toContain(`${world.publicUrl}/hub/account`);
    expect(
      await world.rows(`select 1 from link_codes l join accounts a on a.id = l.account_id where a.platform = 'twitch'`),
    ).toEqual([]);
  });

  it('gets a code on Slack, too, for their eyes alone', async () => {
    const slack = (text: string) =>
      world.slack.slash({ channel: DEMO.slack.channel.id, user: 'ULINK', command: '/waddlebot', text });
    const { body } = await slack('link');
    expect(body).toMatchObject({ response_type: 'ephemeral', text: expect.stringContaining('/waddlebot link') });
    const twitch = onTwitch();
    const typed = await says(twitch, `!link ${codeIn((body as { text: string }).text)}`);
    expect(typed).toContain('/waddlebot link');
    expect((await slack('link')).body).toMatchObject({ text: expect.stringContaining(twitch.login) });
    expect((await slack('link confirm')).body).toMatchObject({ text: expect.stringContaining('one person now') });
  });

  it('is told that a code is too old, and does not guess many', async () => {
    const discord = onDiscord();
    const code = codeIn((await slash(discord, 'link')).text);
    const guesser = onTwitch('guesser');
    for (let i = 0; i < 5; i++) expect(await says(guesser, '!link ABCD2345')).toContain('opens nothing');
    expect(await says(guesser, `!link ${code}`)).toContain('too many tries');
    await world.rows(`update link_codes set expires_at = now() - interval '1 second' where status = 'open'`);
    expect(await says(onTwitch(), `!link ${code}`)).toContain('opens nothing');
  });

  it('finds a code by one typist alone, however many type it at once', async () => {
    const discord = onDiscord();
    const code = codeIn((await slash(discord, 'link')).text);
    const answers = await Promise.all(
      Array.from({ length: 4 }, (_, i) => says(onTwitch(`racer${i}`), `!link ${code}`)),
    );
    expect(answers.filter((text) => text.includes('Nothing is linked yet'))).toHaveLength(1);
  });
});

describe('somebody who is signed in', () => {
  interface Codes {
    readonly data: readonly {
      readonly id: string;
      readonly status: string;
      readonly typedBy: { readonly login: string } | null;
    }[];
  }
  const codes = async (who: TestPerson) => (await ask<Codes>(world, 'GET', '/me/link-codes', who.asked)).json.data;

  it('links an account with a code of the hub, looks, confirms, and parts it again', async () => {
    const ann = await aPerson(world);
    const twitch = onTwitch();
    const { json, status } = await ask<{ code: string }>(world, 'POST', '/me/link-codes', ann.asked);
    expect(status).toBe(201);
    expect(await says(twitch, `!link ${json.code.toLowerCase()}`)).toContain(`${world.publicUrl}/hub/account`);
    const [id] = await world.rows<{ id: string }>('select id from link_codes where person_id = $1', [ann.id]);
    const path = `/me/link-codes/${id?.id}`;
    expect((await ask(world, 'POST', `${path}/confirm`, ann.asked)).status).toBe(409);
    expect(await codes(ann)).toMatchObject([{ status: 'typed', typedBy: { login: twitch.login } }]);
    const eve = await aPerson(world);
    expect((await ask(world, 'POST', `${path}/confirm`, eve.asked)).status).toBe(404);
    expect((await ask(world, 'POST', `${path}/confirm`, ann.asked)).status).toBe(200);
    expect((await ask(world, 'POST', `${path}/confirm`, ann.asked)).status).toBe(404);
    const [account] = await world.rows<{ id: string; person_id: string }>(
      'select id, person_id from accounts where platform_id = $1',
      [twitch.id],
    );
    expect(account?.person_id).toBe(ann.id);

    expect((await ask(world, 'PUT', `/me/accounts/${account?.id}/primary`, ann.asked)).status).toBe(204);
    const listed = await ask<{ data: { login: string }[] }>(world, 'GET', '/me/accounts', ann.asked);
    expect(listed.json.data.map(({ login }) => login)[0]).toBe(twitch.login);
    expect((await ask(world, 'DELETE', `/me/accounts/${account?.id}`, eve.asked)).status).toBe(404);
    expect((await ask(world, 'DELETE', `/me/accounts/${account?.id}`, ann.asked)).status).toBe(204);
    const [own] = await world.rows<{ id: string }>('select id from accounts where person_id = $1', [ann.id]);
    expect((await ask(world, 'DELETE', `/me/accounts/${own?.id}`, ann.asked)).status).toBe(409);
  });

  it('with a second factor, or as an operator, confirms in the hub alone, and with a fresh proof', async () => {
    const operator = await aPerson(world, { operator: true });
    const discord = onDiscord();
    await slash(discord, 'whoami');
    const code = codeIn((await slash(discord, 'link')).text);
    await says({ id: operator.account, login: `user_${operator.account}` }, `!link ${code}`);
    await slash(discord, 'link');
    expect((await slash(discord, 'link', 'confirm')).text).toContain(`${world.publicUrl}/hub/account`);

    const { json } = await ask<{ code: string }>(world, 'POST', '/me/link-codes', operator.asked);
    await says(onTwitch(), `!link ${json.code}`);
    const [seen] = await codes(operator);
    await world.rows(`update sessions set proved_at = now() - interval '11 minutes' where person_id = $1`, [
      operator.id,
    ]);
    const stale = await ask(world, 'POST', `/me/link-codes/${seen?.id}/confirm`, operator.asked);
    expect([stale.status, stale.json.error.message]).toEqual([403, expect.stringContaining('/auth/prove')]);
    await world.rows(`update sessions set proved_at = now() where person_id = $1`, [operator.id]);
    expect((await ask(world, 'POST', `/me/link-codes/${seen?.id}/confirm`, operator.asked)).status).toBe(200);
  });

  it('sees what a merge would mean, merges, and splits again', async () => {
    const ann = await aPerson(world, { roles: { demo: 'editor' } });
    const bob = await aPerson(world, { platform: 'kick', roles: { demo: 'moderator' } });
    const quote = { communityId: 'demo', text: `said once ${ann.account}` };
    const added = await ask<{ quote: { number: number } }>(world, 'POST', '/quotes', { ...bob.asked, body: quote });
    const third = await aPerson(world, { roles: { demo: 'editor' } });
    const other = await ask<{ quote: { number: number } }>(world, 'POST', '/quotes', {
      ...third.asked,
      body: { ...quote, text: `of a third ${ann.account}` },
    });
    const path = `/quotes/demo/${other.json.quote.number}/vote`;
    for (const [who, vote] of [
      [ann, 'up'],
      [bob, 'down'],
    ] as const)
      expect((await ask(world, 'POST', path, { ...who.asked, body: { vote } })).status).toBe(200);

    const proof = await mergeProof(world.secrets.session, { person: ann.id, other: bob.id }, world.now());
    const stolen = await ask(world, 'POST', '/me/merge/preview', { ...third.asked, body: { proof } });
    expect(stolen.status).toBe(404);
    const preview = await ask<{
      gone: { communities: { role: string }[]; counts: Record<string, number> };
      collides: unknown;
    }>(world, 'POST', '/me/merge/preview', { ...ann.asked, body: { proof } });
    expect(preview.json.gone.communities).toMatchObject([{ role: 'moderator' }]);
    expect(preview.json.gone.counts).toMatchObject({ quotes: 1, quote_votes: 1 });
    expect(preview.json.collides).toMatchObject({ votes: 1, signIn: [] });

    expect((await ask(world, 'POST', '/me/merge', { ...ann.asked, body: { proof } })).status).toBe(204);
    expect((await ask(world, 'GET', '/me/accounts', bob.asked)).status).toBe(401);
    const counts = async () => {
      const { json } = await ask<{ quote: { up: number; down: number } }>(
        world,
        'GET',
        `/quotes/demo/${other.json.quote.number}`,
        third.asked,
      );
      return [json.quote.up, json.quote.down];
    };
    expect(await counts()).toEqual([1, 0]);
    const mine = await ask<{ quote: { addedBy: string } }>(
      world,
      'GET',
      `/quotes/demo/${added.json.quote.number}`,
      ann.asked,
    );
    expect(mine.json.quote.addedBy).toBe(`twitch:${ann.account}`);
    expect((await ask(world, 'GET', '/communities/demo/roles', ann.asked)).status).toBe(200);

    const merges = await ask<{ data: { id: string }[] }>(world, 'GET', '/me/merges', ann.asked);
    const split = `/me/merges/${merges.json.data[0]?.id}/split`;
    expect((await ask(world, 'POST', split, third.asked)).status).toBe(404);
    expect((await ask(world, 'POST', split, ann.asked)).status).toBe(204);
    expect(await counts()).toEqual([1, 1]);
    const theirs = await ask<{ quote: { addedBy: string } }>(
      world,
      'GET',
      `/quotes/demo/${added.json.quote.number}`,
      ann.asked,
    );
    expect(theirs.json.quote.addedBy).toBe(`kick:${bob.account}`);
    expect((await ask(world, 'GET', '/communities/demo/roles', ann.asked)).status).toBe(403);
  });

  it('reads the export after a fresh proof, erases themselves, and is nowhere any more', async () => {
    const twitch = onTwitch('erased');
    const ann = await aPerson(world, { platform: 'twitch', account: twitch.id, roles: { demo: 'editor' } });
    await world.rows('update accounts set login = $2, display_name = $2 where platform_id = $1', [
      twitch.id,
      twitch.login,
    ]);
    const words = `only ${twitch.login} says this`;
    const where = TWITCH_CHANNELS.at(-1)?.id as string;
    // A channel remembers lines where a rule may be tried on them.
    const rule = { name: 'forgetful', match: 'contains', pattern: 'nothing ever', action: { is: 'reply', text: 'x' } };
    const ruled = await ask(world, 'POST', '/keywords/demo', { body: rule });
    expect([ruled.status, ruled.text]).toEqual([201, expect.any(String)]);
    const lines = async () => JSON.stringify((await ask(world, 'GET', `/channels/twitch:${where}/lines`)).json);
    await until(
      'the channel remembers',
      async () => {
        await world.twitch.chat({ channel: where, user: { ...twitch, role: 'viewer' }, text: words });
        return (await lines()).includes(words);
      },
      60_000,
      3_000,
    );
    await ask(world, 'POST', '/quotes', { ...ann.asked, body: { communityId: 'demo', text: words } });
    await says(twitch, `!remind me in 2h ${words}`);

    await world.rows(`update sessions set proved_at = now() - interval '11 minutes' where person_id = $1`, [ann.id]);
    for (const [method, path, body] of [
      ['GET', '/me/export', undefined],
      ['POST', '/me/erase', { confirm: 'erase' }],
    ] as const) {
      const stale = await ask(world, method, path, { ...ann.asked, ...(body ? { body } : {}) });
      expect([stale.status, stale.json.error.message]).toEqual([403, expect.stringContaining('/auth/prove')]);
    }
    await world.rows(`update sessions set proved_at = now() where person_id = $1`, [ann.id]);
    const exported = await ask<{ tables: Record<string, unknown[]> }>(world, 'GET', '/me/export', ann.asked);
    expect(exported.json.tables).toMatchObject({
      quotes: [{ text: words }],
      reminders: [{ text: expect.stringContaining(words) }],
    });
    expect(exported.json.tables.invocations?.length).toBeGreaterThan(0);

    expect((await ask(world, 'POST', '/me/erase', { ...ann.asked, body: { confirm: 'yes' } })).status).toBe(400);
    expect((await ask(world, 'POST', '/me/erase', { ...ann.asked, body: { confirm: 'erase' } })).status).toBe(204);
    expect((await ask(world, 'GET', '/me/accounts', ann.asked)).status).toBe(401);
    const tables = await world.rows<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    );
    for (const { name } of tables)
      for (const text of [twitch.id, twitch.login, words, ann.id])
        expect(
          await world.rows(`select t from "${name}" t where position($1 in to_jsonb(t)::text) > 0`, [text]),
          `${text} in ${name}`,
        ).toEqual([]);
    // Objects are told behind it.
    await until('the channel forgets', async () => !(await lines()).includes(twitch.id), 60_000, 500);
    expect(await lines()).not.toContain(words);
  });
});
