import { createHash, randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { startSession } from '../../workers/auth/sessions.ts';
import { mergePersons } from '../../workers/people/merge.ts';
import { mergeProof } from '../../workers/people/proof.ts';
import { type ApiRequest, aKey, ask } from './api.ts';
import { Authenticator, type Offered } from './authenticator.ts';
import { aPerson, sessionIdOf } from './sign-in.ts';
import type { World } from './world.ts';

/** A call that is right in every way, for the matrix of bad callers to spoil. */
export interface Sample {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Where it takes a file: that, and its type. */
  readonly file?: { readonly text: string; readonly type: string };
  /** What the right caller gets. */
  readonly status: number;
  /** Whether the right caller is the deployment itself, and not a key that has the scope. */
  readonly byService?: true;
  /** Who is signed in and asks, where it is a person's own: no key is enough. */
  readonly by?: ApiRequest;
  /** What a key of another community gets; 404 unless said: nobody learns what others have. */
  readonly stranger?: number;
  /** Whether who runs the installation may do it in a community they do not belong to. */
  readonly operators?: true;
}

const inDemo = { communityId: 'demo' };

/** The community that is deleted over and over. */
export const DOOMED = 'matrix-doomed';

async function inDoomed(world: World, deletedAt: 'now()' | 'null'): Promise<{ readonly communityId: string }> {
  await world.rows(
    `insert into communities (id, slug, name, deleted_at) values (gen_random_uuid(), $1, 'Doomed', ${deletedAt})
     on conflict (slug) do update set deleted_at = ${deletedAt}`,
    [DOOMED],
  );
  return { communityId: DOOMED };
}

/** A member of the demo community's whom nobody has to look up to, and who they are. */
async function aMember(world: World): Promise<{ readonly person: string; readonly member: string }> {
  const { id } = await aPerson(world, { roles: { demo: 'viewer' } });
  const [row] = await world.rows<{ member: string }>(
    `select m.id as member from members m join accounts a on a.id = m.account_id where a.person_id = $1`,
    [id],
  );
  return { person: id, member: row?.member ?? '' };
}

/** What a device makes for somebody who asks for a passkey. */
async function madePasskey(world: World, by: ApiRequest): Promise<{ readonly id: string }> {
  const { json } = await ask<Offered>(world, 'POST', '/me/passkeys/options', by);
  const device = new Authenticator(`http://localhost:${new URL(world.publicUrl).port}`);
  return JSON.parse(device.create(json)) as { readonly id: string };
}

/** Somebody with a passkey of theirs. */
async function aPasskey(world: World): Promise<Pick<Sample, 'by' | 'path'>> {
  const { asked } = await aPerson(world);
  const credential = await madePasskey(world, asked);
  await ask(world, 'POST', '/me/passkeys', { ...asked, body: { name: 'A phone', credential } });
  return { by: asked, path: { id: credential.id } };
}

/** A note about a member of the demo community, by nobody in particular. */
async function aNote(world: World) {
  const { member } = await aMember(world);
  const note = randomUUID();
  await world.rows(`insert into member_notes (id, member_id, text) values ($1, $2, 'Hello')`, [note, member]);
  return { ...inDemo, member, note };
}

/** An archive in which there is nothing but a name. */
const EMPTY_ARCHIVE = [
  JSON.stringify({
    waddlebot: 'community-archive',
    version: 1,
    exportedAt: '2026-11-26T12:00:00.000Z',
    from: 'https://bot.example.org',
    community: { slug: 'matrix', name: 'Matrix' },
    channels: [],
    counts: {},
  }),
  JSON.stringify({ end: { lines: 0, digest: createHash('sha256').digest('hex') } }),
].join('\n');

/** An archive that somebody brought. */
async function aBroughtArchive(world: World): Promise<Pick<Sample, 'by' | 'path'>> {
  const { asked } = await aPerson(world);
  const headers = { ...asked.headers, 'content-type': 'application/x-ndjson' };
  const { json } = await ask<{ id: string }>(world, 'POST', '/communities/import', {
    ...asked,
    headers,
    body: EMPTY_ARCHIVE,
  });
  return { by: asked, path: { importId: json.id } };
}

async function hypeVersion(world: World): Promise<number> {
  const [row] = await world.rows<{ version: number }>(
    `select version from module_settings s join communities c on c.id = s.community_id where c.slug = 'demo' and module = 'hype'`,
  );
  return row?.version ?? 0;
}

async function aJoinRequest(world: World): Promise<string> {
  const { id } = await aPerson(world);
  await world.rows(
    `insert into join_requests (community_id, person_id) select id, $1 from communities where slug = 'demo'`,
    [id],
  );
  return id;
}

/** An invite to the demo community: its id and its token. */
async function anInvite(world: World): Promise<{ readonly invite: string; readonly token: string }> {
  await world.rows('delete from invites');
  const made = await ask<{ id: string; url: string }>(world, 'POST', '/communities/demo/invites', {
    body: { mostUses: null },
  });
  if (made.status !== 201) throw new Error(`no invite for the matrix: ${made.text}`);
  return { invite: made.json.id, token: made.json.url.split('/').at(-1) as string };
}

const anOwner = async (world: World, slug = 'demo') => (await aPerson(world, { roles: { [slug]: 'owner' } })).asked;

/** A command of the demo community's own, with a change to look back at. */
async function aCommand(world: World): Promise<string> {
  const name = `m${randomUUID().slice(0, 8)}`;
  const added = await ask(world, 'POST', '/commands/demo', { body: { name, replies: [{ text: 'Hello' }] } });
  if (added.status !== 201) throw new Error(`no command for the matrix: ${added.text}`);
  return name;
}

/** An alias of the demo community's, with a change to look back at. */
async function anAlias(world: World): Promise<string> {
  const name = `a${randomUUID().slice(0, 8)}`;
  const added = await ask(world, 'POST', '/aliases/demo', { body: { name, command: 'ping' } });
  if (added.status !== 201) throw new Error(`no alias for the matrix: ${added.text}`);
  return name;
}

/** The one module of these calls: a community has room for 50. */
async function aModule(world: World): Promise<string> {
  const body = { name: 'matrixmodule', url: 'https://modules.example.com/hook' };
  const added = await ask(world, 'POST', '/modules/demo', { body });
  if (added.status !== 201 && added.status !== 409) throw new Error(`no module for the matrix: ${added.text}`);
  return body.name;
}

/** A file of Nightbot's with one command. */
const aFile = () =>
  JSON.stringify({ commands: [{ name: `!i${randomUUID().slice(0, 8)}`, message: 'Hello', userLevel: 'everyone' }] });

/** An import of the demo community's: its id. */
async function anImport(world: World): Promise<string> {
  const body = { source: 'nightbot', text: aFile(), lines: [{ id: 'commands[0]' }] };
  const { json } = await ask<{ readonly id: string }>(world, 'POST', '/imports/demo', { body });
  return json.id;
}

/** A server of the demo community's, to be unlinked: `discord:id`. */
async function aGuild(world: World): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `insert into channels (id, community_id, platform, platform_id, login)
     select gen_random_uuid(), id, 'discord', (2000000000000001000 + floor(random() * 1e12))::bigint::text, 'Matrix'
     from communities where slug = 'demo' returning platform_id as id`,
  );
  return `discord:${row?.id}`;
}

async function aDeadLetter(world: World): Promise<string> {
  const id = uuidv7();
  await world.rows(
    `insert into dead_letters (id, queue, message_id, community_id, body, reason, attempts)
     select $1::uuid, 'waddlebot-deliveries', $1::uuid::text, id, '{"v":1,"kind":"delivery","id":"none"}', 'it was tried', 100
     from communities where slug = 'demo'`,
    [id],
  );
  return id;
}

/** A change of a counter in the audit log: its id. */
async function aCounterLine(world: World): Promise<string> {
  await ask(world, 'PUT', '/counters/demo/matrix', { body: { value: 4 } });
  const [row] = await world.rows<{ id: string }>(
    `select id from audit_log where target = 'counter:matrix' order by id desc limit 1`,
  );
  return row?.id ?? '';
}

/** An answer in the demo community of which nobody knows whether it was posted; its invocation's id. */
async function anUnseenDelivery(world: World): Promise<string> {
  const id = `twitch:1000001:${randomUUID()}:0`;
  const event = {
    id: 'matrix',
    platform: 'twitch',
    channel: '1000001',
    room: '1000001',
    kind: 'message',
    author: { account: '7001', login: 'mia', displayName: 'Mia', level: 'moderator', badges: [] },
    text: '!ping',
    at: 1_700_000_000_000,
    receivedAt: 1_700_000_000_050,
    answer: { by: 'api' },
  };
  await world.rows(
    `with c as (select id from communities where slug = 'demo'),
     i as (insert into invocations (id, community_id, command, invocation, trace, expires_at)
       select $1, id, 'ping', $2::jsonb || jsonb_build_object('community', jsonb_build_object('id', id)),
         '{"at": 1700000000000, "received": 1700000000050, "admitted": 1700000000060}', now() + interval '1 day' from c)
     insert into deliveries (id, community_id, status, reply, reason, next_at, settled_at)
     select $1, id, 'unknown', 'Pong', 'unclear', now(), now() from c`,
    [
      id,
      JSON.stringify({ v: 1, id, event, command: 'ping', prefix: '!', args: '', effect: 'none', visibility: 'public' }),
    ],
  );
  return id;
}

/** A session that waits for its answer: its id. */
async function aSession(world: World): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `insert into response_sessions (id, community_id, opener, event)
     select gen_random_uuid(), id, 'matrix', gen_random_uuid()::text from communities where slug = 'demo' returning id`,
  );
  return row?.id ?? '';
}

/** An account, somebody's or nobody's: its row's id. */
async function anAccount(world: World, person: string | null): Promise<string> {
  const [row] = await world.rows<{ id: string }>(
    `insert into accounts (id, platform, platform_id, login, display_name, person_id)
     values (gen_random_uuid(), 'kick', $1, 'matrix', 'Matrix', $2) returning id`,
    [randomUUID(), person],
  );
  return row?.id ?? '';
}

/** A person with a code that somebody typed, whom they have seen. */
async function aTypedCode(world: World): Promise<Pick<Sample, 'by' | 'path'>> {
  const person = await aPerson(world);
  const [row] = await world.rows<{ id: string }>(
    `insert into link_codes (id, code_hash, person_id, typed_by, status, expires_at)
     values (gen_random_uuid(), $1, $2, $3, 'shown', now() + interval '10 minutes') returning id`,
    [randomUUID(), person.id, await anAccount(world, null)],
  );
  return { by: person.asked, path: { id: row?.id ?? '' } };
}

/** A person who has proved to be another, too. */
async function twoProved(world: World): Promise<Pick<Sample, 'by' | 'body'>> {
  const [person, other] = [await aPerson(world), await aPerson(world, { platform: 'kick' })];
  const proof = await mergeProof(world.secrets.session, { person: person.id, other: other.id }, world.now());
  return { by: person.asked, body: { proof } };
}

/** Somebody with a name and password here: their id. */
async function aLocalPerson(world: World): Promise<string> {
  const { id } = await aPerson(world);
  await world.rows(`insert into local_logins (person_id, name, name_key) values ($1, $2, $2)`, [
    id,
    `m_${randomUUID().slice(0, 8)}`,
  ]);
  return id;
}

/** One for each operation, by its id: who adds a route adds a line, and the matrix covers it. */
/** A bookmark of the demo community's, whose page was read: its number. */
async function aBookmark(world: World): Promise<string> {
  const [row] = await world.rows<{ number: number }>(
    `with c as (select id from communities where slug = 'demo'),
     n as (insert into memory_numbers as k (community_id, kind, last) select id, 'bookmark', 1 from c
       on conflict (community_id, kind) do update set last = k.last + 1 returning last)
     insert into bookmarks (id, community_id, number, code, url, url_key, title, metadata)
     select gen_random_uuid(), c.id, n.last, $1, 'http://127.0.0.1/' || $1, $1, 'Matrix', 'read' from c, n
     returning number`,
    [randomUUID()],
  );
  if (!row) throw new Error('no bookmark for the matrix');
  // A change that can be taken back.
  await ask(world, 'PATCH', `/bookmarks/demo/${row.number}`, { body: { title: 'Matrices' } });
  return String(row.number);
}

/** A quote of the demo community's, with a change to look back at; its number. */
async function aQuote(world: World): Promise<string> {
  const body = { communityId: 'demo', text: `matrix ${randomUUID()}` };
  const added = await ask<{ quote: { number: number } }>(world, 'POST', '/quotes', { body });
  if (added.status !== 201) throw new Error(`no quote for the matrix: ${added.text}`);
  const number = String(added.json.quote.number);
  await ask(world, 'PATCH', `/quotes/demo/${number}`, { body: { category: 'matrix' } });
  return number;
}

/** A daily reminder of somebody of their own in the demo community: its number and the community's id. */
async function aReminder(world: World, deliverer = 'bot') {
  const [row] = await world.rows<{ number: number; community: string }>(
    `with c as (select id from communities where slug = 'demo'),
     a as (insert into accounts (id, platform, platform_id, login, display_name)
       values (gen_random_uuid(), 'twitch', $1, $1, 'R') returning id),
     m as (insert into members (id, community_id, account_id) select gen_random_uuid(), c.id, a.id from c, a returning id),
     n as (insert into memory_numbers as k (community_id, kind, last) select id, 'reminder', 1 from c
       on conflict (community_id, kind) do update set last = k.last + 1 returning last)
     insert into reminders (id, community_id, number, member_id, text, target, deliverer, recurrence, zone, next_at)
     select gen_random_uuid(), c.id, n.last, m.id, 'Tea',
       '{"channel":"twitch:1000001","room":"1000001","mentions":null}', $2,
       '{"wall":"2030-01-01T09:00:00","zone":"UTC","rule":"FREQ=DAILY","exdates":[]}', 'UTC', '2030-01-01T09:00:00Z'
     from c, m, n
     returning number, community_id as community`,
    [randomUUID(), deliverer],
  );
  if (!row) throw new Error('no reminder for the matrix');
  return row;
}

async function aWaitingFiring(world: World): Promise<string> {
  const { number, community } = await aReminder(world, 'external');
  await world.rows(
    `insert into reminder_firings (reminder_id, due_at, status)
     select id, 1000, 'waiting' from reminders where community_id = $1::uuid and number = $2`,
    [community, number],
  );
  return `${community}.${number}.1000`;
}

const aNumbered = async (world: World) => ({ ...inDemo, number: String((await aReminder(world)).number) });

/** A keyword rule of the demo community's, with a change to look back at; it has room for the next one. */
async function aKeyword(world: World): Promise<string> {
  await world.rows('delete from keyword_rules');
  const name = `k${randomUUID().slice(0, 8)}`;
  const body = { name, match: 'contains', pattern: 'matrix', action: { is: 'reply', text: 'Hello' }, enabled: false };
  const added = await ask(world, 'POST', '/keywords/demo', { body });
  if (added.status !== 201) throw new Error(`no keyword rule for the matrix: ${added.text}`);
  return name;
}

/** A timer of the demo community's, with a change to look back at; it has room for the next one. */
async function aTimer(world: World): Promise<string> {
  await world.rows('delete from timers');
  const name = `t${randomUUID().slice(0, 8)}`;
  const body = { name, texts: ['Hello'], schedule: { every: 10 } };
  const added = await ask(world, 'POST', '/timers/demo', { body });
  if (added.status !== 201) throw new Error(`no timer for the matrix: ${added.text}`);
  return name;
}

export const SAMPLES: Readonly<Record<string, (world: World) => Sample | Promise<Sample>>> = {
  previewCommand: () => ({ body: { communityId: 'demo', text: '$(user) says $(query)', args: 'hi' }, status: 200 }),
  listSentences: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  wordSentence: () => ({ path: { ...inDemo, key: 'general.ping' }, body: { text: 'Pong!' }, status: 200 }),
  resetSentence: () => ({ path: { ...inDemo, key: 'general.ping' }, status: 200 }),
  listCounters: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  changeCounter: () => ({ path: { ...inDemo, name: 'matrix' }, body: { add: 1 }, status: 200 }),
  removeCounter: () => ({ path: { ...inDemo, name: 'matrix' }, status: 200 }),
  listCounterChanges: async (world) => {
    await ask(world, 'PUT', '/counters/demo/matrix', { body: { value: 3 } });
    return { path: { ...inDemo, name: 'matrix' }, query: { limit: '2' }, status: 200 };
  },
  undoCounterChange: async (world) => {
    await ask(world, 'PUT', '/counters/demo/matrix', { body: { value: 3 } });
    return { path: { ...inDemo, name: 'matrix' }, status: 200 };
  },
  listKeys: () => ({ query: { limit: '1' }, status: 200 }),
  addKey: () => ({ body: { name: 'Matrix', communities: ['demo'], scopes: ['channels:read'] }, status: 201 }),
  revokeKey: async (world) => {
    const key = await aKey(world);
    const [row] = await world.rows<{ id: string }>('select id from api_keys where key_start = $1', [key.slice(0, 10)]);
    return { path: { id: row?.id ?? '' }, status: 204 };
  },
  listCommunities: () => ({ status: 200 }),
  getCommunity: () => ({ path: inDemo, status: 200 }),
  listSampleEvents: () => ({ path: inDemo, status: 200 }),
  getOverview: () => ({ path: inDemo, status: 200 }),
  simulate: () => ({ path: inDemo, body: { platform: 'twitch', text: '!ping' }, status: 200 }),
  editCommunity: () => ({ path: inDemo, body: { name: 'Waddle Demo', limits: { command: null } }, status: 200 }),
  listRoles: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  giveRole: () => ({ path: { ...inDemo, account: 'twitch:7001' }, body: { role: 'viewer' }, status: 200 }),
  takeRole: async (world) => {
    const account = `twitch:${randomUUID()}`;
    await ask(world, 'PUT', `/communities/demo/roles/${account}`, { body: { role: 'viewer' } });
    return { path: { ...inDemo, account }, status: 204 };
  },
  getAuditFacets: () => ({ path: inDemo, status: 200 }),
  // What the line is about has to be in reach, too.
  undoAuditLine: async (world) => ({
    path: { ...inDemo, line: await aCounterLine(world) },
    status: 200,
    byService: true,
  }),
  listAudit: () => ({ path: inDemo, query: { limit: '5', actor: 'twitch:1' }, status: 200 }),
  listChannels: () => ({ query: { platform: 'twitch', limit: '2' }, status: 200, stranger: 200 }),
  getChannelHealth: () => ({ path: { id: 'discord:2000000000000000001' }, status: 200 }),
  repairChannel: () => ({ path: { id: 'discord:2000000000000000001' }, status: 200 }),
  unlinkChannel: async (world) => ({ path: { id: await aGuild(world) }, status: 204 }),
  listChannelRooms: () => ({ path: { id: 'discord:2000000000000000001' }, status: 200 }),
  listChannelRefusals: () => ({ path: { id: 'twitch:1000001' }, status: 200 }),
  listDeadLetters: () => ({ query: { limit: '1', community: 'demo' }, status: 200, operators: true }),
  getDeadLetter: async (world) => ({ path: { id: await aDeadLetter(world) }, status: 200, operators: true }),
  replayDeadLetter: async (world) => ({ path: { id: await aDeadLetter(world) }, status: 200, operators: true }),
  discardDeadLetter: async (world) => ({ path: { id: await aDeadLetter(world) }, status: 200, operators: true }),
  reopenDeadLetter: async (world) => {
    const id = await aDeadLetter(world);
    await ask(world, 'DELETE', `/dead-letters/${id}`);
    return { path: { id }, status: 200, operators: true };
  },
  changeDeadLetters: async (world) => ({
    body: { action: 'discard', letters: [await aDeadLetter(world)] },
    status: 200,
    operators: true,
    // Each letter comes to an error of its own.
    stranger: 200,
  }),
  listUnseenDeliveries: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  sayDeliveryAgain: async (world) => ({ path: { ...inDemo, id: await anUnseenDelivery(world) }, status: 200 }),
  listExecutions: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  getExecution: async (world) => ({ path: { ...inDemo, id: await anUnseenDelivery(world) }, status: 200 }),
  listModuleHosts: () => ({ path: inDemo, status: 200 }),
  getCommunityLimits: () => ({ path: inDemo, status: 200 }),
  listAgenda: () => ({ status: 200 }),
  listAllModuleHosts: () => ({ status: 200 }),
  getVersions: () => ({ status: 200 }),
  bringEvent: () => ({
    body: { eventId: randomUUID(), channel: 'twitch:1000001', text: 'good morning' },
    status: 200,
  }),
  bringEvents: () => ({
    body: { events: [{ eventId: randomUUID(), channel: 'twitch:1000001', text: 'good morning' }] },
    status: 200,
    // Each event comes to an error of its own.
    stranger: 200,
  }),
  addResponse: async (world) => ({
    body: { sessionId: await aSession(world), response: { text: 'An answer' } },
    byService: true,
    status: 201,
  }),
  getResponses: async (world) => ({ path: { sessionId: await aSession(world) }, byService: true, status: 202 }),
  getRouterMetrics: () => ({ status: 200 }),
  listVariables: () => ({ query: { communityId: 'demo', dialect: 'nightbot' }, status: 200 }),
  changeCommands: async (world) => ({
    path: inDemo,
    body: { names: [await aCommand(world)], options: { enabled: false } },
    status: 200,
  }),
  listCommands: () => ({ path: inDemo, query: { limit: '2' }, status: 200 }),
  addCommand: () => ({
    path: inDemo,
    body: { name: `m${randomUUID().slice(0, 8)}`, replies: [{ text: 'Hello' }] },
    status: 201,
  }),
  getCommand: () => ({ path: { ...inDemo, name: 'ping' }, status: 200 }),
  changeCommand: async (world) => ({
    path: { ...inDemo, name: await aCommand(world) },
    body: { options: { level: 'vip' } },
    status: 200,
  }),
  removeCommand: async (world) => ({ path: { ...inDemo, name: await aCommand(world) }, status: 200 }),
  listCommandChanges: async (world) => ({ path: { ...inDemo, name: await aCommand(world) }, status: 200 }),
  undoCommandChange: async (world) => ({ path: { ...inDemo, name: await aCommand(world) }, status: 200 }),
  findCommandPeople: () => ({ path: { ...inDemo, name: 'ping' }, query: { q: 'a' }, status: 200 }),
  listCommandPerson: async (world) => ({
    path: { ...inDemo, name: await aCommand(world), account: 'twitch:7001' },
    body: { list: 'allow' },
    status: 200,
  }),
  unlistCommandPerson: async (world) => ({
    path: { ...inDemo, name: await aCommand(world), account: 'twitch:7001' },
    status: 200,
  }),
  permitCommand: async (world) => ({
    path: { ...inDemo, name: await aCommand(world) },
    body: { account: 'twitch:7001', seconds: 60 },
    status: 201,
  }),
  listModules: async (world) => {
    await aModule(world);
    return { path: inDemo, query: { limit: '2' }, status: 200 };
  },
  addModule: async (world) => {
    await world.rows('delete from http_modules');
    return {
      path: inDemo,
      body: { name: `m${randomUUID().slice(0, 8)}`, url: 'https://modules.example.com/hook' },
      status: 201,
    };
  },
  getModule: async (world) => ({ path: { ...inDemo, name: await aModule(world) }, status: 200 }),
  listModuleCalls: async (world) => ({ path: { ...inDemo, name: await aModule(world) }, status: 200 }),
  setModule: async (world) => ({
    path: { ...inDemo, name: await aModule(world) },
    body: { url: 'https://modules.example.com/hook', cacheSeconds: 60 },
    status: 200,
  }),
  removeModule: async (world) => ({ path: { ...inDemo, name: await aModule(world) }, status: 200 }),
  rotateModuleSecret: async (world) => ({ path: { ...inDemo, name: await aModule(world) }, status: 200 }),
  testModule: async (world) => ({ path: { ...inDemo, name: await aModule(world) }, status: 200 }),
  listAliases: () => ({ path: inDemo, query: { limit: '2' }, status: 200 }),
  addAlias: () => ({ path: inDemo, body: { name: `a${randomUUID().slice(0, 8)}`, command: 'ping' }, status: 201 }),
  exportAliases: () => ({ path: inDemo, status: 200 }),
  importAliases: () => ({
    path: inDemo,
    body: { aliases: [{ name: `a${randomUUID().slice(0, 8)}`, command: 'ping' }] },
    status: 200,
  }),
  previewAlias: () => ({ path: inDemo, body: { command: 'ping && uptime', args: 'now' }, status: 200 }),
  getAlias: async (world) => ({ path: { ...inDemo, name: await anAlias(world) }, status: 200 }),
  changeAlias: async (world) => ({
    path: { ...inDemo, name: await anAlias(world) },
    body: { options: { level: 'vip' } },
    status: 200,
  }),
  removeAlias: async (world) => ({ path: { ...inDemo, name: await anAlias(world) }, status: 200 }),
  listAliasChanges: async (world) => ({ path: { ...inDemo, name: await anAlias(world) }, status: 200 }),
  undoAliasChange: async (world) => ({ path: { ...inDemo, name: await anAlias(world) }, status: 200 }),
  listImports: async (world) => {
    await anImport(world);
    return { path: inDemo, query: { limit: '2' }, status: 200 };
  },
  previewImport: () => ({ path: inDemo, body: { source: 'nightbot', text: aFile() }, status: 200 }),
  applyImport: () => ({
    path: inDemo,
    body: { source: 'nightbot', text: aFile(), file: 'commands.json', lines: [{ id: 'commands[0]' }] },
    status: 201,
  }),
  previewQuoteImport: () => ({ path: inDemo, body: { text: 'text,author\nHello,Ben\n' }, status: 200 }),
  applyQuoteImport: () => ({
    path: inDemo,
    body: { text: `text,author\n${randomUUID()},Ben\n`, lines: [{ id: 'line-2' }] },
    status: 201,
  }),
  undoImport: async (world) => ({ path: { ...inDemo, importId: await anImport(world) }, status: 200 }),
  listRoutedCommands: () => ({ query: { communityId: 'demo', limit: '2' }, status: 200 }),
  listTimers: () => ({ path: inDemo, query: { limit: '2' }, status: 200 }),
  addTimer: async (world) => {
    await world.rows('delete from timers');
    const name = `t${randomUUID().slice(0, 8)}`;
    const schedule = { cron: '0 18 * * 5', zone: 'Europe/Berlin' };
    const target = { channel: 'twitch:1000001' };
    return { path: inDemo, body: { name, texts: ['Hello'], schedule, target, minLines: 5, live: 'live' }, status: 201 };
  },
  previewTimer: () => ({ path: inDemo, body: { schedule: { cron: '0  18 * * 5' } }, status: 200 }),
  getTimer: async (world) => ({ path: { ...inDemo, name: await aTimer(world) }, status: 200 }),
  changeTimer: async (world) => ({
    path: { ...inDemo, name: await aTimer(world) },
    body: { texts: ['Hello', 'Hi'], schedule: { every: 15 }, jitter: 10, order: 'random' },
    status: 200,
  }),
  removeTimer: async (world) => ({ path: { ...inDemo, name: await aTimer(world) }, status: 200 }),
  listTimerChanges: async (world) => ({ path: { ...inDemo, name: await aTimer(world) }, status: 200 }),
  undoTimerChange: async (world) => ({ path: { ...inDemo, name: await aTimer(world) }, status: 200 }),
  listChannelLines: () => ({ path: { id: 'twitch:1000001' }, status: 200 }),
  listSecurityCounts: () => ({ query: { days: '2' }, status: 200 }),
  resealSecrets: () => ({ body: { from: { column: 0, after: '' } }, status: 200 }),
  getHype: () => ({ path: inDemo, status: 200 }),
  setHype: () => ({ path: inDemo, body: { goal: 12, raids: true }, status: 200 }),
  listKeywords: () => ({ path: inDemo, query: { limit: '2' }, status: 200 }),
  addKeyword: async (world) => {
    await world.rows('delete from keyword_rules');
    const name = `k${randomUUID().slice(0, 8)}`;
    const body = { name, match: 'regex', pattern: 'ma+trix', action: { is: 'run', line: 'ping' }, enabled: false };
    return { path: inDemo, body, status: 201 };
  },
  testKeywords: () => ({
    path: inDemo,
    body: { text: 'the matrix', rule: { match: 'word', pattern: 'matrix', among: true } },
    status: 200,
  }),
  getKeyword: async (world) => ({ path: { ...inDemo, name: await aKeyword(world) }, status: 200 }),
  changeKeyword: async (world) => ({
    path: { ...inDemo, name: await aKeyword(world) },
    body: {
      match: 'exact',
      pattern: 'matrix',
      action: { is: 'delete' },
      platforms: ['twitch'],
      priority: 1,
      enabled: false,
    },
    status: 200,
  }),
  removeKeyword: async (world) => ({ path: { ...inDemo, name: await aKeyword(world) }, status: 200 }),
  listKeywordChanges: async (world) => ({ path: { ...inDemo, name: await aKeyword(world) }, status: 200 }),
  undoKeywordChange: async (world) => ({ path: { ...inDemo, name: await aKeyword(world) }, status: 200 }),
  openFeed: () => ({ body: { communityId: 'demo' }, status: 201 }),
  addQuote: () => ({ body: { communityId: 'demo', text: `matrix ${randomUUID()}` }, status: 201 }),
  listQuotes: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  getRandomQuote: async (world) => {
    await aQuote(world);
    return { path: inDemo, status: 200 };
  },
  listQuoteCategories: () => ({ path: inDemo, status: 200 }),
  getQuoteStats: () => ({ path: inDemo, status: 200 }),
  getQuoteSeries: () => ({ path: inDemo, status: 200 }),
  exportQuotes: () => ({ path: inDemo, query: { status: 'approved' }, status: 200 }),
  listQuoteChanges: async (world) => ({ path: { ...inDemo, number: await aQuote(world) }, status: 200 }),
  getQuote: async (world) => ({ path: { ...inDemo, number: await aQuote(world) }, status: 200 }),
  editQuote: async (world) => ({
    path: { ...inDemo, number: await aQuote(world) },
    body: { author: 'Ann' },
    status: 200,
  }),
  deleteQuote: async (world) => ({ path: { ...inDemo, number: await aQuote(world) }, status: 200 }),
  undoQuoteChange: async (world) => ({ path: { ...inDemo, number: await aQuote(world) }, status: 200 }),
  approveQuote: async (world) => {
    const number = await aQuote(world);
    await world.rows(`update quotes set status = 'pending' where number = $1`, [Number(number)]);
    return { path: { ...inDemo, number }, status: 200 };
  },
  voteQuote: async (world) => ({ path: { ...inDemo, number: await aQuote(world) }, body: { vote: 'up' }, status: 422 }),
  getMemorySettings: () => ({ path: inDemo, status: 200 }),
  changeMemorySettings: () => ({ path: inDemo, body: { remindersPerPerson: 50 }, status: 200 }),
  createReminder: () => ({
    body: { communityId: 'demo', text: 'Tea', when: '10m', channel: 'twitch:1000001' },
    status: 422,
  }),
  previewReminder: () => ({
    body: { when: 'tomorrow 18:00', timezone: 'Europe/Berlin', count: 3 },
    status: 200,
    stranger: 200,
  }),
  listPendingReminders: () => ({ query: { communityId: 'demo', limit: '1' }, status: 200 }),
  acknowledgeReminder: async (world) => ({ path: { firing: await aWaitingFiring(world) }, status: 200 }),
  listReminders: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  getReminderSeries: () => ({ path: inDemo, status: 200 }),
  getReminderStats: () => ({ path: inDemo, status: 200 }),
  listRemindersOf: () => ({ path: { ...inDemo, account: 'twitch:7001' }, query: { limit: '1' }, status: 200 }),
  getReminder: async (world) => ({ path: await aNumbered(world), status: 200 }),
  changeReminder: async (world) => ({ path: await aNumbered(world), body: { text: 'Coffee' }, status: 200 }),
  cancelReminder: async (world) => ({ path: await aNumbered(world), status: 200 }),
  snoozeReminder: async (world) => ({ path: await aNumbered(world), body: { for: '10m' }, status: 200 }),
  skipReminder: async (world) => ({ path: await aNumbered(world), status: 200 }),
  undoReminder: async (world) => {
    const path = await aNumbered(world);
    await ask(world, 'POST', `/reminders/demo/${path.number}/snooze`, { body: { for: '10m' } });
    return { path, status: 200 };
  },
  listUpcomingReminders: () => ({ path: inDemo, query: { days: '7' }, status: 200 }),
  listReminderFirings: () => ({ path: inDemo, query: { limit: '1', troubled: 'true' }, status: 200 }),
  addBookmark: () => ({ body: { communityId: 'demo', title: 'Matrix', tags: ['matrix'] }, status: 201 }),
  listBookmarks: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  listPopularBookmarks: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  listBookmarkTags: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  getBookmarkStats: () => ({ path: inDemo, status: 200 }),
  getBookmarkSeries: () => ({ path: inDemo, status: 200 }),
  listBookmarkChanges: async (world) => ({ path: { ...inDemo, number: await aBookmark(world) }, status: 200 }),
  getBookmark: async (world) => ({ path: { ...inDemo, number: await aBookmark(world) }, status: 200 }),
  changeBookmark: async (world) => ({
    path: { ...inDemo, number: await aBookmark(world) },
    body: { title: 'Other' },
    status: 200,
  }),
  deleteBookmark: async (world) => ({ path: { ...inDemo, number: await aBookmark(world) }, status: 200 }),
  undoBookmarkChange: async (world) => ({ path: { ...inDemo, number: await aBookmark(world) }, status: 200 }),
  refreshBookmark: async (world) => ({ path: { ...inDemo, number: await aBookmark(world) }, status: 202 }),
  getMe: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  listMySessions: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  endMyOtherSessions: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  endMySession: async (world) => {
    const ann = await aPerson(world);
    const token = await startSession(world.db, { person: ann.id, method: 'twitch', device: 'Another' }, world.now());
    return { by: ann.asked, path: { sessionId: await sessionIdOf(world, token) }, status: 204 };
  },
  getMyWaysIn: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  beginPasskey: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  addPasskey: async (world) => {
    const { asked } = await aPerson(world);
    return { by: asked, body: { name: 'A phone', credential: await madePasskey(world, asked) }, status: 201 };
  },
  renamePasskey: async (world) => ({ ...(await aPasskey(world)), body: { name: 'Another name' }, status: 204 }),
  removePasskey: async (world) => ({ ...(await aPasskey(world)), status: 204 }),
  createCommunity: async (world) => ({
    by: (await aPerson(world)).asked,
    body: { slug: `m-${randomUUID().slice(0, 8)}`, name: 'Matrix' },
    status: 201,
  }),
  exportCommunity: async (world) => ({ by: await anOwner(world), path: inDemo, status: 200 }),
  previewExport: async (world) => ({ by: await anOwner(world), path: inDemo, status: 200 }),
  bringArchive: async (world) => ({
    by: (await aPerson(world)).asked,
    file: { text: EMPTY_ARCHIVE, type: 'application/x-ndjson' },
    status: 200,
  }),
  getArchive: async (world) => ({ ...(await aBroughtArchive(world)), status: 200 }),
  takeArchiveIn: async (world) => ({
    ...(await aBroughtArchive(world)),
    body: { slug: `m-${randomUUID().slice(0, 8)}`, name: 'Matrix' },
    status: 201,
  }),
  putArchiveAway: async (world) => ({ ...(await aBroughtArchive(world)), status: 204 }),
  checkCommunitySlug: async (world) => ({
    by: (await aPerson(world)).asked,
    query: { slug: 'a-new-one' },
    status: 200,
  }),
  listPlatforms: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  listOwnCommunities: async (world) => ({ by: await anOwner(world), status: 200 }),
  listPublicCommunities: async (world) => ({ by: (await aPerson(world)).asked, query: { limit: '1' }, status: 200 }),
  getRolesTable: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  joinCommunity: async (world) => {
    await world.rows(`update communities set join_mode = 'open' where slug = 'demo'`);
    return { by: await anOwner(world), path: inDemo, body: { message: 'Hello' }, status: 200 };
  },
  leaveCommunity: async (world) => {
    await anOwner(world);
    return { by: await anOwner(world), path: inDemo, status: 204 };
  },
  undeleteCommunity: async (world) => {
    const path = await inDoomed(world, 'now()');
    return { by: await anOwner(world, DOOMED), path, status: 204 };
  },
  deleteCommunity: async (world) => {
    const path = await inDoomed(world, 'null');
    return { by: await anOwner(world, DOOMED), path, status: 200 };
  },
  transferCommunity: async (world) => ({
    by: await anOwner(world),
    path: inDemo,
    body: { to: (await aMember(world)).member },
    status: 204,
  }),
  listModuleSettings: () => ({ path: inDemo, status: 200 }),
  changeModuleSettings: async (world) => ({
    path: { ...inDemo, module: 'hype' },
    body: { value: { goal: 12 }, version: await hypeVersion(world) },
    status: 200,
  }),
  getPublicPages: () => ({ path: inDemo, status: 200 }),
  changePublicPages: () => ({ path: inDemo, body: { state: 'link', link: 'new' }, status: 200 }),
  getMember: async (world) => ({ path: { ...inDemo, member: (await aMember(world)).member }, status: 200 }),
  addMemberNote: async (world) => ({
    path: { ...inDemo, member: (await aMember(world)).member },
    body: { text: 'Asked twice what the rules are.' },
    status: 201,
  }),
  editMemberNote: async (world) => ({ path: await aNote(world), body: { text: 'Knows the rules now.' }, status: 200 }),
  removeMemberNote: async (world) => ({ path: await aNote(world), status: 204 }),
  listMembers: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  listJoinRequests: async (world) => {
    await aJoinRequest(world);
    return { path: inDemo, query: { limit: '1' }, status: 200 };
  },
  acceptJoinRequest: async (world) => ({ path: { ...inDemo, person: await aJoinRequest(world) }, status: 204 }),
  declineJoinRequest: async (world) => ({ path: { ...inDemo, person: await aJoinRequest(world) }, status: 204 }),
  listBans: () => ({ path: inDemo, query: { limit: '1' }, status: 200 }),
  banMember: async (world) => ({
    path: { ...inDemo, member: (await aMember(world)).member },
    body: { reason: 'Matrix' },
    status: 204,
  }),
  unbanMember: async (world) => {
    const { member } = await aMember(world);
    await world.rows(`insert into community_bans (member_id) values ($1)`, [member]);
    return { path: { ...inDemo, member }, status: 204 };
  },
  listInvites: async (world) => {
    await anInvite(world);
    return { path: inDemo, query: { limit: '1' }, status: 200 };
  },
  addInvite: async (world) => {
    await world.rows('delete from invites');
    return { path: inDemo, body: { role: 'viewer', mostUses: 3, expiresInHours: 2 }, status: 201 };
  },
  revokeInvite: async (world) => ({ path: { ...inDemo, invite: (await anInvite(world)).invite }, status: 204 }),
  acceptInvite: async (world) => ({
    by: (await aPerson(world)).asked,
    path: { token: (await anInvite(world)).token },
    status: 200,
  }),
  listCommunityKeys: async (world) => {
    await aKey(world);
    return { path: inDemo, query: { limit: '1' }, status: 200 };
  },
  addCommunityKey: () => ({ path: inDemo, body: { name: 'Matrix', scopes: ['commands:read'] }, status: 201 }),
  revokeCommunityKey: async (world) => {
    const key = await aKey(world);
    const [row] = await world.rows<{ id: string }>('select id from api_keys where key_start = $1', [key.slice(0, 10)]);
    return { path: { ...inDemo, key: row?.id ?? '' }, status: 204 };
  },
  listOwnAccounts: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  choosePrimaryAccount: async (world) => {
    const person = await aPerson(world);
    return { by: person.asked, path: { id: await anAccount(world, person.id) }, status: 204 };
  },
  unlinkAccount: async (world) => {
    const person = await aPerson(world);
    return { by: person.asked, path: { id: await anAccount(world, person.id) }, status: 204 };
  },
  getMyNaming: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  chooseMyNaming: async (world) => ({ by: (await aPerson(world)).asked, body: { isNamed: false }, status: 200 }),
  exportMe: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  eraseMe: async (world) => ({ by: (await aPerson(world)).asked, body: { confirm: 'erase' }, status: 204 }),
  addLinkCode: async (world) => ({ by: (await aPerson(world)).asked, status: 201 }),
  listLinkCodes: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  confirmLinkCode: async (world) => ({ ...(await aTypedCode(world)), status: 200 }),
  refuseLinkCode: async (world) => ({ ...(await aTypedCode(world)), status: 204 }),
  previewMerge: async (world) => ({ ...(await twoProved(world)), status: 200 }),
  mergeMe: async (world) => ({ ...(await twoProved(world)), status: 204 }),
  listMerges: async (world) => ({ by: (await aPerson(world)).asked, status: 200 }),
  splitMerge: async (world) => {
    const [person, other] = [await aPerson(world), await aPerson(world, { platform: 'kick' })];
    const services = { db: world.db, clock: world.now, log: () => undefined };
    const merge = await mergePersons(services, { person: person.id, other: other.id });
    return { by: person.asked, path: { id: merge ?? '' }, status: 204 };
  },
  listOperators: () => ({ status: 200 }),
  addOperator: async (world) => ({ body: { person: (await aPerson(world)).id }, status: 201 }),
  removeOperator: async (world) => {
    await aPerson(world, { operator: true });
    return { path: { id: (await aPerson(world, { operator: true })).id }, status: 204 };
  },
  getInstallation: () => ({ status: 200 }),
  changeInstallation: () => ({ body: { signUp: 'open' }, status: 200 }),
  makeOwnerLink: async (world) => {
    await world.rows('delete from operators');
    return { status: 201 };
  },
  makeResetLink: async (world) => ({
    path: { id: await aLocalPerson(world) },
    body: { everything: false },
    status: 201,
  }),
};
