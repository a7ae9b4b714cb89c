import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../workers/core/levels.ts';
import { type ApiAnswer, aCommunity, aKey, ask, type Page } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Line {
  readonly id: string;
  readonly action: string;
  readonly target: string;
  readonly undo: 'possible' | 'overtaken' | null;
}
type Somebody = Awaited<ReturnType<typeof aPerson>>;

const somebody = (slug: string, role: Role) => aPerson(world, { roles: { [slug]: role } });

/** A community and who owns it. */
async function aPlace() {
  const { slug } = await aCommunity(world);
  const owner = await somebody(slug, 'owner');
  const call = async <Body = unknown>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>> => {
    const answer = await ask<Body>(world, method, path, { ...owner.asked, ...(body === undefined ? {} : { body }) });
    expect(answer.status, answer.text).toBeLessThan(300);
    return answer;
  };
  const lines = async (by: Somebody = owner, query = '') =>
    (await ask<Page<Line>>(world, 'GET', `/communities/${slug}/audit${query}`, by.asked)).json.data;
  const undo = (line: Line | undefined, by: Somebody = owner, key?: string) =>
    ask<{ undone: string; error: { code: string; message: string } }>(
      world,
      'POST',
      `/communities/${slug}/audit/${line?.id}/undo`,
      key === undefined ? by.asked : { ...by.asked, headers: { ...by.asked.headers, 'idempotency-key': key } },
    );
  return { slug, owner, call, lines, undo };
}

describe('a line of the audit log', () => {
  it('is taken back, whatever it was about, and so is that', async () => {
    const { slug, owner, call, lines, undo } = await aPlace();
    const member = await somebody(slug, 'viewer');
    /** What is looked at, each with what changes it. */
    const things: readonly { of: string; change: () => Promise<unknown>; now: () => Promise<unknown> }[] = [
      {
        of: 'command.add',
        change: () => call('POST', `/commands/${slug}`, { name: 'hug', replies: [{ text: 'hugs' }] }),
        now: async () => (await ask(world, 'GET', `/commands/${slug}/hug`)).status,
      },
      {
        of: 'counter.set',
        change: () => call('PUT', `/counters/${slug}/deaths`, { value: 7 }),
        // One that is not there stands at 0.
        now: async () => (await call<Page<{ value: number }>>('GET', `/counters/${slug}`)).json.data[0]?.value ?? 0,
      },
      {
        of: 'alias.add',
        change: () => call('POST', `/aliases/${slug}`, { name: 'p', command: 'ping' }),
        now: async () => (await ask(world, 'GET', `/aliases/${slug}/p`)).status,
      },
      {
        of: 'keyword.add',
        change: () =>
          call('POST', `/keywords/${slug}`, {
            name: 'hi',
            match: 'contains',
            pattern: 'hello',
            action: { is: 'run', line: 'ping' },
          }),
        now: async () => (await ask(world, 'GET', `/keywords/${slug}/hi`)).status,
      },
      {
        of: 'timer.add',
        change: () => call('POST', `/timers/${slug}`, { name: 'water', texts: ['Drink.'], schedule: { every: 30 } }),
        now: async () => (await ask(world, 'GET', `/timers/${slug}/water`)).status,
      },
      {
        of: 'greetings.set',
        change: () =>
          call('PATCH', `/communities/${slug}/settings/greetings`, { value: { enabled: true }, version: 0 }),
        now: async () =>
          (
            await call<{ data: { module: string; value: object }[] }>('GET', `/communities/${slug}/settings`)
          ).json.data.find(({ module }) => module === 'greetings')?.value,
      },
      {
        of: 'community.edit',
        change: () =>
          call('PATCH', `/communities/${slug}`, {
            zone: 'Europe/Berlin',
            limits: { command: { count: 5, windowMs: 60_000 } },
            profile: { about: 'Birds.' },
          }),
        now: async () => (await call('GET', `/communities/${slug}`)).json,
      },
      {
        of: 'wording.set',
        change: () => call('PUT', `/wording/${slug}/general.ping`, { text: 'Here.' }),
        now: async () => (await call('GET', `/wording/${slug}?search=general.ping`)).json,
      },
      {
        of: 'role.give',
        change: () => call('PUT', `/communities/${slug}/roles/twitch:${member.account}`, { role: 'editor' }),
        now: async () =>
          (await call<Page<{ account: string; role: string }>>('GET', `/communities/${slug}/roles`)).json.data
            .filter(({ account }) => account === `twitch:${member.account}`)
            .map(({ role }) => role),
      },
    ];
    for (const { of, change, now } of things) {
      const before = await now();
      await change();
      const after = await now();
      expect(after, of).not.toEqual(before);
      const [line] = await lines();
      expect(line).toMatchObject({ action: of, undo: 'possible' });
      const key = randomUUID();
      const undone = await undo(line, owner, key);
      expect(undone.status, `${of} ${undone.text}`).toBe(200);
      const repeated = await undo(line, owner, key);
      expect([repeated.status, repeated.text, repeated.headers.get('idempotency-replayed')], of).toEqual([
        200,
        undone.text,
        'true',
      ]);
      expect(await now(), of).toEqual(before);
      const [back] = await lines();
      expect(back?.id).not.toBe(line?.id);
      expect(back, of).toMatchObject({ undo: 'possible', target: line?.target });
      expect((await undo(back)).status, of).toBe(200);
      expect(await now(), of).toEqual(after);
    }
  });

  it('stays where its thing was changed again, also by two who take it back at once', async () => {
    const { slug, call, lines, undo } = await aPlace();
    await call('PUT', `/counters/${slug}/deaths`, { value: 1 });
    const [first] = await lines();
    await call('PUT', `/counters/${slug}/deaths`, { value: 2 });
    const [second, again] = await lines();
    expect([second?.undo, again?.undo]).toEqual(['possible', 'overtaken']);
    const refused = await undo(first);
    expect([refused.status, refused.json.error.code]).toEqual([409, 'CONFLICT']);
    expect(refused.json.error.message).toContain('changed again since');
    const both = await Promise.all([undo(second), undo(second)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await lines()).map(({ action }) => action)).toEqual(['counter.undo', 'counter.set', 'counter.set']);
  });

  it('is taken back once under an Idempotency-Key, and told again, also where the first request died behind it', async () => {
    const { slug, owner, call, lines, undo } = await aPlace();
    await call('PUT', `/counters/${slug}/deaths`, { value: 1 });
    await call('PUT', `/counters/${slug}/deaths`, { value: 2 });
    const [newest, older] = await lines();
    const key = randomUUID();
    await world.arm('api:after-commit');
    expect((await undo(newest, owner, key)).status).toBe(500);
    await world.disarm();
    // Its thing may have been changed by somebody else meanwhile.
    await call('PUT', `/counters/${slug}/deaths`, { value: 5 });
    const again = await Promise.all([undo(newest, owner, key), undo(newest, owner, key)]);
    expect(
      again.map(({ status, json, headers }) => [status, json.undone, headers.get('idempotency-replayed')]),
    ).toEqual([
      [200, 'counter.set', 'true'],
      [200, 'counter.set', 'true'],
    ]);
    expect((await lines()).map(({ action }) => action)).toEqual([
      'counter.set',
      'counter.undo',
      'counter.set',
      'counter.set',
    ]);
    // The key says nothing of another request, and another key nothing of this one.
    const other = await undo(older, owner, key);
    expect([other.status, other.json.error.message]).toEqual([409, expect.stringContaining('Idempotency-Key')]);
    const refused = await undo(newest, owner, randomUUID());
    expect([refused.status, refused.json.error.message]).toEqual([409, expect.stringContaining('changed again since')]);
    expect((await lines()).filter(({ action }) => action === 'counter.undo')).toHaveLength(1);
  });

  it('is taken back by nobody who may not change its thing, nor by another community', async () => {
    const { slug, call, lines, undo } = await aPlace();
    const moderator = await somebody(slug, 'moderator');
    await call('PATCH', `/communities/${slug}`, { zone: 'Europe/Berlin' });
    const [line] = await lines(moderator);
    expect(line).toMatchObject({ action: 'community.edit', undo: null });
    expect((await undo(line, moderator)).status).toBe(403);
    expect((await undo(line, await somebody(slug, 'editor'))).status).toBe(403);
    const elsewhere = await aPlace();
    expect((await elsewhere.undo(line)).status).toBe(404);
    const key = await aKey(world, { scopes: ['audit:read'], communities: [slug] });
    const refused = await ask<{ error: { message: string } }>(
      world,
      'POST',
      `/communities/${slug}/audit/${line?.id}/undo`,
      { key },
    );
    expect([refused.status, refused.json.error.message]).toEqual([403, expect.stringContaining('communities:write')]);
    expect((await call<{ zone: string }>('GET', `/communities/${slug}`)).json.zone).toBe('Europe/Berlin');
  });

  it('that only tells of something cannot be taken back, and says so', async () => {
    const { slug, call, lines, undo } = await aPlace();
    await call('POST', `/communities/${slug}/invites`, { role: 'viewer' });
    const [line] = await lines();
    expect(line).toMatchObject({ action: 'invite.add', undo: null });
    const refused = await undo(line);
    expect([refused.status, refused.json.error.message]).toEqual([409, expect.stringContaining('invite.add')]);
  });

  it('is found by time, and what there is to choose from is told', async () => {
    const { slug, call, lines, owner } = await aPlace();
    await call('PUT', `/counters/${slug}/deaths`, { value: 1 });
    const later = new Date(Date.now() + 3600_000).toISOString();
    expect(await lines(owner, `?since=${later}`)).toEqual([]);
    expect(await lines(owner, `?until=${later}`)).toHaveLength(1);
    const { json } = await call<{ actions: string[]; people: { account: string }[] }>(
      'GET',
      `/communities/${slug}/audit/facets`,
    );
    expect(json.actions).toEqual(['counter.set']);
    expect(json.people.map(({ account }) => account)).toEqual([`twitch:${owner.account}`]);
  });
});
