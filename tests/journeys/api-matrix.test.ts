import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { largestBody } from '../../workers/api/frame.ts';
import { contractOf, SCOPE_NAMES } from '../../workers/core/api.ts';
import { ERROR_STATUS, type ErrorCode } from '../../workers/core/errors.ts';
import { cases } from '../fuzz/cases.ts';
import { type ApiAnswer, type ApiRequest, aCommunity, aKey, ask, callsByService } from '../support/api.ts';
import { SAMPLES, type Sample } from '../support/api-samples.ts';
import { APP as app, OPERATIONS, type Operation, pathOf } from '../support/operations.ts';
import { quiet, startWorld, until, type World } from '../support/world.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: object } } };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

let world: World;
let document: Document;
beforeAll(async () => {
  world = await startWorld();
  document = (await (await fetch(`${world.worker.url}/openapi.json`)).json()) as Document;
});
afterAll(() => world?.close());

/** Calls that this file counts as made by the deployment itself before its minute's limit would be met. */
const BEFORE_THE_LIMIT = 250;
let countedFrom = 0;
beforeEach(async () => {
  if (callsByService() - countedFrom < BEFORE_THE_LIMIT) return;
  await world.advance(61_000);
  countedFrom = callsByService();
});

const named = ({ method, path }: Operation) => `${method} ${path}`;
const documented = ({ method, path }: Operation) => document.paths[path]?.[method.toLowerCase()];

async function sampleOf({ contract }: Operation): Promise<Sample> {
  const sample = SAMPLES[contract.operationId];
  if (!sample) throw new Error(`${contract.operationId} has no sample in tests/support/api-samples.ts`);
  return sample(world);
}

/** Calls as the sample says, but for what is spoiled. */
function call(operation: Operation, sample: Sample, spoiled: ApiRequest = {}): Promise<ApiAnswer> {
  const { file } = sample;
  const body = sample.body === undefined ? {} : { body: sample.body };
  const sent = file ? { ...sending(spoiled, { 'content-type': file.type }), body: file.text } : { ...body, ...spoiled };
  return ask(world, operation.method, pathOf(operation, sample), sent);
}

/** The scope that a key needs; undefined where no key is enough. */
const scopeOf = ({ contract }: Pick<Operation, 'contract'>) => SCOPE_NAMES.find((name) => name === contract.access);

/** A caller with further headers. */
const sending = (caller: ApiRequest, headers: Readonly<Record<string, string>>): ApiRequest => ({
  ...caller,
  headers: { ...caller.headers, ...headers },
});

/** A caller that may do just this: a key of the demo community with the one scope, or the deployment itself. */
async function rightCaller({ contract }: Operation, { byService, by }: Sample): Promise<ApiRequest> {
  if (by) return by;
  const scope = scopeOf({ contract });
  return scope === undefined || byService ? {} : { key: await aKey(world, { scopes: [scope] }) };
}

/** A failure is told by its code, in the envelope, and kept by nobody. */
function expectFailure(answer: ApiAnswer, ...codes: readonly ErrorCode[]): void {
  const { code, message, requestId } = answer.json?.error ?? {};
  expect([answer.status, answer.text]).toEqual([ERROR_STATUS[code as ErrorCode], expect.any(String)]);
  if (codes.length > 0) expect(codes, answer.text).toContain(code);
  expect(message).toMatch(/\w/);
  expect(requestId).toBe(answer.headers.get('x-request-id'));
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

/** What no route takes, as it is sent. */
const NO_BODIES = [
  '',
  'null',
  '[]',
  '"x"',
  '{',
  '{"a":1}',
  '{"__proto__":{"x":1}}',
  'NaN',
  '[[['.repeat(10_000),
  '\0\x01',
];

/** What changes behind an answer: when a key was used, and what a page said that a bookmark leads to. */
const BEHIND = `'{last_used_at,last_seen_at,metadata,metadata_reason,updated_at}'::text[]`;

interface Table {
  /** Of its rows as PostgreSQL keeps their versions: cheap to ask for, and another one wherever anything was written. */
  readonly versions: string;
  /** Of what is in them. */
  readonly digest: string;
}
const known = new Map<string, Table>();

/**
 * Everything that is stored, but for how often something was refused. It is asked for before and after each call, so what is in a
 * table is read only where something was written to it since.
 */
async function stored(): Promise<Readonly<Record<string, string>>> {
  const names = await world.rows<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'security_counts' order by 1`,
  );
  const versions = names.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(xmin::text || ctid::text, 0)), 0) as versions from "${name}"`,
  );
  const now = await world.rows<{ name: string; versions: string }>(versions.join(' union all '));
  const written = now.filter((table) => known.get(table.name)?.versions !== table.versions);
  const digests = written.map(
    ({ name }) =>
      `select '${name}' as name, coalesce(md5(string_agg((to_jsonb(t) - ${BEHIND})::text, '' order by to_jsonb(t)::text)), '') as digest from "${name}" t`,
  );
  const rows =
    written.length > 0 ? await world.rows<{ name: string; digest: string }>(digests.join(' union all ')) : [];
  for (const { name, digest } of rows)
    known.set(name, { versions: written.find((table) => table.name === name)?.versions ?? '', digest });
  return Object.fromEntries(now.map(({ name }) => [name, known.get(name)?.digest ?? '']));
}

describe('the routes of the API', () => {
  it('all have a contract and a sample for this matrix', () => {
    const mounted = app.routes.filter(({ path, method }) => path.startsWith('/api/v1') && method !== 'ALL');
    const withContract = new Set(OPERATIONS.map(named));
    const without = mounted.filter(({ path, method, handler }) => {
      const name = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
      return !withContract.has(name) && !contractOf(handler);
    });
    expect(without.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(Object.keys(SAMPLES).sort()).toEqual(OPERATIONS.map(({ contract }) => contract.operationId).sort());
  });

  it('are those of the running Worker’s document', () => {
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(told.sort()).toEqual(OPERATIONS.map(named).sort());
  });

  it('make a valid OpenAPI document', async () => {
    const { valid, errors } = await new Validator().validate(
      structuredClone(document) as unknown as Record<string, unknown>,
    );
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    const text = JSON.stringify(document);
    const names = Object.keys(document.components.schemas);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) expect(names).toContain(name);
    expect(text).not.toContain('#/$defs');
    // What the schema of documents cannot say: every part of a path that varies is a parameter.
    for (const [path, methods] of Object.entries(document.paths))
      for (const { parameters } of Object.values(methods))
        expect(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)).toEqual(
          path.match(/\{\w+\}/g) ?? [],
        );
  });
});

describe.each(OPERATIONS)('$method $path', (operation) => {
  const { contract, inputs } = operation;
  const takesBody = inputs.some(({ target }) => target === 'json');

  it('lets nobody in who shows no key, a wrong one, or one that has ended', async () => {
    const sample = await sampleOf(operation);
    const [expired, revoked] = await Promise.all([
      aKey(world, { expiresAt: new Date(Date.now() - 1_000) }),
      aKey(world, { revoked: true }),
    ]);
    const before = await stored();
    const bad: readonly ApiRequest[] = [
      { key: null },
      { key: null, headers: { 'x-service-key': 'a guess' } },
      { key: null, headers: { 'x-service-key': '' } },
      { key: null, headers: { 'x-service-key': `${world.secrets.service} x` } },
      { key: `wbk_${'x'.repeat(43)}` },
      { key: world.secrets.service },
      { key: null, headers: { authorization: `Basic ${btoa('user:password')}` } },
      { key: expired },
      { key: revoked },
    ];
    for (const answer of await Promise.all(bad.map((spoiled) => call(operation, sample, spoiled)))) {
      expectFailure(answer, 'UNAUTHENTICATED');
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
    expectFailure(await call(operation, sample, { headers: { authorization: 'Bearer x' } }), 'INVALID');
    expect(await stored()).toEqual(before);
  });

  it('lets no key in that lacks what it needs, nor one of another community', async () => {
    const sample = await sampleOf(operation);
    const { slug } = await aCommunity(world);
    const scopes = SCOPE_NAMES.filter((scope) => scope !== contract.access);
    const [lacking, stranger] = await Promise.all([aKey(world, { scopes }), aKey(world, { communities: [slug] })]);
    const before = await stored();
    const [lame, strange] = await Promise.all([
      call(operation, sample, { key: lacking }),
      call(operation, sample, { key: stranger }),
    ]);
    expectFailure(lame, 'FORBIDDEN');
    if (scopeOf(operation) === undefined) expectFailure(strange, 'FORBIDDEN');
    else if (sample.stranger === undefined) expectFailure(strange, 'NOT_FOUND');
    else expect([strange.status, strange.text]).toEqual([sample.stranger, expect.not.stringContaining('waddle_demo')]);
    expect(await stored()).toEqual(before);
  });

  it('answers what is no request with what is wrong with it', async () => {
    const sample = await sampleOf(operation);
    const right = await rightCaller(operation, sample);
    const before = await stored();
    const answer = await ask(world, 'OPTIONS', pathOf(operation, sample), right);
    expectFailure(answer, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')?.split(', ')).toContain(operation.method);
    const refuse = async (spoiled: ApiRequest, ...codes: readonly ErrorCode[]) =>
      expectFailure(await call(operation, sample, spoiled), ...codes);
    const behalves = ['nobody', 'twitch:', 'myspace:1'].map((behalf) =>
      refuse(sending(right, { 'x-on-behalf-of': behalf }), 'INVALID'),
    );
    await Promise.all(behalves);
    if (operation.method !== 'GET')
      await Promise.all([
        refuse(sending(right, { 'x-on-behalf-of': 'twitch:99999999999' }), 'INVALID', 'FORBIDDEN'),
        refuse(sending(right, { 'idempotency-key': 'two words' }), 'INVALID'),
      ]);
    if (inputs.some(({ target }) => target === 'query')) {
      const limits = ['0', '1e9', 'x'].map((limit) => ({ limit }));
      const cursors = ['bm9uZQ', '\0', 'e30'].map((cursor) => ({ cursor }));
      const spoiled = [...limits, ...cursors].map((query) => ({ ...sample, query: { ...sample.query, ...query } }));
      for (const refused of await Promise.all(spoiled.map((each) => call(operation, each, right))))
        expectFailure(refused, 'INVALID');
    }
    if (takesBody) {
      const most = largestBody(`/api/v1${pathOf(operation, sample)}`) * 1024;
      await Promise.all(NO_BODIES.map((body) => refuse({ ...right, body }, 'INVALID')));
      const asText = sending(right, { 'content-type': 'text/plain' });
      const untyped = await call(operation, sample, asText);
      expectFailure(untyped, 'INVALID');
      expect(untyped.json.error.message).toContain('Content-Type: application/json');
      await refuse({ ...right, body: JSON.stringify({ ...sample.body, padding: 'x'.repeat(most) }) }, 'TOO_LARGE');
    }
    expect(await stored()).toEqual(before);
  });

  if (takesBody)
    it('takes nobody’s word in a body for who acts', async () => {
      const sample = await sampleOf(operation);
      const right = await rightCaller(operation, sample);
      const before = await stored();
      const claims = ['userId', 'user_id', 'actor', 'isModerator', 'onBehalfOf'];
      const answers = claims.map(async (claim) => {
        const answer = await call(operation, sample, { ...right, body: { ...sample.body, [claim]: 'owner' } });
        expectFailure(answer, 'INVALID');
        expect(answer.json.error.issues).toContainEqual({
          path: `json.${claim}`,
          message: expect.stringContaining('X-On-Behalf-Of'),
        });
      });
      await Promise.all(answers);
      expect(await stored()).toEqual(before);
    });

  it('never fails on our side, whatever is sent', async () => {
    const sample = await sampleOf(operation);
    const right = await rightCaller(operation, sample);
    const odd = ['%00', '%E0%A4%A', '..%2F..%2F', '🐧', "';drop table keys", 'x'.repeat(2_000), '-1', 'null', '%F0%9F'];
    for (const value of odd) {
      const path = operation.path
        .replace('/api/v1', '')
        .replace(/\{\w+\}/g, () => (value.startsWith('%') ? value : encodeURIComponent(value)));
      const search = `?limit=${encodeURIComponent(value)}&cursor=${encodeURIComponent(value)}&x=${value}`;
      const answer = await ask(world, operation.method, path + search, {
        ...right,
        ...(takesBody ? { body: sample.body } : {}),
      });
      expect(answer.status, `${value}: ${answer.text}`).toBeLessThan(500);
      if (answer.status >= 400) expectFailure(answer);
    }
    if (!takesBody) return;
    const bodies = fc.sample(bodyLike(sample.body ?? {}), cases(200));
    for (const body of bodies) {
      const answer = await call(operation, sample, { ...right, body });
      expect(answer.status, `${JSON.stringify(body)}: ${answer.text}`).toBeLessThan(500);
      if (answer.status >= 400) expectFailure(answer);
    }
  });

  it('gives the right caller what it promises', async () => {
    const sample = await sampleOf(operation);
    const answer = await call(operation, sample, await rightCaller(operation, sample));
    expect([answer.status, answer.text]).toEqual([sample.status, expect.any(String)]);
    const content = documented(operation)?.responses[String(sample.status)]?.content ?? {};
    const [[type, promised] = []] = Object.entries(content);
    if (type === undefined || promised === undefined) expect(answer.text).toBe('');
    else if (type !== 'application/json') expect(answer.headers.get('content-type')?.split(';')[0]).toBe(type);
    else expect(z.safeParse(schemaOf(promised.schema), answer.json)).toMatchObject({ success: true });
    expect(answer.headers.get('ratelimit-remaining')).toMatch(/^\d+$/);
    // What these two tests have set going ends before the next route's look at what is stored.
    if (operation.method === 'GET') return;
    await until('nothing is on its way', async () => {
      const open = `select 1 from deliveries where status in ('pending', 'claimed') union all select 1 from outbox`;
      return (await world.rows(open)).length === 0;
    });
    await quiet(world, 100);
  });
});

/** A promised schema, with what it refers to. */
function schemaOf(promised: object): z.ZodType {
  const text = JSON.stringify({ ...promised, $defs: document.components.schemas });
  const whole = JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'));
  return z.fromJSONSchema(whole as Parameters<typeof z.fromJSONSchema>[0]);
}

/** A body with any one of its values replaced by anything that JSON can say, NULs and halves of characters among it. */
function bodyLike(body: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> {
  const places = placesOf(body);
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\0', '\ud800', 'a\0b', -1, 0, 1e308, 2 ** 53, '', [], {}, null, 'x'.repeat(5_000)),
  );
  return fc.oneof(
    { weight: 1, arbitrary: anything },
    {
      weight: 5,
      arbitrary: fc.tuple(fc.constantFrom(...places), anything).map(([place, value]) => replaced(body, place, value)),
    },
  );
}

type Place = readonly (string | number)[];

const placesOf = (value: unknown, at: Place = []): readonly Place[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => {
        const place = [...at, Array.isArray(value) ? Number(key) : key];
        return [place, ...placesOf(inner, place)];
      })
    : [];

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by;
  const copy: unknown = structuredClone(value);
  const held = copy as Record<string | number, unknown>;
  held[key] = replaced(held[key], rest, by);
  return copy;
}
