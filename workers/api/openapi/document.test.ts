import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ApiEnv, type Contract, pageOf, paging, route, valid } from '../../core/api.ts';
import { printOpenApi } from './document.ts';

const thing = z.object({ id: z.uuid(), note: z.string().nullable() }).meta({ id: 'Thing' });
const contract = (more: Partial<Contract> = {}): Contract => ({
  operationId: 'listThings',
  summary: 'Lists things.',
  access: 'commands:read',
  tag: 'Things',
  answers: { 200: { description: 'A page.', schema: pageOf(thing) } },
  ...more,
});

const things = new Hono<ApiEnv>()
  .use(async (_, next) => next())
  .get(
    '/:communityId/things',
    route(contract()),
    valid('param', z.object({ communityId: z.string().describe('Id or slug.') })),
    valid('query', z.strictObject({ ...paging, kind: z.enum(['a', 'b']).optional() })),
    (c) => c.json({}),
  )
  .post(
    '/:communityId/things/:id{[0-9]+}',
    route(
      contract({
        operationId: 'addThing',
        access: 'operator',
        answers: { 201: { description: 'Made.', schema: thing }, 204: { description: 'Nothing.' } },
        errors: ['INSUFFICIENT', 'UPSTREAM'],
      }),
    ),
    valid('param', z.object({ communityId: z.string(), id: z.string() })),
    valid('json', z.strictObject({ note: z.string().trim().max(5).default(''), like: thing.optional() })),
    (c) => c.json({}),
  );
/** As far as it is looked into here. */
interface Printed {
  readonly servers: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, PrintedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly required?: readonly string[] }>> };
}
interface PrintedOperation {
  readonly parameters: readonly { readonly name: string }[];
  readonly security: unknown;
  readonly requestBody: PrintedContent;
  readonly responses: Readonly<
    Record<string, PrintedContent & { readonly description: string; readonly headers: object }>
  >;
}
interface PrintedContent {
  readonly content: { readonly 'application/json': { readonly schema: { readonly required?: readonly string[] } } };
}

const print = (app: Hono<ApiEnv>): Printed =>
  printOpenApi(new Hono().route('/api/v1', app).routes, 'https://bot.example.org/') as unknown as Printed;
const operationOf = (path: string, method: string): PrintedOperation => {
  const operation = document.paths[path]?.[method];
  if (!operation) throw new Error(`${method} ${path} is not in the document`);
  return operation;
};
const schemaOf = ({ content }: PrintedContent) => content['application/json'].schema;

const document = print(things);
const list = operationOf('/api/v1/{communityId}/things', 'get');
const add = operationOf('/api/v1/{communityId}/things/{id}', 'post');
const answerOf = ({ responses }: PrintedOperation, status: number) => {
  const answer = responses[status];
  if (!answer) throw new Error(`there is no answer ${status}`);
  return answer;
};

describe('the OpenAPI document', () => {
  it('has an operation for each route with a contract, at the deployment’s address', () => {
    expect(Object.keys(document.paths)).toEqual(['/api/v1/{communityId}/things', '/api/v1/{communityId}/things/{id}']);
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://bot.example.org' }] });
    expect(list).toMatchObject({ operationId: 'listThings', summary: 'Lists things.', tags: ['Things'] });
  });

  it('tells every parameter with its place, its description and its limits', () => {
    expect(list.parameters).toEqual([
      { name: 'communityId', in: 'path', description: 'Id or slug.', required: true, schema: { type: 'string' } },
      expect.objectContaining({ name: 'cursor', in: 'query', required: false }),
      expect.objectContaining({
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', default: 50, minimum: 1, maximum: 100 },
      }),
      { name: 'kind', in: 'query', required: false, schema: { type: 'string', enum: ['a', 'b'] } },
      expect.objectContaining({ name: 'If-None-Match', in: 'header' }),
      expect.objectContaining({ name: 'X-On-Behalf-Of', in: 'header' }),
    ]);
    expect(add.parameters.map(({ name }) => name)).toEqual(['communityId', 'id', 'Idempotency-Key', 'X-On-Behalf-Of']);
  });

  it('tells a body as it is sent, and an answer as it may grow', () => {
    const body = schemaOf(add.requestBody);
    expect(body).toMatchObject({
      additionalProperties: false,
      properties: { like: { $ref: '#/components/schemas/Thing' } },
    });
    expect(body.required).toBeUndefined();
    expect(schemaOf(answerOf(add, 201))).toEqual({ $ref: '#/components/schemas/Thing' });
    expect(document.components.schemas.Thing).toEqual({
      type: 'object',
      properties: {
        id: expect.objectContaining({ format: 'uuid' }),
        note: { type: ['string', 'null'] },
      },
      required: ['id', 'note'],
    });
    expect(answerOf(add, 204).content).toBeUndefined();
  });

  it('tells who may', () => {
    expect(list.security).toEqual([{ serviceKey: [] }, { scopedKey: ['commands:read'] }]);
    expect(add.security).toEqual([{ serviceKey: [] }]);
  });

  it('tells which codes each route can give', () => {
    const codes = (operation: PrintedOperation) =>
      Object.entries(operation.responses).flatMap(([status, { description }]) =>
        Number(status) >= 400 ? [`${status} ${description}`] : [],
      );
    expect(codes(list)).toEqual([
      '400 `INVALID`',
      '401 `UNAUTHENTICATED`',
      '403 `FORBIDDEN`',
      '404 `NOT_FOUND`',
      '429 `LIMITED`',
      '503 `UNAVAILABLE`',
    ]);
    expect(codes(add)).toEqual(
      expect.arrayContaining(['409 `CONFLICT`, `INSUFFICIENT`', '413 `TOO_LARGE`', '502 `UPSTREAM`']),
    );
    const code = { type: 'string', enum: ['CONFLICT', 'INSUFFICIENT'] };
    expect(schemaOf(answerOf(add, 409))).toMatchObject({
      allOf: [{}, { properties: { error: { properties: { code } } } }],
    });
    expect(answerOf(list, 429).headers).toHaveProperty('Retry-After');
  });

  it('gives a schema two names where what is sent differs from what is answered', () => {
    const both = z.object({ a: z.string().default('x') }).meta({ id: 'Both' });
    const app = new Hono<ApiEnv>().post(
      '/',
      route(contract({ answers: { 200: { description: '', schema: both } } })),
      valid('json', z.strictObject({ both })),
      (c) => c.json({}),
    );
    const { schemas } = print(app).components;
    expect(schemas.Both?.required).toBeUndefined();
    expect(schemas.BothOutput?.required).toEqual(['a']);
  });

  it('is not printed where two operations go by one id', () => {
    const twice = new Hono<ApiEnv>()
      .get('/a', route(contract()), (c) => c.json({}))
      .get('/b', route(contract()), (c) => c.json({}));
    expect(() => print(twice)).toThrow('two operations are named listThings');
  });
});
