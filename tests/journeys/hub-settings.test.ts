import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../workers/core/levels.ts';
import { aCommunity, ask } from '../support/api.ts';
import { aPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

interface Listed {
  readonly module: string;
  readonly title: string;
  readonly schema: {
    readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly required?: readonly string[];
  };
  readonly value: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly updatedBy: string | null;
}

const somebody = (slug: string, role: Role) => aPerson(world, { roles: { [slug]: role } });
type Somebody = Awaited<ReturnType<typeof somebody>>;
const listed = async (slug: string, by: Somebody) =>
  (await ask<{ data: readonly Listed[] }>(world, 'GET', `/communities/${slug}/settings`, by.asked)).json.data;
const setting = async (slug: string, by: Somebody, module: string) =>
  (await listed(slug, by)).find((one) => one.module === module) as Listed;
const change = (slug: string, by: Somebody, module: string, body: object) =>
  ask<Listed & { error: { code: string; message: string } }>(
    world,
    'PATCH',
    `/communities/${slug}/settings/${module}`,
    {
      ...by.asked,
      body,
    },
  );

describe('settings of modules', () => {
  it('are listed with all that a form needs, and by people who may see them', async () => {
    const { slug } = await aCommunity(world);
    const moderator = await somebody(slug, 'moderator');
    const all = await listed(slug, moderator);
    expect(all.map(({ module }) => module)).toEqual(['greetings', 'hype', 'memories']);
    for (const { schema, value, version } of all) {
      expect(version).toBe(0);
      expect(schema.required ?? []).toEqual([]);
      expect(Object.keys(schema.properties)).toEqual(Object.keys(value));
      for (const field of Object.values(schema.properties))
        expect(field).toEqual(
          expect.objectContaining({
            title: expect.any(String),
            description: expect.any(String),
            default: expect.anything(),
          }),
        );
    }
    expect((await setting(slug, moderator, 'hype')).schema.properties.goal).toMatchObject({ minimum: 2, maximum: 100 });
    const editor = await somebody(slug, 'editor');
    expect((await ask(world, 'GET', `/communities/${slug}/settings`, editor.asked)).status).toBe(403);
    expect((await change(slug, moderator, 'hype', { value: { goal: 3 }, version: 0 })).status).toBe(403);
  });

  it('are not saved over what somebody else has saved meanwhile, and say who that was', async () => {
    const { slug } = await aCommunity(world);
    const [ann, bob] = [await somebody(slug, 'owner'), await somebody(slug, 'admin')];
    const { version } = await setting(slug, ann, 'hype');
    const first = await change(slug, ann, 'hype', { value: { goal: 7 }, version });
    expect([first.status, first.json]).toEqual([
      200,
      expect.objectContaining({
        value: { goal: 7, restMinutes: 5, raids: false },
        version: 1,
        updatedBy: `user_${ann.account}`,
      }),
    ]);
    const second = await change(slug, bob, 'hype', { value: { goal: 9, raids: true }, version });
    expect([second.status, second.json.error.code]).toEqual([409, 'CONFLICT']);
    expect(second.json.error.message).toContain(`user_${ann.account}`);
    expect((await setting(slug, bob, 'hype')).value).toMatchObject({ goal: 7, raids: false });
    const third = await change(slug, bob, 'hype', { value: { raids: true }, version: 1 });
    expect(third.json).toMatchObject({ value: { goal: 7, raids: true }, version: 2, updatedBy: `user_${bob.account}` });
    const both = await Promise.all([3, 4].map((goal) => change(slug, ann, 'hype', { value: { goal }, version: 2 })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [line] = (
      await ask<{ data: { action: string; after: unknown }[] }>(world, 'GET', `/communities/${slug}/audit`, ann.asked)
    ).json.data;
    expect(line).toMatchObject({ action: 'hype.set' });
  });

  it('take what the schema takes, and belong to modules of this community alone', async () => {
    const { slug } = await aCommunity(world);
    const { slug: another } = await aCommunity(world);
    const owner = await somebody(slug, 'owner');
    const stranger = await somebody(another, 'owner');
    for (const value of [
      { goal: 1 },
      { goal: '7' },
      { goals: 7 },
      { goal: null },
      {},
      { __proto__: 1 },
      { toString: 1 },
    ]) {
      const { status, text } = await change(slug, owner, 'hype', { value, version: 0 });
      expect([value, status, text]).toEqual([value, 400, expect.stringContaining('json.value')]);
    }
    for (const body of [
      { value: { goal: 7 } },
      { value: { goal: 7 }, version: -1 },
      { value: { goal: 7 }, version: 'x' },
    ])
      expect((await change(slug, owner, 'hype', body)).status).toBe(400);
    for (const module of ['nothing', 'wording', 'community'])
      expect((await change(slug, owner, module, { value: { texts: {} }, version: 0 })).status).toBe(404);
    expect((await change(slug, stranger, 'hype', { value: { goal: 7 }, version: 0 })).status).toBe(404);
    expect((await ask(world, 'GET', `/communities/${slug}/settings`, stranger.asked)).status).toBe(404);
    expect((await setting(slug, owner, 'hype')).version).toBe(0);
    const greeted = await change(slug, owner, 'greetings', { value: { enabled: true, off: ['raid'] }, version: 0 });
    expect([greeted.status, greeted.json.value]).toEqual([200, { enabled: true, off: ['raid'], texts: {} }]);
  });
});

describe('a community', () => {
  it('is not saved over what somebody else has saved meanwhile', async () => {
    const { slug } = await aCommunity(world);
    const [ann, bob] = [await somebody(slug, 'owner'), await somebody(slug, 'admin')];
    interface Community {
      readonly name: string;
      readonly version: string;
      readonly error: { readonly message: string };
    }
    const path = `/communities/${slug}`;
    const edit = (by: Somebody, body: object) => ask<Community>(world, 'PATCH', path, { ...by.asked, body });
    const { version } = (await ask<Community>(world, 'GET', path, ann.asked)).json;
    const first = await edit(ann, { name: 'One', version });
    expect([first.status, first.json.name]).toEqual([200, 'One']);
    expect(first.json.version).toBe((await ask<Community>(world, 'GET', path, ann.asked)).json.version);
    const second = await edit(bob, { name: 'Two', version });
    expect([second.status, second.json.error.message]).toEqual([409, expect.stringContaining(`user_${ann.account}`)]);
    expect((await edit(bob, { name: 'Two', version: first.json.version })).status).toBe(200);
    expect((await edit(ann, { name: 'Three' })).json.name).toBe('Three');
    expect((await edit(ann, { version })).status).toBe(400);
  });
});
