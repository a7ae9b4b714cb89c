import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiRequest, aCommunity, aKey, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let slug: string;
let channel: string;
beforeAll(async () => {
  world = await startWorld();
  ({ slug, channel } = await aCommunity(world));
});
afterAll(() => world?.close());

const api = (method: string, path: string, asked: ApiRequest = {}) =>
  // biome-ignore lint/suspicious/noExplicitAny: what is asserted is what it holds
  ask<any>(world, method, path, asked);
const actions = (json: { data: { action: string }[] }) => json.data.map(({ action }) => action);

describe('a keyword rule that is being written', () => {
  const saved = { match: 'contains', action: { is: 'reply', text: 'Hello' } };
  const test = (body: Record<string, unknown>, asked: ApiRequest = {}) =>
    api('POST', `/keywords/${slug}/test`, { ...asked, body });

  it('is tried among those that are kept, in its place, with where it is found', async () => {
    for (const [name, pattern, priority] of [
      ['first', 'tea', 5],
      ['second', 'tea', 0],
    ] as const)
      expect((await api('POST', `/keywords/${slug}`, { body: { ...saved, name, pattern, priority } })).status).toBe(
        201,
      );
    const rule = { match: 'word', pattern: 'TEA', among: true };
    const [line] = (await test({ text: 'More tea, tea!', rule })).json.lines;
    expect(line).toMatchObject({ acts: 'first', matched: ['first', 'second', ''] });
    expect(line.places).toEqual([
      { start: 5, end: 8 },
      { start: 10, end: 13 },
    ]);
    const higher = (await test({ text: 'tea', rule: { ...rule, priority: 6 } })).json.lines;
    expect(higher).toMatchObject([{ acts: '', matched: ['', 'first', 'second'] }]);
    // A draft of a rule is as old as the rule, and stands in its place.
    const draft = (await test({ text: 'tea', rule: { ...rule, replaces: 'Second', priority: 5 } })).json.lines;
    expect(draft).toMatchObject([{ acts: 'first', matched: ['first', ''] }]);
    const older = (await test({ text: 'tea', rule: { ...rule, replaces: 'first', priority: 0 } })).json.lines;
    expect(older).toMatchObject([{ acts: '', matched: ['', 'second'] }]);
    const elsewhere = { ...rule, priority: 9, platforms: ['kick'] };
    const onTwitch = (await test({ text: 'tea', channel: `twitch:${channel}`, rule: elsewhere })).json.lines;
    expect(onTwitch).toMatchObject([{ acts: 'first', matched: ['first', 'second'], places: [{ start: 0, end: 3 }] }]);
  });

  it('shows lines of a channel only to those who may read its chat', async () => {
    const body = { channel: `twitch:${channel}`, rule: { match: 'contains', pattern: 'tea' } };
    const [moderator, editor] = await Promise.all(
      (['moderator', 'editor'] as const).map((role) => aPerson(world, { roles: { [slug]: role } })),
    );
    expect((await test(body, moderator?.asked)).status).toBe(200);
    const refused = await test(body, editor?.asked);
    expect([refused.status, refused.json.error?.code]).toEqual([403, 'FORBIDDEN']);
    expect((await test({ ...body, text: 'tea' }, editor?.asked)).status).toBe(200);
    const writing = await aKey(world, { communities: [slug], scopes: ['commands:write'] });
    expect((await test(body, { key: writing })).status).toBe(403);
  });

  it('has a history, under every name it had', async () => {
    const { status } = await api('PUT', `/keywords/${slug}/second`, {
      body: { ...saved, name: 'third', pattern: 'coffee' },
    });
    expect(status).toBe(200);
    await api('POST', `/keywords/${slug}/third/undo`);
    for (const name of ['second', 'third']) {
      const { json } = await api('GET', `/keywords/${slug}/${name}/history`);
      expect(actions(json)).toEqual(['keyword.undo', 'keyword.edit', 'keyword.add']);
      expect(json.data[1]).toMatchObject({ before: { name: 'second' }, after: { name: 'third', pattern: 'coffee' } });
    }
    const page = (await api('GET', `/keywords/${slug}/second/history?limit=2`)).json;
    const rest = (await api('GET', `/keywords/${slug}/second/history?limit=2&cursor=${page.next}`)).json;
    expect([actions(page).length, actions(rest), rest.next]).toEqual([2, ['keyword.add'], null]);
    expect((await api('GET', '/keywords/demo/second/history')).json.data).toEqual([]);
  });
});

describe('timers', () => {
  it('tell when they are due, kept or not, and who changed them', async () => {
    const body = { name: 'tea', texts: ['Tea!'], schedule: { cron: '30  18 * * 5', zone: 'Europe/Berlin' } };
    expect((await api('POST', `/timers/${slug}`, { body })).status).toBe(201);
    const [listed] = (await api('GET', `/timers/${slug}`)).json.data;
    expect(listed.next).toHaveLength(3);
    expect(listed.next[0]).toBe(listed.nextAt);
    const { json } = await api('POST', `/timers/${slug}/preview`, { body: { schedule: body.schedule } });
    expect(json).toMatchObject({ schedule: { cron: '30 18 * * 5' }, zone: 'Europe/Berlin' });
    expect(json.next).toHaveLength(10);
    expect(json.next.slice(0, 3)).toEqual(listed.next);
    const every = (await api('POST', `/timers/${slug}/preview`, { body: { schedule: { every: 15 } } })).json;
    expect(Date.parse(every.next[1]) - Date.parse(every.next[0])).toBe(15 * 60_000);
    for (const cron of ['61 * * * *', '0 0 30 2 *', '* * * *'])
      expect((await api('POST', `/timers/${slug}/preview`, { body: { schedule: { cron } } })).status).toBe(400);

    const { name: _, ...rest } = body;
    await api('PUT', `/timers/${slug}/tea`, { body: { ...rest, enabled: false } });
    expect((await api('GET', `/timers/${slug}`)).json.data).toMatchObject([{ nextAt: null, next: [] }]);
    expect(actions((await api('GET', `/timers/${slug}/tea/history`)).json)).toEqual(['timer.edit', 'timer.add']);
    expect((await api('GET', '/timers/demo/tea/history')).json.data).toEqual([]);
  });
});

describe('an alias that is being written', () => {
  const preview = async (body: Record<string, unknown>) =>
    (await api('POST', `/aliases/${slug}/preview`, { body })).json;

  it('is unfolded alias by alias, down to what would run', async () => {
    await api('POST', `/aliases/${slug}`, { body: { name: 'inner', command: 'ping && uptime' } });
    const unfolded = await preview({ name: 'outer', command: 'inner {target} && help {args}', args: '@Robin now' });
    expect(unfolded).toMatchObject({
      fault: null,
      steps: [
        { alias: 'outer', args: '@Robin now', standsFor: 'inner {target} && help {args}' },
        { alias: 'inner', args: 'Robin', standsFor: 'ping && uptime' },
      ],
      links: [
        { line: '!ping', command: 'ping', kind: 'builtin', enabled: true },
        { line: '!uptime Robin', command: 'uptime' },
        { line: '!help @Robin now', command: 'help', level: 'everyone' },
      ],
    });
  });

  it('is told what is wrong with it', async () => {
    expect((await preview({ command: 'nosuchthing' })).fault).toEqual({ is: 'unknown', name: 'nosuchthing' });
    expect((await preview({ name: 'inner', command: 'inner' })).fault).toEqual({ is: 'loop', name: 'inner' });
    expect((await preview({ name: 'six', command: Array(6).fill('ping').join('&&') })).fault.is).toBe('long');
    expect((await preview({ command: '  ' })).fault.is).toBe('empty');
    expect((await preview({ command: 'x'.repeat(501) })).fault.is).toBe('too-long');
  });
});

describe('counters', () => {
  it('say where they stand, and who set them', async () => {
    await api('POST', `/commands/${slug}`, {
      body: { name: 'died', replies: [{ text: 'Died $(count deaths) times, $(count) asked' }] },
    });
    await api('POST', `/timers/${slug}`, {
      body: { name: 'toll', texts: ['$(getcount deaths) so far'], schedule: { every: 30 }, enabled: false },
    });
    await api('POST', `/keywords/${slug}`, {
      body: { name: 'rip', match: 'word', pattern: 'rip', action: { is: 'reply', text: 'Again: $(count deaths +1)' } },
    });
    await api('PUT', `/counters/${slug}/deaths`, { body: { value: 3 } });
    await api('PUT', `/counters/${slug}/lonely`, { body: { add: 1 } });
    const { data } = (await api('GET', `/counters/${slug}`)).json;
    expect(data).toMatchObject([
      {
        name: 'deaths',
        value: 3,
        usedBy: [
          { kind: 'command', name: 'died' },
          { kind: 'keyword', name: 'rip' },
          { kind: 'timer', name: 'toll' },
        ],
      },
      { name: 'lonely', value: 1, usedBy: [] },
    ]);
    await api('PUT', `/counters/${slug}/deaths`, { body: { add: 2 } });
    await api('POST', `/counters/${slug}/deaths/undo`);
    const { json } = await api('GET', `/counters/${slug}/deaths/history`);
    expect(actions(json)).toEqual(['counter.undo', 'counter.set', 'counter.set']);
    expect(json.data[1]).toMatchObject({ before: { value: 3 }, after: { value: 5 } });
    expect((await api('GET', '/counters/demo/deaths/history')).json.data).toEqual([]);
  });
});

describe('two who change one thing', () => {
  const rule = { match: 'contains', pattern: 'seen', action: { is: 'reply', text: 'Hello' } };
  const timer = { texts: ['Seen'], schedule: { every: 60 }, enabled: false };
  const KINDS = [
    { of: 'aliases', made: { name: 'seen', command: 'ping' }, method: 'PATCH', change: { command: 'uptime' } },
    { of: 'keywords', made: { name: 'seen', ...rule }, method: 'PUT', change: { ...rule, pattern: 'unseen' } },
    { of: 'timers', made: { name: 'seen', ...timer }, method: 'PUT', change: { ...timer, texts: ['Unseen'] } },
  ] as const;

  it.each(KINDS)('are told: $of', async ({ of, made, method, change }) => {
    const at = `/${of}/${slug}/seen`;
    const seen = async () => (await api('GET', at)).headers.get('etag') ?? '';
    const under = (etag: string) => ({ headers: { 'if-match': etag } });
    expect((await api('POST', `/${of}/${slug}`, { body: made })).status).toBe(201);
    const first = await seen();
    const [row] = (await api('GET', `/${of}/${slug}`)).json.data.filter(
      ({ name }: { name: string }) => name === 'seen',
    );
    expect(first).toContain(`"${row.state}.`);
    const owner = await aPerson(world, { roles: { [slug]: 'owner' } });
    const changed = await api(method, at, {
      ...owner.asked,
      body: change,
      headers: { ...owner.asked.headers, 'if-match': `"${row.state}"` },
    });
    expect([changed.status, changed.text]).toEqual([200, changed.text]);
    const before = (await api('GET', at)).text;
    for (const late of [
      await api(method, at, { body: { ...change, enabled: undefined }, ...under(first) }),
      await api('DELETE', at, under(first)),
      await api('POST', `${at}/undo`, under(first)),
    ]) {
      expect([late.status, late.json.error?.code]).toEqual([409, 'CONFLICT']);
      expect(late.json.error?.changed).toMatchObject({ by: expect.any(String), at: expect.any(String) });
    }
    expect((await api('GET', at)).text).toBe(before);
    expect((await api('POST', `${at}/undo`, under(await seen()))).status).toBe(200);
    expect((await api('DELETE', at, under(await seen()))).status).toBe(200);
    expect((await api('POST', `${at}/undo`)).status).toBe(200);
    expect((await api('GET', at)).status).toBe(200);
  });
});
