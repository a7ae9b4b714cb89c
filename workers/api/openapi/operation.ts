import type { Contract } from '../../core/api.ts';
import { ERROR_STATUS, type ErrorCode } from '../../core/errors.ts';
import type { Operation } from './document.ts';
import { type HEADERS, IDEMPOTENCY_KEY, IF_MATCH, IF_NONE_MATCH, type Json, ON_BEHALF_OF } from './parts.ts';
import type { Schemas } from './schemas.ts';

/** An OpenAPI Operation Object. */
export function printOperation(operation: Operation, schemas: Schemas): Json {
  const { contract, inputs } = operation;
  const body = inputs.find(({ target }) => target === 'json');
  return {
    operationId: contract.operationId,
    summary: contract.summary,
    tags: [contract.tag],
    security: securityOf(contract),
    parameters: parametersOf(operation, schemas),
    ...(body ? { requestBody: { required: true, content: asJson(schemas.print(body.schema, 'input')) } } : {}),
    ...(contract.takes ? { requestBody: { required: true, content: asFile(contract.takes) } } : {}),
    responses: { ...answersOf(operation, schemas), ...failuresOf(operation) },
  };
}

const as = (media: string, schema: Json | null): Json => ({ [media]: schema === null ? {} : { schema } });
const asJson = (schema: Json): Json => as('application/json', schema);
/** OpenAPI 3.1: what is no JSON has no schema. */
const asFile = (media: string): Json => as(media, null);
const isRead = ({ method }: Operation): boolean => method === 'GET';

const securityOf = ({ access }: Contract): readonly Json[] =>
  access === 'operator' ? [{ serviceKey: [] }] : [{ serviceKey: [] }, { scopedKey: [access] }];

const PLACES = { param: 'path', query: 'query' } as const;

function parametersOf(operation: Operation, schemas: Schemas): readonly Json[] {
  const named = operation.inputs.flatMap(({ target, schema }) => {
    if (target !== 'param' && target !== 'query') return [];
    const { properties = {}, required = [] } = schemas.print(schema, 'input') as {
      readonly properties?: Readonly<Record<string, Json>>;
      readonly required?: readonly string[];
    };
    return Object.entries(properties).map(([name, { description, ...rest }]) => ({
      name,
      in: PLACES[target],
      ...(description ? { description } : {}),
      required: required.includes(name),
      schema: rest,
    }));
  });
  const conditions = operation.contract.ifMatch ? [IF_MATCH] : [];
  return [...named, isRead(operation) ? IF_NONE_MATCH : IDEMPOTENCY_KEY, ...conditions, ON_BEHALF_OF];
}

type HeaderName = keyof typeof HEADERS;
const headersOf = (...names: readonly HeaderName[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
const STANDING = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'] as const;

function answersOf(operation: Operation, schemas: Schemas): Json {
  const headers = headersOf(...STANDING, isRead(operation) ? 'ETag' : 'Idempotency-Replayed');
  const answers = Object.entries(operation.contract.answers).map(([status, { description, schema, media }]) => [
    status,
    {
      description,
      headers,
      ...(schema ? { content: as(media ?? 'application/json', schemas.print(schema, 'output')) } : {}),
      ...(media && !schema ? { content: asFile(media) } : {}),
    },
  ]);
  const unchanged = { 304: { description: 'What `If-None-Match` names is still the same.' } };
  return { ...Object.fromEntries(answers), ...(isRead(operation) ? unchanged : {}) };
}

/** What every route can come to, and what its method, path and contract add. */
const codesOf = (operation: Operation): ReadonlySet<ErrorCode> =>
  new Set<ErrorCode>([
    'INVALID',
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'LIMITED',
    'UNAVAILABLE',
    ...(operation.path.includes('{') ? (['NOT_FOUND'] as const) : []),
    ...(isRead(operation) ? [] : (['CONFLICT', 'TOO_LARGE'] as const)),
    ...(operation.contract.errors ?? []),
  ]);

function failuresOf(operation: Operation): Json {
  const byStatus = Map.groupBy(codesOf(operation), (code) => ERROR_STATUS[code]);
  return Object.fromEntries(
    Array.from(byStatus, ([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\``).join(', '),
        ...(status === 429 ? { headers: headersOf('Retry-After') } : {}),
        content: asJson({ allOf: [{ $ref: '#/components/schemas/Error' }, ofCodes(codes)] }),
      },
    ]),
  );
}

const ofCodes = (codes: readonly ErrorCode[]): Json => ({
  type: 'object',
  properties: { error: { type: 'object', properties: { code: { type: 'string', enum: codes } } } },
});
