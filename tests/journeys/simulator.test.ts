import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '../../workers/core/events.ts';
import { PLATFORMS } from '../../workers/core/ids.ts';
import type { Simulation } from '../../workers/router/simulation-steps.ts';
import { type ApiAnswer, type ApiRequest, aCommunity, aKey, ask } from '../support/api.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { quiet, startWorld, TWITCH_CHANNELS, until, type World } from '../support/world.ts';

let world: World;
let owner: TestPerson;
let moderator: TestPerson;
let editor: TestPerson;
/** Who tries out the most, so that nobody else comes to the limit. */
let eager: TestPerson;
beforeAll(async () => {
  world = await startWorld({ vars: { FETCH_ALLOW_HOSTS: '127.0.0.1' } });
  owner = await aPerson(world, { roles: { demo: 'owner' } });
  moderator = await aPerson(world, { roles: { demo: 'moderator' } });
  eager = await aPerson(world, { roles: { demo: 'owner' } });
  editor = await aPerson(world, { roles: { demo: 'editor' } });
});
afterAll(() => world?.close());

type Trial = Readonly<Record<string, unknown>>;
type Told = ApiAnswer<Simulation & { readonly error: { readonly code: string; readonly message: string } }>;

let places = 0;
/** A Twitch channel of the demo community that nothing was said in. */
const aChannel = (): string => TWITCH_CHANNELS[places++ % TWITCH_CHANNELS.length]?.id ?? '';

const tryOut = (trial: Trial, by: ApiRequest = owner.asked, community = 'demo'): Promise<Told> =>
  ask(world, 'POST', `/communities/${community}/simulations`, { ...by, body: { platform: 'twitch', ...trial } });

const textsOf = ({ json }: Told): string[] => json.replies.map(({ text }) => text);
const admittedOf = ({ json }: Told) => json.steps[1];
const callsOf = ({ json }: Told) => json.steps.flatMap((step) => ('calls' in step ? step.calls : []));

const STAND_INS = ['TWITCH_API_URL', 'DISCORD_API_URL', 'SLACK_API_URL', 'KICK_API_URL', 'YOUTUBE_API_URL'];

/** Requests that the platforms' stand-ins answered, all together. */
async function requests(): Promise<number> {
  const logs = await Promise.all(
    STAND_INS.map(async (name) => {
      const url = new URL('/_stand-in/log?kind=request', world.vars[name]);
      return (await (await fetch(url)).json()) as { readonly entries: readonly unknown[] };
    }),
  );
  return logs.reduce((sum, { entries }) => sum + entries.length, 0);
}

/** How many rows each table has; sessions and the like move by themselves. */
async function rowCounts(): Promise<Record<string, number>> {
  const tables = await world.rows<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('audit_log') order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await world.rows<{ n: number }>(`select count(*)::int as n from "${name}"`);
    counts[name] = row?.n ?? 0;
  }
  return counts;
}

const said = () =>
  [world.twitch.sent, world.slack.posted, world.discord.posted, world.kick.sent, world.youtube.sent].reduce(
    (sum, lines) => sum + lines.length,
    0,
  );

const audited = () =>
  world.rows<{ actor: { kind: string }; target: string; before: unknown; after: Record<string, unknown> }>(
    `select actor, target, before, after from audit_log where action = 'simulation.run' order by id`,
  );

async function aTestCommunity(): Promise<{ slug: string; channel: string; owner: TestPerson }> {
  const { slug, channel } = await aCommunity(world);
  const theirs = await aPerson(world, { roles: { [slug]: 'owner' } });
  const edited = await ask(world, 'PATCH', `/communities/${slug}`, { ...theirs.asked, body: { isTest: true } });
  if (edited.status !== 200) throw new Error(`no test community: ${edited.text}`);
  return { slug, channel, owner: theirs };
}

describe('a line that is tried out', () => {
  it('is answered as it would be in chat, with each step of the way', async () => {
    const told = await tryOut({ text: '!ping' });
    expect([told.status, told.text]).toEqual([200, expect.any(String)]);
    expect(told.json).toMatchObject({ kept: false, decision: 'admitted' });
    expect(textsOf(told)).toEqual(['Pong!']);
    expect(told.json.steps.map(({ step }) => step)).toEqual(['parsed', 'admitted', 'executed', 'answered']);
    expect(told.json.steps[0]).toMatchObject({ kind: 'message', level: 'everyone', isMadeUp: true });
    expect(admittedOf(told)).toMatchObject({ runs: [{ name: '!ping', by: 'command', args: '' }] });
    for (const step of told.json.steps) {
      expect(step.tookMs).toBeGreaterThanOrEqual(0);
      expect(Date.parse(String(step.at))).toBeGreaterThan(0);
    }
  });

  it.each(PLATFORMS)('is shown as %s would show it', async (platform) => {
    await ask(world, 'POST', '/commands/demo', {
      body: { name: `all${platform}`, replies: [{ text: `@everyone <${'x'.repeat(30)}>` }] },
    });
    const told = await tryOut({ platform, text: `!all${platform}` });
    expect(told.status).toBe(200);
    const [text] = textsOf(told);
    if (platform === 'slack') expect(text).toContain('&lt;');
    else expect(text).toContain('xxx');
  });

  it('goes by aliases, all the way', async () => {
    await ask(world, 'POST', '/aliases/demo', { body: { name: 'first', command: 'second' } });
    await ask(world, 'POST', '/aliases/demo', { body: { name: 'second', command: 'ping' } });
    const told = await tryOut({ text: '!first' });
    expect(textsOf(told)).toEqual(['Pong!']);
    expect(admittedOf(told)).toMatchObject({ aliases: ['first', 'second'], runs: [{ name: '!ping' }] });
  });

  it('waits for real cooldowns and starts none', async () => {
    const channel = aChannel();
    const name = `slow${randomUUID().slice(0, 6)}`;
    await ask(world, 'POST', '/commands/demo', {
      body: { name, replies: [{ text: 'Slowly.' }], options: { cooldown: { user: 0, channel: 600 } } },
    });
    for (let again = 0; again < 3; again++) {
      const told = await tryOut({ channel, text: `!${name}` });
      expect(textsOf(told)).toEqual(['Slowly.']);
      expect(admittedOf(told).cooldowns).toEqual([{ command: expect.any(String), of: 'channel', seconds: 600 }]);
    }
    await world.twitch.chat({ channel, user: { id: '880001', login: 'real' }, text: `!${name}` });
    await until('the real one is answered', () =>
      world.twitch.sent.some(({ broadcasterId }) => broadcasterId === channel),
    );
    const told = await tryOut({ channel, text: `!${name}` });
    expect(told.json).toMatchObject({ decision: 'refused', replies: [] });
    expect(admittedOf(told)).toMatchObject({
      reason: 'cooldown',
      words: expect.stringMatching(/cooling down\. Try again in \d+ s/),
      retryAfterMs: expect.any(Number),
    });
    const { json: refusals } = await ask<{ data: { command: string }[] }>(
      world,
      'GET',
      `/channels/twitch:${channel}/refusals`,
      owner.asked,
    );
    expect(refusals.data).toEqual([]);
  });

  it('is refused by its level, in words', async () => {
    const told = await tryOut({ text: '!command add never x' });
    expect(admittedOf(told)).toMatchObject({
      decision: 'refused',
      reason: 'level',
      words: 'You may not use !command add here.',
    });
  });

  it('that is no command comes to nothing, and says so', async () => {
    const told = await tryOut({ text: 'good morning' });
    expect(told.json).toMatchObject({ decision: 'ignored', replies: [] });
    expect(admittedOf(told).words).toContain('no command');
  });

  it('meets keyword rules', async () => {
    await ask(world, 'POST', '/keywords/demo', {
      body: { name: 'morning', match: 'contains', pattern: 'moin', action: { is: 'reply', text: 'Moin moin.' } },
    });
    const told = await tryOut({ text: 'well, moin' });
    expect(admittedOf(told)).toMatchObject({ keyword: 'morning', runs: [{ name: 'morning', by: 'keyword' }] });
    expect(textsOf(told)).toEqual(['Moin moin.']);
  });

  it('asks whether the channel is live by what is assumed', async () => {
    const name = `live${randomUUID().slice(0, 6)}`;
    await ask(world, 'POST', '/commands/demo', {
      body: { name, replies: [{ text: 'On air.' }], options: { live: 'live' } },
    });
    const unknown = await tryOut({ text: `!${name}` });
    expect(admittedOf(unknown)).toMatchObject({
      reason: 'live',
      calls: [{ to: 'twitch', what: 'look up whether the channel is live' }],
    });
    expect(textsOf(await tryOut({ text: `!${name}`, live: true }))).toEqual(['On air.']);
    expect(admittedOf(await tryOut({ text: `!${name}`, live: false }))).toMatchObject({ reason: 'live' });
  });
});

describe('what it does', () => {
  it('comes to its true outcome and is rolled back, to the last row', async () => {
    const channel = aChannel();
    await quiet(world);
    const before = await rowCounts();
    const lines = (await audited()).length;
    const messages = said();
    const told = await tryOut({ channel, as: { level: 'moderator' }, text: '!command add rolled back' });
    expect(textsOf(told)[0]).toContain('Added !rolled');
    expect(told.json.effects.audited).toMatchObject([
      { action: 'command.add', before: null, after: { name: 'rolled' } },
    ]);
    expect(told.json.effects.rows).toContainEqual({ table: 'commands', added: 1, changed: 0, removed: 0 });
    for (const text of ['!quote add "To be" - ann', '!remind me in 1 minute to stretch', '!counter add deaths'])
      expect((await tryOut({ channel, as: { level: 'moderator' }, text })).json.decision).toBe('admitted');
    expect(await rowCounts()).toEqual(before);
    expect((await audited()).length).toBe(lines + 4);
    // Nor does the Channel know of it.
    expect((await tryOut({ channel, text: '!rolled' })).json.decision).not.toBe('admitted');
    await world.advance(120_000);
    await quiet(world);
    expect(said()).toBe(messages);
    expect(await rowCounts()).toEqual(before);
  });

  it('is seen by the rest of a chain, and by nobody else', async () => {
    const name = `n${randomUUID().slice(0, 6)}`;
    await ask(world, 'POST', '/commands/demo', { body: { name, replies: [{ text: `$(count ${name})` }] } });
    await ask(world, 'POST', '/aliases/demo', { body: { name: `${name}x`, command: `${name} && ${name}` } });
    expect(textsOf(await tryOut({ text: `!${name}` }))).toEqual(['1']);
    expect(textsOf(await tryOut({ text: `!${name}` }))).toEqual(['1']);
    const chain = await tryOut({ text: `!${name}x` });
    expect(textsOf(chain)).toEqual(['1', '2']);
  });

  it('calls nobody outside, and says whom it would have called', async () => {
    const name = `f${randomUUID().slice(0, 6)}`;
    const asked = await requests();
    await ask(world, 'POST', '/commands/demo', {
      body: { name, replies: [{ text: '$(urlfetch http://127.0.0.1:1/secret?token=x)' }] },
    });
    const fetched = await tryOut({ text: `!${name}` });
    expect(callsOf(fetched)).toEqual([{ to: 'web', what: 'GET http://127.0.0.1:1/secret' }]);
    const titled = await tryOut({ as: { level: 'moderator' }, text: '!title set A new one', channel: aChannel() });
    expect(callsOf(titled)).toContainEqual({ to: 'twitch', what: 'set the title' });
    const marked = await tryOut({ text: '!bookmark add https://example.com/page' });
    expect(callsOf(marked)).toContainEqual({ to: 'queue', what: expect.stringContaining('job: memories') });
    await quiet(world);
    expect(await requests()).toBe(asked);
  });

  it('does not call HTTP modules', async () => {
    const made = await ask(world, 'POST', '/modules/demo', {
      body: { name: 'weather', url: 'https://modules.example.com/hook' },
    });
    expect(made.status).toBe(201);
    const told = await tryOut({ text: '#weather Berlin' });
    expect(told.json.decision).toBe('admitted');
    expect(callsOf(told)).toEqual([{ to: 'module', what: 'POST https://modules.example.com' }]);
    expect(told.json.replies).toEqual([]);
  });
});

describe('a test community', () => {
  it('is one by a setting, which is written down', async () => {
    const { slug } = await aTestCommunity();
    const rows = await world.rows(
      `select l.after from audit_log l join communities c on c.id = l.community_id
       where c.slug = $1 and l.action = 'community.edit'`,
      [slug],
    );
    expect(rows).toMatchObject([{ after: { isTest: true } }]);
    const refused = await ask(world, 'PATCH', '/communities/demo', { ...moderator.asked, body: { isTest: true } });
    expect(refused.status).toBe(403);
  });

  it('keeps what is tried out, tells its Channels, and still calls no platform', async () => {
    const { slug, channel, owner: theirs } = await aTestCommunity();
    const messages = said();
    const told = await tryOut(
      { channel, as: { level: 'owner' }, text: '!command add kept Still here' },
      theirs.asked,
      slug,
    );
    expect([told.status, told.json.kept]).toEqual([200, true]);
    const [row] = await world.rows(
      `select d.status, d.reason from deliveries d join communities c on c.id = d.community_id where c.slug = $1`,
      [slug],
    );
    expect(row).toEqual({ status: 'withheld', reason: 'simulated' });
    // The next one, and real people, go by it.
    expect(textsOf(await tryOut({ channel, text: '!kept' }, theirs.asked, slug))).toEqual(['Still here']);
    const lines = await world.rows(
      `select l.after from audit_log l join communities c on c.id = l.community_id
       where c.slug = $1 and l.action = 'simulation.run' order by l.id`,
      [slug],
    );
    expect(lines.map(({ after }) => after.kept)).toEqual([true, true]);
    await quiet(world);
    expect(said()).toBe(messages);
  });

  it('keeps a reminder that reaches nobody when it is due', async () => {
    const { slug, channel, owner: theirs } = await aTestCommunity();
    const messages = said();
    const told = await tryOut({ channel, text: '!remind me in 30 seconds to stretch' }, theirs.asked, slug);
    expect(told.json).toMatchObject({ kept: true, decision: 'admitted' });
    await world.advance(31_000);
    await world.worker.cron('* * * * *', new Date(world.now()));
    await until('it was looked at', async () => {
      const rows = await world.rows(
        `select from deliveries d join communities c on c.id = d.community_id
         where c.slug = $1 and d.status = 'withheld' and d.reason = 'simulated' and d.id like '%reminder%'`,
        [slug],
      );
      return rows.length === 1;
    });
    await quiet(world);
    expect(said()).toBe(messages);
  });

  it('keeps a timer that speaks to nobody', async () => {
    const { slug, channel, owner: theirs } = await aTestCommunity();
    const messages = said();
    const told = await tryOut(
      { channel, as: { level: 'moderator' }, text: '!timer add water 1m Drink something' },
      theirs.asked,
      slug,
    );
    expect(told.json).toMatchObject({ kept: true, decision: 'admitted' });
    await world.advance(61_000);
    await world.worker.cron('* * * * *', new Date(world.now()));
    const delivered = () =>
      world.logs.filter((line) => line.includes('"delivery"') && line.includes('withheld') && line.includes('timer:'));
    await until('its time came', () => delivered().length > 0);
    await quiet(world);
    expect(said()).toBe(messages);
  });

  it('does once what is asked for twice under one Idempotency-Key', async () => {
    const { slug, owner: theirs } = await aTestCommunity();
    const by = { ...theirs.asked, headers: { ...theirs.asked.headers, 'idempotency-key': randomUUID() } };
    const trial = { as: { level: 'owner' }, text: '!counter add falls' };
    const copies = await Promise.all([tryOut(trial, by, slug), tryOut(trial, by, slug), tryOut(trial, by, slug)]);
    const later = await tryOut(trial, by, slug);
    for (const { status, json } of [...copies, later]) {
      expect(status).toBe(200);
      expect(json).toEqual(copies[0]?.json);
    }
    expect(later.headers.get('idempotency-replayed')).toBe('true');
    const counted = await world.rows(
      `select n.value::int as value from counters n join communities c on c.id = n.community_id where c.slug = $1`,
      [slug],
    );
    expect(counted).toEqual([{ value: 1 }]);
    const other = await tryOut({ text: '!ping' }, by, slug);
    expect(other.status).toBe(409);
  });
});

describe('an event that is fired', () => {
  it.each(EVENT_KINDS)('of the kind %s has a sample', async (kind) => {
    if (kind === 'timer')
      await ask(world, 'POST', '/timers/demo', { body: { name: 'water', texts: ['Drink.'], schedule: { every: 30 } } });
    const told = await tryOut({ event: { kind } }, eager.asked);
    expect([told.status, kind]).toEqual([200, kind]);
    for (const step of told.json.steps) expect(step).not.toHaveProperty('problem');
    if (kind === 'timer') expect(textsOf(told)).toEqual(['Drink.']);
  });

  it('is greeted, callback and all', async () => {
    const { slug, channel } = await aCommunity(world);
    const theirs = await aPerson(world, { roles: { [slug]: 'owner' } });
    await world.rows(
      `insert into module_settings (community_id, module, value) select id, 'greetings', '{"enabled": true}' from communities where slug = $1`,
      [slug],
    );
    await quiet(world);
    const before = await rowCounts();
    const told = await tryOut({ channel, as: { displayName: 'Ann' }, event: { kind: 'follow' } }, theirs.asked, slug);
    expect(textsOf(told)).toEqual([expect.stringContaining('Ann')]);
    expect(told.json.steps.filter(({ step }) => step === 'executed')).toMatchObject([
      { name: 'greetings on follow', afterSeconds: 0 },
      { name: 'greetings thank', afterSeconds: 5 },
    ]);
    const raided = await tryOut(
      { as: { displayName: 'Ann' }, event: { kind: 'raid', data: { viewers: 77 } } },
      theirs.asked,
      slug,
    );
    expect(textsOf(raided)[0]).toContain('77');
    expect(await rowCounts()).toEqual(before);
  });

  it('is listed with its sample, for forms', async () => {
    interface Sample {
      readonly kind: string;
      readonly hasAuthor: boolean;
      readonly schema: { readonly properties: Readonly<Record<string, { readonly default?: unknown }>> };
    }
    const { status, json } = await ask<{ readonly data: readonly Sample[] }>(
      world,
      'GET',
      '/communities/demo/simulations/events',
      editor.asked,
    );
    expect([status, json.data.map(({ kind }) => kind)]).toEqual([200, [...EVENT_KINDS]]);
    expect(json.data.find(({ kind }) => kind === 'raid')).toMatchObject({
      hasAuthor: true,
      schema: { properties: { viewers: { default: 42 } } },
    });
    expect(json.data.filter(({ hasAuthor }) => !hasAuthor).map(({ kind }) => kind)).toContain('stream.online');
  });

  it('says which of its data is wrong', async () => {
    const told = await tryOut({ event: { kind: 'raid', data: { viewers: 'many' } } });
    expect(told.status).toBe(400);
    expect(told.json.error.message).toContain('json.event.data.viewers');
    expect((await tryOut({ event: { kind: 'raid', data: { horses: 1 } } })).status).toBe(400);
  });

  it('as a slash command answers in one piece, and says a refusal', async () => {
    const told = await tryOut({ platform: 'discord', event: { kind: 'command', data: { trigger: 'commands' } } });
    expect(told.json.replies).toMatchObject([{ text: expect.stringContaining('Commands:'), isPrivate: true }]);
    const refused = await tryOut({
      platform: 'discord',
      event: { kind: 'command', data: { trigger: 'command add a b' } },
    });
    expect(refused.json.replies).toMatchObject([{ text: expect.stringContaining('may not'), isPrivate: true }]);
  });
});

describe('who may', () => {
  it('tries out as far as their own level, and no further', async () => {
    const above = await tryOut({ as: { level: 'admin' }, text: '!ping' }, moderator.asked);
    expect([above.status, above.json.error.code]).toEqual([403, 'FORBIDDEN']);
    expect(above.json.error.message).toContain('as moderator or below');
    expect((await tryOut({ as: { level: 'moderator' }, text: '!ping' }, moderator.asked)).status).toBe(200);
    expect((await tryOut({ text: '!ping' }, editor.asked)).status).toBe(200);
    expect((await tryOut({ as: { level: 'vip' }, text: '!ping' }, editor.asked)).status).toBe(403);
  });

  it('is nobody of another community', async () => {
    const { slug } = await aCommunity(world);
    expect((await tryOut({ text: '!ping' }, owner.asked, slug)).status).toBe(404);
  });

  it('speaks with a key at everyone’s level, or at any where it may act for anybody', async () => {
    const plain = { key: await aKey(world, { scopes: ['events:write'] }) };
    expect((await tryOut({ text: '!ping' }, plain)).status).toBe(200);
    expect((await tryOut({ as: { level: 'follower' }, text: '!ping' }, plain)).status).toBe(403);
    const acting = { key: await aKey(world, { scopes: ['events:write', 'events:actor'] }) };
    expect((await tryOut({ as: { level: 'owner' }, text: '!ping' }, acting)).status).toBe(200);
    expect((await tryOut({ text: '!ping' }, { key: await aKey(world, { scopes: ['commands:write'] }) })).status).toBe(
      403,
    );
    const bound = { key: await aKey(world, { scopes: ['events:write'], platforms: ['slack'] }) };
    expect((await tryOut({ text: '!ping' }, bound)).status).toBe(403);
  });

  it('is written down, with what was run and never what was said', async () => {
    await tryOut({ as: { level: 'moderator' }, text: '!command add hush my-own-words' }, moderator.asked);
    const last = (await audited()).at(-1);
    expect(last).toMatchObject({
      actor: { kind: 'session', person: moderator.id },
      target: expect.stringMatching(/^community:/),
      before: null,
      after: { event: 'message', as: 'moderator', runs: ['!command add'], decision: 'admitted', kept: false },
    });
    expect(JSON.stringify(last)).not.toMatch(/hush|my-own-words/);
  });

  it('waits who tries out too much', async () => {
    const other = await aPerson(world, { roles: { demo: 'moderator' } });
    const statuses = new Set<number>();
    for (let n = 0; n < 62; n++) statuses.add((await tryOut({ text: 'x' }, other.asked)).status);
    expect([...statuses].toSorted()).toEqual([200, 429]);
  });
});

describe('what cannot be tried out', () => {
  it.each([
    ['a channel of nobody’s', { channel: '999', text: '!ping' }, 404, 'no channel twitch:999'],
    ['a text that is too long', { text: 'x'.repeat(5_001) }, 400, 'json.text'],
    ['nothing', {}, 400, 'a text or an event'],
    ['both at once', { text: '!ping', event: { kind: 'follow' } }, 400, 'a text or an event'],
    ['a platform that there is not', { platform: 'icq', text: '!ping' }, 400, 'json.platform'],
    ['a level that there is not', { as: { level: 'god' }, text: '!ping' }, 400, 'json.as.level'],
    ['a timer that there is not', { event: { kind: 'timer', data: { name: 'nope' } } }, 404, 'no timer called "nope"'],
    ['somebody else', { as: { account: '1' }, text: '!ping' }, 400, 'json.as.account'],
    ['a NUL', { event: { kind: 'webhook', data: { say: '\u0000' } } }, 400, 'NUL'],
  ])('is %s', async (_, trial, status, words) => {
    const told = await tryOut(trial, eager.asked);
    expect([told.status, told.json.error.message]).toEqual([status, expect.stringContaining(words)]);
  });

  it('is a channel of another community', async () => {
    const { channel } = await aCommunity(world);
    expect((await tryOut({ channel, text: '!ping' })).status).toBe(404);
  });
});

it('says so where the database is away', async () => {
  await world.bridge.pause();
  const told = await tryOut({ text: '!ping' });
  await world.bridge.resume();
  expect(told.status).toBe(503);
});
