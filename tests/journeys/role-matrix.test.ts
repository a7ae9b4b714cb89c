import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCOPE_NAMES } from '../../workers/core/api.ts';
import { ROLES, type Role } from '../../workers/core/levels.ts';
import { hasRight, neededFor } from '../../workers/core/rights.ts';
import { type ApiAnswer, type ApiRequest, aCommunity, ask } from '../support/api.ts';
import { DOOMED, SAMPLES, type Sample } from '../support/api-samples.ts';
import { OPERATIONS, type Operation, pathOf } from '../support/operations.ts';
import { aPerson, type TestPerson } from '../support/sign-in.ts';
import { startWorld, type World } from '../support/world.ts';

/** Who walks up to every route: everybody's role is one in the demo community and in the one that is deleted. */
type Walker = 'nobody' | 'ended' | Role | 'operator' | 'stranger';
const SIGNED_IN = [...ROLES, 'operator', 'stranger'] as const;

let world: World;
let people: Readonly<Record<Exclude<Walker, 'nobody'>, TestPerson>>;

let theirs: string;
beforeAll(async () => {
  world = await startWorld();
  await world.rows(`insert into communities (id, slug, name) values (gen_random_uuid(), $1, 'Doomed')`, [DOOMED]);
  theirs = (await aCommunity(world)).slug;
  await gather();
});
afterAll(() => world?.close());

/** Calls all walkers together; anew where a route has erased them. */
async function gather(): Promise<void> {
  const entries: [string, TestPerson][] = [];
  for (const role of ROLES) entries.push([role, await aPerson(world, { roles: { demo: role, [DOOMED]: role } })]);
  entries.push(['operator', await aPerson(world, { operator: true })]);
  entries.push(['stranger', await aPerson(world, { roles: { [theirs]: 'owner' } })]);
  const ended = await aPerson(world, { roles: { demo: 'owner' } });
  await world.rows('delete from sessions where person_id = $1', [ended.id]);
  entries.push(['ended', ended]);
  people = Object.fromEntries(entries) as unknown as typeof people;
}

/** Before the limits of any of them are met, their minute is over. */
const BEFORE_THE_LIMIT = 200;
let asked = 0;

/** What walkers do takes their roles, too: each starts anew. */
async function restoreRoles(): Promise<void> {
  const holders = ROLES.map((role) => ({ role, person: people[role].id }));
  await world.rows(
    `insert into member_roles (member_id, role)
     select m.id, h.role from jsonb_to_recordset($1::jsonb) as h (role text, person uuid)
       join accounts a on a.person_id = h.person join members m on m.account_id = a.id
     on conflict (member_id) do update set role = excluded.role`,
    [JSON.stringify(holders)],
  );
  await world.rows('insert into operators (person_id) select id from persons where id = $1 on conflict do nothing', [
    people.operator.id,
  ]);
  await world.rows(
    `delete from member_roles r using members m, accounts a where m.id = r.member_id and a.id = m.account_id
     and (a.person_id = $1 or (a.person_id = $2 and m.community_id in (select id from communities where slug in ('demo', $3))))`,
    [people.operator.id, people.stranger.id, DOOMED],
  );
}

/** Makes sure that so many more calls meet no limit. */
async function roomFor(calls: number): Promise<void> {
  asked += calls;
  if (asked <= BEFORE_THE_LIMIT) return;
  await world.advance(61_000);
  asked = calls;
}

async function walk(operation: Operation, sample: Sample, walker: Walker): Promise<ApiAnswer> {
  const as: ApiRequest = walker === 'nobody' ? { key: null } : people[walker].asked;
  const body = sample.body === undefined ? {} : { body: sample.body };
  return ask(world, operation.method, pathOf(operation, sample), { ...as, ...body });
}

async function sampleOf({ contract }: Operation): Promise<Sample> {
  const sample = SAMPLES[contract.operationId];
  if (!sample) throw new Error(`${contract.operationId} has no sample in tests/support/api-samples.ts`);
  return sample(world);
}

/** What the table says that somebody gets; `let in`: neither 401, 403 nor 404. */
type Expected = 401 | 403 | 404 | 'let in' | 'their own';

function expectedOf(
  { contract: { operationId, access, area } }: Operation,
  { stranger, operators }: Sample,
  walker: Walker,
): Expected {
  if (walker === 'nobody' || walker === 'ended') return 401;
  // There is no operator yet where it is of use: the deployment's key alone makes one.
  if (operationId === 'makeOwnerLink') return 403;
  if (access === 'operator') return walker === 'operator' ? 'let in' : 403;
  if (access === 'person') return 'their own';
  const needed = neededFor(access, area);
  if (needed === null) return 403;
  if (walker === 'operator' && operators) return 'let in';
  if (walker === 'operator' || walker === 'stranger') return stranger === undefined ? 404 : 'let in';
  return hasRight(walker, needed) ? 'let in' : 403;
}

const wasLetIn = (status: number): boolean => status < 500 && ![401, 403, 404].includes(status);

function expectWalk(expected: Expected, { status, text, json }: ApiAnswer, walker: Walker): void {
  const told = `${walker}: ${status} ${text}`;
  if (expected === 'let in') expect(wasLetIn(status), told).toBe(true);
  // What is a person's own is anybody's who is signed in; of what is another's they hear nothing.
  else if (expected === 'their own') expect(status === 404 || wasLetIn(status), told).toBe(true);
  else {
    expect(status, told).toBe(expected);
    expect(json.error.code).toBe({ 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND' }[expected]);
  }
}

describe('the routes of the API', () => {
  it('all have a sample for this matrix, and an access that the table knows', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(OPERATIONS.map(({ contract }) => contract.operationId).sort());
    for (const { contract } of OPERATIONS)
      expect([...SCOPE_NAMES, 'operator', 'person', 'ownership', 'keys', 'operations', 'letters']).toContain(
        contract.access,
      );
  });
});

/** Routes that the words of the roles name, whatever the table says. What a ticket to the feed lets hear is its own (live-changes). */
const NEVER: Readonly<Record<'moderator' | 'editor' | 'viewer', readonly string[]>> = {
  moderator: [
    ...[
      'editCommunity',
      'changeMemorySettings',
      'changeModuleSettings',
      'setHype',
      'wordSentence',
      'giveRole',
      'takeRole',
      'addModule',
    ],
    ...['rotateModuleSecret', 'addCommunityKey', 'transferCommunity', 'deleteCommunity'],
  ],
  editor: [
    'listModules',
    'setModule',
    'banMember',
    'addInvite',
    'listMembers',
    'getMember',
    'listModuleSettings',
    'listChannelLines',
    'listAudit',
  ],
  viewer: ['addCommand', 'addQuote', 'listChannelRefusals', 'listRoles', 'addMemberNote'],
};

it.each(Object.entries(NEVER))('a %s is never let in by what their name rules out', (role, never) => {
  for (const id of never) {
    const operation = OPERATIONS.find(({ contract }) => contract.operationId === id) as Operation;
    expect([id, expectedOf(operation, { status: 200 }, role as Role)]).toEqual([id, 403]);
  }
});

describe.each(OPERATIONS)('$method $path', (operation) => {
  it('lets in whom the table lets in', async () => {
    await restoreRoles();
    const first = await sampleOf(operation);
    const refused = (['nobody', 'ended', ...SIGNED_IN] as const).filter((walker) =>
      [401, 403, 404].includes(expectedOf(operation, first, walker) as number),
    );
    await roomFor(refused.length);
    // Nothing comes of these, so they may go side by side.
    const answers = await Promise.all(refused.map((walker) => walk(operation, first, walker)));
    for (const [i, walker] of refused.entries())
      expectWalk(expectedOf(operation, first, walker), answers[i] as ApiAnswer, walker);
    for (const walker of SIGNED_IN.filter((one) => !refused.includes(one))) {
      const sample = await sampleOf(operation);
      await restoreRoles();
      await roomFor(1);
      expectWalk(expectedOf(operation, sample, walker), await walk(operation, sample, walker), walker);
    }
    if (operation.contract.operationId === 'eraseMe') await gather();
  });
});

const NOWHERE = 'no-such-community';

/** The same call about a community (or a channel) that is not there; null where it names none. */
function elsewhere(sample: Sample): Sample | null {
  const moved = JSON.parse(
    JSON.stringify(sample, (key, value) => {
      if (key === 'communityId') return NOWHERE;
      return key === 'id' && typeof value === 'string' ? value.replace(/^(twitch|discord):.*$/, '$1:999999999') : value;
    }),
  ) as Sample;
  return JSON.stringify(moved) === JSON.stringify(sample) ? null : moved;
}

/** Routes whose community is only known once what they are about is found. */
const BY_COMMUNITY = OPERATIONS.filter(({ contract: { access, area } }) => neededFor(access, area) !== null);

describe.each(BY_COMMUNITY)('a refusal of $method $path', (operation) => {
  it('costs the database the same, and says the same, whatever the reason', async () => {
    await restoreRoles();
    const sample = await sampleOf(operation);
    if (sample.stranger !== undefined) return;
    const lacking = ROLES.find((role) => expectedOf(operation, sample, role) === 403);
    const counted = async (what: Sample, walker: Walker) => {
      await roomFor(1);
      const before = world.bridge.queries;
      const { status, json } = await walk(operation, what, walker);
      return { status, queries: world.bridge.queries - before, message: json.error.message };
    };
    const another = await counted(sample, 'stranger');
    expect(another.status).toBe(404);
    const missing = elsewhere(sample);
    if (missing) {
      const nowhere = await counted(missing, 'stranger');
      expect([nowhere.status, nowhere.queries]).toEqual([404, another.queries]);
      const plain = (text: string) => text.replace(/"[^"]*"|\S+:\S+/g, '…');
      expect(plain(nowhere.message)).toBe(plain(another.message));
    }
    if (lacking) {
      const withoutRight = await counted(sample, lacking);
      expect([withoutRight.status, withoutRight.queries]).toEqual([403, another.queries]);
    }
  });
});
